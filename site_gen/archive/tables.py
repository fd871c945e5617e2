"""The tables of the archive in the database of builds, and how content files get into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import count, islice

import msgspec
from msgspec.structs import replace

from site_gen.archive.moments import SCHEMA as KIN_SCHEMA
from site_gen.database import Connection
from site_gen.entries import LISTS_ON, UNCLASSIFIED, Chain, Delta, Entry, position_day
from site_gen.folding import fold_title

SCHEMA = f"""
CREATE TABLE entries (number INTEGER PRIMARY KEY, folder TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
 mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, digest BLOB NOT NULL, chain INTEGER, position BLOB, path TEXT,
 title INTEGER, aliased INTEGER, record BLOB, problems TEXT, UNIQUE (folder, name));
CREATE UNIQUE INDEX in_time ON entries (chain, position);
CREATE INDEX at_path ON entries (path);
CREATE INDEX titled ON entries (title) WHERE title IS NOT NULL;
CREATE INDEX with_aliases ON entries (number) WHERE aliased;
CREATE INDEX with_problems ON entries (folder, name) WHERE problems IS NOT NULL;
CREATE TABLE members (series TEXT NOT NULL, position BLOB NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL,
 year INTEGER NOT NULL, PRIMARY KEY (series, position)) WITHOUT ROWID;
CREATE TABLE lines (title INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (title, number)) WITHOUT ROWID;
CREATE TABLE spelled (series TEXT NOT NULL, label TEXT NOT NULL, count INTEGER NOT NULL,
 PRIMARY KEY (series, label)) WITHOUT ROWID;
CREATE TABLE yearly (series TEXT NOT NULL, year INTEGER NOT NULL, count INTEGER NOT NULL,
 PRIMARY KEY (series, year)) WITHOUT ROWID;
