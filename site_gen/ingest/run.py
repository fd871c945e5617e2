"""The ingest of a set of files: documents in, content files out, each document accounted for."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_gen import __version__
from site_gen.content import format_content
from site_gen.executor import Map, ordered_map
from site_gen.files import remove_file, write_atomically
from site_gen.ingest.assemble import Parsed, parse_document
from site_gen.ingest.counting import LineCounter, group_of
from site_gen.ingest.dating import date_by_headlines
from site_gen.ingest.documents import SourceFile, display_path, find_sources, known_of, with_sidecar
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.formats.containers import walk
from site_gen.ingest.formats.registry import detect, extras
from site_gen.ingest.formats.text import LineCounts
from site_gen.ingest.held import Held
from site_gen.ingest.merge import Decision, Outcome, file_article, file_headlines
from site_gen.ingest.quarantine import quarantine, read_to_copy, release
from site_gen.ingest.report import Conflict, DocumentReport, IngestReport
from site_gen.model import Article, Failure, LeftOut
from site_gen.state import Filed, Refusal, State

Progress = Callable[[int, int, int], None]
"""Called with the bytes that are done, how many there are, and how many documents are done."""

_BATCH_BYTES = 400_000
_BATCH_DOCUMENTS = 24
_FLUSH_DOCUMENTS = 256
"""Documents after which what they gave is put into place: a kill costs no more than reading these again."""
_COUNTED = (".txt", ".text")
_ABOUT_THE_FOLDER = ("README", "LICENSE", "LICENCE")
"""Names, without suffix, of files that tell about the documents beside them."""


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """What is to be ingested, and into which folders."""

    root: Path
    """The archive."""
    paths: tuple[Path, ...]
    """Files and folders of documents."""
    content: Path
    options: ReadOptions = field(default_factory=ReadOptions)
    workers: int | None = None
    """Processes to parse in; None: as many as there are processors, where it is worth it."""
    reread: bool = False
    """Whether documents that have not changed are read again, as after an upgrade."""
    details: bool = True
    """Whether the report names every document, also those with which all is well."""


@dataclass(frozen=True, slots=True)
class _Note:
    """What needs no parsing: a failure, something left out, a number of documents that have not changed."""

    source: str
    item: Failure | LeftOut | DocumentReport


@dataclass(frozen=True, slots=True)
class _Job:
    """A document to parse."""

    source: str
    document: Document
    group: str | None = None
    """Whose recurring lines it is read with."""


@dataclass(frozen=True, slots=True)
class _End:
    """All documents of a file were handed out."""

    source: SourceFile | None
    """None where there is nothing to remember: it has not changed, or it could not be opened."""


@dataclass(slots=True)
class _Batch:
    entries: list[_Note | _Job | _End] = field(default_factory=list)
    bytes: int = 0
    jobs: int = 0

    def add(self, entry: _Note | _Job | _End) -> bool:
        """Add an entry; whether the batch is full."""
        self.entries.append(entry)
        if isinstance(entry, _Job):
            self.bytes += len(entry.document.data)
            self.jobs += 1
        full = self.bytes >= _BATCH_BYTES or self.jobs >= _BATCH_DOCUMENTS
        return full or len(self.entries) >= 8 * _BATCH_DOCUMENTS


_Work = tuple[Document, LineCounts | None]
_Results = tuple[Parsed | Failure | LeftOut, ...]


def ingest(request: IngestRequest, state: State, progress: Progress | None = None) -> IngestReport:
    """Read the documents of `request` and write what they give into the content folder.

    A document that cannot become an article is quarantined and reported; the run goes on. What is in place when a run
    is killed is not read again by the next.
    """
    run = _Run(request, state, Held(state, request.content))
    if state.begin_ingest():
        run.held.remove_remains()
    run.held.synchronise()
    run.count_lines()
    job = Map(functools.partial(_parse, options=request.options), run.work, _lost)
    for batch, results in ordered_map(job, run.batches(), workers=request.workers):
        run.file(batch, iter(results))
        if progress:
            progress(run.done, run.total, sum(run.tally.values()))
    run.flush()
    redated = date_by_headlines(run.held)
    run.held.flush()
    state.ledger.drop_remains()
    state.end_ingest()
    return run.report(redated)


def _parse(work: list[_Work], options: ReadOptions) -> list[_Results]:
    return [parse_document(document, options, counts) for document, counts in work]


def _lost(work: _Work) -> _Results:
    document, _ = work
    reason = "made the reader crash or never end; please report it, and move the document out of the folder"
    return (Failure(document.path, "parse", reason),)


@dataclass(slots=True)
class _Run:
    """What a run has gathered so far."""

    request: IngestRequest
    state: State
    held: Held
    tally: Counter[Outcome] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    done: int = 0
    """Bytes of the files that are done."""
    total: int = 0
    _details: list[DocumentReport] = field(default_factory=list)
    _failures: list[Failure] = field(default_factory=list)
    _warnings: list[str] = field(default_factory=list)
    _conflicts: list[Conflict] = field(default_factory=list)
    _lists: int = 0
    _counts: Mapping[str, LineCounts] = field(default_factory=dict)
    _filed: list[Filed] = field(default_factory=list)
    _ended: list[tuple[str, str, int, str]] = field(default_factory=list)
    _furniture: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)
    # Of the file whose documents are being filed.
    _number: int = 0
    _left: Counter[str] = field(default_factory=Counter)
    _open: bool = False

    # --- documents to read

    def count_lines(self) -> None:
        """Count the lines of the text documents that are going to be read, and the bytes of all files."""
        counter = LineCounter(self.state)
        groups: dict[str, None] = {}
        for source in find_sources(self.request.paths, self.request.root):
            if isinstance(source, Failure):
                continue
            self.total += source.size
            if source.path.suffix.lower() not in _COUNTED or self._is_known(source):
                continue
            known = known_of(source, self.request.root)
            if not isinstance(known, Failure):
                group = group_of(source.shown, known[0])
                groups[group] = None
                counter.add(source.path, group, known[1])
        counter.store()
        self._counts = counter.counts(groups)

    def _signature(self, source: SourceFile) -> str:
        """What a file's documents depend on: the file, what reads it, and how."""
        return f"{source.signature} {__version__} {' '.join(extras())} {sorted(self.request.options.fields.items())}"

    def _is_known(self, source: SourceFile) -> bool:
        known = None if self.request.reread else self.state.ledger.source(source.shown)
        return known is not None and known[0] == self._signature(source)

    def batches(self) -> Iterator[_Batch]:
        """Everything that there is to do, in order, some dozens of documents at a time."""
        batch = _Batch()
        for source in find_sources(self.request.paths, self.request.root):
            if isinstance(source, Failure):
                entries: Iterator[_Note | _Job | _End] = iter((_Note(source.source, source), _End(None)))
            elif self._is_known(source):
                entries = self._unchanged(source)
            else:
                entries = self._documents(source)
            for entry in entries:
                if batch.add(entry):
                    yield batch
                    batch = _Batch()
        yield batch

    def _unchanged(self, source: SourceFile) -> Iterator[_Note | _End]:
        known = self.state.ledger.source(source.shown)
        assert known is not None
        refused = self.state.ledger.refused(source.shown)
        good = known[1] - len(refused)
        if good:
            yield _Note(source.shown, DocumentReport(source.shown, Outcome.UNCHANGED, None, number=good))
        for refusal in refused:
            yield _Note(source.shown, refusal.failure)
        for what, number in json.loads(known[2]).items():
            yield _Note(source.shown, LeftOut(what, number))
        self.done += source.size
        yield _End(None)

    def _documents(self, source: SourceFile) -> Iterator[_Note | _Job | _End]:
        if source.path.stem.upper() in _ABOUT_THE_FOLDER:
            yield _Note(source.shown, LeftOut("notes about a folder"))
            yield _End(source)
            return
        ledger = self.state.ledger
        for refusal in ledger.refused(source.shown):
            release(self._quarantine, refusal.failure.source)
            ledger.remove_refused([refusal.failure.source])
        known = known_of(source, self.request.root)
        if isinstance(known, Failure):
            yield _Note(source.shown, known)
            yield _End(None)
            return
        outer = Document(source.shown, b"", known[0], "")
        try:
            with source.path.open("rb") as stream:
                for item in walk(stream, outer, self.request.options, detect):
                    if not isinstance(item, Document):
                        yield _Note(source.shown, item)
                        continue
                    document = with_sidecar(item, known[1]) if item.path == source.shown else item
                    yield self._entry(source, document)
        except OSError as error:
            message = f"cannot be read: {error.strerror}; check its permissions"
            yield _Note(source.shown, Failure(source.shown, "read", message))
        yield _End(source)

    def _entry(self, source: SourceFile, document: Document) -> _Note | _Job:
        number = 0 if self.request.reread else self.state.ledger.filed(document.path, document.sha256)
        if number:
            return _Note(source.shown, DocumentReport(document.path, Outcome.UNCHANGED, None, number=number))
        group = group_of(document.path, document.known) if document.path == source.shown else None
        return _Job(source.shown, document, group)

    def work(self, batch: _Batch) -> list[_Work]:
        """What of a batch is to be parsed."""
        jobs = (entry for entry in batch.entries if isinstance(entry, _Job))
        return [(job.document, self._counts.get(job.group or "")) for job in jobs]

    # --- what they gave

    def file(self, batch: _Batch, results: Iterator[_Results]) -> None:
        """Put what the documents of a batch gave into `held` and note what became of them."""
        for entry in batch.entries:
            if isinstance(entry, _Job):
                self._file_document(entry, next(results))
            elif isinstance(entry, _End):
                self._end(entry.source)
            elif isinstance(entry.item, Failure):
                path = self.request.root / entry.source
                whole = entry.item.source == entry.source
                self._refuse(entry.source, entry.item, read_to_copy(path) if whole else None)
            elif isinstance(entry.item, LeftOut):
                self._leave_out(entry.item)
            else:
                self._report(entry.item)
        if len(self._filed) >= _FLUSH_DOCUMENTS:
            self.flush()

    def _file_document(self, job: _Job, items: _Results) -> None:
        paths: list[str] = []
        articles = 0
        settled = True
        for item in items:
            if isinstance(item, LeftOut):
                self._leave_out(item)
            elif isinstance(item, Failure):
                settled = False
                self._refuse(job.source, item, job.document.data if item.source == job.document.path else None)
            else:
                articles += 1
                decisions = self._file_item(item)
                paths += [decision.path for decision in decisions]
                settled = settled and not any(decision.conflict for decision in decisions)
        if settled:
            document = job.document
            self._filed.append(Filed(document.path, document.sha256, job.source, tuple(paths), articles))

    def _file_item(self, parsed: Parsed) -> list[Decision]:
        self._warnings.extend(parsed.warnings)
        for article, prints in parsed.prints:
            self.held.learn(article, prints)
        decisions = []
        if parsed.article:
            decisions.append(file_article(self.held, parsed.article))
        if parsed.headlines:
            self._lists += 1
            decisions.append(file_headlines(self.held, parsed.headlines))
        for decision in decisions:
            self._settle_conflict(parsed.document, decision)
        first = decisions[0]
        furniture = parsed.furniture if self.request.details else ()
        self._report(DocumentReport(parsed.document, first.outcome, first.path, furniture=furniture))
        self._furniture[parsed.document] = [(line.line, line.text, line.reason) for line in parsed.furniture]
        return decisions

    def _settle_conflict(self, document: str, decision: Decision) -> None:
        """Show what would be written over a hand edit, or take away what was shown of one that is solved."""
        folder = self.state.folder / "conflicts"
        proposal: Article | None = decision.conflict
        if proposal is None:
            if (folder / decision.path).exists():
                remove_file(folder / decision.path, folder)
            return
        self._open = True
        write_atomically(folder / decision.path, format_content(proposal).encode())
        content = display_path(self.request.content / decision.path, self.request.root)
        shown = display_path(folder / decision.path, self.request.root)
        self._conflicts.append(Conflict(content, document, shown))

    def _refuse(self, source: str, failure: Failure, data: bytes | None) -> None:
        copy = quarantine(self._quarantine, failure, data)
        self.state.ledger.set_refused(source, Refusal(failure, copy))
        self._failures.append(failure)
        self._report(DocumentReport(failure.source, Outcome.QUARANTINED, None, failure))

    def _leave_out(self, item: LeftOut) -> None:
        self._left[item.what] += item.number
        self.left_out[item.what] += item.number

    def _report(self, report: DocumentReport) -> None:
        self.tally[report.outcome] += report.number
        self._number += report.number
        if self.request.details:
            self._details.append(report)

    def _end(self, source: SourceFile | None) -> None:
        """A file whose documents are all filed or in quarantine is not opened again until it changes."""
        self.done += source.size if source else 0
        if source and not self._open:
            left_out = json.dumps(dict(sorted(self._left.items())), ensure_ascii=False)
            self._ended.append((source.shown, self._signature(source), self._number, left_out))
        self._number, self._open = 0, False
        self._left.clear()

    @property
    def _quarantine(self) -> Path:
        return self.state.folder / "quarantine"

    def flush(self) -> None:
        """Put what was gathered into place and remember it as done."""
        self.state.set_furniture(self._furniture)
        self.held.flush(self._filed)
        for row in self._ended:
            self.state.ledger.set_source(*row)
        self.state.commit()
        self._furniture.clear()
        self._filed.clear()
        self._ended.clear()

    def report(self, redated: int) -> IngestReport:
        """What the run did."""
        return IngestReport(
            tally=dict(self.tally),
            details=tuple(sorted(self._details, key=lambda item: item.document)),
            quarantined=tuple(sorted(self._failures, key=lambda item: item.source)),
            headline_lists=self._lists,
            redated=redated,
            versions=self.held.versions,
            conflicts=tuple(sorted(self._conflicts, key=lambda item: item.path)),
            warnings=tuple(self._warnings),
            left_out=dict(sorted(self.left_out.items())),
            written=tuple(sorted(dict.fromkeys(self.held.written))),
        )
