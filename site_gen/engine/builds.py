"""What is remembered between builds, `.site-gen/build.sqlite`: content as indexed, outputs as written.

Losing it costs time, never correctness: the next build is then a clean one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from site_gen.archive.moments import TABLES as KIN_TABLES
from site_gen.archive.tables import SCHEMA as ARCHIVE_SCHEMA
from site_gen.database import Connection, Database
from site_gen.output.record import SCHEMA as OUTPUT_SCHEMA
from site_gen.output.record import Record
from site_gen.trees import Folder, look_at, walk_tree

Value = TypeVar("Value")
CONTENT = "content"
"""Name of the content folder among the trees that are looked at."""
_NAME = "build.sqlite"
_SCHEMA = f"""
{ARCHIVE_SCHEMA}
{OUTPUT_SCHEMA}
CREATE TABLE folders (tree TEXT NOT NULL, folder TEXT NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (tree, folder))
 WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""


class Builds:
    """The open database of builds. Used as a context manager it keeps nothing of a block that raises."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._database = Database(folder / _NAME, _SCHEMA)
        self.was_interrupted = self._marker.exists()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    @property
    def was_reset(self) -> bool:
        """Whether a damaged database was thrown away."""
        return self._database.was_reset

    @property
    def db(self) -> Connection:
        """The connection."""
        return self._database.connection

    @property
    def record(self) -> Record:
        """The outputs."""
        return Record(self.db)

    @property
    def _marker(self) -> Path:
        return self.folder / "writing"

    def begin_writing(self) -> None:
        """From here on the output folder may hold what is not recorded; a kill leaves this mark."""
        self._marker.touch()

    def save(self) -> None:
        """Make everything so far last."""
        self._database.commit()

    def commit(self) -> None:
        """Make everything so far last: the output folder is as recorded."""
        self.save()
        self._marker.unlink(missing_ok=True)
        self.was_interrupted = False

    def rollback(self) -> None:
        """Undo everything since the last commit; where files were put in place, the mark stays."""
        self._database.rollback()

    def fact(self, name: str) -> bytes | None:
        """A remembered value."""
        row = self.db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def keep(self, name: str, key: bytes, value: object) -> None:
        """Remember a value that holds good while `key` is the same."""
        self.set_fact(name, key + msgspec.msgpack.encode(value))

    def kept(self, name: str, key: bytes, kind: type[Value]) -> Value | None:
        """The value that was kept under this key; None where there is none, or another key."""
        held = self.fact(name)
        if held is None or not held.startswith(key):
            return None
        return msgspec.msgpack.decode(held[len(key) :], type=kind)

    def forget_fact(self, name: str) -> None:
        """Forget a value."""
        self.db.execute("DELETE FROM facts WHERE name = ?", (name,))

    def set_fact(self, name: str, value: bytes) -> None:
        """Remember a value."""
        self.db.execute("REPLACE INTO facts VALUES (?, ?)", (name, value))

    def forget_content(self) -> None:
        """Have all content read and every page made again."""
        for table in ("entries", "members", "lines", "spelled", "yearly", "listings", *KIN_TABLES):
            self.db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        self.db.execute("DELETE FROM folders WHERE tree = 'content'")
        self.record.forget_keys()

    # --- trees

    def compare(
        self, tree: str, root: Path, wanted: Callable[[str], bool] = bool, *, hidden: bool = True
    ) -> TreeChange:
        """How a tree differs from what is remembered of it, folder by folder."""
        known = dict(self.db.execute("SELECT folder, digest FROM folders WHERE tree = ?", (tree,)))
        changed = []
        count = 0
        for folder in walk_tree(root, wanted, hidden=hidden):
            count += len(folder.files)
            if known.pop(folder.path, None) != folder.digest:
                changed.append(folder)
        return TreeChange(tuple(changed), tuple(known), count)

    def compare_at(
        self, tree: str, root: Path, paths: Iterable[Path], wanted: Callable[[str], bool] = bool, *, hidden: bool = True
    ) -> TreeChange:
        """How a tree differs at some paths; nothing else is looked at. A folder stands for all that is in it."""
        root = root.absolute()
        inside = {path.absolute() for path in paths}
        if any(root.is_relative_to(path) for path in inside):
            return self.compare(tree, root, wanted, hidden=hidden)
        changed: dict[str, Folder] = {}
        gone: set[str] = set()
        for path in sorted(path for path in inside if path.is_relative_to(root)):
            folders = [path.parent, *(path / folder.path for folder in walk_tree(path, wanted, hidden=hidden))]
            names = {folder.relative_to(root).as_posix() for folder in folders}
            below = f"{path.relative_to(root).as_posix()}/"
            rows = self.db.execute(
                "SELECT folder FROM folders WHERE tree = ? AND (folder = ? OR (folder >= ? AND folder < ?))",
                (tree, below[:-1], below, f"{below[:-1]}0"),
            )
            names.update(row[0] for row in rows)
            for name in ("" if name == "." else name for name in names):
                folder = look_at(root, name, wanted, hidden=hidden)
                if folder is None:
                    gone.add(name)
                elif self._folder_digest(tree, name) != folder.digest:
                    changed[name] = folder
        known = {name for name in gone if self._folder_digest(tree, name) is not None}
        return TreeChange(tuple(changed[name] for name in sorted(changed)), tuple(sorted(known)), 0)

    def _folder_digest(self, tree: str, folder: str) -> bytes | None:
        row = self.db.execute("SELECT digest FROM folders WHERE tree = ? AND folder = ?", (tree, folder)).fetchone()
        return None if row is None else bytes(row[0])

    def remember(self, tree: str, change: TreeChange) -> None:
        """Remember a tree as it was found."""
        self.set_folders(tree, ((folder.path, folder.digest) for folder in change.changed), change.gone)

    def set_folders(self, tree: str, folders: Iterator[tuple[str, bytes]], gone: tuple[str, ...] = ()) -> None:
        """Remember the digests of folders and forget others."""
        self.db.executemany("DELETE FROM folders WHERE tree = ? AND folder = ?", ((tree, path) for path in gone))
        self.db.executemany("REPLACE INTO folders VALUES (?, ?, ?)", ((tree, *folder) for folder in folders))


@dataclass(frozen=True, slots=True)
class TreeChange:
    """The folders of a tree that are not as they were."""

    changed: tuple[Folder, ...]
    """Those with other files than remembered, or that are new."""
    gone: tuple[str, ...]
    """Those that are no more, or that hold no files any more."""
    files: int
    """Files in the whole tree."""

    @property
    def is_none(self) -> bool:
        """Whether nothing changed."""
        return not (self.changed or self.gone)


@dataclass(slots=True)
class Changes:
    """What is not as the last run left it."""

    content: TreeChange
    static: TreeChange
    output: TreeChange
    design: bool
    """Settings or templates."""

    @property
    def is_none(self) -> bool:
        """Whether all is as it was left."""
        return not self.design and self.content.is_none and self.static.is_none and self.output.is_none
