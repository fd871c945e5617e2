"""content/ → content files: every Markdown file in it, in the order of their paths."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path

from site_gen.content import find_content, parse_content, shown_path, stat_content
from site_gen.model import ContentFile, Failure

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
    for path in sorted(find_content(folder)):
        shown = shown_path(path, folder)
        seen.add(shown)
        result = _read(path, folder, shown, cache)
        if isinstance(result, Failure):
            failures.append(result)
        else:
            files.append(result)
    if cache is not None:
        for gone in [path for path in cache if path not in seen]:
            del cache[gone]
    return Contents(tuple(files), tuple(failures))


def _read(path: Path, folder: Path, shown: str, cache: Cache | None) -> ContentFile | Failure:
    info = stat_content(path, folder, shown)
    if isinstance(info, Failure):
        return info
    signature = (info.st_size, info.st_mtime_ns, info.st_ino)
    if cache is not None and shown in cache and cache[shown][0] == signature:
        return cache[shown][1]
    try:
        result = parse_content(shown, path.read_bytes())
    except OSError as error:
        return Failure(shown, "content", f"cannot be read: {error.strerror}; check its permissions")
    if cache is not None:
        cache[shown] = (signature, result)
    return result
