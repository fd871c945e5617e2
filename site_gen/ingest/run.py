"""The ingest of a set of files: documents in, content files out, each document accounted for."""

from __future__ import annotations

import functools
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from site_gen.content import format_content
from site_gen.executor import ordered_map
from site_gen.files import remove_file, remove_temporaries, write_atomically
from site_gen.ingest.assemble import Parsed, parse_document
from site_gen.ingest.dating import date_by_headlines
from site_gen.ingest.decode import UndecodableError, decode
from site_gen.ingest.documents import Document, display_path, find_documents, read_document
from site_gen.ingest.formats.text.recurring import LineCounts, document_keys
from site_gen.ingest.held import Held, HeldFile, digest_of
from site_gen.ingest.merge import Decision, Outcome, file_article, file_headlines
from site_gen.ingest.quarantine import write_quarantine
from site_gen.ingest.report import Conflict, DocumentReport, IngestReport
from site_gen.model import Article, ContentFile, Failure, Kind
from site_gen.state import State

Progress = Callable[[int, int], None]
"""Called with how many documents are done and how many there are."""


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """What is to be ingested, and into which folders."""

    root: Path
    """The archive."""
    paths: tuple[Path, ...]
    """Files and folders of documents."""
    content: Path
    workers: int | None = None
    """Processes to parse in; None: as many as there are processors, where it is worth it."""
    reread: bool = False
    """Whether documents that have not changed are read again, as after an upgrade."""


@dataclass(slots=True)
class _Run:
    """What a run has gathered so far."""

    held: Held
    reports: list[DocumentReport]
    warnings: list[str]
    conflicts: list[tuple[str, str, Article]]
    lists: int = 0


def ingest(
    request: IngestRequest,
    files: Iterable[ContentFile],
    broken: Iterable[Failure],
    state: State,
    progress: Progress | None = None,
) -> IngestReport:
    """Read the documents of `request` and write what they give into the content folder.

    `files` is what the folder holds and `broken` what of it cannot be read. A document that cannot become an article
    is quarantined and reported; the run goes on.
    """
    written = state.written()
    held = Held(
        (HeldFile(file.path, file.article, (file.path, file.digest) in written) for file in files),
        (failure.source.partition(":")[0] for failure in broken),
    )
    found = find_documents(request.paths, request.root)
    run = _Run(held, [], [], [])
    for failure in found.failures:
        run.reports.append(_quarantined(failure))
    pending = state.pending()
    if pending:
        remove_temporaries(request.content)
    fresh = _sort_out_unchanged(found.documents, request, run, pending)
    counts = _count_lines(fresh, request.root, state)
    jobs = [(path, counts.get(source)) for path, source, _ in fresh]
    parse = functools.partial(_parse, root=request.root)
    for number, parsed in enumerate(ordered_map(parse, jobs, workers=request.workers), 1):
        _file(parsed, run)
        if progress:
            progress(number, len(jobs))
    redated = date_by_headlines(held)
    paths = _write(held, request.content, state, [display_path(path, request.root) for path, _, _ in fresh])
    conflicts = _write_conflicts(run, request, state.folder)
    report = IngestReport(
        documents=tuple(sorted(run.reports, key=lambda item: item.document)),
        headline_lists=run.lists,
        redated=redated,
        conflicts=conflicts,
        warnings=tuple(run.warnings),
        skipped=tuple(display_path(path, request.root) for path in found.skipped),
        written=paths,
    )
    _keep_records(report, request, state)
    return report


def _quarantined(failure: Failure) -> DocumentReport:
    return DocumentReport(failure.source, Outcome.QUARANTINED, None, failure)


_Fresh = tuple[Path, str, str]
"""A document to read: its path, its source, its digest."""


def _sort_out_unchanged(
    paths: Sequence[Path], request: IngestRequest, run: _Run, pending: frozenset[str]
) -> list[_Fresh]:
    """The documents to parse: all but those that content/ holds as they are and that no kill left pending."""
    fresh: list[_Fresh] = []
    for path in paths:
        document = read_document(path, request.root)
        if isinstance(document, Failure):
            run.reports.append(_quarantined(document))
            continue
        known = None if request.reread or document.path in pending else _known(run.held, document)
        if known is None:
            fresh.append((path, _source_of(document), document.sha256))
        else:
            run.reports.append(DocumentReport(document.path, Outcome.UNCHANGED, known.path))
            run.warnings.extend(document.sidecar.warnings)
    return fresh


