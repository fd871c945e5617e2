"""The sitemap: an index, a part for each month of articles, one for the undated, one for the listings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_gen.config import Config
from site_gen.model import Page
from site_gen.pages.context import SitemapIndexPage, SitemapPage, SitemapUrl
from site_gen.pages.frame import Planned
from site_gen.urls import public_url

# The limits of the protocol are 50,000 addresses and 50 MB.
PART_SIZE = 30_000


def plan_sitemap(planned: Sequence[Planned], config: Config) -> Iterator[Page]:
    """The sitemap of the planned pages; nothing without a base URL, since addresses in it are absolute."""
    if not config.base_url:
        return
    parts: dict[str, list[SitemapUrl]] = {}
    for plan in planned:
        if plan.part:
            url = SitemapUrl(public_url(config.base_url, plan.page.path), plan.lastmod)
            parts.setdefault(plan.part, []).append(url)
    index = []
    for part in sorted(parts):
        # Pages are planned newest first; what is added later must not move what is there into another file.
        urls = parts[part][::-1]
        for number, start in enumerate(range(0, len(urls), PART_SIZE), start=1):
            path = f"sitemaps/{part}.xml" if number == 1 else f"sitemaps/{part}-{number}.xml"
            shown = tuple(urls[start : start + PART_SIZE])
            index.append(SitemapUrl(public_url(config.base_url, path), max(url.lastmod for url in shown)))
            yield Page(path, "sitemap.xml", SitemapPage(shown), f"sitemap {part}")
    yield Page("sitemap.xml", "sitemap_index.xml", SitemapIndexPage(tuple(index)), "sitemap")
