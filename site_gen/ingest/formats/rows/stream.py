"""A stream of bytes in any encoding to UTF-8, by chunks and by lines, never more of it in memory than one line."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from site_gen.ingest.decode import UndecodableError, decode

CHUNK = 262_144
MAX_ROW = 20_000_000
"""Bytes; a longer row is no news."""

_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a text may be in that is no UTF-8; asked for with the first line that shows it.
_LEGACY = ("cp1252", "cp1250", "cp1251", "cp1256", "gb18030", "big5", "shift_jis", "euc_kr", "latin-1")


def utf8_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of a stream; UTF-16 and UTF-32 become UTF-8, and a byte order mark is taken off."""
    first = stream.read(CHUNK)
    encoding = wide_encoding(first)
    chunks = _chunks(first, stream)
    if encoding is None:
        yield first.removeprefix(codecs.BOM_UTF8)
        next(chunks, None)
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for chunk in chunks:
        yield decoder.decode(chunk).removeprefix("\ufeff").encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _chunks(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    chunk = first
    while chunk:
        yield chunk
        chunk = stream.read(CHUNK)


def wide_encoding(head: bytes) -> str | None:
    """The name of a UTF-16 or UTF-32 encoding that the first bytes show; None for encodings of single bytes."""
    for mark, encoding in _WIDE:
        if head.startswith(mark):
            return encoding
    # Without a mark: what tables and JSON begin with is ASCII.
    if len(head) >= 4 and head[0] and head[2] and head[1] == head[3] == 0:
        return "utf-16-le"
    if len(head) >= 4 and head[1] and head[3] and head[0] == head[2] == 0:
        return "utf-16-be"
    return None


def head_text(head: bytes) -> str:
    """The first bytes of a file as text, as far as they are any."""
    encoding = wide_encoding(head)
    return head.decode(encoding or "utf-8-sig", "ignore").lstrip("\ufeff")


def lines_in(chunks: Iterable[bytes], limit: int = MAX_ROW) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number from 1, without its line end; None in place of one longer than `limit` bytes."""
    number = 1
    pieces: list[bytes] = []
    size = 0
    for chunk in chunks:
        lines = chunk.split(b"\n")
        for line in lines[:-1]:
            size += len(line)
            pieces.append(line)
            yield number, b"".join(pieces) if size <= limit else None
            number += 1
            pieces, size = [], 0
        size += len(lines[-1])
        if size <= limit:
            pieces.append(lines[-1])
        else:
            pieces = []
    if size:
        yield number, b"".join(pieces) if size <= limit else None


class LineDecoder:
    """Lines of one file to text; the encoding of a file that is no UTF-8 is found once."""

    def __init__(self) -> None:
        self._encoding = "utf-8"

    def text(self, line: bytes) -> str:
        """The text of a line, which is never refused: what no encoding explains is replaced."""
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if self._encoding == "utf-8":
            self._encoding = self._legacy(line)
        return line.decode(self._encoding, "replace")

    def _legacy(self, line: bytes) -> str:
        try:
            text = decode(line)
        except UndecodableError:
            return "cp1252"
        for encoding in _LEGACY:
            try:
                if line.decode(encoding) == text:
                    return encoding
            except UnicodeDecodeError:
                continue
        return "cp1252"
