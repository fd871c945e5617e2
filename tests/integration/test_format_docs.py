"""The examples of docs/reference/formats/ are executed: what a page shows going in gives what it shows coming out.

A fenced block whose info string is `LANGUAGE PATH` is a file of an archive; `python make.py` is run in its folder; and
`markdown content/…` is the content file that an ingest makes of all that. Run this file to write the last kind anew.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_gen.build import BuildOptions, run_ingest
from site_gen.ingest.report import IngestReport

PAGES = sorted((Path(__file__).parents[2] / "docs" / "reference" / "formats").glob("*.md"))
_BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A file in an example."""

    path: str
    text: str

    @property
    def is_result(self) -> bool:
        return self.path.startswith("content/")


def blocks(page: str) -> Iterator[Block]:
    for _, path, text in _BLOCK.findall(page):
        yield Block(path, text)


def execute(page: str, folder: Path) -> IngestReport:
    """Make the archive of a page in `folder` and ingest it."""
    (folder / "inbox").mkdir(parents=True)
    for block in blocks(page):
        target = folder / block.path
        if not block.is_result:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        if block.path == "make.py":
            subprocess.run([sys.executable, "make.py"], cwd=folder, check=True)
            target.unlink()
    return run_ingest(folder, BuildOptions(workers=1))


def test_every_form_has_a_page_with_an_example() -> None:
    names = {path.stem for path in PAGES}
    assert names >= {"html", "json", "csv", "feeds", "warc", "wordpress", "agency", "generators", "archives"}
    for path in PAGES:
        assert any(block.is_result for block in blocks(path.read_text(encoding="utf-8"))), path.name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_examples_give_what_the_page_shows(path: Path, tmp_path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    execute(page, tmp_path / "archive")
    shown = {block.path: block.text for block in blocks(page) if block.is_result}
    made = {name: (tmp_path / "archive" / name) for name in shown}
    assert {name: file.read_text(encoding="utf-8") for name, file in made.items() if file.exists()} == shown


def renew(path: Path) -> None:
    """Write the content files of a page's examples into the page."""
    page = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        report = execute(page, archive)
        made = {file.relative_to(archive).as_posix() for file in (archive / "content").rglob("*.md")}
        shown = [block.path for block in blocks(page) if block.is_result]
        for failure in report.quarantined:
            sys.stdout.write(f"{path.name}: {failure.source}: {failure.message}\n")
        differing = f"made, not shown: {sorted(made - set(shown))}; shown, not made: {sorted(set(shown) - made)}"
        sys.stdout.write(f"{path.name}: {differing}\n")

        def replaced(found: re.Match[str]) -> str:
            file = archive / found[2]
            text = file.read_text(encoding="utf-8") if found[2].startswith("content/") and file.exists() else found[3]
            return f"```{found[1]} {found[2]}\n{text}```"

        path.write_text(_BLOCK.sub(replaced, page), encoding="utf-8")


if __name__ == "__main__":
    for each in [Path(name) for name in sys.argv[1:]] or PAGES:
        renew(each)
