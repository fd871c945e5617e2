"""Processes that work, die and are replaced. Loaded where there is enough to do for several."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any, Generic

from site_gen.maps import Item, Map, Result, Work

_AHEAD = 3
"""Items a worker that are handed out before their turn comes."""


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
class Pool(Generic[Item, Work, Result]):
    """Worker processes that are replaced when they die."""

    job: Map[Item, Work, Result]
    workers: int
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    def __enter__(self) -> Pool[Item, Work, Result]:
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
        """Each item with the results for its work, in order."""
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
