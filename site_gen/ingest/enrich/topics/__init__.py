"""What an article is about: topics of the vocabulary, each with its score and the words that speak for it."""

from site_gen.ingest.enrich.topics.classifier import TopicScore, classify

__all__ = ["TopicScore", "classify"]
