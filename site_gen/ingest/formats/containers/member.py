"""What containers hand over: members as streams, their names made safe to show, and finished documents."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from site_gen.ingest.formats.base import Document, Format, Known, ReadOptions
from site_gen.ingest.formats.containers.streams import Source
from site_gen.ingest.identity import digest
from site_gen.model import Failure, LeftOut, clean_line

MAX_MEMBER = 64_000_000
"""Bytes of one document; what is larger is no article and would only fill the memory."""
MAX_NAME = 1000
"""Characters of a member's path."""
_SYSTEM = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/]|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a container, whose format is still to be told. Its stream holds until the next one is asked for."""

    path: str
    """As in `Document`."""
    name: str
    """Its file name alone, by which formats are told."""
    source: Source
    known: Known
    size: int | None = None
    """Bytes in all, where the container says so before."""
    otherwise: str | None = None
    """As what it is counted as left out, where no format reads it; None where it is to be a failure."""


Unpacker = Callable[[BinaryIO, Document, ReadOptions], Iterator[Document | Failure | LeftOut | Member]]
"""A Splitter that yields members too, whose formats `walk` tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container(Format):
    """A format that holds files of other formats."""

    unpack: Unpacker


class Names:
    """The names seen in a container, so that each of its members has a path of its own."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def distinct(self, name: str) -> str:
        """`name`, or with a mark where it was seen before: `page.html~2`."""
        # Hashes instead of names: a container may hold a million of them.
        count = self._seen.get(hash(name), 0) + 1
        self._seen[hash(name)] = count
        return name if count == 1 else f"{name}~{count}"


def is_system_file(name: str) -> bool:
    """Whether a file was left by an operating system or editor: `.DS_Store`, `__MACOSX/`, `Thumbs.db`, dot files."""
    return _SYSTEM.search(name) is not None


def path_trick(name: str) -> str | None:
    """What is wrong with the name of a member (`/` between its parts), or None where it stays in its container."""
    if "\0" in name:
        return "has a NUL character in its name"
    if name.startswith("/"):
        return "has an absolute path"
    if re.match(r"[A-Za-z]:", name):
        return "has a drive letter in its path"
    if ".." in name.split("/"):
        return "has a path that leads out of its archive"
    if len(name) > MAX_NAME:
        return f"has a name of {len(name):,} characters"
    return None


def shown_name(name: str) -> str:
    """A member's name as paths and messages show it: one clean line, not endless."""
    clean = clean_line(name.encode("utf-8", "replace").decode("utf-8"))
    return clean if len(clean) <= MAX_NAME else f"{clean[:80]}…"


def inherited(known: Known) -> Known:
    """What is known about a container and holds for all that is in it."""
    return replace(known, url=None, published=None, media_type=None, charset=None)


def finished(
    path: str, data: bytes, known: Known, format_name: str | None = None, counted: Known | None = None
) -> Document:
    """A document with its digest, which tells of the bytes and of what is known (or of `counted` instead)."""
    return Document(path, data, known, digest(data, _facts(known if counted is None else counted)), format_name)


def _facts(known: Known) -> bytes:
    """What is known, as bytes that stay the same over versions: no warnings, nothing where nothing is known."""
    facts = {
        "url": known.url,
        "published": known.published and known.published.isoformat(),
        "captured": known.captured and known.captured.isoformat(),
        "source": known.source,
        "lang": known.lang,
        "topics": known.topics,
        "media_type": known.media_type,
        "charset": known.charset,
    }
    held = {key: value for key, value in facts.items() if value}
    return json.dumps(held, ensure_ascii=False, sort_keys=True).encode() if held else b""
