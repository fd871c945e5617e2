"""The topics that an archive gives to an article: by its lexicon, or by what it has learned from its labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from site_gen.ingest.enrich.keywords import headline_prefix
from site_gen.ingest.enrich.topics.classifier import TopicScore, Weighing, rank_topics, weigh_terms
from site_gen.ingest.enrich.topics.hints import Hint, address_hints
from site_gen.ingest.enrich.topics.learned import ModelFile, decide, load_model
from site_gen.ingest.enrich.topics.lexicons import archive_lexicon, place_term
from site_gen.ingest.enrich.topics.terms import Term
from site_gen.ingest.enrich.topics.texts import topic_text
from site_gen.model import Article
from site_gen.reasons import format_reason
from site_gen.topics import NO_SETTINGS, TopicSettings, Vocabulary, make_vocabulary

BY_LEXICON, BY_MODEL = "lexicon", "model"
"""How the provenance of topics says that a program found them; all else was declared by a document or a person."""

_BEFORE = ("title", "published", "updated", "captured", "lang")
"""What stands before the topics in the provenance of an article."""
FOUND = (BY_LEXICON, BY_MODEL)


@dataclass(frozen=True, slots=True)
class TopicOptions:
    """What decides on topics beside the text. It is sent to other processes: the model is read there."""

    settings: TopicSettings = NO_SETTINGS
    model: ModelFile | None = None

    @property
    def vocabulary(self) -> Vocabulary:
        """The topics that there are."""
        return make_vocabulary(self.settings)


@dataclass(frozen=True, slots=True)
class Assigned:
    """The topics that an article is given, and what found them."""

    scores: tuple[TopicScore, ...]
    by: str
    """`lexicon` or `model`."""

    def topics(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The ids as they stand in front matter."""
        return vocabulary.order(score.topic for score in self.scores)

    @property
    def reasons(self) -> dict[str, str]:
        """What front matter tells of each of them: how sure it is, and the words that spoke for it."""
        return {score.topic: format_reason(score.score, score.evidence) for score in self.scores}


def assign_article(article: Article, lang: str, options: TopicOptions) -> Assigned:
    """Find the topics of an article that is read from its content file, as when it was new."""
    return assign(*cues_of(article, lang, options))


def cues_of(
    article: Article, lang: str, options: TopicOptions
) -> tuple[str, str, str, str | None, TopicOptions, tuple[Hint, ...]]:
    """What `assign` needs of an article, in its order."""
    prefix = headline_prefix(article.title, lang)
    hints = topic_hints(article.keywords, prefix, article.source.url)
    return article.title, topic_text(article.summary, article.body), lang, prefix, options, hints


def topic_hints(keywords: Iterable[str], prefix: str | None, url: str | None) -> tuple[Hint, ...]:
    """What the source of an article says about its subject; the prefix of the headline is a cue of its own."""
    return (*(Hint("keyword", word) for word in keywords if word != prefix), *address_hints(url))


def weigh(  # noqa: PLR0913, PLR0917 - all that speaks for topics
    title: str, text: str, lang: str, prefix: str | None, options: TopicOptions, hints: Iterable[Hint] = ()
) -> Weighing | None:
    """The terms that speak in an article; None where the archive has no lexicon for its language."""
    lexicon = archive_lexicon(options.settings, lang)
    if lexicon is None:
        return None
    found = weigh_terms(title, text, lexicon, prefix, hints)
    if options.settings == NO_SETTINGS:
        return found
    # What a source says is read by lists that know nothing of this archive.
    points: dict[Term, float] = {}
    for term, value in found.points.items():
        placed = place_term(term, options.vocabulary)
        if placed is not None:
            points[placed] = value
    return replace(found, points=points)


def assign(  # noqa: PLR0913, PLR0917 - all that decides
    title: str, text: str, lang: str, prefix: str | None, options: TopicOptions, hints: Iterable[Hint] = ()
) -> Assigned:
    """Find the topics of an article; the prefix as for `classify`."""
    weighing = weigh(title, text, lang, prefix, options, hints)
    found = rank_topics(weighing) if weighing else ()
    model = load_model(options.model).of(lang) if options.model else None
    if model is None:
        return Assigned(found, BY_LEXICON)
    decided = decide(model, title, text, weighing, found)
    return Assigned(_placed(decided, options.vocabulary), BY_LEXICON if decided is found else BY_MODEL)


def _placed(scores: tuple[TopicScore, ...], vocabulary: Vocabulary) -> tuple[TopicScore, ...]:
    """Topics that a model learned where they stand by now: some may have been merged or hidden since."""
    placed: dict[str, TopicScore] = {}
    for score in scores:
        topic = vocabulary.place(score.topic)
        if topic and (topic in vocabulary.topics or not vocabulary.settings.replaces):
            placed.setdefault(topic, score if topic == score.topic else replace(score, topic=topic))
    return tuple(placed.values())


def is_declared(article: Article) -> bool:
    """Whether a document or a person gave the topics of an article: ingest notes where the others come from."""
    by = article.provenance.get("topics")
    return by not in FOUND if by else bool(article.topics)


def with_topics(provenance: Mapping[str, str], by: str) -> Mapping[str, str]:
    """The provenance of an article whose topics were found by something else, in the order of ingest."""
    others = {name: text for name, text in provenance.items() if name != "topics"}
    before = {name: text for name, text in others.items() if name in _BEFORE}
    return {**before, **({"topics": by} if by else {}), **others}
