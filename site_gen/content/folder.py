"""The content files of a folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from site_gen.files import leads_outside
from site_gen.model import Failure

SUFFIXES = (".md", ".markdown")


def is_content_name(name: str) -> bool:
    """Whether a file is a content file, by its name."""
    return name.endswith(SUFFIXES) and not name.startswith(".")


def find_content(folder: Path) -> Iterator[Path]:
    """All Markdown files below a folder, names with a leading dot left out, those of one folder together."""
    if not folder.is_dir():
        return
    below: list[str] = []
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            below.append(entry.path)
        elif entry.name.endswith(SUFFIXES):
            yield Path(entry.path)
    for path in below:
        yield from find_content(Path(path))


def stat_content(path: Path, folder: Path, shown: str) -> os.stat_result | Failure:
    """Size and times of a content file, or why it must not be opened: links out of the folder, special files."""
    try:
        if path.is_symlink() and leads_outside(path, folder):
            return Failure(shown, "content", "is a link that leads out of the content folder")
        info = path.stat()
    except OSError as error:
        return Failure(shown, "content", f"cannot be read: {error.strerror}; check its permissions")
    if not stat.S_ISREG(info.st_mode):
        return Failure(shown, "content", "is no regular file; it was not opened")
    return info


def shown_path(path: Path, folder: Path) -> str:
    """A content file's path as it is shown. A file name may hold bytes that are no UTF-8; messages cannot."""
    return path.relative_to(folder).as_posix().encode("utf-8", "replace").decode("utf-8")