CREATE INDEX of_year ON yearly (year, series);
CREATE TABLE listings (series TEXT PRIMARY KEY, base TEXT NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL,
 sorting TEXT NOT NULL, count INTEGER NOT NULL, parent TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX of_base ON listings (base);
{KIN_SCHEMA}
"""
"""`series` is the id of a listing; in `members` also `articles-in DOCUMENT`, `lists-in DOCUMENT`, `lists-on TOPIC` and
`story SLUG`, in `yearly` also `day 2025-09-12`. `year` is 0 for what has no date."""

_AT_ONCE = 1000
LISTED = ("topic ", "keyword ", "place ", "person ", "source ")
_encode = msgspec.msgpack.Encoder().encode
decode_entry = msgspec.msgpack.Decoder(Entry).decode


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What was read of one content file."""

    folder: str
    name: str
    size: int
    mtime_ns: int
    ctime_ns: int
    digest: bytes
    """SHA-256 of its bytes."""
    entry: Entry | None
    """None where the file cannot be read as one."""
    problems: tuple[str, ...] = ()
    """Warnings; where there is no entry the place, a tab, and why there is none."""
    terms: bytes = b""
    """What an article is known by among others, as `features` packs it; of a headline list the terms of its lines."""

    @property
    def file(self) -> str:
        """Its path, relative to the content folder."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


class Membership(msgspec.Struct, frozen=True, gc=False):
    """That an entry stands in a series."""

    series: str
    label: str
    """How the entry spells the name of the listing."""
    year: int


Held = tuple[Entry, int, bytes]
"""An entry, its number, and its terms."""


def memberships(entry: Entry) -> Iterator[Membership]:
    """The listings, and the documents, that an entry is a member of."""
    if entry.chain.is_shown:
        year = entry.published.day.year if entry.published else 0
        for topic in entry.topics:
            yield Membership(f"topic {topic.key}", topic.name, year)
        if not entry.topics:
            yield Membership(f"topic {UNCLASSIFIED}", "", year)
        for keyword in entry.keywords:
            yield Membership(f"keyword {keyword.key}", keyword.name, year)
        for place in entry.places:
            yield Membership(f"place {place.key}", place.name, year)
        for person in entry.people:
            yield Membership(f"person {person.key}", person.name, year)
        if entry.source:
            yield Membership(f"source {entry.source.key}", entry.source.name, year)
        for document in entry.documents:
            yield Membership(f"articles-in {document}", "", year)
    elif entry.chain is Chain.HEADLINES:
        for document in entry.documents:
            yield Membership(f"lists-in {document}", "", 0)
        for slug, _ in entry.line_topics:
            yield Membership(f"{LISTS_ON}{slug}", "", 0)


def title_key(title: str) -> int | None:
    """What the ways to print one title share, as a number of 64 bits; None for a title without letters."""
    folded = fold_title(title)
    if not folded:
        return None
    return int.from_bytes(blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def day_series(entry: Entry) -> str | None:
    """The day that a dated article stands in, `day 2025-09-12`, or a headline list, `lists-of 2025-09-12`."""
    day = position_day(entry.position)
    if day is None or entry.chain not in (Chain.DATED, Chain.HEADLINES):
        return None
    return f"{'day' if entry.chain is Chain.DATED else 'lists-of'} {day.isoformat()}"


def add_readings(
    db: Connection, readings: Iterable[Reading], hold: Callable[[Sequence[Held]], None] | None = None
) -> None:
    """Insert files that are not in the tables; the caller has removed what stood at their paths.

    `hold` is given what was inserted, some at a time.
    """
    numbers = count(db.execute("SELECT coalesce(max(number), 0) + 1 FROM entries").fetchone()[0])
    waiting = iter(readings)
    while batch := tuple(islice(waiting, _AT_ONCE)):
        files = []
        members: list[tuple[str, bytes, int, str, int]] = []
        lines: list[tuple[int, int]] = []
        held_now: list[Held] = []
        for reading, number in zip(batch, numbers, strict=False):
            files.append((number, *_columns(reading)))
            entry = reading.entry
            if entry is not None:
                members.extend(
                    (held.series, entry.position, number, held.label, held.year) for held in memberships(entry)
                )
                lines.extend((key, number) for key in _line_keys(entry))
                held_now.append((entry, number, reading.terms))
        db.executemany(_INSERT, files)
        db.executemany("INSERT INTO members VALUES (?, ?, ?, ?, ?)", members)
        db.executemany("INSERT INTO lines VALUES (?, ?)", lines)
        if hold:
            hold(held_now)


def _columns(reading: Reading) -> tuple[object, ...]:
    entry = reading.entry
    problems = "\n".join(reading.problems) or None
    file = (reading.folder, reading.name, reading.size, reading.mtime_ns, reading.ctime_ns, reading.digest)
    if entry is None:
        return (*file, None, None, None, None, None, None, problems)
    title = title_key(entry.title) if entry.chain.is_shown else None
    is_aliased = bool(entry.aliases) and entry.chain is not Chain.HIDDEN
    return (*file, int(entry.chain), entry.position, entry.path, title, is_aliased, _encode(entry), problems)


def _line_keys(entry: Entry) -> set[int]:
    """What the headlines of a list are found by."""
    if entry.chain is not Chain.HEADLINES:
        return set()
    return {key for line in entry.lines if (key := title_key(line)) is not None}


_INSERT = (
    "INSERT INTO entries (number, folder, name, size, mtime_ns, ctime_ns, digest, chain, position, path, title, "
    "aliased, record, problems) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def take_entry(db: Connection, folder: str, name: str) -> Entry | None:
    """Remove a file from the tables; the entry that it had."""
    row = db.execute("SELECT number, record FROM entries WHERE folder = ? AND name = ?", (folder, name)).fetchone()
    if row is None:
        return None
    number, record = row
    db.execute("DELETE FROM entries WHERE number = ?", (number,))
    if record is None:
        return None
    entry = decode_entry(record)
    db.executemany(
        "DELETE FROM members WHERE series = ? AND position = ?",
        ((held.series, entry.position) for held in memberships(entry)),
    )
    db.executemany("DELETE FROM lines WHERE title = ? AND number = ?", ((key, number) for key in _line_keys(entry)))
    return entry


def add_counts(db: Connection, entry: Entry, step: int) -> None:
    """Count an entry in the listings and the day that it stands in, or (`step` -1) count it out."""
    if not entry.chain.is_shown:
        return
    day = day_series(entry)
    rows = [(held.series, held.label, held.year) for held in memberships(entry) if held.series.startswith(LISTED)]
    spelled = [(series, label, step) for series, label, _ in rows]
    yearly = [(series, year, step) for series, _, year in rows]
    if day and entry.published:
        yearly.append((day, entry.published.day.year, step))
    for table, changed in (("spelled", spelled), ("yearly", yearly)):
        db.executemany(
            f"INSERT INTO {table} VALUES (?, ?, ?) "  # noqa: S608 - our own names
            "ON CONFLICT DO UPDATE SET count = count + excluded.count",
            changed,
        )
        column = "label" if table == "spelled" else "year"
        db.executemany(
            f"DELETE FROM {table} WHERE series = ? AND {column} = ? AND count = 0",  # noqa: S608 - our own names
            [row[:2] for row in changed],
        )


def count_all(db: Connection) -> None:
    """Fill the counts from nothing, which is many times faster than one by one."""
    listed = "series >= ? AND series < ?"
    for table, column in (("spelled", "label"), ("yearly", "year")):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        for kind in LISTED:
            db.execute(
                f"INSERT INTO {table} SELECT series, {column}, count(*) FROM members "  # noqa: S608 - our own names
                f"WHERE {listed} GROUP BY series, {column}",
                (kind, f"{kind[:-1]}!"),
            )
    days = db.execute(
        "SELECT substr(position, 1, 4), count(*) FROM entries WHERE chain = ? GROUP BY 1", (int(Chain.DATED),)
    ).fetchall()
    db.executemany(
        "INSERT INTO yearly VALUES (?, ?, ?)",
        (
            (f"day {day.isoformat()}", day.year, count)
            for prefix, count in days
            if (day := position_day(prefix)) is not None
        ),
    )


def looks_same(old: Entry, new: Entry) -> bool:
    """Whether an entry shows on other pages than its own what another one does: all but the text is the same."""
    return replace(old, body=new.body) == new


def note_change(db: Connection, delta: Delta, old: Entry | None, new: Entry | None) -> None:
    """Note in `delta` what the change of one content file from `old` to `new` may change on pages."""
    if old is not None and new is not None and looks_same(old, new):
        if old.body != new.body:
            delta.files.add(new.file)
        return
    file = (new or old).file  # type: ignore[union-attr]  # one of them is there
    delta.files.add(file)
    kept = old is not None and new is not None and (old.chain, old.position) == (new.chain, new.position)
    before = _series_of(old)
    after = _series_of(new)
    for series in before | after:
        span = delta.span(series)
        if kept and series in before and series in after:
            assert new is not None
            span.changed.add(new.position)
        else:
            for entry, held in ((old, before), (new, after)):
                if entry is not None and series in held:
                    span.moved.add(entry.position)
    either = [entry for entry in (old, new) if entry is not None]
    if old is not None and new is not None:
        delta.topics += old.chain.is_shown and new.chain.is_shown and old.topics != new.topics
    delta.counts |= any(entry.chain.is_shown for entry in either)
    delta.aliases |= any(entry.aliases for entry in either) and _redirecting(old) != _redirecting(new)
    _note_headlines(db, delta, either)


def _series_of(entry: Entry | None) -> set[str]:
    if entry is None or entry.chain is Chain.HIDDEN:
        return set()
    day = day_series(entry)
    listed = {held.series for held in memberships(entry)}
    return {entry.chain.name.lower(), *listed, *([day] if day else [])}


def _redirecting(entry: Entry | None) -> object:
    return entry and (entry.chain, entry.position, entry.path, entry.title, entry.aliases)


def _note_headlines(db: Connection, delta: Delta, either: list[Entry]) -> None:
    """The lists whose lines mean an article, and what stands beside an article or list."""
    for entry in either:
        if entry.chain.is_shown and (title := title_key(entry.title)) is not None:
            _note_files(db, delta, "SELECT number FROM lines WHERE title = ?", title)
        kind = "lists-in" if entry.chain.is_shown else "articles-in"
        if entry.chain.is_shown or entry.chain is Chain.HEADLINES:
            for document in entry.documents:
                _note_files(db, delta, "SELECT number FROM members WHERE series = ?", f"{kind} {document}")


def _note_files(db: Connection, delta: Delta, numbers: str, value: object) -> None:
    rows = db.execute(
        f"SELECT folder, name, chain, position, record FROM entries WHERE number IN ({numbers})",  # noqa: S608 - our own
        (value,),
    )
    for folder, name, chain, position, record in rows:
        delta.files.add(f"{folder}/{name}" if folder else name)
        if chain == Chain.HEADLINES:
            delta.span("headlines").changed.add(position)
            day = position_day(position)
            if day is not None:
                # The day of the list names the headlines without an article.
                delta.span(f"lists-of {day.isoformat()}").changed.add(position)
            # So do the topics that these have.
            for topic, _ in decode_entry(record).line_topics:
                delta.span(f"{LISTS_ON}{topic}").changed.add(position)
