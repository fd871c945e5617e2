"""Who waits for news: threads that hand over views and file events to each other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from site_gen.preview.debounce import Batch, Debouncer
from site_gen.preview.view import View

KEEP_ALIVE = 10.0
"""Seconds after which a silent event stream says that it is alive, and thereby finds out whether the browser is."""


class Stage:
    """Holds the view that is shown now; a new one takes its place at once and for everybody."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._closed = False
        self._changed = threading.Condition()

    @property
    def view(self) -> View:
        """The view of this moment."""
        return self._view

    def show(self, view: View) -> None:
        """Replace the view and tell every event stream."""
        with self._changed:
            self._view = view
            self._changed.notify_all()

    def close(self) -> None:
        """End every event stream."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def events(self, keep_alive: float = KEEP_ALIVE) -> Iterator[bytes]:
        """One event stream: the view of now, then each later one (the latest, where some follow fast)."""
        yield b"retry: 1000\n\n"
        sent = None
        while not self._closed:
            message = self._view.message()
            if message != sent:
                sent = message
                yield f"data: {message}\n\n".encode()
            elif not self._wait(sent, keep_alive):
                yield b": still here\n\n"

    def _wait(self, sent: str, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._closed or self._view.message() != sent, seconds)


class Inbox:
    """Where the watcher's threads put events and the rebuilding thread takes batches."""

    def __init__(self, debouncer: Debouncer, clock: Callable[[], float] = time.monotonic) -> None:
        self._debouncer = debouncer
        self._clock = clock
        self._changed = threading.Condition()

    def add(self, path: Path | None) -> None:
        """Note that something happened at `path`; None: perhaps anywhere."""
        with self._changed:
            self._debouncer.add(path, self._clock())
            self._changed.notify()

    def take(self, seconds: float) -> Batch | None:
        """The next batch, waited for at most `seconds`."""
        end = self._clock() + seconds
        with self._changed:
            while True:
                now = self._clock()
                batch = self._debouncer.take(now)
                if batch is not None or now >= end:
                    return batch
                due = self._debouncer.due()
                self._changed.wait((end if due is None else min(due, end)) - now)
