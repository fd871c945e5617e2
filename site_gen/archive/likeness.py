"""How much articles have in common: which older one an article follows up, and which older ones are related to it.

An article is compared with older ones alone, and of each of its terms with the last `LAST` articles that have it. So
what is found does not change as newer articles come, and a change in the past touches, of each term, the next
`LAST` articles at most. A term weighs the less the more of these there are: for what follows up those of the last weeks
count, since a country that is in the news for once is as telling as a name; for what is related all of them do. Of a
term that fills its row nothing is left. All numbers are whole ones, so that every machine finds the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
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
_FADES = 300
"""Of a thousand, what likeness loses from one end of the gap to the other."""
_TRIED = 4
_FOLLOWS = 2000
_FOLLOWS_PERCENT = 28
_FOLLOWS_TERMS = 3
_FOLLOWS_BY_ONE = 2600
"""What is asked for where titles share one term alone."""
_BY_ONE_PERCENT = 30
_RELATED = 1800
_RELATED_PERCENT = 16
_BY_ONE_TITLE_TERM = 2200
"""What is asked for where titles share one term alone."""
_LOOKED_AT = 24
# Below this a term tells nothing that is worth a look at its many holders.
_LEAST_WEIGHT = 150
# A sum holds two numbers: what the shared terms are worth, and, in its last bits, how many they are (twenty at most).
_BITS = 6
_COUNT = (1 << _BITS) - 1


def _weight(flags: int, older: int) -> int:
    """What a shared term of an article counts, where `older` others have it, too."""
    rarity = log((LAST + 1) / (older + 1)) / log(LAST + 1)
    kind = (1.0 if flags & (NAME | KEYWORD) else 0.7) * (1.5 if flags & TITLE else 1.0)
    return round(_UNIT * rarity * kind)


WEIGHTS = [[_weight(flags, older) for older in range(LAST + 1)] for flags in range(KINDS)]


class Horizon(NamedTuple, Generic[Key]):
    """Which older articles count as near and as recent: the least keys that do."""

    near: Key
    """Of those that an article may follow."""
    recent: Key
    """Of those that make a term common."""


class Known(NamedTuple):
    """What is known of an article among others."""

    seconds: int
    """Of its instant; 0 where none is known."""
    terms: Sequence[tuple[int, int]]
    """(term, flags)."""
    is_apart: bool = False
    """Whether it is to stand in no story."""


@dataclass(frozen=True, slots=True)
class Found(Generic[Key]):
    """The older articles that an article has to do with."""

    follows: Key | None = None
    """The one whose story it goes on with."""
    related: tuple[Key, ...] = ()
    """The most alike first; what it follows may be among them."""


def find(
    own: Known, holders: Sequence[Sequence[Key]], horizon: Horizon[Key], known: Callable[[Key], Known]
) -> Found[Key]:
    """Compare an article with older ones.

    `holders` are, for each of its terms, the keys of the last `LAST` older articles that have it in ascending order; a
    greater key is that of a newer article. `known` tells of those few that come into question.
    """
    near, recent = horizon
    late: dict[Key, int] = {}
    ever: dict[Key, int] = {}
    late_total = ever_total = 0
    for (_, flags), keys in zip(own.terms, holders, strict=True):
        weights = WEIGHTS[flags]
        number = len(keys)
        weight = weights[number]
        ever_total += weight
        if not number or keys[-1] < recent:
            late_total += weights[0]
        else:
            now = weights[number - bisect_left(keys, recent)]
            late_total += now
            step = now << _BITS | 1
            for key in keys[bisect_left(keys, near) :]:
                late[key] = late.get(key, 0) + step
        if number and weight >= _LEAST_WEIGHT:
            step = weight << _BITS | 1
            for key in keys:
                ever[key] = ever.get(key, 0) + step
    follows = _followed(own, late, late_total, known) if own.seconds and not own.is_apart else None
    return Found(follows, _related(own, ever, ever_total, known))


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
        is_named = any(mine & (NAME | KEYWORD) for mine, _ in shared)
        if is_named and titled and (titled > 1 or score >= _BY_ONE_TITLE_TERM):
            found.append(key)
            if len(found) == RELATED:
                break
    return tuple(found)


def _followed(own: Known, sums: Mapping[Key, int], total: int, known: Callable[[Key], Known]) -> Key | None:
    """The article whose story this one goes on with: likeness fades with time, and the titles must share a term."""
    least = max(_FOLLOWS, total * _FOLLOWS_PERCENT // 100) << _BITS
    tried = []
    for key, sum_ in sums.items():
        count = sum_ & _COUNT
        if sum_ < least or count < _FOLLOWS_TERMS:
            continue
        other = known(key)
        gap = own.seconds - other.seconds
        score = (sum_ >> _BITS) * (1000 - _FADES * gap // GAP) // 1000
        if gap <= GAP and score >= _FOLLOWS and not other.is_apart:
            tried.append((score, key, count, other))
    if not tried:
        return None
    tried.sort(key=lambda row: row[:2], reverse=True)
    titled = {term for term, flags in own.terms if flags & TITLE}
    least = max(_FOLLOWS_BY_ONE, total * _BY_ONE_PERCENT // 100)
    for score, key, count, other in tried[:_TRIED]:
        shared = sum(1 for term, flags in other.terms if flags & TITLE and term in titled)
        if shared > 1 or (shared and count > _FOLLOWS_TERMS and score >= least):
            return key
    return None
