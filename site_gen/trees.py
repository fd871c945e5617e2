"""Folders of files as the file system describes them: what changed since they were last looked at.

Looking is most of a build in which nothing changed, so a folder whose description has the digest that it had is passed
over whole.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

_KIND = 0o170000
"""The bits of a file's mode that tell what it is."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one folder."""

    path: str
    """Relative to the tree, `/` between parts; empty for the tree itself."""
    digest: bytes
    files: tuple[tuple[str, int, int, int], ...]
    """(name, size, mtime_ns, ctime_ns) in the order of their names; size -1 for what is no regular file."""


def walk_tree(root: Path, wanted: Callable[[str], bool] = bool, *, hidden: bool = True) -> Iterator[Folder]:
    """Every folder below `root` that holds files with a wanted name, folders before what is in them.

    Links to folders are not followed; links to files are described by what they lead to. Names with a leading dot
    are left out unless `hidden`. Sizes are bytes.
    """
    if not root.is_dir():
        return
    stack = [("", os.fspath(root))]
    while stack:
        path, where = stack.pop()
        folder, below = _look(path, where, wanted, hidden=hidden)
        if folder:
            yield folder
        below.sort(reverse=True)
        stack.extend((f"{path}/{name}" if path else name, os.path.join(where, name)) for name in below)  # noqa: PTH118


def look_at(root: Path, path: str, wanted: Callable[[str], bool] = bool, *, hidden: bool = True) -> Folder | None:
    """One folder of a tree, without those below it; None where it is not there or holds no wanted files."""
    if not hidden and any(part.startswith(".") for part in path.split("/")):
        return None
    try:
        return _look(path, os.path.join(root, path), wanted, hidden=hidden)[0]  # noqa: PTH118
    except (FileNotFoundError, NotADirectoryError):
        return None


def _look(path: str, where: str, wanted: Callable[[str], bool], *, hidden: bool) -> tuple[Folder | None, list[str]]:
    """The files of a folder, and the names of the folders in it."""
    files = []
    below = []
    with os.scandir(where) as entries:
        for entry in entries:
            name = entry.name
            if not hidden and name[0] == ".":
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(name)
            elif wanted(name):
                try:
                    info = entry.stat()
                except OSError:
                    files.append((name, -1, 0, 0))
                    continue
                size = info.st_size if info.st_mode & _KIND == stat.S_IFREG else -1
                files.append((name, size, info.st_mtime_ns, info.st_ctime_ns))
    files.sort()
    return (Folder(path, _digest(files), tuple(files)) if files else None), below


def _digest(files: list[tuple[str, int, int, int]]) -> bytes:
    text = "\n".join([f"{name}/{size}/{mtime}/{ctime_ns}" for name, size, mtime, ctime_ns in files])
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).digest()


def tree_digest(root: Path) -> bytes:
    """One digest of all that a tree's files are described by."""
    whole = blake2b(digest_size=16)
    for folder in walk_tree(root):
        whole.update(folder.path.encode("utf-8", "surrogateescape") + b"\0" + folder.digest)
    return whole.digest()


_TO_TEXT = {0xDC80 + byte: 0x10DC80 + byte for byte in range(0x80)}
_TO_NAME = {code: surrogate for surrogate, code in _TO_TEXT.items()}


def as_text(name: str) -> str:
    """A file's name as text that can be stored: bytes in it that are no UTF-8 become private characters."""
    return name if name.isascii() else name.translate(_TO_TEXT)


def as_name(text: str) -> str:
    """The name of the file that `as_text` gave a text for."""
    return text if text.isascii() else text.translate(_TO_NAME)
