"""Staged files to their places in the output folder, and away with what no page claims any more."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from site_gen.errors import OutputError
from site_gen.files import remove_file, write_atomically
from site_gen.output.record import Output

WHOLE = "site"
"""Folder, in the staging folder, of a site that is made from nothing."""


def check_folder(folder: Path) -> None:
    """Raise OutputError where the output folder cannot be one."""
    if folder.is_symlink():
        raise OutputError(f"{folder}: is a link; name the folder itself as 'output' in site.toml")
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; move it away or name another 'output' in site.toml")


@dataclass(slots=True)
class Placing:
    """Moves files into one output folder."""

    folder: Path
    staging: Path
    _known: set[str] = field(default_factory=set)
    """Folders that are there, and are no links."""

    def place_all(self, pages: Iterable[tuple[str, str]]) -> None:
        """Move staged files (path, path in the staging folder) to their places.

        Where nothing stands in the output folder and all of them stand in one folder as they will, they are moved
        with their folders.
        """
        left = list(pages)
        is_whole = all(staged == f"{WHOLE}/{path}" for path, staged in left) and not self._holds_any()
        if is_whole and self._move_folders():
            return
        for path, staged in left:
            self.place(path, staged)

    def _holds_any(self) -> bool:
        return self.folder.is_dir() and any(self.folder.iterdir())

    def _move_folders(self) -> bool:
        """Move what stands in the folder of a whole site; False where that lies on another file system."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            for path in sorted((self.staging / WHOLE).iterdir()):
                os.replace(path, self.folder / path.name)  # noqa: PTH105
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            return False
        return True

    def place(self, path: str, staged: str) -> None:
        """Move a staged file to its place, at once for whoever reads it."""
        self._make_folder(os.path.dirname(path))  # noqa: PTH120 - many times faster than pathlib
        source = os.path.join(self.staging, staged)  # noqa: PTH118
        target = os.path.join(self.folder, path)  # noqa: PTH118
        try:
            os.replace(source, target)  # noqa: PTH105
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # The state and the output may lie on two file systems; then the file is written beside its place.
            write_atomically(Path(target), Path(source).read_bytes())

    def _make_folder(self, folder: str) -> None:
        if folder in self._known:
            return
        if folder:
            self._make_folder(os.path.dirname(folder))  # noqa: PTH120
        target = self.folder / folder
        if folder and target.is_symlink():
            raise OutputError(f"{target}: is a link inside the output folder; remove it")
        target.mkdir(parents=True, exist_ok=True)
        self._known.add(folder)

    def remove(self, outputs: Iterable[Output]) -> Iterator[str]:
        """Remove files of former builds and folders that this leaves empty; one that was edited since stays."""
        for output in outputs:
            target = self.folder / output.path
            try:
                if target.is_symlink() or sha256(target.read_bytes()).digest() != output.digest:
                    continue
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                continue
            remove_file(target, self.folder)
            yield output.path
