"""Zip files and WACZ: their members one by one, none of them unpacked to disk."""

from __future__ import annotations

import bz2
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from site_gen.errors import MissingExtraError
from site_gen.ingest.documents import WITH_SIDECARS, read_sidecar
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.ingest.formats.containers.compressed import Inflater, ZstdFrame
from site_gen.ingest.formats.containers.member import (
    MAX_MEMBER,
    Container,
    Member,
    Names,
    inherited,
    is_system_file,
    path_trick,
    shown_name,
)
from site_gen.ingest.formats.containers.streams import Part, Source
from site_gen.ingest.formats.containers.zip_directory import ZipDirectoryError, read_directory
from site_gen.model import Failure, LeftOut

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")
_OFFICE = (b"[Content_Types].xml", b"mimetype", b"_rels/.rels", b"META-INF/MANIFEST.MF", b"AndroidManifest.xml")
_OFFICE_NAMES = tuple(".docx .xlsx .pptx .odt .ods .odp .epub .jar .apk .pages .docm .xlsm".split())
_PIECE = 262_144
_MAX_SIDECAR = 1_000_000
_WARC_NAMES = (".warc", ".warc.gz", ".arc", ".arc.gz")
_Decompressor = bz2.BZ2Decompressor | Inflater | ZstdFrame


def matches(head: bytes, name: str) -> bool:
    """Whether it is a zip of files; an office document or a program is none, though it is packed in the same way."""
    return (
        head.startswith(_MAGICS)
        and not name.endswith(_OFFICE_NAMES)
        and not (head.startswith(_MAGICS[0]) and head.startswith(_OFFICE, 30))
    )


def unpack(stream: BinaryIO, outer: Document, _: ReadOptions) -> Iterator[Document | Failure | LeftOut | Member]:
    """The members of a zip file. One that cannot be sought in is held in memory, up to MAX_MEMBER."""
    if not stream.seekable():
        data = stream.read(MAX_MEMBER + 1)
        if len(data) > MAX_MEMBER:
            yield Failure(
                outer.path,
                "parse",
                f"is a zip of more than {MAX_MEMBER // 1_000_000} MB in another archive; unpack the outer one first",
            )
            return
        stream = io.BytesIO(data)
    try:
        entries = read_directory(stream)
    except ZipDirectoryError as error:
        yield Failure(outer.path, "parse", str(error))
        return
    yield from _members(stream, outer, [entry for entry in entries if not entry.filename.endswith(("/", "\\"))])


def _members(
    stream: BinaryIO, outer: Document, entries: list[zipfile.ZipInfo]
) -> Iterator[Document | Failure | LeftOut | Member]:
    by_name = {_name(entry): entry for entry in entries}
    wacz = _is_wacz(outer.path, by_name)
    sidecars = {} if wacz else _sidecars(by_name)
    names = Names()
    for entry in entries:
        name = _name(entry)
        if wacz and not name.lower().endswith(_WARC_NAMES):
            yield LeftOut("indexes")
        elif name in sidecars.values():
            continue
        else:
            beside = by_name.get(sidecars.get(name, ""))
            yield _member(stream, outer, entry, names, beside)
    if wacz and not any(name.lower().endswith(_WARC_NAMES) for name in by_name):
        yield Failure(outer.path, "parse", "is a WACZ without any WARC in it; export it again")


def _name(entry: zipfile.ZipInfo) -> str:
    # Some programs for Windows write backslashes between folders.
    return entry.orig_filename.replace("\\", "/")


def _is_wacz(path: str, names: dict[str, zipfile.ZipInfo]) -> bool:
    return path.lower().endswith(".wacz") or (
        "datapackage.json" in names and any(name.startswith("archive/") for name in names)
    )


