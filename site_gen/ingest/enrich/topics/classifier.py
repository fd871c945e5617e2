"""Finds the topics of an article by the words in it, with a lexicon per language and no training.

Where a word stands says how much it counts: news puts its subject in the title and the first sentences. Nothing is
returned for a text that says too little: an honest "unclassified" is better than a guess.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from site_gen.ingest.enrich.topics.terms import PHRASE_KEY, Lexicon, Term, fold, fold_phrase, load_lexicon, split_words

TITLE_FACTOR = 3.0
"""How much more a term counts in the title than in the text."""
LEAD_FACTOR = 2.0
"""How much more a term counts in the first two sentences."""
PREFIX_POINTS = 12.0
"""What a headline prefix such as `Foot:` is worth: about a decisive word in the title."""
MOST_TOPICS = 3
"""How many topics an article has at most."""
LEAST_SCORE = 0.22
"""Below this score a topic is not returned."""
LEAST_SHARE = 0.45
"""A further topic needs this share of the first one's points."""
CLEAR_WEIGHT = 3.0
"""A term alone must weigh this much; lighter ones are hints, which speak for a topic only together."""
MOST_EVIDENCE = 6
"""How many words of evidence are shown for a topic."""

_LEAD = re.compile(r"(?:[^.!?؟…]{20,}?[.!?؟…]+[\s\"'»”’)]+){2}")
_LEAD_CHARS = 500
_HEADLINE_PREFIX = re.compile(r"\s*([^:]{2,40}?)\s?:\s")


@dataclass(frozen=True, slots=True)
class TopicScore:
    """A topic of an article, and why."""

    topic: str
    """The id of the topic in the vocabulary."""
    score: float
    """From 0 to 1: how much of the evidence, and how much evidence for the length, speaks for it."""
    evidence: tuple[str, ...]
    """The terms that spoke loudest, as written in the lexicon."""


def classify(title: str, text: str, lang: str, prefix: str | None = None) -> tuple[TopicScore, ...]:
    """Give up to three topics of an article, best first; none when its words do not say enough.

    The prefix is what stood before the colon of a headline (`Foot`), if the title comes without it.
    """
    lexicon = load_lexicon(lang.partition("-")[0].lower())
    if lexicon is None:
        return ()
    if prefix is None:
        found = _HEADLINE_PREFIX.match(title)
        prefix = found[1] if found else ""
    else:
        title = f"{prefix} {title}"
    lead = _LEAD.match(text, 0, _LEAD_CHARS)
    cut = lead.end() if lead else min(len(text), _LEAD_CHARS // 2)
    zones = (split_words(title), split_words(text[:cut]), split_words(text[cut:]))
    points = _gather(lexicon, zones)
    for term in lexicon.prefixes.get(" ".join(fold_phrase(prefix)), ()):
        points[term] = PREFIX_POINTS
    return _rank(points, sum(map(len, zones)))


def _gather(lexicon: Lexicon, zones: tuple[list[str], ...]) -> dict[Term, float]:
    """Give the points of each term found: the factor of the best place, and a little more for each repetition."""
    best: dict[Term, float] = {}
    times: defaultdict[Term, int] = defaultdict(int)
    known: dict[str, tuple[Term, ...]] = {}
    folds: dict[str, str] = {}
    for words, factor in zip(zones, (TITLE_FACTOR, LEAD_FACTOR, 1.0), strict=True):
        for term in _terms_in(lexicon, words, folds, known):
            best.setdefault(term, factor)
            times[term] += 1
    return {term: term.weight * (factor + math.log2(times[term])) for term, factor in best.items()}


def _terms_in(
    lexicon: Lexicon, raw: list[str], folds: dict[str, str], known: dict[str, tuple[Term, ...]]
) -> list[Term]:
    """List the terms that a run of words matches; `folds` and `known` remember the words met before."""
    words = [folds.get(word) or folds.setdefault(word, fold(word)) for word in raw]
    hidden: set[int] = set()
    terms = list(_phrases_in(lexicon, words, hidden))
    for at, word in enumerate(raw):
        if word not in known:
            known[word] = lexicon.find(word, words[at])
        if known[word] and at not in hidden:
            terms += known[word]
    return terms


def _phrases_in(lexicon: Lexicon, words: list[str], hidden: set[int]) -> Iterator[Term]:
    """Give the terms of the phrases in a run of folded words; `hidden` gets the places that they cover."""
    for at, (word, second) in enumerate(pairwise(words)):
        by_second = lexicon.phrases.get(word)
        if by_second is None:
            continue
        for phrase in by_second.get(second[:PHRASE_KEY], ()):
            if at not in hidden and phrase.matches(words, at + 1):
                yield from phrase.terms
                hidden.update(range(at, at + 1 + len(phrase.rest)))
                break


def _rank(points: dict[Term, float], length: int) -> tuple[TopicScore, ...]:
    """Turn points into scores, and keep the topics that pass the thresholds."""
    totals: defaultdict[str, float] = defaultdict(float)
    for term, value in points.items():
        totals[term.topic] += value
    if not totals:
        return ()
    most, everything = max(totals.values()), sum(totals.values())
    # A long text holds stray matches of every topic, so that it has to say more.
    needed = 2.0 * math.log2(2 + length)
    ranked = []
    for topic, total in totals.items():
        score = math.sqrt(total / everything) * total / (total + needed)
        loudest = sorted((t for t in points if t.topic == topic), key=lambda t: (-points[t], t.text))
        clear = len(loudest) > 1 or loudest[0].weight >= CLEAR_WEIGHT or points[loudest[0]] >= PREFIX_POINTS
        if clear and score >= LEAST_SCORE and total >= most * LEAST_SHARE:
            evidence = tuple(dict.fromkeys(term.text for term in loudest))[:MOST_EVIDENCE]
            ranked.append(TopicScore(topic, round(score, 4), evidence))
    return tuple(sorted(ranked, key=lambda found: (-found.score, found.topic))[:MOST_TOPICS])
