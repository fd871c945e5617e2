"""The benchmark's own parts: its articles, its measuring, and the page that shows its results."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from site_gen.content import parse_content
from site_gen.model import ContentFile

REPOSITORY = Path(__file__).parents[2]


def load(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(REPOSITORY / "benchmarks"))
    spec = importlib.util.spec_from_file_location(name, REPOSITORY / "benchmarks" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


def test_an_article_is_the_same_however_many_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = load("corpus", monkeypatch)
    few, many = (list(corpus.Corpus().articles(number)) for number in (3, 5))
    assert many[:3] == few
    for layout in ("site-gen", "hugo", "pelican"):
        corpus.lay_out(layout, many, tmp_path / layout)
    files = sorted((tmp_path / "site-gen/content").rglob("*.md"))
    read = [parse_content(path.name, path.read_bytes()) for path in files]
    assert {item.article.title for item in read if isinstance(item, ContentFile)} == {one.title for one in many}
    assert [item.warnings for item in read if isinstance(item, ContentFile)] == [()] * 5
    assert len(list((tmp_path / "hugo/content").rglob("*.md"))) >= 5 + 3
    assert len(list((tmp_path / "pelican/content").rglob("*.md"))) == 5


def test_a_command_is_measured_with_what_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure = load("measure", monkeypatch).measure
    code = (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = bytearray(60_000_000); sum(range(9**7))'])"
    )
    cost = measure([sys.executable, "-c", code], tmp_path)
    assert cost.cpu > 0.03
    assert cost.memory == 0 or cost.memory > 50


def test_the_page_shows_the_results(monkeypatch: pytest.MonkeyPatch) -> None:
    load("corpus", monkeypatch)
    load("measure", monkeypatch)
    bench = load("bench", monkeypatch)
    found = [json.loads(path.read_text(encoding="utf-8")) for path in bench.RESULTS.glob("*.json")]
    found.sort(key=lambda one: int(one["articles"]))
    assert bench.table(found) in bench.PAGE.read_text(encoding="utf-8")
