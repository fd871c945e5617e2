"""Archives that cannot be built: the message says where and what, and not a byte is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from site_gen.build import BuildOptions
from site_gen.errors import SiteGenError
from site_gen.watching import Watched
from tests.integration.archives import REPOSITORY, Archive, times, tree

INVALID = REPOSITORY / "tests" / "invalid"
CASES = sorted(path.name for path in INVALID.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", CASES)
def test_the_message_tells_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    archive = Archive(tmp_path / "archive")
    shutil.copytree(INVALID / name, archive.root, ignore=shutil.ignore_patterns("expected.txt"))
    archive.write("output/index.html", "the former home page")
    archive.write("output/old/page.html", "a former page")
    files, changes = tree(archive.root / "output"), times(archive.root / "output")
    status, *texts = (INVALID / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    done = archive.run("build")
    assert done.exit_code == int(status)
    assert done.stderr.startswith("site-gen: ")
    assert [text for text in texts if text.strip() not in done.stderr] == [], done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert (tree(archive.root / "output"), times(archive.root / "output")) == (files, changes)
    assert not list((archive.root / ".site-gen").glob("staging*"))


@pytest.mark.parametrize("name", CASES)
def test_the_watch_mode_fails_with_the_same_message(tmp_path: Path, name: str) -> None:
    shutil.copytree(INVALID / name, tmp_path / "archive")
    texts = (INVALID / name / "expected.txt").read_text(encoding="utf-8").splitlines()[1:]
    watched = Watched(tmp_path / "archive", BuildOptions(workers=1))
    with pytest.raises(SiteGenError) as caught:
        watched.rebuild(None)
    assert [text for text in texts if text.strip() not in str(caught.value)] == []
