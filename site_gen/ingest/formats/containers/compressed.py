"""Compressed files (gzip, bzip2, xz, zstd): any number of members or frames in a row, read as one stream."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Protocol

from site_gen.errors import MissingExtraError
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.formats.containers.member import Container, Member
from site_gen.ingest.formats.containers.streams import FREE, MAX_RATIO, Source
from site_gen.model import Failure, LeftOut

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_STEP = 65_536
_PIECE = 262_144
"""Bytes unpacked at a time: a bomb is stopped before it has filled a large buffer."""
_MAX_RESUMED = 1000
_MAX_DICTIONARY = 256 << 20
_AGAIN = "copy or download it again"


class Decompressor(Protocol):
    """One member: what the standard library's decompressors for bzip2 and xz are."""

    @property
    def eof(self) -> bool:
        """Whether the member ended."""

    @property
    def needs_input(self) -> bool:
        """Whether it can give nothing more before it gets more."""

    @property
    def unused_data(self) -> bytes:
        """What follows the end of the member."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """At most `max_length` bytes."""


class Inflater:
    """zlib's decompressor in the manner of the other two: gzip by default, raw deflate with `-15`."""

    def __init__(self, window: int = 31) -> None:
        self._zlib = zlib.decompressobj(window)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the member ended."""
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        """What follows the end of the member."""
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """At most `max_length` bytes."""
        tail = self._zlib.unconsumed_tail
        piece = self._zlib.decompress(tail + data if tail else data, max_length)
        self.needs_input = not self._zlib.unconsumed_tail and len(piece) < max_length
        return piece


class ZstdFrame:
    """A zstd frame in the manner of the others. Its package cannot bound what it gives: it gets little at a time."""

    _LITTLE = 512  # gives 16 MB at the very most

    def __init__(self) -> None:
        try:
            import zstandard
        except ImportError as error:
            raise MissingExtraError("reading zstd files", "zstd") from error
        # The window that `zstd -d` accepts unasked.
        self._zstd = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
        self._error = zstandard.ZstdError
        self._in = b""
        self._out = b""

    @property
    def eof(self) -> bool:
        """Whether the frame ended and all of it was given."""
        return bool(self._zstd.eof) and not self._out

    @property
    def needs_input(self) -> bool:
        """Whether it can give nothing more before it gets more."""
        return not self._in and not self._out and not self._zstd.eof

    @property
    def unused_data(self) -> bytes:
        """What follows the end of the frame."""
        return bytes(self._zstd.unused_data) + self._in

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """At most `max_length` bytes."""
        self._in += data
        pieces = [self._out]
        length = len(self._out)
        at = 0
        try:
            while length < max_length and at < len(self._in) and not self._zstd.eof:
                pieces.append(self._zstd.decompress(self._in[at : at + self._LITTLE]))
                at += self._LITTLE
                length += len(pieces[-1])
        except self._error as error:
            raise OSError(str(error)) from error
        self._in = self._in[at:]
        whole = b"".join(pieces)
        self._out = whole[max_length:]
        return whole[:max_length]


@dataclass(frozen=True, slots=True)
class Coding:
    """A way of compressing files."""

    name: str
    magic: bytes
    suffixes: tuple[tuple[str, str], ...]
    """Endings of names and what they become when the file is unpacked."""
    start: Callable[[], Decompressor]
    check: tuple[int, bytes] = (0, b"")
    """What else stands in its head, and where: a magic of three letters begins texts too."""
    skippable: bool = False
    """Whether zstd's frames that hold nothing may stand between."""

    def begins(self, data: bytes) -> bool:
        """Whether a member begins here."""
        return data.startswith(self.magic) or (self.skippable and data[1:4] == b"*M\x18" and data[0] >> 4 == 5)

    def matches(self, head: bytes, name: str) -> bool:  # noqa: ARG002 - the interface of formats
        """Whether a file is so compressed, by its first bytes."""
        at, what = self.check
        return self.begins(head) and head.startswith(what, at)


