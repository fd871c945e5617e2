"""Which listings there are: their names, slugs and sizes, worked out from how articles name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from site_gen.archive.naming import name_slug
from site_gen.archive.tables import LISTED
from site_gen.database import Connection
from site_gen.entries import UNCLASSIFIED
from site_gen.folding import family_first, fold_name
from site_gen.topics import Vocabulary
from site_gen.urls import distinct_slug

_NEEDING = ("keyword", "person")
"""The kinds of which a listing needs several articles: most names stand in one or two."""
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table of listings."""

    series: str
    base: str
    """The slug that it has unless an older listing has it."""
    slug: str
    name: str
    sorting: str
    count: int
    parent: str = ""
    """The topic that a sub-topic stands under."""

    @property
    def look(self) -> tuple[str, str]:
        return (self.slug, self.name)


class Listings:
    """Keeps the table of listings; `least` articles give a keyword, a person or a sub-topic one."""

    def __init__(self, db: Connection, lang: str, least: int, vocabulary: Vocabulary) -> None:
        self._db = db
        self._lang = lang
        self._least = least
        self._vocabulary = vocabulary

    def refresh_all(self) -> None:
        """Work out every listing from nothing."""
        self._db.execute("DELETE FROM listings")
        spelled: dict[str, dict[str, int]] = {}
        for series, label, count in self._db.execute("SELECT series, label, count FROM spelled"):
            spelled.setdefault(series, {})[label] = count
        rows = [row for series, labels in spelled.items() if (row := self._row(series, labels))]
        self._write(rows)
        self._settle({row.base for row in rows})

    def refresh(self, changed: Iterable[str]) -> set[str]:
        """Work out the listings again of which articles came, went or changed; those that look otherwise now."""
        before: dict[str, _Row] = {}
        rows = []
        bases = set()
        for series in sorted(series for series in changed if series.startswith(LISTED)):
            found = self._db.execute("SELECT * FROM listings WHERE series = ?", (series,)).fetchone()
            if found:
                before[series] = _Row(*found)
                bases.add(before[series].base)
            labels = dict(self._db.execute("SELECT label, count FROM spelled WHERE series = ?", (series,)))
            row = self._row(series, labels) if labels else None
            if row:
                rows.append(row)
                bases.add(row.base)
        self._db.executemany("DELETE FROM listings WHERE series = ?", ((series,) for series in before))
        self._write(rows)
        resettled = self._settle(bases)
        after = {row.series: row for row in rows}
        looks = {series: row.look for series, row in before.items()}
        now = {series: (resettled.get(series, row.slug), row.name) for series, row in after.items()}
        differing = {series for series in looks.keys() | now.keys() if looks.get(series) != now.get(series)}
        return differing | {series for series in resettled if series not in after}

    def _row(self, series: str, labels: Mapping[str, int]) -> _Row | None:
        kind, _, key = series.partition(" ")
        count = sum(labels.values())
        known = self._vocabulary.topics.get(key) if kind == "topic" else None
        parent = (known.parent or "") if known else ""
        if count < (self._least if kind in _NEEDING or parent else 1):
            return None
        if kind == "topic":
            name = self._topic_name(key, labels)
            return _Row(series, series, key, name, _LAST if key == UNCLASSIFIED else fold_name(name), count, parent)
        name = commonest(labels)
        if kind == "place":
            return _Row(series, series, key, name, fold_name(name), count)
        slug = name_slug(key)
        sorting = family_first(key) if kind == "person" else fold_name(name)
        return _Row(series, f"{kind} {slug}", slug, name, sorting, count)

    def _topic_name(self, slug: str, labels: Mapping[str, int]) -> str:
        known = self._vocabulary.topics.get(slug)
        return known.name(self._lang) if known else commonest(labels)

    def _write(self, rows: Iterable[_Row]) -> None:
        self._db.executemany(
            "INSERT INTO listings VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((row.series, row.base, row.slug, row.name, row.sorting, row.count, row.parent) for row in rows),
        )

    def _settle(self, bases: Iterable[str]) -> dict[str, str]:
        """Give listings of one slug distinct ones; the new slugs of those that this changes.

        The one that reached its size first keeps the plain one, so that newer articles do not move an older listing.
        """
        changed = {}
        for base in sorted(bases):
            held = list(self._db.execute("SELECT series, slug FROM listings WHERE base = ?", (base,)))
            if base.startswith(("topic ", "place ")):
                continue
            plain = base.partition(" ")[2]
            ranked = (
                sorted((self._reached(series), series, slug) for series, slug in held)
                if len(held) > 1
                else [(b"", series, slug) for series, slug in held]
            )
            for place, (_, series, slug) in enumerate(ranked):
                key = series.partition(" ")[2]
                wanted = distinct_slug(plain, sha256(key.encode("utf-8", "replace")).hexdigest()) if place else plain
                if slug != wanted:
                    changed[series] = wanted
        self._db.executemany(
            "UPDATE listings SET slug = ? WHERE series = ?", ((slug, series) for series, slug in changed.items())
        )
        return changed

    def _reached(self, series: str) -> bytes:
        """The position of the article with which a listing reached the size that it needs."""
        least = self._least if series.partition(" ")[0] in _NEEDING else 1
        (position,) = self._db.execute(
            "SELECT position FROM members WHERE series = ? ORDER BY position LIMIT 1 OFFSET ?", (series, least - 1)
        ).fetchone()
        return bytes(position)


def commonest(spellings: Mapping[str, int]) -> str:
    """The most frequent spelling, the first in order among equals."""
    return min(spellings, key=lambda name: (-spellings[name], name))
