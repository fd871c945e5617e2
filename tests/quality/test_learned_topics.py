"""How well topics are learned from half of labelled collections, told by the other half. The floors may only rise."""

from __future__ import annotations

import collections
import hashlib
import time
from pathlib import Path

import pytest

from site_gen.ingest.enrich.topics.classifier import rank_topics, weigh_terms
from site_gen.ingest.enrich.topics.fitting import Example, weigher
from site_gen.ingest.enrich.topics.learned import LEXICON, decide
from site_gen.ingest.enrich.topics.learning import learn_language
from site_gen.ingest.enrich.topics.terms import load_lexicon
from tests.quality.test_floors import assert_floors, gold

pytestmark = pytest.mark.corpus

FLOORS = {"bbc": 0.975, "agnews": 0.91, "masakha-fr": 0.85, "gnad-de": 0.91, "orange-fr": 0.89}
WITH_UNLABELLED = {"bbc": 0.975, "agnews": 0.91, "masakha-fr": 0.85, "gnad-de": 0.92, "orange-fr": 0.89}
"""Where the articles of the other half are in the archive when it learns, without their labels."""

Rows = list[tuple[dict[str, str], list[str]]]


def halves(corpus: dict[str, Path]) -> dict[str, tuple[Rows, Rows]]:
    """By collection: the half to learn from and the half to tell it by, as in the floors of the word lists."""
    rows = {str(row["id"]): row for row in gold(corpus["topics"] / "topics.jsonl")}
    found: dict[str, tuple[Rows, Rows]] = collections.defaultdict(lambda: ([], []))
    for label in gold(corpus["topics"] / "topics-gold.jsonl"):
        key = str(label["id"])
        accepted = label["accept"]
        assert isinstance(accepted, list)
        half = hashlib.sha1(key.encode(), usedforsecurity=False).digest()[0] % 2
        row = {name: str(value) for name, value in rows[key].items()}
        found[str(label["set"])][half].append((row, accepted))
    return found


def examples(rows: Rows, *, labelled: bool) -> list[Example]:
    return [
        Example(row["id"], row["title"], row["text"], row["lang"], accepted[0] if labelled else "")
        for row, accepted in rows
    ]


@pytest.mark.slow
@pytest.mark.parametrize("unlabelled", [False, True])
def test_what_half_of_the_labels_teach_holds_for_the_other_half(corpus: dict[str, Path], *, unlabelled: bool) -> None:
    shares, seconds, decided = {}, 0.0, 0
    for name, (known, other) in halves(corpus).items():
        lang = known[0][0]["lang"]
        lexicon = load_lexicon(lang)
        assert lexicon
        more = examples(other, labelled=False) if unlabelled else []
        learned = learn_language(lang, examples(known, labelled=True), weigher(lexicon), more)
        assert learned is not None
        assert learned.chosen != LEXICON
        hits = []
        for row, accepted in other:
            weighing = weigh_terms(row["title"], row["text"], lexicon)
            found = rank_topics(weighing)
            start = time.process_time()
            topics = decide(learned.model, row["title"], row["text"], weighing, found)
            seconds += time.process_time() - start
            hits.append(bool(topics) and topics[0].topic in accepted)
        decided += len(hits)
        shares[name] = sum(hits) / len(hits)
    assert_floors(shares, WITH_UNLABELLED if unlabelled else FLOORS)
    assert seconds / decided < 0.002  # twice what may be: machines are busy
