"""Two articles side by side: what their texts share, in what they differ, how far apart they are in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from site_gen.ingest.near.words import LONG, folded, sentences, shingles, text_of, words
from site_gen.model import Timestamp

_RUN = 3
_STEM = 5
_TEMPLATE = 0.6
"""Share of the changed sentences that are the same but for what was put into them."""
_ONE_DAY = 24.0
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of an article. `body` may be Markdown or plain text."""

    title: str
    body: str
    published: Timestamp | None = None
    updated: Timestamp | None = None


class Text:
    """The words of one article, taken apart as far as the comparison asks for it."""

    def __init__(self, title: str, body: str) -> None:
        self.raw = text_of(body)
        self.rest = body[LONG:]
        """What is too far from the beginning to be taken apart."""
        self.title = words(folded(title))
        self.title_set = frozenset(self.title)
        self.words = words(folded(self.raw))
        self.word_set = frozenset(self.words)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """All runs of three words."""
        return shingles(self.words, _RUN)

    @cached_property
    def sentences(self) -> list[tuple[str, ...]]:
        """The sentences as runs of words."""
        return sentences(folded(self.raw))

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that stand with a capital wherever they stand."""
        found = set(words(self.raw))
        small = {folded(word) for word in found if word[0].islower()}
        return frozenset(folded(word) for word in found if word[0].isupper()) - small

    @cached_property
    def terms(self) -> frozenset[str]:
        """The stems of the words of the title that carry meaning."""
        return frozenset(map(_stem, filter(_is_term, self.title))) or self.title_set

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words of the text."""
        return frozenset(map(_stem, self.word_set))


class Pair:
    """Two articles; all that it tells is the same whichever comes first."""

    def __init__(self, old: Facts, new: Facts) -> None:
        self.one = one = _read(old.title, old.body)
        self.two = two = _read(new.title, new.body)
        self.hours = _hours(old, new)
        """The shortest time between a date of the one and a date of the other; None where one has no date."""
        self.same_day = bool(_days(old) & _days(new))
        self.titles = _likeness(one.title_set, two.title_set)
        """The share of the words of both titles that they have in common."""
        self.apart = (one.title_set - two.title_set, two.title_set - one.title_set)
        """The words that only one of the titles has."""
        self.same_words = one.words == two.words and one.rest == two.rest

    @cached_property
    def contained(self) -> float:
        """The share of the shorter text's runs of words that the other has too."""
        return len(self.one.runs & self.two.runs) / max(1, min(len(self.one.runs), len(self.two.runs)))

    @cached_property
    def likeness(self) -> float:
        """The share of the runs of words of both texts that they have in common (Jaccard)."""
        return _likeness(self.one.runs, self.two.runs)

    @cached_property
    def support(self) -> float:
        """How much of the one title is found in the text of the other, of both the less."""
        one, two = self.one, self.two
        return min(
            len(one.terms & two.stems) / max(1, len(one.terms)),
            len(two.terms & one.stems) / max(1, len(two.terms)),
        )

    @cached_property
    def changed(self) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
        """The sentences that the other text does not have."""
        one, two = Counter(self.one.sentences), Counter(self.two.sentences)
        return one - two, two - one

    @cached_property
    def template(self) -> bool:
        """Whether the texts differ in what was put into the same sentences, and hardly in anything else."""
        first, second = self.changed
        most = max(first.total(), second.total())
        if not first or not second:
            return False
        left = Counter(_skeleton(sentence, self.two.word_set) for sentence in first.elements())
        right = Counter(_skeleton(sentence, self.one.word_set) for sentence in second.elements())
        return (left & right).total() >= _TEMPLATE * most

    @cached_property
    def counted_anew(self) -> int:
        """How many changed sentences are the same but for their numbers."""
        first, second = self.changed
        left = Counter(_without_numbers(sentence) for sentence in first.elements())
        right = Counter(_without_numbers(sentence) for sentence in second.elements())
        return (left & right).total()

    @property
    def numbers_apart(self) -> bool:
        """Whether each text has numbers that the other lacks."""
        one, two = self.one.word_set, self.two.word_set
        return any(word[0].isdigit() for word in one - two) and any(word[0].isdigit() for word in two - one)


@lru_cache(maxsize=64)  # a newcomer is compared with several
def _read(title: str, body: str) -> Text:
    return Text(title, body)


def _stem(word: str) -> str:
    return word[:_STEM]


def _is_term(word: str) -> bool:
    return len(word) > 3 or word.isdigit() or word[0] >= "\u1100"


def _likeness(one: frozenset[_T], two: frozenset[_T]) -> float:
    return len(one & two) / max(1, len(one | two))


def _skeleton(sentence: Iterable[str], known: frozenset[str]) -> tuple[str, ...]:
    """A sentence without its numbers and without the words that the other text lacks."""
    return tuple(word for word in sentence if word in known and not word[0].isdigit())


def _without_numbers(sentence: Iterable[str]) -> tuple[str, ...]:
    return tuple("0" if word[0].isdigit() else word for word in sentence)


def _days(facts: Facts) -> set[int]:
    return {date.day.toordinal() for date in (facts.published, facts.updated) if date}


def _hours(old: Facts, new: Facts) -> float | None:
    gaps = [
        _gap(first, second)
        for first in (old.published, old.updated)
        for second in (new.published, new.updated)
        if first and second
    ]
    return min(gaps, default=None)


def _gap(one: Timestamp, other: Timestamp) -> float:
    if one.time is None or other.time is None:
        return _ONE_DAY * abs(one.day.toordinal() - other.day.toordinal())
    return abs(one.sort_key[0] - other.sort_key[0]) / 3600
