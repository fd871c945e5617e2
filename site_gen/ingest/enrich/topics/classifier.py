"""Finds the topics of an article by the words in it, with a lexicon per language and no training.

Where a word stands says how much it counts: news puts its subject in the title and the first sentences. Nothing is
returned for a text that says too little: an honest "unclassified" is better than a guess.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from site_gen.ingest.enrich.topics.hints import Hint, weigh_hints
from site_gen.ingest.enrich.topics.terms import (
    Known,
    Lexicon,
    Phrase,
    Term,
    Terms,
    fold_phrase,
    load_lexicon,
    split_words,
)

TITLE_FACTOR = 3.0
"""How much more a term counts in the title than in the text."""
LEAD_FACTOR = 2.0
"""How much more a term counts in the first two sentences."""
PREFIX_POINTS = 12.0
"""What a headline prefix such as `Foot:` is worth: about a decisive word in the title."""
BEGINNING_POINTS = 6.0
"""What it is worth where more words follow it before the colon (`Coronavirus en Afrique:`)."""
MOST_TOPICS = 3
"""How many topics of the top level an article has at most."""
MOST_SUBTOPICS = 3
"""How many sub-topics it has at most."""
LEAST_SCORE = 0.22
"""Below this score a topic is not returned."""
LEAST_SHARE = 0.45
"""A further topic needs this share of the first one's points."""
CLEAR_WEIGHT = 3.0
"""A term alone must weigh this much; lighter ones are hints, which speak for a topic only together."""
COMPANIONS: Mapping[str, float] = {
    "crime-law-and-justice": 0.75,
    "education": 0.85,
    "health": 0.85,
    "labour": 0.85,
    "lifestyle-and-leisure": 0.85,
    "religion": 0.85,
    "society": 0.85,
}
"""Topics whose words come along with every subject, and what their points count where the first topic is sought.

Courts, schools, illnesses, jobs and families stand in articles about companies, ministers and stars. Found on the
halves of the collections that mistakes were read on: four of the five did better with these, and none worse.
"""
SUBTOPIC_POINTS = 14.0
"""A sub-topic needs these points: a decisive word in the title, or some in the text."""
SUBTOPIC_SHARE = 0.3
"""It needs this share of the points of its topic."""
SUBTOPIC_SCORE = 0.4
"""Below this score it is not returned."""
SIDE_SCORE = 0.45
"""Nor below this one where its topic is not the first; there a single term is not enough either."""
SUBTOPIC_RIVAL = 0.6
"""It needs this share of the points of the loudest sub-topic of its topic."""
LOUD = 3.0
"""One of its terms must count this often: in the title, in the lead and again, or four times in the text."""
SIDE_LOUD = 4.0
"""And this often where its topic is not the first: in the title and again, or in the lead and three times more."""
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
    """The terms that spoke loudest, as written in the lexicon; hints after their kind (`section: Sport`)."""
    parent: str | None = None
    """The id of the topic that a sub-topic stands under; None for a topic of the top level."""


def classify(  # noqa: PLR0913 - all that decides
    title: str,
    text: str,
    lang: str,
    prefix: str | None = None,
    *,
    hints: Iterable[Hint] = (),
    lexicon: Lexicon | None = None,
) -> tuple[TopicScore, ...]:
    """Give up to three topics of an article, best first, then their sub-topics; none when its words say too little.

    The prefix is what stood before the colon of a headline (`Foot`), if the title comes without it. The hints are what
    its source says of its subject. The lexicon is that of the language unless another is given.
    """
    lexicon = lexicon or load_lexicon(lang.partition("-")[0].lower())
    return () if lexicon is None else rank_topics(weigh_terms(title, text, lexicon, prefix, hints))


@dataclass(frozen=True, slots=True)
class Weighing:
    """The terms that speak in an article, and how loudly."""

    points: Mapping[Term, float]
    length: int
    """Words of the article."""
    zones: tuple[list[str], list[str], list[str]]
    """The words of its title, of its first sentences, and of the rest."""


