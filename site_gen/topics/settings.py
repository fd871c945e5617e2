"""The values of a `topics.toml`: frozen, made of tuples, so that they hash, pickle, and print the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

TOPICS_NAME = "topics.toml"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """A topic that the file adds or describes anew."""

    id: str
    names: Pairs = ()
    """(language, name); they replace those of the vocabulary in the same language."""
    parent: str | None = None
    """The topic that it stands under, by id; None where the file says nothing, empty for the top level."""
    renames: bool = False
    """Whether the names stand in place of all that the vocabulary has."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A word, phrase, beginning of a word, headline prefix, or name of a section that speaks for a topic."""

    topic: str
    """Its id; empty for what is to be ignored."""
    lang: str
    """The language that it holds for, empty for all."""
    weight: float
    """How loudly it speaks, as in the lexicon; 0 for a headline prefix and a section."""
    term: str
    is_section: bool = False

    @property
    def kind(self) -> str:
        """What stands before the colon of its line, where that is no weight; empty for a word or phrase."""
        return "section" if self.is_section else "" if self.weight else "prefix"


@dataclass(frozen=True, slots=True)
class TopicSettings:
    """All that a `topics.toml` says, with topics given by their ids."""

    topics: tuple[OwnTopic, ...] = ()
    merged: Pairs = ()
    """(topic, the one whose articles it joins); no topic that others are merged into is merged itself."""
    hidden: tuple[str, ...] = ()
    """Topics that no article is given and that have no page."""
    rules: tuple[Rule, ...] = ()
    aliases: Pairs = ()
    """(spelling of a keyword, the keyword that it stands for)."""
    people: Pairs = ()
    """(name of a person, the name that it stands for)."""
    replaces: bool = False
    """Whether the vocabulary and the lexicons that come with the program are left aside."""

    @property
    def shown(self) -> TopicSettings:
        """What pages depend on: all but the rules, which are for classifying alone."""
        return replace(self, rules=()) if self.rules else self

    @property
    def digest(self) -> str:
        """What tells these settings from all others."""
        return sha256(repr(self).encode("utf-8", "backslashreplace")).hexdigest()


NO_SETTINGS = TopicSettings()
"""Those of an archive without a `topics.toml`."""
