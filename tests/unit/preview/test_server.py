"""The server on real sockets: what it withstands, and how it starts and ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_gen.errors import SiteGenError
from site_gen.preview.server import listen, site_url

if TYPE_CHECKING:
    from tests.unit.preview.conftest import Running, Start


pytestmark = pytest.mark.filterwarnings("ignore:Callback with id :RuntimeWarning")  # see Watcher.start


def send(port: int, data: bytes) -> bytes:
    """What comes back for raw bytes, until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received


def test_a_page_and_its_headers(preview: Running) -> None:
    status, body, headers = preview.get("/")
    assert status == 200
    assert body.startswith(b'<body>one<script src="/__site-gen__/reload.js"')
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Server"] == "site-gen"
    assert not any(name.lower().startswith("access-control") for name in headers)


def test_head_has_the_headers_of_get_and_no_body(preview: Running) -> None:
    full, head = preview.get("/"), preview.get("/", "HEAD")
    assert (head[0], head[1]) == (200, b"")
    assert head[2]["Content-Length"] == str(len(full[1]))
    assert preview.get("/__site-gen__/events", "HEAD")[1] == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_are_refused(standing: Running, method: str) -> None:
    status, _, headers = standing.get("/", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


def test_foreign_hosts_and_origins_are_refused(preview: Running) -> None:
    assert preview.get("/", headers={"Host": "evil.example"})[0] == 421
    assert preview.get("/", headers={"Host": f"localhost:{preview.port}"})[0] == 200
    assert preview.get("/__site-gen__/events", headers={"Origin": "http://evil.example"})[0] == 403
    assert send(preview.port, b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n").startswith(
        b"HTTP/1.1 421 "
    )
    two = b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
    assert send(preview.port, two).startswith(b"HTTP/1.1 421 ")
    assert send(preview.port, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 421 ")


def test_the_base_path_is_honoured(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "content" / "topics"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("topics")
    preview = start(base_path="/repo/")
    assert preview.url == f"http://127.0.0.1:{preview.port}/repo/"
    assert preview.get("/")[2]["Location"] == "/repo/"
    assert preview.get("/repo")[2]["Location"] == "/repo/"
    assert preview.get("/repo/topics")[2]["Location"] == "/repo/topics/"
    assert preview.get("/repo/topics/")[0] == 200
    assert preview.get("/topics/")[0] == 404
    assert preview.get("/repo/__site-gen__/reload.js")[0] == 200
    with preview.events() as stream:
        (folder / "index.html").write_text("more topics")
        assert stream.next()["problems"] == []


@pytest.mark.parametrize(
    "target",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cetc/passwd",
        "//evil.example/..",
        "/\\evil.example",
        "/index.html%00",
        "/%252e%252e/",
        "/con",
        "/\xe9",
        "/index.html/",
        "http://localhost/../x",
        "http://[::1",
        "*",
    ],
)
def test_odd_targets_show_nothing(standing: Running, target: str) -> None:
    request = f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("latin-1")
    reply = send(standing.port, request)
    assert reply.split(b" ", 2)[1] in (b"400", b"404"), reply
    assert b"root:" not in reply


@pytest.mark.parametrize(
    "junk",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x00\xff\xfe",
    ],
)
def test_junk_requests_do_no_harm(standing: Running, junk: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    try:
        reply = send(standing.port, junk)
    except OSError:  # the server closed the connection while it was written to
        reply = b""
    assert b"Traceback" not in reply
    assert standing.get("/")[0] == 200
    assert capfd.readouterr() == ("", "")
    assert len(standing.said) == 1
    assert standing.said[0].startswith("built 1 file in 0.")


def test_half_open_connections_keep_nobody_waiting(preview: Running) -> None:
    idle = [socket.create_connection(("127.0.0.1", preview.port)) for _ in range(20)]
    for connection in idle[::2]:
        connection.sendall(b"GET / HT")
    try:
        begun = time.monotonic()
        with ThreadPoolExecutor(40) as pool:
            statuses = list(pool.map(lambda _: preview.get("/")[0], range(40)))
        assert statuses == [200] * 40
        assert time.monotonic() - begun < 3
    finally:
        for connection in idle:
            connection.close()


def test_streams_whose_browser_went_do_no_harm(preview: Running) -> None:
    for _ in range(20):
        with preview.events():
            pass
    with preview.events() as stream:
        (preview.content / "index.html").write_text("new")
        stream.next()
    assert preview.get("/")[0] == 200


def test_a_stream_ends_when_the_preview_ends(tmp_path: Path, start: Start) -> None:
    preview = start()
    with preview.events() as stream:
        assert stream.response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert not stream.response.isclosed()
    assert list(tmp_path.iterdir()) == []


def test_only_this_machine_is_served(preview: Running) -> None:
    table = Path("/proc/net/tcp")
    if not table.is_file():
        pytest.skip("needs /proc/net/tcp")
    listening = [line.split()[1] for line in table.read_text().splitlines()[1:] if line.split()[3] == "0A"]
    assert f"0100007F:{preview.port:04X}" in listening
    assert f"00000000:{preview.port:04X}" not in listening


def test_a_host_that_others_can_reach_is_warned_of(start: Start) -> None:
    preview = start(host="0.0.0.0")
    assert preview.said[0] == "warning: 0.0.0.0 is not a loopback address: others can read the preview"
    assert preview.url.startswith("http://127.0.0.1:")
    assert preview.get("/", headers={"Host": "192.0.2.7"})[0] == 404
    assert preview.get("/", headers={"Host": "evil.example"})[0] == 421


def test_a_taken_port_is_passed_over() -> None:
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listen("127.0.0.1", port, said.append) as other:
            assert other.getsockname()[1] != port
            assert said == [f"port {port} is taken: serving on port {other.getsockname()[1]}"]


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "x" * 70])
def test_a_host_that_cannot_be_served(host: str) -> None:
    with pytest.raises(SiteGenError, match=rf"^cannot serve on {host}:8000: .+; try "):
        listen(host, 8000, print)


def test_addresses() -> None:
    assert site_url("127.0.0.1", 80, "/") == "http://127.0.0.1:80/"
    assert site_url("::", 80, "/a/") == "http://[::1]:80/a/"
    assert site_url("localhost", 80, "/") == "http://localhost:80/"


PROGRAM = """
import sys, time
from pathlib import Path
from site_gen.preview import Snapshot, serve

def rebuild(paths):
    if "slow" in sys.argv:
        print("building", flush=True)
        time.sleep(60)
    return Snapshot({"index.html": b"x"})

root = Path(sys.argv[1])
serve(rebuild, watch=[root], ignore=[], base_path="/", host="127.0.0.1", port=0,
      announce=lambda text: None, ready=lambda url: print(url, flush=True))
print("done")
"""


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT")
@pytest.mark.parametrize("when", ["serving", "slow"])
def test_ctrl_c_ends_it_at_once_and_without_noise(tmp_path: Path, when: str) -> None:
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(tmp_path), when]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        stream = None
        if when == "serving":
            stream = socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2].strip("/"))), timeout=5)
            stream.sendall(b"GET /__site-gen__/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            received = stream.recv(65536)
            while b"data:" not in received:
                received += stream.recv(65536)
            assert json.loads(received.partition(b"data: ")[2].partition(b"\n")[0])["error"] is None
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
        assert time.monotonic() - begun < 2
        if stream:
            stream.close()
    assert (process.returncode, out, err) == (0, "done\n", "")
