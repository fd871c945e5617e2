"""Words, shingles and sentences of a text, in any script: what sketches and comparisons are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from site_gen.content import plain_text

# Scripts that are written without spaces: each character stands for a word there, so that runs of words
# are runs of characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
_LINK_TARGET = re.compile(r"\]\([^()\s]{1,2000}\)")
_ACCENT = re.compile("[\u0300-\u036f]")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।\n]+(?!\d)")

SHORT = 40
"""Words under which a text is too short for likeness to say anything: such texts are one only when they are equal."""


LONG = 200_000
"""Characters after which a text is not read on: no article is longer, and a dump of one line must not cost minutes."""


def text_of(body: str) -> str:
    """A body's first LONG characters without the addresses of links and without escapes, Markdown or plain text."""
    body = body[:LONG]
    if "](" in body:
        body = _LINK_TARGET.sub("] ", body)
    return plain_text(body) if "&" in body else body


def words(text: str) -> list[str]:
    """The words of a text as they stand, without punctuation."""
    return _WORD.findall(text)


def folded(text: str) -> str:
    """A text without case, accents and compatibility forms."""
    text = text.casefold()
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFKD", text)))


def shingles(sequence: Sequence[str], size: int) -> frozenset[tuple[str, ...]]:
    """All runs of `size` words, or the whole where it is shorter."""
    if len(sequence) < size:
        return frozenset([tuple(sequence)] if sequence else ())
    return frozenset(zip(*(sequence[start:] for start in range(size)), strict=False))


def sentences(text: str) -> list[tuple[str, ...]]:
    """The sentences of a folded text as runs of words; those without a word are left out."""
    found = (tuple(words(part)) for part in _SENTENCE_END.split(text))
    return [sentence for sentence in found if sentence]
