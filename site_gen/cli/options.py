"""What the commands share: their options, and how an error of the library ends a command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from site_gen.errors import SiteGenError


class Group(click.Group):
    """Turns the library's errors into one message on standard error and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error ends it with its message and status."""
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


root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    help="The archive's folder.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
quiet_option = click.option("--quiet", "-q", is_flag=True, help="Print nothing but problems.")
reread_option = click.option("--reread", is_flag=True, help="Read all documents again, as after an upgrade.")
workers_option = click.option(
    "--workers", type=click.IntRange(1, 64), show_default="one a processor", help="Processes that do the work."
)
scheduler_option = click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Have the workers of this Dask scheduler do the work, such as tcp://host:8786.",
)
base_url_option = click.option("--base-url", metavar="URL", help="Use this address in place of base_url in site.toml.")
