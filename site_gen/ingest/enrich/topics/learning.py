"""Learns topics from labelled articles, and finds out by cross-validation, and on later articles, what that is worth.

Nothing here depends on the order of the articles or on chance: the parts of the cross-validation follow from titles.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from site_gen.ingest.enrich.topics.fitting import Example, Prepared, Weigh, fit, is_closed, prepare, refit, topics_of
from site_gen.ingest.enrich.topics.learned import (
    BLEND,
    FORMAT,
    LEXICON,
    WORDS,
    LanguageModel,
    blended,
    probabilities,
    spoken,
    turned,
)
from site_gen.ingest.enrich.topics.terms import fold_phrase

LEAST_EXAMPLES = 40
"""Labelled articles of a language without which nothing is learned in it."""
WEIGHTS = (0.5, 1.0, 2.0, 4.0)
"""How much the lexicon may count in the blend; of equally good ones the first."""
MOST_UNLABELLED = 5000
"""Unlabelled articles that are counted as well."""
TOO = " +"
"""After the name of what decides: unlabelled articles are counted, too."""

_PARTS = 10
_OLDEST = 0.7
"""The share of the dated articles, oldest first, from which the others are foretold in the split by time."""
_LEAST_LATER = 20
_WORSE = 0.005
"""The share of articles by which counting unlabelled ones may seem worse: less than chance makes of it."""
_SHARPNESS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)


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
    unlabelled: int
    """Unlabelled articles that could be counted, too."""
    chosen: str
    """`lexicon`, `words`, or `blend` with its weight; with ` +` where unlabelled articles are counted, too."""
    crossed: Score
    """Cross-validated."""
    later: Score | None
    """Learned from the oldest articles and tried on the newest; None where too few have dates."""


@dataclass(slots=True)
class _Round:
    """The answers of rounds in which some examples were learned and others tried."""

    right: Counter[str] = field(default_factory=Counter)
    sums: dict[str, list[tuple[list[float], int]]] = field(default_factory=lambda: defaultdict(list))
    """By what decides: the sums for an article, and the place of its topic among those that were learned."""

    def take(self, way: str, model: LanguageModel, one: Prepared, sums: list[float]) -> None:
        """Note an answer."""
        topic = one.example.topic
        if model.is_foreign(one.first):
            self.right[way] += one.first == topic
            return
        best = model.topics[max(range(len(sums)), key=lambda at: (sums[at], -at))]
        self.right[way] += best == topic
        if topic in model.topics:
            self.sums[way].append((sums, model.topics.index(topic)))


@dataclass(frozen=True, slots=True)
class _Trial:
    """Some examples to learn from, and some to try that on."""

    learned: Sequence[Prepared]
    tried: Sequence[Prepared]
    unlabelled: Sequence[Prepared]
    closed: bool
    """Whether the labels are all the topics there are."""

    def run(self, answers: _Round) -> LanguageModel | None:
        """Note how the tried ones would be decided; what was learned, None where that is too little."""
        model = fit(self.learned, closed=self.closed) if len(topics_of(self.learned)) > 1 else None
        for one in self.tried:
            answers.right[LEXICON] += one.first == one.example.topic
            if model is not None:
                words, lexicon = spoken(one.counts, model)[0], turned(one.shares, model)
                answers.take(WORDS, model, one, words)
                for weight in WEIGHTS:
                    answers.take(_blend(weight), model, one, blended(words, lexicon, weight))
        return model

    def run_too(self, answers: _Round, model: LanguageModel | None, way: str, sharpness: float) -> None:
        """Note how they would be decided if the unlabelled articles counted as well."""
        weight = _weight(way)
        more = refit(model, self.learned, self.unlabelled, weight, sharpness) if model else None
        for one in self.tried if more else ():
            assert more is not None
            sums = blended(spoken(one.counts, more)[0], turned(one.shares, more), weight)
            answers.take(way + TOO, more, one, sums)


def learn_language(
    lang: str, examples: Iterable[Example], weigh: Weigh, unlabelled: Iterable[Example] = ()
) -> Learned | None:
    """Learn from the labelled articles of one language; None where there are too few."""
    prepared = [prepare(example, weigh) for example in sorted(examples, key=lambda one: one.id)]
    if len(prepared) < LEAST_EXAMPLES or len(topics_of(prepared)) < 2:
        return None
    others = sorted(unlabelled, key=lambda one: (_digest(one.id), one.id))[:MOST_UNLABELLED]
    more = [prepare(example, weigh) for example in others]
    closed = is_closed(prepared)
    trials = [
        _Trial(
            [one for one in prepared if _part(one) != part],
            [one for one in prepared if _part(one) == part],
            more,
            closed,
        )
        for part in range(_PARTS)
    ]
    later = _later(prepared, more)
    crossed, best = _compare(trials)
    newest = _compare([later], best)[0] if later else None
    score = Score(len(prepared), crossed.right)
    score_later = Score(len(later.tried), newest.right) if later and newest else None
    chosen = _choose(score, score_later, best)
    sharpness = _sharpness(crossed.sums.get(chosen, []))
    model = fit(prepared, closed=closed)
    if chosen.endswith(TOO):
        model = refit(model, prepared, more, _weight(best), _sharpness(crossed.sums.get(best, [])))
    use = LEXICON if chosen == LEXICON else BLEND if chosen.startswith(BLEND) else WORDS
    model = replace(model, use=use, weight=_weight(chosen), sharpness=sharpness)
    return Learned(lang, model, len(prepared), len(more), chosen, score, score_later)


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


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()


def _part(one: Prepared) -> int:
    """The part of the cross-validation that tries an article: copies are tried together."""
    title = " ".join(fold_phrase(one.example.title))
    return _digest(title or one.example.id)[0] % _PARTS


def _blend(weight: float) -> str:
    return f"{BLEND} {weight:g}"


def _weight(way: str) -> float:
    """How much the lexicon counts in what decides."""
    return float(way.removesuffix(TOO).partition(" ")[2] or 0)


def _later(prepared: Sequence[Prepared], unlabelled: Sequence[Prepared]) -> _Trial | None:
    """Whether the newest articles can be foretold from the oldest; a day is not torn apart."""
    dated = sorted((one for one in prepared if one.example.day), key=lambda one: (one.example.day, one.example.id))
    if not dated:
        return None
    border = dated[int(len(dated) * _OLDEST)].example.day
    old = [one for one in dated if one.example.day < border]
    new = [one for one in dated if one.example.day >= border]
    if len(old) < LEAST_EXAMPLES or len(new) < _LEAST_LATER or len(topics_of(old)) < 2:
        return None
    known = [one for one in unlabelled if one.example.day and one.example.day < border]
    return _Trial(old, new, known, is_closed(old))


def _compare(trials: Sequence[_Trial], best: str | None = None) -> tuple[_Round, str]:
    """How all that may decide does in some trials, and the best of it, with which unlabelled articles are tried."""
    answers = _Round()
    models = [trial.run(answers) for trial in trials]
    ways = [*map(_blend, WEIGHTS), WORDS]
    best = best or max(ways, key=lambda way: (answers.right[way], -ways.index(way)))
    sharpness = _sharpness(answers.sums.get(best, []))
    for trial, model in zip(trials, models, strict=True):
        if trial.unlabelled:
            trial.run_too(answers, model, best, sharpness)
    return answers, best


def _choose(crossed: Score, later: Score | None, best: str) -> str:
    """What decides from now on: the best in cross-validation, unless the lexicon is as good there or better later.

    Of nearly equally good ones it is that with more to count, of equal ones that in which the lexicon counts less: its
    mistakes on labelled articles may have been read to mend it, so that it does better there than elsewhere.
    """
    least = max(crossed.right[best] - crossed.articles * _WORSE, crossed.right[LEXICON] + 1)
    found = best + TOO if best + TOO in crossed.right and crossed.right[best + TOO] >= least else best
    if crossed.right[found] <= crossed.right[LEXICON]:
        return LEXICON
    return LEXICON if later and later.right[best] < later.right[LEXICON] else found


def _sharpness(sums: Sequence[tuple[Sequence[float], int]]) -> float:
    """What makes the probabilities of the right topics the greatest in all."""
    if not sums:
        return _SHARPNESS[0]

    def loss(sharpness: float) -> float:
        return -sum(math.log(probabilities(values, sharpness)[at] + 1e-9) for values, at in sums)

    return min(_SHARPNESS, key=lambda sharpness: (round(loss(sharpness), 6), sharpness))
