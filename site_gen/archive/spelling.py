"""How the keywords of an archive are spelled: which of them are one, since case and accents do not tell them apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from site_gen.archive.listings import commonest
from site_gen.folding import fold_name
from site_gen.model import ContentFile, Kind, Status
from site_gen.topics import TopicSettings, make_vocabulary


@dataclass(frozen=True, slots=True)
class Spelled:
    """A keyword with its spellings."""

    name: str
    """How it is shown."""
    articles: int
    spellings: tuple[tuple[str, int], ...]
    """Each with its articles, the most frequent first; aliases among them."""


def spellings(files: Iterable[ContentFile], settings: TopicSettings) -> tuple[Spelled, ...]:
    """The keywords that published articles spell in several ways, the most frequent first."""
    vocabulary = make_vocabulary(settings)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        article = file.article
        if article.kind is not Kind.ARTICLE or article.status is not Status.PUBLISHED:
            continue
        seen = set()
        for word in article.keywords:
            name = vocabulary.keyword(word)
            key = fold_name(name)
            if key:
                written[key][word] += 1
            if key and key not in seen:
                seen.add(key)
                shown[key][name] += 1
    found = [
        Spelled(
            commonest(shown[key]),
            shown[key].total(),
            tuple(sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))),
        )
        for key, words in written.items()
        if len(words) > 1
    ]
    return tuple(sorted(found, key=lambda one: (-one.articles, one.name)))
