"""When to rebuild after file events: a small state machine, told the time; pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

QUIET = 0.05
"""Seconds without an event after which a rebuild starts."""
PATIENCE = 0.3
"""Seconds after the first event at which a rebuild starts even if events go on."""
MAX_EVENTS = 5000
"""After more events than this some may have been lost: everything is looked at again."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What was reported since the last rebuild; `paths` is None where everything must be looked at again."""

    paths: frozenset[Path] | None

    def joined(self, other: Batch) -> Batch:
        """Both batches as one."""
        if self.paths is None or other.paths is None:
            return Batch(None)
        return Batch(self.paths | other.paths)


class Debouncer:
    """Collects events into batches; not safe for threads by itself."""

    def __init__(self, quiet: float = QUIET, patience: float = PATIENCE, max_events: int = MAX_EVENTS) -> None:
        self._quiet = quiet
        self._patience = patience
        self._max_events = max_events
        self._clear()

    def _clear(self) -> None:
        self._paths: set[Path] = set()
        self._events = 0
        self._everything = False
        self._first: float | None = None
        self._last = 0.0

    def add(self, path: Path | None, now: float) -> None:
        """Note that something happened at `path`; None: perhaps anywhere."""
        self._first = now if self._first is None else self._first
        self._last = now
        self._events += 1
        if path is not None:
            self._paths.add(path)
        if path is None or self._events > self._max_events:
            self._everything = True
            self._paths.clear()

    def due(self) -> float | None:
        """The time at which a rebuild should start; None where nothing waits."""
        if self._first is None:
            return None
        return min(self._last + self._quiet, self._first + self._patience)

    def take(self, now: float) -> Batch | None:
        """The batch whose time has come, which is thereby over; None before that."""
        due = self.due()
        if due is None or now < due:
            return None
        batch = Batch(None if self._everything else frozenset(self._paths))
        self._clear()
        return batch
