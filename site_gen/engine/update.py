"""What a build does once something has changed: content read, pages planned and rendered, files put in place.

It is loaded only then: most runs of a watched or scheduled archive find nothing to do.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

from site_gen.archive import MANY, Settings, TableArchive, change, changed_topics, fill
from site_gen.content import is_content_name
from site_gen.engine import stamps
from site_gen.engine.builds import CONTENT, Builds, Changes, TreeChange
from site_gen.engine.checking import check_paths
from site_gen.engine.placing import Placing
from site_gen.engine.planning import Planning
from site_gen.engine.reading import Found, as_reading, find_changes, read_changes, touch
from site_gen.engine.rendering import Job, Rendered, Renderer, holds, render, stage
from site_gen.engine.request import Progress, Request
from site_gen.engine.templates import Templates
from site_gen.entries import Delta
from site_gen.errors import OutputError
from site_gen.output.recognise import recognise_outputs
from site_gen.output.record import Output
from site_gen.output.static import static_files
from site_gen.pages.frame import Frame, make_site
from site_gen.pages.plan import plan_stale
from site_gen.trees import look_at

Item = TypeVar("Item")
_COMPILED = "templates"
"""Folder of compiled templates, beside the rest of the state."""
_MUCH = 2000
"""Pages that one process renders in about the time in which others are started."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What was done to the output folder."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(slots=True)
class Update:
    """One run for which there is something to do."""

    request: Request
    builds: Builds
    progress: Progress | None
    mark: Callable[[str], None]
    """Called with the name of each stage at its end."""
    templates: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Pages and seconds by template."""
    topics_changed: int = 0
    """Articles that were in the site and have other topics now, after `read`."""

    def read(self, found: TreeChange, *, is_first: bool) -> Delta | None:
        """Bring the tables up to date with the content folder; None where too much changed to follow it up."""
        config, builds, paranoid = self.request.config, self.builds, self.request.paranoid
        root = self.request.root / config.content
        if paranoid:
            builds.db.execute("DELETE FROM folders WHERE tree = ?", (CONTENT,))
            # Nothing is known of any folder now: which of them are gone was found before.
            found = replace(builds.compare(CONTENT, root, is_content_name, hidden=False), gone=found.gone)
        changes = find_changes(builds, found, paranoid=paranoid)
        settings = Settings(config.lang, config.keyword_min_articles, config.topics.shown)
        read = read_changes(root, settings, changes.wanted, self.request.executor)
        read = self._counted("articles", read, len(changes.wanted))
        builds.remember(CONTENT, found)
        if is_first:
            fill(builds.db, settings, map(as_reading, read))
            self.topics_changed = changed_topics(builds.db)
            return None
        same: list[Found] = []
        other: list[Found] = []
        for row in read:
            (same if row.digest and row.digest == row.wanted.digest else other).append(row)
        touch(builds, same)
        delta = change(builds.db, settings, map(as_reading, other), changes.gone)
        self.topics_changed = delta.topics
        return delta if len(other) + len(changes.gone) < MANY else None

    # --- what follows from it

    def write(self, changes: Changes, delta: Delta | None) -> Placed:
        """Render what differs and put it in place. Raises PlanError, TemplateError and OutputError."""
        request, builds = self.request, self.builds
        strays = self._find_strays()
        archive = TableArchive(builds.db)
        templates = Templates.load(request.root, request.config, builds, request.state / _COMPILED)
        frame = Frame(request.config, archive, make_site(archive, request.config, templates.style_path))
        site = _digest(frame.site)
        if builds.fact("site") != site or strays:
            delta = None
        planning = Planning(builds.record, templates.digests, self._damaged(changes.output))
        staging = request.state / "staging"
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        try:
            jobs = self._jobs(frame, planning, delta, templates)
            rendered = list(self._rendered(self._renderer(templates, staging), jobs, frame))
            self.mark("render")
            placed = self._place(rendered, planning, staging, changes)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        builds.set_fact("site", site)
        builds.set_fact("design", stamps.design_stamp(request.root, request.config))
        builds.commit()
        self.mark("commit")
        return placed

    def _find_strays(self) -> bool:
        """Take up files of ours that the record does not know, as a killed run or a lost record leave them."""
        record = self.builds.record
        if not self.builds.was_interrupted and record.totals()[0]:
            return False
        known = {output.path for output in record.every()}
        found = recognise_outputs(self.request.output)
        record.put(
            Output(path, "stray", 1, path, b"", digest=bytes.fromhex(digest))
            for path, digest in found.items()
            if path not in known
        )
        return True

    def _damaged(self, found: TreeChange) -> frozenset[str]:
        """Outputs that were edited, touched or removed since they were written."""
        record = self.builds.record
        if self.request.paranoid:
            return frozenset(output.path for output in record.every())
        damaged = set()
        for folder in found.changed:
            held = {name: described for name, *described in folder.files}
            for output in record.in_folder(folder.path):
                if held.get(output.place[1]) != [output.size, output.mtime_ns, output.ctime_ns]:
                    damaged.add(output.path)
        for path in found.gone:
            damaged.update(output.path for output in record.in_folder(path))
        return frozenset(damaged)

    def _jobs(self, frame: Frame, planning: Planning, delta: Delta | None, templates: Templates) -> Iterator[Job]:
        """Everything that has to be rendered, as planning finds it out. Raises PlanError."""
        if delta is None:
            yield from planning.everything(frame)
        else:
            yield from planning.rows(frame, planning.with_damaged(plan_stale(frame, delta)))
        self.mark("plan and render")
        yield from planning.sitemap(frame.config, whole=delta is None or planning.is_damaged("sitemap"))
        self._plan_static(planning, templates)
        archive = TableArchive(self.builds.db)
        check_paths(planning, archive, frame.config.content, None if delta is None else planning.fresh)
        has_moved = bool(planning.fresh or planning.removed)
        if delta is None or delta.aliases or has_moved or planning.is_damaged("redirects"):
            jobs, problems = planning.redirects(frame)
            yield from jobs
            self.builds.set_fact("aliases", "\n".join(problems).encode())

    def _renderer(self, templates: Templates, staging: Path) -> Renderer:
        request = self.request
        return Renderer(
            templates.folders,
            request.config.lang,
            templates.signature,
            content=str(request.root / request.config.content),
            output=str(request.output),
            staging=str(staging),
            compiled=str(request.state / _COMPILED),
            is_whole=self._is_whole(),
        )

    def _is_whole(self) -> bool:
        """Whether nothing stands in the output folder, so that all of the site is made now."""
        return not self.request.output.is_dir() or not any(self.request.output.iterdir())

    def _rendered(self, renderer: Renderer, jobs: Iterator[Job], frame: Frame) -> Iterator[Rendered]:
        expected = frame.archive.size("dated") + frame.archive.size("undated")
        executor = self.request.executor
        done = render(renderer, jobs, executor, is_much=renderer.is_whole and expected > _MUCH)
        for rendered in self._counted("pages", done, expected):
            pages, seconds = self.templates.get(rendered.template, (0, 0.0))
            self.templates[rendered.template] = (pages + 1, seconds + rendered.seconds)
            yield rendered

    def _counted(self, stage: str, items: Iterable[Item], expected: int) -> Iterator[Item]:
        """The items, while it is told how many there have been."""
        for done, item in enumerate(items, 1):
            if self.progress:
                self.progress(stage, done, max(done, expected))
            yield item

    def _plan_static(self, planning: Planning, templates: Templates) -> None:
        files: dict[str, Path | bytes] = {templates.style_path: templates.style, ".nojekyll": b""}
        files.update(static_files(self.request.root / self.request.config.static))
        planning.static(files)

    # --- into the output folder

    def _place(self, rendered: list[Rendered], planning: Planning, staging: Path, changes: Changes) -> Placed:
        output = self.request.output
        placing = Placing(output, staging)
        staged = self._stage_static(planning, staging)
        results = [*rendered, *staged]
        written = [page for page in results if page.staged]
        removed: tuple[str, ...] = ()
        if written or planning.removed:
            self.builds.begin_writing()
        try:
            removed = tuple(placing.remove(planning.removed.values()))
            placing.place_all((page.path, page.staged) for page in written)
        except OSError as error:
            path = error.filename2 or error.filename or output
            raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
        self._remember_outputs(results, (*planning.removed, *(page.path for page in written)), changes.output)
        self.builds.remember("static", changes.static)
        self.mark("place")
        return Placed(tuple(sorted(page.path for page in written)), tuple(sorted(removed)))

    def _stage_static(self, planning: Planning, staging: Path) -> list[Rendered]:
        results = []
        for path, source in planning.copies:
            data = source if isinstance(source, bytes) else source.read_bytes()
            digest = sha256(data).digest()
            is_there = holds(str(self.request.output / path), data)
            staged = "" if is_there else stage(str(staging), path, data, is_whole=self._is_whole())
            results.append(Rendered(path, staged, len(data), digest))
        return results

    def _remember_outputs(self, results: list[Rendered], touched: tuple[str, ...], found: TreeChange) -> None:
        """Write down what stands in the output folder now: the files of this run, and the folders that changed."""
        output, builds = self.request.output, self.builds
        folders = {folder.path for folder in found.changed} | {_split(path)[0] for path in touched} | set(found.gone)
        now = [(path, look_at(output, path)) for path in sorted(folders)]
        seen = {(path, name): times for path, folder in now if folder for name, _, *times in folder.files}
        rows = []
        for page in results:
            place = _split(page.path)
            times = seen.get(place) or _times(output / page.path)
            rows.append((page.size, *times, page.digest, *place))
        builds.db.executemany(
            "UPDATE outputs SET size = ?, mtime_ns = ?, ctime_ns = ?, digest = ? WHERE folder = ? AND name = ?", rows
        )
        builds.set_folders(
            "output",
            ((path, folder.digest) for path, folder in now if folder),
            tuple(path for path, folder in now if not folder),
        )


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def _times(path: Path) -> list[int]:
    info = path.stat()
    return [info.st_mtime_ns, info.st_ctime_ns]


def _digest(value: object) -> bytes:
    return sha256(msgspec.msgpack.encode(value)).digest()
