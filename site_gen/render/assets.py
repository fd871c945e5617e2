"""The style sheet under a name that changes with its content, so that browsers can keep it for ever."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from site_gen.errors import TemplateError
from site_gen.render.defaults import default_template_folder

STYLESHEET = "assets/style.css"
_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_BETWEEN = re.compile(rb"\s*([{};])\s*")


def stylesheet(template_folders: Sequence[Path]) -> tuple[str, bytes]:
    """Output path and bytes of the style sheet; that of an earlier folder replaces ours.

    Ours goes out without what only its readers need: comments, indents, empty lines.
    """
    ours = default_template_folder()
    for folder in (*template_folders, ours):
        try:
            data = (folder / STYLESHEET).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            continue
        if folder == ours:
            data = _BETWEEN.sub(rb"\1", _COMMENT.sub(b"", data)).strip() + b"\n"
        return f"assets/style-{hashlib.sha256(data).hexdigest()[:8]}.css", data
    raise TemplateError(STYLESHEET, None, "the default style sheet is missing; install site-gen again")
