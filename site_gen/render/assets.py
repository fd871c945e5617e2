"""The style sheet under a name that changes with its content, so that browsers can keep it for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from site_gen.errors import TemplateError
from site_gen.render.defaults import default_template_folder

STYLESHEET = "assets/style.css"


def stylesheet(template_folders: Sequence[Path]) -> tuple[str, bytes]:
    """Output path and bytes of the style sheet; that of an earlier folder replaces ours."""
    for folder in (*template_folders, default_template_folder()):
        try:
            data = (folder / STYLESHEET).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            continue
        return f"assets/style-{hashlib.sha256(data).hexdigest()[:8]}.css", data
    raise TemplateError(STYLESHEET, None, "the default style sheet is missing; install site-gen again")
