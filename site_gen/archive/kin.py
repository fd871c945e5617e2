"""What articles have to do with each other: which follows which, stories, and related ones, article by article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from site_gen.archive.features import unpack
from site_gen.archive.likeness import GAP, LAST, RECENT, Found, Holders, Horizon, Known, find
from site_gen.archive.moments import SECONDS, moment_of, moments, seconds_of
from site_gen.archive.stories import APART, Node, name_stories, story_base
from site_gen.database import Connection
from site_gen.entries import Entry

LEAST = 2
"""Articles that make a story."""
_ASKED = 4096
"""Articles that are kept as they were asked for."""


class Row(NamedTuple):
    """An article as it gets into the tables."""

    moment: bytes
    number: int
    """Of its entry."""
    base: str
    pin: str
    terms: bytes


def kin_row(entry: Entry, number: int, terms: bytes) -> Row:
    """An article as the tables take it."""
    return Row(moment_of(entry.position), number, story_base(entry.path, entry.id), entry.pin, terms)


class Kin:
    """The tables as they stand, asked and changed article by article."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._asked: dict[bytes, Known] = {}

    def row(self, moment: bytes) -> Row | None:
        """An article as it stands in the tables."""
        found = self._db.execute(
            "SELECT moment, number, base, pin, terms FROM kin WHERE moment = ?", (moment,)
        ).fetchone()
        return None if found is None else Row(*found)

    def later(self, row: Row) -> set[bytes]:
        """The newer articles in whose reckoning an article that stands in the tables has a part."""
        return self.next(row.moment, (term for term, _ in unpack(row.terms)))

    def next(self, moment: bytes, terms: Iterable[int]) -> set[bytes]:
        """The newer articles that count with those of a moment, as far as some terms go."""
        found: set[bytes] = set()
        for term in terms:
            found.update(
                moment
                for (moment,) in self._db.execute(
                    "SELECT moment FROM terms WHERE term = ? AND moment > ? ORDER BY moment LIMIT ?",
                    (term, moment, LAST),
                )
            )
        return found

    def remove(self, row: Row) -> None:
        """Take an article out."""
        self._asked.pop(row.moment, None)
        self._db.execute("DELETE FROM kin WHERE moment = ?", (row.moment,))
        self._db.executemany(
            "DELETE FROM terms WHERE term = ? AND moment = ?", ((term, row.moment) for term, _ in unpack(row.terms))
        )

    def insert(self, row: Row) -> None:
        """Put an article in; what it has to do with others is yet to be found."""
        self._db.execute("INSERT INTO kin VALUES (?, ?, ?, ?, ?, NULL, x'', '')", row)
        self._db.executemany(
            "INSERT INTO terms VALUES (?, ?, 1)", ((term, row.moment) for term, _ in unpack(row.terms))
        )

    def renumber(self, row: Row) -> None:
        """Note that the entry of an article has another number."""
        self._db.execute("UPDATE kin SET number = ? WHERE moment = ?", (row.number, row.moment))

    def links(self, moment: bytes) -> tuple[bytes | None, tuple[bytes, ...]]:
        """What an article follows and is related to, as it stands in the tables."""
        follows, related = self._db.execute("SELECT follows, related FROM kin WHERE moment = ?", (moment,)).fetchone()
        return follows, moments(related)

    def find(self, moment: bytes) -> Found[bytes]:
        """What an article that stands in the tables has to do with older ones, found out anew."""
        return self.compare(moment, self._known(moment))

    def compare(self, moment: bytes, own: Known) -> Found[bytes]:
        """What something of a moment has to do with older articles."""
        near, recent = (max(0, own.seconds - gap).to_bytes(SECONDS, "big") for gap in (GAP, RECENT))
        held = [self._holders(term, moment) for term, _ in own.terms]
        return find(own, held, Horizon(near, recent), self._known)

    def _known(self, moment: bytes) -> Known:
        """What is known of an article that stands in the tables; a change asks for the same ones again and again."""
        known = self._asked.get(moment)
        if known is None:
            terms, pin = self._db.execute("SELECT terms, pin FROM kin WHERE moment = ?", (moment,)).fetchone()
            known = Known(seconds_of(moment), unpack(terms), is_apart=pin == APART)
            if len(self._asked) >= _ASKED:
                self._asked.clear()
            self._asked[moment] = known
        return known

    def _holders(self, term: int, moment: bytes) -> Holders[bytes]:
        rows = self._db.execute(
            "SELECT moment, opens FROM terms WHERE term = ? AND moment < ? ORDER BY moment DESC LIMIT ?",
            (term, moment, LAST),
        ).fetchall()
        if not rows:
            return Holders((), b"")
        keys, opens = zip(*reversed(rows), strict=True)
        return Holders(keys, bytes(opens), seconds_of(keys[0]) if len(keys) == LAST else 0)

    def link(self, moment: bytes, found: Found[bytes]) -> None:
        """Write down what an article follows and is related to."""
        self._db.execute(
            "UPDATE kin SET follows = ?, related = ? WHERE moment = ?",
            (found.follows, b"".join(found.related), moment),
        )

    def open(self, moment: bytes, found: Found[bytes]) -> list[int]:
        """Write down with which of its terms an article opens something; those of which it is otherwise now."""
        (terms,) = self._db.execute("SELECT terms FROM kin WHERE moment = ?", (moment,)).fetchone()
        changed = []
        for (term, _), opens in zip(unpack(terms), found.opens, strict=True):
            done = self._db.execute(
                "UPDATE terms SET opens = ? WHERE term = ? AND moment = ? AND opens <> ?", (opens, term, moment, opens)
            )
            if done.rowcount:
                changed.append(term)
        return changed

    # --- stories

    def rename(self, around: Iterable[bytes]) -> dict[bytes, tuple[str, str]]:
        """Name the stories anew in the trees of some articles; of which articles they were and are others."""
        nodes: dict[bytes, Node] = {}
        stories: dict[bytes, str] = {}
        for moment, node, story in self._trees(around):
            nodes[moment] = node
            stories[moment] = story
        named = name_stories(nodes)
        changed = {key: (stories[key], story) for key, story in named.items() if stories[key] != story}
        self._db.executemany(
            "UPDATE kin SET story = ? WHERE moment = ?", ((now, key) for key, (_, now) in changed.items())
        )
        return changed

    def _trees(self, around: Iterable[bytes]) -> Iterator[tuple[bytes, Node, str]]:
        waiting = list(around)
        seen: set[bytes] = set()
        while waiting:
            moment = waiting.pop()
            if moment in seen:
                continue
            seen.add(moment)
            found = self._db.execute("SELECT follows, pin, base, story FROM kin WHERE moment = ?", (moment,)).fetchone()
            if found is None:
                continue
            *node, story = found
            yield moment, Node(*node), story
            if node[0] is not None:
                waiting.append(node[0])
            rows = self._db.execute("SELECT moment FROM kin WHERE follows = ?", (moment,))
            waiting.extend(follower for (follower,) in rows)

    def story(self, moment: bytes) -> str:
        """The story of an article, empty where it has none."""
        found = self._db.execute("SELECT story FROM kin WHERE moment = ?", (moment,)).fetchone()
        return str(found[0]) if found else ""

    def members(self, slug: str) -> Mapping[bytes, int]:
        """The articles of a story as it is in the articles' own rows: number by position, oldest first."""
        rows = self._db.execute(
            "SELECT position, kin.number FROM kin JOIN entries ON entries.number = kin.number "
            "WHERE story = ? AND story <> '' ORDER BY position",
            (slug,),
        ).fetchall()
        return dict(rows) if len(rows) >= LEAST else {}
