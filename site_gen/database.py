"""Opening SQLite databases of ours: the tables as they should be, or none."""

from __future__ import annotations

import contextlib
import errno
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

_DAMAGED = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""What SQLite says of a file that is broken or not ours; a full disk or a busy database is no reason to drop it."""


class Connection(Protocol):
    """As much of a database connection as is used outside of this module."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Any:
        """Run one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Any:
        """Run one statement for each row."""


class Database:
    """An open database file with the tables of a schema; `None` as its path is one in memory.

    A file that is damaged, of another schema or of another stamp is thrown away and begun anew: what is kept in it can
    be found out again. Raises OSError where the file cannot be opened or is busy.
    """

    def __init__(self, path: Path | None, schema: str, stamp: str = "") -> None:
        self.was_reset = False
        self._path = path
        self._schema = schema
        self._stamp = stamp
        try:
            self._db = self._opened()
        except sqlite3.DatabaseError as error:
            if path is None or getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF not in _DAMAGED:
                raise OSError(errno.EIO, str(error), str(path)) from error
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                with contextlib.suppress(FileNotFoundError):
                    path.with_name(name).unlink()
            self.was_reset = True
            self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path or ":memory:", timeout=10, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute("PRAGMA cache_size=-65536")
            db.execute("BEGIN IMMEDIATE")
            if db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None:
                self._create(db)
            self._check(db)
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def _create(self, db: sqlite3.Connection) -> None:
        for statement in self._statements():
            db.execute(statement)
        db.execute("CREATE TABLE stamp (text TEXT NOT NULL)")
        db.execute("INSERT INTO stamp VALUES (?)", (self._stamp,))

    def _check(self, db: sqlite3.Connection) -> None:
        wanted = sorted((*self._statements(), "CREATE TABLE stamp (text TEXT NOT NULL)"))
        held = sorted(row[0] for row in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
        if held != wanted or db.execute("SELECT text FROM stamp").fetchone() != (self._stamp,):
            raise sqlite3.DatabaseError("another schema or stamp")
        for table in re.findall(r"CREATE TABLE (\w+)", self._schema):
            db.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 - our own names

    def _statements(self) -> Iterator[str]:
        for statement in self._schema.split(";"):
            if statement.strip():
                yield " ".join(statement.split())

    @property
    def connection(self) -> Connection:
        """The connection, in a transaction that `commit` ends."""
        return self._db

    def commit(self) -> None:
        """Make everything so far last, and begin the next transaction."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    def rollback(self) -> None:
        """Undo everything since the last commit."""
        self._db.execute("ROLLBACK")
        self._db.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Undo what is not committed and let go of the file."""
        with contextlib.suppress(sqlite3.DatabaseError):
            self._db.execute("ROLLBACK")
        self._db.close()
