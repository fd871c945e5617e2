"""Rendered pages → output/: staged whole, then put in place file by file; only what we wrote is ever removed."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_gen.errors import OutputError
from site_gen.files import remove_file, write_atomically
from site_gen.model import RenderedPage


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a write did to the output folder; the paths are relative to it."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    outputs: Mapping[str, str]
    """Digest of every file that now stands there by our hand."""


def write_site(pages: Iterable[RenderedPage], folder: Path, staging: Path, former: Mapping[str, str]) -> WriteReport:
    """Bring `folder` to hold exactly `pages`, beside files that are not ours.

    All pages are taken (and so rendered) before the first file is put in place: an error while rendering leaves the
    folder as it was. `former` is what the last build wrote (path to digest): of that, what is no longer planned is
    removed, unless somebody has changed it since. Raises OutputError with the path where a file cannot be written.
    """
    _check_folder(folder)
    shutil.rmtree(staging, ignore_errors=True)
    try:
        return _place(pages, folder, staging, former)
    except OSError as error:
        path = error.filename2 or error.filename or folder
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _check_folder(folder: Path) -> None:
    if folder.is_symlink():
        raise OutputError(f"{folder}: is a link; name the folder itself as 'output' in site.toml")
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; move it away or name another 'output' in site.toml")


def _place(pages: Iterable[RenderedPage], folder: Path, staging: Path, former: Mapping[str, str]) -> WriteReport:
    outputs: dict[str, str] = {}
    staged: dict[str, Path] = {}
    for page in pages:
        digest = hashlib.sha256(page.data).hexdigest()
        outputs[page.path] = digest
        if not _holds(folder / page.path, page.data):
            staged[page.path] = staging / f"{len(staged):07d}"
            write_atomically(staged[page.path], page.data)
    removed = tuple(path for path in sorted(former) if path not in outputs and _remove(folder, path, former[path]))
    for path, source in staged.items():
        _move(source, folder / path, folder)
    return WriteReport(tuple(sorted(staged)), len(outputs) - len(staged), removed, outputs)


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file already holds these bytes; it is then not touched, and keeps its time of change."""
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _move(source: Path, target: Path, folder: Path) -> None:
    for parent in target.relative_to(folder).parents:
        if (folder / parent).is_symlink():
            raise OutputError(f"{folder / parent}: is a link inside the output folder; remove it")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The state and the output may lie on two file systems; then the file is written beside its place.
        write_atomically(target, source.read_bytes())


def _remove(folder: Path, path: str, digest: str) -> bool:
    """Remove a file of a former build, and folders that this leaves empty; one that was edited since stays."""
    target = folder / path
    try:
        if target.is_symlink() or hashlib.sha256(target.read_bytes()).hexdigest() != digest:
            return False
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
    remove_file(target, folder)
    return True
