"""One row and the names in it: where each fact is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_gen.ingest.formats.rows.names import CONTAINERS, folded_name

_MAX_MEMBERS = 2000
_MAX_DEPTH = 3


class Facts:
    """A row whose values are found by fact: first where the configuration says, then by the known names in order."""

    def __init__(self, row: Mapping[str, object], columns: Mapping[str, str]) -> None:
        self.row = row
        self._flat = flattened(row)
        self._mapped: dict[str, tuple[str, object]] = {}
        for fact, column in columns.items():
            value = value_at(row, column)
            if value not in (None, "", [], {}):
                self._mapped[fact] = (column, value)
                # A column that was given one meaning must not be taken for another.
                self._flat.pop(folded_name(column), None)

    def mapped(self, fact: str) -> tuple[str, object] | None:
        """Column and value that the configuration names for a fact."""
        return self._mapped.get(fact)

    def found(self, fact: str, names: tuple[str, ...]) -> Iterator[tuple[str, object]]:
        """Path in the row and value of each place that holds a fact, in order of trust; no value is empty."""
        if fact in self._mapped:
            yield self._mapped[fact]
        flat = self._flat
        for name in names:
            if name in flat:
                yield flat[name]


def flattened(row: Mapping[str, object]) -> dict[str, tuple[str, object]]:
    """The values of a row by folded name, each with its path; those of known containers after the row's own."""
    flat: dict[str, tuple[str, object]] = {}
    level: list[tuple[str, Mapping[str, object]]] = [("", row)]
    for _ in range(_MAX_DEPTH):
        below: list[tuple[str, Mapping[str, object]]] = []
        for prefix, members in level:
            for key, value in members.items():
                if value is None or value in ("", [], {}):
                    continue
                name = folded_name(key)
                flat.setdefault(name, (prefix + key, value))
                if (name in CONTAINERS or key == "_source") and isinstance(value, dict) and len(flat) < _MAX_MEMBERS:
                    below.append((f"{prefix}{key}.", value))
        level = below
    return flat


def value_at(row: object, path: str) -> object:
    """The value at a dotted path (`meta.date`, `authors.0.name`), or under a key that is spelt like it."""
    if isinstance(row, dict) and path in row:
        return row[path]
    head, _, rest = path.partition(".")
    if isinstance(row, dict):
        below = row.get(head)
    elif isinstance(row, list) and head.isdecimal() and len(head) < 6 and int(head) < len(row):
        below = row[int(head)]
    else:
        return None
    return value_at(below, rest) if rest else below
