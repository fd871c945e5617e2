"""The topics of one archive: the vocabulary that comes with the program, and what `topics.toml` makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from site_gen.folding import fold_name, fold_person
from site_gen.topics.settings import NO_SETTINGS, OwnTopic, TopicSettings
from site_gen.vocabulary import Topic, load_vocabulary, resolve_topic


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The topics that articles of an archive can have, and aliases of other names. Made by `make_vocabulary`."""

    topics: Mapping[str, Topic]
    """Those that are shown, by id."""
    settings: TopicSettings
    _moved: Mapping[str, str]
    """What became of topics that were merged (another id) or hidden (nothing)."""
    _named: Mapping[str, str]
    """Folded names of the archive's own topics to ids."""
    _aliases: Mapping[str, str]
    _people: Mapping[str, str]

    def place(self, topic: str) -> str:
        """The id under which the articles of a topic, given by its id, stand; empty where it is hidden."""
        return self._moved.get(topic, topic)

    def resolve(self, text: str) -> str | None:
        """The topic meant by an id, code or name: its id, empty for one that is hidden, None where there is none."""
        known = self._named.get(fold_name(text))
        if known is None and not self.settings.replaces:
            known = resolve_topic(text)
        return None if known is None else self.place(known)

    def meaning(self, text: str) -> str:
        """A topic as an article should have it: its id where it is known, as written where not, empty if hidden."""
        known = self.resolve(text)
        return text if known is None else known

    def keyword(self, name: str) -> str:
        """The keyword that a spelling stands for: itself, or the one that it is an alias of."""
        return self._aliases.get(fold_name(name), name) if self._aliases else name

    def person(self, name: str) -> str:
        """The name of the person that a name stands for: itself, or the one that it is an alias of."""
        return self._people.get(fold_person(name), name) if self._people else name

    def order(self, topics: Iterable[str]) -> tuple[str, ...]:
        """Topics in the order of front matter: each once, sub-topics last, and none without its parent."""
        named = tuple(dict.fromkeys(topic for topic in topics if topic))
        parents = {topic: self.topics[topic].parent for topic in named if topic in self.topics}
        top = [topic for topic in named if not parents.get(topic)]
        below = [topic for topic in named if parents.get(topic)]
        return tuple(dict.fromkeys([*top, *(parents[topic] or "" for topic in below), *below]))


@lru_cache(maxsize=16)
def make_vocabulary(settings: TopicSettings = NO_SETTINGS) -> Vocabulary:
    """The topics that an archive with these settings has."""
    topics = {} if settings.replaces else dict(load_vocabulary())
    for own in settings.topics:
        topics[own.id] = _made(own, topics.get(own.id))
    merged = dict(settings.merged)
    hidden = set(settings.hidden)
    # What stands under a topic goes where that goes.
    for topic in tuple(topics.values()):
        if topic.parent in hidden or merged.get(topic.parent or "") in hidden:
            hidden.add(topic.id)
        elif topic.parent in merged:
            target = merged[topic.parent]
            above = topics[target].parent if target in topics else None
            topics[topic.id] = replace(topic, parent=above or target)
    moved = {**merged, **dict.fromkeys(hidden, "")}
    moved.update({topic: "" for topic, target in merged.items() if target in hidden})
    named: dict[str, str] = {}
    for own in settings.topics:
        for text in (own.id, *(name for _, name in own.names)):
            named.setdefault(fold_name(text), own.id)
    return Vocabulary(
        MappingProxyType({key: topic for key, topic in topics.items() if key not in moved}),
        settings,
        moved,
        named,
        {fold_name(name): target for name, target in settings.aliases},
        {fold_person(name): target for name, target in settings.people},
    )


def _made(own: OwnTopic, known: Topic | None) -> Topic:
    """A topic as the file describes it, on top of what the vocabulary knows of it."""
    names = dict(own.names) if known is None or own.renames else {**known.names, **dict(own.names)}
    if "en" not in names:
        # What a name falls back on where a language has none.
        names["en"] = next(iter(names.values()), own.id)
    parent = known.parent if known is not None and own.parent is None else own.parent
    return Topic(own.id, known.code if known else "", MappingProxyType(names), parent or None)
