"""Counts labelled articles into a model, and unlabelled ones by what the model makes of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from site_gen.ingest.enrich.topics.classifier import Weighing, rank_topics, weigh_terms
from site_gen.ingest.enrich.topics.hints import Hint
from site_gen.ingest.enrich.topics.learned import (
    BLEND,
    LanguageModel,
    blended,
    count_words,
    lexicon_shares,
    probabilities,
    spoken,
    turned,
    vector,
)
from site_gen.ingest.enrich.topics.terms import Lexicon

LEAST_OF_TOPIC = 3
"""Labelled articles without which a topic is not learned."""
MOST_WORDS = 60_000
"""Words that a model keeps, the most widespread first."""

_SMOOTHING = 0.1
"""What is added to every count of a word; 0.02 to 1 were tried, on the training halves of public collections."""
_TURN_PRIOR = 4.0
"""Articles that are added, for each topic of the lexicon, in which it is right: counts of a few say little."""
_LEAST_MET = 3
_MANY_EXAMPLES = 80
_LEAST_CHANCE = 0.02
"""Topics that are less likely than this are not counted for an unlabelled article."""

_Known = tuple["Prepared", Mapping[str, float]]
"""An article, and how much of it counts for each topic."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled article."""

    id: str
    title: str
    text: str
    lang: str
    topic: str
    """The id of its first topic."""
    day: str = ""
    """The day of its publication, in ISO form; empty if unknown."""
    prefix: str | None = None
    """What stands before the colon of its headline, as for `classify`."""
    hints: tuple[Hint, ...] = ()


Weigh = Callable[[Example], Weighing | None]
"""Finds the terms of the lexicon in an example; None where there is no lexicon."""


def weigher(lexicon: Lexicon | None) -> Weigh:
    """Weighs by a lexicon alone."""
    return lambda one: weigh_terms(one.title, one.text, lexicon, one.prefix, one.hints) if lexicon else None


@dataclass(slots=True)
class Prepared:
    """An example with what is counted in it, once for all rounds."""

    example: Example
    counts: Counter[str]
    shares: Mapping[str, float]
    first: str | None
    """The first topic by the lexicon alone."""


def prepare(example: Example, weigh: Weigh) -> Prepared:
    """Count an example."""
    weighing = weigh(example)
    found = rank_topics(weighing) if weighing else ()
    first = found[0].topic if found else None
    return Prepared(example, count_words(example.title, example.text), lexicon_shares(weighing), first)


def topics_of(prepared: Iterable[Prepared]) -> tuple[str, ...]:
    """The topics that can be learned from some examples."""
    numbers = Counter(one.example.topic for one in prepared)
    return tuple(sorted(topic for topic, number in numbers.items() if number >= LEAST_OF_TOPIC))


def is_closed(prepared: Sequence[Prepared]) -> bool:
    """Whether the labels are all the topics there are: many articles have them, and none has one of its own."""
    topics = topics_of(prepared)
    return len(prepared) >= _MANY_EXAMPLES and all(one.example.topic in topics for one in prepared)


def fit(prepared: Sequence[Prepared], *, closed: bool) -> LanguageModel:
    """What labelled articles teach; of at least two topics."""
    topics = topics_of(prepared)
    known = [one for one in prepared if one.example.topic in topics]
    prior = [sum(one.example.topic == topic for one in known) / len(known) for topic in topics]
    firsts = Counter(one.first for one in known if one.first)
    return LanguageModel(
        BLEND,
        1.0,
        1.0,
        topics,
        _fit_words([(one, {one.example.topic: 1.0}) for one in known], topics),
        dict(_fit_turns(known, topics)),
        tuple(round(share, 4) for share in prior),
        frozenset(topic for topic, number in firsts.items() if number >= _LEAST_MET),
        closed,
    )


def refit(
    model: LanguageModel, prepared: Sequence[Prepared], unlabelled: Sequence[Prepared], weight: float, sharpness: float
) -> LanguageModel:
    """The model with the words of unlabelled articles, each counted for the topics that it may have.

    All together they count for no more than the labelled ones.
    """
    known: list[_Known] = [(one, {one.example.topic: 1.0}) for one in prepared if one.example.topic in model.topics]
    part = min(1.0, len(known) / max(1, len(unlabelled)))
    for one in unlabelled:
        if model.is_foreign(one.first):
            continue
        sums = blended(spoken(one.counts, model)[0], turned(one.shares, model), weight)
        chances = zip(model.topics, probabilities(sums, sharpness), strict=True)
        known.append((one, {topic: round(chance * part, 4) for topic, chance in chances if chance > _LEAST_CHANCE}))
    return replace(model, words=_fit_words(known, model.topics))


def _fit_words(known: Sequence[_Known], topics: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Complement naive Bayes: a word speaks for a topic as far as it is rare in all the others."""
    spread = Counter(word for one, _ in known for word in one.counts)
    kept = sorted(spread, key=lambda word: (-spread[word], word))[:MOST_WORDS]
    number = len(known)
    # In thousandths already, since it is with these that the words will be weighed.
    rarity = {word: round(1000 * (math.log((1 + number) / (1 + spread[word])) + 1)) for word in kept}
    sums: dict[str, dict[str, float]] = {topic: defaultdict(float) for topic in topics}
    for one, counted in known:
        for word, value in vector(one.counts, rarity).items():
            for topic, share in counted.items():
                sums[topic][word] += value * share
    totals = {topic: sum(found.values()) for topic, found in sums.items()}
    everything = sum(totals.values())
    spoken_for = {}
    for word in kept:
        whole = sum(found.get(word, 0.0) for found in sums.values())
        logs = [
            -math.log(
                (whole - sums[topic].get(word, 0.0) + _SMOOTHING)
                / (everything - totals[topic] + _SMOOTHING * len(kept))
            )
            for topic in topics
        ]
        mean = sum(logs) / len(logs)
        spoken_for[word] = [value - mean for value in logs]
    # A topic of few articles has louder words than one of many; all are made equally loud.
    loudness = [sum(map(abs, column)) / len(kept) for column in zip(*spoken_for.values(), strict=True)]
    even = [sum(loudness) / len(loudness) / (loud or 1.0) for loud in loudness]
    return {
        word: (rarity[word], *(round(1000 * value * factor) for value, factor in zip(values, even, strict=True)))
        for word, values in spoken_for.items()
    }


def _fit_turns(known: Sequence[Prepared], topics: Sequence[str]) -> Iterator[tuple[str, tuple[float, ...]]]:
    """How often each topic of the labels is meant where the lexicon speaks for one of its own."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(topics))
    numbers = Counter(one.example.topic for one in known)
    for one in known:
        for topic, share in one.shares.items():
            sums[topic][topics.index(one.example.topic)] += share
    for topic in sorted({*sums, *topics}):
        found = sums[topic]
        before = (
            [float(topic == other) for other in topics]
            if topic in topics
            else [numbers[other] / len(known) for other in topics]
        )
        whole = sum(found) + _TURN_PRIOR
        turns = ((value + _TURN_PRIOR * share) / whole for value, share in zip(found, before, strict=True))
        yield topic, tuple(round(turn, 4) for turn in turns)
