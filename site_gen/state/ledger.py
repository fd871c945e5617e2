"""What is known about content files and documents: who stands for what, under which address, text and name.

Files are found by keys, short hashes of whatever two of them may share. A key is looked up together with all others of
an article in one query. A number is never used twice, so what a removed file leaves behind finds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from site_gen.model import Failure

KEY_BYTES = 12
"""Length of the keys of documents and headlines."""
_LOOKED_UP = 480
"""Keys that are looked up in one statement."""
_ROUNDED = 16
_LAST = 512
"""Files that are looked at of those that share one key."""


class Connection(Protocol):
    """As much of a database connection as is used here."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Any:
        """Run one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Any:
        """Run one statement for each row."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What is remembered of one content file."""

    path: str
    """Relative to the content folder."""
    kind: str
    """`article`, `headlines`, or `broken` where it cannot be read."""
    digest: str
    """SHA-256 of its bytes, in hexadecimal."""
    pristine: bool
    """Whether it is as ingest wrote it."""
    keys: tuple[bytes, ...] = ()
    size: int = -1
    """As of the file system; -1 while it is not written."""
    mtime_ns: int = -1
    published: str | None = None
    moment: int | None = None
    """`published` as a number that can be compared."""
    datable: bool = False
    """Whether it may be given an earliest date."""
    beside: tuple[bytes, ...] = ()
    """Of a headline list, the keys of the documents that hold it."""
    shown: tuple[bytes, ...] = ()
    """Of a headline list, the keys of its headlines."""


@dataclass(frozen=True, slots=True)
class Dated:
    """What is remembered of the dates of a content file."""

    path: str
    published: str | None
    datable: bool
    """Whether it may be given an earliest date: ingest wrote it, and it has no date but such a one."""


@dataclass(frozen=True, slots=True)
class Listed(Dated):
    """What is remembered of a headline list. The fields are those of `FileRecord`."""

    beside: tuple[bytes, ...]
    shown: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """How a content file was when it was last looked at."""

    size: int
    mtime_ns: int
    digest: str
    kind: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A document of which everything stands in content/."""

    document: str
    sha256: str
    source: str
    """The file that holds the document."""
    paths: tuple[str, ...]
    """The content files that stand for it."""
    articles: int = 1
    """How many articles it gave."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document in quarantine."""

    failure: Failure
    copy: str | None
    """Name of the copy of its bytes in the quarantine's folder."""


