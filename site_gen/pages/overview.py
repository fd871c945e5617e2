"""The overviews of all topics, keywords and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_gen.entries import Label, Listing
from site_gen.model import Page
from site_gen.pages.context import Card, Link, OverviewPage
from site_gen.pages.frame import CARDS_LIMIT, Frame, Planned, busiest, newest_change, topic_link
from site_gen.urls import listing_path

NEWEST_IN_CARD = 3


def plan_overviews(frame: Frame) -> Iterator[Planned]:
    """The overview of topics, and those of keywords and sources where there are any."""
    archive = frame.archive
    yield _plan_overview(frame, "topics", archive.topics, NEWEST_IN_CARD)
    if archive.keywords:
        yield _plan_overview(frame, "keywords", archive.keywords, 0)
    if archive.sources:
        yield _plan_overview(frame, "sources", archive.sources, 0)


def _plan_overview(frame: Frame, kind: str, listings: Mapping[str, Listing], newest: int) -> Planned:
    shown = busiest(tuple(listings.values()), CARDS_LIMIT)
    cards = tuple(_card(frame, kind, listing, newest) for listing in shown)
    path = listing_path(kind)
    page = Page(path, "overview.html", OverviewPage(frame.site, frame.info(path), kind, cards), f"overview {kind}")
    return Planned(page, newest_change(entry for listing in shown for entry in listing.entries[:NEWEST_IN_CARD]))


def _card(frame: Frame, kind: str, listing: Listing, newest: int) -> Card:
    link = Link(listing.name, listing_path(f"{kind}/{listing.slug}"), len(listing.entries))
    return Card(link, frame.items_of(listing.entries[:newest]))


def topic_card(frame: Frame, topic: Listing) -> Card:
    """A topic with its newest articles."""
    link = topic_link(Label(topic.name, topic.slug), len(topic.entries))
    return Card(link, frame.items_of(topic.entries[:NEWEST_IN_CARD]))
