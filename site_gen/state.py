"""What is remembered between runs, in `.site-gen/state.sqlite`. The one user of SQLite.

Losing it costs time and some caution, never correctness: what ingest wrote is then taken for written by hand, and
output files that a former build wrote are then left where they are. It is read and written in sets.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

STATE_FOLDER = ".site-gen"
_NAME = "state.sqlite"
_VERSION = 1
_SCHEMA = """
CREATE TABLE written (path TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (path, digest)) WITHOUT ROWID;
CREATE TABLE outputs (path TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counted (source TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (source, sha256)) WITHOUT ROWID;
CREATE TABLE lines (source TEXT NOT NULL, key INTEGER NOT NULL, documents INTEGER NOT NULL,
                    PRIMARY KEY (source, key)) WITHOUT ROWID;
CREATE TABLE furniture (document TEXT NOT NULL, line INTEGER NOT NULL, text TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE pending (document TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE flags (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX furniture_document ON furniture (document);
"""


class State:
    """An open state database. Use it as a context manager; nothing is kept of a block that raises."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.was_reset = False
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._db = self._opened()
        except sqlite3.DatabaseError:
            # A damaged or foreign database is of no use; everything in it can be found out again.
            for name in (_NAME, f"{_NAME}-wal", f"{_NAME}-shm"):
                with contextlib.suppress(FileNotFoundError):
                    (folder / name).unlink()
            self.was_reset = True
            self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.folder / _NAME, timeout=10, isolation_level="DEFERRED")
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version == 0:
                db.executescript(_SCHEMA)
                db.execute(f"PRAGMA user_version={_VERSION}")
            elif version != _VERSION:
                raise sqlite3.DatabaseError("another version")
            tables = "written, outputs, lines, counted, furniture, pending, flags"
            db.execute(f"SELECT count(*) FROM (SELECT 1 FROM {tables} LIMIT 1)")  # noqa: S608 - our own names
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._db.commit()
        else:
            self._db.rollback()
        self._db.close()

    def commit(self) -> None:
        """Make everything so far last."""
        self._db.commit()

    # --- content files that ingest wrote

    def written(self) -> frozenset[tuple[str, str]]:
        """Every (path, digest) that ingest ever wrote, or was about to write, into content/."""
        return frozenset(self._db.execute("SELECT path, digest FROM written"))

    def add_written(self, rows: Iterable[tuple[str, str]]) -> None:
        """Remember content files before they are written: a kill between the two must not make them look edited."""
        self._db.executemany("INSERT OR IGNORE INTO written VALUES (?, ?)", rows)

    # --- documents whose content files are being written

    def pending(self) -> frozenset[str]:
        """Documents that a run had read when it was killed: some of what they gave may not have been written."""
        return frozenset(row[0] for row in self._db.execute("SELECT document FROM pending"))

    def add_pending(self, documents: Iterable[str]) -> None:
        """Remember documents before their content files are written."""
        self._db.executemany("INSERT OR IGNORE INTO pending VALUES (?)", ((path,) for path in documents))

    def remove_pending(self, documents: Iterable[str]) -> None:
        """All that these documents gave is written."""
        self._db.executemany("DELETE FROM pending WHERE document = ?", ((path,) for path in documents))

    # --- output files that a build wrote

    def outputs(self) -> Mapping[str, str]:
        """Digest of each output file of the last build, by path."""
        return dict(self._db.execute("SELECT path, digest FROM outputs"))

    def begin_outputs(self) -> None:
        """Remember, before the first file is put in place, that the list of output files is about to be out of date."""
        self._db.execute("INSERT OR IGNORE INTO flags VALUES ('writing')")
        self._db.commit()

    def was_interrupted(self) -> bool:
        """Whether the last build ended between `begin_outputs` and `set_outputs`: it may have left unlisted files."""
        return self._db.execute("SELECT 1 FROM flags WHERE name = 'writing'").fetchone() is not None

    def set_outputs(self, rows: Mapping[str, str]) -> None:
        """Replace the list of output files; they are all in place."""
        self._db.execute("DELETE FROM flags WHERE name = 'writing'")
        self._db.execute("DELETE FROM outputs")
        self._db.executemany("INSERT INTO outputs VALUES (?, ?)", rows.items())

    # --- lines that recur across the documents of a source

    def counted(self, source: str) -> frozenset[str]:
        """Digests of the documents of a source whose lines are counted."""
        return frozenset(row[0] for row in self._db.execute("SELECT sha256 FROM counted WHERE source = ?", (source,)))

    def line_counts(self, source: str) -> Mapping[int, int]:
        """In how many documents of a source each line (by key) was seen."""
        return dict(self._db.execute("SELECT key, documents FROM lines WHERE source = ?", (source,)))

    def add_line_counts(self, source: str, documents: Iterable[str], counts: Mapping[int, int]) -> None:
        """Add the counts of further documents, given by their digests."""
        self._db.executemany("INSERT OR IGNORE INTO counted VALUES (?, ?)", ((source, sha) for sha in documents))
        self._db.executemany(
            "INSERT INTO lines VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET documents = documents + excluded.documents",
            ((source, key, number) for key, number in counts.items()),
        )

    # --- what was taken out of documents

    def set_furniture(self, rows: Mapping[str, Iterable[tuple[int, str, str]]]) -> None:
        """Replace the furniture of documents, by their paths: (line, text, reason)."""
        self._db.executemany("DELETE FROM furniture WHERE document = ?", ((path,) for path in rows))
        self._db.executemany(
            "INSERT INTO furniture VALUES (?, ?, ?, ?)",
            ((path, *item) for path, items in rows.items() for item in items),
        )

    def furniture(self) -> Iterator[tuple[str, int, str, str]]:
        """(document, line, text, reason) of everything that was taken out, in order."""
        yield from self._db.execute("SELECT document, line, text, reason FROM furniture ORDER BY document, line, rowid")
