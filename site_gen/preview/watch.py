"""Which folders are watched and which events matter, and the watchdog observer that does it.

An event says "look again" and never what changed: watchers lose events in a burst, and editors save in many ways.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver
from watchdog.utils import BaseThread

_JUNK = re.compile(r".*~|\.#.*|#.*#|.*\.sw[a-z]|4913|\.DS_Store|Thumbs\.db|__pycache__|\.git")
# Not opened, closed without a write, or a folder's new modification time: a rebuild reads every file, and would
# trigger itself and overflow the queue of the kernel. The filter keeps these events from being made at all.
_EVENTS: list[type[events.FileSystemEvent]] = [
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileAttribEvent,
    events.FileClosedEvent,
    events.FileDeletedEvent,
    events.FileMovedEvent,
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
]
_LIMITS = (errno.ENOSPC, errno.EMFILE, errno.ENFILE)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which paths matter: the targets and everything in them, but for what is ignored."""

    targets: tuple[Path, ...]
    ignore: tuple[Path, ...] = ()

    def concerns(self, path: Path) -> bool:
        """Whether an event at `path` can mean that a target changed; a folder on the way to a target counts."""
        for target in self.targets:
            if path.is_relative_to(target):
                parts = path.relative_to(target).parts
                if not any(_JUNK.fullmatch(part) for part in parts):
                    return not _is_within(path, self.ignore)
            elif target.is_relative_to(path):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Watch:
    """One folder to watch, with or without what is beneath it."""

    folder: Path
    recursive: bool


def plan_watches(targets: Iterable[Path], is_folder: Callable[[Path], bool]) -> frozenset[Watch]:
    """The folders to watch: each target that is one, and the nearest folder above, where the target may come and go."""
    planned = set()
    for target in targets:
        if is_folder(target):
            planned.add(Watch(target, recursive=True))
        above = next((folder for folder in target.parents if is_folder(folder)), None)
        if above is not None:
            planned.add(Watch(above, recursive=False))
    deep = [watch.folder for watch in planned if watch.recursive]
    return frozenset(watch for watch in planned if not _is_covered(watch, deep))


def _is_covered(watch: Watch, deep: list[Path]) -> bool:
    """Whether a recursive watch includes this one."""
    return any(
        watch.folder.is_relative_to(folder) and not (watch.recursive and watch.folder == folder) for folder in deep
    )


