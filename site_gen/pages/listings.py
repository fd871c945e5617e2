"""The listings: topics, keywords, places, people, sources, and the undated articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from site_gen.entries import UNCLASSIFIED, Entry, folder_of
from site_gen.model import Page
from site_gen.pages.context import Link, ListingPage
from site_gen.pages.feeds import topic_feed_path
from site_gen.pages.frame import SITE_FEED, Frame, Planned, newest_change
from site_gen.pages.paging import ALL, Numbers, Slice, paginate
from site_gen.pages.topics import has_year_pages, parent_link, summarise_topic, topic_year_folder
from site_gen.urls import listing_path


@dataclass(frozen=True, slots=True)
class _Series:
    """A listing and what its kind adds to every page of it."""

    id: str
    kind: str
    slug: str
    name: str
    count: int
    folder: str
    part: str
    """Of the sitemap."""
    feed: str = SITE_FEED
    parent: Link | None = None


def plan_listing(frame: Frame, series: str, numbers: Numbers = ALL) -> Iterator[Planned]:
    """The pages of a listing, or of the undated articles; none where there is no such listing."""
    found = _find(frame, series)
    if found is None:
        return
    pages = paginate(
        lambda start: frame.archive.walk(series, start), found.count, frame.config.page_size, found.folder, numbers
    )
    for part in pages:
        page = Page(part.path, "listing.html", _context(frame, found, part), f"{found.kind} {found.slug}")
        yield Planned(page, series, part.pagination.number, newest_change(part.items), found.part)


def _find(frame: Frame, series: str) -> _Series | None:
    if series == "undated":
        return _Series(series, series, series, "", frame.archive.size(series), series, "listings")
    listing = frame.archive.listing(series)
    if listing is None:
        return None
    is_topic = listing.kind == "topic" and listing.slug != UNCLASSIFIED
    feed = topic_feed_path(listing.slug) if is_topic else SITE_FEED
    return _Series(
        *(series, listing.kind, listing.slug, listing.name, listing.count, listing.folder),
        *(folder_of(listing.kind), feed),
        parent_link(frame, listing),
    )


def _context(frame: Frame, series: _Series, part: Slice[Entry]) -> ListingPage:
    """One page; what grows with the listing stands on its newest page alone, so that the others never change."""
    newest = part.pagination.newest
    is_topic = series.kind == "topic" and part.is_newest
    neighbours = frame.topic_links() if is_topic else ()
    return ListingPage(
        site=frame.site,
        page=frame.info(part.path, series.name, feed=series.feed),
        kind=series.kind,
        name=Link(series.name, newest, series.count if part.is_newest else 0),
        note="",
        groups=frame.groups_by_day(part.items),
        pagination=part.pagination,
        neighbours=tuple(link for link in neighbours if link.path != newest),
        years=_years(frame, series) if part.is_newest else (),
        parent=series.parent,
        summary=summarise_topic(frame, series.id) if is_topic else None,
    )


def _years(frame: Frame, series: _Series) -> tuple[Link, ...]:
    if series.kind == "undated":
        return ()
    years = frame.archive.years_of(series.id)
    have_pages = series.kind == "topic" and has_year_pages(series.count, len(years), frame.config.page_size)
    return tuple(
        Link(f"{year:04d}", listing_path(topic_year_folder(series.slug, year)) if have_pages else "", count)
        for year, count in years.items()
    )
