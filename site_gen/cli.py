"""The command line: arguments to calls, reports and errors to text and exit status.

0: done. 1: done, but some documents or content files could not be used. 2: wrong usage or configuration.
75: another run is at work on the archive.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from site_gen import __version__
from site_gen.errors import SiteGenError

if TYPE_CHECKING:
    from site_gen.build import BuildReport, Progress
    from site_gen.ingest.report import IngestReport

_SHOWN = 20
"""Problems of one kind that are printed; the rest is counted. `--json` has them all."""
_SHOWN_BYTES = 2_000
"""Of a document in quarantine."""


class _Group(click.Group):
    """Turns the library's errors into one message on standard error and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SiteGenError as error:
            click.echo(f"site-gen: {error}", err=True)
            ctx.exit(error.exit_code)
        except OSError as error:
            # A full disk, a file where a folder must be: whatever the step, the path and the reason are what helps.
            click.echo(f"site-gen: {error.filename or 'files'}: cannot be used: {error.strerror or error}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("site-gen: stopped", err=True)
            ctx.exit(130)


_root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    help="The archive's folder.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
_quiet = click.option("--quiet", "-q", is_flag=True, help="Print nothing but problems.")
_reread = click.option("--reread", is_flag=True, help="Read all documents again, as after an upgrade.")
_workers = click.option(
    "--workers", type=click.IntRange(1, 64), show_default="one a processor", help="Processes that do the work."
)
_scheduler = click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Have the workers of this Dask scheduler do the work, such as tcp://host:8786.",
)
_base_url = click.option("--base-url", metavar="URL", help="Use this address in place of base_url in site.toml.")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="site-gen")
def main() -> None:
    """News archive generator: parsed news in, a browsable static HTML archive out."""


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Make a new archive in FOLDER: configuration, folders, and a workflow for GitHub Pages."""
    from site_gen.scaffolding import create_archive

    for name in create_archive(folder):
        click.echo(f"  {name}")
    step = "" if folder == Path() else f"cd {folder} && "
    click.echo(f"The archive is ready. Put documents into {folder / 'inbox'}, then run: {step}site-gen build")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@_root
@_reread
@_workers
@_scheduler
@_json
@_quiet
def ingest(
    paths: tuple[Path, ...],
    root: Path,
    reread: bool,
    workers: int | None,
    scheduler: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Read documents (files or folders; default: the inbox) and write what they give into content/."""
    from site_gen.build import BuildOptions, run_ingest

    with _progress(quiet or as_json) as progress:
        options = BuildOptions(paths=paths, reread=reread, workers=workers, scheduler=scheduler, details=as_json)
        report = run_ingest(root, options, progress)
    _show_ingest(report, as_json, quiet)


