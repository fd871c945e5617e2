"""What an archive's `topics.toml` makes of the topics: its own, other names, merges, rules, aliases of names."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from site_gen.topics.settings import NO_SETTINGS, TOPICS_NAME, OwnTopic, Rule, TopicSettings

if TYPE_CHECKING:
    from site_gen.topics.own import Vocabulary, make_vocabulary
    from site_gen.topics.reading import load_topics, parse_topics

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
_HOMES = {
    **dict.fromkeys(("Vocabulary", "make_vocabulary"), "own"),
    **dict.fromkeys(("load_topics", "parse_topics"), "reading"),
}


def __getattr__(name: str) -> Any:
    """What is asked for, loaded then: most archives have no `topics.toml`, and most runs nothing to do."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
