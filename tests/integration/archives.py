"""Archives on disk for tests: made from a few words, built, and read back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from site_gen.build import BuildOptions, BuildReport, build, run_ingest
from site_gen.cli import main
from site_gen.content import find_content, parse_content, shown_path
from site_gen.ingest.report import DocumentReport, IngestReport
from site_gen.model import ContentFile, Failure

REPOSITORY = Path(__file__).parents[2]
MUSEUM = REPOSITORY / "tests" / "museum"
BASE_URL = "https://archive.example/news/"


def read_contents(folder: Path) -> tuple[list[ContentFile], list[Failure]]:
    """The content files of a folder, and why others cannot be read."""
    found = [parse_content(shown_path(path, folder), path.read_bytes()) for path in sorted(find_content(folder))]
    files = [item for item in found if isinstance(item, ContentFile)]
    return files, [item for item in found if isinstance(item, Failure)]


_PLACES = ("Hallersund", "Belle-Rive", "Port Carrow", "Vaulmont", "Sankt Veltlin", "Skarrow", "Enezval")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive's folder and what tests do with it."""

    root: Path

    def write(self, path: str, data: str | bytes) -> Path:
        """Put a file into the archive."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        return target

    def article(self, path: str, body: str = "A text that is long enough to be read.", **fields: object) -> Path:
        """Write a content file; the fields go into its front matter as JSON, which is YAML."""
        head = "".join(f"{_key(key)}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
        return self.write(f"content/{path}", f"---\n{head}---\n\n{body}\n")

    def document(self, name: str, text: str | bytes, **sidecar: object) -> Path:
        """Write a document into the inbox, with a sidecar where facts are given."""
        if sidecar:
            self.write(f"inbox/{Path(name).with_suffix('.json')}", json.dumps(sidecar, ensure_ascii=False))
        return self.write(f"inbox/{name}", text)

    def build(self, options: BuildOptions | None = None) -> BuildReport:
        """Build in this process."""
        return build(self.root, options or BuildOptions(workers=1))

    def ingest(self, *paths: Path, reread: bool = False) -> IngestReport:
        """Ingest in this process; the report must account for each document once."""
        report = run_ingest(self.root, BuildOptions(paths=paths, reread=reread, workers=1))
        assert_adds_up(report)
        return report

    def run(self, *arguments: str) -> Result:
        """Run the command line on the archive, in this process."""
        return CliRunner().invoke(main, [*arguments, "--root", str(self.root)])

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start the command line on the archive as a program of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "site_gen", *arguments, "--root", str(self.root)],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def files(self, folder: str) -> dict[str, bytes]:
        """The files below a folder of the archive, by path."""
        return tree(self.root / folder)

    def text(self, path: str) -> str:
        """The text of a file of the archive."""
        return (self.root / path).read_text(encoding="utf-8")

    def the_only(self, pattern: str) -> Path:
        """The one file that a pattern finds."""
        found = sorted(self.root.glob(pattern))
        assert len(found) == 1, found
        return found[0]


def _key(name: str) -> str:
    return name if name.isidentifier() else json.dumps(name)


def tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by path; links are an error."""
    paths = [path for path in sorted(folder.rglob("*")) if not path.is_dir()]
    assert not [path for path in paths if path.is_symlink()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def times(folder: Path) -> dict[str, int]:
    """When each file below a folder was last changed, in nanoseconds."""
    return {path.as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def make_archive(root: Path, **settings: object) -> Archive:
    """An empty archive whose site.toml holds `settings`."""
    archive = Archive(root)
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in settings.items())
    archive.write("site.toml", "".join(lines))
    for name in ("inbox", "content"):
        (root / name).mkdir(exist_ok=True)
    return archive


def copy_sample(root: Path) -> Archive:
    """A copy of the repository's own sample archive."""
    root.mkdir(parents=True, exist_ok=True)
    for name in ("inbox", "content"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "site.toml", root)
    return Archive(root)


def news(title: str, number: int = 0, *, lines: int = 4) -> str:
    """The text of a document: a title and paragraphs that no other number shares."""
    return f"{title}\n{story(number, lines=lines)}\n"


def story(number: int = 0, *, lines: int = 4) -> str:
    """Invented paragraphs, a line each, that depend on the number alone."""
    place = _PLACES[number % len(_PLACES)]
    sentences = (
        f"The council of {place} voted on Tuesday to repair bridge number {number}, after {number + 3} years of talks.",
        f"The work is to cost {number + 12} million and to last until the autumn, the mayor of {place} told reporters.",
        f"Residents had collected {number * 7 + 900} signatures, among them that of the oldest ferryman of {place}.",
        f"A first lorry with {number + 40} oak beams is expected at the harbour on the morning of day {number + 1}.",
        f"Until then the ferry keeps sailing {number % 9 + 2} times a day, weather permitting, its crew announced.",
    )
    return "\n".join(sentences[:lines])


def outcomes(report: IngestReport) -> dict[str, str]:
    """What became of each document, by its file name."""
    return {item.document.rpartition("/")[2]: item.outcome.value for item in report.details}


def report_of(report: IngestReport, name: str) -> DocumentReport:
    """The report on the document of that file name."""
    return next(item for item in report.details if item.document.rpartition("/")[2] == name)


def assert_adds_up(report: IngestReport) -> None:
    """Each document is accounted for once, in the numbers, the line of text and the JSON alike."""
    names = [item.document for item in report.details]
    assert len(names) == len(set(names))
    number = sum(item.number for item in report.details)
    assert sum(report.counts.values()) == number == report.documents
    assert report.reconciliation.startswith(f"{number} document{'' if number == 1 else 's'} = ")
    table = report.as_json()
    assert table["documents"] == number
    assert {name: table[name] for name in report.counts} == dict(report.counts)


def differences(one: Mapping[str, bytes], two: Mapping[str, bytes]) -> Iterable[str]:
    """The paths at which two trees differ."""
    return sorted(path for path in {*one, *two} if one.get(path) != two.get(path))
