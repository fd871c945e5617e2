"""Request paths to what is served there, by the rules of GitHub Pages; pure.

The site is a mapping in memory, so no path can lead out of it. Odd forms are refused all the same, by one rule for
every platform: decode once, then split, then judge each part.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

CONTROL_FOLDER = "__site-gen__"
"""Folder beneath the base path where the preview's own files are."""

_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\:]")
_ABSOLUTE = re.compile(r"(?i)^https?://[^/?#]*")


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the site."""

    path: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """The address is another one."""

    location: str
    """Absolute path, percent-encoded; begins with exactly one slash."""


@dataclass(frozen=True, slots=True)
class Control:
    """One of the preview's own files."""

    name: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing is there."""


Resolution = Found | Redirect | Control | Missing


def resolve(target: str, files: Container[str], base_path: str) -> Resolution:
    """What is served for a request target (`/repo/topics/?q=1`) where the site stands at `base_path` (`/repo/`)."""
    raw, mark, query = _ABSOLUTE.sub("", target, count=1).partition("#")[0].partition("?")
    path = _decode(raw)
    if path is None:
        return Missing()
    if path in ("", "/", base_path.rstrip("/")) and path != base_path:
        return Redirect(_quoted(base_path) + mark + _safe_query(query))
    if not path.startswith(base_path):
        return Missing()
    inside = path.removeprefix(base_path)
    if not _is_plain(inside):
        return Missing()
    folder, slash, name = inside.partition("/")
    if folder == CONTROL_FOLDER:
        return Control(name) if slash else Missing()
    return _find(inside, files, base_path, mark + _safe_query(query))


def _find(inside: str, files: Container[str], base_path: str, query: str) -> Resolution:
    if inside == "" or inside.endswith("/"):
        return Found(f"{inside}index.html") if f"{inside}index.html" in files else Missing()
    if inside in files:
        return Found(inside)
    if f"{inside}.html" in files:
        return Found(f"{inside}.html")
    if f"{inside}/index.html" in files:
        return Redirect(_quoted(f"{base_path}{inside}/") + query)
    return Missing()


def _decode(raw: str) -> str | None:
    """The path, percent-decoded once; None where it is no UTF-8. `raw` holds a character a byte, as HTTP gives it."""
    try:
        return unquote_to_bytes(raw.encode("latin-1")).decode("utf-8")
    except UnicodeError:
        return None


def _is_plain(inside: str) -> bool:
    """Whether no part is empty, dots, a device of Windows, or holds a character that some system reads as more."""
    if _FORBIDDEN.search(inside):
        return False
    parts = inside.removesuffix("/").split("/") if inside else []
    return not any(part.strip(". ") == "" or _DEVICE.match(part) for part in parts)


def _quoted(path: str) -> str:
    return "/" + quote(path.lstrip("/"), safe="/~@!$&'()*+,;=")


def _safe_query(query: str) -> str:
    """`query` with everything encoded that does not belong into a header."""
    return quote(query, safe="%/?:@!$&'()*+,;=~-._")