def _sidecars(names: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """By document: the file beside it that tells about it."""
    pairs = ((name, f"{name.rpartition('.')[0]}.json") for name in names if name.lower().endswith(WITH_SIDECARS))
    return {name: beside for name, beside in pairs if beside in names}


def _member(
    stream: BinaryIO, outer: Document, entry: zipfile.ZipInfo, names: Names, beside: zipfile.ZipInfo | None
) -> Failure | LeftOut | Member:
    name = _name(entry)
    path = f"{outer.path}/{shown_name(names.distinct(name))}"
    refused = _refused(entry, name, path)
    if refused:
        return refused
    source = _source(stream, entry)
    if isinstance(source, str):
        return Failure(path, "parse", source)
    known = _known(stream, outer, beside) if beside else inherited(outer.known)
    if isinstance(known, Failure):
        return Failure(path, "parse", f"has a sidecar that cannot be read: {known.message}")
    return Member(path, name.rpartition("/")[2], source, known, entry.file_size)


def _refused(entry: zipfile.ZipInfo, name: str, path: str) -> Failure | LeftOut | None:
    wrong = path_trick(name)
    mode = entry.external_attr >> 16
    if stat.S_ISLNK(mode) and not wrong:
        return LeftOut("links")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        wrong = wrong or "is no regular file"
    if wrong:
        return Failure(path, "parse", f"{wrong}; it was refused")
    return LeftOut("system files") if is_system_file(name) else None


def _known(stream: BinaryIO, outer: Document, beside: zipfile.ZipInfo) -> Known | Failure:
    path = f"{outer.path}/{shown_name(_name(beside))}"
    source = _source(stream, beside)
    data = b"" if isinstance(source, str) else io.BufferedReader(source).read(_MAX_SIDECAR + 1)
    if isinstance(source, str) or source.fault or len(data) > _MAX_SIDECAR:
        return Failure(path, "parse", f"{shown_name(_name(beside))} is damaged or too large")
    known = read_sidecar(data, path)
    if isinstance(known, Failure):
        return known
    above = inherited(outer.known)
    return replace(
        known,
        captured=known.captured or above.captured,
        source=known.source or above.source,
        lang=known.lang or above.lang,
        topics=known.topics or above.topics,
    )


def _source(stream: BinaryIO, entry: zipfile.ZipInfo) -> Source | str:
    """The bytes of an entry, or why they cannot be read."""
    if entry.flag_bits & 0x2041:
        return "is encrypted; unpack it with its password first"
    stream.seek(max(entry.header_offset, 0))
    header = stream.read(30)
    # Bytes that were lost from the front of the file make offsets negative.
    if entry.header_offset < 0 or len(header) < 30 or not header.startswith(_MAGICS[0]):
        return "is not where the directory of the zip says; copy or download it again"
    start = entry.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = Part(stream, entry.compress_size, start)
    start_unpacking = {0: None, 8: lambda: Inflater(-15), 12: bz2.BZ2Decompressor, 93: ZstdFrame}
    if entry.compress_type not in start_unpacking:
        return f"is packed by a method that is not read ({entry.compress_type}); pack it again with deflate"
    begin = start_unpacking[entry.compress_type]
    try:
        return Entry(packed, begin() if begin else None, entry.CRC, entry.file_size)
    except MissingExtraError as error:
        return str(error)


class Entry(Source):
    """The bytes of one file in a zip, checked against its size and checksum."""

    def __init__(self, packed: Part, decompressor: _Decompressor | None, checksum: int, size: int) -> None:
        self._packed = packed
        self._stream = io.BufferedReader(packed)
        self._decompressor = decompressor
        self._expected = checksum, size
        self._checksum = 0
        self._given = 0

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer; less only at the end or where the file is damaged."""
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and self.fault is None:
            piece = self._next(min(len(view) - filled, _PIECE))
            if not piece:
                break
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
        self._checksum = zlib.crc32(view[:filled], self._checksum)
        self._given += filled
        if filled < len(view) and self.fault is None and (self._checksum, self._given) != self._expected:
            self.fault = self._packed.fault or "is damaged: its checksum does not agree; copy or download the zip again"
        if self._given > self._expected[1] and self.fault is None:
            self.fault = "is larger than the zip says, as only bombs are"
        return filled

    def _next(self, wanted: int) -> bytes:
        unpacker = self._decompressor
        if unpacker is None:
            return self._stream.read(wanted)
        piece = b""
        while not piece and not unpacker.eof:
            data = self._stream.read(65_536) if unpacker.needs_input else b""
            if not data and unpacker.needs_input:
                break
            try:
                piece = unpacker.decompress(data, wanted)
            except (zlib.error, OSError, ValueError, MemoryError) as error:
                self.fault = f"is damaged ({error}); copy or download the zip again"
                break
        return piece


FORMAT = Container(name="zip", matches=matches, unpack=unpack)
"""Zip files, WACZ among them."""
