"""Who is answered what."""

from __future__ import annotations

import pytest

from site_gen.preview.answer import Answer, Request, answer, is_known_host, is_loopback, is_same_origin
from site_gen.preview.view import Snapshot, View

SITE = View("run").built(Snapshot({"index.html": b"<body>home</body>", "feed.xml": b"<feed/>", "a/index.html": b"a"}))


def ask(target: str, view: View = SITE, *, method: str = "GET", host: str = "localhost:8000") -> Answer:
    return answer(Request(method, target, host), view, base_path="/repo/", host="127.0.0.1")


def test_a_page_comes_with_the_script_and_headers() -> None:
    reply = ask("/repo/")
    assert reply.status == 200
    assert reply.body.startswith(b'<body>home<script src="/repo/__site-gen__/reload.js" data-version="run-1"')
    assert reply.headers() == [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Content-Length", str(len(reply.body))),
    ]


def test_other_files_come_as_they_are() -> None:
    assert ask("/repo/feed.xml").body == b"<feed/>"


def test_a_folder_is_redirected_to() -> None:
    reply = ask("/repo/a?x=1")
    assert (reply.status, reply.extra) == (302, (("Location", "/repo/a/?x=1"),))


def test_a_missing_page_is_told_by_the_page_of_the_site() -> None:
    assert (ask("/repo/x").status, b"404: not found" in ask("/repo/x").body) == (404, True)
    view = SITE.built(Snapshot({"404.html": b"<body>gone</body>"}))
    reply = ask("/elsewhere", view)
    assert reply.status == 404
    assert reply.body.startswith(b"<body>gone<script")


def test_before_the_first_good_build_the_error_is_shown() -> None:
    reply = ask("/repo/x.html", View("run").failed("page.html:3: <b>"))
    assert reply.status == 500
    assert b"page.html:3: &lt;b&gt;" in reply.body
    assert b'data-version="run-1" data-panel="off"' in reply.body
    assert b"first build is not done" in ask("/repo/", View("run")).body


def test_after_a_failed_build_the_last_good_site_is_shown() -> None:
    assert ask("/repo/", SITE.failed("broken")) == ask("/repo/")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "CONNECT", "get", "X"])
def test_other_methods_are_refused(method: str) -> None:
    reply = ask("/repo/", method=method)
    assert (reply.status, reply.extra) == (405, (("Allow", "GET, HEAD"),))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "", "a@localhost", "127.0.0.1.nip.io"]
)
def test_foreign_hosts_are_refused(host: str) -> None:
    assert ask("/repo/", host=host).status == 421
    assert ask("/repo/__site-gen__/events", host=host).status == 421


@pytest.mark.parametrize(
    ("header", "bound", "expected"),
    [
        ("localhost", "127.0.0.1", True),
        ("LOCALHOST:1", "127.0.0.1", True),
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", True),
        ("[::1]", "::1", True),
        ("::1", "::1", False),
        ("localhost,evil.example", "127.0.0.1", False),
        ("localhost:99999999", "127.0.0.1", False),
        ("localhost:8000/", "127.0.0.1", False),
        ("192.168.1.5:8000", "127.0.0.1", False),
        ("192.168.1.5:8000", "192.168.1.5", True),
        ("192.168.1.5:8000", "0.0.0.0", True),
        ("[fe80::1]:8000", "::", True),
        ("evil.example", "0.0.0.0", False),
        ("mybox.example", "mybox.example", True),
        (None, "127.0.0.1", False),
    ],
)
def test_known_hosts(header: str | None, bound: str, expected: bool) -> None:
    assert is_known_host(header, bound) is expected


@pytest.mark.parametrize(
    ("origin", "fetch_site", "expected"),
    [
        (None, None, True),
        (None, "same-origin", True),
        (None, "none", True),
        (None, "cross-site", False),
        (None, "same-site", False),
        ("http://localhost:8000", None, True),
        ("http://localhost:8000", "same-origin", True),
        ("http://localhost:9000", None, False),
        ("https://localhost:8000", None, False),
        ("http://evil.example", None, False),
        ("null", None, False),
    ],
)
def test_events_are_for_pages_of_the_preview(origin: str | None, fetch_site: str | None, expected: bool) -> None:
    request = Request("GET", "/repo/__site-gen__/events", "localhost:8000", origin, fetch_site)
    assert is_same_origin(request) is expected
    reply = answer(request, SITE, base_path="/repo/", host="127.0.0.1")
    assert (reply.status, reply.stream) == ((200, True) if expected else (403, False))
    assert not any(name.startswith("Access-Control") for name, _ in reply.headers())


def test_the_script_is_there_even_before_the_first_build() -> None:
    reply = ask("/repo/__site-gen__/reload.js", View("run"))
    assert (reply.status, reply.type) == (200, "text/javascript; charset=utf-8")
    assert b"EventSource" in reply.body
    assert ask("/repo/__site-gen__/else").status == 404


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.0.0.2", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
