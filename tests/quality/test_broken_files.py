"""Samples of every form cut at random places, and hostile files: outcomes for each, never a caught exception."""

from __future__ import annotations

import gzip
import io
import random
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_gen.ingest.assemble import Parsed, parse_document
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.ingest.formats.containers import walk
from site_gen.ingest.formats.registry import detect
from site_gen.model import Failure, LeftOut

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
SEED = 20251124
CUTS = 7
# Of the forms with hundreds of samples every so-manieth.
EVERY = {"feeds": 6, "html-benchmark": 10, "wikinews-fr": 40}
LARGEST = 400_000
# What readers say of an exception that they caught: each is a bug.
CAUGHT = re.compile(r"made the reader fail|(?:cannot|could not) be read \([A-Z]\w+(?:Error|Warning|Exception)\b")


def _members(archive: str) -> Iterator[tuple[str, bytes]]:
    path = CORPORA / f"{archive}.tar.xz"
    if not path.exists():
        pytest.skip(f"needs the corpus {path.name}, which is not beside this checkout")
    with tarfile.open(path) as tar:
        for info in tar:
            file = tar.extractfile(info) if info.isfile() else None
            if file is not None:
                yield info.name, file.read()


def _outcomes(path: str, data: bytes) -> list[Parsed | Failure | LeftOut]:
    """What ingest makes of one file."""
    found: list[Parsed | Failure | LeftOut] = []
    for item in walk(io.BytesIO(data), Document(path, b"", Known(), ""), ReadOptions(), detect):
        if isinstance(item, Document):
            found.extend(parse_document(item, ReadOptions(), None))
        else:
            found.append(item)
    return found


def _caught(path: str, data: bytes) -> list[str]:
    """What is wrong with the outcomes of a file: there is none, or an exception was caught."""
    found = _outcomes(path, data)
    if not found:
        return [f"{path}: nothing, of {len(data)} bytes"]
    return [f"{path}: {one.message}" for one in found if isinstance(one, Failure) and CAUGHT.search(one.message)]


def _samples() -> Iterator[tuple[str, bytes]]:
    numbers: dict[str, int] = {}
    for name, data in _members("formats"):
        form = name.removeprefix("./").split("/")[1]
        numbers[form] = numbers.get(form, -1) + 1
        if numbers[form] % EVERY.get(form, 1) == 0 and len(data) < LARGEST:
            yield name, gzip.decompress(data) if name.endswith(".html.gz") else data


def test_samples_of_every_form_cut_at_random_places() -> None:
    chosen = random.Random(SEED)
    wrong: list[str] = []
    forms = set()
    for name, data in _samples():
        forms.add(name.removeprefix("./").split("/")[1])
        for end in (chosen.randrange(len(data) + 1) for _ in range(CUTS)):
            wrong += _caught(name, data[:end])
    assert forms >= {"agency", "newsml-g2", "ninjs", "wxr", "warc", "feeds", "html-benchmark"}
    assert wrong == []


def test_hostile_files() -> None:
    wrong = [line for name, data in _members("hostile") if len(data) < LARGEST for line in _caught(name, data)]
    assert wrong == []
