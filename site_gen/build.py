"""The whole pipeline: documents → content files → archive → pages → bytes → output folder."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen.config import Config, load_config, parse_base_url, parse_scheduler, require_archive
from site_gen.engine.builds import Builds, TreeChange
from site_gen.engine.request import Outcome, Request
from site_gen.engine.run import look_at_content, run
from site_gen.engine.stamps import code_stamp
from site_gen.errors import QuarantineError
from site_gen.executor import Executor, Processes
from site_gen.ingest.extras import extras
from site_gen.ingest.report import IngestReport
from site_gen.lock import locked
from site_gen.model import Failure
from site_gen.state import STATE_FOLDER, STATE_NAME, Refusal, State
from site_gen.trees import tree_digest, walk_tree

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
    """Processes of this machine that do the work; None is one a processor."""
    scheduler: str | None = None
    """Address of a Dask scheduler that does the work in place of the executor of the configuration."""
    paranoid: bool = False
    """Whether files of unchanged size and time are looked into."""
    details: bool = True
    """Whether the report on ingest names every document, also those with which all is well."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    outcome: Outcome
    ingest: IngestReport
    seconds: Mapping[str, float]
    """By stage."""

    @property
    def articles(self) -> int:
        """Published articles in the site."""
        return self.outcome.articles

    @property
    def pages(self) -> int:
        """Pages of the site; static files are not counted."""
        return self.outcome.pages

    @property
    def written(self) -> int:
        """Files written."""
        return len(self.outcome.written)

    @property
    def unchanged(self) -> int:
        """Files that stay as they were."""
        return self.outcome.unchanged

    @property
    def removed(self) -> int:
        """Files removed."""
        return len(self.outcome.removed)

    @property
    def bytes(self) -> int:
        """Size of the whole site."""
        return self.outcome.bytes

    @property
    def topics_changed(self) -> int:
        """Articles that were in the site and have other topics now."""
        return self.outcome.topics_changed

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Content files that are not in the site since they cannot be read."""
        return self.outcome.failures

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong but harmless in content files and plan."""
        return self.outcome.warnings

    @property
    def ok(self) -> bool:
        """Whether everything that came in is in the site."""
        return not (self.failures or self.ingest.quarantined)

    def as_json(self) -> dict[str, object]:
        """The report as plain values for `--json`."""
        numbers = {
            name: getattr(self, name)
            for name in ("articles", "pages", "written", "unchanged", "removed", "bytes", "topics_changed")
        }
        failures = [{"path": failure.source, "reason": failure.message} for failure in self.failures]
        return {
            **numbers,
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
            "templates": {
                name: {"pages": pages, "seconds": round(seconds, 3)}
                for name, (pages, seconds) in self.outcome.templates.items()
            },
            "failures": failures,
            "warnings": list(self.warnings),
            "ingest": self.ingest.as_json(),
        }


def build(root: Path, options: BuildOptions | None = None, progress: Progress | None = None) -> BuildReport:
    """Bring the archive in `root` up to date: ingest what is new, then write the site.

    Raises a SiteGenError where nothing can be built; what is wrong with single documents stands in the report.
    """
    options = options or BuildOptions()
    config = configured(root, options)
    root = found_by_all(root, config)
    state_folder = root / STATE_FOLDER
    with locked(state_folder), Builds(state_folder) as builds, executor_of(root, config, options) as executor:
        began = time.perf_counter()
        content = look_at_content(root, config, builds)
        ingested = _ingest_what_is_new(root, config, options, builds, content, executor, progress)
        seconds = time.perf_counter() - began
        request = Request(root, config, state_folder, root / config.output, executor, options.paranoid)
        untouched = content if ingested.is_still else None
        outcome = run(request, builds, _engine_progress(progress), untouched)
    return BuildReport(outcome, ingested, {"ingest": seconds, **outcome.seconds})


def _ingest_what_is_new(  # noqa: PLR0913, PLR0917 - what an ingest asks for, and where it may be left out
    root: Path,
    config: Config,
    options: BuildOptions,
    builds: Builds,
    content: TreeChange,
    executor: Executor,
    progress: Progress | None,
) -> IngestReport:
    """Ingest, unless a run found nothing to do and nothing has changed since: its report is given then."""
    if not options.ingest:
        return IngestReport()
    key = _documents_key(root, config)
    may_skip = not (options.paths or options.reread or options.details)
    if may_skip and content.is_none and (known := builds.kept("ingest", key, IngestReport)) is not None:
        return known
    if may_skip and not (root / STATE_FOLDER / STATE_NAME).exists() and not _has_documents(root, config):
        return IngestReport()
    builds.forget_fact("ingest")
    builds.save()
    with State(root / STATE_FOLDER) as state:
        report = ingest_documents(root, config, options, state, executor, progress)
    if may_skip and report.is_still and not report.warnings:
        builds.keep("ingest", key, report)
        builds.save()
    return report


