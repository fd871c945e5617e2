"""What an ingest run did, document by document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from site_gen.ingest.outcome import Outcome
from site_gen.model import Failure, Furniture

_OF_A_KIND = 20
"""Warnings of one kind that a report shows where it does not name every document."""
_SHOWN = 1000
"""Warnings, and failures, of any kind that such a report shows."""
_VARIES = re.compile(r"'[^']*'|[^\W_]*\d\S*")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A content file that was edited by hand and whose document has changed since."""

    path: str
    """The content file, relative to the archive."""
    document: str
    proposal: str
    """Where the text that ingest would have written stands, relative to the archive."""


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of one document."""

    document: str
    outcome: Outcome
    path: str | None
    """Its content file, relative to the content folder; None in quarantine."""
    failure: Failure | None = None
    """Why it is in quarantine."""
    furniture: tuple[Furniture, ...] = ()
    number: int = 1
    """How many documents: a file of many that has not changed is one entry."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest run did. Each document is counted once, so that nothing is lost unseen."""

    tally: Mapping[Outcome, int] = field(default_factory=dict)
    """Documents by outcome."""
    details: tuple[DocumentReport, ...] = ()
    """What became of each document, in the order of their names; without the good news where only a tally was asked."""
    quarantined: tuple[Failure, ...] = ()
    """The documents in quarantine with their reasons; the first of them where only a tally was asked."""
    headline_lists: int = 0
    """Headline lists found in the documents that were read."""
    redated: int = 0
    """Undated articles that got an earliest date from the headlines beside them."""
    versions: int = 0
    """Former versions of articles that were kept before they were rewritten."""
    topics_changed: int = 0
    """Articles that were there and got other topics, with a new version of their document or when it was read again."""
    conflicts: tuple[Conflict, ...] = ()
    warnings: tuple[str, ...] = ()
    """What is wrong but harmless; the first warnings of each kind where only a tally was asked."""
    warned: int = 0
    """How many warnings there are. The state holds them all."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """What documents hold beside articles, by kind: comments, images, redirects."""
    written: tuple[str, ...] = ()
    """Content files that were written, relative to the content folder; none where only a tally was asked."""

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(self.tally.values())

    @property
    def is_still(self) -> bool:
        """Whether everything is as the run before left it."""
        moved = {outcome for outcome, number in self.tally.items() if number} - {Outcome.UNCHANGED, Outcome.QUARANTINED}
        return not (moved or self.redated or self.written)

    @property
    def counts(self) -> Mapping[str, int]:
        """Documents by outcome, every outcome named."""
        return {outcome.value: self.tally.get(outcome, 0) for outcome in Outcome}

    @property
    def reconciliation(self) -> str:
        """`700 documents = 690 new + 0 updated + …`: the line that shows that nothing was lost."""
        parts = " + ".join(f"{number} {name}" for name, number in self.counts.items())
        return f"{self.documents} document{'' if self.documents == 1 else 's'} = {parts}"

    def as_json(self) -> dict[str, object]:
        """The report as plain values for `--json`."""
        return {
            "documents": self.documents,
            **self.counts,
            "headline_lists": self.headline_lists,
            "redated": self.redated,
            "versions": self.versions,
            "topics_changed": self.topics_changed,
            "left_out": dict(self.left_out),
            "written": list(self.written),
            "conflicts": [
                {"path": item.path, "document": item.document, "proposal": item.proposal} for item in self.conflicts
            ],
            "quarantine": [
                {"document": item.source, "stage": item.stage, "reason": item.message} for item in self.quarantined
            ],
            "warnings": list(self.warnings),
            "details": [_detail(report) for report in self.details],
        }


@dataclass(slots=True)
class Tally:
    """What becomes of the documents of a run. It does not grow with their number where only a tally is asked."""

    whole: bool
    """Whether every document is named."""
    lists: int = 0
    """Headline lists that were found."""
    left_out: Counter[str] = field(default_factory=Counter)
    _outcomes: Counter[Outcome] = field(default_factory=Counter)
    _details: list[DocumentReport] = field(default_factory=list)
    _failures: list[Failure] = field(default_factory=list)
    _warnings: list[str] = field(default_factory=list)
    _kinds: Counter[str] = field(default_factory=Counter)
    _warned: int = 0
    _written: dict[str, None] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        """How many documents there were."""
        return self._outcomes.total()

    def add(self, report: DocumentReport) -> None:
        """Count what became of a document, or of several."""
        self._outcomes[report.outcome] += report.number
        if self.whole:
            self._details.append(report)

    def refuse(self, failure: Failure) -> None:
        """Count a document that went into quarantine."""
        self.add(DocumentReport(failure.source, Outcome.QUARANTINED, None, failure))
        if self.whole or len(self._failures) < _SHOWN:
            self._failures.append(failure)

    def warn(self, warning: str) -> None:
        """Count a warning about a document."""
        self._warned += 1
        if not self.whole:
            if len(self._warnings) >= _SHOWN:
                return
            # What follows the document's name, without its numbers and what it quotes.
            kind = _VARIES.sub("", warning.partition(": ")[2])
            self._kinds[kind] += 1
            if self._kinds[kind] > _OF_A_KIND:
                return
        self._warnings.append(warning)

    def write(self, paths: Iterable[str]) -> None:
        """Note content files that were written."""
        if self.whole:
            self._written.update(dict.fromkeys(paths))

    def report(self, redated: int, versions: int, topics_changed: int, conflicts: tuple[Conflict, ...]) -> IngestReport:
        """What the run did."""
        return IngestReport(
            tally=dict(self._outcomes),
            details=tuple(sorted(self._details, key=lambda item: item.document)),
            quarantined=tuple(sorted(self._failures, key=lambda item: item.source)),
            headline_lists=self.lists,
            redated=redated,
            versions=versions,
            topics_changed=topics_changed,
            conflicts=conflicts,
            warnings=tuple(self._warnings),
            warned=self._warned,
            left_out=dict(sorted(self.left_out.items())),
            written=tuple(sorted(self._written)),
        )


def _detail(report: DocumentReport) -> dict[str, object]:
    detail: dict[str, object] = {"document": report.document, "outcome": report.outcome.value}
    if report.number != 1:
        detail["documents"] = report.number
    if report.path:
        detail["path"] = report.path
    if report.furniture:
        detail["furniture"] = [
            {"line": item.line, "text": item.text, "reason": item.reason} for item in report.furniture
        ]
    return detail
