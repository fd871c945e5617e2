"""Whole sites as browsers, crawlers and feed readers see them: every link, every page, every list of pages."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import feedparser
import pytest

from tests.integration.archives import BASE_URL, Archive
from tests.integration.site_checker import (
    GeneratedSite,
    link_problems,
    name_problems,
    page_problems,
    parse_html,
    reachable,
    read_site,
    safety_problems,
    sitemap_paths,
    xml_problems,
)

SITES = ["sample_site", "full_site", "empty_site"]
TOMBSTONE = "2025/03/05/gone.html"
SAMPLE_URL = "https://site-gen.example/archive/"


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> GeneratedSite:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, GeneratedSite)
    return found


def base_url_of(site: GeneratedSite) -> str:
    return SAMPLE_URL if SAMPLE_URL.encode() in site.files["robots.txt"] else BASE_URL


def test_links_lead_to_files_that_exist(site: GeneratedSite) -> None:
    assert link_problems(site, urlsplit(base_url_of(site)).path) == []


@pytest.mark.parametrize("base", ["/", "/repo/", "/deep/er/", "/c:/Users/me/output/"])
def test_one_tree_works_below_any_path(full_site: GeneratedSite, base: str) -> None:
    # The 404 page is served at unknown depths: its links alone start at the root of the configured site.
    pages = {path: page for path, page in full_site.pages.items() if path != "404.html"}
    assert link_problems(GeneratedSite(full_site.files, pages), base) == []


def test_pages_have_what_every_page_needs(site: GeneratedSite) -> None:
    assert [problem for page in site.pages.values() for problem in page_problems(page)] == []


def test_pages_run_and_load_nothing(site: GeneratedSite) -> None:
    assert [problem for page in site.pages.values() for problem in safety_problems(page)] == []


def test_paths_suit_every_file_system(site: GeneratedSite) -> None:
    assert name_problems(list(site.files)) == []
    assert max(len(path) for path in site.files) < 200


def test_every_page_is_reached_from_the_home_page(site: GeneratedSite) -> None:
    orphans = set(site.pages) - reachable(site)
    # Nothing links to what stands at former addresses (redirects, tombstones) or at none (the 404 page).
    allowed = {path for path, page in site.pages.items() if page.refresh or path == "404.html"}
    assert orphans == allowed | ({TOMBSTONE} & set(site.pages))


def test_the_sitemap_lists_the_indexable_pages(site: GeneratedSite) -> None:
    listed = sitemap_paths(site, base_url_of(site))
    assert len(listed) == len(set(listed))
    assert set(listed) == {path for path, page in site.pages.items() if page.is_indexed}


def test_machines_can_read_their_files(site: GeneratedSite) -> None:
    assert xml_problems(site) == []
    feeds = [path for path in site.files if path.endswith("feed.xml")]
    assert "feed.xml" in feeds
    for path in feeds:
        feed = feedparser.parse(site.files[path])
        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.feed.title
        assert feed.feed.id
        ids = [entry.id for entry in feed.entries]
        assert len(ids) == len(set(ids))
        for entry in feed.entries:
            assert entry.link.startswith(base_url_of(site))
            assert entry.link.removeprefix(base_url_of(site)) in site.pages
            assert entry.title
            assert entry.updated_parsed


def test_feeds_are_announced_where_they_are(site: GeneratedSite) -> None:
    for page in site.pages.values():
        for link in page.find("link"):
            if link.get("type") == "application/atom+xml":
                found = site.resolve(page.path, link.get("href"), urlsplit(base_url_of(site)).path)
                assert found is not None
                assert found[0] in site.files


def test_canonical_addresses_are_those_of_the_pages(site: GeneratedSite) -> None:
    for path, page in site.pages.items():
        canonical = [link.get("href") for link in page.find("link") if link.get("rel") == "canonical"]
        if page.is_indexed:
            assert canonical == [base_url_of(site) + path.removesuffix("index.html")], path


def test_articles_carry_structured_data(full_site: GeneratedSite) -> None:
    page = full_site.pages["2025/05/01/rich.html"]
    data = json.loads(page.scripts[0][1])
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "All of <Markdown> & more"
    assert data["datePublished"].startswith("2025-05-01")
    assert data["dateModified"].startswith("2025-05-02")


def test_feeds_of_a_site_without_an_address_are_relative(archive: Archive) -> None:
    archive.write("site.toml", "")
    archive.article("a.md", title="One", published="2025-01-02", topics=["sport"])
    archive.build()
    site = read_site(archive.root / "output")
    assert "sitemap.xml" not in site.files
    for path, expected in (("feed.xml", "2025/01/02/a.html"), ("topics/sport/feed.xml", "../../2025/01/02/a.html")):
        feed = feedparser.parse(site.files[path])
        assert not feed.bozo
        assert [entry.link for entry in feed.entries] == [expected]
    assert link_problems(site) == []


# --- what stands where ---------------------------------------------------------------------------------------------


def test_listings_have_the_pages_that_their_articles_need(full_site: GeneratedSite) -> None:
    numbered = sorted(path for path in full_site.pages if path.startswith("topics/politics-and-government/"))
    assert numbered == [
        "topics/politics-and-government/index.html",
        *(f"topics/politics-and-government/page-{number}.html" for number in range(1, 6)),
    ]
    assert "keywords/bridge-1/index.html" in full_site.pages
    assert "topics/unclassified/index.html" in full_site.pages
    assert "undated/index.html" in full_site.pages
    assert "sources/paper-1/index.html" in full_site.pages


def test_an_alias_leads_to_its_article(full_site: GeneratedSite) -> None:
    for path in ("old/place/index.html", "older.html"):
        page = full_site.pages[path]
        assert not page.is_indexed
        assert full_site.resolve(path, page.refresh) == ("2025/03/04/alias.html", "")


def test_a_withdrawn_article_leaves_a_tombstone_and_no_word(full_site: GeneratedSite) -> None:
    assert not full_site.pages[TOMBSTONE].is_indexed
    naming = [path for path, data in full_site.files.items() if b"Secret of the bridge" in data or b"gone.html" in data]
    assert naming == []


def test_a_draft_is_nowhere(full_site: GeneratedSite) -> None:
    assert [path for path, data in full_site.files.items() if b"Not yet" in data or "draft" in path] == []


def test_an_arabic_interface_reads_from_right_to_left(full_site: GeneratedSite) -> None:
    for page in full_site.pages.values():
        html = page.find("html")[0]
        assert (html.get("lang"), html.get("dir")) == ("ar", "rtl")
    article = full_site.pages["2025/01/02/bridge-1-council-votes.html"].find("article")[0]
    assert (article.get("lang"), article.get("dir")) == ("de", "ltr")


def test_an_empty_archive_is_a_site(empty_site: GeneratedSite) -> None:
    assert {"index.html", "404.html", "feed.xml", "sitemap.xml", "robots.txt", ".nojekyll"} <= set(empty_site.files)
    assert feedparser.parse(empty_site.files["feed.xml"]).entries == []


# --- the checker itself --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ('<a href="none.html">', "not there"),
        ('<a href="Index.html">', "not there"),
        ('<a href="/index.html">', "not relative"),
        ('<a href="../index.html">', "leaves"),
        ('<a href="#none">', "fragment"),
        ('<a href="javascript:x">', "scheme"),
        ('<img src="">', "empty"),
    ],
)
def test_the_checker_sees_bad_links(html: str, problem: str) -> None:
    page = parse_html("sub/page.html" if ".." not in html else "index.html", html)
    site = GeneratedSite({"index.html": b"", page.path: b""}, {"index.html": page, page.path: page})
    base = "/repo/"
    assert problem in link_problems(site, base)[0]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<script type="application/ld+json">{</script>',
        "<p onclick=x>",
        "<svg>",
        '<svg class="x">',
        '<svg class="world"><use href="#a"/></svg>',
        '<a href="java\tscript:x">',
        '<a href="//host">',
        '<a href="https://good@bad.example/">',
        '<img src="https://x.example/i.png">',
        '<link rel="stylesheet" href="https://x.example/s.css">',
        '<meta http-equiv="Set-Cookie" content="a">',
    ],
)
def test_the_checker_sees_what_could_run(html: str) -> None:
    assert safety_problems(parse_html("x.html", html))
