"""What the watch mode rebuilds with: the pipeline of `build`, in memory, keeping what has not changed.

A page is a pure function of its context, so a page whose context is equal to the former one keeps its bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from site_gen.archive.reading import Cache
from site_gen.build import BuildOptions, Site, configured, ingest_archive, plan_site
from site_gen.config import CONFIG_NAME, Config
from site_gen.ingest.report import IngestReport
from site_gen.lock import locked
from site_gen.model import Page
from site_gen.preview import Snapshot
from site_gen.render.checking import template_digests
from site_gen.render.rendering import render_page
from site_gen.state import STATE_FOLDER, State


@dataclass(slots=True)
class Watched:
    """An archive that is rebuilt again and again in one process. `rebuild` is what the preview calls."""

    root: Path
    options: BuildOptions
    _contents: Cache = field(default_factory=dict)
    _rendered: dict[str, tuple[Page, str, bytes]] = field(default_factory=dict)
    _ingest_problems: tuple[str, ...] = ()

    def rebuild(self, paths: frozenset[Path] | None) -> Snapshot:
        """The site as it is now. `paths` is what the watcher saw; documents are looked at only where it saw some."""
        config = configured(self.root, self.options)
        ingest = self.options.ingest and (paths is None or self._touch_documents(paths, config))
        options = BuildOptions(ingest, base_url=self.options.base_url, workers=1)
        with locked(self.root / STATE_FOLDER), State(self.root / STATE_FOLDER) as state:
            contents, report = ingest_archive(self.root, config, options, state, cache=self._contents)
        if ingest:
            self._ingest_problems = _ingest_problems(report)
        site = plan_site(self.root, config, contents)
        failures = tuple(f"{config.content}/{failure.source}: {failure.message}" for failure in contents.failures)
        return Snapshot(self._render(site, config), (*failures, *self._ingest_problems, *site.warnings))

    def watched_paths(self) -> tuple[Path, ...]:
        """Everything whose change may change the site."""
        config = configured(self.root, self.options)
        names = (*config.inbox, config.content, config.templates, config.static, CONFIG_NAME)
        return tuple(self.root / name for name in names)

    def _touch_documents(self, paths: frozenset[Path], config: Config) -> bool:
        folders = [(self.root / name).absolute() for name in config.inbox]
        return any(path.absolute().is_relative_to(folder) for path in paths for folder in folders)

    def _render(self, site: Site, config: Config) -> dict[str, bytes]:
        files = dict(site.files)
        digests = template_digests(site.environment, config.lang)
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


def _ingest_problems(report: IngestReport) -> tuple[str, ...]:
    failures = (f"{failure.source}: {failure.message}" for failure in report.quarantined)
    conflicts = (
        f"{item.path}: was edited by hand, and {item.document} has changed; see {item.proposal}"
        for item in report.conflicts
    )
    return (*failures, *conflicts, *report.warnings)
