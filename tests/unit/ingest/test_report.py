"""What a report keeps: everything where every document is named, else a tally and the first problems of each kind."""

from __future__ import annotations

import pytest

from site_gen.ingest.outcome import Outcome
from site_gen.ingest.report import DocumentReport, Tally
from site_gen.model import Failure


def tally(*, whole: bool) -> Tally:
    """The tally of 3,000 documents: a third new, a third with a date that cannot be read, a third in quarantine."""
    made = Tally(whole=whole)
    for number in range(1000):
        made.add(DocumentReport(f"inbox/a.jsonl#{number}", Outcome.NEW, f"{number}.md"))
        made.add(DocumentReport(f"inbox/b.jsonl#{number}", Outcome.NEW, f"b{number}.md"))
        made.warn(f"inbox/b.jsonl#{number}: its date '{number} May' is no date; it is left out")
        made.refuse(Failure(f"inbox/c.jsonl#{number:04d}", "parse", "has no title"))
        made.write([f"{number}.md", f"b{number}.md"])
    made.warn("inbox/b.jsonl#0: its zone is unknown")
    return made


@pytest.mark.parametrize("whole", [False, True])
def test_every_document_is_counted(*, whole: bool) -> None:
    report = tally(whole=whole).report(0, 0, 0, ())
    assert report.documents == 3000
    assert report.tally == {Outcome.NEW: 2000, Outcome.QUARANTINED: 1000}
    assert report.warned == 1001
    assert len(report.quarantined) == 1000


def test_all_is_named_where_that_is_asked() -> None:
    report = tally(whole=True).report(0, 0, 0, ())
    assert len(report.details) == 3000
    assert len(report.warnings) == 1001
    assert len(report.written) == 2000


def test_else_the_first_of_each_kind_is_shown() -> None:
    report = tally(whole=False).report(0, 0, 0, ())
    assert (report.details, report.written) == ((), ())
    assert [warning.partition(":")[0] for warning in report.warnings[:20]] == [f"inbox/b.jsonl#{n}" for n in range(20)]
    assert report.warnings[20:] == ("inbox/b.jsonl#0: its zone is unknown",)


def test_failures_beyond_the_first_are_only_counted() -> None:
    made = tally(whole=False)
    made.refuse(Failure("inbox/z.jsonl#1", "parse", "has no title"))
    report = made.report(0, 0, 0, ())
    assert len(report.quarantined) == 1000
    assert report.counts["quarantined"] == 1001
