"""The directory at the end of a zip file, read with its claims checked before anything is allotted for them."""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO

MAX_DIRECTORY = 32_000_000
MAX_ENTRIES = 100_000
"""A zip names all its files at its end, and all names are held in memory; a tar may hold more."""
_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_TAIL = 65_557


class ZipDirectoryError(Exception):
    """A zip file's directory cannot be used; the message says why, to be put after the file's name."""


def read_directory(stream: BinaryIO) -> list[zipfile.ZipInfo]:
    """The entries of a seekable zip file, in its own order. Raises ZipDirectoryError where they cannot be trusted."""
    _check_claims(stream)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries, end = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError, OverflowError) as error:
        raise ZipDirectoryError(f"has a damaged zip directory ({error}); copy or download it again") from error
    _check_overlap(entries, end)
    return entries


def _check_claims(stream: BinaryIO) -> None:
    size = stream.seek(0, 2)
    stream.seek(max(size - _TAIL, 0))
    tail = stream.read(_TAIL)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise ZipDirectoryError("has no zip directory at its end, as when a copy broke off; copy or download it again")
    length, offset = struct.unpack_from("<LL", tail, at + 12)
    if 0xFFFFFFFF in (length, offset) or tail[max(at - 20, 0) : at].startswith(b"PK\x06\x07"):
        length = _zip64_length(stream, tail[max(at - 20, 0) : at])
    if length > min(MAX_DIRECTORY, size):
        raise ZipDirectoryError(f"claims a zip directory of {length:,} bytes; split it, or pack it as tar")
    stream.seek(max(size - _TAIL - length, 0))
    entries = stream.read(length + _TAIL).count(_ENTRY)
    if entries > MAX_ENTRIES:
        raise ZipDirectoryError(f"holds {entries:,} files, more than a zip may ({MAX_ENTRIES:,}); pack it as tar")


def _zip64_length(stream: BinaryIO, locator: bytes) -> int:
    if not locator.startswith(b"PK\x06\x07"):
        return 0
    (offset,) = struct.unpack_from("<Q", locator, 8)
    if offset > MAX_DIRECTORY << 20:
        raise ZipDirectoryError("has a damaged zip directory; copy or download it again")
    stream.seek(offset)
    record = stream.read(56)
    if len(record) < 56 or not record.startswith(b"PK\x06\x06"):
        raise ZipDirectoryError("has a damaged zip directory; copy or download it again")
    return int(struct.unpack_from("<Q", record, 40)[0])


def _check_overlap(entries: list[zipfile.ZipInfo], end: int) -> None:
    """Files that lie in one another are how a small zip becomes endless."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    limits = [entry.header_offset for entry in ordered[1:]] + [end]
    for entry, limit in zip(ordered, limits, strict=False):
        if entry.header_offset + 30 + entry.compress_size > limit:
            raise ZipDirectoryError(f"has files that overlap in it ({entry.filename[:80]!r}), as only bombs have")
