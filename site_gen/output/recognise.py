"""Which files in an output folder are ours, where the record of the last build is lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

_HEAD = 2000
_STYLE = re.compile(r"style-([0-9a-f]{8})\.css")
_HTML_MARK = b'<meta name="generator" content="site-gen">'
_XML_MARKS = (b"<generator>site-gen</generator>", b"<!-- site-gen -->")


def recognise_outputs(folder: Path) -> Mapping[str, str]:
    """Digest by path of the files that bear the mark of our templates; a style sheet bears its own digest.

    It is asked once, when there is no record: so a build after the state was lost still removes stale pages.
    """
    if not folder.is_dir():
        return {}
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(data).hexdigest()
        for path in files
        if path.suffix in (".html", ".xml", ".css") and _is_ours(path, data := path.read_bytes())
    }


def _is_ours(path: Path, data: bytes) -> bool:
    style = _STYLE.fullmatch(path.name)
    if style:
        return hashlib.sha256(data).hexdigest().startswith(style[1])
    head = data[:_HEAD]
    if path.suffix == ".html":
        return _HTML_MARK in head
    return path.suffix == ".xml" and any(mark in head for mark in _XML_MARKS)
