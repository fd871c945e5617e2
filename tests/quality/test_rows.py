"""Rows of real collections: every row becomes an article, and no word of its text is lost."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from site_gen.ingest.formats import json_lines
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import Draft

pytestmark = pytest.mark.corpus
_TAG = re.compile(r"&lt;.*?&gt;|<[^>]*>")


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def shown(draft: Draft) -> str:
    return "\n".join([draft.standfirst or "", draft.dateline or "", *(block.text for block in draft.blocks)])


def test_no_word_of_a_labelled_collection_is_lost(corpus: dict[str, Path]) -> None:
    path = corpus["topics"] / "topics.jsonl"
    rows = {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    lost = total = read = 0
    with path.open("rb") as stream:
        for item in json_lines.split(stream, Document("topics.jsonl", b"", Known(), ""), ReadOptions()):
            assert isinstance(item, Document)
            draft = next(json_lines.read(item, ReadOptions()))
            assert isinstance(draft, Draft), draft
            row = rows[draft.guid or ""]
            assert draft.title
            text = words(_TAG.sub(" ", row["text"]))
            lost += (text - words(shown(draft))).total()
            total += text.total()
            read += 1
    assert read == len(rows) == 3500
    assert lost / total < 0.0002
