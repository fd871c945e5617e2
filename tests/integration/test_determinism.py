"""The same documents give the same bytes, whatever the machine, the order of files and the settings of Python."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from site_gen import executor
from site_gen.build import BuildOptions
from site_gen.engine.builds import Builds
from tests.integration.archives import Archive, differences, make_archive, news, story, tree

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX processes")

NAMES = ("Éire", "eire", "Straße", "STRASSE", "علوم", "Ünal", "zebra", "Zebra", "ångström", "Ångström")
SETTINGS = {"title": "Test", "base_url": "https://x.example/y/", "timezone": "Europe/Paris", "page_size": 10}


def fill(archive: Archive, order: random.Random) -> None:
    """The same files, made in an order of their own."""
    steps: list[Callable[[], object]] = []
    facts: dict[str, Any]
    for number in range(40):
        text = news(f"Report number {number % 37} of the day", number % 35)
        lists = "".join(f"• Report number {other} of the day\n" for other in range(number % 5, number % 5 + 3))
        facts = {"published": f"2025-0{number % 9 + 1}-1{number % 3}", "source": NAMES[number % 10]}
        facts = facts if number % 4 else {}
        steps.append(partial(archive.document, f"{number % 3}/{number}.txt", f"{text}\n{lists}", **facts))
    for number in range(30):
        facts = {
            "title": f"Article {number % 20}",
            "published": f"2024-05-{number % 3 + 1:02d}T08:00:00+0{number % 3}:00" if number % 7 else None,
            "keywords": [NAMES[number % 10], NAMES[(number * 3) % 10]],
            "topics": [NAMES[(number * 7) % 10], "sport"],
        }
        steps.append(partial(archive.article, f"own/{number}-x.md", story(number), **facts))
    order.shuffle(steps)
    for step in steps:
        step()


def start(archive: Archive, cwd: Path, **environment: str) -> subprocess.Popen[bytes]:
    code = "import os, sys; os.umask(int(sys.argv.pop(1), 8)); from site_gen.cli import main; main()"
    umask = environment.pop("UMASK", "022")
    return subprocess.Popen(
        [sys.executable, "-c", code, umask, "build", "--root", os.path.relpath(archive.root, cwd), "--quiet"],
        cwd=cwd,
        env={**os.environ, **environment},
    )


ENVIRONMENTS = {
    "hash seed": {"PYTHONHASHSEED": "1"},
    "zone east": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"},
    "zone west": {"TZ": "Etc/GMT+12", "LC_ALL": "C", "PYTHONUTF8": "0"},
    "locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    "umask": {"UMASK": "077", "HOME": "/nonexistent"},
    "optimised": {"PYTHONOPTIMIZE": "2", "COLUMNS": "40"},
}


@pytest.mark.slow
def test_nothing_around_it_changes_a_byte(tmp_path: Path) -> None:
    archives: dict[str, Archive] = {}
    running: list[subprocess.Popen[bytes]] = []
    for number, (name, environment) in enumerate(ENVIRONMENTS.items()):
        archives[name] = make_archive(tmp_path / f"place-{'x' * number * 9}", **SETTINGS)
        fill(archives[name], random.Random(number))
        cwd = [tmp_path, archives[name].root, Path("/")][number % 3]
        running.append(start(archives[name], cwd, **environment))
        if len(running) == 2:
            assert [process.wait(timeout=60) for process in running] == [0, 0], name
            running.clear()
    found: dict[str, dict[str, bytes]] = {}
    for name, archive in archives.items():
        whole = tree(archive.root)
        found[name] = {path: data for path, data in whole.items() if path.startswith(("content", "output"))}
        assert len(found[name]) > 150
        modes = {path.stat().st_mode & 0o777 for path in (archive.root / "output").rglob("*") if path.is_file()}
        assert modes == {0o644}
    first = found["hash seed"]
    assert {name: differences(first, other) for name, other in found.items() if other != first} == {}


def test_the_number_of_processes_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "_ALONE_SECONDS", -1.0)
    found = {}
    for workers in (1, 2, 5):
        archive = make_archive(tmp_path / f"with-{workers}", **SETTINGS)
        fill(archive, random.Random(workers))
        archive.build(BuildOptions(workers=workers))
        whole = tree(archive.root)
        found[workers] = {path: data for path, data in whole.items() if path.startswith(("content", "output"))}
        assert len(found[workers]) > 150
    assert {workers: differences(found[1], files) for workers, files in found.items() if files != found[1]} == {}


def test_one_by_one_or_all_at_once_gives_the_same_addresses(tmp_path: Path) -> None:
    """Only addresses: which lines recur in the documents of a source is known the better the more were read."""
    whole = make_archive(tmp_path / "whole", **SETTINGS)
    apart = make_archive(tmp_path / "apart", **SETTINGS)
    for number in range(8):
        for archive in (whole, apart):
            archive.document(
                f"{number}.txt", news(f"Report number {number}", number), published=f"2025-03-0{number % 4 + 1}"
            )
        apart.ingest()
    whole.ingest()
    assert list(whole.files("content")) == list(apart.files("content"))


# --- a build that is killed ------------------------------------------------------------------------------------


def wait_until(is_reached: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and not is_reached() and time.monotonic() < deadline:
        time.sleep(0.001)


def has_files(folder: Path, number: int) -> Callable[[], bool]:
    return lambda: sum(1 for path in folder.rglob("*") if path.is_file()) >= number


MOMENTS: dict[str, Callable[[Archive], Callable[[], bool]]] = {
    "while content is written": lambda archive: has_files(archive.root / "content", 35),
    "while pages are staged": lambda archive: has_files(archive.root / ".site-gen/staging", 20),
    "while pages are put in place": lambda archive: has_files(archive.root / "output", 12),
    "near the end": lambda archive: has_files(archive.root / "output", 150),
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The archive as a build makes it that nobody disturbs; its former state is kept beside it."""
    folder = tmp_path_factory.mktemp("clean")
    archive = make_archive(folder / "archive", **SETTINGS)
    fill(archive, random.Random(0))
    shutil.copytree(archive.root, folder / "before")
    archive.build()
    return archive


