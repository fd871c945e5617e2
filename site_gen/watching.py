"""What the watch mode rebuilds with: the pipeline of `build`, in memory, keeping what has not changed.

A page is a pure function of its context, so a page whose context is equal to the former one keeps its bytes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_gen.archive.reading import Cache, Contents, read_contents
from site_gen.build import BuildOptions, Site, Templates, configured, ingest_documents, load_templates, plan_site
from site_gen.config import CONFIG_NAME, Config
from site_gen.ingest.report import IngestReport
from site_gen.lock import locked
from site_gen.model import Page
from site_gen.preview import Snapshot
from site_gen.render.checking import template_digests
from site_gen.render.environment import default_template_folder
from site_gen.render.rendering import render_page
from site_gen.state import STATE_FOLDER, State


@dataclass(frozen=True, slots=True)
class _Loaded:
    """Templates, what they were loaded from, and a digest of each: loading takes longer than planning a site."""

    signature: tuple[object, ...]
    templates: Templates
    digests: Mapping[str, str]


@dataclass(slots=True)
class Watched:
    """An archive that is rebuilt again and again in one process. `rebuild` is what the preview calls."""

    root: Path
    options: BuildOptions
    _contents: Cache = field(default_factory=dict)
    _rendered: dict[str, tuple[Page, str, bytes]] = field(default_factory=dict)
    _loaded: _Loaded | None = None
    _ingest_problems: tuple[str, ...] = ()

    def rebuild(self, paths: frozenset[Path] | None) -> Snapshot:
        """The site as it is now. `paths` is what the watcher saw; documents are looked at only where it saw some."""
        config = configured(self.root, self.options)
        contents = self._read(config, paths)
        loaded = self._load_templates(config)
        site = plan_site(self.root, config, contents, loaded.templates)
        failures = tuple(f"{config.content}/{failure.source}: {failure.message}" for failure in contents.failures)
        files = self._render(site, loaded.digests)
        if paths is None:
            # What the first build made stays for good: the collector need not look through it after every edit.
            gc.collect()
            gc.freeze()
        return Snapshot(files, (*failures, *self._ingest_problems, *site.warnings))

    def watched_paths(self) -> tuple[Path, ...]:
        """Everything whose change may change the site."""
        config = configured(self.root, self.options)
        names = (*config.inbox, config.content, config.templates, config.static, CONFIG_NAME)
        return tuple(self.root / name for name in names)

    def _read(self, config: Config, paths: frozenset[Path] | None) -> Contents:
        if not self.options.ingest or (paths is not None and not _touch(paths, self.root, config.inbox)):
            return read_contents(self.root / config.content, self._contents)
        with locked(self.root / STATE_FOLDER), State(self.root / STATE_FOLDER) as state:
            report = ingest_documents(self.root, config, self.options, state)
        self._ingest_problems = _ingest_problems(report)
        return read_contents(self.root / config.content, self._contents)

    def _load_templates(self, config: Config) -> _Loaded:
        folders = (self.root / config.templates, default_template_folder())
        signature = (config.lang, *(_signature(folder) for folder in folders))
        if self._loaded is None or self._loaded.signature != signature:
            templates = load_templates(self.root, config)
            self._loaded = _Loaded(signature, templates, template_digests(templates.environment, config.lang))
        return self._loaded

    def _render(self, site: Site, digests: Mapping[str, str]) -> dict[str, bytes]:
        files = dict(site.files)
        rendered: dict[str, tuple[Page, str, bytes]] = {}
        for page in site.pages:
            former = self._rendered.get(page.path)
            digest = digests[page.template]
            if former is not None and former[1] == digest and former[0] == page:
                rendered[page.path] = former
            else:
                rendered[page.path] = (page, digest, render_page(site.environment, page).data)
            files[page.path] = rendered[page.path][2]
        self._rendered = rendered
        return files


def _touch(paths: Iterable[Path], root: Path, names: Iterable[str]) -> bool:
    """Whether any of the paths lies in one of the folders, or is above it."""
    folders = [(root / name).absolute() for name in names]
    return any(
        path.absolute().is_relative_to(folder) or folder.is_relative_to(path.absolute())
        for path in paths
        for folder in folders
    )


def _signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of change of every file in a folder."""
    files = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple((path.as_posix(), info.st_size, info.st_mtime_ns) for path, info in files)


def _ingest_problems(report: IngestReport) -> tuple[str, ...]:
    failures = (f"{failure.source}: {failure.message}" for failure in report.quarantined)
    conflicts = (
        f"{item.path}: was edited by hand, and {item.document} has changed; see {item.proposal}"
        for item in report.conflicts
    )
    return (*failures, *conflicts, *report.warnings)
