"""Whether planned pages can be written side by side: collisions and unsafe paths, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_gen.model import Page
from site_gen.urls import collision_key

_FORBIDDEN = re.compile(r"[\\:\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_PART_BYTES = 255


def check_plan(pages: Sequence[Page]) -> tuple[str, ...]:
    """Every reason for which the pages cannot be written, in the order of the pages; empty where there is none."""
    problems = []
    taken = PathIndex()
    for page in pages:
        problem = _path_problem(page.path) or taken.conflict(page.path)
        if problem:
            problems.append(f"{page.origin or page.template}: page {_shown(page.path)}: {problem}")
        else:
            taken.add(page.path, page.origin)
    return tuple(problems)


class PathIndex:
    """The paths that are taken, and the folders that they need, as the strictest file system sees them."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def add(self, path: str, origin: str) -> None:
        """Take a path for `origin`; whoever took it first keeps it."""
        key = collision_key(path)
        self._files.setdefault(key, origin)
        while "/" in key:
            key = key.rpartition("/")[0]
            if key in self._folders:
                break
            self._folders[key] = origin

    def conflict(self, path: str) -> str:
        """Why no further file can stand at `path`; empty where it can."""
        key = collision_key(path)
        if key in self._files:
            return f"{self._files[key]} has the same address"
        if key in self._folders:
            return f"{self._folders[key]} needs a folder of that name"
        while "/" in key:
            key = key.rpartition("/")[0]
            if key in self._files:
                return f"{self._files[key]} is a file where this needs a folder"
        return ""


def _path_problem(path: str) -> str:
    if not path:
        return "the path is empty"
    if _FORBIDDEN.search(path):
        return "the path holds a backslash, a colon or a control character"
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return "the path is not a plain relative one"
        if len(part.encode("utf-8")) > _PART_BYTES:
            return f"a part of the path is longer than {_PART_BYTES} bytes"
    return ""


def _shown(path: str) -> str:
    """The path for a message: what cannot be printed is escaped."""
    return f"'{path}'" if path.isprintable() else ascii(path)
