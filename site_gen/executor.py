"""Where the maps of a run are done: in this process, or in several.

Results come in the order of the items, whatever runs them, so that the output does not depend on it. Items are taken
as they are needed, a few ahead: a map over a million holds some dozens in memory.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from site_gen.maps import Item, Map, Result, Work

__all__ = ["Executor", "Map", "Processes", "ordered_map"]

_ALONE_SECONDS = 0.8
"""Time for which one process works before others are started: starting two anew costs about as much (measured)."""


class Executor(Protocol):
    """Does what one process alone would take long for."""

    def run(self, job: Map[Item, Work, Result], items: Iterator[Item]) -> Iterator[tuple[Item, list[Result]]]:
        """Each item with the results for its work, in order."""


@dataclass(frozen=True, slots=True)
class Processes:
    """Processes of this machine."""

    workers: int | None = None
    """How many; None is one a processor, and 1 is this process alone."""

    def run(self, job: Map[Item, Work, Result], items: Iterator[Item]) -> Iterator[tuple[Item, list[Result]]]:
        """Each item with the results for its work, in order."""
        number = self.workers or os.cpu_count() or 1
        if number > 1:
            from site_gen.pool import Pool

            with Pool(job, number) as pool:
                if pool.works():
                    yield from pool.run(items)
                    return
        for item in items:
            yield item, job.function(job.work(item))


def ordered_map(
    job: Map[Item, Work, Result], items: Iterable[Item], executor: Executor, *, is_much: bool = False
) -> Iterator[tuple[Item, list[Result]]]:
    """Each item with the results for its work, in order; `executor` is asked only where there is much to do.

    The first item is done here in any case: what it loads and caches need not be loaded by every process that follows.
    Where the caller knows that there `is_much` to do, the second one is not.
    """
    source = iter(items)
    # Processor time: what this process waits for (a slow disk, a prompt) is not done sooner by others.
    end = time.process_time() + (0.0 if is_much else _ALONE_SECONDS)
    for item in source:
        yield item, job.function(job.work(item))
        if time.process_time() > end:
            yield from executor.run(job, source)
