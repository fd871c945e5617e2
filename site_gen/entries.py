"""The archive as pages see it: every article with its address, and the listings that it stands in.

A leaf: `archive` makes these values, `pages` reads them, and neither stage needs to see the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Protocol

import msgspec

from site_gen.model import DateSource, Timestamp

UNCLASSIFIED = "unclassified"
"""Slug of the topic listing that holds the articles without a topic; its name is empty."""

LISTS_ON = "lists-on "
"""What the series of the headline lists that have headlines on a topic begin with."""


class Chain(IntEnum):
    """The row in which a content file stands by time; its place in it is its position."""

    DATED = 0
    """Published articles with a date."""
    UNDATED = 1
    """Published articles without one; they stand by the hour of their capture."""
    HEADLINES = 2
    """Headline lists."""
    WITHDRAWN = 3
    """Withdrawn articles and headline lists: in no listing, only their addresses stay."""
    HIDDEN = 4
    """Drafts: on no page."""

    @property
    def is_shown(self) -> bool:
        """Whether its members are articles that pages show."""
        return self in (Chain.DATED, Chain.UNDATED)


class Label(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A topic, keyword, place, person or source as one article names it."""

    name: str
    key: str
    """A topic's slug, a place's code; what the spellings of a keyword, person or source share."""


