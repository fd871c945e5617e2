"""Reports and progress to text on a terminal."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from site_gen.build import BuildReport, Progress
    from site_gen.ingest.report import IngestReport

_SHOWN = 20
"""Problems of one kind that are printed; the rest is counted. `--json` has them all."""
_REFRESH_SECONDS = 0.1
"""Between two states of a progress bar: drawing each would take longer than the work."""


@contextlib.contextmanager
def progress_shown(hidden: bool) -> Iterator[Progress | None]:
    """A progress bar on a terminal; nothing where the output goes to a file or a program."""
    if hidden or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    words = {"documents": "Reading documents", "articles": "Reading articles", "pages": "Rendering pages"}
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[number]:,}"),
        TextColumn("{task.fields[rate]:,.0f}/s"),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        waiting = bars.add_task("Looking for documents", total=None, number=0, rate=0)
        tasks: dict[str, Any] = {}
        began: dict[str, float] = {}
        shown: dict[str, float] = {}

        def show(stage: str, done: int, total: int, number: int) -> None:
            bars.update(waiting, visible=False)
            if stage not in tasks:
                tasks[stage] = bars.add_task(words[stage], total=total, number=0, rate=0)
                began[stage] = time.monotonic()
            elif done < total and time.monotonic() - shown[stage] < _REFRESH_SECONDS:
                return
            shown[stage] = time.monotonic()
            rate = number / max(time.monotonic() - began[stage], 0.1)
            bars.update(tasks[stage], completed=done, total=total, number=number, rate=rate)

        yield show


def printable(data: bytes) -> str:
    """Bytes as text that does no harm to a terminal."""
    text = data.decode("utf-8", "replace")
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)


def show_ingest(report: IngestReport, as_json: bool, quiet: bool) -> None:
    """Print the report of an ingest and end with the exit status that it stands for."""
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print_ingest(report, quiet)
    sys.exit(1 if report.quarantined else 0)


def print_build(report: BuildReport, quiet: bool, seconds: float) -> None:
    """Print what a build did."""
    if report.ingest.documents or report.ingest.warnings:
        print_ingest(report.ingest, quiet)
    print_all("not in the site", [f"{item.source}: {item.message}" for item in report.failures])
    print_all("warning", report.warnings)
    if report.topics_changed and not quiet:
        click.echo(f"topics: {counted(report.topics_changed, 'article')} changed")
    if not quiet:
        click.echo(
            f"{counted(report.articles, 'article')} → {counted(report.pages, 'page')}: "
            f"{counted(report.written, 'file')} written, {report.unchanged} unchanged, {report.removed} removed; "
            f"{_size(report.bytes)} in {seconds:.1f} s"
        )


def print_ingest(report: IngestReport, quiet: bool) -> None:
    """Print what an ingest did."""
    number = report.counts.get("quarantined", 0)
    print_all("quarantined", [f"{item.source}: {item.message}" for item in report.quarantined], number)
    print_all(
        "conflict",
        [
            f"{item.path} was edited by hand, and {item.document} has changed since; "
            f"merge {item.proposal} into it, its sha256 line too"
            for item in report.conflicts
        ],
    )
    print_all("warning", report.warnings, report.warned)
    if quiet:
        return
    if report.left_out:
        click.echo("left out: " + ", ".join(f"{number:,} {what}" for what, number in report.left_out.items()))
    if report.headline_lists:
        click.echo(f"{counted(report.headline_lists, 'headline list')} read")
    if report.redated:
        click.echo(f"{counted(report.redated, 'undated article')} given an earliest date by the headlines beside it")
    if report.topics_changed:
        click.echo(f"topics: {counted(report.topics_changed, 'article')} changed as documents were read")
    if report.versions:
        click.echo(f"{counted(report.versions, 'former version')} kept in .site-gen/versions/")
    click.echo(report.reconciliation)


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 page`, `2 pages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{number / 1e3:.0f} kB"


def print_all(kind: str, texts: Sequence[str], number: int = 0) -> None:
    """Print the first of some lines, and how many there are beside them (`number` in all, or those at hand)."""
    for text in texts[:_SHOWN]:
        click.echo(f"{kind}: {text}", err=True)
    rest = max(number, len(texts)) - _SHOWN
    if rest > 0:
        click.echo(f"{kind}: … and {rest:,} more (--json lists them)", err=True)


def print_profile(report: BuildReport) -> None:
    """Print the seconds of each stage and template."""
    for stage, seconds in report.seconds.items():
        click.echo(f"{stage:>20} {seconds:8.3f} s")
    templates = sorted(report.outcome.templates.items(), key=lambda item: -item[1][1])
    for template, (pages, seconds) in templates:
        each = seconds / pages * 1e6
        click.echo(f"{template:>20} {seconds:8.3f} s  {counted(pages, 'page')}, {each:.0f} µs each")