@main.command()
@_root
@_base_url
@click.option("--no-ingest", is_flag=True, help="Build what content/ holds and leave the inbox alone.")
@_reread
@click.option("--paranoid", is_flag=True, help="Look into files whose size and time have not changed, too.")
@click.option("--verify", is_flag=True, help="Then compare output/ with a clean build, byte for byte.")
@click.option("--profile", is_flag=True, help="Print the seconds that each stage took, and each template.")
@_workers
@_scheduler
@_json
@_quiet
def build(
    root: Path,
    base_url: str | None,
    no_ingest: bool,
    reread: bool,
    paranoid: bool,
    verify: bool,
    profile: bool,
    workers: int | None,
    scheduler: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Ingest what is new in the inbox, then write the site into output/."""
    from site_gen.build import BuildOptions
    from site_gen.build import build as run_build
    from site_gen.build import verify as run_verify

    started = time.monotonic()
    options = BuildOptions(
        not no_ingest,
        base_url=base_url,
        reread=reread,
        workers=workers,
        scheduler=scheduler,
        paranoid=paranoid,
        details=as_json,
    )
    with _progress(quiet or as_json) as progress:
        report = run_build(root, options, progress)
    differences = run_verify(root, options) if verify else ()
    if as_json:
        verified: dict[str, object] = {"differences": list(differences)} if verify else {}
        click.echo(json.dumps({**report.as_json(), **verified}, ensure_ascii=False, indent=2))
    else:
        _print_build(report, quiet, time.monotonic() - started)
        if profile:
            _print_profile(report)
        _print_all("differs from a clean build", differences)
        if verify and not differences and not quiet:
            click.echo("The site is equal to a clean build, byte for byte.")
    sys.exit(0 if report.ok and not differences else 1)


def _print_profile(report: BuildReport) -> None:
    for stage, seconds in report.seconds.items():
        click.echo(f"{stage:>20} {seconds:8.3f} s")
    templates = sorted(report.outcome.templates.items(), key=lambda item: -item[1][1])
    for template, (pages, seconds) in templates:
        each = seconds / pages * 1e6
        click.echo(f"{template:>20} {seconds:8.3f} s  {_counted(pages, 'page')}, {each:.0f} µs each")


@main.command()
@_root
@_base_url
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", "-p", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--no-ingest", is_flag=True, help="Leave the inbox alone.")
def serve(root: Path, base_url: str | None, host: str, port: int, no_ingest: bool) -> None:
    """Show the site on this machine, and every edit as it is saved. Ctrl-C ends it."""
    from site_gen.build import BuildOptions, configured
    from site_gen.preview import serve as run_server
    from site_gen.state import STATE_FOLDER
    from site_gen.watching import Watched

    root = root.absolute()
    options = BuildOptions(not no_ingest, base_url=base_url)
    config = configured(root, options)
    watched = Watched(root, options)
    click.echo("Building the archive …")
    run_server(
        watched.rebuild,
        watch=watched.watched_paths(),
        ignore=(root / config.output, root / STATE_FOLDER, root / ".git"),
        base_path=config.base_path,
        host=host,
        port=port,
        announce=click.echo,
        ready=lambda url: click.echo(f"The archive is at {url} (Ctrl-C ends the preview)"),
    )


@main.group()
def quarantine() -> None:
    """Documents that could not become articles, with the reasons."""


@quarantine.command("list")
@_root
@_json
def quarantine_list(root: Path, as_json: bool) -> None:
    """Name the documents in quarantine and the reason for each."""
    from site_gen.build import BuildOptions, quarantined

    refusals = quarantined(root, BuildOptions())
    if as_json:
        rows = [
            {"document": item.failure.source, "stage": item.failure.stage, "reason": item.failure.message}
            for item in refusals
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for item in refusals:
        click.echo(f"{item.failure.source}: {item.failure.message}")
    click.echo(f"{_counted(len(refusals), 'document')} in quarantine")


@quarantine.command("show")
@click.argument("document")
@_root
def quarantine_show(document: str, root: Path) -> None:
    """Show why DOCUMENT is in quarantine, and the beginning of what it holds."""
    from site_gen.build import BuildOptions, quarantined
    from site_gen.errors import QuarantineError
    from site_gen.state import STATE_FOLDER

    found = next((item for item in quarantined(root, BuildOptions()) if item.failure.source == document), None)
    if found is None:
        raise QuarantineError((document,), ())
    click.echo(f"{found.failure.source}: {found.failure.message} (at the step: {found.failure.stage})")
    copy = root / STATE_FOLDER / "quarantine" / found.copy if found.copy else None
    if copy is None or not copy.is_file():
        click.echo("There is no copy of it.")
        return
    data = copy.read_bytes()
    click.echo(f"Its {len(data):,} bytes are kept in {copy.relative_to(root)}; they begin:\n")
    click.echo(_printable(data[:_SHOWN_BYTES]))


@quarantine.command("retry")
@click.argument("documents", nargs=-1)
@_root
@_workers
@_json
@_quiet
def quarantine_retry(documents: tuple[str, ...], root: Path, workers: int | None, as_json: bool, quiet: bool) -> None:
    """Read DOCUMENTS in quarantine again (default: all), as after an extra was installed or a mapping was added."""
    from site_gen.build import BuildOptions, retry_quarantine

    with _progress(quiet or as_json) as progress:
        report = retry_quarantine(root, documents, BuildOptions(workers=workers, details=as_json), progress)
    _show_ingest(report, as_json, quiet)


# --- reports to text -------------------------------------------------------------------------------------------


_REFRESH_SECONDS = 0.1
"""Between two states of a progress bar: drawing each would take longer than the work."""


@contextlib.contextmanager
def _progress(hidden: bool) -> Iterator[Progress | None]:
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


def _printable(data: bytes) -> str:
    """Bytes as text that does no harm to a terminal."""
    text = data.decode("utf-8", "replace")
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)


def _show_ingest(report: IngestReport, as_json: bool, quiet: bool) -> None:
    """Print the report of an ingest and end with the exit status that it stands for."""
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _print_ingest(report, quiet)
    sys.exit(1 if report.quarantined else 0)


def _print_build(report: BuildReport, quiet: bool, seconds: float) -> None:
    if report.ingest.documents or report.ingest.warnings:
        _print_ingest(report.ingest, quiet)
    _print_all("not in the site", [f"{item.source}: {item.message}" for item in report.failures])
    _print_all("warning", report.warnings)
    if not quiet:
        click.echo(
            f"{_counted(report.articles, 'article')} → {_counted(report.pages, 'page')}: "
            f"{_counted(report.written, 'file')} written, {report.unchanged} unchanged, {report.removed} removed; "
            f"{_size(report.bytes)} in {seconds:.1f} s"
        )


def _print_ingest(report: IngestReport, quiet: bool) -> None:
    number = report.counts.get("quarantined", 0)
    _print_all("quarantined", [f"{item.source}: {item.message}" for item in report.quarantined], number)
    _print_all(
        "conflict",
        [
            f"{item.path} was edited by hand, and {item.document} has changed since; "
            f"merge {item.proposal} into it, its sha256 line too"
            for item in report.conflicts
        ],
    )
    _print_all("warning", report.warnings, report.warned)
    if quiet:
        return
    if report.left_out:
        click.echo("left out: " + ", ".join(f"{number:,} {what}" for what, number in report.left_out.items()))
    if report.headline_lists:
        click.echo(f"{_counted(report.headline_lists, 'headline list')} read")
    if report.redated:
        click.echo(f"{_counted(report.redated, 'undated article')} given an earliest date by the headlines beside it")
    if report.versions:
        click.echo(f"{_counted(report.versions, 'former version')} kept in .site-gen/versions/")
    click.echo(report.reconciliation)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{number / 1e3:.0f} kB"


def _print_all(kind: str, texts: Sequence[str], number: int = 0) -> None:
    """Print the first of some lines, and how many there are beside them (`number` in all, or those at hand)."""
    for text in texts[:_SHOWN]:
        click.echo(f"{kind}: {text}", err=True)
    rest = max(number, len(texts)) - _SHOWN
    if rest > 0:
        click.echo(f"{kind}: … and {rest:,} more (--json lists them)", err=True)
