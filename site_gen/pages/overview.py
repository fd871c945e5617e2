"""The overviews of all topics, keywords and sources."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.entries import Listing
from site_gen.model import Page
from site_gen.pages.context import Card, Link, OverviewPage
from site_gen.pages.frame import CARDS_LIMIT, Frame, Planned, busiest, newest_change
from site_gen.urls import listing_path

NEWEST_IN_CARD = 3


def plan_overview(frame: Frame, kind: str) -> Iterator[Planned]:
    """The overview of the main topics, or of the keywords or sources where there are any."""
    listings = [listing for listing in frame.archive.listings(kind) if not listing.parent]
    if not listings and kind != "topic":
        return
    newest = NEWEST_IN_CARD if kind == "topic" else 0
    shown = busiest(listings, CARDS_LIMIT)
    entries = [frame.archive.newest(listing.id, newest) if newest else () for listing in shown]
    cards = tuple(Card(_link(listing), frame.items_of(items)) for listing, items in zip(shown, entries, strict=True))
    path = listing_path(f"{kind}s")
    page = Page(
        path, "overview.html", OverviewPage(frame.site, frame.info(path), f"{kind}s", cards), f"overview {kind}s"
    )
    lastmod = newest_change(frame.archive.newest_articles(NEWEST_IN_CARD))
    yield Planned(page, f"overview {kind}", lastmod=lastmod, part="listings")


def _link(listing: Listing) -> Link:
    return Link(listing.name, listing_path(f"{listing.kind}s/{listing.slug}"), listing.count)


def topic_card(frame: Frame, topic: Listing) -> Card:
    """A topic with its newest articles."""
    return Card(_link(topic), frame.items_of(frame.archive.newest(topic.id, NEWEST_IN_CARD)))
