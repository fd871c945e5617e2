"""What stands in the output folder by our hand: the record that the next build compares its plan with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from site_gen.database import Connection
from site_gen.urls import collision_key

SCHEMA = """
CREATE TABLE outputs (folder TEXT NOT NULL, name TEXT NOT NULL, series TEXT NOT NULL, number INTEGER NOT NULL,
 origin TEXT NOT NULL, key BLOB NOT NULL, clash TEXT NOT NULL, part TEXT NOT NULL, lastmod TEXT NOT NULL,
 size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, digest BLOB NOT NULL,
 PRIMARY KEY (folder, name)) WITHOUT ROWID;
CREATE INDEX of_row ON outputs (series, number);
CREATE INDEX by_clash ON outputs (clash);
CREATE INDEX of_part ON outputs (part, folder, name, lastmod) WHERE part != '';
"""
STATIC = "static"
"""The row of the user's own files, the style sheet among them."""
_COLUMNS = "folder, name, series, number, origin, key, clash, part, lastmod, size, mtime_ns, ctime_ns, digest"


class Output(msgspec.Struct, frozen=True, gc=False):
    """One file of the output folder."""

    path: str
    series: str
    """The row of pages that it is one of."""
    number: int
    """Its number in the row."""
    origin: str
    """What asked for it, for messages."""
    key: bytes
    """Digest of all that it is made from; empty where it has to be made anew."""
    part: str = ""
    """The part of the sitemap that names it."""
    lastmod: str = ""
    size: int = -1
    """Bytes; -1 while it is not written."""
    mtime_ns: int = 0
    ctime_ns: int = 0
    digest: bytes = b""
    """SHA-256 of its bytes."""

    @property
    def place(self) -> tuple[str, str]:
        """Folder and name."""
        return split(self.path)


