"""The ingest of a set of files: documents in, content files out, each document accounted for."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from site_gen.content import format_content
from site_gen.executor import Map, ordered_map
from site_gen.files import remove_file, write_atomically
from site_gen.ingest.dating import date_by_headlines
from site_gen.ingest.documents import display_path
from site_gen.ingest.formats.base import ReadOptions
from site_gen.ingest.held import Held
from site_gen.ingest.intake import Batch, End, IngestRequest, Intake, Job, Work
from site_gen.ingest.merge import Decision, file_article, file_headlines
from site_gen.ingest.quarantine import quarantine, quarantine_folder, read_to_copy
from site_gen.ingest.report import Conflict, DocumentReport, IngestReport, Tally
from site_gen.model import Failure, LeftOut, clean_line
from site_gen.state import Filed, Refusal, State

if TYPE_CHECKING:
    from site_gen.ingest.assemble import Parsed

__all__ = ["IngestRequest", "Progress", "ingest"]

Progress = Callable[[int, int, int], None]
"""Called with the bytes that are done, how many there are, and how many documents are done."""

_FLUSH_DOCUMENTS = 512
_FLUSH_BYTES = 8_000_000
"""Documents, or bytes of them, after which what they gave is put into place: a kill costs no more than these."""

_Results = tuple["Parsed | Failure | LeftOut", ...]


def ingest(request: IngestRequest, state: State, progress: Progress | None = None) -> IngestReport:
    """Read the documents of `request` and write what they give into the content folder.

    A document that cannot become an article is quarantined and reported; the run goes on. What is in place when a run
    is killed is not read again by the next.
    """
    intake = Intake(request, state)
    run = _Run(request, state, Held(state, request.content), Tally(whole=request.details))
    if state.reset:
        run.tally.warn(f"the state had to be started anew because {state.reset}; all documents are read again")
    if state.begin_ingest():
        run.held.remove_remains()
    run.held.synchronise(request.executor)
    intake.count()
    job = Map(functools.partial(_parse, options=request.options), intake.work, _lost)
    for batch, results in ordered_map(job, intake.batches(), request.executor):
        run.file(batch, iter(results))
        if progress:
            progress(batch.position, intake.total, run.tally.documents)
    run.flush()
    redated = date_by_headlines(run.held)
    run.flush()
    state.ledger.drop_remains()
    state.end_ingest()
    return run.report(redated)


def _parse(work: list[Work], options: ReadOptions) -> list[_Results]:
    if not work:
        return []
    # The readers of all formats take longer to load than thousands of unchanged files to be passed over.
    from site_gen.ingest.assemble import parse_document

    return [parse_document(document, options, counts) for document, counts in work]


def _lost(work: Work) -> _Results:
    document, _ = work
    reason = "made the reader crash or never end; please report it, and move the document out of the folder"
    return (Failure(document.path, "parse", reason),)


@dataclass(slots=True)
class _Run:
    """What a run has gathered since it last put things into place."""

    request: IngestRequest
    state: State
    held: Held
    tally: Tally
    _conflicts: bool = True
    """Whether there may be conflicts that are open."""
    _filed: list[Filed] = field(default_factory=list)
    _bytes: int = 0
    _ended: list[tuple[str, str, int, str]] = field(default_factory=list)
    _furniture: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)
    _warnings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # Of the file whose documents are being filed.
    _number: int = 0
    _left: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Ask once whether there are conflicts: there hardly ever are."""
        self._conflicts = bool(self.state.ledger.conflicts())

    def file(self, batch: Batch, results: Iterator[_Results]) -> None:
        """Put what the documents of a batch gave into `held` and note what became of them."""
        for entry in batch.entries:
            if isinstance(entry, Job):
                self._file_document(entry, next(results))
            elif isinstance(entry, End):
                self._end(entry)
            elif isinstance(entry.item, Failure):
                path = self.request.root / entry.source
                whole = entry.item.source == entry.source
                self._refuse(entry.source, entry.item, read_to_copy(path) if whole else None)
            elif isinstance(entry.item, LeftOut):
                self._leave_out(entry.item)
            else:
                self._report(entry.item)
        self._bytes += batch.bytes
        if len(self._filed) >= _FLUSH_DOCUMENTS or self._bytes >= _FLUSH_BYTES:
            self.flush()

    def _file_document(self, job: Job, items: _Results) -> None:
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
                paths += [decision.path for decision in self._file_item(item)]
        if settled:
            document = job.document
            self._filed.append(Filed(document.path, document.sha256, job.source, tuple(paths), articles))

    def _file_item(self, parsed: Parsed) -> list[Decision]:
        for article, prints in parsed.prints:
            self.held.learn(article, prints)
        decisions = []
        if parsed.article:
            decisions.append(file_article(self.held, parsed.article))
        if parsed.headlines:
            self.tally.lists += 1
            decisions.append(file_headlines(self.held, parsed.headlines))
        for decision in decisions:
            if decision.conflict or self._conflicts:
                self._settle_conflict(parsed.document, decision)
        for warning in parsed.warnings:
            self.tally.warn(warning)
        self._warnings[parsed.document] = parsed.warnings
        self._furniture[parsed.document] = [(line.line, line.text, line.reason) for line in parsed.furniture]
        first = decisions[0]
        self._report(DocumentReport(parsed.document, first.outcome, first.path, furniture=parsed.furniture))
        return decisions

    def _settle_conflict(self, document: str, decision: Decision) -> None:
        """Show what would be written over a hand edit, or take away what was shown of one that is solved."""
        ledger = self.state.ledger
        if decision.conflict:
            self._conflicts = True
            ledger.set_conflict(decision.path, document)
            write_atomically(self._proposals / decision.path, format_content(decision.conflict).encode())
            return
        ledger.remove_conflict(decision.path, document)
        if not ledger.conflicts(decision.path):
            remove_file(self._proposals / decision.path, self._proposals)

    @property
    def _proposals(self) -> Path:
        return self.state.folder / "conflicts"

    def _refuse(self, source: str, failure: Failure, data: bytes | None) -> None:
        # A reason may quote what is wrong, as half a surrogate pair, which nothing can store.
        failure = replace(failure, message=clean_line(failure.message))
        copy = quarantine(quarantine_folder(self.state), failure, data)
        self.state.ledger.set_refused(source, Refusal(failure, copy))
        self._number += 1
        self.tally.refuse(failure)

    def _leave_out(self, item: LeftOut) -> None:
        self._left[item.what] += item.number
        self.tally.left_out[item.what] += item.number

    def _report(self, report: DocumentReport) -> None:
        self._number += report.number
        self.tally.add(report)

    def _end(self, end: End) -> None:
        """A file whose documents are all filed or in quarantine is not opened again until it changes."""
        if end.signature is not None:
            left_out = json.dumps(dict(sorted(self._left.items())), ensure_ascii=False)
            self._ended.append((end.path, end.signature, self._number, left_out))
        self._number = 0
        self._left.clear()

    def flush(self) -> None:
        """Put what was gathered into place and remember it as done."""
        self.state.set_furniture(self._furniture)
        self.state.set_warnings(self._warnings)
        self.held.flush(self._filed)
        for row in self._ended:
            self.state.ledger.set_source(*row)
        self.state.commit()
        self.tally.write(self.held.take_written())
        for gathered in (self._furniture, self._warnings, self._filed, self._ended):
            gathered.clear()
        self._bytes = 0

    def report(self, redated: int) -> IngestReport:
        """What the run did."""
        root = self.request.root
        conflicts = (
            Conflict(
                display_path(self.request.content / path, root), document, display_path(self._proposals / path, root)
            )
            for path, document in self.state.ledger.conflicts()
        )
        ordered = tuple(sorted(conflicts, key=lambda item: item.path))
        return self.tally.report(redated, self.held.versions, self.held.retopiced, ordered)
