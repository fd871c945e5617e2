"""`quarantine list`, `show` and `retry`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from site_gen.cli.options import json_option, quiet_option, root_option, workers_option
from site_gen.cli.showing import counted, printable, progress_shown, show_ingest

SHOWN_BYTES = 2_000
"""Of a document in quarantine."""


@click.group()
def quarantine() -> None:
    """Documents that could not become articles, with the reasons."""


@quarantine.command("list")
@root_option
@json_option
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
    click.echo(f"{counted(len(refusals), 'document')} in quarantine")


@quarantine.command("show")
@click.argument("document")
@root_option
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
    click.echo(printable(data[:SHOWN_BYTES]))


@quarantine.command("retry")
@click.argument("documents", nargs=-1)
@root_option
@workers_option
@json_option
@quiet_option
def quarantine_retry(documents: tuple[str, ...], root: Path, workers: int | None, as_json: bool, quiet: bool) -> None:
    """Read DOCUMENTS in quarantine again (default: all), as after an extra was installed or a mapping was added."""
    from site_gen.build import BuildOptions, retry_quarantine

    with progress_shown(quiet or as_json) as progress:
        report = retry_quarantine(root, documents, BuildOptions(workers=workers, details=as_json), progress)
    show_ingest(report, as_json, quiet)
