"""Writing files so that no reader ever sees half of one."""

from __future__ import annotations

import os
from pathlib import Path

_MODE = 0o644
"""Hosts refuse files that others cannot read, whatever the umask of the builder was."""


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path` by way of a temporary file beside it; folders are made as needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb") as file:  # noqa: PTH123 - the descriptor is needed for the mode
            file.write(data)
            os.fchmod(file.fileno(), _MODE) if hasattr(os, "fchmod") else None
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
