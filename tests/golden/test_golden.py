"""One small site, byte for byte: a change of any page shows here, to be looked at and agreed to."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from site_gen.build import BuildOptions, build
from site_gen.watching import Watched
from tests.integration.archives import tree

HERE = Path(__file__).parent
EXPECTED = HERE / "expected"
_SHOWN = 12
"""Files whose differences are shown."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "site", tmp_path / "site"))


def test_the_site_is_as_expected(root: Path, *, update_golden: bool) -> None:
    report = build(root, BuildOptions(ingest=False))
    assert report.ok
    found = tree(root / "output")
    if update_golden:
        _write_anew(found)
    problems = list(_differences(tree(EXPECTED), found))
    assert not problems, "\n".join([*problems, "", "Meant so? pytest tests/golden --update-golden, then git diff"])


def test_the_watch_mode_shows_the_same(root: Path) -> None:
    shown = Watched(root, BuildOptions(ingest=False)).rebuild(None)
    assert not list(_differences(tree(EXPECTED), shown.files))


def _write_anew(found: Mapping[str, bytes]) -> None:
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for path, data in found.items():
        (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
        (EXPECTED / path).write_bytes(data)


def _differences(expected: Mapping[str, bytes], found: Mapping[str, bytes]) -> Iterator[str]:
    yield from (f"missing: {path}" for path in sorted({*expected} - {*found}))
    yield from (f"not expected: {path}" for path in sorted({*found} - {*expected}))
    changed = [path for path in sorted({*found} & {*expected}) if expected[path] != found[path]]
    for number, path in enumerate(changed):
        yield f"changed: {path}"
        if number < _SHOWN:
            old, new = (data[path].decode("utf-8", "replace").splitlines() for data in (expected, found))
            yield from difflib.unified_diff(old, new, "expected", "found", lineterm="", n=1)
