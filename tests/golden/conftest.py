"""The option with which the expected site is written anew: `pytest tests/golden --update-golden`, then `git diff`."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the expected site anew; review it with git diff"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether to write what is expected rather than to compare. The option is known where this folder is named."""
    return bool(request.config.getoption("--update-golden", default=False))
