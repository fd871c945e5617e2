"""The archive as pages ask for it, answered from the tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from site_gen.archive.moments import moment_of, moments
from site_gen.archive.tables import decode_entry, title_key
from site_gen.database import Connection
from site_gen.entries import LISTS_ON, Chain, Entry, Kin, Label, Listing, Story, day_prefix, position_day

_KEPT = 131_072
"""Decoded entries that are kept: each stands on some ten pages."""
_AT_ONCE = 500
"""Values that a query names."""
_LISTS_LOOKED_AT = 40
"""Headline lists in which the newest headlines on a topic are looked for."""
_ALONE = Kin()
_CHAINS = {chain.name.lower(): int(chain) for chain in Chain}


class TableArchive:
    """The archive that stands in the tables. It keeps what it decoded: make a new one after a change."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._entries: dict[int, Entry] = {}
        self._listings: dict[str, tuple[Listing, ...]] = {}
        self._slugs: dict[str, str] = {}
        self._days: dict[date, int] | None = None
        self._stories: dict[str, Story | None] = {}

    # --- series

    def size(self, series: str) -> int:
        """How many entries a series has."""
        source, values = _source(series)
        return int(self._db.execute(f"SELECT count(*) {source}", values).fetchone()[0])

    def walk(self, series: str, start: int = 0) -> Iterator[Entry]:
        """The entries of a series, oldest first, without the `start` oldest ones."""
        return self._select(series, "", (), "ORDER BY position LIMIT -1 OFFSET ?", (start,))

    def newest(self, series: str, number: int) -> tuple[Entry, ...]:
        """The newest entries of a series, newest first."""
        return tuple(self._select(series, "", (), "ORDER BY position DESC LIMIT ?", (number,)))

    def newest_articles(self, number: int) -> tuple[Entry, ...]:
        """The newest articles, dated or not, newest first."""
        found = [*self.newest("dated", number), *self.newest("undated", number)]
        return tuple(sorted(found, key=lambda entry: entry.position, reverse=True)[:number])

    def rank(self, series: str, position: bytes) -> int:
        """How many entries of a series are older than a position."""
        source, values = _source(series)
        found = self._db.execute(f"SELECT count(*) {source} AND position < ?", (*values, position))
        return int(found.fetchone()[0])

    def _select(
        self, series: str, where: str, more: Sequence[object], order: str, last: Sequence[object]
    ) -> Iterator[Entry]:
        source, values = _source(series)
        if "FROM members" in source:
            # The members are walked by their own key, and those that are not at hand are found by their numbers.
            found = self._db.execute(f"SELECT number {source} {where} {order}", (*values, *more, *last))
            return (self._entries.get(number) or self._numbered(number) for (number,) in found)
        found = self._db.execute(f"SELECT number, record {source} {where} {order}", (*values, *more, *last))
        return (self._kept(number, record) for number, record in found)

    def _numbered(self, number: int) -> Entry:
        (record,) = self._db.execute("SELECT record FROM entries WHERE number = ?", (number,)).fetchone()
        return self._kept(number, record)

    def _kept(self, number: int, record: bytes) -> Entry:
        entry = self._entries.get(number)
        if entry is None:
            entry = decode_entry(record)
            if len(self._entries) >= _KEPT:
                self._entries.clear()
            self._entries[number] = entry
        return entry

    # --- single entries

    def entry(self, file: str) -> Entry | None:
        """The entry of a content file, None where it has none."""
        folder, _, name = file.rpartition("/")
        row = self._db.execute(
            "SELECT number, record FROM entries WHERE folder = ? AND name = ? AND record IS NOT NULL", (folder, name)
        ).fetchone()
        return None if row is None else self._kept(*row)

    def around(self, chain: Chain, position: bytes) -> tuple[Entry | None, Entry | None]:
        """The next newer and the next older entry of a chain."""
        series = chain.name.lower()
        newer = self._select(series, "AND position > ?", (position,), "ORDER BY position LIMIT 1", ())
        older = self._select(series, "AND position < ?", (position,), "ORDER BY position DESC LIMIT 1", ())
        return next(newer, None), next(older, None)

    def with_aliases(self) -> Iterator[Entry]:
        """Every entry that has aliases: articles, headline lists, withdrawn ones; each newest first."""
        rows = self._db.execute("SELECT number, record FROM entries WHERE aliased")
        found = [self._kept(number, record) for number, record in rows]
        found.sort(key=lambda entry: entry.position, reverse=True)
        return iter(sorted(found, key=lambda entry: max(entry.chain, Chain.UNDATED)))

    def same_address(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Paths that several content files want, with these files."""
        rows = self._db.execute(
            "SELECT path FROM entries WHERE chain < ? GROUP BY path HAVING count(*) > 1 ORDER BY path",
            (int(Chain.HIDDEN),),
        )
        for (path,) in rows.fetchall():
            files = self._db.execute(
                "SELECT folder, name FROM entries WHERE path = ? AND chain < ? ORDER BY position DESC",
                (path, int(Chain.HIDDEN)),
            )
            yield path, tuple(f"{folder}/{name}" if folder else name for folder, name in files)

    def problems(self) -> Iterator[tuple[str, bool]]:
        """What is wrong with content files, in their order: the text, and whether the file is not in the site."""
        rows = self._db.execute(
            "SELECT problems, chain IS NULL FROM entries WHERE problems IS NOT NULL ORDER BY folder, name"
        )
        for text, is_failure in rows:
            yield from ((line, bool(is_failure)) for line in text.split("\n"))

    # --- listings

    def listings(self, kind: str) -> Sequence[Listing]:
        """The listings of a kind in the order of their names, the unclassified last."""
        if kind not in self._listings:
            rows = self._db.execute(
                "SELECT series, slug, name, count, parent FROM listings WHERE series >= ? AND series < ? "
                "ORDER BY sorting, slug",
                (f"{kind} ", f"{kind}!"),
            )
            self._listings[kind] = tuple(Listing(*row) for row in rows)
        return self._listings[kind]

    def listing(self, series: str) -> Listing | None:
        """One listing, None where it does not exist."""
        row = self._db.execute(
            "SELECT series, slug, name, count, parent FROM listings WHERE series = ?", (series,)
        ).fetchone()
        return Listing(*row) if row else None

    def slugs(self, kind: str, labels: Sequence[Label]) -> tuple[str, ...]:
        """The slug of each label's listing, empty where it has none."""
        return tuple(self._slug(f"{kind} {label.key}") for label in labels)

    def _slug(self, series: str) -> str:
        slug = self._slugs.get(series)
        if slug is None:
            row = self._db.execute("SELECT slug FROM listings WHERE series = ?", (series,)).fetchone()
            slug = self._slugs[series] = row[0] if row else ""
        return slug

    def years_of(self, series: str) -> Mapping[int, int]:
        """Dated articles of a listing by year, newest first."""
        return dict(
            self._db.execute("SELECT year, count FROM yearly WHERE series = ? AND year ORDER BY year DESC", (series,))
        )

    def days_of(self, series: str, since: date) -> Mapping[date, int]:
        """Dated articles of a listing by day, from a day on, oldest first."""
        rows = self._db.execute(
            "SELECT substr(position, 1, 4) AS day, count(*) FROM members WHERE series = ? AND position >= ? AND year "
            "GROUP BY day ORDER BY day",
            (series, day_prefix(since)),
        )
        return {day: count for prefix, count in rows if (day := position_day(prefix)) is not None}

    def topics_of_year(self, year: int) -> Sequence[tuple[str, str, int]]:
        """(slug, name, articles) of the topics of the top level with articles in a year."""
        return tuple(
            self._db.execute(
                "SELECT slug, name, yearly.count FROM yearly JOIN listings USING (series) "
                "WHERE year = ? AND series >= 'topic ' AND series < 'topic!' AND parent = '' ORDER BY series",
                (year,),
            )
        )

    def days(self) -> Mapping[date, int]:
        """The days with articles and how many, newest first."""
        if self._days is None:
            rows = self._db.execute(
                "SELECT series, count FROM yearly WHERE series >= 'day ' AND series < 'day!' ORDER BY series DESC"
            )
            self._days = {date.fromisoformat(series[4:]): count for series, count in rows}
        return self._days

    # --- stories

    def kin(self, entry: Entry, limit: int) -> Kin:
        """The story of an article, and at most `limit` related ones."""
        row = self._db.execute(
            "SELECT kin.related, kin.story, stories.count FROM kin LEFT JOIN stories ON stories.slug = kin.story "
            "WHERE moment = ?",
            (moment_of(entry.position),),
        ).fetchone()
        if row is None:
            return _ALONE
        packed, slug, count = row
        related = self._related(packed, slug if count else "", limit) if packed else ()
        story = self.story(slug) if count else None
        if story is None:
            return Kin(related=related) if related else _ALONE
        older = self._select(story.series, "AND position < ?", (entry.position,), "ORDER BY position DESC LIMIT 1", ())
        return Kin(story, self.rank(story.series, entry.position) + 1, next(older, None), related)

    def _related(self, packed: bytes, slug: str, limit: int) -> tuple[Entry, ...]:
        keys = moments(packed)
        marks = ", ".join("?" * len(keys))
        rows = self._db.execute(
            f"SELECT moment, number, story FROM kin WHERE moment IN ({marks})",  # noqa: S608
            keys,
        )
        numbers = {moment: number for moment, number, story in rows if not slug or story != slug}
        wanted = [numbers[key] for key in keys if key in numbers][:limit]
        return tuple(self._entries.get(number) or self._numbered(number) for number in wanted)

    def stories_among(self, entries: Sequence[Entry], limit: int) -> tuple[tuple[Story, int], ...]:
        """The stories that several of some hundred articles tell, and how many do, the most frequent first."""
        keys = [moment_of(entry.position) for entry in entries]
        marks = ", ".join("?" * len(keys))
        rows = self._db.execute(
            f"SELECT story, count(*) AS told FROM kin WHERE moment IN ({marks}) AND story <> '' "  # noqa: S608
            "GROUP BY story HAVING told > 1 ORDER BY told DESC, story LIMIT ?",
            (*keys, limit),
        ).fetchall()
        return tuple((story, told) for slug, told in rows if (story := self.story(slug)) is not None)

    def story(self, slug: str) -> Story | None:
        """One story, None where it does not exist."""
        if slug not in self._stories:
            row = self._db.execute("SELECT slug, count FROM stories WHERE slug = ?", (slug,)).fetchone()
            self._stories[slug] = self._story(*row) if row else None
        return self._stories[slug]

    def _story(self, slug: str, count: int) -> Story:
        series = f"story {slug}"
        (first,) = self._select(series, "", (), "ORDER BY position LIMIT 1", ())
        (last,) = self._select(series, "", (), "ORDER BY position DESC LIMIT 1", ())
        return Story(slug, first, last, count)

    def echoes(self, slug: str, limit: int) -> tuple[tuple[str, Entry], ...]:
        """The newest headlines that tell of a story and have no article in the archive, each with its first list."""
        rows = self._db.execute(
            "SELECT min(moment), place, number FROM (SELECT echoes.moment, place, echoes.number, title FROM kin "
            "JOIN echoes ON echoes.follows = kin.moment WHERE kin.story = ? AND kin.story <> '' "
            "ORDER BY echoes.moment, place) AS heard "
            "WHERE NOT EXISTS (SELECT 1 FROM entries WHERE entries.title = heard.title) "
            "GROUP BY title ORDER BY 1 DESC, place DESC LIMIT ?",
            (slug, limit),
        ).fetchall()
        lists = [(self._entries.get(number) or self._numbered(number), place) for _, place, number in rows]
        return tuple((entry.lines[place], entry) for entry, place in lists)

    def headlines_on(self, topic: str, limit: int) -> tuple[tuple[str, Entry], ...]:
        """The newest headlines on a topic (its slug) without an article in the archive, each with its first list.

        The newest lists with such headlines are looked at, and no others.
        """
        first: dict[int, tuple[str, Entry]] = {}
        for entry in reversed(self.newest(f"{LISTS_ON}{topic}", _LISTS_LOOKED_AT)):
            for place in dict(entry.line_topics)[topic]:
                key = title_key(entry.lines[place])
                if key is not None:
                    first.setdefault(key, (entry.lines[place], entry))
        known = {title for title, *_ in self._titled(first)}
        alone = [line for title, line in first.items() if title not in known]
        # In its list the first headline is the most important one.
        return tuple(sorted(alone, key=lambda line: line[1].position, reverse=True)[:limit])

    def has_stories(self) -> bool:
        """Whether there are any."""
        return self._db.execute("SELECT 1 FROM stories LIMIT 1").fetchone() is not None

    def running_stories(self, since: bytes, limit: int) -> tuple[Story, ...]:
        """The stories whose newest articles stand at or after a position, the newest first."""
        rows = self._db.execute(
            "SELECT slug, count FROM stories WHERE last >= ? ORDER BY last DESC, slug DESC LIMIT ?", (since, limit)
        ).fetchall()
        return tuple(self._story(*row) for row in rows)

    def past_stories(self, before: bytes, start: int = 0) -> Iterator[Story]:
        """The stories whose newest articles stand before a position: oldest first, without the `start` oldest ones."""
        rows = self._db.execute(
            "SELECT slug, count FROM stories WHERE last < ? ORDER BY last, slug LIMIT -1 OFFSET ?", (before, start)
        )
        return (self._story(*row) for row in rows)

    def count_stories(self, before: bytes) -> int:
        """How many stories have their newest article before a position."""
        return int(self._db.execute("SELECT count(*) FROM stories WHERE last < ?", (before,)).fetchone()[0])

    # --- headline lists

    def beside(self, entry: Entry, limit: int) -> tuple[Entry, ...]:
        """The headline lists of an article's documents, or the articles of a headline list's, newest first."""
        kind = "lists-in" if entry.chain.is_shown else "articles-in"
        found = {other.file: other for name in entry.documents for other in self.newest(f"{kind} {name}", limit)}
        return tuple(sorted(found.values(), key=lambda other: other.position, reverse=True)[:limit])

    def matches(self, entry: Entry) -> tuple[str, ...]:
        """For each line of a headline list the path of the article of that title, empty where there is none.

        Of several articles it is the one nearest in date to the list, the older one of two; for a list without a date
        the newest.
        """
        keys = [title_key(line) for line in entry.lines]
        wanted = {key for key in keys if key is not None}
        paths: dict[int, list[tuple[bytes, str]]] = {}
        for title, chain, position, path in self._titled(wanted):
            paths.setdefault(title, []).append((b"" if chain == Chain.UNDATED else position[4:9], path))
        at = entry.position[4:9] if entry.published or entry.captured else None
        return tuple(_nearest(paths[key], at) if key in paths else "" for key in keys)

    def _titled(self, titles: Iterable[int]) -> Iterator[tuple[int, int, bytes, str]]:
        """What has some titles, given by their keys: title, chain, position, path; of one title the oldest first."""
        wanted = sorted(titles)
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            yield from self._db.execute(
                f"SELECT title, chain, position, path FROM entries WHERE title IN ({marks}) ORDER BY position",  # noqa: S608
                part,
            )


def _nearest(same: Sequence[tuple[bytes, str]], at: bytes | None) -> str:
    """The path of the article nearest to an instant; `same` is (instant or nothing, path), oldest first."""
    dated = sorted(pair for pair in same if pair[0])
    if at is None or not dated:
        return same[-1][1]
    wanted = int.from_bytes(at, "big")
    instants = [int.from_bytes(instant, "big") for instant, _ in dated]
    right = bisect_left(instants, wanted)
    near = range(max(0, right - 1), min(right + 1, len(instants)))
    return dated[min(near, key=lambda place: (abs(instants[place] - wanted), place))][1]


def _source(series: str) -> tuple[str, tuple[object, ...]]:
    """The FROM and WHERE of a series."""
    if series in _CHAINS:
        return "FROM entries WHERE chain = ?", (_CHAINS[series],)
    kind, _, name = series.partition(" ")
    if kind in ("day", "lists-of"):
        first = date.fromisoformat(name)
        chain = Chain.DATED if kind == "day" else Chain.HEADLINES
        after = day_prefix(first + timedelta(days=1)) if first < date.max else b"\xff"
        return "FROM entries WHERE chain = ? AND position >= ? AND position < ?", (int(chain), day_prefix(first), after)
    if kind == "topic-year":
        slug, _, year = name.rpartition(" ")
        first = date(int(year), 1, 1)
        after = day_prefix(first.replace(year=first.year + 1)) if first.year < date.max.year else b"\xff"
        # What is undated stands by its capture, perhaps among these.
        where = "FROM members WHERE series = ? AND position >= ? AND position < ? AND year = ?"
        return where, (f"topic {slug}", day_prefix(first), after, first.year)
    return "FROM members WHERE series = ?", (series,)
