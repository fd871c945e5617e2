"""Which lines recur in the text documents of a source, over this run and earlier ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from site_gen.ingest.decode import MAX_BYTES, UndecodableError, decode
from site_gen.ingest.formats.base import Known
from site_gen.ingest.formats.text.recurring import LineCounts, document_keys
from site_gen.ingest.identity import digest
from site_gen.state import State

_LEAST = 3
"""Documents in which a line stands before it can be furniture: rarer ones need not be carried to the readers."""

_GATHERED = 200_000
"""Lines that are counted in memory before they go into the state."""


def group_of(path: str, known: Known) -> str:
    """Whose lines a document's lines are counted with: its source by name, host or folder."""
    return known.source or urlsplit(known.url or "").hostname or path.rpartition("/")[0]


@dataclass(slots=True)
class LineCounter:
    """Counts the lines of text documents that are about to be read; each document is counted once, ever."""

    state: State
    _documents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _lines: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    _gathered: int = 0

    def add(self, path: Path, group: str, sidecar: bytes) -> None:
        """Count the lines of the file at `path`, which belongs to a group."""
        try:
            if path.stat().st_size > MAX_BYTES:
                return
            data = path.read_bytes()
            sha256 = digest(data, sidecar)
            if sha256 in self._documents[group] or self.state.is_counted(group, sha256):
                return
            keys = document_keys(decode(data).splitlines())
        except (OSError, UndecodableError):
            return
        self._documents[group].add(sha256)
        self._lines[group].update(keys)
        self._gathered += len(keys)
        if self._gathered >= _GATHERED:
            self.store()

    def store(self) -> None:
        """Add what was counted to the state."""
        for group, documents in self._documents.items():
            self.state.add_line_counts(group, documents, self._lines[group])
        self._documents.clear()
        self._lines.clear()
        self._gathered = 0

    def counts(self, groups: Iterable[str]) -> Mapping[str, LineCounts]:
        """The counts of groups, with those of earlier runs. `store` has been called."""
        return {group: LineCounts(self.state.counted(group), self.state.line_counts(group, _LEAST)) for group in groups}
