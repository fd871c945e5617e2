"""What the engine is asked for, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from site_gen.config import Config
from site_gen.executor import Executor, Processes
from site_gen.model import Failure

Progress = Callable[[str, int, int], None]
"""Called with a stage (`articles`, `pages`), what is done of it, and what is expected."""


@dataclass(frozen=True, slots=True)
class Request:
    """What one run is asked for."""

    root: Path
    config: Config
    state: Path
    """Folder of the database of builds."""
    output: Path
    executor: Executor = field(default_factory=Processes)
    paranoid: bool = False
    """Whether files of unchanged size and time are looked into."""
    paths: frozenset[Path] | None = None
    """Where something changed since the last run, as a watcher saw it: nothing else is looked at. None is anywhere."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did."""

    articles: int
    pages: int
    files: int
    """Pages and static files."""
    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    bytes: int
    topics_changed: int
    """Articles that were in the site and have other topics now."""
    failures: tuple[Failure, ...]
    """Content files that are not in the site since they cannot be read."""
    warnings: tuple[str, ...]
    was_reset: bool
    """Whether the record was damaged, and all was made anew."""
    seconds: dict[str, float]
    """By stage."""
    templates: dict[str, tuple[int, float]]
    """Of each template: the pages that were rendered with it, and the seconds of all processes together."""
