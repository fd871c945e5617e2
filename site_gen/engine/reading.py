"""Content files that changed → what the archive's tables take of them; many are read in several processes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from site_gen.archive import Reading, Settings, make_entry, make_entry_terms
from site_gen.content import parse_content, stat_content
from site_gen.engine.builds import Builds, TreeChange
from site_gen.entries import Entry
from site_gen.executor import Executor, Map, ordered_map
from site_gen.files import read_regular
from site_gen.model import Failure
from site_gen.topics import make_vocabulary
from site_gen.trees import as_name, as_text

_BATCH = 100
_MANY = 2000
"""Files that one process reads in about the time in which others are started."""


class Wanted(msgspec.Struct, frozen=True, array_like=True):
    """A content file that has to be looked at."""

    folder: str
    name: str
    size: int
    mtime_ns: int
    ctime_ns: int
    digest: bytes = b""
    """That of what is remembered; empty where nothing is."""


class Found(msgspec.Struct, frozen=True, array_like=True):
    """What looking at a content file gave."""

    wanted: Wanted
    digest: bytes
    """Equal to that which is remembered where only the time of the file changed."""
    entry: Entry | None = None
    problems: tuple[str, ...] = ()
    """Warnings; where there is no entry the place, a tab, and why there is none."""
    terms: bytes = b""
    """What an article is known by among others."""


@dataclass(frozen=True, slots=True)
class ContentChange:
    """The content files that changed since the last build."""

    wanted: tuple[Wanted, ...]
    """New ones, and those with another size or time."""
    gone: tuple[tuple[str, str], ...]
    """(folder, name)."""


def find_changes(builds: Builds, change: TreeChange, *, paranoid: bool = False) -> ContentChange:
    """The files behind a change of the content folder; all of its files in changed folders where `paranoid`."""
    wanted: list[Wanted] = []
    gone: list[tuple[str, str]] = []
    for folder in change.changed:
        known = _known(builds, folder.path)
        for file, size, mtime, ctime_ns in folder.files:
            name = as_text(file)
            held, digest = known.pop(name, (None, b""))
            if paranoid or held != (size, mtime, ctime_ns):
                wanted.append(Wanted(as_text(folder.path), name, size, mtime, ctime_ns, digest))
        gone.extend((as_text(folder.path), name) for name in known)
    for path in change.gone:
        gone.extend((path, name) for name in _known(builds, path))
    return ContentChange(tuple(wanted), tuple(gone))


def _known(builds: Builds, folder: str) -> dict[str, tuple[object, bytes]]:
    """What is remembered of the files of a folder: how the file system described them, and their digests."""
    rows = builds.db.execute(
        "SELECT name, size, mtime_ns, ctime_ns, digest FROM entries WHERE folder = ?", (as_text(folder),)
    )
    return {name: ((size, mtime, ctime_ns), digest) for name, size, mtime, ctime_ns, digest in rows}


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Reads content files; what it is made of is sent to every process."""

    root: str
    """The content folder."""
    settings: Settings

    def __call__(self, batches: list[bytes]) -> list[bytes]:
        """Read batches of `Wanted`, encoded; the `Found` of each, encoded."""
        return [_encode([self._read(wanted) for wanted in _decode_wanted(batch)]) for batch in batches]

    def _read(self, wanted: Wanted) -> Found:
        file = f"{wanted.folder}/{wanted.name}" if wanted.folder else wanted.name
        data = self._bytes(file)
        if isinstance(data, Failure):
            return Found(wanted, b"", problems=(f"{data.source}\t{data.message}",))
        whole = sha256(data)
        digest = whole.digest()
        if digest == wanted.digest:
            return Found(wanted, digest)
        parsed = parse_content(file, data, whole.hexdigest())
        if isinstance(parsed, Failure):
            return Found(wanted, digest, problems=(f"{parsed.source}\t{parsed.message}",))
        entry = make_entry(parsed, self.settings.lang, make_vocabulary(self.settings.topics))
        return Found(wanted, digest, entry, parsed.warnings, make_entry_terms(parsed, entry))

    def _bytes(self, file: str) -> bytes | Failure:
        """What a content file holds, or why it is not read."""
        data = read_regular(os.path.join(self.root, as_name(file)))  # noqa: PTH118 - faster
        if data is not None:
            return data
        path = Path(self.root, as_name(file))
        info = stat_content(path, Path(self.root), file)
        if isinstance(info, Failure):
            return info
        try:
            return path.read_bytes()
        except OSError as error:
            return Failure(file, "content", f"cannot be read: {error.strerror}; check its permissions")


_encode = msgspec.msgpack.Encoder().encode
_decode_wanted = msgspec.msgpack.Decoder(list[Wanted]).decode
_decode_found = msgspec.msgpack.Decoder(list[Found]).decode


def read_changes(root: Path, settings: Settings, wanted: Iterable[Wanted], executor: Executor) -> Iterator[Found]:
    """Look at content files, in their order."""
    rows = tuple(wanted)
    batches = (_encode(rows[start : start + _BATCH]) for start in range(0, len(rows), _BATCH))
    job = Map(ReadJob(os.fspath(root), settings), lambda batch: [batch], _lost)
    for _, results in ordered_map(job, batches, executor, is_much=len(rows) > _MANY):
        for result in results:
            yield from _decode_found(result)


def _lost(batch: bytes) -> bytes:
    """A batch that kills its process is given back file by file as unreadable."""
    found = [
        Found(wanted, b"", problems=(f"{wanted.folder}/{wanted.name}\tthe process that read it died; look into it",))
        for wanted in _decode_wanted(batch)
    ]
    return _encode(found)


def as_reading(found: Found) -> Reading:
    """What the tables take."""
    at = found.wanted
    return Reading(
        at.folder, at.name, at.size, at.mtime_ns, at.ctime_ns, found.digest, found.entry, found.problems, found.terms
    )


def touch(builds: Builds, found: Iterable[Found]) -> None:
    """Remember new times of files that hold what they held."""
    builds.db.executemany(
        "UPDATE entries SET size = ?, mtime_ns = ?, ctime_ns = ? WHERE folder = ? AND name = ?",
        ((at.size, at.mtime_ns, at.ctime_ns, at.folder, at.name) for at in (row.wanted for row in found)),
    )
