"""Why an article has a topic, as its front matter says it: `0.82 football, Ligue 1, entraîneu…`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

MOST_WORDS = 6
MOST_LETTERS = 120
"""How long what is written of one topic may be, so that front matter stays a thing to read."""

_SCORED = re.compile(r"([01](?:\.\d{1,6})?)(?:\s+|$)")


def format_reason(score: float, words: Iterable[str]) -> str:
    """A score from 0 to 1 and the words that spoke loudest, as many as there is room for; stems end in an ellipsis."""
    shown = (" ".join(word.replace("*", "…").replace(",", " ").split()) for word in words)
    distinct: dict[str, str] = {}
    for word in filter(None, shown):
        distinct.setdefault(word.casefold(), word)
    text, parted = f"{score:.2f}", " "
    for word in islice(distinct.values(), MOST_WORDS):
        if len(text) + len(parted) + len(word) <= MOST_LETTERS:
            text, parted = f"{text}{parted}{word}", ", "
    return text


def parse_reason(text: str) -> tuple[int, str]:
    """The score in percent and the words; a person may have written either alone, and 0 is no score."""
    found = _SCORED.match(text)
    percent = round(100 * float(found[1])) if found else 0
    if found is None or percent > 100:
        return 0, text[:MOST_LETTERS]
    return percent, text[found.end() :][:MOST_LETTERS]
