"""The versions of the libraries that are installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache

_SUFFIX = ".dist-info"


def version_of(library: str) -> str:
    """The version of an installed library. Raises PackageNotFoundError where it is not installed."""
    found = _installed().get(library)
    if found is None:
        # It takes longer to load than an archive takes to be found unchanged.
        from importlib import metadata

        found = metadata.version(library)
    return found


@cache
def _installed() -> Mapping[str, str]:
    """Versions by the names of libraries, as the folders tell that installers leave."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - no path object for each of hundreds of names
        except OSError:
            continue
        for name in names:
            if name.endswith(_SUFFIX):
                library, _, version = name.removesuffix(_SUFFIX).partition("-")
                found.setdefault(library.lower().replace("_", "-").replace(".", "-"), version)
    return found
