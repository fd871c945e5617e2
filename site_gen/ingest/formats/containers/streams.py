"""Streams with a bound: parts of a file, and what a whole run through one file may cost."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from site_gen.ingest.formats.base import HEAD

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

BUFFER = 2 * HEAD
"""A buffer larger than HEAD, so that the head of a stream can be looked at without taking it."""
FREE = 50_000_000
"""Bytes that anything may expand to, however small it is."""
MAX_RATIO = 100
"""How many bytes beyond FREE one byte may expand to. Text reaches 20; only bombs reach 1,000."""
MAX_TOTAL = 20_000_000_000
"""Bytes in all that are read out of one file."""
MAX_MEMBERS = 1_000_000
"""Files in one file. Corpora of news come with some hundred thousand."""


class Source(io.RawIOBase):
    """A raw stream that ends instead of raising, and says afterwards why it ended too early."""

    fault: str | None = None
    """What is wrong, to be put after the name of the file; None while all is well."""
    harmless: bool = False
    """Whether the fault lies behind the end of the data, all of which was read."""

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill the buffer; less only at the end of the stream."""
        raise NotImplementedError

    def resume(self) -> bool:
        """Clear the fault and go on with what can be read behind it; False where there is no such thing."""
        return False


class Part(Source):
    """The next `size` bytes of a stream; all that are left where it is None."""

    def __init__(self, stream: BinaryIO, size: int | None = None, offset: int | None = None) -> None:
        """`offset`: where in a seekable stream, which others may move in between."""
        self._stream = stream
        self._at = offset
        self.size = size
        self.left = size
        """Bytes still to come, where they are counted."""

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill the buffer; less only at the end of the part or of the stream."""
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and self.fault is None:
            wanted = len(view) - filled if self.left is None else min(len(view) - filled, self.left)
            piece = self._read(wanted) if wanted else b""
            if not piece:
                break
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
        return filled

    def _read(self, wanted: int) -> bytes:
        if self._at is not None:
            self._stream.seek(self._at)
        piece = self._stream.read(wanted)
        if self._at is not None:
            self._at += len(piece)
        if self.left is not None and self.size is not None:
            self.left -= len(piece)
            if not piece:
                there = self.size - self.left
                self.fault = f"breaks off at {there:,} of its {self.size:,} bytes: copy or download it again"
        return piece


class Budget:
    """What reading one file may cost, over all that is packed in it."""

    def __init__(self, size: int | None) -> None:
        """`size`: bytes of the file, where it is known."""
        self._limit = MAX_TOTAL if size is None else min(MAX_TOTAL, max(FREE, MAX_RATIO * size))
        self._spent = 0
        self._members = 0
        self.fault: str | None = None
        """Which bound was met."""

    def spend(self, number: int) -> bool:
        """Count bytes that were read out of something; False where that is too much."""
        self._spent += number
        if self._spent > self._limit and self.fault is None:
            self.fault = (
                f"holds more than {self._limit // 1_000_000:,} MB when it is unpacked, which no sound archive does"
            )
        return self.fault is None

    def count_member(self) -> None:
        """Count one file."""
        self._members += 1
        if self._members > MAX_MEMBERS and self.fault is None:
            self.fault = f"holds more than {MAX_MEMBERS:,} files; split it"


class Metered(Source):
    """A source whose bytes are counted against a budget, and which ends when that is spent."""

    def __init__(self, source: Source, budget: Budget) -> None:
        self._source = source
        self._budget = budget

    @property
    def fault(self) -> str | None:  # type: ignore[override]
        """What is wrong with the source."""
        return self._source.fault

    @property
    def harmless(self) -> bool:  # type: ignore[override]
        """Whether all data of the source was read."""
        return self._source.harmless

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill the buffer; less only at the end."""
        number = 0 if self._budget.fault else self._source.readinto(buffer)
        return number if self._budget.spend(number) else 0

    def resume(self) -> bool:
        """Go on behind a fault of the source."""
        return self._source.resume()


def buffered(source: Source, budget: Budget | None = None) -> BinaryIO:
    """A stream over a source, whose head can be peeked at."""
    return io.BufferedReader(Metered(source, budget) if budget else source, BUFFER)


def source_of(stream: BinaryIO) -> Source | None:
    """The source under a stream of ours; None for any other stream."""
    raw = getattr(stream, "raw", None)
    return raw if isinstance(raw, Source) else None


def head_of(stream: BinaryIO) -> bytes:
    """The first HEAD bytes of a stream of ours or of a seekable one, which stays where it is."""
    if isinstance(stream, io.BufferedReader) and source_of(stream) is not None:
        return stream.peek(HEAD)[:HEAD]
    at = stream.tell()
    head = stream.read(HEAD)
    stream.seek(at)
    return head


def fault_of(stream: BinaryIO) -> str | None:
    """Why a stream of ours ended too early; None where it did not."""
    source = source_of(stream)
    return source.fault if source else None
