"""How much articles have in common: which older one an article follows up, and which older ones are related to it.

An article is compared with older ones alone, and of each of its terms with the last `LAST` articles that have it. So
what is found does not change as newer articles come, and a change in the past touches, of each term, the next
`LAST` articles at most, and where one of these opens or no longer opens something, the next `LAST` after it.

For what is related a term weighs the less the more of these articles there are. For what follows up it weighs the less
the more different things they tell of: of the last weeks those articles count that *open* something with the term,
since no article of the week before that has it is akin to them. So the name of an affair keeps its weight however long
that fills the news, and a name that stands in reports of all kinds loses it. All numbers are whole ones, so that every
machine finds the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Generic, NamedTuple, TypeVar

from site_gen.archive.features import KEYWORD, KINDS, NAME, TITLE

Key = TypeVar("Key", int, bytes)

LAST = 64
"""Older articles with a term that count."""
GAP = 7 * 86_400
"""Seconds after which nothing follows up an article any more."""
RECENT = 60 * 86_400
"""Seconds in which other articles with a term make it common for a story."""
RELATED = 8
"""Related articles that are kept: some of them may be of the same story, and five are shown."""

# The thresholds were set on news whose pairs were judged by reading (docs/explanation/stories.md). A name is worth
# 1,000 at most, and half as much again where the title of the newer article has it; a score is the sum, a percentage
# that of what all terms of the newer article are worth.
_UNIT = 1000
_NAMING = NAME | KEYWORD
_BUSY = (30 * 86_400) ** 2
"""A term that fills its row in a month counts as one thing more, in half of it as four: what is in the news a dozen
times a day is a subject, however much its articles are akin."""
_FADES = 300
"""Of a thousand, what likeness loses from one end of the gap to the other."""
_AKIN_TERMS = 3
_AKIN_NAMES = 2
_TRIED = 8
"""Articles that are compared with each other, of those that may be followed."""
_FOLLOWS = 2170
_FOLLOWS_PERCENT = 32
_FOLLOWS_TERMS = 3
_FOLLOWS_BY_ONE = 2600
"""What is asked for where titles share one term alone."""
_COMPANY = 2
"""Others that an article is akin to which is followed for less."""
_COMPANY_SCORE = 1300
_COMPANY_PERCENT = 18
_COMPANY_TERMS = 2
_RELATED = 1650
_RELATED_PERCENT = 18
_BY_ONE_TITLE_TERM = 2200
"""What is asked for where titles share one term alone."""
_LOOKED_AT = 24
# Below this a term tells nothing that is worth a look at its many holders.
_LEAST_WEIGHT = 150
# A sum holds three numbers: what the shared terms are worth, and, in its last bits, how many of them are names, and how
# many they are.
_BITS = 6
_COUNT = (1 << _BITS) - 1


def _weight(flags: int, older: int) -> int:
    """What a shared term of an article counts, where `older` others have it, too."""
    rarity = log((LAST + 1) / (older + 1)) / log(LAST + 1)
    kind = (1.0 if flags & _NAMING else 0.7) * (1.5 if flags & TITLE else 1.0)
    return round(_UNIT * rarity * kind)


WEIGHTS = [[_weight(flags, older) for older in range(LAST + 1)] for flags in range(KINDS)]


class Horizon(NamedTuple, Generic[Key]):
    """Which older articles count as near and as recent: the least keys that do."""

    near: Key
    """Of those that an article may follow."""
    recent: Key
    """Of those that make a term common."""


@dataclass(slots=True)
class Holders(Generic[Key]):
    """The last `LAST` older articles that have a term."""

    keys: Sequence[Key]
    """In ascending order; a greater key is that of a newer article."""
    opens: bytes | bytearray
    """Of each whether it opens something with the term: 1 or 0."""
    since: int = 0
    """The seconds of the first of them, where there are `LAST`."""


class Known:
    """What is known of an article among others."""

    __slots__ = ("_names", "_titled", "_words", "is_apart", "seconds", "terms")

    def __init__(self, seconds: int, terms: Sequence[tuple[int, int]], *, is_apart: bool = False) -> None:
        self.seconds = seconds
        """Of its instant; 0 where none is known."""
        self.terms = terms
        """(term, flags)."""
        self.is_apart = is_apart
        """Whether it is to stand in no story."""
        self._words: set[int] | None = None  # these are asked for of few, and then often
        self._titled: set[int] | None = None
        self._names: set[int] | None = None

    @property
    def words(self) -> set[int]:
        """All its terms but keywords."""
        if self._words is None:
            self._words = {term for term, flags in self.terms if flags != KEYWORD}
        return self._words

    @property
    def titled(self) -> set[int]:
        """The terms of its title."""
        if self._titled is None:
            self._titled = {term for term, flags in self.terms if flags & TITLE}
        return self._titled

    @property
    def names(self) -> set[int]:
        """Its names."""
        if self._names is None:
            self._names = {term for term, flags in self.terms if flags & NAME}
        return self._names

    def is_akin(self, older: Known) -> bool:
        """Whether the two may tell of one thing, as their terms tell, whatever these weigh."""
        if self.titled.isdisjoint(older.titled):
            return False
        shared = self.words & older.words
        return len(shared) >= _AKIN_TERMS and len(shared & self.names) >= _AKIN_NAMES


@dataclass(frozen=True, slots=True)
class Found(Generic[Key]):
    """What an article has to do with older ones."""

    follows: Key | None = None
    """The one whose story it goes on with."""
    related: tuple[Key, ...] = ()
    """The most alike first; what it follows may be among them."""
    opens: bytes = b""
    """Of each of its terms whether it opens something with it: 1 or 0."""


def find(own: Known, held: Sequence[Holders[Key]], horizon: Horizon[Key], known: Callable[[Key], Known]) -> Found[Key]:
    """Compare an article with older ones.

    `held` are the holders of each of its terms. `known` tells of those few that come into question.
    """
    near, recent = horizon
    late: dict[Key, int] = {}
    ever: dict[Key, int] = {}
    late_total = ever_total = 0
    neighbours = []
    for (_, flags), row in zip(own.terms, held, strict=True):
        keys = row.keys
        weights = WEIGHTS[flags]
        number = len(keys)
        weight = weights[number]
        ever_total += weight
        close: Sequence[Key] = ()
        if flags == KEYWORD:
            pass  # what a house files under `health` or `France` is no story
        elif not number or keys[-1] < recent:
            # What is new says nothing for a story, and little against it.
            late_total += weights[0] // 2
        else:
            now = weights[_things(row, bisect_left(keys, recent), own.seconds)]
            late_total += now
            step = now << 2 * _BITS | (1 << _BITS if flags & NAME else 0) | 1
            close = keys[bisect_left(keys, near) :]
            for key in close:
                late[key] = late.get(key, 0) + step
        neighbours.append(close)
        if number and weight >= _LEAST_WEIGHT:
            step = weight << _BITS | 1
            for key in keys:
                ever[key] = ever.get(key, 0) + step
    follows = _followed(own, late, late_total, known) if own.seconds and not own.is_apart else None
    return Found(follows, _related(own, ever, ever_total, known), _opened(own, late, neighbours, known))


def _things(row: Holders[Key], start: int, seconds: int) -> int:
    """How many things the holders of a term tell of, from the one at `start` on."""
    number = row.opens.count(1, start)
    if not start and len(row.keys) == LAST:
        number += _BUSY // max(1, seconds - row.since) ** 2
    return min(number, LAST)


def _opened(
    own: Known, sums: Mapping[Key, int], neighbours: Iterable[Sequence[Key]], known: Callable[[Key], Known]
) -> bytes:
    """Of each term whether none of the near articles that have it is akin to this one."""
    # As `is_akin`: the terms are counted already.
    akin = {
        key
        for key, sum_ in sums.items()
        if sum_ & _COUNT >= _AKIN_TERMS
        and sum_ >> _BITS & _COUNT >= _AKIN_NAMES
        and not own.titled.isdisjoint(known(key).titled)
    }
    return bytes(akin.isdisjoint(close) for close in neighbours)


def _related(own: Known, sums: Mapping[Key, int], total: int, known: Callable[[Key], Known]) -> tuple[Key, ...]:
    """The articles that share a name, and words of the title: what texts share alone is said of too many things."""
    least = max(_RELATED, total * _RELATED_PERCENT // 100) << _BITS
    alike = [(sum_ >> _BITS, key) for key, sum_ in sums.items() if sum_ >= least]
    if not alike:
        return ()
    alike.sort(reverse=True)
    flags_of = dict(own.terms)
    found = []
    for score, key in alike[:_LOOKED_AT]:
        shared = [(flags_of[term], flags) for term, flags in known(key).terms if term in flags_of]
        titled = sum(mine & theirs & TITLE for mine, theirs in shared)
        is_named = any(mine & _NAMING for mine, _ in shared)
        if is_named and titled and (titled > 1 or score >= _BY_ONE_TITLE_TERM):
            found.append(key)
            if len(found) == RELATED:
                break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Candidate(Generic[Key]):
    """An article that may be followed."""

    score: int
    """What it shares is worth, faded with time."""
    key: Key
    other: Known
    worth: int
    count: int
    """Of the terms that it shares."""
    names: int
    """Of these."""
    titled: int
    """Of these, that stand in both titles."""

    def is_alike(self, total: int) -> bool:
        """Whether it is followed for its own sake, by an article whose terms are worth `total`."""
        return (
            self.count >= _FOLLOWS_TERMS
            and self.score >= _FOLLOWS
            and self.worth * 100 >= total * _FOLLOWS_PERCENT
            and (self.titled > 1 or (self.count > _FOLLOWS_TERMS and self.score >= _FOLLOWS_BY_ONE))
        )

    def may_be_of_company(self, total: int) -> bool:
        """Whether it is followed if others tell of the same: titles alone do not suffice for that."""
        return self.worth * 100 >= total * _COMPANY_PERCENT and self.names > 0 and self.count > self.titled


def _followed(own: Known, sums: Mapping[Key, int], total: int, known: Callable[[Key], Known]) -> Key | None:
    """The article whose story this one goes on with.

    Where several come into question, it is one in the midst of them, so that what stands alone draws nothing to it.
    """
    candidates = list(_candidates(own, sums, max(_COMPANY_SCORE, total * _COMPANY_PERCENT // 100), known))
    alike = [one for one in candidates if one.is_alike(total)]
    if alike:
        return max(_with_company(alike))[2]
    candidates = [one for one in candidates if one.may_be_of_company(total)]
    company, _, key = max(_with_company(candidates), default=(0, 0, None))
    return key if company >= _COMPANY else None


def _candidates(
    own: Known, sums: Mapping[Key, int], least: int, known: Callable[[Key], Known]
) -> Iterator[_Candidate[Key]]:
    """The articles that may be followed: likeness fades with time, and the titles must share a term."""
    for key, sum_ in sums.items():
        worth = sum_ >> 2 * _BITS
        count = sum_ & _COUNT
        if worth < least or count < _COMPANY_TERMS:
            continue
        other = known(key)
        gap = own.seconds - other.seconds
        score = worth * (1000 - _FADES * gap // GAP) // 1000
        titled = len(own.titled & other.titled)
        if titled and gap <= GAP and score >= _COMPANY_SCORE and not other.is_apart:
            yield _Candidate(score, key, other, worth, count, sum_ >> _BITS & _COUNT, titled)


def _with_company(candidates: list[_Candidate[Key]]) -> list[tuple[int, int, Key]]:
    """The best candidates as (how many of the others are akin to it, score, key)."""
    best = sorted(candidates, key=lambda one: (one.score, one.key), reverse=True)[:_TRIED]
    company = [0] * len(best)
    for place, one in enumerate(best):
        for before in range(place):
            newer, older = (one, best[before]) if one.key > best[before].key else (best[before], one)
            if newer.other.is_akin(older.other):
                company[place] += 1
                company[before] += 1
    return [(number, one.score, one.key) for number, one in zip(company, best, strict=True)]
