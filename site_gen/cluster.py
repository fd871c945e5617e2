"""Maps on many machines: a Dask scheduler hands the work to workers that see the archive's folder at the same path.

The coordinator (this process) reads the tables, plans, and puts files in place; workers parse documents, read content
files and render pages. What they run is checked to be what the coordinator runs, so that the bytes are the same.
"""

from __future__ import annotations

import functools
import secrets
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from site_gen.engine.stamps import contents_digest, release_digest
from site_gen.errors import ClusterError, MissingExtraError

if TYPE_CHECKING:
    from site_gen.executor import Map

Item = TypeVar("Item")
Work = TypeVar("Work")
Result = TypeVar("Result")

_SECONDS = 1.0
"""How long a task should take: long beside the milliseconds that the scheduler needs for it, short beside a build."""
_MAX_PIECES = 2_000
"""Pieces of work in a task, however fast they are: what is handed out is held in memory."""
_AHEAD = 2
"""Tasks a worker that are handed out before their turn comes."""
_PATIENCE = 30
"""Seconds to wait for a scheduler or a first worker."""
_lock = threading.Lock()
"""A worker may have several threads; the engines of a process serve one page at a time."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What every worker has to see and to be."""

    token: str
    """A file that the coordinator has just made."""
    templates: str
    release: str
    """Digest of the program and its libraries."""
    design: str
    """Digest of the user's templates."""


@functools.lru_cache(maxsize=8)
def _problem(place: _Place) -> str:
    """Why this worker cannot do the work, or nothing."""
    host = socket.gethostname()
    if not Path(place.token).exists():
        folder = Path(place.token).parent.parent
        return f"the worker on {host} does not see {folder}; mount the archive's folder there at the same path"
    if release_digest() != place.release:
        return f"the worker on {host} runs another version of site-gen, Python or a library; install the same there"
    if contents_digest(Path(place.templates)) != place.design:
        return f"the worker on {host} sees other files in {place.templates} than this machine"
    return ""


def _do(place: _Place, function: Callable[[list[Any]], list[Any]], work: list[Any]) -> tuple[float, list[Any]]:
    """Run on a worker: the seconds that some work took, and its results."""
    if problem := _problem(place):
        raise ClusterError(problem)
    with _lock:
        began = time.perf_counter()
        results = function(work)
        return time.perf_counter() - began, results


@dataclass(slots=True)
class _Task:
    """Items whose work went to the cluster together."""

    items: list[tuple[Any, int]]
    """Each with the number of its pieces of work."""
    work: list[Any]
    future: Any = None


@dataclass(slots=True)
class Cluster:
    """The workers of a Dask scheduler. It is connected to when there is much to do, and let go of by `close`."""

    scheduler: str
    """Its address."""
    state: Path
    """Folder of the archive's state."""
    templates: Path
    _client: Any = field(default=None, init=False)
    _place: _Place | None = field(default=None, init=False)

    def run(self, job: Map[Item, Work, Result], items: Iterator[Item]) -> Iterator[tuple[Item, list[Result]]]:
        """Each item with the results for its work, in order. Raises ClusterError."""
        client = self._connected()
        waiting: deque[_Task] = deque()
        size = 1
        task = _Task([], [])
        for item in items:
            work = job.work(item)
            task.items.append((item, len(work)))
            task.work += work
            if max(len(task.work), len(task.items)) < size:
                continue
            task.future = self._submit(job, task.work)
            waiting.append(task)
            task = _Task([], [])
            if len(waiting) > _AHEAD * max(1, len(client.nthreads())):
                seconds, results = self._take(job, waiting.popleft(), size)
                size = _next_size(size, seconds)
                yield from results
        if task.items:
            task.future = self._submit(job, task.work)
            waiting.append(task)
        while waiting:
            yield from self._take(job, waiting.popleft(), size)[1]

    def close(self) -> None:
        """Let go of the scheduler."""
        if self._client is not None:
            self._client.close()
            self._client = None
        if self._place is not None:
            Path(self._place.token).unlink(missing_ok=True)
            self._place = None

    def _connected(self) -> Any:
        if self._client is not None:
            return self._client
        try:
            import dask
            from distributed import Client
        except ImportError as error:
            raise MissingExtraError("building on a cluster", "cluster") from error
        # Documents travel with the tasks: they are large and have to.
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
        try:
            client: Any = Client(self.scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"{self.scheduler}: no scheduler answers there; start one with: dask scheduler"
            ) from error
        self._client = client
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            hint = f"start some with: dask worker {self.scheduler} --nthreads 1"
            raise ClusterError(f"{self.scheduler}: the scheduler has no workers; {hint}") from error
        self._place = self._make_place()
        found = client.run(_problem, self._place, on_error="return")
        for address, problem in sorted(found.items()):
            if isinstance(problem, BaseException):
                raise ClusterError(f"{address}: cannot run site-gen: {problem!r}; install the same version there")
            if problem:
                raise ClusterError(f"{address}: {problem}")
        return client

    def _make_place(self) -> _Place:
        self.state.mkdir(parents=True, exist_ok=True)
        token = self.state / f"cluster-{secrets.token_hex(8)}"
        token.touch()
        templates = str(self.templates)
        return _Place(str(token), templates, release_digest(), contents_digest(self.templates))

    def _submit(self, job: Map[Item, Work, Result], work: list[Work]) -> Any:
        assert self._client is not None
        return self._client.submit(_do, self._place, job.function, work, pure=False)

    def _take(
        self, job: Map[Item, Work, Result], task: _Task, size: int
    ) -> tuple[float, Iterator[tuple[Item, list[Result]]]]:
        """The seconds that a task took (those for `size` pieces) and its items with their results."""
        assert task.future is not None
        found = self._result(task.future, job.patience)
        if found is None:
            # A piece of work that ends its worker, or never ends itself: each is given to a worker alone.
            results: list[Any] = []
            for piece in task.work:
                alone = self._result(self._submit(job, [piece]), job.patience)
                results += [job.lost(piece)] if alone is None else alone[1]
            seconds = _SECONDS
        else:
            seconds, results = found
            seconds *= size / max(1, len(task.work), len(task.items))
        left = iter(results)
        return seconds, iter([(item, [next(left) for _ in range(number)]) for item, number in task.items])

    def _result(self, future: Any, patience: float) -> tuple[float, list[Any]] | None:
        """What a task gave; None where it ended its workers one after the other, or does not end."""
        from distributed import KilledWorker

        assert self._client is not None
        try:
            found: tuple[float, list[Any]] = future.result(timeout=patience)
        except KilledWorker:
            return None
        except TimeoutError as error:
            hung = [address for address, keys in self._client.processing().items() if future.key in keys]
            if not hung:
                raise ClusterError(f"{self.scheduler}: no worker took up the work for {patience:.0f} s") from error
            future.cancel(force=True)
            self._client.restart_workers(hung, raise_for_error=False)
            return None
        except (CancelledError, OSError) as error:
            raise ClusterError(f"{self.scheduler}: the connection was lost: {error}") from error
        return found


def _next_size(size: int, seconds: float) -> int:
    """How many pieces of work a task should hold, after one of `size` pieces took `seconds`."""
    return max(1, min(_MAX_PIECES, 2 * size, int(size * _SECONDS / max(seconds, 1e-6))))
