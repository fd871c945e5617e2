"""Learns topics from labelled articles, and finds out by cross-validation, and on later articles, what that is worth.

Nothing here depends on the order of the articles or on chance: the parts of the cross-validation follow from the ids.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from site_gen.ingest.enrich.topics.classifier import Weighing, rank_topics, weigh_terms
from site_gen.ingest.enrich.topics.learned import (
    BLEND,
    FORMAT,
    LEXICON,
    WORDS,
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

LEAST_EXAMPLES = 40
"""Labelled articles of a language without which nothing is learned in it."""
LEAST_OF_TOPIC = 3
"""Labelled articles without which a topic is not learned."""
WEIGHTS = (2.0, 1.0, 4.0, 0.5)
"""How much the lexicon may count in the blend; of equally good ones the first."""
MOST_WORDS = 60_000
"""Words that a model keeps, the most widespread first."""

_PARTS = 5
_OLDEST = 0.7
"""The share of the dated articles, oldest first, from which the others are foretold in the split by time."""
_LEAST_LATER = 20
_SMOOTHING = 0.1
"""What is added to every count of a word; 0.02 to 1 were tried, on the training halves of public collections."""
_TURN_PRIOR = 4.0
"""Articles that are added, for each topic of the lexicon, in which it is right: counts of a few say little."""
_LEAST_MET = 3
_MANY_EXAMPLES = 80
_SHARPNESS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)


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


@dataclass(frozen=True, slots=True)
class Score:
    """How many of some articles get the right first topic, by what decides: `lexicon`, `words`, or a blend."""

    articles: int
    right: Mapping[str, int]

    def share(self, by: str) -> float:
        """The share that is right."""
        return self.right.get(by, 0) / self.articles if self.articles else 0.0


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned in a language, and what that is worth."""

    lang: str
    model: LanguageModel
    examples: int
    chosen: str
    """`lexicon`, `words`, or `blend` with its weight."""
    crossed: Score
    """Cross-validated."""
    later: Score | None
    """Learned from the oldest articles and tried on the newest; None where too few have dates."""


@dataclass(slots=True)
class _Prepared:
    """An example with what is counted in it, once for all rounds."""

    example: Example
    counts: Counter[str]
    shares: Mapping[str, float]
    first: str | None
    """The first topic by the lexicon alone."""


@dataclass(slots=True)
class _Round:
    """The answers of a round in which some examples were learned and others tried."""

    right: Counter[str] = field(default_factory=Counter)
    sums: dict[str, list[tuple[list[float], int]]] = field(default_factory=lambda: defaultdict(list))
    """By what decides: the sums for an article, and the place of its topic, -1 where it was not learned."""


def learn_language(lang: str, examples: Iterable[Example], lexicon: Lexicon | None) -> Learned | None:
    """Learn from the labelled articles of one language; None where there are too few."""
    prepared = [_prepare(example, lexicon) for example in sorted(examples, key=lambda one: one.id)]
    if len(prepared) < LEAST_EXAMPLES or len(_topics(prepared)) < 2:
        return None
    is_closed = _is_closed(prepared)
    crossed = _Round()
    for part in range(_PARTS):
        tried = [one for one in prepared if _part(one.example.id) == part]
        learned = [one for one in prepared if _part(one.example.id) != part]
        _try(learned, tried, crossed, is_closed=is_closed)
    score = Score(len(prepared), crossed.right)
    later = _later(prepared)
    chosen = _choose(score, later)
    use, _, weight = chosen.partition(" ")
    sharpness = _sharpness(crossed.sums.get(chosen, []))
    model = replace(_fit(prepared, is_closed=is_closed), use=use, weight=float(weight or 0), sharpness=sharpness)
    return Learned(lang, model, len(prepared), chosen, score, later)


def format_model(learned: Iterable[Learned]) -> bytes:
    """The file of a model: JSON with a word a line, so that a change of a few words is one of a few lines."""
    languages = {one.lang: _language_lines(one) for one in sorted(learned, key=lambda one: one.lang)}
    body = ",\n".join(f" {json.dumps(lang)}: {{\n{text}\n }}" for lang, text in languages.items())
    return f'{{"format": {FORMAT}, "languages": {{\n{body}\n}}}}\n'.encode()


def _language_lines(one: Learned) -> str:
    model = one.model
    plain: dict[str, object] = {
        "use": model.use,
        "weight": model.weight,
        "sharpness": model.sharpness,
        "examples": one.examples,
        "topics": model.topics,
        "closed": model.is_closed,
        "prior": model.prior,
        "met": sorted(model.met),
    }
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in plain.items()]
    tables: tuple[tuple[str, Mapping[str, Sequence[float]]], ...] = (("turns", model.turns), ("words", model.words))
    for name, rows in tables:
        inside = ",\n".join(
            f"   {json.dumps(key, ensure_ascii=False)}: {json.dumps(list(rows[key]), separators=(',', ':'))}"
            for key in sorted(rows)
        )
        lines.append(f'  "{name}": {{\n{inside}\n  }}')
    return ",\n".join(lines)


