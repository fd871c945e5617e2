"""A running preview of a folder, with a rebuild that reads it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from site_gen.errors import TemplateError
from site_gen.preview import Snapshot, serve


class Events:
    """An open event stream."""

    def __init__(self, port: int, path: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        self._connection.request("GET", path, headers={"Sec-Fetch-Site": "same-origin"})
        self.response = self._connection.getresponse()

    def next(self) -> dict[str, Any]:
        """The next message; OSError after five seconds without one."""
        while True:
            line = self.response.readline()
            if not line:
                raise EOFError
            if line.startswith(b"data: "):
                message: dict[str, Any] = json.loads(line[6:])
                return message

    def close(self) -> None:
        self.response.close()
        self._connection.close()


@dataclass
class Running:
    """A preview that runs, and what it said and did."""

    root: Path
    base_path: str = "/"
    seconds: float = 0.0
    rebuilds: list[frozenset[Path] | None] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    @property
    def content(self) -> Path:
        return self.root / "content"

    def rebuild(self, paths: frozenset[Path] | None) -> Snapshot:
        """All files of content/; one that says ERROR or BUG breaks the build, PROBLEM is a problem."""
        self.rebuilds.append(paths)
        time.sleep(self.seconds)
        files = {}
        for path in sorted(self.content.rglob("*.html")):
            files[path.relative_to(self.content).as_posix()] = path.read_bytes()
        config = self.root / "site.toml"
        if config.is_file():
            files["site.txt"] = config.read_bytes()
        for name, data in files.items():
            if b"ERROR" in data:
                raise TemplateError(name, 3, "unexpected '}'")
            if b"BUG" in data:
                raise KeyError(name)
        return Snapshot(files, tuple(f"{name}:1: a problem" for name, data in files.items() if b"PROBLEM" in data))

    def get(
        self, path: str, method: str = "GET", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, body, response.headers

    @contextmanager
    def events(self) -> Iterator[Events]:
        """A stream whose first message, the state of now, is read already."""
        stream = Events(self.port, f"{self.base_path}__site-gen__/events")
        try:
            stream.next()
            yield stream
        finally:
            stream.close()

    def settle(self) -> None:
        """Wait until no rebuild has begun for a while."""
        count = -1
        while count != len(self.rebuilds):
            count = len(self.rebuilds)
            time.sleep(0.25)


Start = Callable[..., Running]


@contextmanager
def previews(root: Path) -> Iterator[Start]:
    """Starts previews of a folder, and ends them."""
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def begin(*, host: str = "127.0.0.1", port: int = 0, **settings: Any) -> Running:
        running = Running(root, **settings)
        ready = threading.Event()

        def at(url: str) -> None:
            running.url = url
            ready.set()

        def work() -> None:
            serve(
                running.rebuild,
                watch=[running.content, root / "site.toml"],
                ignore=[root / "output", running.content / "ignored"],
                base_path=running.base_path,
                host=host,
                port=port,
                announce=running.said.append,
                ready=at,
                stop=stop,
            )

        threads.append(threading.Thread(target=work))
        threads[-1].start()
        assert ready.wait(10), running.said
        return running

    yield begin
    stop.set()
    begun = time.monotonic()
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()
    assert time.monotonic() - begun < 1.5


def start_with_a_page(start: Start, root: Path) -> Running:
    (root / "content").mkdir()
    (root / "content" / "index.html").write_text("<body>one</body>")
    return start()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts previews of a temporary folder."""
    with previews(tmp_path) as begin:
        yield begin


@pytest.fixture
def preview(start: Start, tmp_path: Path) -> Running:
    """A preview of one page."""
    return start_with_a_page(start, tmp_path)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview of one page for tests that change nothing."""
    root = tmp_path_factory.mktemp("standing")
    with previews(root) as begin:
        yield start_with_a_page(begin, root)
