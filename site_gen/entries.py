"""The archive as pages see it: every article with its address, and the listings that it stands in.

A leaf: `archive` makes these values, `pages` reads them, and neither stage needs to see the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from site_gen.model import Article, ContentFile

UNCLASSIFIED = "unclassified"
"""Slug of the topic listing that holds the articles without a topic; its name is empty."""


@dataclass(frozen=True, slots=True)
class Label:
    """A topic, keyword or source as one article names it."""

    name: str
    slug: str
    """Of its listing; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One content file in the archive, with its address and what is derived from it alone."""

    file: ContentFile
    path: str
    """Output path of its page."""
    summary: str = ""
    """Its summary or the beginning of its text, at most about 240 characters."""
    standfirst: str = ""
    """Its summary, unless the text begins with it."""
    topics: tuple[Label, ...] = ()
    """Empty where it is unclassified."""
    keywords: tuple[Label, ...] = ()
    source: Label | None = None

    @property
    def article(self) -> Article:
        """The article of its content file."""
        return self.file.article


@dataclass(frozen=True, slots=True)
class Listing:
    """The articles under a topic or keyword or of a source."""

    slug: str
    name: str
    """Empty for the unclassified."""
    entries: tuple[Entry, ...]
    """Newest first, at least one."""


@dataclass(frozen=True, slots=True)
class HeadlineLine:
    """One headline of a list and, where the archive holds its article, that article's path."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class HeadlineList:
    """A headline list and the articles in whose documents it stood."""

    entry: Entry
    lines: tuple[HeadlineLine, ...]
    beside: tuple[Entry, ...]
    """Newest first, at most twenty."""


@dataclass(frozen=True, slots=True)
class Archive:
    """All content, indexed. Every sequence of articles is newest first; drafts are in none."""

    entries: tuple[Entry, ...]
    """All published articles; those without a date stand by the hour of their capture."""
    dated: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    topics: Mapping[str, Listing]
    """By slug, in the order of their names, the unclassified last."""
    keywords: Mapping[str, Listing]
    """By slug, in the order of their names: those with enough articles for a page."""
    sources: Mapping[str, Listing]
    """By slug, in the order of their names."""
    days: Mapping[date, tuple[Entry, ...]]
    """By day, newest first."""
    headlines: tuple[HeadlineList, ...]
    """Newest first."""
    beside: Mapping[str, tuple[Entry, ...]]
    """The headline lists of an article's documents, at most twenty, by the path of its content file."""
    withdrawn: tuple[Entry, ...]
    """Withdrawn articles and headline lists: in no listing, only their addresses stay."""
