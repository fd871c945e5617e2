"""Finds the countries and territories that an article is about, by the names that it uses for them.

A place counts where the title, the dateline or the lead names it, or where the text does so again and again; beside a
place of the title one that only the text names must weigh nearly as much. The figures were set on one half of a
labelled sample; `tests/quality/test_places.py` holds what the other half gave.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from site_gen.ingest.enrich.places.names import Name, Names, load_names, split_words

MOST_PLACES = 5
"""How many places an article has at most."""
LEAST_POINTS = 2.5
"""Below this a place is not returned: that of the lead is, once; that of the text from its fourth mention on."""
LEAST_SHARE = 0.4
"""A place that the title does not name needs this share of the first one's points."""

# Points a mention, and how many mentions count: who repeats a name does not say more with each.
_TITLE, _TITLE_MOST = 4.0, 2
_LEAD, _LEAD_MOST = 2.5, 2
_DATELINE = 2.5
_TEXT, _TEXT_MOST = 0.8, 6
_LEAD_TEXT = re.compile(r"(?:[^.!?؟…]{20,}?[.!?؟…]+[\s\"'»”’)]+){2}")
_LEAD_CHARS = 500


@dataclass(slots=True)
class _Mentions:
    """How often an article means one territory, and where."""

    title: int = 0
    lead: int = 0
    text: int = 0
    dateline: int = 0
    is_sure: bool = False
    """Whether any of them counts by itself."""

    @property
    def points(self) -> float:
        return (
            _TITLE * min(self.title, _TITLE_MOST)
            + _LEAD * min(self.lead, _LEAD_MOST)
            + _DATELINE * min(self.dateline, 1)
            + _TEXT * min(self.text, _TEXT_MOST)
        )


def find_places(title: str, text: str, lang: str, dateline: str = "") -> tuple[str, ...]:
    """The ISO 3166-1 codes of at most five places that an article is about, the most certain first.

    `dateline` is what the source tells of where it was written: a dateline as printed, or the name of a place.
    """
    names = load_names(lang.partition("-")[0].lower())
    if not names:
        return ()
    lead = _LEAD_TEXT.match(text, 0, _LEAD_CHARS)
    cut = lead.end() if lead else min(len(text), _LEAD_CHARS // 2)
    found: defaultdict[str, _Mentions] = defaultdict(_Mentions)
    for name in _names_in(names, title):
        found[name.code].title += 1
        found[name.code].is_sure |= name.is_sure
    for name in _names_in(names, text[:cut]):
        found[name.code].lead += 1
        found[name.code].is_sure |= name.is_sure
    for name in _names_in(names, dateline):
        found[name.code].dateline += 1
        found[name.code].is_sure |= name.is_sure
    for name in _names_in(names, text[cut:]):
        found[name.code].text += 1
        found[name.code].is_sure |= name.is_sure
    return _rank(found)


def _names_in(names: Names, text: str) -> Iterator[Name]:
    """The names that stand in a text; a longer one hides those in it."""
    words = split_words(text)
    after = 0
    for at in [at for at, word in enumerate(words) if word in names]:
        if at >= after:
            hits = names[words[at]].at(words, at + 1)
            if hits:
                after = at + 1 + len(hits[0].rest)
                if all(name.code for name in hits):
                    yield from hits


def _rank(found: dict[str, _Mentions]) -> tuple[str, ...]:
    """The places that pass the thresholds, by their points."""
    ranked = sorted(
        ((mentions.points, code) for code, mentions in found.items() if mentions.is_sure),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if not ranked or ranked[0][0] < LEAST_POINTS:
        return ()
    least = max(LEAST_POINTS, ranked[0][0] * LEAST_SHARE)
    passing = (code for points, code in ranked if points >= least or found[code].title)
    return tuple(passing)[:MOST_PLACES]
