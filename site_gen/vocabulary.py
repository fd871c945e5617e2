"""The topics of the archive: the 17 top-level IPTC Media Topics and a choice of sub-topics, with names to read.

The vocabulary is © IPTC, licensed CC BY 4.0 (https://iptc.org/standards/media-topics/); the short display names
are our own. IPTC changes labels and moves concepts now and then but never codes, so the ids here are
frozen, say nothing of what stands above, and the code travels along.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from site_gen.folding import without_accents


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the vocabulary."""

    id: str
    """The slug that stands in front matter and addresses, such as `politics-and-government`."""
    code: str
    """The IPTC code, such as `medtop:11000000`."""
    names: Mapping[str, str]
    """Names to show, by BCP 47 language; English (`en`) is always there."""
    parent: str | None = None
    """The id of the top-level topic that a sub-topic stands under; None for a topic of the top level."""

    def name(self, lang: str) -> str:
        """Give the name in a language, else in its base language (`fr` for `fr-CH`), else in English."""
        base = lang.partition("-")[0]
        return self.names.get(lang) or self.names.get(base) or self.names["en"]


@cache
def load_vocabulary() -> Mapping[str, Topic]:
    """Give every topic by id: the top level in the order of IPTC, then the sub-topics in that of their parents."""
    topics = (
        Topic(
            entry["id"],
            entry["code"],
            MappingProxyType({lang: _capitalised(name) for lang, name in (entry["names"] | entry["display"]).items()}),
            entry.get("parent"),
        )
        for entry in _entries()
    )
    return MappingProxyType({topic.id: topic for topic in topics})


def resolve_topic(text: str) -> str | None:
    """Give the topic id meant by an id, an IPTC code or a name in any language; None when there is none."""
    return _index().get(_key(text))


def resolve_code(code: str) -> tuple[str, ...]:
    """Give the ids of the topics that an IPTC code of eight digits means: the top-level one, then a sub-topic if any.

    A code below those of the vocabulary means the narrowest topic above it; nothing is given for a code of no topic.
    """
    above = _above().get(code, code)
    topic = load_vocabulary().get(_index().get(_key(above), ""))
    if topic is None or topic.code.partition(":")[2] != above:
        return ()
    return (topic.parent, topic.id) if topic.parent else (topic.id,)


def parent_of(topic: str) -> str:
    """Give the id of the topic that a sub-topic stands under; nothing for any other text."""
    known = load_vocabulary().get(topic)
    return (known.parent or "") if known else ""


def order_topics(topics: Iterable[str]) -> tuple[str, ...]:
    """Put topics into the order of front matter: each once, sub-topics last, and none without its parent.

    What the vocabulary does not know stands with the topics of the top level.
    """
    parents = {topic: parent_of(topic) for topic in topics}
    below = {topic: parent for topic, parent in parents.items() if parent}
    return tuple(dict.fromkeys((*(topic for topic in parents if topic not in below), *below.values(), *below)))


@cache
def _above() -> Mapping[str, str]:
    """Map every code that the vocabulary lacks to the narrowest one above it that it holds."""
    source = files("site_gen").joinpath("data", "subject_codes.json")
    below: dict[str, str] = json.loads(source.read_text(encoding="utf-8"))["below"]
    return MappingProxyType({code: above for above, codes in below.items() for code in codes.split()})


@cache
def _index() -> Mapping[str, str]:
    """Map every way to write a topic to its id; where two topics share a name, the first in IPTC order keeps it."""
    index: dict[str, str] = {}
    for entry in _entries():
        code = entry["code"]
        written = [entry["id"], code, code.partition(":")[2], *entry["display"].values(), *entry["names"].values()]
        for text in written:
            index.setdefault(_key(text), entry["id"])
    return MappingProxyType(index)


@cache
def _entries() -> tuple[dict[str, Any], ...]:
    """Read the data file; `names` are IPTC's own words, `display` the short ones that are shown instead."""
    source = files("site_gen").joinpath("data", "media_topics.json")
    return tuple(json.loads(source.read_text(encoding="utf-8"))["topics"])


def _key(text: str) -> str:
    """Fold case, accents, hyphens and spaces away, so that `Economie` finds `Économie`."""
    return " ".join(without_accents(text.casefold()).replace("-", " ").split())


def _capitalised(name: str) -> str:
    """Raise the first letter alone: `str.capitalize` would lower the names and German nouns after it."""
    return name[:1].upper() + name[1:]
