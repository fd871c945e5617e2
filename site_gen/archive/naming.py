"""Names of keywords, sources and topics to slugs."""

from __future__ import annotations

import functools
import hashlib

from site_gen.entries import UNCLASSIFIED
from site_gen.folding import fold_name
from site_gen.topics import Vocabulary
from site_gen.urls import make_slug


def name_slug(key: str) -> str:
    """The slug of a folded name."""
    return make_slug(key, _digest(key))


@functools.lru_cache(maxsize=1 << 14)  # few topics stand in most articles
def topic_slug(text: str, vocabulary: Vocabulary) -> str:
    """The id of the vocabulary's topic that `text` means, else the slug of the text; empty for no topic at all."""
    known = vocabulary.resolve(text)
    if known is not None:
        return known
    key = fold_name(text)
    slug = name_slug(key) if key else ""
    return "" if slug == UNCLASSIFIED else slug


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
