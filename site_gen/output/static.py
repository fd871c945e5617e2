"""The user's own files (`static/`: images, CNAME …), copied into the site as they are."""

from __future__ import annotations

from pathlib import Path

_NOT_FOR_READERS = frozenset((".gitkeep", ".gitignore", ".gitattributes", ".DS_Store", "Thumbs.db"))


def static_files(folder: Path) -> tuple[tuple[str, Path], ...]:
    """(output path, file) of every regular file in `folder`; links that lead out of it are left out."""
    if not folder.is_dir():
        return ()
    root = folder.resolve()
    files = (
        path
        for path in sorted(folder.rglob("*"))
        if path.name not in _NOT_FOR_READERS and path.is_file() and path.resolve().is_relative_to(root)
    )
    return tuple((path.relative_to(folder).as_posix(), path) for path in files)
