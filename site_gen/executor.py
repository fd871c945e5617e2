"""Where the maps of a run are done: in this process, or in several.

Results come in the order of the items, whatever runs them, so that the output does not depend on it.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_STARTING = 300
"""Items below which starting processes costs more than it saves (measured: 0.5 s for two workers)."""
_BATCH = 25


def ordered_map(
    function: Callable[[Item], Result], items: Sequence[Item], *, workers: int | None = None
) -> Iterator[Result]:
    """`function` of each item, in order; `workers` 1 is this process, None as many as there are processors.

    The function and the items must pickle where processes are used. An error in one ends the map.
    """
    number = workers or os.cpu_count() or 1
    if number == 1 or len(items) < _WORTH_STARTING:
        yield from map(function, items)
        return
    # Threads (a watcher, a progress bar) make forking unsafe; a fresh interpreter is started instead.
    context: Any = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(number, mp_context=context) as pool:
        yield from pool.map(function, items, chunksize=_BATCH)
