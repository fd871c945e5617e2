"""The bytes of an export to its header and its items, streamed, so that one broken item costs no other."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from site_gen.model import Failure

MAX_ITEM = 20_000_000
"""Bytes of one item; a larger one is no article."""
_MAX_HEADER = 50_000_000
CHUNK = 262_144
"""Bytes that are read at a time."""

_TOKEN = re.compile(rb"<!\[CDATA\[|<item[\s>]|</item\s*>")
_CDATA = b"<![CDATA["
# The longest token that a chunk may cut in two.
_KEEP = 64


_MOST_TOLD = 100
"""Broken items that are told one by one; a file with more of them is no export, but made to hurt."""


class SegmentKind(StrEnum):
    """What a segment is: the `header` above the items, an `item`, one that breaks off (`cut`), one that is `large`."""

    HEADER = "header"
    ITEM = "item"
    CUT = "cut"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of an export."""

    kind: SegmentKind
    data: bytes
    """As it stands in the file; empty where it is too large."""
    line: int
    """The line on which it begins, from 1."""


def cut_failures(path: str, segments: Iterable[Segment]) -> Iterator[Failure]:
    """What is told of the items that cannot be read since they are cut or too large."""
    more = 0
    for number, segment in enumerate(segments):
        if number >= _MOST_TOLD:
            more += 1
            continue
        reason = f"is larger than {MAX_ITEM // 1_000_000} MB; that is no article"
        if segment.kind is SegmentKind.CUT:
            reason = "breaks off; export the site again, perhaps in smaller parts"
        yield Failure(f"{path}#line-{segment.line}", "parse", f"line {segment.line}: {reason}")
    if more:
        yield Failure(path, "parse", f"{more} further items break off; export the site again")


def split_export(chunks: Iterable[bytes]) -> Iterator[Segment]:
    """The header of an export (always, perhaps empty), then each of its items; what stands between items is dropped."""
    return _Scanner(_as_ascii_based(chunks)).segments()


def _as_ascii_based(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks, in UTF-8 where they came in UTF-16: marks are looked for in bytes."""
    every = iter(chunks)
    first = next(every, b"")
    if not first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from every
        return
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    text = decoder.decode(first)
    yield re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:300]).encode() + text[300:].encode()
    for chunk in every:
        yield decoder.decode(chunk).encode()


@dataclass(frozen=True, slots=True)
class _Mark:
    opens: bool
    start: int
    end: int


def split_again(segment: Segment) -> tuple[Segment, ...]:
    """The items in a segment, marks in CDATA counted: for one that swallowed its neighbours by CDATA without an end."""
    starts = [found.start() for found in _TOKEN.finditer(segment.data) if found[0].startswith(b"<item")]
    if len(starts) < 2 or b"</item" not in segment.data[: starts[1]]:
        return (segment,)
    ends = (*starts[1:], len(segment.data))
    return tuple(
        Segment(SegmentKind.ITEM, segment.data[start:end], segment.line + segment.data.count(b"\n", 0, start))
        for start, end in zip(starts, ends, strict=True)
    )


class _Scanner:
    """Reads on until the next mark; keeps no more than the item at hand and a chunk. Positions are the buffer's."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._buffer = b""
        self._start = 0
        """Where the segment at hand begins."""
        self._at = 0
        """Where the search goes on."""
        self._no_end_before = 0
        """No CDATA section ends between the last one that was looked for and here."""
        self._ended = False
        self._line = 1

    def segments(self) -> Iterator[Segment]:
        """All segments in their order."""
        mark = self._next_mark(_MAX_HEADER)
        yield self._taken(SegmentKind.HEADER, self._at if mark is None else mark.start)
        while mark is not None:
            self._drop(mark.start if mark.opens else mark.end)
            if not mark.opens:
                mark = self._next_mark(MAX_ITEM)
                continue
            mark = self._next_mark(MAX_ITEM)
            if mark is None:
                yield self._taken(SegmentKind.CUT if self._ended else SegmentKind.LARGE, self._at)
                mark = None if self._ended else self._next_mark_far()
            elif mark.opens:
                yield self._taken(SegmentKind.CUT, mark.start)
            else:
                yield self._taken(SegmentKind.ITEM, mark.end)
                mark = self._next_mark_far()

    def _next_mark(self, limit: int) -> _Mark | None:
        """The next beginning or end of an item, or None at the end of the export or `limit` bytes into the segment.

        A mark in CDATA is text. Where a CDATA section has no end, what follows is looked through as if it were none.
        """
        self._forget()
        while True:
            found = _TOKEN.search(self._buffer, self._at)
            if found is None:
                resume = max(self._at, len(self._buffer) - _KEEP)
                if not self._more(limit):
                    self._at = len(self._buffer)
                    return None
                self._at = resume
            elif found[0] == _CDATA:
                self._at = self._end_of_cdata(found.end(), limit)
            else:
                self._at = found.end()
                return _Mark(not found[0].startswith(b"</"), found.start(), found.end())

    def _next_mark_far(self) -> _Mark | None:
        """The next mark however far away it is; what stands before it is dropped as it is read."""
        while True:
            mark = self._next_mark(MAX_ITEM)
            if mark is not None or self._ended:
                return mark
            self._drop(self._at)

    def _end_of_cdata(self, start: int, limit: int) -> int:
        """Behind the CDATA section whose text begins at `start`, or `start` where it has no end."""
        while True:
            end = self._buffer.find(b"]]>", max(start, self._no_end_before - 2))
            if end >= 0:
                return end + 3
            self._no_end_before = len(self._buffer)
            if not self._more(limit):
                return start

    def _more(self, limit: int) -> bool:
        """Read a chunk, unless the segment is as large as may be or the export at its end."""
        if self._ended or len(self._buffer) - self._start > limit:
            return False
        chunk = next(self._chunks, b"")
        self._ended = not chunk
        self._buffer += chunk
        return not self._ended

    def _taken(self, kind: SegmentKind, end: int) -> Segment:
        data = b"" if kind is SegmentKind.LARGE else self._buffer[self._start : end]
        line = self._line
        self._drop(end)
        return Segment(kind, data, line)

    def _drop(self, end: int) -> None:
        self._line += self._buffer.count(b"\n", self._start, end)
        self._start = end

    def _forget(self) -> None:
        """Let go of what is done with: now and then, since it copies what is left, and while no mark is held."""
        done = self._start
        if done > CHUNK:
            self._buffer = self._buffer[done:]
            self._at -= done
            self._no_end_before = max(0, self._no_end_before - done)
            self._start = 0
