"""Files of documents: finding them, opening them, and what their sidecars tell."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from site_gen.files import leads_outside
from site_gen.ingest.formats.base import Document, Known
from site_gen.ingest.identity import digest
from site_gen.model import Failure, Timestamp, clean_line
from site_gen.urls import safe_url

WITH_SIDECARS = (".txt", ".text", ".html", ".htm", ".xhtml")
"""Names of documents beside which `NAME.json` is taken for a sidecar."""
_SIDECAR_KEYS = ("url", "published", "captured", "source", "lang", "topics")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that holds one document or many."""

    path: Path
    shown: str
    """Its path as front matter and messages show it."""
    size: int
    signature: str
    """Changes with the file and its sidecar: sizes and times of change."""


def find_sources(paths: Iterable[Path], root: Path) -> Iterator[SourceFile | Failure]:
    """The files in `paths` (files or folders, recursively), each once, in the order of their names, without sidecars.

    Links that lead out of the folder they stand in are refused; pipes, sockets and devices are never opened.
    """
    named = list(dict.fromkeys(paths))
    for number, path in enumerate(named):
        if path.is_dir():
            inner = [other for other in named[:number] if other.is_relative_to(path)]
            found: Iterator[Path | Failure] = (
                item for item in _walk(path, root) if isinstance(item, Failure) or not _below(item, inner)
            )
        elif not path.exists():
            found = iter((Failure(display_path(path, root), "read", "does not exist"),))
        else:
            found = iter(() if _below(path, named[:number]) else (path,))
        for item in found:
            yield item if isinstance(item, Failure) else _source_file(item, root)


def _below(path: Path, others: Iterable[Path]) -> bool:
    """Whether a path was reached by another of those named already."""
    return any(path == other or (other in path.parents and other.is_dir()) for other in others)


def _walk(folder: Path, root: Path) -> Iterator[Path | Failure]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(display_path(folder, root), "read", f"cannot be opened: {error.strerror}")
        return
    names = {entry.name.lower() for entry in entries}
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and leads_outside(path, folder):
            yield Failure(display_path(path, root), "read", "is a link that leads out of its folder")
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, root)
        elif entry.is_file():
            if not _is_sidecar(entry.name.lower(), names):
                yield path
        elif not entry.is_dir():
            yield Failure(display_path(path, root), "read", "is no regular file; it was not opened")


def _is_sidecar(name: str, names: set[str]) -> bool:
    stem, dot, suffix = name.rpartition(".")
    return dot + suffix == ".json" and any(f"{stem}{other}" in names for other in WITH_SIDECARS)


def _source_file(path: Path, root: Path) -> SourceFile | Failure:
    """The file at `path`; this is most of a run in which nothing changed, so it is done without pathlib."""
    shown = display_path(path, root)
    name = os.fspath(path)
    try:
        info = os.stat(name)  # noqa: PTH116
        if not stat.S_ISREG(info.st_mode):
            return Failure(shown, "read", "is no regular file; it was not opened")
        signature = f"{info.st_size}-{info.st_mtime_ns}"
        stem, dot, suffix = name.rpartition(".")
        other = _stat_of_file(f"{stem}.json") if f"{dot}{suffix}".lower() in WITH_SIDECARS else None
        if other is not None:
            signature += f"-{other.st_size}-{other.st_mtime_ns}"
    except OSError as error:
        return Failure(shown, "read", f"cannot be read: {error.strerror}; check its permissions")
    return SourceFile(path, shown, info.st_size, signature)


def _stat_of_file(name: str) -> os.stat_result | None:
    try:
        info = os.stat(name)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return None
    return info if stat.S_ISREG(info.st_mode) else None


def _sidecar_path(path: Path) -> Path | None:
    beside = path.with_suffix(".json")
    return beside if path.suffix.lower() in WITH_SIDECARS and beside.is_file() else None


def display_path(path: Path, root: Path) -> str:
    """The path as front matter and messages show it: relative to the archive where it lies in it."""
    absolute, base = os.fspath(path.absolute()), os.fspath(root.absolute())
    inside = f"{base.rstrip(os.sep)}{os.sep}"
    shown = absolute[len(inside) :] if absolute.startswith(inside) else os.path.relpath(absolute, base)
    return clean_line(shown.replace(os.sep, "/").encode("utf-8", "replace").decode("utf-8"))


def known_of(source: SourceFile, root: Path) -> tuple[Known, bytes] | Failure:
    """What the sidecar of a file tells, and the sidecar's bytes (none where there is none)."""
    beside = _sidecar_path(source.path)
    if beside is None:
        return Known(), b""
    if beside.is_symlink() and leads_outside(beside, source.path.parent):
        return Failure(source.shown, "read", "has a sidecar that is a link which leads out of its folder")
    try:
        data = beside.read_bytes()
    except OSError as error:
        return Failure(source.shown, "read", f"has a sidecar that cannot be read: {error.strerror}")
    known = read_sidecar(data, display_path(beside, root))
    if isinstance(known, Failure):
        return Failure(source.shown, "read", f"has a sidecar that cannot be read: {known.source}: {known.message}")
    return known, data


def with_sidecar(document: Document, sidecar: bytes) -> Document:
    """A document whose digest tells of its sidecar too."""
    return replace(document, sha256=digest(document.data, sidecar))


def read_sidecar(data: bytes, shown: str) -> Known | Failure:
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
    return Known(
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
