"""Which countries 238 articles of six collections are about, by a person who read their titles and leads.

`places.tsv` was drawn with a fixed seed and labelled before there was anything to find places with: the ids, and the
codes alone. `places` are those that title or lead name (by a name, a people, a capital, a seat of power, a dateline)
and that the article is about; they have to be found. `also` are right too, and need not be: named and secondary, as the
countries of athletes, or true and not named, as the United States of an American club. The thresholds and the
lists were mended on one half, and nothing on the other. Floors may only rise.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from site_gen.ingest.enrich.places import find_places
from site_gen.territories import TERRITORIES

pytestmark = pytest.mark.corpus

LABELS = Path(__file__).with_name("places.tsv")
FLOORS = {"curate": (0.98, 0.94), "held-out": (0.98, 0.92)}
"""Precision, recall."""


@pytest.fixture(scope="module")
def labels() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.fixture(scope="module")
def articles(corpus: dict[str, Path], orange_rows: list[dict[str, Any]]) -> dict[str, tuple[str, str, str]]:
    """Title, text and language by id."""
    found = {row["file"]: (row["title"], row["body"] or "", "fr") for row in orange_rows}
    for line in (corpus["wire-text"] / "wire-gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["file"]] = (row["title"], "\n".join(row["paragraphs"]), "fr")
    for line in (corpus["topics"] / "topics.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["id"]] = (row["title"], row["text"], row["lang"])
    return found


def test_labels_are_codes(labels: list[dict[str, str]]) -> None:
    assert len({row["id"] for row in labels}) == len(labels) == 238
    for row in labels:
        places, also = row["places"].split(), row["also"].split()
        assert {*places, *also} <= TERRITORIES
        assert not {*places} & {*also}


@pytest.mark.parametrize("half", FLOORS)
def test_places_are_right_and_few_are_missed(
    half: str, labels: list[dict[str, str]], articles: dict[str, tuple[str, str, str]]
) -> None:
    found = right = wanted = hit = 0
    for row in labels:
        if row["half"] == half:
            title, text, lang = articles[row["id"]]
            places = set(find_places(title, text, lang))
            asked = set(row["places"].split())
            found += len(places)
            right += len(places & {*asked, *row["also"].split()})
            wanted += len(asked)
            hit += len(places & asked)
    precision, recall = FLOORS[half]
    assert right >= precision * found
    assert hit >= recall * wanted
