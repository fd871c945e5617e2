"""What could not become an article is kept here with the reason; what a person must decide, likewise."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from site_gen.files import write_atomically
from site_gen.ingest.identity import digest
from site_gen.model import Failure
from site_gen.urls import make_slug

_LARGEST_COPY = 50_000_000


def write_quarantine(folder: Path, root: Path, failures: Iterable[Failure], healed: Iterable[str]) -> None:
    """Bring the quarantine up to date: an entry a failed document, none for those that were `healed` since.

    An entry is `NAME.json` with document, stage and reason, beside a copy of the document's bytes.
    """
    for failure in failures:
        document = failure.source
        entry = folder / f"{_name(document)}.json"
        copied = _copy(root / document, entry.with_suffix(".document"))
        record = {"document": document, "stage": failure.stage, "reason": failure.message, "copy": copied}
        write_atomically(entry, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode())
    if folder.is_dir():
        for document in healed:
            for suffix in (".json", ".document"):
                (folder / f"{_name(document)}{suffix}").unlink(missing_ok=True)


def _name(document: str) -> str:
    key = digest(document.encode())
    return f"{make_slug(document, key)}-{key[:8]}"


def _copy(source: Path, target: Path) -> str | None:
    """The name of the copy, or None where the document is a link, cannot be read or is too large to keep twice."""
    try:
        if source.is_symlink() or not source.is_file() or source.stat().st_size > _LARGEST_COPY:
            return None
        write_atomically(target, source.read_bytes())
    except OSError:
        return None
    return target.name
