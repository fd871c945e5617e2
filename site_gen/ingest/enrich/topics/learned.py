"""What an archive has learned from its labelled articles, and how that decides on a topic.

For each language a complement naive Bayes over the words of title and text, and how the topics of the lexicon turn
into those of the labels. Both are counts; their logarithms are added up, as much of the lexicon's as served best in
cross-validation. The model names the first topic; which others an article has is the lexicon's to say.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from operator import mul
from pathlib import Path
from typing import Any

from site_gen.errors import ConfigError
from site_gen.ingest.enrich.topics.classifier import COMPANIONS, MOST_EVIDENCE, MOST_TOPICS, TopicScore, Weighing
from site_gen.ingest.enrich.topics.terms import fold, split_words

MODEL_NAME = "topics.model.json"
FORMAT = 1
TITLE_TIMES = 3
"""How often a word of the title counts."""
TEXT_CHARS = 8000
"""What is read of a text: news says what it is about before that, and no article may cost many milliseconds."""
LEAST_SHARE = 0.03
"""What is added to the lexicon's share of each topic: its silence is no proof."""
LEAST_SURE = 0.35
"""How sure the model has to be of a topic for which the lexicon has no word at all."""
LEXICON, WORDS, BLEND = "lexicon", "words", "blend"

_SHARPENING = 2
"""The power to which the shares of the lexicon's topics are raised: its first topic is right far more often."""
_THOUSAND = 1000.0
_MANY = 64
_LOGS = [0.0, *(math.log(number) for number in range(1, _MANY))]
_Said = tuple[float, Sequence[int], str]
"""How much a word counts in an article, what it says, and the word."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """What was learned in one language."""

    use: str
    """`lexicon` where it did not beat the lexicon, else `words` or `blend`."""
    weight: float
    """How much the lexicon counts in the blend."""
    sharpness: float
    """What makes probabilities of the sums, so that they are as sure as they are right."""
    topics: tuple[str, ...]
    words: Mapping[str, Sequence[int]]
    """By folded word: its rarity, then how much it speaks for each topic, in thousandths."""
    turns: Mapping[str, Sequence[float]]
    """By topic of the lexicon: how often its articles have each of the topics."""
    prior: Sequence[float]
    """The share of each topic among the labels."""
    met: frozenset[str]
    """Topics that the lexicon put first in several labelled articles."""
    is_closed: bool
    """Whether the labels are all the topics there are: many articles have them, and none has one of its own."""

    def is_foreign(self, topic: str | None) -> bool:
        """Whether the first topic by the lexicon is one of which nothing was learned."""
        return not (self.is_closed or topic is None or topic in self.topics or topic in self.met)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What was learned, by language."""

    languages: Mapping[str, LanguageModel]

    def of(self, lang: str) -> LanguageModel | None:
        """What decides in a language; None where the lexicon does."""
        known = self.languages.get(lang.partition("-")[0].lower())
        return known if known is not None and known.use != LEXICON else None


@dataclass(frozen=True, slots=True)
class ModelFile:
    """The file of a model, as it is sent to other processes: they read it themselves."""

    path: str
    digest: str


def find_model(folder: Path) -> ModelFile | None:
    """The model of the archive in `folder`, None where it has learned nothing."""
    path = folder / MODEL_NAME
    try:
        return ModelFile(str(path), hashlib.sha256(path.read_bytes()).hexdigest())
    except FileNotFoundError:
        return None


