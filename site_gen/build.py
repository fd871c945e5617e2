"""The whole pipeline: documents → content files → archive → pages → bytes → output folder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment

from site_gen.archive.index import make_archive
from site_gen.archive.reading import Contents, read_contents
from site_gen.config import Config, load_config, parse_base_url, require_archive
from site_gen.errors import PlanError, QuarantineError
from site_gen.ingest.formats.base import ReadOptions
from site_gen.ingest.report import IngestReport
from site_gen.ingest.run import IngestRequest, ingest
from site_gen.lock import locked
from site_gen.model import Failure, Page, RenderedPage
from site_gen.output.recognise import recognise_outputs
from site_gen.output.static import static_files
from site_gen.output.writing import write_site
from site_gen.pages.check import PathIndex, check_plan
from site_gen.pages.plan import plan_pages
from site_gen.render.assets import stylesheet
from site_gen.render.checking import check_templates
from site_gen.render.environment import make_environment
from site_gen.render.rendering import render_page
from site_gen.state import STATE_FOLDER, Refusal, State

Progress = Callable[[str, int, int, int], None]
"""Called with a stage, how much of it is done, how much there is, and how many things that are.

The stage `documents` is measured in bytes of the files that hold them, `pages` in pages.
"""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What one run is told beside the configuration."""

    ingest: bool = True
    """Whether the configured folders of documents are ingested first."""
    paths: tuple[Path, ...] = ()
    """Documents and folders to ingest in place of the configured ones."""
    base_url: str | None = None
    """Replaces `base_url` of the configuration."""
    reread: bool = False
    """Whether documents that have not changed are read again."""
    workers: int | None = None
    details: bool = True
    """Whether the report on ingest names every document, also those with which all is well."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    articles: int
    pages: int
    written: int
    unchanged: int
    removed: int
    bytes: int
    """Size of the whole site."""
    ingest: IngestReport
    failures: tuple[Failure, ...]
    """Content files that are not in the site since they cannot be read."""
    warnings: tuple[str, ...]
    """What is wrong but harmless in content files and plan."""

    @property
    def ok(self) -> bool:
        """Whether everything that came in is in the site."""
        return not (self.failures or self.ingest.quarantined)

    def as_json(self) -> dict[str, object]:
        """The report as plain values for `--json`."""
        numbers = {
            name: getattr(self, name) for name in ("articles", "pages", "written", "unchanged", "removed", "bytes")
        }
        failures = [{"path": failure.source, "reason": failure.message} for failure in self.failures]
        return {**numbers, "failures": failures, "warnings": list(self.warnings), "ingest": self.ingest.as_json()}


def build(root: Path, options: BuildOptions | None = None, progress: Progress | None = None) -> BuildReport:
    """Bring the archive in `root` up to date: ingest what is new, then write the site.

    Raises a SiteGenError where nothing can be built; what is wrong with single documents stands in the report.
    """
    options = options or BuildOptions()
    config = configured(root, options)
    with locked(root / STATE_FOLDER), State(root / STATE_FOLDER) as state:
        ingested = ingest_documents(root, config, options, state, progress)
        contents = read_contents(root / config.content)
        site = plan_site(root, config, contents, load_templates(root, config))
        total = [0]
        rendered = _measured(render_site(site, progress), total)
        former = _former_outputs(state, root / config.output)
        state.begin_outputs()
        result = write_site(rendered, root / config.output, state.folder / "staging", former)
        state.set_outputs(result.outputs)
    return BuildReport(
        articles=site.articles,
        pages=len(site.pages),
        written=len(result.written),
        unchanged=result.unchanged,
        removed=len(result.removed),
        bytes=total[0],
        ingest=ingested,
        failures=tuple(
            Failure(f"{config.content}/{failure.source}", failure.stage, failure.message)
            for failure in contents.failures
        ),
        warnings=site.warnings,
    )


def _former_outputs(state: State, folder: Path) -> Mapping[str, str]:
    """What earlier builds wrote. Where the record is lost or out of date, the files themselves are asked."""
    known = state.outputs()
    if known and not state.was_interrupted():
        return known
    return {**known, **recognise_outputs(folder)}


def run_ingest(root: Path, options: BuildOptions, progress: Progress | None = None) -> IngestReport:
    """Ingest alone, without building the site."""
    config = configured(root, options)
    with locked(root / STATE_FOLDER), State(root / STATE_FOLDER) as state:
        return ingest_documents(root, config, options, state, progress)


def quarantined(root: Path, options: BuildOptions) -> tuple[Refusal, ...]:
    """The documents in quarantine."""
    configured(root, options)
    with State(root / STATE_FOLDER) as state:
        return state.ledger.refused()


def retry_quarantine(
    root: Path, documents: Collection[str], options: BuildOptions, progress: Progress | None = None
) -> IngestReport:
    """Read the files again that hold documents in quarantine: those named, or all.

    Raises QuarantineError where a document that is named is not in quarantine, or its file is gone.
    """
    config = configured(root, options)
    with locked(root / STATE_FOLDER), State(root / STATE_FOLDER) as state:
        sources = state.ledger.sources_of_refused()
        unknown = [name for name in documents if name not in sources]
        wanted = sorted({sources[name] for name in (documents or sources) if name in sources})
        gone = [source for source in wanted if not (root / source).exists()]
        if unknown or (documents and gone):
            raise QuarantineError(tuple(unknown), tuple(gone))
        for source in wanted:
            state.ledger.forget_source(source)
        paths = tuple(root / source for source in wanted if source not in gone)
        return ingest_documents(root, config, replace(options, ingest=bool(paths), paths=paths), state, progress)


def configured(root: Path, options: BuildOptions) -> Config:
    """The configuration of the archive with what the options replace."""
    config = load_config(root)
    require_archive(root, config)
    return config if options.base_url is None else replace(config, base_url=parse_base_url(options.base_url))


def ingest_documents(
    root: Path, config: Config, options: BuildOptions, state: State, progress: Progress | None = None
) -> IngestReport:
    """Bring content/ up to date with the documents, and tell what that did."""
    if not options.ingest:
        return IngestReport()
    paths = options.paths or tuple(root / name for name in config.inbox if (root / name).is_dir())
    read = ReadOptions(config.fields)
    request = IngestRequest(root, paths, root / config.content, read, options.workers, options.reread, options.details)
    return ingest(request, state, _ingest_progress(progress))


def _ingest_progress(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda done, total, documents: progress("documents", done, total, documents)


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of an archive, compiled and checked, and its style sheet."""

    environment: Environment
    style_path: str
    style: bytes