def _is_within(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


class _Handler(events.FileSystemEventHandler):
    def __init__(self, report: Callable[[Path, bool], None]) -> None:
        self._report = report

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write") or (event.is_directory and event.event_type == "modified"):
            return
        moves = event.is_directory and event.event_type in ("created", "deleted", "moved")
        for path in (event.src_path, event.dest_path):
            if path:
                self._report(Path(os.fsdecode(path)), moves)


class _LostEvents(logging.Handler):
    """Hears of events that the kernel dropped: watchdog tells nobody but its log."""

    def __init__(self, lost: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._lost = lost

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage():
            self._lost()


class Watcher:
    """Watches the targets; `report(path)`, or `report(None)` for "anywhere", is called from other threads."""

    def __init__(
        self,
        targets: Sequence[Path],
        ignore: Sequence[Path],
        report: Callable[[Path | None], None],
        announce: Callable[[str], None],
        observer: Callable[[], BaseObserver] = Observer,
    ) -> None:
        self._targets = tuple(targets)
        self._ignore = tuple(ignore)
        self._aim()
        self._report = report
        self._announce = announce
        self._handler = _Handler(self._see)
        self._log_handler = _LostEvents(lambda: report(None))
        self._lock = threading.Lock()
        self._stale: set[Path] = set()
        self._grown = False
        self._watches: dict[Watch, ObservedWatch] = {}
        self._make = observer
        self._observer: BaseObserver | None = None
        self._threads: list[threading.Thread] = []

    def _aim(self) -> None:
        """Find the real paths: watchers report those and follow no link; what is seen is told in the given paths."""
        self._real = {Path(os.path.realpath(target)): target for target in self._targets}
        self._scope = Scope(tuple(self._real), tuple(Path(os.path.realpath(folder)) for folder in self._ignore))

    def start(self) -> None:
        """Begin to watch; where the system allows no more watches, compare the folders every second instead."""
        logging.getLogger("watchdog").addHandler(self._log_handler)
        # watchdog 7.1 warns of its own race when folders are made one in the other (`mkdir -p`): it may watch the
        # inner one twice. That is harmless, but the warning would be printed, and as an error it ends the watching.
        warnings.filterwarnings("ignore", "Callback with id ", RuntimeWarning)
        self._begin_or_fall_back()

    def refresh(self) -> bool:
        """Watch folders that have come since and forget those that went; whether there were any."""
        try:
            return self._refresh()
        except OSError as error:
            self._fall_back(error)
            return True

    def revive(self) -> None:
        """Begin anew where a thread of watchdog died, as happens on bugs: nobody else would notice."""
        if self._threads and not all(thread.is_alive() for thread in self._threads):
            self._announce("the file watcher broke down and was started again")
            self._end()
            self._begin_or_fall_back()
            self._report(None)

    def stop(self) -> None:
        """Stop watching."""
        self._end()
        logging.getLogger("watchdog").removeHandler(self._log_handler)

    def _begin_or_fall_back(self) -> None:
        try:
            self._begin(self._make)
        except OSError as error:
            self._fall_back(error)

    def _begin(self, make: Callable[[], BaseObserver]) -> None:
        before = set(threading.enumerate())
        self._observer = make()
        self._observer.start()
        started = {self._observer, *threading.enumerate()} - before
        self._threads = [thread for thread in started if isinstance(thread, BaseThread)]
        self._refresh()

    def _end(self) -> None:
        observer, self._observer = self._observer, None
        self._threads = []
        self._watches.clear()
        if observer is not None:
            observer.stop()
            if observer.is_alive():
                observer.join(timeout=1)

    def _fall_back(self, error: OSError) -> None:
        self._end()
        if error.errno not in _LIMITS:
            raise error
        self._announce(f"too many folders to watch ({error.strerror}): looking for changes every second instead")
        self._begin(PollingObserver)

    def _refresh(self) -> bool:
        observer = self._observer
        assert observer is not None
        with self._lock:
            stale, self._stale = self._stale, set()
            grown, self._grown = self._grown, False
        self._aim()
        wanted = plan_watches(self._real, Path.is_dir)
        gone = [watch for watch in self._watches if watch not in wanted or _is_within(watch.folder, stale)]
        for watch in gone:
            observer.unschedule(self._watches.pop(watch))
        new = [watch for watch in wanted if watch not in self._watches]
        for watch in new:
            self._schedule(observer, watch)
        if new or grown:
            self._probe(observer)
        return bool(gone or new)

    def _schedule(self, observer: BaseObserver, watch: Watch) -> None:
        try:
            self._watches[watch] = observer.schedule(
                self._handler, str(watch.folder), recursive=watch.recursive, event_filter=_EVENTS
            )
        except (FileNotFoundError, NotADirectoryError):
            self._distrust(watch.folder)  # gone between the plan and now: the watch above it tells when it is back

    def _probe(self, observer: BaseObserver) -> None:
        """Raise OSError where no further folder could be watched: watchdog leaves out subfolders without a word."""
        with tempfile.TemporaryDirectory(prefix="site-gen-") as folder:
            observer.unschedule(observer.schedule(self._handler, folder, event_filter=_EVENTS))

    def _see(self, path: Path, moves: bool) -> None:
        if not self._scope.concerns(path):
            return
        if moves:
            self._grown = True
            if any(target.is_relative_to(path) for target in self._real):
                self._distrust(path)
        self._report(self._as_given(path))

    def _distrust(self, folder: Path) -> None:
        """Have watches at and beneath `folder` made anew: what stands there may be another folder now."""
        with self._lock:
            self._stale.add(folder)

    def _as_given(self, path: Path) -> Path:
        for real, given in self._real.items():
            if path.is_relative_to(real):
                return given / path.relative_to(real)
        return path
