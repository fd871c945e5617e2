"""`site-gen init`: the files of a new archive."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from site_gen import __version__
from site_gen.config import CONFIG_NAME
from site_gen.errors import SiteGenError

_FILES = {
    CONFIG_NAME: "site.toml",
    "README.md": "README.md",
    ".gitignore": "gitignore",
    ".github/workflows/pages.yml": "pages.yml",
}
_FOLDERS = ("inbox", "content", "templates")


def create_archive(folder: Path) -> tuple[str, ...]:
    """Make a new archive in `folder`; the paths that were written. Files that stand there already are kept.

    Raises SiteGenError where the folder already is an archive.
    """
    if (folder / CONFIG_NAME).exists():
        raise SiteGenError(f"{folder / CONFIG_NAME}: stands there already; this folder is an archive")
    written = []
    for name, source in _FILES.items():
        target = folder / name
        if target.exists():
            continue
        text = files("site_gen").joinpath("scaffold", source).read_text(encoding="utf-8")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace("@VERSION@", __version__), encoding="utf-8")
        written.append(name)
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
        keep = folder / name / ".gitkeep"
        if not any((folder / name).iterdir()):
            keep.touch()
            written.append(f"{name}/")
    return tuple(written)
