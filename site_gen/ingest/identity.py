"""What makes two documents one article: addresses, texts, titles. All hashes are SHA-256, stable for ever."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable

from site_gen.content import plain_text

_WORD = re.compile(r"\w+")
_NO_LETTER = re.compile(r"[\W_]+")


def digest(*parts: bytes) -> str:
    """Hex SHA-256 of the parts, each length marked so that no two splits agree."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()


def folded(text: str) -> str:
    """Letters and digits of `text` alone, without case, accents, typography or compatibility forms."""
    return _folded_line(text) if len(text) <= _LINE else _fold(text)


def _fold(text: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKD", text.casefold()))


# A headline is asked for several times, and stands in the lists of many documents.
_LINE = 300
_folded_line = functools.lru_cache(maxsize=1 << 12)(_fold)


def text_key(title: str, body: str) -> str:
    """What two copies of one text share: title and Markdown body, however they were set."""
    return digest(folded(title).encode(), folded(plain_text(body)).encode())


def list_key(headlines: Iterable[str]) -> str:
    """What two identical headline lists share."""
    return digest(*(folded(line).encode() for line in headlines))


def key_of(kind: str, text: str) -> bytes:
    """The key by which content files that share a text are found: an address, a guid, a title."""
    return hashlib.blake2b(f"{kind}\0{text}".encode(), digest_size=12).digest()


def article_id(url: str | None, title: str, body: str) -> str:
    """The stable identity of an article: a hash of its address, else of its text."""
    key = digest(b"url", url.encode()) if url else text_key(title, body)
    return key[:20]


def same_text(one: str, two: str) -> bool:
    """Whether one text is a version of the other: they share at least half of their three-word sequences."""
    first, second = _shingles(one), _shingles(two)
    if not first or not second:
        return False
    return len(first & second) >= 0.5 * min(len(first), len(second))


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(plain_text(text).casefold())
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}
