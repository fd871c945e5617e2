"""Content files to the indexed archive."""

from site_gen.archive.changing import Settings, change, fill, make_archive
from site_gen.archive.index import TableArchive
from site_gen.archive.making import make_entry
from site_gen.archive.tables import SCHEMA, Reading

__all__ = ["SCHEMA", "Reading", "Settings", "TableArchive", "change", "fill", "make_archive", "make_entry"]
