"""Rows: one object of names and values, from JSON or a table, to a draft."""

from site_gen.ingest.formats.rows.reading import RowPage, find_rows, read_row

__all__ = ["RowPage", "find_rows", "read_row"]
