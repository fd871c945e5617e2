"""The lines of headline lists that tell of a story, though the archive may not hold their articles.

A line is compared with the articles that are older than its list, as an article would be, by the words of the headline
alone; so it goes with the story of the one that it would follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from site_gen.archive.features import make_terms, unpack
from site_gen.archive.kin import Kin, Row
from site_gen.archive.likeness import LAST, RECENT, Known
from site_gen.archive.moments import SECONDS, moment_of, seconds_of
from site_gen.archive.tables import title_key
from site_gen.database import Connection
from site_gen.entries import Chain, Entry

LINES = 40
"""Lines of a list that are looked at."""


class Line(NamedTuple):
    """A line as it gets into the tables."""

    moment: bytes
    """Of its list."""
    place: int
    """In the list, from 0 on."""
    number: int
    """Of the entry of the list."""
    title: int
    """The key of the headline."""
    terms: bytes


def pack_lines(lines: Iterable[str]) -> bytes:
    """The terms of the lines of a list, in a row."""
    packed = []
    for line in tuple(lines)[:LINES]:
        terms = make_terms(line, "", ())
        packed.append(bytes((len(terms) // 8,)) + terms)
    return b"".join(packed)


def unpack_lines(packed: bytes) -> Iterator[bytes]:
    """The terms of each line."""
    start = 0
    while start < len(packed):
        end = start + 1 + 8 * packed[start]
        yield packed[start + 1 : end]
        start = end


def echo_lines(entry: Entry, number: int, terms: bytes) -> list[Line]:
    """The lines of a headline list that can be compared, each headline once; none of anything else."""
    moment = moment_of(entry.position)
    if entry.chain is not Chain.HEADLINES or not seconds_of(moment):
        return []
    found: dict[int, Line] = {}
    for place, (line, own) in enumerate(zip(entry.lines, unpack_lines(terms), strict=False)):
        key = title_key(line)
        if key is not None and own:
            found.setdefault(key, Line(moment, place, number, key, own))
    return list(found.values())


class Echoes:
    """The tables as they stand."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._kin = Kin(db)

    def insert(self, lines: Iterable[Line]) -> None:
        """Put lines in; what they follow is yet to be found."""
        lines = list(lines)
        self._db.executemany("INSERT INTO echoes VALUES (?, ?, ?, ?, ?, NULL)", lines)
        self._db.executemany(
            "INSERT INTO echo_terms VALUES (?, ?, ?)",
            ((term, line.moment, line.place) for line in lines for term, _ in unpack(line.terms)),
        )

    def remove(self, moment: bytes) -> None:
        """Take the lines of a list out."""
        rows = self._db.execute("SELECT place, terms FROM echoes WHERE moment = ?", (moment,)).fetchall()
        self._db.executemany(
            "DELETE FROM echo_terms WHERE term = ? AND moment = ? AND place = ?",
            ((term, moment, place) for place, terms in rows for term, _ in unpack(terms)),
        )
        self._db.execute("DELETE FROM echoes WHERE moment = ?", (moment,))

    def places(self, moment: bytes) -> set[tuple[bytes, int]]:
        """The lines of a list, as (moment, place)."""
        return set(self._db.execute("SELECT moment, place FROM echoes WHERE moment = ?", (moment,)))

    def reached(self, row: Row) -> set[tuple[bytes, int]]:
        """The lines in whose reckoning an article that stands in the tables has a part."""
        return self.next(row.moment, (term for term, _ in unpack(row.terms)))

    def next(self, moment: bytes, terms: Iterable[int]) -> set[tuple[bytes, int]]:
        """The lines that are reckoned with the article of a moment, as far as some terms go."""
        until = (seconds_of(moment) + RECENT + 1).to_bytes(SECONDS, "big")
        found: set[tuple[bytes, int]] = set()
        for term in terms:
            last = self._db.execute(
                "SELECT moment FROM terms WHERE term = ? AND moment > ? ORDER BY moment LIMIT 1 OFFSET ?",
                (term, moment, LAST - 1),
            ).fetchone()
            found.update(
                self._db.execute(
                    "SELECT moment, place FROM echo_terms WHERE term = ? AND moment > ? AND moment < ?",
                    (term, moment, min(until, last[0] + b"\xff") if last else until),
                )
            )
        return found

    def follow(self, moment: bytes, place: int) -> tuple[bytes | None, bytes | None]:
        """Find out anew what a line follows, and write it down; what it followed before, and what it follows."""
        terms, before = self._db.execute(
            "SELECT terms, follows FROM echoes WHERE moment = ? AND place = ?", (moment, place)
        ).fetchone()
        found = self._kin.compare(moment, Known(seconds_of(moment), unpack(terms))).follows
        if found != before:
            self._db.execute("UPDATE echoes SET follows = ? WHERE moment = ? AND place = ?", (found, moment, place))
        return before, found

    def stories_at(self, moment: bytes) -> set[str]:
        """The stories that the lines of a list tell of."""
        return self._stories("moment = ?", moment)

    def stories_titled(self, title: int) -> set[str]:
        """The stories that lines with a headline tell of."""
        return self._stories("title = ?", title)

    def _stories(self, where: str, value: object) -> set[str]:
        rows = self._db.execute(
            f"SELECT DISTINCT story FROM echoes JOIN kin ON kin.moment = echoes.follows WHERE echoes.{where}",  # noqa: S608
            (value,),
        )
        return {story for (story,) in rows}