class Record:
    """The table of outputs."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def get(self, path: str) -> Output | None:
        """What is known of a path."""
        found = self._db.execute(f"SELECT {_COLUMNS} FROM outputs WHERE folder = ? AND name = ?", split(path))  # noqa: S608
        return next(map(_output, found), None)

    def every(self) -> Iterator[Output]:
        """All outputs, in no order."""
        return map(_output, self._db.execute(f"SELECT {_COLUMNS} FROM outputs"))  # noqa: S608 - our own names

    def of_row(self, series: str) -> tuple[Output, ...]:
        """The outputs of a row of pages."""
        return tuple(map(_output, self._db.execute(f"SELECT {_COLUMNS} FROM outputs WHERE series = ?", (series,))))  # noqa: S608

    def every_of(self, kind: str) -> tuple[Output, ...]:
        """The outputs of all rows whose names begin with `kind`, which ends with a space."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM outputs WHERE series >= ? AND series < ?",  # noqa: S608 - our own names
            (kind, f"{kind[:-1]}!"),
        )
        return tuple(map(_output, rows))

    def in_folder(self, folder: str) -> tuple[Output, ...]:
        """The outputs in one folder, without those below it."""
        return tuple(map(_output, self._db.execute(f"SELECT {_COLUMNS} FROM outputs WHERE folder = ?", (folder,))))  # noqa: S608

    def put(self, outputs: Iterable[Output]) -> None:
        """Remember outputs in place of what was known of their paths."""
        self._db.executemany(
            f"REPLACE INTO outputs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (
                (
                    *(*output.place, output.series, output.number, output.origin, output.key),
                    *(collision_key(output.path), output.part, output.lastmod),
                    *(output.size, output.mtime_ns, output.ctime_ns, output.digest),
                )
                for output in outputs
            ),
        )

    def remove(self, paths: Iterable[str]) -> None:
        """Forget outputs."""
        self._db.executemany("DELETE FROM outputs WHERE folder = ? AND name = ?", map(split, paths))

    def forget_keys(self) -> None:
        """Have every output made anew."""
        self._db.execute("UPDATE outputs SET key = ''")

    def totals(self) -> tuple[int, int]:
        """How many outputs there are, and their bytes."""
        count, size = self._db.execute("SELECT count(*), coalesce(sum(size), 0) FROM outputs").fetchone()
        return int(count), int(size)

    def parts(self) -> Mapping[str, str]:
        """The parts of the sitemap that name outputs, each with its newest change."""
        rows = self._db.execute("SELECT part, max(lastmod) FROM outputs WHERE part != '' GROUP BY part")
        return dict(rows)

    def of_part(self, part: str) -> tuple[tuple[str, str], ...]:
        """(path, lastmod) of the outputs that a part of the sitemap names."""
        rows = self._db.execute("SELECT folder, name, lastmod FROM outputs WHERE part = ? AND part != ''", (part,))
        return tuple((join(folder, name), lastmod) for folder, name, lastmod in rows)

    def sitemap_files(self) -> tuple[tuple[str, str], ...]:
        """(path, lastmod) of the files of the sitemap's parts."""
        rows = self._db.execute(
            "SELECT folder, name, lastmod FROM outputs WHERE series >= 'sitemap ' AND series < 'sitemap!'"
        )
        return tuple((join(folder, name), lastmod) for folder, name, lastmod in rows)

    # --- paths that cannot stand side by side

    def conflict(self, path: str, *, without: Collection[str]) -> str:
        """What of the outputs keeps a file from standing at `path`; empty where nothing does.

        Outputs of the rows `without` do not count.
        """
        key = collision_key(path)
        for origin in self._origins("clash = ?", (key,), without):
            return f"{origin} has the same address"
        for origin in self._origins("clash >= ? AND clash < ?", (f"{key}/", f"{key}0"), without):
            return f"{origin} needs a folder of that name"
        while "/" in key:
            key = key.rpartition("/")[0]
            for origin in self._origins("clash = ?", (key,), without):
                return f"{origin} is a file where this needs a folder"
        return ""

    def _origins(self, where: str, values: tuple[object, ...], without: Collection[str]) -> Iterator[str]:
        rows = self._db.execute(
            f"SELECT origin FROM outputs WHERE {where} AND {_beside(without)} ORDER BY origin, folder, name LIMIT 1",  # noqa: S608
            values,
        )
        return (row[0] for row in rows)

    def clashes(self, paths: Iterable[str] | None = None, *, without: Collection[str]) -> tuple[str, ...]:
        """Why outputs cannot stand side by side: those at `paths` with any others, or all of them.

        Outputs of the rows `without` do not count.
        """
        keys = None if paths is None else sorted({collision_key(path) for path in paths})
        counted = _beside(without)
        return (*self._same_address(keys, counted), *self._files_as_folders(keys, counted))

    def _same_address(self, keys: list[str] | None, counted: str) -> Iterator[str]:
        if keys is None:
            found = self._db.execute(
                f"SELECT clash FROM outputs WHERE {counted} GROUP BY clash HAVING count(*) > 1 ORDER BY clash"  # noqa: S608
            )
            keys = [row[0] for row in found.fetchall()]
        for key in keys:
            rows = self._at(key, counted)
            for origin, path in rows[1:]:
                yield f"{origin}: page '{path}': {rows[0][0]} has the same address"

    def _files_as_folders(self, keys: list[str] | None, counted: str) -> Iterator[str]:
        """Files at paths that others need as folders."""
        if keys is None:
            rows = self._db.execute(f"SELECT DISTINCT folder FROM outputs WHERE {counted}")  # noqa: S608 - our own
            folders = {collision_key(above) for (folder,) in rows.fetchall() for above in _with_parents(folder)}
        else:
            folders = {above for key in keys for above in _with_parents(key.rpartition("/")[0])}
            folders.update(key for key in keys if self._needs(key, counted))
        for key in sorted(folders):
            for origin, path in self._at(key, counted):
                yield f"{origin}: page '{path}': {self._needs(key, counted)} needs a folder of that name"

    def _at(self, key: str, counted: str) -> list[tuple[str, str]]:
        """(origin, path) of the outputs that a file system may take for one."""
        rows = self._db.execute(
            f"SELECT origin, folder, name FROM outputs WHERE clash = ? AND {counted} ORDER BY origin, folder, name",  # noqa: S608
            (key,),
        )
        return [(origin, join(folder, name)) for origin, folder, name in rows]

    def _needs(self, key: str, counted: str) -> str:
        """The first output that needs a folder at a path; empty where none does."""
        found = self._db.execute(
            f"SELECT origin FROM outputs WHERE clash >= ? AND clash < ? AND {counted} ORDER BY origin LIMIT 1",  # noqa: S608
            (f"{key}/", f"{key}0"),
        ).fetchone()
        return str(found[0]) if found else ""


def _beside(rows: Collection[str]) -> str:
    """The condition that an output is of none of these rows."""
    names = ", ".join(f"'{row}'" for row in rows)
    return f"series NOT IN ({names})"


def _with_parents(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def split(path: str) -> tuple[str, str]:
    """Folder and name of a path."""
    folder, _, name = path.rpartition("/")
    return folder, name


def join(folder: str, name: str) -> str:
    """The path of a name in a folder."""
    return f"{folder}/{name}" if folder else name


def _output(row: tuple[str, str, str, int, str, bytes, str, str, str, int, int, int, bytes]) -> Output:
    folder, name, series, number, origin, key, _, part, lastmod, size, mtime_ns, ctime_ns, digest = row
    return Output(join(folder, name), series, number, origin, key, part, lastmod, size, mtime_ns, ctime_ns, digest)
