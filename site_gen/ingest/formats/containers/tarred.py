"""Tar files, read as a stream with bounded memory: header, bytes, next header."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.formats.containers.member import (
    Container,
    Member,
    Names,
    inherited,
    is_system_file,
    path_trick,
    shown_name,
)
from site_gen.ingest.formats.containers.streams import Part
from site_gen.model import Failure, LeftOut

_BLOCK = 512
_STEP = 1 << 20
_EXTENSIONS = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_MAX_EXTENSION = 1_000_000
"""Bytes of an extended header; they hold a long name, seldom more."""
_PAX = re.compile(rb"(\d{1,7}) ([^=\n]{1,200})=")


def matches(head: bytes, name: str) -> bool:
    """Whether it is a tar by the mark in its first header, or by name and the checksum that old ones have alone."""
    if head[257:262] == b"ustar":
        return True
    return name.endswith(".tar") and (_header(head[:_BLOCK]) is not None or not head.strip(b"\0"))


def unpack(stream: BinaryIO, outer: Document, _: ReadOptions) -> Iterator[Document | Failure | LeftOut | Member]:
    """The members of a tar. Behind a damaged header nothing more is found."""
    tar = _Tar(stream)
    names = Names()
    known = inherited(outer.known)
    while (entry := tar.next_entry()) is not None:
        if isinstance(entry, str):
            yield Failure(outer.path, "parse", f"{entry}; what follows was not read: copy or download it again")
            return
        part = Part(stream, entry.stored)
        found = _found(entry, f"{outer.path}/{shown_name(names.distinct(entry.name))}")
        if isinstance(found, str):
            yield Member(found, entry.name.rpartition("/")[2], part, known, entry.stored)
        elif found is not None:
            yield found
        if not tar.finish(part):
            yield Failure(outer.path, "parse", f"breaks off at byte {tar.position:,}; copy or download it again")
            return


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a tar."""

    info: tarfile.TarInfo
    name: str
    stored: int
    """Bytes that follow its header."""
    sparse: bool


def _found(entry: _Entry, path: str) -> Failure | LeftOut | str | None:
    """The path of a regular file; what to say of anything else; None for folders."""
    info = entry.info
    wrong = path_trick(entry.name)
    if wrong:
        return Failure(path, "parse", f"{wrong}; it was refused")
    if info.isdir():
        return None
    if is_system_file(entry.name):
        return LeftOut("system files")
    if info.issym() or info.islnk():
        return LeftOut("links")
    if entry.sparse:
        return Failure(path, "parse", "is stored as a sparse file, which is not read; pack it again without --sparse")
    return path if info.isreg() else Failure(path, "parse", "is no regular file; it was refused")


def _header(block: bytes) -> tarfile.TarInfo | None:
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return None
    return info if info.size >= 0 else None


class _Tar:
    """Where reading a tar has come to."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.position = 0

    def next_entry(self) -> _Entry | str | None:
        """The next entry, what is wrong, or None at the end. The stream stands at the bytes of the entry."""
        told: dict[str, str] = {}
        while True:
            block = self._read(_BLOCK)
            if not block.strip(b"\0"):
                return None
            info = _header(block) if len(block) == _BLOCK else None
            if info is None:
                return f"has a damaged header at byte {self.position - len(block):,}"
            if info.type not in _EXTENSIONS:
                return self._entry(info, told, block)
            if info.size > _MAX_EXTENSION:
                return f"has a header of {info.size:,} bytes at byte {self.position:,}"
            data = self._read(info.size)
            self._read(-info.size % _BLOCK)
            if info.type == tarfile.GNUTYPE_LONGNAME:
                told["path"] = data.rstrip(b"\0").decode("utf-8", "surrogateescape")
            elif info.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
                told |= _pax(data)

    def _entry(self, info: tarfile.TarInfo, told: dict[str, str], block: bytes) -> _Entry | str:
        sparse = info.type == tarfile.GNUTYPE_SPARSE or any(key.startswith("GNU.sparse.") for key in told)
        more = info.type == tarfile.GNUTYPE_SPARSE and block[482]
        while more:
            block = self._read(_BLOCK)
            more = len(block) == _BLOCK and block[504]
        size = info.size
        if "size" in told:
            if not told["size"].isascii() or not told["size"].isdigit():
                return f"has a damaged header at byte {self.position:,}"
            size = int(told["size"][:20])
        held = info.isreg() or info.type not in tarfile.SUPPORTED_TYPES
        name = told.get("path", info.name)
        while name.startswith("./"):
            name = name[2:]
        return _Entry(info, name, size if held else 0, sparse)

    def finish(self, part: Part) -> bool:
        """Go on to the next header, past what of a part was not read; False where the tar ends before."""
        size, left = part.size or 0, part.left or 0
        self.position += size - left
        padding = -size % _BLOCK
        while left + padding > 0:
            piece = self._read(min(left + padding, _STEP))
            if not piece:
                # The padding of the last entry is often missing, and nobody's loss.
                return left <= 0
            left -= len(piece)
        return True

    def _read(self, number: int) -> bytes:
        data = self._stream.read(number)
        self.position += len(data)
        return data


def _pax(data: bytes) -> dict[str, str]:
    """The records of an extended header, `LENGTH KEY=VALUE`."""
    told: dict[str, str] = {}
    at = 0
    while record := _PAX.match(data, at):
        length = int(record[1])
        if length <= record.end() - at:
            break
        value = data[record.end() : at + length - 1]
        told[record[2].decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        at += length
    return told


FORMAT = Container(name="tar", matches=matches, unpack=unpack)
"""Tar files."""