class Ledger:
    """The tables on content files and documents of an open state database."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    # --- content files

    def add_file(self, record: FileRecord) -> None:
        """Remember a content file in place of what was known of its path."""
        number = self._db.execute(
            "REPLACE INTO files (folder, name, kind, size, mtime_ns, digest, pristine, published, moment, datable, "
            "beside, shown) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(*_split(record.path), record.kind, record.size, record.mtime_ns, record.digest, record.pristine),
                *(record.published, record.moment, record.datable, _joined(record.beside), _joined(record.shown)),
            ),
        ).lastrowid
        self._db.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", [(key, number) for key in record.keys])

    def set_unwritten(self, path: str) -> None:
        """Remember that a file is going to be written anew, with the same keys."""
        self._db.execute(
            "UPDATE files SET size = -1, mtime_ns = -1, digest = '' WHERE folder = ? AND name = ?", _split(path)
        )

    def set_written(self, rows: Iterable[tuple[int, int, str, str]]) -> None:
        """(size, mtime_ns, digest, path) of files that are now in place."""
        self._db.executemany(
            "UPDATE files SET size = ?, mtime_ns = ?, digest = ? WHERE folder = ? AND name = ?",
            ((size, mtime_ns, digest, *_split(path)) for size, mtime_ns, digest, path in rows),
        )

    def remove_file(self, path: str) -> None:
        """Forget a content file."""
        self._db.execute("DELETE FROM files WHERE folder = ? AND name = ?", _split(path))

    def move_file(self, former: str, path: str) -> None:
        """Forget a content file that goes to another path, and let the new one stand for its documents."""
        self.remove_file(former)
        self._db.execute("UPDATE OR IGNORE filed_in SET path = ? WHERE path = ?", (path, former))

    def folders(self) -> tuple[str, ...]:
        """The folders of all files that are known."""
        return tuple(row[0] for row in self._db.execute("SELECT DISTINCT folder FROM files ORDER BY folder"))

    def in_folder(self, folder: str) -> Mapping[str, Stored]:
        """The files of one folder, by name."""
        rows = self._db.execute("SELECT name, size, mtime_ns, digest, kind FROM files WHERE folder = ?", (folder,))
        return {name: Stored(size, mtime_ns, digest, kind) for name, size, mtime_ns, digest, kind in rows}

    def kind_at(self, path: str) -> str | None:
        """The kind of the file at a path, None where there is none."""
        row = self._db.execute("SELECT kind FROM files WHERE folder = ? AND name = ?", _split(path)).fetchone()
        return None if row is None else str(row[0])

    def is_pristine(self, path: str) -> bool:
        """Whether the file at a path is as ingest wrote it."""
        row = self._db.execute("SELECT pristine FROM files WHERE folder = ? AND name = ?", _split(path)).fetchone()
        return row is not None and bool(row[0])

    def has_kind(self, kind: str) -> bool:
        """Whether there is any file of a kind."""
        return self._db.execute("SELECT 1 FROM files WHERE kind = ? LIMIT 1", (kind,)).fetchone() is not None

    def touch(self, keys: Iterable[bytes]) -> None:
        """Remember that something changed which the headline lists with these keys may show."""
        self._db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((key,) for key in keys))

    def touched_lists(self) -> Iterator[Listed]:
        """The headline lists for which something changed since `clear_touched`. Files may be added meanwhile."""
        numbers = self._db.execute(
            "SELECT DISTINCT files.number FROM touched JOIN keys USING (key) JOIN files USING (number) "
            "WHERE files.shown IS NOT NULL ORDER BY files.number"
        ).fetchall()
        for number in numbers:
            folder, name, published, datable, beside, shown = self._db.execute(
                "SELECT folder, name, published, datable AND pristine, beside, shown FROM files WHERE number = ?",
                number,
            ).fetchone()
            yield Listed(_path(folder, name), published, bool(datable), _parted(beside), _parted(shown))

    def articles_with(self, keys: Sequence[bytes]) -> tuple[Dated, ...]:
        """The articles that have one of the keys."""
        rows = self._db.execute(
            "SELECT DISTINCT folder, name, published, datable AND pristine FROM keys JOIN files USING (number) "  # noqa: S608
            f"WHERE keys.key IN ({_marks(keys)}) AND files.kind = 'article' ORDER BY number",
            keys,
        )
        return tuple(Dated(_path(folder, name), published, bool(datable)) for folder, name, published, datable in rows)

    def clear_touched(self) -> None:
        """All that had to be looked at for a change was."""
        self._db.execute("DELETE FROM touched")

    def find(self, kind: str, keys: Sequence[bytes]) -> Mapping[bytes, tuple[str, ...]]:
        """Paths of the files of a kind that have each key, in the order in which they came to be known."""
        found: dict[bytes, list[str]] = defaultdict(list)
        for key, folder, name in self._db.execute(
            "SELECT keys.key, files.folder, files.name FROM keys JOIN files USING (number) "  # noqa: S608 - marks
            f"WHERE keys.key IN ({_marks(keys)}) AND files.kind = ? ORDER BY number",
            (*keys, kind),
        ):
            found[key].append(_path(folder, name))
        return {key: tuple(paths) for key, paths in found.items()}

    def most_common(self, kind: str, keys: Sequence[bytes], most: int) -> tuple[str, ...]:
        """Paths of at most `most` files of a kind that share keys, those with the most keys in common first.

        Of a key that very many have, as the title of a daily series, the last that got it count: what a look-up costs
        must not grow with the archive.
        """
        last = f"SELECT * FROM (SELECT number FROM keys WHERE key = ? ORDER BY number DESC LIMIT {_LAST})"  # noqa: S608
        rows = self._db.execute(
            "SELECT files.folder, files.name FROM "  # noqa: S608 - our own text
            f"(SELECT number, count(*) AS common FROM ({' UNION ALL '.join([last] * len(keys))}) GROUP BY number) "
            "JOIN files USING (number) WHERE files.kind = ? ORDER BY common DESC, number LIMIT ?",
            (*keys, kind, most),
        )
        return tuple(_path(folder, name) for folder, name in rows)

    def oldest(self, keys: Sequence[bytes]) -> tuple[str, ...]:
        """For each key that an article with a date has, the earliest `published` of those that have it."""
        found = []
        for start in range(0, len(keys), _LOOKED_UP):
            some = list(keys[start : start + _LOOKED_UP])
            # A statement of a length that was seen before is not parsed again.
            some += some[-1:] * (-len(some) % _ROUNDED)
            found += self._db.execute(
                "SELECT files.published, min(files.moment) FROM keys JOIN files USING (number) "  # noqa: S608 - marks
                f"WHERE keys.key IN ({_marks(some)}) AND files.kind = 'article' AND files.published IS NOT NULL "
                "GROUP BY keys.key",
                some,
            ).fetchall()
        return tuple(published for published, _ in found)

    def drop_remains(self) -> None:
        """Remove the keys of files that are gone, where they have become many."""
        (files,) = self._db.execute("SELECT count(*) FROM files").fetchone()
        (last,) = self._db.execute("SELECT coalesce(max(number), 0) FROM files").fetchone()
        (first,) = self._db.execute("SELECT coalesce(min(number), 0) FROM files").fetchone()
        if last - first > 2 * files + 1000:
            self._db.execute("DELETE FROM keys WHERE number NOT IN (SELECT number FROM files)")

    # --- sources and their documents

    def source(self, path: str) -> tuple[str, int, str] | None:
        """(signature, number of documents, what was left out as JSON) of a file of documents that was read whole."""
        row = self._db.execute("SELECT signature, documents, left_out FROM sources WHERE path = ?", (path,)).fetchone()
        return None if row is None else (str(row[0]), int(row[1]), str(row[2]))

    def set_source(self, path: str, signature: str, documents: int, left_out: str) -> None:
        """Remember a file of documents: all that it holds is filed or in quarantine."""
        self._db.execute("REPLACE INTO sources VALUES (?, ?, ?, ?)", (path, signature, documents, left_out))

    def forget_source(self, path: str) -> None:
        """Have a file of documents opened again by the next run."""
        self._db.execute("DELETE FROM sources WHERE path = ?", (path,))

    def filed(self, document: str, sha256: str) -> int:
        """How many articles a document gave, if all stand in content/ and it has not changed since; else 0."""
        row = self._db.execute("SELECT sha256, articles FROM filed WHERE document = ?", (document,)).fetchone()
        return int(row[1]) if row is not None and row[0] == bytes.fromhex(sha256) else 0

    def set_filed(self, rows: Iterable[Filed]) -> None:
        """Remember documents of which everything is in place."""
        filed = list(rows)
        self._db.executemany(
            "REPLACE INTO filed VALUES (?, ?, ?, ?)",
            ((row.document, bytes.fromhex(row.sha256), row.source, row.articles) for row in filed),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO filed_in VALUES (?, ?)",
            ((path, row.document) for row in filed for path in row.paths),
        )

    def forget_documents_of(self, path: str) -> None:
        """Have the documents that went into a content file, and the files that they stand in, looked at again."""
        documents = "SELECT document FROM filed_in WHERE path = ?"
        self._db.execute(
            f"DELETE FROM sources WHERE path IN (SELECT source FROM filed WHERE document IN ({documents}))",  # noqa: S608
            (path,),
        )
        self._db.execute(f"DELETE FROM filed WHERE document IN ({documents})", (path,))  # noqa: S608 - our own text
        self._db.execute("DELETE FROM filed_in WHERE path = ?", (path,))
        self._db.execute("DELETE FROM conflicts WHERE path = ?", (path,))

    # --- content files that a person edited and whose documents have changed since

    def conflicts(self, path: str | None = None) -> tuple[tuple[str, str], ...]:
        """(content file, document) of the conflicts that are open, of one content file or all."""
        where, values = ("WHERE path = ?", (path,)) if path is not None else ("", ())
        rows = self._db.execute(f"SELECT path, document FROM conflicts {where} ORDER BY path, document", values)  # noqa: S608
        return tuple((str(path), str(document)) for path, document in rows)

    def set_conflict(self, path: str, document: str) -> None:
        """Remember that a document would change a content file that is not as ingest wrote it."""
        self._db.execute("INSERT OR IGNORE INTO conflicts VALUES (?, ?)", (path, document))

    def remove_conflict(self, path: str, document: str) -> None:
        """Forget a conflict that is settled."""
        self._db.execute("DELETE FROM conflicts WHERE path = ? AND document = ?", (path, document))

    # --- documents in quarantine

    def refused(self, source: str | None = None) -> tuple[Refusal, ...]:
        """The documents in quarantine, of one file or all."""
        where, values = ("WHERE source = ? OR document = ?", (source, source)) if source is not None else ("", ())
        rows = self._db.execute(
            f"SELECT document, stage, reason, copy FROM refused {where} ORDER BY document",  # noqa: S608 - our text
            values,
        )
        return tuple(Refusal(Failure(document, stage, reason), copy) for document, stage, reason, copy in rows)

    def sources_of_refused(self) -> Mapping[str, str]:
        """The file of each document in quarantine."""
        return dict(self._db.execute("SELECT document, source FROM refused ORDER BY document"))

    def set_refused(self, source: str, refusal: Refusal) -> None:
        """Remember a document that is in quarantine."""
        failure = refusal.failure
        self._db.execute(
            "REPLACE INTO refused VALUES (?, ?, ?, ?, ?)",
            (failure.source, source, failure.stage, failure.message, refusal.copy),
        )

    def remove_refused(self, documents: Iterable[str]) -> None:
        """Forget documents that are in quarantine no more."""
        self._db.executemany("DELETE FROM refused WHERE document = ?", ((document,) for document in documents))


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def _path(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _joined(keys: tuple[bytes, ...]) -> bytes | None:
    return b"".join(keys) or None


def _parted(keys: bytes | None) -> tuple[bytes, ...]:
    return tuple(keys[at : at + KEY_BYTES] for at in range(0, len(keys), KEY_BYTES)) if keys else ()


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