def _final(data: bytes) -> bytes:
    """A file without what later documents of the same run, and the headlines beside it, add to its front matter."""
    return re.sub(rb"^(?:captured|date_source|also|  - \{document): ?.*\n", b"", data, flags=re.MULTILINE)


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_build_leaves_whole_files_and_is_made_good(tmp_path: Path, clean: Archive, moment: str) -> None:
    archive = Archive(tmp_path / "archive")
    shutil.copytree(clean.root.parent / "before", archive.root)
    process = start(archive, tmp_path)
    wait_until(MOMENTS[moment](archive), process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for folder in ("content", "output"):
        whole = clean.files(folder)
        torn = {
            path: data
            for path, data in (archive.files(folder) if (archive.root / folder).is_dir() else {}).items()
            if not Path(path).name.endswith(".tmp") and _final(whole.get(path, b"")) != _final(data)
        }
        assert list(torn) == []
    report = archive.build()
    assert report.ok
    for folder in ("content", "output"):
        assert differences(clean.files(folder), archive.files(folder)) == []
    assert archive.build().written == 0


@pytest.mark.slow
def test_a_killed_rebuild_keeps_a_site_that_works(tmp_path: Path, clean: Archive) -> None:
    """Each page is its old or its new self, also where the site stood before."""
    archive = Archive(tmp_path / "archive")
    shutil.copytree(clean.root, archive.root)
    old = archive.files("output")
    archive.write("site.toml", 'title = "Renamed"\nbase_url = "https://x.example/y/"\npage_size = 10\n')
    new_archive = Archive(tmp_path / "new")
    shutil.copytree(archive.root, new_archive.root)
    new_archive.build()
    new = new_archive.files("output")
    started = time.time_ns()
    process = start(archive, tmp_path)

    def some_are_new() -> bool:
        return any(path.stat().st_mtime_ns > started for path in (archive.root / "output").glob("*.html"))

    wait_until(some_are_new, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    found = {path: data for path, data in archive.files("output").items() if not path.endswith(".tmp")}
    assert set(found) <= {*old, *new}
    assert [path for path, data in found.items() if data not in (old.get(path), new.get(path))] == []
    archive.build()
    assert differences(new, archive.files("output")) == []


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_build_that_is_stopped_leaves_no_trace(archive: Archive, name: str) -> None:
    archive.document("a.txt", news("Bridge closes", 1))
    process = archive.start("build")
    time.sleep(0.3)
    process.send_signal(getattr(signal, name))
    _, err = process.communicate(timeout=30)
    assert "Traceback" not in err or process.returncode < 0
    assert archive.run("build").exit_code == 0
    assert not list(archive.root.rglob("*.tmp"))


def test_pages_of_a_killed_build_go_with_their_article(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.article("a.md", title="A", published="2025-01-01")
    archive.build()
    archive.article("b.md", title="B", published="2025-02-02")
    with monkeypatch.context() as patched:
        # A kill between the last page and the record of the pages.
        patched.setattr(Builds, "commit", _killed)
        with pytest.raises(KeyboardInterrupt):
            archive.build()
    assert (archive.root / "output/2025/02").exists()
    (archive.root / "content/b.md").unlink()
    archive.build()
    assert not (archive.root / "output/2025/02").exists()


def _killed(*_: object) -> None:
    raise KeyboardInterrupt
