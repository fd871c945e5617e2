"""What an archive's `topics.toml` makes of the topics: its own, other names, merges, rules, aliases of keywords."""

from site_gen.topics.own import Vocabulary, make_vocabulary
from site_gen.topics.reading import TOPICS_NAME, load_topics, parse_topics
from site_gen.topics.settings import NO_SETTINGS, OwnTopic, Rule, TopicSettings

__all__ = [
    "NO_SETTINGS",
    "TOPICS_NAME",
    "OwnTopic",
    "Rule",
    "TopicSettings",
    "Vocabulary",
    "load_topics",
    "make_vocabulary",
    "parse_topics",
]
