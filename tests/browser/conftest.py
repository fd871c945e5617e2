"""A headless Chromium for the tests of this folder: ask for the fixture `browser`."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.webdriver import Browser


def _load_webdriver() -> ModuleType:
    """The module beside this one, which pytest's importlib mode puts on no path."""
    path = Path(__file__).with_name("webdriver.py")
    spec = importlib.util.spec_from_file_location("tests.browser.webdriver", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests; skips where Chromium or its driver is not installed."""
    webdriver = _load_webdriver()
    missing = webdriver.missing_program()
    if missing:
        pytest.skip(f"needs {missing}: apt-get install chromium chromium-driver")
    with webdriver.Browser() as running:
        yield running
