"""What a change of content files changes in stories and related articles, found out without looking at all the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from site_gen.archive.echoes import Echoes, echo_lines
from site_gen.archive.kin import Kin, Row, kin_row
from site_gen.archive.moments import moment_of
from site_gen.archive.settling import hold_all, settle_all
from site_gen.archive.tables import Reading, looks_same, title_key
from site_gen.database import Connection
from site_gen.entries import Chain, Delta, Entry

MANY = 500
"""Changed content files from which on all is worked out anew, since that is less work."""


def relate(
    db: Connection, delta: Delta, before: Iterable[Entry], after: Iterable[Reading], *, anew: bool = False
) -> None:
    """Follow up a change of content files: `before` are the entries that are gone, `after` is what was read instead.

    The tables of entries are as they are to be. What may be otherwise on pages is noted in `delta`; but not where all
    is to be worked out `anew`.
    """
    change = _Change(db, delta)
    before, after = list(before), list(after)
    change.exchange_lists(before, after)
    old = {moment_of(entry.position): entry for entry in before if entry.chain.is_shown}
    new = {
        moment_of(reading.entry.position): reading
        for reading in after
        if reading.entry is not None and reading.entry.chain.is_shown
    }
    if anew:
        change.take_over(old, new)
        hold_all(db)
        settle_all(db)
    else:
        change.run(old, new)


@dataclass(slots=True)
class _Looks:
    """The articles of a change that look otherwise than before, as those that show them see it."""

    moments: set[bytes]
    positions: set[bytes]
    titles: set[int]
    """Keys of their titles, before and after."""


class _Change:
    def __init__(self, db: Connection, delta: Delta) -> None:
        self._db = db
        self._kin = Kin(db)
        self._delta = delta
        self._slugs: set[str] = set()
        self._around: set[bytes] = set()
        self._reach: set[bytes] = set()
        self._echoes = Echoes(db)
        self._lines: set[tuple[bytes, int]] = set()
        self._heard: set[str] = set()

    def exchange_lists(self, before: list[Entry], after: list[Reading]) -> None:
        """Exchange the lines of headline lists."""
        for entry in before:
            if entry.chain is Chain.HEADLINES:
                moment = moment_of(entry.position)
                self._heard |= self._echoes.stories_at(moment)
                self._lines -= self._echoes.places(moment)
                self._echoes.remove(moment)
        for reading in after:
            if reading.entry is not None and reading.entry.chain is Chain.HEADLINES:
                lines = echo_lines(reading.entry, self._number(reading), reading.terms)
                self._echoes.insert(lines)
                self._lines.update((line.moment, line.place) for line in lines)

    def take_over(self, old: dict[bytes, Entry], new: dict[bytes, Reading]) -> None:
        """Exchange the articles, and leave it at that."""
        for moment in old:
            row = self._kin.row(moment)
            if row is not None:
                self._kin.remove(row)
        for reading in new.values():
            self._kin.insert(self._row(reading))

    def run(self, old: dict[bytes, Entry], new: dict[bytes, Reading]) -> None:
        held = {moment: row for moment in old if (row := self._kin.row(moment)) is not None}
        wanted = {moment: self._row(reading) for moment, reading in new.items()}
        same = {moment for moment, row in wanted.items() if moment in held and held[moment][2:] == row[2:]}
        looks = _look(old, new)
        for moment in looks.moments & same:
            self._reach |= self._kin.later(held[moment])
        for moment in same:
            self._kin.renumber(wanted[moment])
        self._exchange(
            [row for moment, row in held.items() if moment not in same],
            [row for moment, row in wanted.items() if moment not in same],
        )
        self._slugs.update(self._kin.story(moment) for moment in same)
        self._compare(looks.moments)
        for before, after in self._kin.rename(self._around).values():
            self._slugs.update((before, after))
        for slug in sorted(self._slugs - {""}):
            self._refresh(slug, looks.positions)
        self._hear(looks.titles)

    def _hear(self, titles: set[int]) -> None:
        """Compare the lines again that were reached, and note the stories that show others now."""
        for moment, place in sorted(self._lines):
            follows = self._echoes.follow(moment, place)
            if follows[0] != follows[1]:
                self._heard.update(self._kin.story(key) for key in follows if key is not None)
            elif follows[1] is not None:
                self._heard.add(self._kin.story(follows[1]))
        for title in titles:
            # A line is shown unless the archive holds the article.
            self._heard |= self._echoes.stories_titled(title)
        for slug in self._heard - {""}:
            self._delta.span(f"story {slug}")

    def _row(self, reading: Reading) -> Row:
        assert reading.entry is not None
        return kin_row(reading.entry, self._number(reading), reading.terms)

    def _number(self, reading: Reading) -> int:
        (number,) = self._db.execute(
            "SELECT number FROM entries WHERE folder = ? AND name = ?", (reading.folder, reading.name)
        ).fetchone()
        return int(number)

    def _exchange(self, leaving: list[Row], coming: list[Row]) -> None:
        """Articles leave and others come; those that are reckoned with them are reached in the tables of both times."""
        for row in leaving:
            self._reach |= self._kin.later(row)
            self._lines |= self._echoes.reached(row)
            self._slugs.add(self._kin.story(row.moment))
            follows, _ = self._kin.links(row.moment)
            self._around.update(() if follows is None else (follows,))
        for row in leaving:
            self._kin.remove(row)
        for row in coming:
            self._kin.insert(row)
        for row in coming:
            self._reach |= self._kin.later(row) | {row.moment}
            self._lines |= self._echoes.reached(row)
            self._around.add(row.moment)

    def _compare(self, changed: set[bytes]) -> None:
        """Compare what was reached with older articles again."""
        waiting = sorted(self._reach)
        while waiting:
            moment = heappop(waiting)
            if self._kin.row(moment) is None:
                continue
            follows, related = self._kin.links(moment)
            found = self._kin.find(moment)
            opened = self._kin.open(moment, found)
            if opened:
                # Newer ones weigh these terms otherwise now. What they open themselves hangs on no weight.
                self._lines |= self._echoes.next(moment, opened)
                for newer in self._kin.next(moment, opened) - self._reach:
                    self._reach.add(newer)
                    heappush(waiting, newer)
            if (follows, related) != (found.follows, found.related):
                self._kin.link(moment, found)
                self._note_file(moment)
            elif not changed.isdisjoint(related):
                self._note_file(moment)
            if follows != found.follows:
                self._around.update(key for key in (moment, follows, found.follows) if key is not None)

    def _note_file(self, moment: bytes) -> None:
        for folder, name in self._db.execute(
            "SELECT folder, name FROM kin JOIN entries ON entries.number = kin.number WHERE moment = ?", (moment,)
        ):
            self._delta.files.add(f"{folder}/{name}" if folder else name)

    def _refresh(self, slug: str, looking: set[bytes]) -> None:
        """Bring the members of a story up to date."""
        db = self._db
        series = f"story {slug}"
        had = dict(db.execute("SELECT position, number FROM members WHERE series = ?", (series,)).fetchall())
        now = self._kin.members(slug)
        if had != now:
            db.execute("DELETE FROM members WHERE series = ?", (series,))
            db.executemany(
                "INSERT INTO members VALUES (?, ?, ?, '', 0)",
                ((series, position, number) for position, number in now.items()),
            )
        moved = had.keys() ^ now.keys()
        changed = looking & now.keys() - moved
        if not moved and not changed:
            return
        span = self._delta.span(series)
        span.moved |= moved
        span.changed |= changed
        self._delta.ends.update(max(members) for members in (had, now) if members)
        db.execute("DELETE FROM stories WHERE slug = ?", (slug,))
        if now:
            db.execute("INSERT INTO stories VALUES (?, ?, ?, ?)", (slug, min(now), max(now), len(now)))
        # The page of a member tells how many are before it, and names the story by its first article.
        start = min(moved | changed)
        for position in had.keys() | now.keys():
            if position >= start:
                self._note_position(position)

    def _note_position(self, position: bytes) -> None:
        rows = self._db.execute(
            "SELECT folder, name FROM entries WHERE chain IN (?, ?) AND position = ?",
            (int(Chain.DATED), int(Chain.UNDATED), position),
        )
        for folder, name in rows:
            self._delta.files.add(f"{folder}/{name}" if folder else name)


def _look(old: dict[bytes, Entry], new: dict[bytes, Reading]) -> _Looks:
    """What came, went, or looks otherwise."""
    moments: set[bytes] = set()
    positions: set[bytes] = set()
    titles: set[int | None] = set()
    for moment in old.keys() | new.keys():
        before = old.get(moment)
        reading = new.get(moment)
        after = reading.entry if reading else None
        if before is not None and after is not None and looks_same(before, after):
            continue
        moments.add(moment)
        either = [entry for entry in (before, after) if entry is not None]
        positions.update(entry.position for entry in either)
        titles.update(title_key(entry.title) for entry in either)
    return _Looks(moments, positions, {title for title in titles if title is not None})
