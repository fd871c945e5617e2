"""The listings: topics, keywords, sources, and the undated articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_gen.entries import UNCLASSIFIED, Entry, Listing
from site_gen.model import Page
from site_gen.pages.context import Link, ListingPage
from site_gen.pages.feeds import topic_feed_path
from site_gen.pages.frame import SITE_FEED, Frame, Planned, newest_change
from site_gen.pages.paging import Slice, paginate


@dataclass(frozen=True, slots=True)
class _Series:
    """A listing and what its kind adds to every page of it."""

    kind: str
    folder: str
    listing: Listing
    feed: str = SITE_FEED
    neighbours: tuple[Link, ...] = ()


def plan_listings(frame: Frame) -> Iterator[Planned]:
    """The pages of every topic, keyword and source, and of the undated articles."""
    for series in _all_series(frame):
        for part in paginate(series.listing.entries, frame.config.page_size, series.folder):
            page = Page(
                part.path, "listing.html", _context(frame, series, part), f"{series.kind} {series.listing.slug}"
            )
            yield Planned(page, newest_change(part.items))


def _all_series(frame: Frame) -> Iterator[_Series]:
    archive = frame.archive
    links = frame.topic_links()
    for topic in archive.topics.values():
        feed = SITE_FEED if topic.slug == UNCLASSIFIED else topic_feed_path(topic.slug)
        yield _Series("topic", f"topics/{topic.slug}", topic, feed, links)
    for keyword in archive.keywords.values():
        yield _Series("keyword", f"keywords/{keyword.slug}", keyword)
    for source in archive.sources.values():
        yield _Series("source", f"sources/{source.slug}", source)
    if archive.undated:
        yield _Series("undated", "undated", Listing("undated", "", archive.undated))


def _context(frame: Frame, series: _Series, part: Slice[Entry]) -> ListingPage:
    """One page; what grows with the listing stands on its newest page alone, so that the others never change."""
    listing = series.listing
    newest = part.pagination.newest
    return ListingPage(
        site=frame.site,
        page=frame.info(part.path, listing.name, feed=series.feed),
        kind=series.kind,
        name=Link(listing.name, newest, len(listing.entries) if part.is_newest else 0),
        note="",
        groups=frame.groups_by_day(part.items),
        pagination=part.pagination,
        neighbours=tuple(link for link in series.neighbours if link.path != newest) if part.is_newest else (),
        years=_years(listing.entries) if part.is_newest else (),
    )


def _years(entries: Sequence[Entry]) -> tuple[Link, ...]:
    counts = Counter(entry.article.published.day.year for entry in entries if entry.article.published)
    return tuple(Link(f"{year:04d}", "", counts[year]) for year in sorted(counts, reverse=True))