def load_templates(root: Path, config: Config) -> Templates:
    """The default templates, each replaced by the archive's own of its name. Raises TemplateError."""
    folders = [root / config.templates] if (root / config.templates).is_dir() else []
    environment = make_environment(folders, config.lang)
    check_templates(environment)
    return Templates(environment, *stylesheet(folders))


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is planned and checked, and that can be rendered."""

    environment: Environment
    pages: tuple[Page, ...]
    files: Mapping[str, bytes]
    """What stands beside the pages: style sheet, `.nojekyll`, the user's static files."""
    articles: int
    warnings: tuple[str, ...]


def plan_site(root: Path, config: Config, contents: Contents, templates: Templates) -> Site:
    """Every page of the archive. Raises PlanError before anything is written."""
    archive = make_archive(contents.files, config)
    plan = plan_pages(archive, config, templates.style_path)
    files = {templates.style_path: templates.style, ".nojekyll": b""}
    files.update({path: source.read_bytes() for path, source in static_files(root / config.static)})
    problems = (*check_plan(plan.pages), *_file_problems(plan.pages, files))
    if problems:
        raise PlanError(problems)
    warnings = [f"{config.content}/{text}" for file in contents.files for text in file.warnings]
    return Site(templates.environment, plan.pages, files, len(archive.entries), (*warnings, *plan.problems))


def _file_problems(pages: tuple[Page, ...], files: Mapping[str, bytes]) -> tuple[str, ...]:
    taken = PathIndex()
    for page in pages:
        taken.add(page.path, page.origin or page.template)
    problems = ((path, taken.conflict(path)) for path in files)
    return tuple(f"static file {path}: {problem}" for path, problem in problems if problem)


def render_site(site: Site, progress: Progress | None = None) -> Iterator[RenderedPage]:
    """The bytes of every page and file of a site. Raises TemplateError."""
    for path, data in site.files.items():
        yield RenderedPage(path, data)
    for number, page in enumerate(site.pages, 1):
        yield render_page(site.environment, page)
        if progress:
            progress("pages", number, len(site.pages), number)


def _measured(pages: Iterator[RenderedPage], total: list[int]) -> Iterator[RenderedPage]:
    for page in pages:
        total[0] += len(page.data)
        yield page
