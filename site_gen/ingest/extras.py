"""The optional extras that are installed."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.util import find_spec

PACKAGES: Mapping[str, str] = {
    "html": "trafilatura", "feeds": "feedparser", "warc": "warcio", "brotli": "brotli", "zstd": "zstandard",
}  # fmt: skip
"""The optional extras, and `brotli` of `warc`, each with the package by which it is known to be there."""


@functools.cache
def extras() -> tuple[str, ...]:
    """What is installed of the extras: what could not be read without one is read again when it is there."""
    return tuple(name for name, package in PACKAGES.items() if find_spec(package) is not None)
