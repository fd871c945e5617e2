"""What every kind of page is made from: the settings, the facts of the site, and the articles as listings show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from site_gen.config import Config
from site_gen.entries import UNCLASSIFIED, Archive, Entry, Label, Listing
from site_gen.model import Article, Page, Timestamp
from site_gen.pages.context import Group, Item, Link, PageInfo, Site
from site_gen.urls import listing_path, public_url, root_prefix

T = TypeVar("T")

SITE_FEED = "feed.xml"
OTHERS_LIMIT = 40
CARDS_LIMIT = 2000
_RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


@dataclass(frozen=True, slots=True)
class Planned:
    """A page and what the sitemap says about it."""

    page: Page
    lastmod: str = ""
    """The day its articles last changed, empty if unknown."""
    part: str = "listings"
    """The part of the sitemap that holds it; empty for a page that no search engine should know."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The archive and what is the same on every page."""

    config: Config
    archive: Archive
    site: Site
    items: Mapping[str, Item]
    """Every article as listings show it, by the path of its content file."""

    def origin(self, entry: Entry) -> str:
        """The content file of an entry as messages name it."""
        return f"{self.config.content}/{entry.file.path}"

    @classmethod
    def of(cls, archive: Archive, config: Config, stylesheet: str) -> Frame:
        """The frame of an archive."""
        site = Site(
            title=config.title,
            description=config.description,
            lang=config.lang,
            dir=direction(config.lang),
            base_url=config.base_url,
            stylesheet=stylesheet,
            has_keywords=bool(archive.keywords),
            has_sources=bool(archive.sources),
            has_headlines=bool(archive.headlines),
            has_undated=bool(archive.undated),
        )
        return cls(config, archive, site, {entry.file.path: make_item(entry) for entry in archive.entries})

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
        return self.items[entry.file.path]

    def items_of(self, entries: Iterable[Entry]) -> tuple[Item, ...]:
        """Articles as listings show them."""
        return tuple(self.item(entry) for entry in entries)

    def groups_by_day(self, entries: Sequence[Entry]) -> tuple[Group, ...]:
        """Articles under their days; those without a date come last, under one heading."""
        dated = [(entry.article.published.day, entry) for entry in entries if entry.article.published]
        groups = [
            Group(None, Timestamp(day), self.items_of(entry for _, entry in group))
            for day, group in groupby(dated, key=lambda pair: pair[0])
        ]
        undated = self.items_of(entry for entry in entries if not entry.article.published)
        return (*groups, Group(None, None, undated, undated=True)) if undated else tuple(groups)

    def topic_links(self) -> tuple[Link, ...]:
        """The topics by name, the busiest where there are very many; without counts, which change too often."""
        named = [topic for topic in self.archive.topics.values() if topic.slug != UNCLASSIFIED]
        return tuple(topic_link(Label(topic.name, topic.slug)) for topic in busiest(named, OTHERS_LIMIT))


def busiest(listings: Sequence[Listing], limit: int) -> tuple[Listing, ...]:
    """The `limit` listings with most articles, in the order that they came in."""
    ranked = sorted(range(len(listings)), key=lambda place: -len(listings[place].entries))
    return tuple(listings[place] for place in sorted(ranked[:limit]))


def topic_link(topic: Label, count: int = 0) -> Link:
    """The link to a topic's newest page."""
    return Link(topic.name, listing_path(f"topics/{topic.slug}"), count)


def source_link(entry: Entry, archive: Archive) -> Link | None:
    """The link to the page of an article's source; its path is empty where the source has none."""
    if entry.source is None:
        return None
    slug = entry.source.slug
    return Link(entry.source.name, listing_path(f"sources/{slug}") if slug in archive.sources else "")


def make_item(entry: Entry) -> Item:
    """An article as listings show it."""
    article = entry.article
    return Item(
        path=entry.path,
        title=article.title,
        lang=article.lang or "",
        dir=direction(article.lang),
        published=article.published,
        captured=article.captured,
        summary=entry.summary,
        source=source_text(entry),
        topic=topic_link(entry.topics[0]) if entry.topics else None,
    )


def source_text(entry: Entry) -> str:
    """The name of an article's source, else its credit, else nothing."""
    return entry.source.name if entry.source else entry.article.credit or ""


def direction(lang: str | None) -> str:
    """The writing direction of a language; `auto` where it is unknown, so that browsers look at the text."""
    if not lang:
        return "auto"
    base, *subtags = lang.lower().split("-")
    scripts = [subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in ("arab", "hebr", "syrc", "thaa") else "ltr"
    return "rtl" if base in _RIGHT_TO_LEFT else "ltr"


def changed_day(article: Article) -> str:
    """The day an article was last changed or published, empty if unknown."""
    at = article.updated or article.published
    return at.day.isoformat() if at else ""


def newest_change(entries: Iterable[Entry]) -> str:
    """The newest day on which one of the articles changed, empty if none is known."""
    return max((changed_day(entry.article) for entry in entries), default="")


def in_turn(values: Sequence[T]) -> Iterator[tuple[T | None, T, T | None]]:
    """Each value of a list (newest first) with its newer and its older neighbour."""
    return zip((None, *values), values, (*values[1:], None), strict=False)