def weigh_terms(
    title: str, text: str, lexicon: Lexicon, prefix: str | None = None, hints: Iterable[Hint] = ()
) -> Weighing:
    """Find the terms of a lexicon in an article; prefix and hints as for `classify`."""
    if prefix is None:
        found = _HEADLINE_PREFIX.match(title)
        prefix = found[1] if found else ""
    else:
        title = f"{prefix} {title}"
    lead = _LEAD.match(text, 0, _LEAD_CHARS)
    cut = lead.end() if lead else min(len(text), _LEAD_CHARS // 2)
    zones = (split_words(title), split_words(text[:cut]), split_words(text[cut:]))
    points = _gather(lexicon, zones)
    points |= _weigh_prefix(lexicon, prefix)
    points |= weigh_hints(hints, lexicon)
    return Weighing(points, sum(map(len, zones)), zones)


def _weigh_prefix(lexicon: Lexicon, prefix: str) -> dict[Term, float]:
    """Give the points of a headline prefix, or of the longest one that it begins with (`Guerre en Ukraine et…`)."""
    words = fold_phrase(prefix)
    for length in range(len(words), 0, -1):
        terms = lexicon.prefixes.get(" ".join(words[:length]))
        if terms:
            return dict.fromkeys(terms, PREFIX_POINTS if length == len(words) else BEGINNING_POINTS)
    return {}


def _gather(lexicon: Lexicon, zones: tuple[list[str], ...]) -> dict[Term, float]:
    """Give the points of each term found: the factor of the best place, and a little more for each repetition."""
    best: dict[Term, float] = {}
    times: defaultdict[Term, int] = defaultdict(int)
    for words, factor in zip(zones, (TITLE_FACTOR, LEAD_FACTOR, 1.0), strict=True):
        for term in terms_in(lexicon, words):
            best.setdefault(term, factor)
            times[term] += 1
    return {term: term.weight * (factor + math.log2(times[term])) for term, factor in best.items()}


def terms_in(lexicon: Lexicon, words: list[str]) -> list[Term]:
    """List the terms that a run of words matches, phrases before the words that they do not hide."""
    known = list(map(lexicon.memory.__getitem__, words))
    # Most words of a text say nothing: the loops below see the others alone.
    speaking = [(at, word) for at, word in enumerate(known) if word.speaks]
    terms: list[Term] = []
    hidden: set[int] = set()
    last = len(known) - 1
    for at, word in speaking:
        if word.phrases and at < last and at not in hidden:
            second = known[at + 1]
            whole, stems = word.phrases.get(second.word), word.phrases.get(second.start)
            if whole or stems:
                terms += _phrase_at((*(whole or ()), *(stems or ())), known, at, hidden)
    for at, word in speaking:
        if word.terms and at not in hidden:
            terms += word.terms
    return terms


def _phrase_at(phrases: tuple[Phrase, ...], known: list[Known], at: int, hidden: set[int]) -> Terms:
    """Give the terms of the longest phrase that stands at a place; `hidden` gets the places that it covers."""
    longest: Phrase | None = None
    for phrase in phrases:
        length = len(phrase.rest)
        if (longest is None or length > len(longest.rest)) and phrase.matches(
            [one.word for one in known[at + 1 : at + 1 + length]]
        ):
            longest = phrase
    if longest is None:
        return ()
    hidden.update(range(at, at + 1 + len(longest.rest)))
    return longest.terms


def rank_topics(weighing: Weighing) -> tuple[TopicScore, ...]:
    """Turn points into scores, and keep the topics that pass the thresholds."""
    points = weighing.points
    by_topic: defaultdict[str, list[Term]] = defaultdict(list)
    for term in points:
        by_topic[term.topic].append(term)
    totals = {topic: sum(points[term] for term in terms) for topic, terms in by_topic.items()}
    if not totals:
        return ()
    most, everything = max(totals.values()), sum(totals.values())
    needed = _needed(weighing.length)
    compared = {topic: total * COMPANIONS.get(topic, 1.0) for topic, total in totals.items()}
    all_compared = sum(compared.values())
    ranked = []
    for topic, total in totals.items():
        is_enough = total >= most * LEAST_SHARE and _score(total, everything, needed) >= LEAST_SCORE
        if is_enough and _is_clear(by_topic[topic], points):
            score = _score(compared[topic], all_compared, needed)
            ranked.append(TopicScore(topic, score, _evidence(by_topic[topic], points)))
    best = sorted(ranked, key=lambda found: (-found.score, found.topic))[:MOST_TOPICS]
    below = [
        sub
        for place, topic in enumerate(best)
        for sub in _rank_below(topic.topic, by_topic[topic.topic], points, needed, is_first=place == 0)
    ]
    below.sort(key=lambda found: (-found.score, found.topic))
    return (*best, *below[:MOST_SUBTOPICS])


def _rank_below(
    topic: str, terms: list[Term], points: Mapping[Term, float], needed: float, *, is_first: bool
) -> list[TopicScore]:
    """Give the sub-topics of a topic for which the evidence is strong."""
    everything = sum(points[term] for term in terms)
    by_sub: defaultdict[str, list[Term]] = defaultdict(list)
    for term in terms:
        if term.sub:
            by_sub[term.sub].append(term)
    totals = {sub: sum(points[term] for term in found) for sub, found in by_sub.items()}
    least = max(SUBTOPIC_POINTS, everything * SUBTOPIC_SHARE, max(totals.values(), default=0.0) * SUBTOPIC_RIVAL)
    least_score, loud, fewest = (SUBTOPIC_SCORE, LOUD, 1) if is_first else (SIDE_SCORE, SIDE_LOUD, 2)
    ranked = []
    for sub, total in totals.items():
        found = by_sub[sub]
        score = _score(total, everything, needed)
        is_strong = total >= least and score >= least_score and len(found) >= fewest and _is_clear(found, points)
        if is_strong and any(points[term] >= loud * term.weight for term in found):
            ranked.append(TopicScore(sub, score, _evidence(found, points), topic))
    return ranked


def score_of(total: float, everything: float, length: int) -> float:
    """Give the score of a topic from its points, those of all it is measured by, and the words of the article."""
    return _score(total, everything, _needed(length))


def _needed(length: int) -> float:
    # A long text holds stray matches of every topic, so that it has to say more.
    return 2.0 * math.log2(2 + length)


def _score(total: float, everything: float, needed: float) -> float:
    return round(math.sqrt(total / everything) * total / (total + needed), 4)


def _is_clear(terms: list[Term], points: Mapping[Term, float]) -> bool:
    """Tell whether terms are more than one light word."""
    return len(terms) > 1 or terms[0].weight >= CLEAR_WEIGHT or points[terms[0]] >= PREFIX_POINTS


def _evidence(terms: list[Term], points: Mapping[Term, float]) -> tuple[str, ...]:
    loudest = sorted(terms, key=lambda term: (-points[term], term.text))
    return tuple(dict.fromkeys(term.text for term in loudest))[:MOST_EVIDENCE]
