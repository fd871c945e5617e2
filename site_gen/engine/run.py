"""One run of the engine: output/ brought up to date with content/, templates, settings and static files.

Everything goes into one transaction, which is committed when the last file is in its place: a run that fails or is
killed leaves the record of the last good one, and the next run does what is missing.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from site_gen.archive import TableArchive
from site_gen.config import Config
from site_gen.content import is_content_name
from site_gen.engine import stamps
from site_gen.engine.builds import CONTENT, Builds, Changes, TreeChange
from site_gen.engine.placing import check_folder
from site_gen.engine.request import Outcome, Progress, Request
from site_gen.model import Failure
from site_gen.output.record import STATIC


def run(
    request: Request, builds: Builds, progress: Progress | None = None, content: TreeChange | None = None
) -> Outcome:
    """Bring the output folder up to date. Raises a SiteGenError where it cannot be, and leaves it as it was.

    `content` is what changed in the content folder, where the caller has looked already.
    """
    check_folder(request.output)
    with _rare_collections():
        return _Run(request, builds, progress, content).run()


def look_at_content(root: Path, config: Config, builds: Builds) -> TreeChange:
    """What changed in the content folder since the last run."""
    return builds.compare(CONTENT, root / config.content, is_content_name, hidden=False)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Nearly all that a run makes lives until its end, or is freed without the collector, which would look in vain."""
    former = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*former)


@dataclass(slots=True)
class _Run:
    request: Request
    builds: Builds
    progress: Progress | None
    content: TreeChange | None
    seconds: dict[str, float] = field(default_factory=dict)
    templates: dict[str, tuple[int, float]] = field(default_factory=dict)
    topics_changed: int = 0
    _began: float = field(default_factory=time.perf_counter)

    def run(self) -> Outcome:
        changes = self._look()
        self._mark("scan")
        if changes.is_none and not self.request.paranoid and not self.builds.was_interrupted:
            return self._outcome((), ())
        from site_gen.engine.update import Update  # more than what is loaded so far

        update = Update(self.request, self.builds, self.progress, self._mark, self.templates)
        is_first = self.builds.db.execute("SELECT 1 FROM entries LIMIT 1").fetchone() is None
        delta = update.read(changes.content, is_first=is_first)
        self.topics_changed = update.topics_changed
        self._mark("read")
        placed = update.write(changes, None if is_first or changes.design else delta)
        return self._outcome(placed.written, placed.removed)

    def _mark(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._began
        self._began = now

    # --- what changed

    def _look(self) -> Changes:
        config, builds = self.request.config, self.builds
        design = stamps.design_stamp(self.request.root, config)
        if self.request.paths is not None and builds.fact("design") == design:
            return self._look_at(self.request.paths)
        stamp = stamps.code_stamp(config)
        if builds.fact("stamp") != stamp:
            from site_gen.archive import keep_topics  # all is read anew, which is rare

            keep_topics(builds.db)
            builds.forget_content()
            builds.set_fact("stamp", stamp)
            self.content = None
        return Changes(
            self.content or look_at_content(self.request.root, config, builds),
            builds.compare("static", self.request.root / config.static),
            builds.compare("output", self.request.output),
            builds.fact("design") != design,
        )

    def _look_at(self, paths: frozenset[Path]) -> Changes:
        """What changed at these paths; the output folder is ours alone."""
        config, builds, root = self.request.config, self.builds, self.request.root
        return Changes(
            builds.compare_at(CONTENT, root / config.content, paths, is_content_name, hidden=False),
            builds.compare_at("static", root / config.static, paths),
            TreeChange((), (), 0),
            design=False,
        )

    def _outcome(self, written: tuple[str, ...], removed: tuple[str, ...]) -> Outcome:
        builds = self.builds
        archive = TableArchive(builds.db)
        count, size = builds.record.totals()
        (static,) = builds.db.execute("SELECT count(*) FROM outputs WHERE series = ?", (STATIC,)).fetchone()
        problems = list(archive.problems())
        aliases = (builds.fact("aliases") or b"").decode()
        content = self.request.config.content
        return Outcome(
            articles=archive.size("dated") + archive.size("undated"),
            pages=count - static,
            files=count,
            written=written,
            unchanged=count - len(written),
            removed=removed,
            bytes=size,
            topics_changed=self.topics_changed,
            failures=tuple(_failure(content, text) for text, is_failure in problems if is_failure),
            warnings=(
                *(f"{content}/{text}" for text, is_failure in problems if not is_failure),
                *(aliases.split("\n") if aliases else ()),
            ),
            was_reset=builds.was_reset,
            seconds=self.seconds,
            templates=self.templates,
        )


def _failure(content: str, text: str) -> Failure:
    source, _, message = text.partition("\t")
    return Failure(f"{content}/{source}", "content", message)
