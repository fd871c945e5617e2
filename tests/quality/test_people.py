"""Whether 320 names found in articles of six collections are those of people, by a person who read them there.

`people.tsv` was drawn with a fixed seed and holds the ids and the names alone. 120 of them are of pages of a French
portal that nothing was mended on; what was wrong with others had been read before, to mend the lists. A name counts as
right if it is that of one person, whole, whether the article is about them or not; that of a figure in a game is wrong.
Floors may only rise: the second holds that what was found is still found.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from site_gen.ingest.enrich.people import find_people

pytestmark = pytest.mark.corpus

LABELS = Path(__file__).with_name("people.tsv")
PRECISION, KEPT = 0.985, 0.98


@pytest.fixture(scope="module")
def labels() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.fixture(scope="module")
def articles(corpus: dict[str, Path], orange_rows: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Text and language by id."""
    found = {row["file"]: (row["body"] or "", "fr") for row in orange_rows}
    for line in (corpus["topics"] / "topics.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["id"]] = (row["text"], row["lang"])
    return found


def test_names_are_those_of_people_and_stay_found(
    labels: list[dict[str, str]], articles: dict[str, tuple[str, str]]
) -> None:
    assert len(labels) == 320
    found = [row for row in labels if row["person"] in find_people(*articles[row["id"]])]
    right = [row for row in found if row["is_right"] == "yes"]
    assert len(right) >= PRECISION * len(found)
    assert len(right) >= KEPT * sum(row["is_right"] == "yes" for row in labels)
