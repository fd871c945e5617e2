"""The small interface behind which every format stands: bytes and what is known about them to articles or failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from site_gen.ingest.enrich.topics import TopicOptions
from site_gen.model import Draft, Failure, LeftOut, Timestamp

HEAD = 65_536
"""Bytes from the beginning of a document by which its format is told."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a document beside its bytes: from its sidecar, the header of its record, its archive."""

    url: str | None = None
    published: Timestamp | None = None
    captured: Timestamp | None = None
    source: str | None = None
    lang: str | None = None
    topics: tuple[str, ...] = ()
    media_type: str | None = None
    """As a server or container declares it, lower case, without parameters: `text/html`."""
    charset: str | None = None
    """As declared outside the bytes."""
    origin: str = "sidecar"
    """What told all this, for the provenance of facts: `sidecar`, `warc record` …"""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One raw document."""

    path: str
    """Its file relative to the archive; a part of a file adds its name: `inbox/a.zip/b.html`, `inbox/a.jsonl#17`."""
    data: bytes
    known: Known
    sha256: str
    """Digest of the bytes and of what is known."""
    format: str | None = None
    """The format, where whoever took the document out of its file knows it: `json row`."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the configuration tells readers."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """Our name of a fact to the column or (dotted) JSON path that holds it: `{"title": "kop", "url": "meta.link"}`."""
    topics: TopicOptions = field(default_factory=TopicOptions)
    """What decides on the topics of articles."""


Reader = Callable[[Document, ReadOptions], Iterator[Draft | Failure | LeftOut]]
"""One document to what it holds. A Failure's `source` is the document's path, with `#fragment` for one of its items.

A reader never raises on bad input; it yields a Failure that says what is wrong and what to do about it. Where an
optional package is missing it raises MissingExtraError.
"""

Splitter = Callable[[BinaryIO, Document, ReadOptions], Iterator[Document | Failure | LeftOut]]
"""A stream and what is known about it (its Document has no data) to the documents in it, without reading it whole.

The stream may not be seekable. Yielded documents have the path `f"{outer.path}#{fragment}"` (or `/member`) and digest.
"""


@dataclass(frozen=True, slots=True)
class Format:
    """A format by name: how it is told, and by which function it is read or split."""

    name: str
    matches: Callable[[bytes, str], bool]
    """Whether the first HEAD bytes, and the file name in lower case, are of this format."""
    read: Reader | None = None
    split: Splitter | None = None
