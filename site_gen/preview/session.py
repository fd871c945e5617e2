"""One run of the preview: build, show, watch, build again."""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from site_gen.errors import SiteGenError
from site_gen.preview.answer import is_loopback
from site_gen.preview.debounce import Batch, Debouncer
from site_gen.preview.live import Inbox, Stage
from site_gen.preview.server import Application, Server, listen, site_url
from site_gen.preview.view import Snapshot, View
from site_gen.preview.watch import Watcher

Rebuild = Callable[[frozenset[Path] | None], Snapshot]
Announce = Callable[[str], None]

_TICK = 0.2
"""Seconds between two looks at `stop`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One preview; the fields are the arguments of `site_gen.preview.serve`."""

    rebuild: Rebuild
    watch: tuple[Path, ...]
    ignore: tuple[Path, ...]
    base_path: str
    host: str
    port: int
    announce: Announce
    ready: Announce | None
    stop: threading.Event

    def run(self) -> None:
        """Serve until Ctrl-C or `stop`."""
        stage = Stage(View(secrets.token_hex(4)))
        inbox = Inbox(Debouncer())
        if not is_loopback(self.host):
            self.announce(f"warning: {self.host} is not a loopback address: others can read the preview")
        bound = listen(self.host, self.port, self.announce)
        url = site_url(self.host, bound.getsockname()[1], self.base_path)
        server = Server(bound, Application(stage, self.base_path, self.host), self.announce)
        watcher = Watcher(self.watch, self.ignore, inbox.add, self.announce)
        builder = Builder(self.rebuild, stage, self.announce)
        try:
            watcher.start()  # before the first build, so that no edit falls between the two
            builder.build(Batch(None))
            server.start()
            if self.ready:
                self.ready(url)
            self._follow(inbox, watcher, builder)
        except KeyboardInterrupt:
            pass  # Ctrl-C is how a preview ends
        finally:
            with contextlib.suppress(KeyboardInterrupt):  # a second Ctrl-C while the first is obeyed
                stage.close()
                server.stop()
                watcher.stop()

    def _follow(self, inbox: Inbox, watcher: Watcher, builder: Builder) -> None:
        while not self.stop.is_set():
            batch = inbox.take(_TICK)
            watcher.revive()
            if batch is not None:
                builder.build(Batch(None) if watcher.refresh() else batch)


class Builder:
    """Calls `rebuild` and shows what comes of it."""

    def __init__(self, rebuild: Rebuild, stage: Stage, announce: Announce) -> None:
        self._rebuild = rebuild
        self._stage = stage
        self._announce = announce
        self._owed = Batch(frozenset())

    def build(self, batch: Batch) -> None:
        """Build what the batch and failed builds before it ask for; if this one fails, the last good site stays."""
        asked = batch.joined(self._owed)
        begun = time.monotonic()
        try:
            snapshot = self._rebuild(asked.paths)
        except SiteGenError as error:
            self._owed = asked
            self._fail(str(error))
        except Exception as error:  # noqa: BLE001  # a bug must not end the preview: it is told and may be mended
            self._owed = Batch(None)
            self._fail(bug_report(error))
        else:
            self._owed = Batch(frozenset())
            self._stage.show(self._stage.view.built(snapshot))
            self._announce(summary(snapshot, time.monotonic() - begun))

    def _fail(self, message: str) -> None:
        self._stage.show(self._stage.view.failed(message))
        for line in message.splitlines() or ["unknown error"]:
            self._announce(f"build failed: {line}")


def summary(snapshot: Snapshot, seconds: float) -> str:
    """One line about a build that succeeded."""
    problems = f", {_counted(len(snapshot.problems), 'problem')}" if snapshot.problems else ""
    return f"built {_counted(len(snapshot.files), 'file')} in {seconds:.2f} s{problems}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def bug_report(error: Exception) -> str:
    """One line about an error that nobody foresaw: what and where."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {'/'.join(Path(frames[-1].filename).parts[-2:])}:{frames[-1].lineno}" if frames else ""
    text = " ".join(str(error).split())
    return f"internal error{where}: {type(error).__name__}: {text}"
