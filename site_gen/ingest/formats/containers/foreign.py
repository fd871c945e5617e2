"""Archives that are not read, so that what is to be done about them is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.formats.containers.member import Container
from site_gen.model import Failure

_MAGICS = (
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"MSCF\0\0\0\0", "CAB"),
    (b"\x1f\x9d", "compress (.Z)"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"LZIP", "lzip"),
)


def _kind(head: bytes) -> str | None:
    return next((kind for magic, kind in _MAGICS if head.startswith(magic)), None)


def matches(head: bytes, name: str) -> bool:  # noqa: ARG001 - the interface of formats
    """Whether it is such an archive."""
    return _kind(head) is not None


def unpack(stream: BinaryIO, outer: Document, _: ReadOptions) -> Iterator[Failure]:
    """What to do instead."""
    kind = _kind(stream.read(16)) or "foreign"
    yield Failure(outer.path, "parse", f"is a {kind} archive, which is not read; unpack it, or pack it as zip or tar")


FORMAT = Container(name="foreign archive", matches=matches, unpack=unpack)
"""7z, RAR and the like."""
