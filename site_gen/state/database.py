"""The database of what ingest remembers between runs, `.site-gen/state.sqlite`.

Losing it costs time and some caution, never correctness: what ingest wrote is then taken for written by hand. It is
read and written in sets.
"""

from __future__ import annotations

import contextlib
import errno
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from site_gen.state.ledger import Ledger

STATE_FOLDER = ".site-gen"
STATE_NAME = "state.sqlite"
_DAMAGED = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""What SQLite says of a database that is broken or not ours; a full disk or a busy database is no reason to drop it."""
_CACHE_KIB = 16_000
"""Pages of the database that are kept in memory: those of the keys are asked for in no order."""
_LOG_PAGES = 4000
"""Pages written before they go from the log into the database; one of many keys is then copied once for several."""
_VERSION = 3
_SCHEMA = """
CREATE TABLE written (path TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (path, digest)) WITHOUT ROWID;
CREATE TABLE counted (source TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (source, sha256)) WITHOUT ROWID;
CREATE TABLE lines (source TEXT NOT NULL, key INTEGER NOT NULL, documents INTEGER NOT NULL,
                    PRIMARY KEY (source, key)) WITHOUT ROWID;
CREATE TABLE furniture (document TEXT NOT NULL, line INTEGER NOT NULL, text TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE files (number INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL, name TEXT NOT NULL,
                    kind TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, digest TEXT NOT NULL,
                    pristine INTEGER NOT NULL, published TEXT, moment INTEGER, datable INTEGER NOT NULL,
                    beside BLOB, shown BLOB, UNIQUE (folder, name));
CREATE TABLE keys (key BLOB NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE sources (path TEXT PRIMARY KEY, signature TEXT NOT NULL, documents INTEGER NOT NULL,
                      left_out TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE filed (document TEXT PRIMARY KEY, sha256 BLOB NOT NULL, source TEXT NOT NULL,
                    articles INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE filed_in (path TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (path, document)) WITHOUT ROWID;
CREATE TABLE touched (key BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE refused (document TEXT PRIMARY KEY, source TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL,
                      copy TEXT) WITHOUT ROWID;
CREATE INDEX refused_source ON refused (source);
CREATE TABLE warnings (document TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (document, text)) WITHOUT ROWID;
CREATE TABLE conflicts (path TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (path, document)) WITHOUT ROWID;
CREATE TABLE flags (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX furniture_document ON furniture (document);
"""
# A table that came later: a database without it is as good as ever.
_LATER = "CREATE TABLE IF NOT EXISTS assigned (id TEXT PRIMARY KEY, topics TEXT NOT NULL) WITHOUT ROWID"


class State:
    """An open state database. Use it as a context manager; nothing is kept of a block that raises."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reset: str | None = None
        """Why the database had to be started anew, if it had to."""
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._db = self._opened()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF not in _DAMAGED:
                raise OSError(errno.EIO, str(error), str(folder / STATE_NAME)) from error
            # A damaged or foreign database is of no use; everything in it can be found out again.
            for name in (STATE_NAME, f"{STATE_NAME}-wal", f"{STATE_NAME}-shm"):
                with contextlib.suppress(FileNotFoundError):
                    (folder / name).unlink()
            self.reset = str(error)
            self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.folder / STATE_NAME, timeout=10, isolation_level="DEFERRED")
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
            db.execute(f"PRAGMA wal_autocheckpoint={_LOG_PAGES}")
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version == 0:
                db.executescript(_SCHEMA)
                db.execute(f"PRAGMA user_version={_VERSION}")
            elif version != _VERSION:
                raise sqlite3.DatabaseError(f"it is of version {version}, and version {_VERSION} is read")
            db.execute(_LATER)
            for table in re.findall(r"CREATE TABLE (\w+)", _SCHEMA):
                db.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 - our own names
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

    @property
    def ledger(self) -> Ledger:
        """What is known about content files and documents."""
        return Ledger(self._db)

    def commit(self) -> None:
        """Make everything so far last."""
        self._db.commit()

    # --- content files that ingest wrote

    def was_written(self, path: str, digest: str) -> bool:
        """Whether ingest ever wrote, or was about to write, this content at this path of content/."""
        found = self._db.execute("SELECT 1 FROM written WHERE path = ? AND digest = ?", (path, digest))
        return found.fetchone() is not None

    # --- topics that ingest gave

    def set_assigned(self, rows: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Remember the topics that articles, by their ids, were given by ingest: others are a person's."""
        self._db.executemany("REPLACE INTO assigned VALUES (?, ?)", ((key, "\n".join(names)) for key, names in rows))

    def assigned(self, key: str) -> tuple[str, ...] | None:
        """The topics that ingest gave to an article, None where that is not known."""
        row = self._db.execute("SELECT topics FROM assigned WHERE id = ?", (key,)).fetchone()
        return None if row is None else tuple(row[0].split("\n") if row[0] else ())

    def add_written(self, rows: Iterable[tuple[str, str]]) -> None:
        """Remember content files before they are written: a kill between the two must not make them look edited."""
        self._db.executemany("INSERT OR IGNORE INTO written VALUES (?, ?)", rows)

    # --- whether a run was killed

    def begin_ingest(self) -> bool:
        """Remember that documents are being filed; whether the last run that did so was killed."""
        killed = self._db.execute("SELECT 1 FROM flags WHERE name = 'ingesting'").fetchone() is not None
        self._db.execute("INSERT OR IGNORE INTO flags VALUES ('ingesting')")
        self._db.commit()
        return killed

    def end_ingest(self) -> None:
        """All that was begun is done."""
        self._db.execute("DELETE FROM flags WHERE name = 'ingesting'")
        self._db.commit()

    # --- lines that recur across the documents of a source

    def counted(self, source: str) -> int:
        """How many documents of a source had their lines counted."""
        (number,) = self._db.execute("SELECT count(*) FROM counted WHERE source = ?", (source,)).fetchone()
        return int(number)

    def is_counted(self, source: str, sha256: str) -> bool:
        """Whether the lines of a document of a source, given by its digest, are counted."""
        found = self._db.execute("SELECT 1 FROM counted WHERE source = ? AND sha256 = ?", (source, sha256))
        return found.fetchone() is not None

    def line_counts(self, source: str, least: int = 1) -> Mapping[int, int]:
        """In how many documents of a source each line (by key) was seen, as far as it was seen in `least`."""
        found = self._db.execute(
            "SELECT key, documents FROM lines WHERE source = ? AND documents >= ?", (source, least)
        )
        return dict(found)

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

    # --- what is wrong but harmless in documents

    def set_warnings(self, rows: Mapping[str, Iterable[str]]) -> None:
        """Replace the warnings about documents, by their paths."""
        self._db.executemany("DELETE FROM warnings WHERE document = ?", ((path,) for path in rows))
        self._db.executemany(
            "INSERT OR IGNORE INTO warnings VALUES (?, ?)",
            ((path, text) for path, texts in rows.items() for text in texts),
        )

    def warnings(self) -> Iterator[tuple[str, str]]:
        """(document, warning) of all documents, in order."""
        yield from self._db.execute("SELECT document, text FROM warnings ORDER BY document, text")

    def furniture(self) -> Iterator[tuple[str, int, str, str]]:
        """(document, line, text, reason) of everything that was taken out, in order."""
        yield from self._db.execute("SELECT document, line, text, reason FROM furniture ORDER BY document, line, rowid")
