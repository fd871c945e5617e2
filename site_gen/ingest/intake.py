"""What there is to read: the documents of all files, in order, some dozens at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_gen import __version__
from site_gen.executor import Executor, Processes
from site_gen.ingest.counting import LineCounter, group_of
from site_gen.ingest.documents import SourceFile, find_sources, known_of, with_sidecar
from site_gen.ingest.extras import extras
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.formats.text.recurring import LineCounts
from site_gen.ingest.outcome import Outcome
from site_gen.ingest.quarantine import quarantine_folder, release
from site_gen.ingest.report import DocumentReport
from site_gen.model import Failure, LeftOut
from site_gen.state import State

_BATCH_BYTES = 400_000
_BATCH_DOCUMENTS = 24
_COUNTED = (".txt", ".text")
_ABOUT_THE_FOLDER = ("README", "LICENSE", "LICENCE")
"""Names, without suffix, of files that tell about the documents beside them."""

Work = tuple[Document, LineCounts | None]
"""A document and the lines that recur in its source."""


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """What is to be ingested, and into which folders."""

    root: Path
    """The archive."""
    paths: tuple[Path, ...]
    """Files and folders of documents."""
    content: Path
    options: ReadOptions = field(default_factory=ReadOptions)
    executor: Executor = field(default_factory=Processes)
    """Where documents are parsed."""
    reread: bool = False
    """Whether documents that have not changed are read again, as after an upgrade."""
    details: bool = True
    """Whether the report names every document, also those with which all is well."""


@dataclass(frozen=True, slots=True)
class Note:
    """What needs no parsing: a failure, something left out, a number of documents that have not changed."""

    source: str
    item: Failure | LeftOut | DocumentReport


@dataclass(frozen=True, slots=True)
class Job:
    """A document to parse."""

    source: str
    document: Document
    group: str | None = None
    """Whose recurring lines it is read with."""


@dataclass(frozen=True, slots=True)
class End:
    """All documents of a file were handed out."""

    path: str
    signature: str | None
    """What the documents depend on; None where there is nothing to remember, since the file could not be opened."""


Entry = Note | Job | End


@dataclass(slots=True)
class Batch:
    """Some documents to parse, and what was met between them."""

    entries: list[Entry] = field(default_factory=list)
    position: int = 0
    """Bytes of all files that were read up to here."""
    bytes: int = 0
    jobs: int = 0

    def add(self, entry: Entry) -> bool:
        """Add an entry; whether the batch is full."""
        self.entries.append(entry)
        if isinstance(entry, Job):
            self.bytes += len(entry.document.data)
            self.jobs += 1
        full = self.bytes >= _BATCH_BYTES or self.jobs >= _BATCH_DOCUMENTS
        return full or len(self.entries) >= 8 * _BATCH_DOCUMENTS


@dataclass(slots=True)
class Intake:
    """The files of a request, read as their documents are asked for."""

    request: IngestRequest
    state: State
    total: int = 0
    """Bytes of all files, after `count`."""
    _passed: int = 0
    """Bytes of the files that were read whole."""
    _position: int = 0
    """Bytes read of the file in hand."""
    _counts: Mapping[str, LineCounts] = field(default_factory=dict)
    _reader: str = ""
    """What the reading of every file depends on."""

    def count(self) -> None:
        """Count the lines of the text documents that are going to be read, and the bytes of all files."""
        fields = sorted(self.request.options.fields.items())
        self._reader = f"{__version__} {' '.join(extras())} {fields}"
        counter = LineCounter(self.state)
        groups: dict[str, None] = {}
        for source in find_sources(self.request.paths, self.request.root):
            if isinstance(source, Failure):
                continue
            self.total += source.size
            if source.path.suffix.lower() not in _COUNTED or self._known(source) is not None:
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
        return f"{source.signature} {self._reader}"

    def _known(self, source: SourceFile) -> tuple[int, str] | None:
        """How many documents a file gave and what was left out, where it has not changed since it was read whole."""
        known = None if self.request.reread else self.state.ledger.source(source.shown)
        return known[1:] if known is not None and known[0] == self._signature(source) else None

    def batches(self) -> Iterator[Batch]:
        """Everything that there is to do, in order, some dozens of documents at a time."""
        batch = Batch()
        for source in find_sources(self.request.paths, self.request.root):
            for entry in self._entries(source):
                if batch.add(entry):
                    batch.position = self._passed + self._position
                    yield batch
                    batch = Batch()
            self._passed += 0 if isinstance(source, Failure) else source.size
            self._position = 0
        batch.position = self._passed
        yield batch

    def _entries(self, source: SourceFile | Failure) -> Iterator[Entry]:
        if isinstance(source, Failure):
            return iter((Note(source.source, source), End(source.source, None)))
        known = self._known(source)
        return self._documents(source) if known is None else self._unchanged(source, *known)

    def _unchanged(self, source: SourceFile, number: int, left_out: str) -> Iterator[Entry]:
        refused = self.state.ledger.refused(source.shown)
        good = number - len(refused)
        if good:
            yield Note(source.shown, DocumentReport(source.shown, Outcome.UNCHANGED, None, number=good))
        for refusal in refused:
            yield Note(source.shown, refusal.failure)
        for what, count in json.loads(left_out).items():
            yield Note(source.shown, LeftOut(what, count))
        yield End(source.shown, None)

    def _documents(self, source: SourceFile) -> Iterator[Entry]:
        if source.path.stem.upper() in _ABOUT_THE_FOLDER:
            yield Note(source.shown, LeftOut("notes about a folder"))
            yield End(source.shown, self._signature(source))
            return
        ledger = self.state.ledger
        for refusal in ledger.refused(source.shown):
            release(quarantine_folder(self.state), refusal.failure.source)
            ledger.remove_refused([refusal.failure.source])
        known = known_of(source, self.request.root)
        if isinstance(known, Failure):
            yield Note(source.shown, known)
            yield End(source.shown, None)
            return
        # Loaded when there is something to read.
        from site_gen.ingest.formats.containers import walk
        from site_gen.ingest.formats.registry import detect

        outer = Document(source.shown, b"", known[0], "")
        try:
            with source.path.open("rb") as stream:
                for item in walk(stream, outer, self.request.options, detect):
                    # What is packed is unpacked from this stream, so that its place tells how far the reading is.
                    self._position = max(self._position, min(stream.tell(), source.size))
                    if not isinstance(item, Document):
                        yield Note(source.shown, item)
                        continue
                    document = with_sidecar(item, known[1]) if item.path == source.shown else item
                    yield self._entry(source, document)
        except OSError as error:
            message = f"cannot be read: {error.strerror}; check its permissions"
            yield Note(source.shown, Failure(source.shown, "read", message))
        yield End(source.shown, self._signature(source))

    def _entry(self, source: SourceFile, document: Document) -> Note | Job:
        number = 0 if self.request.reread else self.state.ledger.filed(document.path, document.sha256)
        if number:
            return Note(source.shown, DocumentReport(document.path, Outcome.UNCHANGED, None, number=number))
        group = group_of(document.path, document.known) if document.path == source.shown else None
        return Job(source.shown, document, group)

    def work(self, batch: Batch) -> list[Work]:
        """What of a batch is to be parsed."""
        jobs = (entry for entry in batch.entries if isinstance(entry, Job))
        return [(job.document, self._counts.get(job.group or "")) for job in jobs]
