"""Going through a file and whatever is packed in it: one document after the other, within one budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from site_gen.errors import MissingExtraError
from site_gen.ingest.formats.base import Document, Format, Known, ReadOptions
from site_gen.ingest.formats.containers.member import MAX_MEMBER, Container, Member, finished
from site_gen.ingest.formats.containers.streams import Budget, Part, buffered, fault_of, head_of, source_of
from site_gen.ingest.formats.resources import resource_kind
from site_gen.model import Failure, LeftOut

MAX_DEPTH = 6
"""Layers of packing, compression being one: a WACZ in a zip has four (zip, WACZ, gzip, WARC)."""

Item = Document | Failure | LeftOut
Detect = Callable[[bytes, str], Format | None]
"""The format of a file by its first HEAD bytes and its name in lower case; None where it is not known."""


def walk(stream: BinaryIO, outer: Document, options: ReadOptions, detect: Detect) -> Iterator[Item]:
    """The documents of a file: itself where it is one, else all that are packed in it, however deep.

    `outer` has the path and what is known, and no data. Documents carry the name of their format where `detect` knew
    it. Never raises on what the file holds; what cannot be read is a Failure, and the walk goes on behind it. A format
    that wants a missing extra is a Failure that names the command.
    """
    size = stream.seek(0, 2) if stream.seekable() else None
    budget = Budget(size)
    if size is None:
        stream = buffered(Part(stream))
    else:
        stream.seek(0)
    walker = _Walker(options, detect, budget)
    name = outer.path.rpartition("/")[2]
    for item in walker.file(stream, _Place(outer.path, name.lower(), outer.known, size), 0):
        if budget.fault:
            break
        yield item
    if budget.fault:
        yield Failure(outer.path, "parse", f"{budget.fault}; what was left of it was not read")


@dataclass(frozen=True, slots=True)
class _Place:
    """What is known about the file in hand; the fields are those of Member, its name in lower case."""

    path: str
    name: str
    known: Known
    size: int | None = None
    otherwise: str | None = None

    @property
    def outer(self) -> Document:
        """What unpackers and splitters are told."""
        return Document(self.path, b"", self.known, "")


class _Walker:
    def __init__(self, options: ReadOptions, detect: Detect, budget: Budget) -> None:
        self._options = options
        self._detect = detect
        self._budget = budget

    def file(self, stream: BinaryIO, place: _Place, depth: int) -> Iterator[Item]:
        """The documents of one file or member, `depth` containers deep."""
        head = head_of(stream)
        kind = resource_kind(head, place.name) if depth else None
        if kind:
            yield LeftOut(kind)
            return
        found = self._detect(head, place.name)
        if isinstance(found, Container) and depth >= MAX_DEPTH:
            yield Failure(place.path, "parse", f"is packed in more than {MAX_DEPTH} layers; unpack it and ingest that")
        elif isinstance(found, Container):
            yield from self._guarded(
                stream, place, self._unpacked(found.unpack(stream, place.outer, self._options), depth)
            )
        elif found is not None and found.split is not None:
            yield from self._guarded(stream, place, found.split(stream, place.outer, self._options))
        elif found is None and place.otherwise:
            yield LeftOut(place.otherwise)
        else:
            yield _whole(stream, place, found, depth)

    def _unpacked(self, items: Iterator[Item | Member], depth: int) -> Iterator[Item]:
        for item in items:
            if isinstance(item, Member):
                yield from self._member(item, depth + 1)
            else:
                yield item

    def _guarded(self, stream: BinaryIO, place: _Place, items: Iterator[Item]) -> Iterator[Item]:
        """The items, then what was wrong with the stream, once."""
        told = False
        try:
            for item in items:
                told = told or (isinstance(item, Failure) and item.source == place.path)
                yield item
                if self._budget.fault:
                    return
        except MissingExtraError as error:
            yield Failure(place.path, "parse", str(error))
            return
        except Exception as error:  # noqa: BLE001 - the rest of what the file is packed in is still to be read
            reason = f"{type(error).__name__}: {error}"
            yield Failure(place.path, "parse", f"made the reader fail ({reason}); please report it")
            return
        fault = fault_of(stream)
        if fault and not told:
            yield Failure(place.path, "parse", f"{fault}; what was read before counts")

    def _member(self, member: Member, depth: int) -> Iterator[Item]:
        self._budget.count_member()
        stream = buffered(member.source, self._budget)
        place = _Place(member.path, member.name.lower(), member.known, member.size, member.otherwise)
        yield from self.file(stream, place, depth)


def _whole(stream: BinaryIO, place: _Place, found: Format | None, depth: int) -> Document | Failure:
    data = b""
    if place.size is None or place.size <= MAX_MEMBER:
        try:
            data = stream.read(MAX_MEMBER + 1)
        except OSError as error:
            return Failure(place.path, "read", f"cannot be read: {error.strerror}; check the disk")
    if len(data) > MAX_MEMBER or (place.size or 0) > MAX_MEMBER:
        return Failure(
            place.path, "parse", f"is larger than {MAX_MEMBER // 1_000_000} MB; split it into one file a document"
        )
    source = source_of(stream)
    known = place.known
    if source is not None and source.fault:
        if not source.harmless:
            return Failure(place.path, "parse", source.fault)
        known = replace(known, warnings=(*known.warnings, source.fault))
    return finished(place.path, data, known, found.name if found else None, None if depth else Known())
