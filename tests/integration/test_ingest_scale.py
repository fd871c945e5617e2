"""Ingest of one large file: what is told while it is read, and how much of it is held in memory."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys

import pytest

from site_gen.build import BuildOptions, run_ingest
from tests.integration.archives import Archive

_SYLLABLES = "ba do fe gi ka lu ma ne po ra si tu ve wo za".split()
# Prints how many blocks of memory Python holds after 5,000 documents and after 19,000 of 20,000.
_MEASURED = """
import gc, sys
from pathlib import Path
from site_gen.build import BuildOptions, run_ingest

held = []
def look(stage, done, total, number):
    if number >= 5000 + 14000 * len(held):
        gc.collect()
        held.append(sys.getallocatedblocks())

report = run_ingest(Path(sys.argv[1]), BuildOptions(workers=1, details=False), look)
print(report.documents, len(report.warnings), report.warned, *held)
"""


def rows(number: int, words: int = 45) -> bytes:
    """JSON Lines of articles about different things; every one has a date that cannot be read."""
    return b"".join(json.dumps(row(at, words)).encode() + b"\n" for at in range(number))


def row(at: int, words: int) -> dict[str, str]:
    chance = random.Random(at)
    text = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(words)]
    return {
        "url": f"https://news.example/{at}",
        "title": f"{text[0]} {text[1]} {text[2]} votes for a bridge",
        "text": " ".join(text),
        "published": f"the {at}th of May",
        "language": "en",
    }


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_rows(archive: Archive) -> None:
    archive.write("inbox/rows.jsonl", rows(20_000))
    command = [sys.executable, "-c", _MEASURED, str(archive.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    documents, shown, warned, early, late = map(int, done.stdout.split())
    assert documents == 20_000
    assert (shown, warned) == (20, 20_000)
    assert late - early < 0.75 * 14_000


@pytest.mark.parametrize("packed", [False, True])
def test_progress_is_told_within_one_file(archive: Archive, *, packed: bool) -> None:
    data = rows(400, words=400)
    path = archive.write(f"inbox/rows.jsonl{'.gz' if packed else ''}", gzip.compress(data, 0) if packed else data)
    seen: list[tuple[int, int]] = []
    run_ingest(archive.root, BuildOptions(workers=1), lambda _, done, total, __: seen.append((done, total)))
    size = path.stat().st_size
    assert {total for _, total in seen} == {size}
    places = [done for done, _ in seen]
    assert places == sorted(places)
    assert places[-1] == size
    assert len({place for place in places if 0 < place < size}) >= 3