def _documents_key(root: Path, config: Config) -> bytes:
    """A digest of the documents as the file system describes them, and of all that decides how they are read."""
    folders = b"".join(tree_digest(root / name) for name in config.inbox)
    settings = repr((config.inbox, sorted(config.fields.items()), extras())).encode()
    return hashlib.sha256(folders + settings + code_stamp(config)).digest()


def _has_documents(root: Path, config: Config) -> bool:
    return any(folder.files for name in config.inbox for folder in walk_tree(root / name))


def verify(root: Path, options: BuildOptions | None = None) -> tuple[str, ...]:
    """How the output folder differs from a clean build of what the archive holds now; nothing where it does not.

    The clean build goes into a temporary folder. A line for each file: missing, stale (it should not be there), or
    different. Files that site-gen did not write are not looked at.
    """
    import tempfile

    options = options or BuildOptions()
    config = configured(root, options)
    with locked(root / STATE_FOLDER), tempfile.TemporaryDirectory(prefix="site-gen-verify-") as name:
        clean = Path(name)
        executor = Processes(options.workers)  # no other machine sees the temporary folder
        with Builds(clean / "state") as builds, Builds(root / STATE_FOLDER) as held:
            run(Request(root, config, clean / "state", clean / "output", executor), builds)
            wanted = {output.path: output.digest for output in builds.record.every()}
            ours = {output.path for output in held.record.every()}
    found = {path: _file_digest(root / config.output / path) for path in wanted | dict.fromkeys(ours)}
    missing = (f"missing: {path}" for path in sorted(wanted) if found[path] is None)
    different = (f"different: {path}" for path in sorted(wanted) if found[path] not in (None, wanted[path]))
    stale = (f"stale: {path}" for path in sorted(ours - wanted.keys()) if found[path] is not None)
    return (*missing, *different, *stale)


def _file_digest(path: Path) -> bytes | None:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return None


def _engine_progress(progress: Progress | None) -> Callable[[str, int, int], None] | None:
    return None if progress is None else lambda stage, done, total: progress(stage, done, total, done)


def run_ingest(root: Path, options: BuildOptions, progress: Progress | None = None) -> IngestReport:
    """Ingest alone, without building the site."""
    config = configured(root, options)
    root = found_by_all(root, config)
    executors = executor_of(root, config, options)
    with locked(root / STATE_FOLDER), State(root / STATE_FOLDER) as state, executors as executor:
        return ingest_documents(root, config, options, state, executor, progress)


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
        options = replace(options, ingest=bool(paths), paths=paths)
        return ingest_documents(root, config, options, state, Processes(options.workers), progress)


def configured(root: Path, options: BuildOptions) -> Config:
    """The configuration of the archive with what the options replace."""
    config = load_config(root)
    require_archive(root, config)
    if options.base_url is not None:
        config = replace(config, base_url=parse_base_url(options.base_url))
    if options.scheduler is not None:
        config = replace(config, executor="dask", scheduler=parse_scheduler(options.scheduler))
    return config


def found_by_all(root: Path, config: Config) -> Path:
    """The archive's folder as all that work on it find it: those of a cluster have other current folders."""
    return root.absolute() if config.executor == "dask" else root


@contextmanager
def executor_of(root: Path, config: Config, options: BuildOptions) -> Iterator[Executor]:
    """What does the work: processes of this machine, or a cluster."""
    if config.executor != "dask":
        yield Processes(options.workers)
        return
    from site_gen.cluster import Cluster

    cluster = Cluster(config.scheduler, root / STATE_FOLDER, root / config.templates)
    try:
        yield cluster
    finally:
        cluster.close()


def ingest_documents(  # noqa: PLR0913, PLR0917 - what an ingest is made of
    root: Path,
    config: Config,
    options: BuildOptions,
    state: State,
    executor: Executor,
    progress: Progress | None = None,
) -> IngestReport:
    """Bring content/ up to date with the documents, and tell what that did."""
    if not options.ingest:
        return IngestReport()
    # The readers of all formats take longer to load than an archive takes to be found unchanged.
    from site_gen.ingest.enrich.topics import TopicOptions
    from site_gen.ingest.enrich.topics.learned import find_model, load_model
    from site_gen.ingest.formats.base import ReadOptions
    from site_gen.ingest.run import IngestRequest, ingest

    paths = options.paths or tuple(root / name for name in config.inbox if (root / name).is_dir())
    model = find_model(root)
    if model:
        load_model(model)  # one that cannot be used is no document's fault
    read = ReadOptions(config.fields, TopicOptions(config.topics, model))
    request = IngestRequest(root, paths, root / config.content, read, executor, options.reread, options.details)
    return ingest(request, state, _ingest_progress(progress))


def _ingest_progress(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda done, total, documents: progress("documents", done, total, documents)
