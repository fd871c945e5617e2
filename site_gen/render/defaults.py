"""Where the default templates are."""

from __future__ import annotations

from pathlib import Path


def default_template_folder() -> Path:
    """The folder of the default templates: in the installed package, else at the top of the repository."""
    package = Path(__file__).parent.parent
    packaged = package / "default_templates"
    return packaged if packaged.is_dir() else package.parent / "templates"
