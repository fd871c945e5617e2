"""The command line: arguments to calls, reports and errors to text and exit status.

0: done. 1: done, but some documents or content files could not be used. 2: wrong usage or configuration.
75: another run is at work on the archive.
"""

from __future__ import annotations

import click

from site_gen import __version__
from site_gen.cli import building
from site_gen.cli.options import Group
from site_gen.cli.quarantine import quarantine
from site_gen.cli.topics import topics

__all__ = ["main"]


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="site-gen")
def main() -> None:
    """News archive generator: parsed news in, a browsable static HTML archive out."""


for _command in (building.init, building.ingest, building.build, building.serve, quarantine, topics):
    main.add_command(_command)
