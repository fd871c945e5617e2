"""What could not become an article is kept here with the reason, until it can."""

from __future__ import annotations

import json
from pathlib import Path

from site_gen.files import write_atomically
from site_gen.ingest.identity import digest
from site_gen.model import Failure
from site_gen.state import State
from site_gen.urls import make_slug

LARGEST_COPY = 50_000_000
"""Bytes above which a document is not kept a second time."""


def quarantine_folder(state: State) -> Path:
    """Where the documents in quarantine and the reasons are kept."""
    return state.folder / "quarantine"


def quarantine(folder: Path, failure: Failure, data: bytes | None) -> str | None:
    """Keep a document with its reason: `NAME.json` beside `NAME.document`, a copy of its bytes. The copy's name.

    None where there are no bytes to copy: what could not be opened, or is too large to keep twice.
    """
    entry = folder / f"{_name(failure.source)}.json"
    copy = entry.with_suffix(".document") if data is not None and len(data) <= LARGEST_COPY else None
    if copy is not None and data is not None:
        write_atomically(copy, data)
    record = {
        "document": failure.source,
        "stage": failure.stage,
        "reason": failure.message,
        "copy": copy.name if copy else None,
    }
    write_atomically(entry, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode())
    return copy.name if copy else None


def read_to_copy(path: Path) -> bytes | None:
    """The bytes of a file that is to be quarantined; None where it is a link, cannot be read or is too large."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST_COPY:
            return None
        return path.read_bytes()
    except OSError:
        return None


def release(folder: Path, document: str) -> None:
    """Remove the entry of a document that is to be read again, if it has one."""
    for suffix in (".json", ".document"):
        (folder / f"{_name(document)}{suffix}").unlink(missing_ok=True)


def _name(document: str) -> str:
    key = digest(document.encode("utf-8", "replace"))
    return f"{make_slug(document, key)}-{key[:8]}"
