"""Near-duplicates on pairs that were read after the limits were fixed, most of them from other collections.

`held_out_pairs.tsv` was drawn with a fixed seed from what `orange_pairs.tsv` does not hold, and labelled before the
rules were asked about it; only of the pairs with like titles it was known that none merges. The portal has no
unlabelled pair left that shares a tenth of its text: from it come pairs below that and pairs with like titles.
`others-*` are of four collections without dates: all pairs that share a tenth, and some that share less. Nothing is
to be tuned on these pairs. Floors may only rise.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from site_gen.ingest.identity import text_key
from site_gen.ingest.near import Facts, Relation, bands, relation, sketch
from site_gen.model import Timestamp

pytestmark = pytest.mark.corpus

PAIRS = Path(__file__).with_name("held_out_pairs.tsv")
STRATA = {
    "orange-near": 40,
    "orange-far": 20,
    "orange-title-same": 25,
    "orange-title-like": 35,
    "others-near": 85,
    "others-far": 25,
}
PRECISION = 1.0
RECALL = 0.95
"""20 of 21: two copies of a dispatch of 30 words, one with its dateline, stay two."""


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.fixture(scope="module")
def articles(corpus: dict[str, Path], orange_rows: list[dict[str, Any]]) -> dict[str, Facts]:
    found = {
        row["file"]: Facts(row["title"], row["body"] or "", Timestamp.parse(row["published"])) for row in orange_rows
    }
    for line in (corpus["topics"] / "topics.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["id"]] = Facts(row["title"], row["text"])
    return found


def _are_candidates(one: Facts, two: Facts) -> bool:
    """Whether ingest would compare the two, or know them to be equal."""
    shared = set(bands(sketch(one.title, one.body))) & set(bands(sketch(two.title, two.body)))
    return bool(shared) or text_key(one.title, one.body) == text_key(two.title, two.body)


def test_the_pairs_are_those_that_were_drawn_and_not_those_of_the_other_sample(rows: list[dict[str, str]]) -> None:
    with PAIRS.with_name("orange_pairs.tsv").open(encoding="utf-8", newline="") as lines:
        seen = {frozenset((row["earlier"], row["later"])) for row in csv.DictReader(lines, delimiter="\t")}
    pairs = [frozenset((row["earlier"], row["later"])) for row in rows]
    assert not seen.intersection(pairs)
    assert len(set(pairs)) == len(pairs)
    assert Counter(row["stratum"] for row in rows) == STRATA
    assert {row["label"] for row in rows} == {"duplicate", "version", "different"}


def test_what_is_merged_is_one_article_and_what_is_one_article_is_merged(
    rows: list[dict[str, str]], articles: dict[str, Facts]
) -> None:
    merged, same, right = 0, 0, 0
    for row in rows:
        one, two = articles[row["earlier"]], articles[row["later"]]
        is_same = row["label"] != "different"
        is_merged = _are_candidates(one, two) and relation(one, two).relation is not Relation.DIFFERENT
        merged += is_merged
        same += is_same
        right += is_merged and is_same
    assert right >= PRECISION * merged
    assert right >= RECALL * same
