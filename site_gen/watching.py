"""What the watch mode rebuilds with: the engine, on an output folder of its own, told by the watcher where to look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_gen.build import BuildOptions, configured, ingest_documents
from site_gen.config import CONFIG_NAME, Config
from site_gen.engine.builds import Builds
from site_gen.engine.request import Request
from site_gen.engine.run import run
from site_gen.executor import Processes
from site_gen.ingest.report import IngestReport
from site_gen.lock import locked
from site_gen.preview import Snapshot
from site_gen.state import STATE_FOLDER, State
from site_gen.topics import TOPICS_NAME

_FOLDER = "preview"
_SITE = "site"


@dataclass(frozen=True, slots=True)
class FolderFiles(Mapping[str, bytes]):
    """The files of a folder by their paths, read when they are asked for.

    Two are equal where no build between them changed a file.
    """

    root: Path
    count: int
    version: int

    def __getitem__(self, path: str) -> bytes:
        try:
            return (self.root / path).read_bytes()
        except (OSError, ValueError) as error:
            raise KeyError(path) from error

    def __contains__(self, path: object) -> bool:
        try:
            return isinstance(path, str) and (self.root / path).is_file()
        except (OSError, ValueError):
            return False

    def __iter__(self) -> Iterator[str]:
        files = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        return (path.relative_to(self.root).as_posix() for path in files)

    def __len__(self) -> int:
        return self.count


@dataclass(slots=True)
class Watched:
    """An archive that is rebuilt again and again in one process. `rebuild` is what the preview calls."""

    root: Path
    options: BuildOptions
    _ingest_problems: tuple[str, ...] = ()
    _builds: int = field(default=0)

    def rebuild(self, paths: frozenset[Path] | None) -> Snapshot:
        """The site as it is now. `paths` is what the watcher saw: nothing else is looked at; None is everything."""
        config = configured(self.root, self.options)
        folder = self.root / STATE_FOLDER / _FOLDER
        if self.options.ingest and (paths is None or _touch(paths, self.root, config.inbox)):
            paths = self._ingest(config, paths)
        request = Request(self.root, config, folder, folder / _SITE, Processes(self.options.workers), paths=paths)
        with locked(folder), Builds(folder) as builds:
            outcome = run(request, builds)
        if outcome.written or outcome.removed:
            self._builds += 1
        failures = (f"{failure.source}: {failure.message}" for failure in outcome.failures)
        problems = (*failures, *self._ingest_problems, *outcome.warnings)
        return Snapshot(FolderFiles(request.output, outcome.files, self._builds), problems)

    def watched_paths(self) -> tuple[Path, ...]:
        """Everything whose change may change the site."""
        config = configured(self.root, self.options)
        names = (*config.inbox, config.content, config.templates, config.static, CONFIG_NAME, TOPICS_NAME)
        return tuple(self.root / name for name in names)

    def _ingest(self, config: Config, paths: frozenset[Path] | None) -> frozenset[Path] | None:
        """Ingest what is new; the paths to look at, the content folder among them where it may have changed."""
        with locked(self.root / STATE_FOLDER), State(self.root / STATE_FOLDER) as state:
            report = ingest_documents(self.root, config, self.options, state, Processes(self.options.workers))
        self._ingest_problems = _ingest_problems(report)
        return None if paths is None else paths | {self.root / config.content}


def _touch(paths: Iterable[Path], root: Path, names: Iterable[str]) -> bool:
    """Whether any of the paths lies in one of the folders, or is above it."""
    folders = [(root / name).absolute() for name in names]
    return any(
        path.absolute().is_relative_to(folder) or folder.is_relative_to(path.absolute())
        for path in paths
        for folder in folders
    )


def _ingest_problems(report: IngestReport) -> tuple[str, ...]:
    failures = (f"{failure.source}: {failure.message}" for failure in report.quarantined)
    conflicts = (
        f"{item.path}: was edited by hand, and {item.document} has changed; see {item.proposal}"
        for item in report.conflicts
    )
    return (*failures, *conflicts, *report.warnings)
