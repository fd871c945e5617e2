"""A small fingerprint of a text, by which the few articles that are like it are found among many.

The sketch is a MinHash with one permutation: runs of four words are hashed, the hashes fall into 64 buckets, and the
smallest of each bucket stands for it. Two texts agree in a bucket as often as they have runs in common (Jaccard).
Pure Python: the libraries that do this need numpy or a compiler, and what is hashed here is small.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from operator import eq
from zlib import crc32

from site_gen.ingest.near.words import SHORT, folded, text_of, words

_BUCKETS = 64
_LOW = _BUCKETS - 1
_BAND_ROWS = 2
_BANDS = 24
_FORMAT = struct.Struct(f"<I{_BUCKETS}H")
_NONE = 1 << 32
_DIGITS = re.compile(r"\d+")


def sketch(title: str, body: str) -> bytes:
    """The fingerprint of an article: 132 bytes, the same on every machine; empty for a text of under SHORT words.

    `body` may be Markdown or plain text. Texts too short are found by their equality alone (`identity.text_key`).
    """
    text = text_of(body).lower()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    found = words(text)
    if len(found) < SHORT:
        return b""
    encoded = [word.encode() for word in found]
    runs = map(b" ".join, zip(encoded, encoded[1:], encoded[2:], encoded[3:], strict=False))
    lowest = [_NONE] * _BUCKETS
    for value in set(map(crc32, runs)):
        bucket = value & _LOW
        if value < lowest[bucket]:  # noqa: PLR1730 - min() takes three times as long
            lowest[bucket] = value
    return _FORMAT.pack(_title_hash(title), *_filled(lowest))


def bands(sketch: bytes) -> tuple[int, ...]:
    """The keys under which a sketch is looked up: signed, 32 bits (SQLite stores them in four bytes).

    Articles that share a key are candidates: 24 keys for pairs of buckets, one for the title without its numbers.
    """
    if not sketch:
        return ()
    keys = [crc32(sketch[4 + start : 4 + start + 2 * _BAND_ROWS], start) for start in range(0, 4 * _BANDS, 4)]
    if sketch[:4] != b"\0\0\0\0":
        keys.append(crc32(sketch[:4], 4 * _BANDS))
    return tuple(key - _NONE if key >> 31 else key for key in keys)


def similarity(one: bytes, other: bytes) -> float:
    """The share of four-word runs that two texts have in common (Jaccard), estimated to about 0.06."""
    if not one or not other:
        return 0.0
    first = _FORMAT.unpack(one)[1:]
    second = _FORMAT.unpack(other)[1:]
    return sum(1 for _ in filter(None, map(eq, first, second))) / _BUCKETS


def _title_hash(title: str) -> int:
    """Titles that differ in numbers alone share it: `9 dead`, `14 dead`. 0 where there is no title."""
    return crc32(_DIGITS.sub("0", "".join(words(folded(title)))).encode("utf-8", "replace"))


def _filled(lowest: list[int]) -> list[int]:
    """Sixteen bits a bucket; an empty one borrows from another, which for equal texts is the same one."""
    values = []
    for bucket, value in enumerate(lowest):
        step = 0
        while value == _NONE:
            step += 1
            value = lowest[(bucket * 37 + step * 29 + 11) & _LOW]  # noqa: PLW2901 - the borrowed value takes its place
        values.append(value >> 6 & 0xFFFF)
    return values
