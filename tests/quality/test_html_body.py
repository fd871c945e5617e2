"""Bodies of web pages against two collections with known bodies, and against bare trafilatura in the same run."""

from __future__ import annotations

import gzip
import json
import re
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trafilatura

from site_gen.ingest.formats.html.body import find_body
from site_gen.ingest.formats.html.tree import parse_html
from site_gen.ingest.markup.lists import block_markdown

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
PAGES = 300
"""Of the news portal: every twenty-seventh."""
ORANGE_FLOOR = 0.99
# The collection's own measure is that of its shingles of four tokens; we pin both.
BENCHMARK_FLOOR = {"tokens": 0.955, "shingles": 0.957}


@dataclass(frozen=True, slots=True)
class Scored:
    """How near our text and trafilatura's come to the known body, and the seconds of CPU that each took."""

    name: str
    ours: str
    theirs: str
    gold: str
    our_time: float
    their_time: float


def _members(archive: Path, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
    if not archive.exists():
        pytest.skip(f"needs the corpus {archive.name}, which is not beside this checkout")
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and (member.name in wanted or not wanted):
                file = tar.extractfile(member)
                assert file is not None
                yield member.name, file.read()


def _scored(name: str, data: bytes, url: str, title: str, gold: str) -> Scored:
    begun = time.process_time()
    tree = parse_html(data)
    assert tree is not None, name
    body = find_body(tree, url, title=title)
    ours = "\n\n".join(map(block_markdown, body.blocks))
    ended = time.process_time()
    theirs = trafilatura.extract(data) or ""
    return Scored(name, _plain(ours), theirs, gold, ended - begun, time.process_time() - ended)


def _plain(markdown: str) -> str:
    linked = re.sub(r"\[((?:[^\[\]\\]|\\.)*)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"(?<!\\)[*#>|]", " ", linked))


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.translate(str.maketrans("’‘", "''")).casefold())


def _token_f1(got: str, gold: str) -> float:
    one, two = Counter(_tokens(got)), Counter(_tokens(gold))
    return 2 * (one & two).total() / ((one.total() + two.total()) or 1)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    return Counter(tuple(tokens[at : at + 4]) for at in range(max(1, len(tokens) - 3)))


def _shingle_f1(pairs: list[tuple[str, str]]) -> float:
    """As the benchmark has it: the harmonic mean of mean precision and mean recall."""
    precision, recall = [], []
    for got, gold in pairs:
        one, two = _shingles(got), _shingles(gold)
        same = (one & two).total()
        precision.append(same / one.total())
        recall.append(same / two.total())
    mean_precision, mean_recall = sum(precision) / len(pairs), sum(recall) / len(pairs)
    return 2 * mean_precision * mean_recall / (mean_precision + mean_recall)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


@pytest.fixture(scope="module")
def orange() -> list[Scored]:
    archive = CORPORA / "orange-html.tar.xz"
    gold: dict[str, dict[str, str]] = {}
    for name, data in _members(archive, {"gold.jsonl", "./gold.jsonl"}):
        rows = [json.loads(line) for line in data.decode().splitlines()]
        prefix = name.removesuffix("gold.jsonl")
        gold = {f"{prefix}html/{row['file']}": row for row in rows[::27][:PAGES] if len(row["body"] or "") > 400}
    return [
        _scored(name, data, gold[name]["url"], gold[name]["title"], gold[name]["body"])
        for name, data in _members(archive, set(gold))
    ]


@pytest.fixture(scope="module")
def benchmark() -> list[Scored]:
    files = {
        name: data for name, data in _members(CORPORA / "formats.tar.xz", set()) if "/html-benchmark/" in f"/{name}"
    }
    gold = next(json.loads(data) for name, data in files.items() if name.endswith("ground-truth.json"))
    pages = {Path(name).name.removesuffix(".html.gz"): data for name, data in files.items() if name.endswith(".gz")}
    return [_scored(key, gzip.decompress(pages[key]), row["url"], "", row["articleBody"]) for key, row in gold.items()]


def test_bodies_of_the_news_portal(orange: list[Scored]) -> None:
    ours = _mean([_token_f1(page.ours, page.gold) for page in orange])
    theirs = _mean([_token_f1(page.theirs, page.gold) for page in orange])
    assert ours >= max(ORANGE_FLOOR, theirs)


def test_pages_of_the_news_portal_take_well_below_the_time_of_trafilatura(orange: list[Scored]) -> None:
    assert sum(page.our_time for page in orange) <= 0.6 * sum(page.their_time for page in orange)


def test_bodies_of_the_benchmark(benchmark: list[Scored]) -> None:
    ours = _mean([_token_f1(page.ours, page.gold) for page in benchmark])
    theirs = _mean([_token_f1(page.theirs, page.gold) for page in benchmark])
    assert ours >= max(BENCHMARK_FLOOR["tokens"], theirs)


def test_bodies_of_the_benchmark_by_its_own_measure(benchmark: list[Scored]) -> None:
    ours = _shingle_f1([(page.ours, page.gold) for page in benchmark])
    theirs = _shingle_f1([(page.theirs, page.gold) for page in benchmark])
    assert ours >= max(BENCHMARK_FLOOR["shingles"], theirs)