@functools.lru_cache(maxsize=2)
def load_model(file: ModelFile) -> Model:
    """Read a model. Raises ConfigError where it cannot be used: it would decide otherwise here than elsewhere."""
    path = Path(file.path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError((f"{MODEL_NAME}: cannot be read: {error.strerror}",)) from error
    if hashlib.sha256(data).hexdigest() != file.digest:
        raise ConfigError((f"{MODEL_NAME}: changed while documents were read; try again",))
    try:
        return parse_model(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError((f"{MODEL_NAME}: is no model ({error}); run: site-gen topics learn",)) from error


def parse_model(raw: Mapping[str, Any]) -> Model:
    """The model that the values of its file describe. Raises ValueError, KeyError or TypeError."""
    if raw["format"] != FORMAT:
        raise ValueError(f"it is of format {raw['format']}, and {FORMAT} is read")
    return Model({lang: _parse_language(part) for lang, part in raw["languages"].items()})


def _parse_language(raw: Mapping[str, Any]) -> LanguageModel:
    topics = tuple(str(topic) for topic in raw["topics"])
    words = {str(word): tuple(int(number) for number in row) for word, row in raw["words"].items()}
    turns = {str(topic): tuple(float(share) for share in row) for topic, row in raw["turns"].items()}
    prior = tuple(float(share) for share in raw["prior"])
    sizes = {len(row) - 1 for row in words.values()} | {len(row) for row in turns.values()} | {len(prior)}
    if sizes != {len(topics)} or raw["use"] not in (LEXICON, WORDS, BLEND):
        raise ValueError("its rows are not as long as its topics")
    met = frozenset(str(topic) for topic in raw["met"])
    return LanguageModel(
        *(raw["use"], float(raw["weight"]), float(raw["sharpness"]), topics, words, turns, prior, met),
        is_closed=raw["closed"] is True,
    )


def count_words(title: str, text: str) -> Counter[str]:
    """How often each folded word stands in an article, those of the title several times."""
    counts: Counter[str] = Counter()
    for word, number in Counter(split_words(text[:TEXT_CHARS])).items():
        counts[_fold(word)] += number
    for word in split_words(title):
        counts[_fold(word)] += TITLE_TIMES
    return counts


_fold = functools.lru_cache(maxsize=1 << 16)(fold)


def vector(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """The words of an article that are known, by their number and rarity, as a vector of length 1."""
    found = {word: (1 + math.log(number)) * rarity[word] for word, number in counts.items() if word in rarity}
    length = math.sqrt(sum(value * value for value in found.values())) or 1.0
    return {word: value / length for word, value in found.items()}


def lexicon_shares(weighing: Weighing | None) -> dict[str, float]:
    """The share of each topic of the lexicon in what it has to say about an article, sharpened."""
    totals: dict[str, float] = {}
    for term, points in weighing.points.items() if weighing else ():
        totals[term.topic] = totals.get(term.topic, 0.0) + points * COMPANIONS.get(term.topic, 1.0)
    sharp = {topic: total**_SHARPENING for topic, total in totals.items()}
    everything = sum(sharp.values()) or 1.0
    return {topic: value / everything for topic, value in sharp.items()}


def turned(shares: Mapping[str, float], model: LanguageModel) -> list[float]:
    """What the lexicon says about each topic of the labels: a probability."""
    if not shares:
        return list(model.prior)
    sums = [0.0] * len(model.topics)
    for topic, share in shares.items():
        for at, turn in enumerate(model.turns.get(topic, model.prior)):
            sums[at] += share * turn
    return sums


def spoken(counts: Mapping[str, int], model: LanguageModel) -> tuple[list[float], list[_Said]]:
    """What the words say for each topic in all; and each known word with its share of that."""
    said: list[_Said] = []
    squares = 0.0
    for word, number in counts.items():
        row = model.words.get(word)
        if row is not None:
            value = (1 + _LOGS[number] if number < _MANY else 1 + math.log(number)) * row[0]
            squares += value * value
            said.append((value, row, word))
    length = math.sqrt(squares) * _THOUSAND or 1.0
    values = [value for value, _, _ in said]
    columns = zip(*(row for _, row, _ in said), strict=True)
    next(columns, None)
    sums = [sum(map(mul, values, column)) / length for column in columns]
    return sums or [0.0] * len(model.topics), said


def blended(words: Sequence[float], lexicon: Sequence[float], weight: float) -> list[float]:
    """What words and lexicon say together."""
    return [one + weight * math.log(other + LEAST_SHARE) for one, other in zip(words, lexicon, strict=True)]


def probabilities(sums: Sequence[float], sharpness: float) -> list[float]:
    """Sums as probabilities."""
    most = max(sums)
    raised = [math.exp(sharpness * (value - most)) for value in sums]
    everything = sum(raised)
    return [value / everything for value in raised]


def decide(
    model: LanguageModel, title: str, text: str, weighing: Weighing | None, found: tuple[TopicScore, ...]
) -> tuple[TopicScore, ...]:
    """The topics of an article; `found` is what the lexicon alone says, and stands where the model has no say."""
    first = next((one.topic for one in found), None)
    if model.is_foreign(first):
        return found
    words, said = spoken(count_words(title, text), model)
    weight = model.weight if model.use == BLEND else 0.0
    chances = probabilities(blended(words, turned(lexicon_shares(weighing), model), weight), model.sharpness)
    best = max(range(len(chances)), key=lambda at: (chances[at], -at))
    if first is None and chances[best] < LEAST_SURE:
        return ()
    topic = model.topics[best]
    known = next((one for one in found if one.topic == topic), None)
    evidence = loudest(best, said) + (known.evidence if known else ())
    chosen = TopicScore(topic, round(chances[best], 4), tuple(dict.fromkeys(evidence))[:MOST_EVIDENCE])
    tops = (chosen, *(one for one in found if one.parent is None and one.topic != topic))[:MOST_TOPICS]
    kept = {one.topic for one in tops}
    return (*tops, *(one for one in found if one.parent in kept))


def loudest(best: int, said: Sequence[_Said]) -> tuple[str, ...]:
    """The words that spoke loudest for a topic; how much each speaks is told from the mean of all topics."""
    loud = nsmallest(MOST_EVIDENCE // 2, ((-value * row[best + 1], word) for value, row, word in said))
    return tuple(word for value, word in loud if value < 0)
