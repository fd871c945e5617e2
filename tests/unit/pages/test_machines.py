"""What machines read: feeds, sitemaps, robots.txt, redirects, tombstones, the 404 page."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from site_gen.archive import make_archive
from site_gen.config import Config
from site_gen.model import ContentFile, Kind, Status
from site_gen.pages import sitemap
from site_gen.pages.context import RedirectPage, SitemapUrl
from site_gen.pages.plan import Plan, plan_pages

Builder = Callable[..., ContentFile]
Contexts = Callable[..., Any]
BASE = "https://e.org/a/"
SITE = Config(title="Archive", base_url=BASE)


def plan(files: Iterable[ContentFile], config: Config | None = None) -> Plan:
    config = config or Config()
    return plan_pages(make_archive(files, config), config, "assets/style.css")


def test_a_feed_holds_the_newest_with_ids_that_stay(content: Builder, contexts: Contexts) -> None:
    files = [content(f"a{n}", f"2025-01-0{n}", topics=("sport",)) for n in range(1, 5)]
    feed = contexts(files, Config(feed_size=2, base_url=BASE))["feed.xml"]
    assert [entry.title for entry in feed.entries] == ["a4", "a3"]
    assert feed.entries[0].href == BASE + "2025/01/04/a4.html"
    assert feed.entries[0].topics == (("sport", "Sport"),)
    assert (feed.id, feed.self_href, feed.html_href) == (BASE + "feed.xml", BASE + "feed.xml", BASE)
    elsewhere = contexts(files, Config(title="Other"))["feed.xml"]
    assert elsewhere.entries[0].id == feed.entries[0].id
    assert elsewhere.entries[0].href == "2025/01/04/a4.html"
    assert elsewhere.id.startswith("urn:uuid:")


def test_a_topic_feed_is_relative_to_its_own_path(content: Builder, contexts: Contexts) -> None:
    feed = contexts([content("a", "2025-01-01", topics=("sport",))])["topics/sport/feed.xml"]
    assert feed.title == "Sport – News archive"
    assert feed.entries[0].href == "../../2025/01/01/a.html"
    assert feed.html_href == "../../topics/sport/index.html"


def test_a_feed_is_as_new_as_its_newest_change(content: Builder, contexts: Contexts) -> None:
    files = [
        content("updated", "2025-01-01", updated="2025-03-01T10:00:00+02:00"),
        content("new", "2025-02-01"),
        content("captured", captured="2025-01-15T08:00:00Z"),
        content("timeless"),
    ]
    feed = contexts(files)["feed.xml"]
    assert feed.updated == "2025-03-01T10:00:00+02:00"
    assert [(entry.title, entry.published, entry.updated) for entry in feed.entries] == [
        ("new", "2025-02-01T00:00:00+00:00", "2025-02-01T00:00:00+00:00"),
        ("captured", "", "2025-01-15T08:00:00+00:00"),
        ("updated", "2025-01-01T00:00:00+00:00", "2025-03-01T10:00:00+02:00"),
    ]
    assert contexts([content("timeless")])["feed.xml"].updated == "1970-01-01T00:00:00Z"


def test_the_sitemap_has_a_part_a_month_with_honest_dates(content: Builder, contexts: Contexts) -> None:
    files = [
        content("a", "2025-01-01", topics=("sport",)),
        content("b", "2025-01-02", updated="2025-05-05", topics=("sport",)),
        content("u"),
        content("gone", "2025-01-03", status=Status.WITHDRAWN),
    ]
    planned = contexts(files, SITE)
    assert planned["sitemap.xml"].sitemaps == (
        SitemapUrl(BASE + "sitemaps/2025-01.xml", "2025-05-05"),
        SitemapUrl(BASE + "sitemaps/dates-2025.xml", "2025-05-05"),
        SitemapUrl(BASE + "sitemaps/listings.xml", "2025-05-05"),
        SitemapUrl(BASE + "sitemaps/topics.xml", "2025-05-05"),
        SitemapUrl(BASE + "sitemaps/undated.xml", ""),
    )
    assert planned["sitemaps/2025-01.xml"].urls == (
        SitemapUrl(BASE + "2025/01/01/a.html", "2025-01-01"),
        SitemapUrl(BASE + "2025/01/02/b.html", "2025-05-05"),
    )
    parts = ("listings", "topics", "dates-2025")
    listings = {url.loc: url.lastmod for part in parts for url in planned[f"sitemaps/{part}.xml"].urls}
    assert listings[BASE] == "2025-05-05"
    assert listings[BASE + "topics/sport/"] == "2025-05-05"
    assert listings[BASE + "2025/01/01/"] == "2025-01-01"
    assert listings[BASE + "undated/"] == ""
    assert not any("404" in loc or "feed" in loc or "gone" in loc for loc in listings)
    assert planned["robots.txt"].sitemap == BASE + "sitemap.xml"


def test_a_full_part_of_the_sitemap_is_split_from_the_oldest(
    content: Builder, contexts: Contexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "PART_SIZE", 2)
    planned = contexts([content(f"a{n}", f"2025-01-0{n}") for n in range(1, 6)], SITE)
    assert [len(planned[f"sitemaps/2025-01{part}.xml"].urls) for part in ("", "-2", "-3")] == [2, 2, 1]
    assert planned["sitemaps/2025-01-3.xml"].urls[0].loc.endswith("a5.html")


def test_without_a_base_url_there_is_no_sitemap(content: Builder, contexts: Contexts) -> None:
    planned = contexts([content("a", "2025-01-01")])
    assert not any("sitemap" in path for path in planned)
    assert planned["robots.txt"].sitemap == ""


def test_a_withdrawn_article_leaves_a_tombstone_and_nothing_else(content: Builder) -> None:
    file = content(
        "gone",
        "2025-01-01",
        title="Geheim",
        status=Status.WITHDRAWN,
        aliases=("old",),
        topics=("sport",),
        body="Geheim",
    )
    pages = plan([file, content("a", "2025-01-01")], SITE).pages
    (tombstone,) = [page for page in pages if page.path == "2025/01/01/gone.html"]
    assert (tombstone.template, tombstone.origin) == ("tombstone.html", "content/x/gone.md")
    assert "Geheim" not in repr(pages)
    assert [page.path for page in pages if "gone.html" in repr(page.context)] == [
        "2025/01/01/gone.html",
        "old/index.html",
    ]


def test_aliases_redirect(content: Builder) -> None:
    files = [
        content("a", "2025-01-01", aliases=("/old/address/", "old.html", "https://e.org/x/y")),
        content("l", kind=Kind.HEADLINES, aliases=("liste",)),
    ]
    done = plan(files, SITE)
    redirects = {page.path: page.context for page in done.pages if isinstance(page.context, RedirectPage)}
    assert {path: context.target for path, context in redirects.items()} == {
        "old/address/index.html": "2025/01/01/a.html",
        "old.html": "2025/01/01/a.html",
        "x/y/index.html": "2025/01/01/a.html",
        "liste/index.html": "headlines/l.html",
    }
    assert not any(context.page.indexed or context.page.canonical for context in redirects.values())
    assert done.problems == ()


def test_aliases_that_cannot_redirect_are_told(content: Builder) -> None:
    files = [
        content("a", "2025-01-02", aliases=("../etc", "topics", "2025/01/01/B.html", "twice", "assets/style.css")),
        content("b", "2025-01-01", aliases=("twice",)),
    ]
    done = plan(files)
    assert done.problems == (
        "content/x/a.md: alias '../etc' is left out: it cannot be an address",
        "content/x/a.md: alias 'topics' is left out: overview topics has the same address",
        "content/x/a.md: alias '2025/01/01/B.html' is left out: content/x/b.md has the same address",
        "content/x/a.md: alias 'assets/style.css' is left out: the style sheet is a file where this needs a folder",
        "content/x/b.md: alias 'twice' is left out: content/x/a.md has the same address",
    )
    assert [page.path for page in done.pages if page.template == "redirect.html"] == ["twice/index.html"]


@pytest.mark.parametrize(("base_url", "root"), [("", "/"), ("https://e.org/", "/"), (BASE, "/a/")])
def test_the_page_for_unknown_addresses_starts_its_links_at_the_root(
    contexts: Contexts, base_url: str, root: str
) -> None:
    page = contexts([], Config(base_url=base_url))["404.html"].page
    assert (page.root, page.indexed, page.canonical) == (root, False, "")
