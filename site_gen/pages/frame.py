"""What every kind of page is made from: the settings, the facts of the site, and the articles as listings show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TypeVar, cast

import msgspec

from site_gen.config import Config
from site_gen.entries import UNCLASSIFIED, Archive, Entry, Label, Listing
from site_gen.model import Page, Timestamp
from site_gen.pages.context import Group, Item, Link, PageInfo, Site
from site_gen.urls import listing_path, public_url, root_prefix

T = TypeVar("T")
M = TypeVar("M")

SITE_FEED = "feed.xml"
OTHERS_LIMIT = 40
BESIDE_LIMIT = 20
"""Headline lists beside an article, and articles beside a headline list, that a page names."""
ITEMS_LIMIT = 131_072
"""Articles of which the form that listings show is kept at hand."""
_RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


class Planned(msgspec.Struct, frozen=True, gc=False):
    """A page, what it belongs to, and what the sitemap says about it."""

    page: Page
    series: str
    """The row of pages that it is one of: `home`, `topic sport`, `day 2025-09-12`, `file x/slug.md` …"""
    number: int = 1
    """Its number in the row; 1 is the oldest page."""
    lastmod: str = ""
    """The day its articles last changed, empty if unknown."""
    part: str = ""
    """The part of the sitemap that holds it; empty for a page that no search engine should know."""


@dataclass(slots=True)
class Frame:
    """The archive and what is the same on every page."""

    config: Config
    archive: Archive
    site: Site
    _items: dict[str, Item] = field(default_factory=dict)
    _once: dict[object, object] = field(default_factory=dict)

    def once(self, make: Callable[[Archive], M]) -> M:
        """What `make` finds out about the whole archive, found out once for all pages that need it."""
        if make not in self._once:
            self._once[make] = make(self.archive)
        return cast("M", self._once[make])

    def origin(self, entry: Entry) -> str:
        """The content file of an entry as messages name it."""
        return f"{self.config.content}/{entry.file}"

    @classmethod
    def of(cls, archive: Archive, config: Config, stylesheet: str) -> Frame:
        """The frame of an archive."""
        return cls(config, archive, make_site(archive, config, stylesheet))

    def info(self, path: str, title: str = "", description: str = "", feed: str = SITE_FEED) -> PageInfo:
        """What an indexed page knows about itself."""
        canonical = public_url(self.config.base_url, path) if self.config.base_url else ""
        return PageInfo(path, root_prefix(path), title, description, canonical, feed, indexed=True)

    def unindexed(self, path: str, title: str = "", root: str | None = None) -> PageInfo:
        """What a page knows about itself that search engines should pass over."""
        prefix = root_prefix(path) if root is None else root
        return PageInfo(path, prefix, title, "", "", SITE_FEED, indexed=False)

    def item(self, entry: Entry) -> Item:
        """An article as listings show it."""
        item = self._items.get(entry.file)
        if item is None:
            if len(self._items) >= ITEMS_LIMIT:
                self._items.clear()
            item = self._items[entry.file] = make_item(entry)
        return item

    def items_of(self, entries: Iterable[Entry]) -> tuple[Item, ...]:
        """Articles as listings show them."""
        known = self._items.get
        return tuple([known(entry.file) or self.item(entry) for entry in entries])

    def groups_by_day(self, entries: Sequence[Entry]) -> tuple[Group, ...]:
        """Articles under their days; those without a date come last, under one heading."""
        dated = [(entry.published.day, entry) for entry in entries if entry.published]
        groups = [
            Group(None, Timestamp(day), self.items_of(entry for _, entry in group))
            for day, group in groupby(dated, key=lambda pair: pair[0])
        ]
        undated = self.items_of(entry for entry in entries if not entry.published)
        return (*groups, Group(None, None, undated, undated=True)) if undated else tuple(groups)

    def main_topics(self) -> list[Listing]:
        """The topics of the top level by name, without the unclassified articles."""
        return [topic for topic in self.archive.listings("topic") if not topic.parent and topic.slug != UNCLASSIFIED]

    def topic_links(self) -> tuple[Link, ...]:
        """The main topics, the busiest where there are very many; without counts, which change too often."""
        return tuple(topic_link(Label(topic.name, topic.slug)) for topic in busiest(self.main_topics(), OTHERS_LIMIT))


def make_site(archive: Archive, config: Config, stylesheet: str) -> Site:
    """What every page knows about the archive."""
    return Site(
        title=config.title,
        description=config.description,
        lang=config.lang,
        dir=direction(config.lang),
        base_url=config.base_url,
        stylesheet=stylesheet,
        has_keywords=bool(archive.listings("keyword")),
        has_places=bool(archive.listings("place")),
        has_people=bool(archive.listings("person")),
        has_sources=bool(archive.listings("source")),
        has_headlines=bool(archive.newest("headlines", 1)),
        has_undated=bool(archive.newest("undated", 1)),
        has_stories=archive.has_stories(),
    )


def busiest(listings: Sequence[Listing], limit: int) -> tuple[Listing, ...]:
    """The `limit` listings with most articles, in the order that they came in."""
    ranked = sorted(range(len(listings)), key=lambda place: -listings[place].count)
    return tuple(listings[place] for place in sorted(ranked[:limit]))


def topic_link(topic: Label, count: int = 0) -> Link:
    """The link to a topic's newest page."""
    return Link(topic.name, listing_path(f"topics/{topic.key}"), count)


def place_link(place: Label, count: int = 0) -> Link:
    """The link to a place's newest page."""
    return Link(place.name, listing_path(f"places/{place.key}"), count)


def source_link(entry: Entry, archive: Archive) -> Link | None:
    """The link to the page of an article's source; its path is empty where the source has none."""
    if entry.source is None:
        return None
    (slug,) = archive.slugs("source", (entry.source,))
    return Link(entry.source.name, listing_path(f"sources/{slug}") if slug else "")


def make_item(entry: Entry) -> Item:
    """An article as listings show it."""
    return Item(
        path=entry.path,
        title=entry.title,
        lang=entry.lang,
        dir=direction(entry.lang),
        published=entry.published,
        captured=entry.captured,
        summary=entry.summary,
        source=source_text(entry),
        topic=topic_link(entry.topics[0]) if entry.topics else None,
    )


def source_text(entry: Entry) -> str:
    """The name of an article's source, else its credit, else nothing."""
    return entry.source.name if entry.source else entry.credit


@lru_cache(maxsize=256)
def direction(lang: str | None) -> str:
    """The writing direction of a language; `auto` where it is unknown, so that browsers look at the text."""
    if not lang:
        return "auto"
    base, *subtags = lang.lower().split("-")
    scripts = [subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in ("arab", "hebr", "syrc", "thaa") else "ltr"
    return "rtl" if base in _RIGHT_TO_LEFT else "ltr"


def newest_change(entries: Iterable[Entry]) -> str:
    """The newest day on which one of the articles changed, empty if none is known."""
    days = [at.day for entry in entries if (at := entry.updated or entry.published)]
    return max(days).isoformat() if days else ""


def in_turn(values: Iterable[T]) -> Iterator[tuple[T | None, T, T | None]]:
    """Each value with the one before and the one after it."""
    before: T | None = None
    here: T | None = None
    for after in values:
        if here is not None:
            yield before, here, after
        before, here = here, after
    if here is not None:
        yield before, here, None
