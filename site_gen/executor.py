"""Where the maps of a run are done: in this process, or in several.

Results come in the order of the items, whatever runs them, so that the output does not depend on it. Items are taken
as they are needed, a few ahead: a map over a million holds some dozens in memory.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any, Generic, Protocol, TypeVar

Item = TypeVar("Item")
Work = TypeVar("Work")
Result = TypeVar("Result")

_ALONE_SECONDS = 0.8
"""Time for which one process works before others are started: starting two anew costs about as much (measured)."""
_AHEAD = 3
"""Items a worker that are handed out before their turn comes."""


@dataclass(frozen=True, slots=True)
class Map(Generic[Item, Work, Result]):
    """A function to be applied to a part of each item.

    Function, work and results must pickle where processes are used. An error that the function raises ends the map.
    """

    function: Callable[[list[Work]], list[Result]]
    work: Callable[[Item], list[Work]]
    """The part of an item that the function is given: the rest stays here."""
    lost: Callable[[Work], Result]
    """The result for a piece of work that kills the process which does it, or that never ends."""
    patience: float = 300.0
    """Seconds after which an item counts as hung."""


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
            with _Pool(job, number) as pool:
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


def _start_method() -> str:
    """`fork` where it is safe: it takes milliseconds, where a fresh interpreter takes half a second.

    Other threads (a watcher, a progress bar) may hold locks that nobody would free in the child, and macOS's own
    libraries do not stand it.
    """
    is_safe = sys.platform.startswith("linux") and threading.active_count() == 1
    return "fork" if is_safe else "spawn"


def _end_with_parent() -> None:
    """End this process when the one that started it is killed: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for_end, args=(parent.sentinel,), daemon=True).start()


def _wait_for_end(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@dataclass(slots=True)
class _Pool(Generic[Item, Work, Result]):
    """Worker processes that are replaced when they die."""

    job: Map[Item, Work, Result]
    workers: int
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    def __enter__(self) -> _Pool[Item, Work, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def works(self) -> bool:
        """Whether processes can be started here: a script without a main guard cannot, and no item is to blame."""
        try:
            return self._started(self.workers).submit(bool, True).result(timeout=self.job.patience)
        except (BrokenProcessPool, TimeoutError):
            return False

    def run(self, source: Iterator[Item]) -> Iterator[tuple[Item, list[Result]]]:
        waiting: deque[tuple[Item, list[Work], Future[list[Result]]]] = deque()
        for item in source:
            work = self.job.work(item)
            waiting.append((item, work, self._submit(work)))
            if len(waiting) >= self.workers * _AHEAD:
                yield self._first(waiting)
        while waiting:
            yield self._first(waiting)

    def _submit(self, work: list[Work]) -> Future[list[Result]]:
        try:
            return self._started(self.workers).submit(self.job.function, work)
        except BrokenProcessPool as error:
            future: Future[list[Result]] = Future()
            future.set_exception(error)
            return future

    def _first(self, waiting: deque[tuple[Item, list[Work], Future[list[Result]]]]) -> tuple[Item, list[Result]]:
        item, work, future = waiting.popleft()
        try:
            return item, future.result(timeout=self.job.patience)
        except (BrokenProcessPool, TimeoutError):
            self._stop()
            results = self._one_by_one(work)
        # Whatever else was handed out died with the pool and is handed out again.
        for number, (other, other_work, other_future) in enumerate(waiting):
            if not other_future.done() or other_future.exception() is not None:
                waiting[number] = (other, other_work, self._submit(other_work))
        return item, results

    def _one_by_one(self, work: list[Work]) -> list[Result]:
        """The results for pieces of work one of which is deadly, found out by giving each to a process alone."""
        results: list[Result] = []
        for piece in work:
            try:
                results += self._started(1).submit(self.job.function, [piece]).result(timeout=self.job.patience)
            except (BrokenProcessPool, TimeoutError):
                self._stop()
                results.append(self.job.lost(piece))
        self._stop()
        return results

    def _started(self, workers: int) -> ProcessPoolExecutor:
        if self._pool is None:
            context: Any = multiprocessing.get_context(_start_method())
            self._pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)
        return self._pool

    def _stop(self) -> None:
        """End the pool at once: a worker that hangs would be waited for."""
        if self._pool is None:
            return
        processes = list((getattr(self._pool, "_processes", None) or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
        self._pool = None
