"""Content files to the indexed archive."""

from site_gen.archive.index import make_archive

__all__ = ["make_archive"]
