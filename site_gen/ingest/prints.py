"""The fingerprints of an article's text, by which copies of it are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from site_gen.content import list_items
from site_gen.ingest.identity import folded, key_of, list_key, text_key
from site_gen.ingest.near import bands, sketch
from site_gen.model import Article, Kind

_BAND = b"~"
"""Other keys are longer: no band is ever taken for one."""


@dataclass(frozen=True, slots=True)
class Prints:
    """What is hashed of one text: taken where the document is parsed, since it costs as much as filing it."""

    text: bytes
    """The key of its whole text: equal texts have equal ones."""
    titles: tuple[bytes, ...]
    """The key of its title; of a headline list, those of all its lines."""
    bands: tuple[bytes, ...] = ()
    """Keys of which texts that are nearly equal share some; none for short texts and headline lists."""


def take_prints(article: Article, text: str | None = None) -> Prints:
    """The fingerprints of an article or a headline list; `text` is its `text_key`, where that is known."""
    if article.kind is Kind.HEADLINES:
        lines = list_items(article.body)
        return take_list_prints(list_key(lines), lines)
    return Prints(
        key_of("text", text or text_key(article.title, article.body)),
        (title_key(article.title),),
        tuple(_BAND + band.to_bytes(8, "big", signed=True) for band in bands(sketch(article.title, article.body))),
    )


def take_list_prints(key: str, lines: Iterable[str]) -> Prints:
    """The fingerprints of a headline list by its `list_key` and its lines."""
    return Prints(key_of("text", key), tuple(map(title_key, lines)))


# The same headlines stand in the lists of many documents.
@lru_cache(maxsize=4096)
def title_key(title: str) -> bytes:
    """What a headline and the title of its article share."""
    return key_of("title", folded(title))
