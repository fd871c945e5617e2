"""All stories and related articles at once: one pass over the articles from the oldest on, in memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from site_gen.archive.echoes import Line, echo_lines
from site_gen.archive.features import unpack
from site_gen.archive.kin import LEAST, Row, kin_row
from site_gen.archive.likeness import GAP, LAST, RECENT, Found, Holders, Horizon, Known, find
from site_gen.archive.moments import LENGTH, TABLES, seconds_of
from site_gen.archive.stories import APART, Node, name_stories
from site_gen.archive.tables import Held
from site_gen.database import Connection

_AT_ONCE = 5000
_FRESH = 2048
"""Articles that are kept as they were compared: most of what is asked for is new."""


def hold(db: Connection, rows: Iterable[Row], lines: Iterable[Line] = ()) -> None:
    """Put aside articles, and lines of headline lists, that `settle_all` is to work on."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS fresh (moment BLOB, number INTEGER, base TEXT, pin TEXT, terms BLOB)")
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS fresh_lines "
        "(moment BLOB, place INTEGER, number INTEGER, title INTEGER, terms BLOB)"
    )
    db.executemany("INSERT INTO fresh VALUES (?, ?, ?, ?, ?)", rows)
    db.executemany("INSERT INTO fresh_lines VALUES (?, ?, ?, ?, ?)", lines)


def hold_entries(db: Connection, held: Sequence[Held]) -> None:
    """Put aside what was read of content files."""
    rows = [kin_row(*one) for one in held if one[0].chain.is_shown]
    hold(db, rows, (line for one in held for line in echo_lines(*one)))


def hold_all(db: Connection) -> None:
    """Put aside all that stands in the tables, so that everything is worked out again."""
    hold(
        db,
        db.execute("SELECT moment, number, base, pin, terms FROM kin").fetchall(),
        db.execute("SELECT moment, place, number, title, terms FROM echoes").fetchall(),
    )


def settle_all(db: Connection) -> None:
    """Work out everything from nothing, of what was put aside."""
    hold(db, ())
    for table in TABLES:
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    db.execute("DELETE FROM members WHERE series >= 'story ' AND series < 'story!'")
    lines = db.execute("SELECT moment, place, number, title, terms FROM fresh_lines ORDER BY moment, place")
    reckoning = _Reckoning(db, map(Line._make, lines))
    rows = db.execute("SELECT moment, number, base, pin, terms FROM fresh ORDER BY moment")
    while batch := [Row(*row) for row in islice(rows, _AT_ONCE)]:
        reckoning.add(batch)
    reckoning.end()
    db.execute("DROP TABLE fresh")
    db.execute("DROP TABLE fresh_lines")
    fill_stories(db)


@dataclass(slots=True)
class _Holders(Holders[int]):
    """Those of a term, as articles come."""

    keys: list[int]
    opens: bytearray


_NOBODY = _Holders([], bytearray())


