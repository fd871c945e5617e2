"""One build at a time for an archive: a lock that the system frees when its holder dies."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from site_gen.errors import BusyError

try:
    import fcntl
except ImportError:  # Windows: two builds at once are then the user's own care
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the archive whose state lies in `folder`. Raises BusyError where another process holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise BusyError(f"another site-gen is at work in {folder.parent}; wait until it is done") from error
        yield
