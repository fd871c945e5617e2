from __future__ import annotations

import pytest

from site_gen.ingest.enrich.addresses import canonical_url


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.com/monde/2020/06/15/le-lac-monte.html",
        "https://www.example.com/?p=123",
        "http://example.com/article.php?sid=20/06/15/1234&cid=7",
        "https://example.com:8080/a",
        "https://m.me/a",
        "https://m.co.uk/a",
        "https://www.example.com/amp/",
        "https://example.com/a?b=1&a=2",
    ],
)
def test_a_canonical_address_stays_as_it_is(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("HTTPS://WWW.Example.com:443/A/b?utm_source=x&id=3&fbclid=2#top", "https://www.example.com/A/b?id=3"),
        ("https://example.com/a?xtor=RSS-1&at_medium=tw&ref=home&mc_cid=1", "https://example.com/a"),
        ("https://example.com", "https://example.com/"),
        ("http://m.example.com/a", "http://example.com/a"),
        ("http://mobile.example.co.uk/a", "http://example.co.uk/a"),
        ("https://amp.example.com/a", "https://example.com/a"),
        ("https://en.m.example.org/wiki/A", "https://en.example.org/wiki/A"),
        ("https://example.com/story/amp/", "https://example.com/story/"),
        ("https://example.com/story/amp", "https://example.com/story"),
        ("https://example.com/story.amp.html", "https://example.com/story.html"),
        ("https://example.com/amp/2020/06/15/story", "https://example.com/2020/06/15/story"),
        ("https://example.com/story?amp=1&id=2", "https://example.com/story?id=2"),
        ("https://example.com/story?outputType=amp", "https://example.com/story"),
        ("https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a/b", "https://www.example.com/a/b"),
        ("https://www.google.co.uk/amp/s/www.example.com/a?x=1", "https://www.example.com/a?x=1"),
        ("https://web.archive.org/web/20200615120000id_/http://example.com/a?b=1", "http://example.com/a?b=1"),
        ("http://web.archive.org/web/2020*/https:/example.com/a", "https://example.com/a"),
        ("//example.com/é è", "https://example.com/%C3%A9%20%C3%A8"),
        ("https://example.com/caf%c3%a9", "https://example.com/caf%C3%A9"),
        ("https://exämple.com/a", "https://xn--exmple-cua.com/a"),
        ("https://example.com/a;jsessionid=AB12?b=1", "https://example.com/a?b=1"),
        (" https://example.com/a\n/b&amp;c ", "https://example.com/a/b&c"),
    ],
)
def test_one_address_whatever_way_it_was_reached(url: str, plain: str) -> None:
    assert canonical_url(url) == plain
    assert canonical_url(plain) == plain


def test_relative_addresses_need_a_base() -> None:
    assert canonical_url("b?x=1", "https://example.com/a/") == "https://example.com/a/b?x=1"
    assert canonical_url("/a/b") is None
    assert canonical_url("javascript:alert(1)", "https://example.com/a/") is None


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "   ",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "http://[",
        "https://user:secret@example.com/",
        "https://example.com:99999/",
        "https://example.com:x/",
        "https:///a",
        "https://example.com\\@evil.example/",
        "https://" + "ä" * 300 + ".com/",
        "https://example.com/" + "a" * 3000,
    ],
)
def test_what_is_no_address(url: str | None) -> None:
    assert canonical_url(url) is None
