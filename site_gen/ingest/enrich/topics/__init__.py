"""What an article is about: topics of the vocabulary, each with its score and the words that speak for it."""

from site_gen.ingest.enrich.topics.classifier import TopicScore, classify
from site_gen.ingest.enrich.topics.hints import Hint, address_hints

__all__ = ["Hint", "TopicScore", "address_hints", "classify"]
