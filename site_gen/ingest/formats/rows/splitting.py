"""The rows of one file to documents, each with a path that stays the same in every run."""

from __future__ import annotations

from collections.abc import Mapping

from site_gen.ingest.formats.base import Document, Known
from site_gen.ingest.formats.rows.facts import value_at
from site_gen.ingest.formats.rows.names import ID, folded_name
from site_gen.ingest.formats.rows.values import line_in
from site_gen.ingest.identity import digest
from site_gen.model import LeftOut

_IDS = frozenset(ID)
_RANK = {name: rank for rank, name in enumerate(ID)}
_LONGEST = 120
_KINDS = {int: "number", float: "number", str: "text", list: "list", bool: "truth value", type(None): "null"}


def no_row(value: object) -> str:
    """What is wrong with a JSON value that is no object."""
    kind = _KINDS.get(type(value), "value")
    return f"holds a {kind} where an object of names and values was expected; mend or remove it"


class RowPaths:
    """Makes the documents of one file's rows, no two of the same path."""

    def __init__(self, outer: Document, name: str, column: str | None = None) -> None:
        """Take the file, the format of its rows, and the column of ids that the configuration names."""
        self.outer = outer
        self._format = name
        self._column = column
        # 16 digits of each digest: a set of all paths would grow with the file's texts.
        self._seen: set[int] = set()
        known = outer.known
        self._salt = b"" if known == Known() else repr(known).encode("utf-8", "replace")

    def document(self, row: Mapping[str, object], text: str) -> Document | LeftOut:
        """The document of a row, of which `text` is the JSON; a row that was there before is left out."""
        data = text.encode("utf-8", "replace")
        sha256 = digest(data, self._salt)
        name = self._name(row)
        if name is None:
            name = sha256[:12]
        elif not self._first(hash(name)):
            name = f"{name}~{sha256[:12]}"
        if not self._first(int(sha256[:16], 16)):
            return LeftOut("repeated rows")
        return Document(f"{self.outer.path}#{name}", data, self.outer.known, sha256, self._format)

    def _first(self, key: int) -> bool:
        before = len(self._seen)
        self._seen.add(key)
        return len(self._seen) > before

    def _name(self, row: Mapping[str, object]) -> str | None:
        """The id of a row on one short line; None where it has none."""
        if self._column:
            return _fit(value_at(row, self._column))
        best, found = len(ID), None
        for key, value in row.items():
            rank = _RANK.get(folded_name(key), best)
            if rank < best and value not in (None, ""):
                best, found = rank, value
        return _fit(found)


def _fit(value: object) -> str | None:
    """An id as a fragment; a long one gives way to a digest, since paths are shown."""
    if value is None:
        return None
    name = line_in(value, "id")
    if len(name) > _LONGEST:
        return digest(name.encode("utf-8", "replace"))[:20]
    return name or None
