"""What an ingest run did, document by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

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
    """Its content file, relative to the archive; None in quarantine."""
    failure: Failure | None = None
    """Why it is in quarantine."""
    furniture: tuple[Furniture, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest run did. `documents` holds each document once, so that nothing is lost unseen."""

    documents: tuple[DocumentReport, ...] = ()
    headline_lists: int = 0
    """Headline lists found in the documents that were read."""
    redated: int = 0
    """Undated articles that got an earliest date from the headlines beside them."""
    conflicts: tuple[Conflict, ...] = ()
    warnings: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    """Files in the folders that are no documents of a known format."""
    written: tuple[str, ...] = ()
    """Content files that were written, relative to the content folder."""

    @property
    def counts(self) -> Mapping[str, int]:
        """Documents by outcome, every outcome named."""
        found = Counter(report.outcome for report in self.documents)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def quarantined(self) -> tuple[Failure, ...]:
        """The documents in quarantine with their reasons."""
        return tuple(report.failure for report in self.documents if report.failure is not None)

    @property
    def reconciliation(self) -> str:
        """`700 documents = 690 new + 0 updated + …`: the line that shows that nothing was lost."""
        parts = " + ".join(f"{number} {name}" for name, number in self.counts.items())
        number = len(self.documents)
        return f"{number} document{'' if number == 1 else 's'} = {parts}"

    def as_json(self) -> dict[str, object]:
        """The report as plain values for `--json`."""
        return {
            "documents": len(self.documents),
            **self.counts,
            "headline_lists": self.headline_lists,
            "redated": self.redated,
            "written": list(self.written),
            "conflicts": [
                {"path": item.path, "document": item.document, "proposal": item.proposal} for item in self.conflicts
            ],
            "quarantine": [
                {"document": item.source, "stage": item.stage, "reason": item.message} for item in self.quarantined
            ],
            "skipped": list(self.skipped),
            "warnings": list(self.warnings),
            "details": [_detail(report) for report in self.documents],
        }


def _detail(report: DocumentReport) -> dict[str, object]:
    detail: dict[str, object] = {"document": report.document, "outcome": report.outcome.value}
    if report.path:
        detail["path"] = report.path
    if report.furniture:
        detail["furniture"] = [
            {"line": item.line, "text": item.text, "reason": item.reason} for item in report.furniture
        ]
    return detail
