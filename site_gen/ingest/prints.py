"""The fingerprints of an article's text, by which copies of it are found."""

from __future__ import annotations

from dataclasses import dataclass

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


def take_prints(article: Article) -> Prints:
    """The fingerprints of an article or a headline list."""
    if article.kind is Kind.HEADLINES:
        lines = list_items(article.body)
        return Prints(key_of("text", list_key(lines)), tuple(map(title_key, lines)))
    return Prints(
        key_of("text", text_key(article.title, article.body)),
        (title_key(article.title),),
        tuple(_BAND + band.to_bytes(8, "big", signed=True) for band in bands(sketch(article.title, article.body))),
    )


def title_key(title: str) -> bytes:
    """What a headline and the title of its article share."""
    return key_of("title", folded(title))
