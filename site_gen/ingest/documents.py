"""Finding and reading documents: files in folders, each with its sidecar."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_gen.files import leads_outside
from site_gen.ingest.identity import digest
from site_gen.model import Failure, Timestamp, clean_line
from site_gen.urls import safe_url

SUFFIXES = (".txt", ".text")
"""File names that are read as text documents."""
_SIDECAR_KEYS = ("url", "published", "captured", "source", "lang", "topics")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What `NAME.json` tells about `NAME.txt`."""

    url: str | None = None
    published: Timestamp | None = None
    captured: Timestamp | None = None
    source: str | None = None
    lang: str | None = None
    topics: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One raw document: its path relative to the archive, its bytes, and what its sidecar tells."""

    path: str
    data: bytes
    sidecar: Sidecar
    sha256: str
    """Digest of the document and its sidecar."""


@dataclass(frozen=True, slots=True)
class Found:
    """The files of a search: documents to read, files that are none, and what could not be looked at."""

    documents: tuple[Path, ...]
    skipped: tuple[Path, ...]
    failures: tuple[Failure, ...]


def find_documents(paths: Iterable[Path], root: Path) -> Found:
    """All text documents in `paths` (files or folders, recursively), each once, in the order of their names.

    Links that lead out of the folder they stand in are refused; pipes, sockets and devices are never opened.
    """
    documents: dict[Path, None] = {}
    skipped: list[Path] = []
    failures: list[Failure] = []
    for path in paths:
        if path.is_dir():
            for file in _walk(path, failures, root):
                if file.suffix.lower() in SUFFIXES:
                    documents[file] = None
                elif not _is_sidecar(file):
                    skipped.append(file)
        elif not path.exists():
            failures.append(Failure(display_path(path, root), "read", "does not exist"))
        else:
            documents[path] = None
    return Found(tuple(documents), tuple(skipped), tuple(failures))


def _walk(folder: Path, failures: list[Failure], root: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        failures.append(Failure(display_path(folder, root), "read", f"cannot be opened: {error.strerror}"))
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and leads_outside(path, folder):
            failures.append(Failure(display_path(path, root), "read", "is a link that leads out of its folder"))
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, failures, root)
        elif entry.is_file():
            yield path
        elif not entry.is_dir():
            failures.append(Failure(display_path(path, root), "read", "is no regular file; it was not opened"))


def _is_sidecar(path: Path) -> bool:
    return path.suffix.lower() == ".json" and any(path.with_suffix(suffix).exists() for suffix in SUFFIXES)


def display_path(path: Path, root: Path) -> str:
    """The path as front matter and messages show it: relative to the archive where it lies in it."""
    absolute, base = path.absolute(), root.absolute()
    shown = absolute.relative_to(base) if absolute.is_relative_to(base) else Path(os.path.relpath(absolute, base))
    return clean_line(shown.as_posix().encode("utf-8", "replace").decode("utf-8"))


def read_document(path: Path, root: Path) -> Document | Failure:
    """The document at `path` with its sidecar, or why it cannot be read."""
    shown = display_path(path, root)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Failure(shown, "read", "is no regular file; it was not opened")
        data = path.read_bytes()
        beside = path.with_suffix(".json")
        if beside.is_symlink() and leads_outside(beside, path.parent):
            return Failure(shown, "read", "has a sidecar that is a link which leads out of its folder")
        sidecar_data = beside.read_bytes() if beside != path and beside.is_file() else b""
    except OSError as error:
        return Failure(shown, "read", f"cannot be read: {error.strerror}; check its permissions")
    sidecar = read_sidecar(sidecar_data, display_path(beside, root)) if sidecar_data else Sidecar()
    if isinstance(sidecar, Failure):
        return Failure(shown, "read", f"has a sidecar that cannot be read: {sidecar.source}: {sidecar.message}")
    return Document(shown, data, sidecar, digest(data, sidecar_data))


def read_sidecar(data: bytes, shown: str) -> Sidecar | Failure:
    """What the bytes of a sidecar tell, or a Failure where they are no JSON object."""
    try:
        table = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        return Failure(f"{shown}:{error.lineno}", "read", f"is not valid JSON: {error.msg}")
    except (UnicodeDecodeError, RecursionError) as error:
        return Failure(shown, "read", f"is not valid JSON: {type(error).__name__}")
    if not isinstance(table, dict):
        return Failure(shown, "read", 'must be a JSON object: {"url": …, "published": …}')
    warnings = [
        f"{shown}: unknown key '{key}'; known keys: {', '.join(_SIDECAR_KEYS)}"
        for key in table
        if key not in _SIDECAR_KEYS
    ]
    texts = {key: _text(table, key, shown, warnings) for key in ("url", "published", "captured", "source", "lang")}
    url = safe_url(texts["url"], ("http", "https"))
    if texts["url"] and not url:
        warnings.append(f"{shown}: 'url' is no http(s) address; it is left out")
    return Sidecar(
        url=url,
        published=_date(texts["published"], "published", shown, warnings),
        captured=_date(texts["captured"], "captured", shown, warnings),
        source=texts["source"],
        lang=texts["lang"],
        topics=_topics(table.get("topics"), shown, warnings),
        warnings=tuple(warnings),
    )


def _text(table: dict[str, Any], key: str, shown: str, warnings: list[str]) -> str | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        warnings.append(f"{shown}: '{key}' must be a text; it is left out")
        return None
    return clean_line(value)[:2000] or None


def _date(text: str | None, key: str, shown: str, warnings: list[str]) -> Timestamp | None:
    at = Timestamp.parse(text) if text else None
    if text and at is None:
        warnings.append(f"{shown}: '{key}: {text}' is no date such as 2025-09-12T08:15:00+02:00; it is left out")
    return at


def _topics(value: object, shown: str, warnings: list[str]) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        warnings.append(f"{shown}: 'topics' must be a list of texts; it is left out")
        return ()
    return tuple(dict.fromkeys(clean_line(item)[:200] for item in value if clean_line(item)))
