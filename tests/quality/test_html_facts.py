"""Facts of real web pages: floors that may only rise."""

from __future__ import annotations

import json
import tarfile
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from site_gen.ingest.enrich.addresses import canonical_url
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.ingest.formats.html import read
from site_gen.model import Draft

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

PAGES = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "orange-html.tar.xz"
EVERY = 8
FLOORS = {"found": 0.99, "title": 0.995, "published_day": 0.995, "url": 0.995, "keywords_recall": 0.99, "credit": 0.9}


@pytest.fixture(scope="module")
def pages() -> list[tuple[dict[str, Any], bytes]]:
    """Gold and bytes of every 8th page."""
    if not PAGES.exists():
        pytest.skip(f"needs the corpus {PAGES.name}, which is not beside this checkout")
    gold: dict[str, dict[str, Any]] = {}
    found: dict[str, bytes] = {}
    with tarfile.open(PAGES) as tar:
        for at, member in enumerate(tar):
            name = Path(member.name).name
            if name.endswith(".html") and at % EVERY:
                continue
            file = tar.extractfile(member)
            data = file.read() if file else b""
            if name.endswith(".html"):
                found[name] = data
            elif name == "gold.jsonl":
                gold = {row["file"]: row for row in map(json.loads, data.splitlines())}
    return [(gold[name], data) for name, data in found.items() if name in gold]


def test_facts_of_pages(pages: list[tuple[dict[str, Any], bytes]], score: ModuleType) -> None:
    rows: dict[str, list[float]] = defaultdict(list)
    for gold, data in pages:
        (found,) = read(Document(gold["file"], data, Known(), ""), ReadOptions())
        rows["found"].append(isinstance(found, Draft))
        if not isinstance(found, Draft):
            continue
        day = found.published.day.isoformat() if found.published else ""
        rows["title"].append(score.squash(found.title) == score.squash(gold["title"]))
        rows["url"].append(found.url == gold["url"])
        keywords = {score.squash(word).casefold() for word in found.keywords}
        rows["keywords_recall"] += [score.squash(tag).casefold() in keywords for tag in gold["tags"]]
        if gold["published"]:
            rows["published_day"].append(day == score.instant(gold["published"])[0])
        if gold["publisher"]:
            rows["credit"].append(bool(found.credit))
    assert len(rows["found"]) > 900
    figures = {name: sum(values) / len(values) for name, values in rows.items()}
    assert {name: value for name, value in figures.items() if value < FLOORS[name]} == {}


def test_published_addresses_are_canonical(pages: list[tuple[dict[str, Any], bytes]]) -> None:
    changed = [gold["url"] for gold, _ in pages if canonical_url(gold["url"]) != gold["url"]]
    assert changed == []
