"""What an ingest run did, document by document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from site_gen.ingest.merge import Outcome
from site_gen.model import Failure, Furniture


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
    """The documents in quarantine with their reasons."""
    headline_lists: int = 0
    """Headline lists found in the documents that were read."""
    redated: int = 0
    """Undated articles that got an earliest date from the headlines beside them."""
    versions: int = 0
    """Former versions of articles that were kept before they were rewritten."""
    conflicts: tuple[Conflict, ...] = ()
    warnings: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    """What documents hold beside articles, by kind: comments, images, redirects."""
    written: tuple[str, ...] = ()
    """Content files that were written, relative to the content folder."""

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(self.tally.values())

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
