"""The topics that articles name to the topics of the vocabulary, and to topics of their own where there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from site_gen.archive.folding import fold_name
from site_gen.archive.naming import commonest, name_slug
from site_gen.entries import UNCLASSIFIED, Label
from site_gen.vocabulary import load_vocabulary, resolve_topic


@dataclass(frozen=True, slots=True)
class TopicNames:
    """The topics of the archive."""

    slugs: Mapping[str, str]
    """By the text that stands in front matter; empty for a text that names no topic."""
    names: Mapping[str, str]
    """Names to show, by slug."""

    def labels(self, texts: Iterable[str]) -> tuple[Label, ...]:
        """The distinct topics that an article's texts name, in their order."""
        slugs = dict.fromkeys(slug for text in texts if (slug := self.slugs[text]))
        return tuple(Label(self.names[slug], slug) for slug in slugs)


def collect_topics(uses: Sequence[Sequence[str]], lang: str) -> TopicNames:
    """The topics that the articles name; those of the vocabulary are named in `lang`, others as they are written."""
    vocabulary = load_vocabulary()
    written = Counter(text for texts in uses for text in texts)
    slugs = {text: topic_slug(text) for text in written}
    spellings: dict[str, Counter[str]] = {}
    for text, slug in slugs.items():
        if slug:
            spellings.setdefault(slug, Counter())[text] = written[text]
    names = {
        slug: vocabulary[slug].name(lang) if slug in vocabulary else commonest(counts)
        for slug, counts in spellings.items()
    }
    return TopicNames(slugs, names)


def topic_slug(text: str) -> str:
    """The id of the vocabulary's topic that `text` means, else the slug of the text; empty for no topic at all."""
    known = resolve_topic(text)
    if known:
        return known
    key = fold_name(text)
    slug = name_slug(key) if key else ""
    return "" if slug == UNCLASSIFIED else slug
