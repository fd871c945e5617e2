"""What an article is about: topics of the vocabulary, each with its score and the words that speak for it."""

from site_gen.ingest.enrich.topics.assigning import (
    FOUND,
    Assigned,
    TopicOptions,
    assign,
    assign_article,
    cues_of,
    is_declared,
    topic_hints,
    with_topics,
)
from site_gen.ingest.enrich.topics.classifier import TopicScore, classify
from site_gen.ingest.enrich.topics.hints import Hint, address_hints

__all__ = [
    "FOUND",
    "Assigned",
    "Hint",
    "TopicOptions",
    "TopicScore",
    "address_hints",
    "assign",
    "assign_article",
    "classify",
    "cues_of",
    "is_declared",
    "topic_hints",
    "with_topics",
]