class Reason(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Why an article has a topic."""

    key: str
    """The slug of the topic."""
    percent: int
    """How sure that is; 0 if unknown."""
    words: str


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """One content file in the archive: what pages show of it but for its text, derived from it alone."""

    file: str
    """Path of the content file, relative to the content folder."""
    path: str
    """Output path of its page."""
    chain: Chain
    position: bytes
    """Its place in time among all others, total: compare them as bytes. The first four are the day."""
    id: str
    title: str
    lang: str = ""
    published: Timestamp | None = None
    date_source: DateSource = DateSource.NONE
    updated: Timestamp | None = None
    captured: Timestamp | None = None
    topics: tuple[Label, ...] = ()
    """Empty where it is unclassified."""
    reasons: tuple[Reason, ...] = ()
    """Those of its topics of which it is known, in their order."""
    keywords: tuple[Label, ...] = ()
    places: tuple[Label, ...] = ()
    """Countries and territories; the key is the ISO 3166-1 code in lower case."""
    people: tuple[Label, ...] = ()
    source: Label | None = None
    source_code: str = ""
    original: str = ""
    """Address of the original, http(s) only, or empty."""
    document: str = ""
    also: tuple[tuple[str, str], ...] = ()
    """Further documents: (document, http(s) address), each perhaps empty."""
    authors: tuple[str, ...] = ()
    credit: str = ""
    dateline: str = ""
    summary: str = ""
    """Its summary or the beginning of its text, at most about 240 characters."""
    standfirst: str = ""
    """Its summary, unless the text begins with it."""
    has_summary: bool = False
    """Whether `summary` was given, and not taken from the text."""
    aliases: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    """Front matter keys that site-gen does not know, as short texts."""
    body: str = ""
    """SHA-256 of its Markdown text, in hexadecimal: the text itself stays in the file."""
    lines: tuple[str, ...] = ()
    """The headlines of a headline list."""
    pin: str = ""
    """The story that its front matter puts it in, `none` for no story at all, or empty."""
    line_topics: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """The slugs of the topics that headlines of a headline list have, each with the places of these in `lines`."""

    @property
    def changed_day(self) -> str:
        """The day on which it was last changed or published, in ISO form; empty if unknown."""
        at = self.updated or self.published
        return at.day.isoformat() if at else ""

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that it stands for."""
        named = (self.document, *(document for document, _ in self.also))
        return tuple(dict.fromkeys(document for document in named if document))


def day_prefix(day: date) -> bytes:
    """What the positions of a day begin with; those of all later days are greater."""
    return day.toordinal().to_bytes(4, "big")


def position_day(position: bytes) -> date | None:
    """The day of a position; None where neither date nor capture is known."""
    number = int.from_bytes(position[:4], "big")
    return date.fromordinal(number) if number else None


@dataclass(frozen=True, slots=True)
class Listing:
    """The articles under a topic, keyword, place or person, or of a source."""

    id: str
    """Its name as a series: `topic sport`, `keyword nepal`, `place np`, `person pavel durov`, `source le monde`."""
    slug: str
    name: str
    """Empty for the unclassified."""
    count: int
    """Articles in it, at least one."""
    parent: str = ""
    """Slug of the topic that a sub-topic stands under; empty for all else."""

    @property
    def kind(self) -> str:
        """`topic`, `keyword`, `place`, `person` or `source`."""
        return self.id.partition(" ")[0]

    @property
    def folder(self) -> str:
        """The folder of its pages."""
        return f"{folder_of(self.kind)}/{self.slug}"


def folder_of(kind: str) -> str:
    """The folder of all listings of a kind: `topics`, `people`."""
    return "people" if kind == "person" else f"{kind}s"


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event or affair."""

    slug: str
    """Its name in its address."""
    first: Entry
    """Its oldest article, whose title names it."""
    last: Entry
    """Its newest one."""
    count: int
    """Articles in it, at least two."""

    @property
    def series(self) -> str:
        """Its articles' row."""
        return f"story {self.slug}"


@dataclass(frozen=True, slots=True)
class Kin:
    """What an article has to do with older ones."""

    story: Story | None = None
    number: int = 0
    """Its place in the story; 1 is the oldest article."""
    older: Entry | None = None
    """The one before it in the story."""
    related: tuple[Entry, ...] = ()
    """Older articles that share names and words with it and are of no story with it, the most alike first."""


class Archive(Protocol):
    """All content, indexed.

    A series is a row of entries in the order of their positions: `dated`, `undated`, `headlines`, `withdrawn`, the
    `id` of a listing, `topic-year sport 2025`, `story SLUG`, `day 2025-09-12` or, of headline lists,
    `lists-of 2025-09-12` and `lists-on sport`.
    """

    def size(self, series: str) -> int:
        """How many entries a series has."""

    def walk(self, series: str, start: int = 0) -> Iterator[Entry]:
        """The entries of a series, oldest first, without the `start` oldest ones."""

    def newest(self, series: str, number: int) -> tuple[Entry, ...]:
        """The newest entries of a series, newest first."""

    def newest_articles(self, number: int) -> tuple[Entry, ...]:
        """The newest articles, dated or not, newest first."""

    def rank(self, series: str, position: bytes) -> int:
        """How many entries of a series are older than a position."""

    def entry(self, file: str) -> Entry | None:
        """The entry of a content file, None where it has none."""

    def around(self, chain: Chain, position: bytes) -> tuple[Entry | None, Entry | None]:
        """The next newer and the next older entry of a chain, seen from a position."""

    def listings(self, kind: str) -> Sequence[Listing]:
        """The listings of a kind in the order of their names, the unclassified last."""

    def listing(self, series: str) -> Listing | None:
        """One listing, None where it does not exist."""

    def slugs(self, kind: str, labels: Sequence[Label]) -> tuple[str, ...]:
        """The slug of each label's listing, empty where it has none."""

    def years_of(self, series: str) -> Mapping[int, int]:
        """Dated articles of a listing by year, newest first."""

    def days_of(self, series: str, since: date) -> Mapping[date, int]:
        """Dated articles of a listing by day, from a day on, oldest first."""

    def topics_of_year(self, year: int) -> Sequence[tuple[str, str, int]]:
        """(slug, name, articles) of the topics of the top level with articles in a year."""

    def days(self) -> Mapping[date, int]:
        """The days with articles and how many, newest first."""

    def beside(self, entry: Entry, limit: int) -> tuple[Entry, ...]:
        """The headline lists of an article's documents, or the articles of a headline list's, newest first."""

    def kin(self, entry: Entry, limit: int) -> Kin:
        """The story of an article, and at most `limit` related ones."""

    def stories_among(self, entries: Sequence[Entry], limit: int) -> tuple[tuple[Story, int], ...]:
        """The stories that several of some hundred articles tell, and how many do, the most frequent first."""

    def story(self, slug: str) -> Story | None:
        """One story, None where it does not exist."""

    def echoes(self, slug: str, limit: int) -> Sequence[tuple[str, Entry]]:
        """The newest headlines that tell of a story and have no article in the archive, each with its first list."""

    def headlines_on(self, topic: str, limit: int) -> Sequence[tuple[str, Entry]]:
        """The newest headlines on a topic (its slug) without an article in the archive, each with its first list.

        The newest lists with such headlines are looked at, and no others.
        """

    def has_stories(self) -> bool:
        """Whether there are any."""

    def running_stories(self, since: bytes, limit: int) -> Sequence[Story]:
        """The stories whose newest articles stand at or after a position, the newest first."""

    def past_stories(self, before: bytes, start: int = 0) -> Iterator[Story]:
        """The stories whose newest articles stand before a position: oldest first, without the `start` oldest ones."""

    def count_stories(self, before: bytes) -> int:
        """How many stories have their newest article before a position."""

    def matches(self, entry: Entry) -> tuple[str, ...]:
        """For each line of a headline list the path of the article of that title, empty where there is none."""

    def with_aliases(self) -> Iterator[Entry]:
        """Every entry that has aliases: articles, headline lists, withdrawn ones; each newest first."""


@dataclass(slots=True)
class Span:
    """The places of a series in which something changed."""

    moved: set[bytes] = field(default_factory=set)
    """Positions at which an entry came or went: all newer ones may stand on another page now."""
    changed: set[bytes] = field(default_factory=set)
    """Positions of entries that stayed in place and look otherwise."""

    @property
    def positions(self) -> set[bytes]:
        """All of them."""
        return self.moved | self.changed


@dataclass(slots=True)
class Delta:
    """What a change of content files changes in the archive: where pages may differ, and no less."""

    files: set[str] = field(default_factory=set)
    """Content files whose own page may differ or is gone."""
    series: dict[str, Span] = field(default_factory=dict)
    """By series, days and headline lists among them."""
    names: set[str] = field(default_factory=set)
    """Listings that came, went, or have another name or slug."""
    counts: bool = False
    """Whether articles came, went, or look otherwise anywhere."""
    aliases: bool = False
    """Whether aliases, or the title or address of what has some, changed."""
    topics: int = 0
    """Articles that stay and have other topics."""
    ends: set[bytes] = field(default_factory=set)
    """Positions of the newest articles, before and after, of stories in which something changed."""

    def span(self, series: str) -> Span:
        """The span of a series."""
        return self.series.setdefault(series, Span())
