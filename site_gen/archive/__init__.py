"""Content files to the indexed archive."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from site_gen.archive.changing import Settings, change, fill, make_archive
    from site_gen.archive.index import TableArchive
    from site_gen.archive.making import make_entry, make_entry_terms
    from site_gen.archive.relating import MANY
    from site_gen.archive.retopiced import changed_topics, keep_topics
    from site_gen.archive.spelling import spellings
    from site_gen.archive.tables import SCHEMA, Reading

__all__ = [
    "MANY",
    "SCHEMA",
    "Reading",
    "Settings",
    "TableArchive",
    "change",
    "changed_topics",
    "fill",
    "keep_topics",
    "make_archive",
    "make_entry",
    "make_entry_terms",
    "spellings",
]
_HOMES = {
    **dict.fromkeys(("Settings", "change", "fill", "make_archive"), "changing"),
    **dict.fromkeys(("SCHEMA", "Reading"), "tables"),
    "MANY": "relating",
    "TableArchive": "index",
    **dict.fromkeys(("make_entry", "make_entry_terms"), "making"),
    **dict.fromkeys(("changed_topics", "keep_topics"), "retopiced"),
    "spellings": "spelling",
}


def __getattr__(name: str) -> Any:
    """What is asked for, loaded then: a run that finds nothing to do needs the least of it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
