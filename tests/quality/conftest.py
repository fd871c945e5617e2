"""The real corpora stand beside a checkout where they are to be had; their rights keep them out of it."""

from __future__ import annotations

import importlib.util
import json
import tarfile
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


def _unpacked(name: str, into: Path) -> Path:
    archive = SHARED / "corpora" / f"{name}.tar.xz"
    if not archive.exists():
        pytest.skip(f"needs the corpus {archive.name}, which is not beside this checkout")
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    return into


@cache
def read_member(archive: str, name: str) -> str:
    """The text of a file in a corpus."""
    path = SHARED / "corpora" / archive
    if not path.exists():
        pytest.skip(f"needs the corpus {archive}, which is not beside this checkout")
    with tarfile.open(path) as tar:
        member = tar.extractfile(name)
        assert member is not None
        return member.read().decode()


@pytest.fixture(scope="session")
def orange_rows() -> list[dict[str, Any]]:
    """What the pages of the Orange portal hold: file, title, body, published and more of each."""
    return [json.loads(line) for line in read_member("orange-html.tar.xz", "gold.jsonl").splitlines()]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of the corpora by name, unpacked once."""
    root = tmp_path_factory.mktemp("corpora")
    return {name: _unpacked(name, root) for name in ("wire-text", "dump-text", "topics")}


@pytest.fixture(scope="session")
def score() -> ModuleType:
    """The scoring tool of the corpora."""
    path = SHARED / "tools" / "score.py"
    if not path.exists():
        pytest.skip("needs score.py, which is not beside this checkout")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
