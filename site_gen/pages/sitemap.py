"""The sitemap: an index, a part for each month of articles, and parts for the listings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_gen.config import Config
from site_gen.model import Page
from site_gen.pages.context import SitemapIndexPage, SitemapPage, SitemapUrl
from site_gen.pages.frame import Planned
from site_gen.urls import public_url

# The limits of the protocol are 50,000 addresses and 50 MB.
PART_SIZE = 30_000

Located = tuple[str, str]
"""A page's path and the day of its last change."""


def plan_part(config: Config, part: str, pages: Sequence[Located]) -> Iterator[Planned]:
    """The files of one part of the sitemap, its pages in the order of their paths: articles of a month by day."""
    ordered = sorted(pages)
    for number, start in enumerate(range(0, len(ordered), PART_SIZE), start=1):
        path = f"sitemaps/{part}.xml" if number == 1 else f"sitemaps/{part}-{number}.xml"
        urls = tuple(
            SitemapUrl(public_url(config.base_url, page), lastmod)
            for page, lastmod in ordered[start : start + PART_SIZE]
        )
        page = Page(path, "sitemap.xml", SitemapPage(urls), f"sitemap {part}")
        yield Planned(page, f"sitemap {part}", number, max(url.lastmod for url in urls))


def plan_index(config: Config, parts: Sequence[Located]) -> Iterator[Planned]:
    """The index of the parts, given by the paths of their files."""
    urls = tuple(SitemapUrl(public_url(config.base_url, path), lastmod) for path, lastmod in sorted(parts))
    yield Planned(Page("sitemap.xml", "sitemap_index.xml", SitemapIndexPage(urls), "sitemap"), "sitemap")