def _known(held: Held, document: Document) -> HeldFile | None:
    """The file that stands for a document as it is. Where there is an article, its headline list alone says nothing."""
    files = held.of_document(Kind.ARTICLE, document.path) or held.of_document(Kind.HEADLINES, document.path)
    return next((file for file in files if digest_of(file.article, document.path) == document.sha256), None)


def _source_of(document: Document) -> str:
    """Whose lines a document's lines are counted with: its source by name, host or folder."""
    sidecar = document.sidecar
    return sidecar.source or urlsplit(sidecar.url or "").hostname or document.path.rpartition("/")[0]


def _count_lines(fresh: Sequence[_Fresh], root: Path, state: State) -> Mapping[str, LineCounts]:
    """How often lines recur in each source, over the documents of this run and of earlier ones."""
    by_source: dict[str, dict[str, Path]] = defaultdict(dict)
    for path, source, sha256 in fresh:
        by_source[source].setdefault(sha256, path)
    counts = {}
    for source, documents in by_source.items():
        known = state.counted(source)
        added: dict[int, int] = defaultdict(int)
        new = {sha256: path for sha256, path in documents.items() if sha256 not in known}
        for path in new.values():
            for key in _line_keys(path, root):
                added[key] += 1
        state.add_line_counts(source, new, added)
        counts[source] = LineCounts(len(known) + len(new), state.line_counts(source))
    return counts


def _line_keys(path: Path, root: Path) -> set[int]:
    document = read_document(path, root)
    if isinstance(document, Failure):
        return set()
    try:
        return document_keys(decode(document.data).splitlines())
    except UndecodableError:
        return set()


def _parse(job: tuple[Path, LineCounts | None], root: Path) -> Parsed | Failure:
    path, counts = job
    document = read_document(path, root)
    if isinstance(document, Failure):
        return document
    try:
        return parse_document(document, counts)
    except Exception as error:  # noqa: BLE001 - one document must never end a run; the reason is kept and shown
        return Failure(
            document.path, "parse", f"made the reader fail ({type(error).__name__}: {error}); please report it"
        )


def _file(parsed: Parsed | Failure, run: _Run) -> None:
    """Put what a document gave into `held` and report what became of it."""
    if isinstance(parsed, Failure):
        run.reports.append(_quarantined(parsed))
        return
    run.warnings.extend(parsed.warnings)
    decisions = []
    if parsed.article:
        decisions.append(file_article(run.held, parsed.article))
    if parsed.headlines:
        run.lists += 1
        decisions.append(file_headlines(run.held, parsed.headlines))
    run.conflicts.extend((item.path, parsed.document, item.conflict) for item in decisions if item.conflict)
    first: Decision = decisions[0]
    run.reports.append(DocumentReport(parsed.document, first.outcome, first.path, furniture=parsed.furniture))


def _write(held: Held, folder: Path, state: State, documents: Sequence[str]) -> tuple[str, ...]:
    """Write what changed. The digests are remembered first: a kill in between must not look like an edit.

    So are the documents: a headline list that was written must not stand for a document whose article was not.
    """
    texts = {path: format_content(held.at(path).article).encode() for path in held.changed}
    state.add_written((path, _sha256(data)) for path, data in texts.items())
    state.add_pending(documents)
    state.commit()
    for path, data in texts.items():
        write_atomically(folder / path, data)
    for path in held.removed:
        remove_file(folder / path, folder)
    state.remove_pending(documents)
    state.commit()
    return tuple(sorted(texts))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write_conflicts(run: _Run, request: IngestRequest, state_folder: Path) -> tuple[Conflict, ...]:
    folder = state_folder / "conflicts"
    open_paths = {path for path, _, _ in run.conflicts}
    for report in run.reports:
        if report.path and report.path not in open_paths:
            remove_file(folder / report.path, folder)
    conflicts = []
    for path, document, proposal in run.conflicts:
        write_atomically(folder / path, format_content(proposal).encode())
        content = display_path(request.content / path, request.root)
        conflicts.append(Conflict(content, document, display_path(folder / path, request.root)))
    return tuple(conflicts)


def _keep_records(report: IngestReport, request: IngestRequest, state: State) -> None:
    healed = [item.document for item in report.documents if item.outcome is not Outcome.QUARANTINED]
    write_quarantine(state.folder / "quarantine", request.root, report.quarantined, healed)
    state.set_furniture(
        {
            item.document: [(line.line, line.text, line.reason) for line in item.furniture]
            for item in report.documents
            if item.outcome not in (Outcome.UNCHANGED, Outcome.QUARANTINED)
        }
    )
