"""Slugs, addresses and what makes them safe on every file system and host."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen import urls
from site_gen.model import Timestamp

KEY = "0123456789abcdef"


@pytest.mark.parametrize(
    ("title", "lang", "slug"),
    [
        ("Népal: le président promet une issue", "fr", "nepal-le-president-promet-une-issue"),
        ("Bürger fordern größere Straßen", "de", "buerger-fordern-groessere-strassen"),
        ("Bürger", None, "burger"),
        ("ميناء", "ar", "myn"),
        ("!!! ???", None, "article-01234567"),
        ("😀", None, "article-01234567"),
        ("index", None, "index-012345"),
        ("CON", None, "con-012345"),
        ("2024", None, "2024-012345"),
        ("../../etc/passwd", None, "etc-passwd"),
    ],
)
def test_slugs(title: str, lang: str | None, slug: str) -> None:
    assert urls.make_slug(title, KEY, lang) == slug


@given(st.text(max_size=300))
def test_every_title_gives_a_usable_slug(title: str) -> None:
    slug = urls.make_slug(title, KEY)
    assert urls.is_slug(slug)
    assert len(slug) <= urls.MAX_SLUG + 8
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)


@given(st.text(min_size=1, max_size=120))
def test_a_distinct_slug_is_usable_and_differs(title: str) -> None:
    slug = urls.make_slug(title, KEY)
    other = urls.distinct_slug(slug, "fedcba987")
    assert other != slug
    assert urls.is_slug(other)


def test_addresses() -> None:
    at = Timestamp.parse("2025-09-02T23:30:00-11:00")
    assert urls.article_path(at, "x") == "2025/09/02/x.html"
    assert urls.article_path(None, "x") == "undated/x.html"
    assert urls.listing_path("topics/sport") == "topics/sport/index.html"
    assert urls.listing_path("topics/sport", 3) == "topics/sport/page-3.html"
    assert urls.listing_path("") == "index.html"
    assert urls.day_folder(2025, 9) == "2025/09"
    assert urls.root_prefix("2025/09/02/x.html") == "../../../"
    assert urls.root_prefix("index.html") == ""
    assert urls.public_url("https://a.example/b/", "index.html") == "https://a.example/b/"
    assert urls.public_url("https://a.example/b/", "topics/index.html") == "https://a.example/b/topics/"
    assert urls.public_url("https://a.example/b/", "2025/x.html") == "https://a.example/b/2025/x.html"


@pytest.mark.parametrize("url", ["https://a.example/x?y=é#z", "http://a.example:8080/", "mailto:a@b.example"])
def test_safe_urls(url: str) -> None:
    assert urls.safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "//a.example/",
        "/\\a.example", "\\\\a.example", "java\nscript:x", " https://a.example", "https://a b.example/",
        "https://user@a.example/", "https://u:p@a.example/", "https://", "http:///x", "https://[::1", "https://a:99999/",
        "https://a.example/\x00",
        "https://a.example/\u00a0", 'https://a.example/"x', "https://a.example/<x>", "mailto:",
        "file:///etc/passwd", "../x", "x",
    ],
)  # fmt: skip
def test_unsafe_urls(url: str | None) -> None:
    assert urls.safe_url(url) is None


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/2012/05/old-name/", "2012/05/old-name/index.html"),
        ("old.html", "old.html"),
        ("https://a.example/x/y", "x/y/index.html"),
        ("/été/", "été/index.html"),
        ("../x", None),
        ("/a/../x", None),
        ("/", None),
        ("a\\b", None),
        ("C:/x", None),
        ("/aux/", None),
        ("/a/.hidden", None),
        ("/" + "x" * 200, None),
        ("/a//b", None),
    ],
)
def test_aliases(alias: str, path: str | None) -> None:
    assert urls.alias_path(alias) == path


def test_paths_that_a_file_system_may_mix_up_collide() -> None:
    assert urls.collision_key("Caf\u00e9/STRASSE") == urls.collision_key("cafe\u0301/stra\u00dfe")
