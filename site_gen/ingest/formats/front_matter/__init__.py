"""Pages of other generators: Markdown or HTML below front matter, as Hugo, Jekyll, Pelican and Nikola have it."""

from site_gen.ingest.formats.base import Format
from site_gen.ingest.formats.front_matter.reading import matches, read

FORMATS = (Format("front matter", matches, read=read),)

__all__ = ["FORMATS", "matches", "read"]
