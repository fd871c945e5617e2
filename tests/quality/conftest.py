"""The real corpora stand beside a checkout where they are to be had; their rights keep them out of it."""

from __future__ import annotations

import importlib.util
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


def _unpacked(name: str, into: Path) -> Path:
    archive = SHARED / "corpora" / f"{name}.tar.xz"
    if not archive.exists():
        pytest.skip(f"needs the corpus {archive.name}, which is not beside this checkout")
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    return into


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
