"""The home page, the page for unknown addresses, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.model import Page, Timestamp
from site_gen.pages.context import HomePage, NotFoundPage, RobotsPage
from site_gen.pages.dates import year_links
from site_gen.pages.frame import Frame, Planned, newest_change
from site_gen.pages.overview import topic_card
from site_gen.urls import public_url

BUSIEST_TOPICS = 6


def plan_home(frame: Frame) -> Iterator[Planned]:
    """The home page; where there are too few dated articles to fill it, undated ones follow them."""
    archive = frame.archive
    latest = frame.config.latest
    newest = archive.newest("dated", latest)
    if len(newest) < latest:
        newest += archive.newest("undated", latest - len(newest))
    items = frame.items_of(newest)
    topics = sorted(frame.main_topics(), key=lambda topic: -topic.count)
    days = list(archive.days())
    context = HomePage(
        site=frame.site,
        page=frame.info("index.html", description=frame.config.description),
        count=sum(archive.days().values()) + archive.size("undated"),
        first=Timestamp(days[-1]) if days else None,
        last=Timestamp(days[0]) if days else None,
        lead=items[0] if items else None,
        latest=items[1:],
        topics=tuple(topic_card(frame, topic) for topic in topics[:BUSIEST_TOPICS]),
        years=year_links(archive),
    )
    yield Planned(
        Page("index.html", "home.html", context, "home"), "home", lastmod=newest_change(newest), part="listings"
    )


def plan_not_found(frame: Frame) -> Iterator[Planned]:
    """The page that hosts show for an unknown address, at whatever depth, so that its links start at the root."""
    info = frame.unindexed("404.html", root=frame.config.base_path)
    page = Page("404.html", "404.html", NotFoundPage(frame.site, info, frame.topic_links()), "404")
    yield Planned(page, "404")


def plan_robots(frame: Frame) -> Iterator[Planned]:
    """`robots.txt`, which points to the sitemap."""
    base_url = frame.config.base_url
    context = RobotsPage(public_url(base_url, "sitemap.xml") if base_url else "")
    yield Planned(Page("robots.txt", "robots.txt", context, "robots"), "robots")