class Expanded(Source):
    """The bytes of a compressed stream. Ends at the first break, from which it can be resumed at the next member."""

    def __init__(self, stream: BinaryIO, coding: Coding) -> None:
        self._stream = stream
        self._coding = coding
        self._decompressor = coding.start()
        self._chunks = (b"", b"")
        self._begun = 0
        """Where in the joined chunks the present member begins; before 0 where it began earlier."""
        self._left = b""
        self._taken = 0
        self._given = 0
        self._resumed = 0
        self._ended = False

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer; less only at the end or at a break."""
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and not self._ended and self.fault is None:
            piece = self._next(min(len(view) - filled, _PIECE))
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
        return filled

    def _next(self, wanted: int) -> bytes:
        try:
            if self._decompressor.eof:
                self._start_member()
                return b""
            data = self._take() if self._decompressor.needs_input else b""
            if not data and self._decompressor.needs_input:
                self.fault = (
                    f"breaks off within its {self._coding.name} data, after {self._given:,} bytes unpacked: {_AGAIN}"
                )
                return b""
            piece = self._decompressor.decompress(data, wanted)
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, MemoryError) as error:
            self.fault = f"has damaged {self._coding.name} data before its byte {self._taken:,} ({error}): {_AGAIN}"
            return b""
        self._given += len(piece)
        if self._given > FREE and self._given > MAX_RATIO * self._taken:
            self._ended = True
            self.fault = f"expands to more than {MAX_RATIO} times its size, which no news does: it was refused"
            return b""
        return piece

    def _take(self) -> bytes:
        """The next compressed bytes."""
        data, self._left = self._left, b""
        if not data:
            data = self._stream.read(_STEP)
            self._taken += len(data)
        self._begun -= len(self._chunks[0])
        self._chunks = (self._chunks[1], data)
        return data

    def _start_member(self) -> None:
        magic = self._coding.magic
        left = self._decompressor.unused_data.lstrip(b"\0")
        while len(left) < len(magic):  # zeros fill up blocks of tapes and xz files
            more = self._stream.read(_STEP)
            self._taken += len(more)
            left = (left + more).lstrip(b"\0")
            if not more:
                break
        if not left:
            self._ended = True
        elif self._coding.begins(left):
            self._restart(left)
        else:
            self._restart(left)
            self.harmless = True
            self.fault = f"has bytes behind the end of its {self._coding.name} data, which were not read"

    def _restart(self, left: bytes) -> None:
        self._decompressor = self._coding.start()
        self._left = left
        self._chunks = (b"", b"")
        self._begun = 0

    def resume(self) -> bool:
        """Go on with the next member behind a break; False where none is found."""
        self._resumed += 1
        if self.fault is None or self._ended or self._resumed > _MAX_RESUMED:
            return False
        magic = self._coding.magic
        window = b"".join((*self._chunks, self._left))
        at = window.find(magic, max(self._begun + 1, 0))
        while at < 0:
            more = self._stream.read(_STEP)
            self._taken += len(more)
            if not more:
                return False
            window = window[-len(magic) + 1 :] + more
            at = window.find(magic)
        self.fault, self.harmless = None, False
        self._restart(window[at:])
        return True


def unpacked_name(name: str, coding: Coding) -> str:
    """The name of a file without what its compression added: `a.jsonl.gz` is `a.jsonl`, `a.tgz` is `a.tar`."""
    lower = name.lower()
    for suffix, becomes in coding.suffixes:
        if lower.endswith(suffix):
            return name[: -len(suffix)] + becomes
    return name


def _format(coding: Coding) -> Container:
    def unpack(stream: BinaryIO, outer: Document, _: ReadOptions) -> Iterator[Document | Failure | LeftOut | Member]:
        name = unpacked_name(outer.path.rpartition("/")[2], coding)
        # What a server declared is the type of the file as it was packed.
        known = replace(outer.known, media_type=None)
        yield Member(outer.path, name, Expanded(stream, coding), known)

    return Container(name=coding.name, matches=coding.matches, unpack=unpack)


GZIP = Coding("gzip", b"\x1f\x8b\x08", ((".tgz", ".tar"), (".svgz", ".svg"), (".gz", ""), (".gzip", "")), Inflater)
BZIP2 = Coding(
    "bzip2", b"BZh", ((".tbz2", ".tar"), (".tbz", ".tar"), (".bz2", "")), bz2.BZ2Decompressor, check=(4, b"1AY&SY")
)
XZ = Coding(
    "xz", b"\xfd7zXZ\x00", ((".txz", ".tar"), (".xz", "")), lambda: lzma.LZMADecompressor(memlimit=_MAX_DICTIONARY)
)
ZSTD = Coding("zstd", b"\x28\xb5\x2f\xfd", ((".tzst", ".tar"), (".zst", ""), (".zstd", "")), ZstdFrame, skippable=True)
FORMATS = tuple(map(_format, (GZIP, BZIP2, XZ, ZSTD)))
"""The compressions as formats, each of a file that holds one other."""
