"""What can become of a document."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a document. Every document has exactly one."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    QUARANTINED = "quarantined"
