"""Why an article has its topics: the words that speak for each, where they stand, and what kept others away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from site_gen.ingest.enrich.topics.assigning import TopicOptions, assign, weigh
from site_gen.ingest.enrich.topics.classifier import (
    CLEAR_WEIGHT,
    COMPANIONS,
    LEAST_SCORE,
    LEAST_SHARE,
    MOST_TOPICS,
    PREFIX_POINTS,
    Weighing,
    rank_topics,
    score_of,
    weigh_terms,
)
from site_gen.ingest.enrich.topics.hints import Hint
from site_gen.ingest.enrich.topics.learned import (
    BLEND,
    LanguageModel,
    blended,
    count_words,
    lexicon_shares,
    load_model,
    loudest,
    probabilities,
    spoken,
    turned,
)
from site_gen.ingest.enrich.topics.lexicons import archive_lexicon
from site_gen.ingest.enrich.topics.terms import Lexicon, Term

_NOT_BELOW = "a sub-topic needs its topic, and stronger evidence"
ZONES = ("title", "lead", "text")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A term of the lexicon that speaks for a topic."""

    term: str
    weight: float
    points: float
    places: tuple[str, ...]
    """Where it stands: `title`, `lead`, `text`, `prefix`; `source` for what the source says beside the text."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic for which something speaks."""

    topic: str
    score: float
    points: float
    evidence: tuple[Evidence, ...]
    why_not: str
    """Why the lexicon does not give it; empty where it does."""
    parent: str = ""
    """The topic that a sub-topic stands under."""


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely a learned topic is."""

    topic: str
    chance: float
    words: tuple[str, ...]
    """Those that speak loudest for it."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would be decided on an article now, and why."""

    topics: tuple[str, ...]
    by: str
    """`lexicon` or `model`."""
    candidates: tuple[Candidate, ...]
    """By the lexicon, loudest first."""
    chances: tuple[Chance, ...]
    """By the model, likeliest first; none where there is no model for the language."""
    words: int
    """Words of the article."""
    note: str = ""
    """Why the lexicon says nothing at all, or why a model has no say."""


def explain_topics(  # noqa: PLR0913, PLR0917 - all that decides
    title: str,
    text: str,
    lang: str | None,
    prefix: str | None,
    options: TopicOptions,
    hints: tuple[Hint, ...] = (),
) -> Explanation:
    """Tell what is decided on an article, and why; prefix and hints as for `classify`."""
    if not lang:
        return Explanation((), "lexicon", (), (), 0, "its language is unknown: give one with --lang or in the file")
    weighing = weigh(title, text, lang, prefix, options, hints)
    lexicon = archive_lexicon(options.settings, lang)
    assigned = assign(title, text, lang, prefix, options, hints)
    candidates = _candidates(weighing, lexicon) if weighing and lexicon else ()
    model = load_model(options.model).of(lang) if options.model else None
    chances = _chances(model, title, text, weighing) if model else ()
    note = "" if lexicon else f"there is no lexicon for the language '{lang}'"
    if model and assigned.by == "lexicon":
        note = "nothing was learned about the first topic by the lexicon, which therefore stands"
    topics = assigned.topics(options.vocabulary)
    return Explanation(topics, assigned.by, candidates, chances, weighing.length if weighing else 0, note)


def _candidates(weighing: Weighing, lexicon: Lexicon) -> tuple[Candidate, ...]:
    given = {one.topic for one in rank_topics(weighing)}
    places = _places(weighing, lexicon)
    by_topic: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in sorted(weighing.points, key=lambda term: (-weighing.points[term], term.text)):
        by_topic[term.topic, ""].append(term)
        if term.sub:
            by_topic[term.topic, term.sub].append(term)
    totals = {key: sum(weighing.points[term] for term in terms) for key, terms in by_topic.items()}
    tops = {topic: total for (topic, below), total in totals.items() if not below}
    everything = sum(tops.values())
    all_compared = sum(total * COMPANIONS.get(topic, 1.0) for topic, total in tops.items())
    most = max(totals.values(), default=0.0)
    found = []
    for (topic, below), terms in by_topic.items():
        total = totals[topic, below]
        alone = score_of(total, totals[topic, ""] if below else everything, weighing.length)
        compared = total * COMPANIONS.get(topic, 1.0)
        score = alone if below else score_of(compared, all_compared, weighing.length)
        evidence = tuple(
            Evidence(term.text, term.weight, round(weighing.points[term], 1), places[term]) for term in terms
        )
        name = below or topic
        why_not = "" if name in given else _NOT_BELOW if below else _why_not(alone, total, most, terms, weighing.points)
        found.append(Candidate(name, score, round(total, 1), evidence, why_not, topic if below else ""))
    return tuple(sorted(found, key=lambda one: (bool(one.why_not), bool(one.parent), -one.score, one.topic)))


def _why_not(score: float, total: float, most: float, terms: list[Term], points: Mapping[Term, float]) -> str:
    """The first condition of the classifier that a topic does not meet."""
    if score < LEAST_SCORE:
        return f"its score is below {LEAST_SCORE}"
    if total < most * LEAST_SHARE:
        return f"it has less than {LEAST_SHARE:.0%} of the points of the first topic"
    if len(terms) == 1 and terms[0].weight < CLEAR_WEIGHT and points[terms[0]] < PREFIX_POINTS:
        return "one light word alone is no evidence"
    return f"an article has at most {MOST_TOPICS} topics"


def _places(weighing: Weighing, lexicon: Lexicon) -> dict[Term, tuple[str, ...]]:
    """Where each term stands: the parts of the article are searched one by one."""
    inside = [weigh_terms(" ".join(words), "", lexicon, "").points.keys() for words in weighing.zones]
    prefixes = {term for terms in lexicon.prefixes.values() for term in terms}
    places = {}
    for term in weighing.points:
        named = tuple(zone for zone, found in zip(ZONES, inside, strict=True) if term in found)
        places[term] = named or (("prefix",) if term in prefixes else ("source",))
    return places


def _chances(model: LanguageModel, title: str, text: str, weighing: Weighing | None) -> tuple[Chance, ...]:
    words, said = spoken(count_words(title, text), model)
    weight = model.weight if model.use == BLEND else 0.0
    found = probabilities(blended(words, turned(lexicon_shares(weighing), model), weight), model.sharpness)
    chances = (
        Chance(topic, round(chance, 4), loudest(at, said))
        for at, (topic, chance) in enumerate(zip(model.topics, found, strict=True))
    )
    return tuple(sorted(chances, key=lambda one: (-one.chance, one.topic)))
