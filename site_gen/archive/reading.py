"""content/ → content files: every Markdown file in it, in the order of their paths."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from site_gen.content import parse_content
from site_gen.files import leads_outside
from site_gen.model import ContentFile, Failure

SUFFIXES = (".md", ".markdown")

Cache = MutableMapping[str, tuple[tuple[int, int, int], ContentFile | Failure]]
"""What a path held when it was last read, by size, time of change and inode; for the watch mode alone."""


@dataclass(frozen=True, slots=True)
class Contents:
    """All content files that can be read, and why the others cannot."""

    files: tuple[ContentFile, ...]
    failures: tuple[Failure, ...]


def read_contents(folder: Path, cache: Cache | None = None) -> Contents:
    """The content files in `folder`, recursively. Links that lead out of it and special files are refused."""
    files: list[ContentFile] = []
    failures: list[Failure] = []
    seen: set[str] = set()
    for path in _walk(folder):
        shown = path.relative_to(folder).as_posix()
        seen.add(shown)
        if path.is_symlink() and leads_outside(path, folder):
            result: ContentFile | Failure = Failure(shown, "content", "is a link that leads out of the content folder")
        else:
            result = _read(path, shown, cache)
        if isinstance(result, Failure):
            failures.append(result)
        else:
            files.append(result)
    if cache is not None:
        for gone in [path for path in cache if path not in seen]:
            del cache[gone]
    return Contents(tuple(files), tuple(failures))


def _walk(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif entry.name.endswith(SUFFIXES):
            yield Path(entry.path)


def _read(path: Path, shown: str, cache: Cache | None) -> ContentFile | Failure:
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            return Failure(shown, "content", "is no regular file; it was not opened")
        signature = (info.st_size, info.st_mtime_ns, info.st_ino)
        if cache is not None and shown in cache and cache[shown][0] == signature:
            return cache[shown][1]
        result = parse_content(_encodable(shown), path.read_bytes())
    except OSError as error:
        return Failure(shown, "content", f"cannot be read: {error.strerror}; check its permissions")
    if cache is not None:
        cache[shown] = (signature, result)
    return result


def _encodable(path: str) -> str:
    """A file name may hold bytes that are no UTF-8; messages and pages cannot."""
    return path.encode("utf-8", "replace").decode("utf-8")
