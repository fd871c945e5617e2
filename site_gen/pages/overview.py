"""The overviews of all topics, keywords, people and sources: none grows without bound on one page.

Topics are shown as cards, with their newest articles and sub-topics. Keywords, people and sources are lists of names;
where they are too many for a page, the overview shows the busiest and leads to a row of pages for each letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_gen.entries import Listing, folder_of
from site_gen.model import Page
from site_gen.pages.context import Card, Link, OverviewPage, Part
from site_gen.pages.frame import Frame, Planned, newest_change
from site_gen.pages.letters import Letter, group_all
from site_gen.pages.paging import ALL, Numbers
from site_gen.urls import listing_path

NEWEST_IN_CARD = 3
BUSIEST = 40
"""Names that an overview shows which leads to letters."""
NAMES_TO_AN_ARTICLE = 6
"""Names that stand on a page in the room of an article: at the default size of a page, 300."""


def plan_overview(frame: Frame, kind: str) -> Iterator[Planned]:
    """The overview of the main topics, or of the keywords, people or sources where there are any."""
    return _plan_topics(frame) if kind == "topic" else _plan_names(frame, kind)


def _plan_topics(frame: Frame) -> Iterator[Planned]:
    topics = frame.archive.listings("topic")
    below: dict[str, list[Link]] = {}
    for topic in topics:
        if topic.parent:
            below.setdefault(topic.parent, []).append(_link(topic))
    main = [topic for topic in topics if not topic.parent]
    lastmod = _newest_day(frame)
    for path, shown, part in _cut(main, frame.config.page_size, "topics"):
        cards = tuple(topic_card(frame, topic, below.get(topic.slug, ())) for topic in shown)
        context = OverviewPage(frame.site, frame.info(path), "topics", cards=cards, part=part)
        page = Page(path, "overview.html", context, "overview topics")
        yield Planned(page, "overview topic", part.number, lastmod, "listings")


def _plan_names(frame: Frame, kind: str) -> Iterator[Planned]:
    listings = frame.archive.listings(kind)
    if not listings:
        return
    letters: tuple[Link, ...] = ()
    shown: Sequence[Listing] = listings
    if len(listings) > _names_limit(frame):
        letters = _letter_links(frame, kind, counted=True)
        shown = sorted(listings, key=lambda listing: -listing.count)[:BUSIEST]
    folder = folder_of(kind)
    path = listing_path(folder)
    context = OverviewPage(
        frame.site, frame.info(path), folder, names=tuple(map(_link, shown)), letters=letters, part=Part(1, 1)
    )
    page = Page(path, "overview.html", context, f"overview {folder}")
    yield Planned(page, f"overview {kind}", lastmod=_newest_day(frame), part="listings")


def plan_letter(frame: Frame, name: str, numbers: Numbers = ALL) -> Iterator[Planned]:
    """The keywords, people or sources of a letter (`keyword -a`), where their overview is cut into letters."""
    kind, _, slug = name.partition(" ")
    by_letter = frame.once(group_all)[kind]
    letter = next((letter for letter in by_letter if letter.slug == slug), None)
    if letter is None or len(frame.archive.listings(kind)) <= _names_limit(frame):
        return
    letters = _letter_links(frame, kind, counted=False)
    folder = folder_of(kind)
    for path, shown, part in _cut(by_letter[letter], _names_limit(frame), f"{folder}/{slug}"):
        if part.number in numbers:
            context = OverviewPage(
                site=frame.site,
                page=frame.info(path),
                kind=folder,
                names=tuple(map(_link, shown)),
                letters=letters,
                letter=_letter_link(kind, letter),
                part=part,
            )
            page = Page(path, "overview.html", context, f"overview {folder}, {slug}")
            yield Planned(page, f"letter {name}", part.number, part=folder)


def _names_limit(frame: Frame) -> int:
    return NAMES_TO_AN_ARTICLE * frame.config.page_size


def _letter_links(frame: Frame, kind: str, *, counted: bool) -> tuple[Link, ...]:
    """The letters that there are; their pages name them without counts, which change more often."""
    by_letter = frame.once(group_all)[kind]
    return tuple(_letter_link(kind, letter, len(listings) if counted else 0) for letter, listings in by_letter.items())


def _letter_link(kind: str, letter: Letter, count: int = 0) -> Link:
    return Link(letter.name, listing_path(f"{folder_of(kind)}/{letter.slug}"), count)


def _cut(listings: Sequence[Listing], size: int, folder: str) -> Iterator[tuple[str, Sequence[Listing], Part]]:
    """Listings in the order of names on numbered pages, the first at the bare address: path, listings, part."""
    total = max(1, -(-len(listings) // size))
    paths = [listing_path(folder, number if number > 1 else None) for number in range(1, total + 1)]
    for place, path in enumerate(paths):
        before = paths[place - 1] if place else ""
        after = paths[place + 1] if place + 1 < total else ""
        yield path, listings[place * size : (place + 1) * size], Part(place + 1, total, before, after)


def _newest_day(frame: Frame) -> str:
    return newest_change(frame.archive.newest_articles(NEWEST_IN_CARD))


def _link(listing: Listing) -> Link:
    return Link(listing.name, listing_path(listing.folder), listing.count)


def topic_card(frame: Frame, topic: Listing, below: Sequence[Link] = ()) -> Card:
    """A topic with its newest articles and, where they are given, its sub-topics."""
    return Card(_link(topic), frame.items_of(frame.archive.newest(topic.id, NEWEST_IN_CARD)), tuple(below))
