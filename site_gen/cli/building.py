"""`init`, `ingest`, `build` and `serve`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import click

from site_gen.cli.options import (
    base_url_option,
    json_option,
    quiet_option,
    reread_option,
    root_option,
    scheduler_option,
    workers_option,
)
from site_gen.cli.showing import print_all, print_build, print_profile, progress_shown, show_ingest


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Make a new archive in FOLDER: configuration, folders, and a workflow for GitHub Pages."""
    from site_gen.scaffolding import create_archive

    for name in create_archive(folder):
        click.echo(f"  {name}")
    step = "" if folder == Path() else f"cd {folder} && "
    click.echo(f"The archive is ready. Put documents into {folder / 'inbox'}, then run: {step}site-gen build")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@root_option
@reread_option
@workers_option
@scheduler_option
@json_option
@quiet_option
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

    with progress_shown(quiet or as_json) as progress:
        options = BuildOptions(paths=paths, reread=reread, workers=workers, scheduler=scheduler, details=as_json)
        report = run_ingest(root, options, progress)
    show_ingest(report, as_json, quiet)


@click.command()
@root_option
@base_url_option
@click.option("--no-ingest", is_flag=True, help="Build what content/ holds and leave the inbox alone.")
@reread_option
@click.option("--paranoid", is_flag=True, help="Look into files whose size and time have not changed, too.")
@click.option("--verify", is_flag=True, help="Then compare output/ with a clean build, byte for byte.")
@click.option("--profile", is_flag=True, help="Print the seconds that each stage took, and each template.")
@workers_option
@scheduler_option
@json_option
@quiet_option
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
    with progress_shown(quiet or as_json) as progress:
        report = run_build(root, options, progress)
    differences = run_verify(root, options) if verify else ()
    if as_json:
        verified: dict[str, object] = {"differences": list(differences)} if verify else {}
        click.echo(json.dumps({**report.as_json(), **verified}, ensure_ascii=False, indent=2))
    else:
        print_build(report, quiet, time.monotonic() - started)
        if profile:
            print_profile(report)
        print_all("differs from a clean build", differences)
        if verify and not differences and not quiet:
            click.echo("The site is equal to a clean build, byte for byte.")
    sys.exit(0 if report.ok and not differences else 1)


@click.command()
@root_option
@base_url_option
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
