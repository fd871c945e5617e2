"""Walking through containers that a test made, with three plain formats for what is in them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

import pytest

from site_gen.ingest.formats.base import Document, Format, Known, ReadOptions
from site_gen.ingest.formats.containers import FORMATS, walk
from site_gen.model import Failure, LeftOut

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


@dataclass
class Walked:
    """What came out of a file."""

    documents: list[Document] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    @property
    def paths(self) -> list[str]:
        return [document.path for document in self.documents]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(failure.source, failure.message) for failure in self.failures]

    @property
    def only(self) -> Document:
        assert not self.failures
        (document,) = self.documents
        return document


def _rows(stream: BinaryIO, outer: Document, _: ReadOptions) -> Iterator[Document | Failure | LeftOut]:
    for number, line in enumerate(stream, 1):
        yield Document(f"{outer.path}#{number}", line.strip(), outer.known, "", "row")


_PLAIN = (
    Format("html", lambda head, name: name.endswith(".html") or b"<html" in head.lower()),
    Format("feed", lambda head, _: b"<rss" in head),
    Format("rows", lambda _, name: name.endswith(".jsonl"), split=_rows),
    Format("text", lambda _, name: name.endswith(".txt")),
)


def detect(head: bytes, name: str) -> Format | None:
    return next((form for form in (*FORMATS, *_PLAIN) if form.matches(head, name)), None)


class OneWay(io.RawIOBase):
    """A stream that cannot be sought in, as a pipe."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        return self._data.readinto(buffer)


@pytest.fixture
def walked() -> Callable[..., Walked]:
    """Walks through bytes under a name: `walked(data, "a.zip", known)`, by a stream without seeking where asked."""

    def go(data: bytes, name: str, known: Known | None = None, *, pipe: bool = False) -> Walked:
        stream = io.BufferedReader(OneWay(data)) if pipe else io.BytesIO(data)
        result = Walked()
        for item in walk(stream, Document(f"inbox/{name}", b"", known or Known(), ""), ReadOptions(), detect):
            if isinstance(item, LeftOut):
                result.left[item.what] += item.number
            elif isinstance(item, Failure):
                result.failures.append(item)
            else:
                result.documents.append(item)
        return result

    return go
