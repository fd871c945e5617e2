"""Writing files so that no reader ever sees half of one; reading none that lies outside."""

from __future__ import annotations

import os
import re
import stat
from functools import cache
from pathlib import Path

_MODE = 0o644
"""Hosts refuse files that others cannot read, whatever the umask of the builder was."""


_AT_ONCE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def read_regular(name: str) -> bytes | None:
    """What a regular file holds; None where there is none, or it cannot be read as simply as that: a link, a pipe."""
    if not hasattr(os, "O_NOFOLLOW"):
        return None
    try:
        descriptor = os.open(name, _AT_ONCE)
    except OSError:
        return None
    try:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode):
            return None
        data = os.read(descriptor, info.st_size + 1)
        return data if len(data) == info.st_size else None
    except OSError:
        return None
    finally:
        os.close(descriptor)


def leads_outside(link: Path, folder: Path) -> bool:
    """Whether a link leads out of `folder`, or to itself."""
    try:
        link.stat()
    except FileNotFoundError:
        pass  # where a link leads to can be said although nothing is there
    except OSError:
        return True
    return not Path(os.path.realpath(link)).is_relative_to(os.path.realpath(folder))


def remove_file(path: Path, root: Path) -> None:
    """Remove a file, if it is there, and the folders up to `root` that this leaves empty."""
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == root or not parent.is_dir() or any(parent.iterdir()):
            break
        parent.rmdir()


def remove_temporaries(folder: Path) -> None:
    """Remove the temporary files that a killed run of `write_atomically` left below a folder."""
    for path in folder.rglob(".*.tmp"):
        if re.fullmatch(r"\..+\.\d+\.tmp", path.name) and path.is_file():
            path.unlink()


def write_atomically(path: Path, data: bytes) -> os.stat_result:
    """Put `data` at `path` by way of a temporary file beside it; folders are made as needed.

    What is returned are its size and times.
    """
    temporary = os.path.join(path.parent, f".{path.name[:100]}.{os.getpid()}.tmp")  # noqa: PTH118 - for `write_new`
    try:
        write_new(temporary, data)
        written = os.stat(temporary)  # noqa: PTH116
        os.replace(temporary, path)  # noqa: PTH105 - no path object for each of many files
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return written


def _make_folder(path: str) -> None:
    """Make a folder, of which that above it mostly exists."""
    try:
        os.mkdir(path)  # noqa: PTH102
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103


@cache
def _is_masked() -> bool:
    """Whether files that this process makes lack some of `_MODE`, by its umask."""
    mask = os.umask(0o022)
    os.umask(mask)
    return bool(mask & _MODE)


def write_new(path: str, data: bytes) -> None:
    """Put `data` at a path where nothing is that anybody reads; folders are made as needed."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        descriptor = os.open(path, flags, _MODE)
    except FileNotFoundError:
        _make_folder(os.path.dirname(path))  # noqa: PTH120 - many times faster than pathlib
        descriptor = os.open(path, flags, _MODE)
    try:
        if _is_masked() and hasattr(os, "fchmod"):
            os.fchmod(descriptor, _MODE)
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)
