"""What an address leads to, and that odd forms lead nowhere."""

from __future__ import annotations

import pytest

from site_gen.preview.address import Control, Found, Missing, Redirect, Resolution, resolve

FILES = {
    "index.html",
    "404.html",
    "feed.xml",
    "about.html",
    "both.html",
    "both/index.html",
    "topics/index.html",
    "topics/sport/index.html",
    "topics/sport/page-1.html",
    "2025/09/12/café.html",
    "a b.html",
    "con.html",
    "nul/index.html",
    "-.html",
}

RULES: list[tuple[str, Resolution]] = [
    ("/repo/", Found("index.html")),
    ("/repo/index.html", Found("index.html")),
    ("/repo/?utm=1", Found("index.html")),
    ("/repo", Redirect("/repo/")),
    ("/", Redirect("/repo/")),
    ("/?q=1", Redirect("/repo/?q=1")),
    ("", Redirect("/repo/")),
    ("http://localhost:8000", Redirect("/repo/")),
    ("http://localhost:8000/repo/about", Found("about.html")),
    ("/repo/about", Found("about.html")),
    ("/repo/about.html", Found("about.html")),
    ("/repo/about/", Missing()),
    ("/repo/both", Found("both.html")),
    ("/repo/both/", Found("both/index.html")),
    ("/repo/topics", Redirect("/repo/topics/")),
    ("/repo/topics?page=2", Redirect("/repo/topics/?page=2")),
    ("/repo/topics#top", Redirect("/repo/topics/")),
    ("/repo/topics/", Found("topics/index.html")),
    ("/repo/topics%2Fsport/", Found("topics/sport/index.html")),
    ("/repo/topics/sport/page-1", Found("topics/sport/page-1.html")),
    ("/repo/feed.xml", Found("feed.xml")),
    ("/repo/2025/09/12/caf%C3%A9.html", Found("2025/09/12/café.html")),
    ("/repo/2025/09/12/caf\xc3\xa9", Found("2025/09/12/café.html")),
    ("/repo/2025/09/12/caf%E9.html", Missing()),
    ("/repo/a%20b", Found("a b.html")),
    ("/repo/a+b", Missing()),
    ("/repo/2025/", Missing()),
    ("/repo/-", Found("-.html")),
    ("/about.html", Missing()),
    ("/repository/", Missing()),
    ("/REPO/", Missing()),
    ("/repo/About.html", Missing()),
    ("/repo/__site-gen__/reload.js", Control("reload.js")),
    ("/repo/__site-gen__/events?x", Control("events")),
    ("/__site-gen__/events", Missing()),
    ("/repo/__site-gen__", Missing()),
    ("*", Missing()),
    ("localhost:8000", Missing()),
    ("ftp://localhost/repo/", Missing()),
]


@pytest.mark.parametrize(("target", "expected"), RULES)
def test_the_rules_of_github_pages(target: str, expected: Resolution) -> None:
    assert resolve(target, FILES, "/repo/") == expected


def test_a_site_at_the_root() -> None:
    assert resolve("/", FILES, "/") == Found("index.html")
    assert resolve("", FILES, "/") == Redirect("/")
    assert resolve("/topics", FILES, "/") == Redirect("/topics/")
    assert resolve("/__site-gen__/events", FILES, "/") == Control("events")


def test_a_location_is_encoded() -> None:
    assert resolve("/r%20x/a%3Fb?q=%0d%0aSet-Cookie:x\x85", {"a?b/index.html"}, "/r x/") == Redirect(
        "/r%20x/a%3Fb/?q=%0d%0aSet-Cookie:x%C2%85"
    )


TRAVERSALS = [
    "/repo/../etc/passwd",
    "/repo/..",
    "/repo/../",
    "/repo/./index.html",
    "/repo/%2e%2e/etc/passwd",
    "/repo/%2E%2E%2Fetc%2Fpasswd",
    "/repo/..%2fetc/passwd",
    "/repo/%252e%252e/etc/passwd",
    "/repo/%c0%ae%c0%ae/etc/passwd",
    "/repo/..%5cetc%5cpasswd",
    "/repo/..\\etc\\passwd",
    "/repo/topics\\index.html",
    "/repo/topics%5Cindex.html",
    "/repo/topics/..%00/index.html",
    "/repo/index.html%00.png",
    "/repo/%0d%0aindex.html",
    "/repo//index.html",
    "/repo//etc/passwd",
    "//repo/",
    "//evil.example/",
    "///evil.example/",
    "/%2Fevil.example/",
    "/\\evil.example/",
    "/repo//evil.example/topics",
    "/repo/topics//",
    "/repo/topics//index.html",
    "/repo/.../index.html",
    "/repo/topics/. /index.html",
    "/repo/C:/Windows/win.ini",
    "/repo/C%3A%5CWindows",
    "/repo/index.html::$DATA",
    "/repo/file:///etc/passwd",
    "/repo/con",
    "/repo/con.html",
    "/repo/CON.html",
    "/repo/nul/",
    "/repo/nul",
    "/repo/COM1",
    "/repo/aux.tar.gz",
    "/repo/lpt1%20.txt",
    "/etc/passwd",
    "/.git/config",
    "/repo/.git/config",
    "/repo/~root",
    "/repo/%",
    "/repo/%zz",
    "/repo/\u00ff",
]


@pytest.mark.parametrize("target", TRAVERSALS)
@pytest.mark.parametrize("base_path", ["/repo/", "/"])
def test_odd_forms_lead_nowhere(target: str, base_path: str) -> None:
    shorter = target if base_path == "/repo/" else target.replace("/repo/", "/", 1)
    found = resolve(shorter, FILES, base_path)
    assert found == Missing() or (base_path == "/" and found in (Found("index.html"), Found("topics/index.html")))


@pytest.mark.parametrize("base_path", ["/repo/", "/", "/a/b/"])
def test_no_redirect_leaves_the_site(base_path: str) -> None:
    found = [resolve(target, FILES, base_path) for target in (*TRAVERSALS, *(target for target, _ in RULES))]
    locations = [each.location for each in found if isinstance(each, Redirect)]
    assert locations
    for location in locations:
        assert location.startswith(base_path)
        assert not location.startswith(("//", "/\\"))


def test_a_text_that_is_no_latin_1_leads_nowhere() -> None:
    assert resolve("/repo/\u0431", FILES, "/repo/") == Missing()