def _prepare(example: Example, lexicon: Lexicon | None) -> _Prepared:
    weighing: Weighing | None = weigh_terms(example.title, example.text, lexicon) if lexicon else None
    found = rank_topics(weighing) if weighing else ()
    first = found[0].topic if found else None
    return _Prepared(example, count_words(example.title, example.text), lexicon_shares(weighing), first)


def _part(key: str) -> int:
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()[0] % _PARTS


def _topics(prepared: Iterable[_Prepared]) -> tuple[str, ...]:
    numbers = Counter(one.example.topic for one in prepared)
    return tuple(sorted(topic for topic, number in numbers.items() if number >= LEAST_OF_TOPIC))


def _is_closed(prepared: Sequence[_Prepared]) -> bool:
    topics = _topics(prepared)
    return len(prepared) >= _MANY_EXAMPLES and all(one.example.topic in topics for one in prepared)


def _later(prepared: Sequence[_Prepared]) -> Score | None:
    """The score on the newest articles of what was learned from the oldest; a day is not torn apart."""
    dated = sorted((one for one in prepared if one.example.day), key=lambda one: (one.example.day, one.example.id))
    if not dated:
        return None
    border = dated[int(len(dated) * _OLDEST)].example.day
    old = [one for one in dated if one.example.day < border]
    new = [one for one in dated if one.example.day >= border]
    if len(old) < LEAST_EXAMPLES or len(new) < _LEAST_LATER or len(_topics(old)) < 2:
        return None
    answers = _Round()
    _try(old, new, answers, is_closed=_is_closed(old))
    return Score(len(new), answers.right)


def _try(learned: Sequence[_Prepared], tried: Sequence[_Prepared], answers: _Round, *, is_closed: bool) -> None:
    """Learn from some examples and note how others would be decided."""
    model = _fit(learned, is_closed=is_closed) if len(_topics(learned)) > 1 else None
    for one in tried:
        topic = one.example.topic
        answers.right[LEXICON] += one.first == topic
        if model is None:
            continue
        words, _ = spoken(one.counts, model)
        lexicon = turned(one.shares, model)
        ways = {WORDS: words, **{f"{BLEND} {weight:g}": blended(words, lexicon, weight) for weight in WEIGHTS}}
        is_foreign = model.is_foreign(one.first)
        for way, sums in ways.items():
            best = model.topics[max(range(len(sums)), key=lambda at: (sums[at], -at))]
            answers.right[way] += (one.first if is_foreign else best) == topic
            if topic in model.topics and not is_foreign:
                answers.sums[way].append((sums, model.topics.index(topic)))


def _choose(crossed: Score, later: Score | None) -> str:
    """What decides from now on: the best in cross-validation, unless the lexicon is as good there or better later."""
    ways = [*(f"{BLEND} {weight:g}" for weight in WEIGHTS), WORDS]
    best = max(ways, key=lambda way: (crossed.right[way], -ways.index(way)))
    if crossed.right[best] <= crossed.right[LEXICON]:
        return LEXICON
    return LEXICON if later and later.right[best] < later.right[LEXICON] else best


def _sharpness(sums: Sequence[tuple[Sequence[float], int]]) -> float:
    """What makes the probabilities of the right topics the greatest in all."""
    if not sums:
        return _SHARPNESS[0]

    def loss(sharpness: float) -> float:
        return -sum(math.log(probabilities(values, sharpness)[at] + 1e-9) for values, at in sums)

    return min(_SHARPNESS, key=lambda sharpness: (round(loss(sharpness), 6), sharpness))


# --- fitting


def _fit(prepared: Sequence[_Prepared], *, is_closed: bool) -> LanguageModel:
    topics = _topics(prepared)
    known = [one for one in prepared if one.example.topic in topics]
    prior = [sum(one.example.topic == topic for one in known) / len(known) for topic in topics]
    firsts = Counter(one.first for one in known if one.first)
    return LanguageModel(
        BLEND,
        WEIGHTS[0],
        1.0,
        topics,
        _fit_words(known, topics),
        dict(_fit_turns(known, topics)),
        tuple(round(share, 4) for share in prior),
        frozenset(topic for topic, number in firsts.items() if number >= _LEAST_MET),
        is_closed,
    )


def _fit_words(known: Sequence[_Prepared], topics: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Complement naive Bayes: a word speaks for a topic as far as it is rare in all the others."""
    spread = Counter(word for one in known for word in one.counts)
    kept = sorted(spread, key=lambda word: (-spread[word], word))[:MOST_WORDS]
    number = len(known)
    # In thousandths already, since it is with these that the words will be weighed.
    rarity = {word: round(1000 * (math.log((1 + number) / (1 + spread[word])) + 1)) for word in kept}
    sums: dict[str, dict[str, float]] = {topic: defaultdict(float) for topic in topics}
    for one in known:
        for word, value in vector(one.counts, rarity).items():
            sums[one.example.topic][word] += value
    totals = {topic: sum(found.values()) for topic, found in sums.items()}
    everything = sum(totals.values())
    rows = {}
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
        rows[word] = (rarity[word], *(round(1000 * (value - mean)) for value in logs))
    return rows


def _fit_turns(known: Sequence[_Prepared], topics: Sequence[str]) -> Iterator[tuple[str, tuple[float, ...]]]:
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