class _Reckoning:
    """Goes through all articles from the oldest on. What it keeps of each is small, and of a term its last holders."""

    def __init__(self, db: Connection, lines: Iterator[Line]) -> None:
        self._db = db
        self._lines = lines
        self._line = next(lines, None)
        self._echoes: list[tuple[object, ...]] = []
        self._moments = bytearray()
        self._seconds = array("q")
        self._terms: list[bytes] = []
        self._holders: dict[int, _Holders] = {}
        self._fresh: dict[int, Known] = {}
        self._apart: set[int] = set()
        self._nodes: dict[int, Node] = {}
        self._near = 0
        self._recent = 0

    def add(self, rows: Sequence[Row]) -> None:
        """The next articles in time."""
        done = []
        postings: list[tuple[int, bytes, int]] = []
        for row in rows:
            self._listen(row.moment)
            own = Known(seconds_of(row.moment), unpack(row.terms), is_apart=row.pin == APART)
            found = self._find(own)
            follows = None if found.follows is None else self._moment(found.follows)
            related = b"".join(map(self._moment, found.related))
            done.append((*row, follows, related, ""))
            self._take(row, own, found)
            postings.extend((term, row.moment, opens) for (term, _), opens in zip(own.terms, found.opens, strict=True))
        self._db.executemany("INSERT INTO kin VALUES (?, ?, ?, ?, ?, ?, ?, ?)", done)
        postings.sort()
        self._db.executemany("INSERT INTO terms VALUES (?, ?, ?)", postings)

    def _listen(self, until: bytes | None = None) -> None:
        """Compare the lines of lists that are not newer than a moment with the articles before them."""
        while self._line is not None and (until is None or self._line.moment <= until):
            line = self._line
            found = self._find(Known(seconds_of(line.moment), unpack(line.terms)))
            self._echoes.append((*line, None if found.follows is None else self._moment(found.follows)))
            self._line = next(self._lines, None)
            if len(self._echoes) >= _AT_ONCE:
                self._write_echoes()

    def _write_echoes(self) -> None:
        self._db.executemany("INSERT INTO echoes VALUES (?, ?, ?, ?, ?, ?)", self._echoes)
        self._echoes.clear()

    def end(self) -> None:
        """Compare the last lines, and name the stories, now that all is known."""
        self._listen()
        self._write_echoes()
        self._name()
        rows = self._db.execute("SELECT moment, place, terms FROM echoes")
        while batch := list(islice(rows, _AT_ONCE)):
            postings = sorted((term, moment, place) for moment, place, terms in batch for term, _ in unpack(terms))
            self._db.executemany("INSERT INTO echo_terms VALUES (?, ?, ?)", postings)

    def _find(self, own: Known) -> Found[int]:
        self._near = self._forward(self._near, own.seconds - GAP)
        self._recent = self._forward(self._recent, own.seconds - RECENT)
        holders = self._holders
        held = [holders.get(term, _NOBODY) for term, _ in own.terms]
        return find(own, held, Horizon(self._near, self._recent), self._known)

    def _forward(self, key: int, since: int) -> int:
        """The first article from a key on that is not older than an instant."""
        seconds = self._seconds
        while key < len(seconds) and seconds[key] < since:
            key += 1
        return key

    def _known(self, key: int) -> Known:
        return self._fresh.get(key) or Known(self._seconds[key], unpack(self._terms[key]), is_apart=key in self._apart)

    def _moment(self, key: int) -> bytes:
        return bytes(self._moments[key * LENGTH : (key + 1) * LENGTH])

    def _take(self, row: Row, own: Known, found: Found[int]) -> None:
        key = len(self._seconds)
        self._seconds.append(own.seconds)
        self._terms.append(row.terms)
        self._moments += row.moment
        if own.is_apart:
            self._apart.add(key)
        if found.follows is not None or row.pin:
            self._nodes[key] = Node(found.follows, row.pin, row.base)
        self._fresh[key] = own
        self._fresh.pop(key - _FRESH, None)
        holders = self._holders
        for (term, _), opens in zip(own.terms, found.opens, strict=True):
            held = holders.get(term)
            if held is None:
                holders[term] = _Holders([key], bytearray((opens,)))
                continue
            keys = held.keys
            keys.append(key)
            held.opens.append(opens)
            if len(keys) >= LAST:
                if len(keys) > LAST:
                    del keys[0], held.opens[0]
                held.since = self._seconds[keys[0]]

    def _name(self) -> None:
        nodes = self._nodes
        for node in tuple(nodes.values()):
            if isinstance(node.follows, int) and node.follows not in nodes:
                nodes[node.follows] = Node(None, "", self._base(node.follows))
        named = name_stories(nodes)
        self._db.executemany(
            "UPDATE kin SET story = ? WHERE moment = ?",
            ((story, self._moment(key)) for key, story in named.items() if story),
        )

    def _base(self, key: int) -> str:
        (base,) = self._db.execute("SELECT base FROM kin WHERE moment = ?", (self._moment(key),)).fetchone()
        return str(base)


def fill_stories(db: Connection) -> None:
    """Fill the table of stories and their members from the articles' stories."""
    db.execute(
        "INSERT INTO members SELECT 'story ' || story, position, kin.number, '', 0 "
        "FROM kin JOIN entries ON entries.number = kin.number "
        "WHERE story IN (SELECT story FROM kin WHERE story <> '' GROUP BY story HAVING count(*) >= ?)",
        (LEAST,),
    )
    db.execute(
        "INSERT INTO stories SELECT substr(series, 7), min(position), max(position), count(*) FROM members "
        "WHERE series >= 'story ' AND series < 'story!' GROUP BY series"
    )
