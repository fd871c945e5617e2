"""Whether two articles that are alike are the same one filed twice, two versions of one, or two articles.

The decision is made on the pair alone and does not depend on which of the two came first. In doubt they stay two: an
article shown twice is a blemish, one that disappears behind another is a loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from site_gen.ingest.near.pair import Facts, Pair
from site_gen.ingest.near.words import SHORT

_SAME_NEWS = 0.8
"""Share of the shorter text found in the other, plus a quarter of the likeness of the titles, that makes a version."""
_LEAST = 0.55
"""The share of the shorter text below which no likeness of the titles makes a version (0.8 less a quarter)."""
_NEARLY_ALL = 0.9
_ALL = 0.98
_AROUND = 0.8
_LIKE_TITLES = 0.6
_SUPPORT = 0.5
_CYCLE = 16.0
"""Hours within which an agency brings a report up to date; the next edition of a daily series comes after about 24."""
_WEEK = 7 * 24.0


class Relation(StrEnum):
    """What two articles are to each other."""

    DUPLICATE = "duplicate"
    VERSION = "version"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The relation and, in one phrase, why."""

    relation: Relation
    reason: str


def relation(old: Facts, new: Facts) -> Verdict:
    """What `new` is to `old`, the same as what `old` is to `new`."""
    pair = Pair(old, new)
    if min(len(pair.one.words), len(pair.two.words)) < SHORT:
        return _of_short_texts(pair)
    if pair.contained < _LEAST:
        return _different("they share too little of their text")
    apart = _series(pair) or _boiler_plate(pair)
    if apart:
        return _different(apart)
    return _of_one_text(pair) or _of_versions(pair) or _different("too much of their text differs")


def _different(reason: str) -> Verdict:
    return Verdict(Relation.DIFFERENT, reason)


def _of_short_texts(pair: Pair) -> Verdict:
    if pair.same_words and pair.one.title == pair.two.title:
        return Verdict(Relation.DUPLICATE, "title and text are the same")
    return _different("a text is too short for its likeness to say anything")


def _series(pair: Pair) -> str | None:
    """Why the two are parts of a series, written to one pattern about different places, people, days or numbers."""
    if pair.same_words:
        return None
    if _other_subject(pair):
        return "titles and texts speak of different names"
    if pair.template and all(pair.apart) and not _counts_on(pair):
        return "titles and texts differ in the same places"
    if pair.template and _other_names(pair):
        return "the texts are the same but for their names"
    if pair.titles >= _LIKE_TITLES and not pair.same_day and pair.hours is not None and pair.counted_anew >= 2:
        return "they are editions of different days"
    return None


def _other_subject(pair: Pair) -> bool:
    """Whether each title has a name of which its own text speaks and the other not at all."""
    first, second = pair.apart
    one, two = pair.one, pair.two
    return bool((first & one.names) - two.word_set and (second & two.names) - one.word_set)


def _other_names(pair: Pair) -> bool:
    """Whether each text has several names that the other lacks."""
    one, two = pair.one, pair.two
    return min(len(one.names - two.word_set), len(two.names - one.word_set)) >= 2


def _counts_on(pair: Pair) -> bool:
    """Whether the titles differ in numbers alone and one is known to be later, as when a toll rises."""
    numbers = all(word[0].isdigit() for words in pair.apart for word in words)
    return numbers and pair.hours is not None and 0 < pair.hours <= _CYCLE


def _boiler_plate(pair: Pair) -> str | None:
    """Why the text that the two share does not belong to either of them."""
    if pair.titles < _LIKE_TITLES and pair.support < _SUPPORT:
        return "the text that they share is not about both titles"
    if pair.contained < _NEARLY_ALL:
        return None
    first, second = pair.apart
    if first and second and not first & pair.one.word_set and not second & pair.two.word_set:
        return "each title names what the text that they share does not"
    return None


def _of_one_text(pair: Pair) -> Verdict | None:
    if pair.same_words:
        return Verdict(Relation.DUPLICATE, "the text is the same")
    if pair.contained < _ALL or not (pair.titles >= _LIKE_TITLES or _soon(pair)):
        return None
    # A caption, a credit and a standfirst are about a tenth; what has more and is later has been brought up to date.
    if all(pair.changed) or pair.likeness < (_NEARLY_ALL if pair.hours else _AROUND):
        return Verdict(Relation.VERSION, "nearly all of the shorter text is in the other")
    return Verdict(Relation.DUPLICATE, "the text is the same, with something more around it")


def _of_versions(pair: Pair) -> Verdict | None:
    if _soon(pair) and pair.contained + pair.titles / 4 >= _SAME_NEWS:
        return Verdict(Relation.VERSION, "most of the text is the same, hours apart")
    if pair.titles < _LIKE_TITLES or pair.contained < _NEARLY_ALL or pair.numbers_apart:
        return None
    if pair.hours is None or pair.hours <= _WEEK:
        return Verdict(Relation.VERSION, "nearly all of the text and the title are the same")
    return None


def _soon(pair: Pair) -> bool:
    return pair.hours is not None and pair.hours <= _CYCLE
