"""What an article is known by among others: a few terms of its title, its beginning and its keywords.

Names count wherever they stand, other words in the title alone: what the text says in common words is said of every
fire, vote and match. A term is kept as a number of 32 bits; that two terms share one happens to one article in a
hundred of a large archive, and alone makes nothing alike.
"""

from __future__ import annotations

import functools
import re
import struct
import zlib
from collections.abc import Iterable

from site_gen.archive.stopwords import STOPWORDS
from site_gen.folding import fold_name

TITLE, NAME, KEYWORD = 1, 2, 4
KINDS = 8
"""Flags of a term, and how many combinations of them there are."""
MOST = 24
"""Terms of an article: those of its title first, then the names that its beginning repeats most, then keywords."""
KEYWORDS = 4
"""Keywords for which there is room in any case."""
LEAD = 1200
"""Characters of the text that are looked at: what a report is about stands in its first paragraphs."""
_TITLE = 300
_SHORTEST = 4
_CAPITAL = "[A-Z\u00c0-\u00d6\u00d8-\u00deĄĆČĎĐĒĖĘĚĞĪĮİŁŃŇŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽΑ-ΩЀ-Я]"
_RUN = r"[^\W_]+(?:-[^\W_]+)*"
_WORD = re.compile(_RUN)
_CAPITALISED = re.compile(rf"(?<![\w-]){_CAPITAL}")
# Of capitalised words in a row (Anna Maria Lopez) the last is taken alone: a person must not count twice. Where most
# words of a title are capitalised, capitals tell nothing.
_FIRST_NAME = re.compile(rf"(?<![\w-]){_CAPITAL}[\w-]*\ (?={_CAPITAL}[^\W_])")
# A capitalised word that is not the first of its sentence: behind a word, a comma, an elided article (l'Iran) or an
# opening bracket. What stands before is looked at last, since few words are capitalised.
_BEFORE = "|".join(rf"(?<={mark}{_CAPITAL})" for mark in ("\\w[ \u00a0]", ",[ \u00a0]", "\\w['\u2019]", "[(/]"))
_INNER = re.compile(rf"{_CAPITAL}(?:{_BEFORE})[^\W_]+(?:-[^\W_]+)*(?![\w-])(?!\ {_CAPITAL}[^\W_])")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{2,}")


def make_terms(title: str, text: str, keywords: Iterable[str]) -> bytes:
    """The terms of an article, packed; `text` is Markdown or plain, keywords are folded."""
    found = _title_terms(title[:_TITLE])
    tags = dict.fromkeys(_hashed(f"{keyword}:") for keyword in keywords)
    room = MOST - min(len(tags), KEYWORDS)
    if len(found) < room:
        counts: dict[int, int] = {}
        for word in _INNER.findall(text[:LEAD]):
            term = _name(word)
            counts[term] = counts.get(term, 0) + 1
        counts.pop(0, None)
        more = list(counts)
        if len(found) + len(more) > room:
            more.sort(key=counts.__getitem__, reverse=True)  # equal ones stay in the order of the text
        for term in more:
            if len(found) < room or term in found:
                found[term] = found.get(term, 0) | NAME
    for term in tags:
        found.setdefault(term, KEYWORD)
    return pack(found.items())


def _title_terms(title: str) -> dict[int, int]:
    names = _INNER.findall(title)
    if len(_CAPITALISED.findall(title)) * 2 <= title.count(" ") + 1:
        title = _FIRST_NAME.sub("", title)
    found: dict[int, int] = {}
    for word in _WORD.findall(title):
        term = _term(word)
        if term:
            found[term] = found.get(term, 0) | (TITLE | NAME if word in names else TITLE)
    if not title.isascii() and _UNSPACED.search(title):
        for run in _UNSPACED.findall(title):
            found.pop(_term(run), None)
            found.update((_hashed(run[start : start + 2]), TITLE) for start in range(len(run) - 1))
    return found


def pack(terms: Iterable[tuple[int, int]]) -> bytes:
    """Terms with their flags as bytes, of at most `MOST`."""
    values = [term << 8 | flags for term, flags in terms][:MOST]
    return struct.pack(f"<{len(values)}Q", *values)


def unpack(data: bytes) -> list[tuple[int, int]]:
    """Terms with their flags."""
    return [(value >> 8, value & 0xFF) for value in struct.unpack(f"<{len(data) // 8}Q", data)]


@functools.lru_cache(maxsize=1 << 16)  # words recur
def _term(word: str) -> int:
    """The number of a word of a title; 0 for one that says nothing."""
    folded = fold_name(word)
    if folded in STOPWORDS or (folded.isdigit() and len(folded) < 3):
        return 0
    is_short = len(folded) < _SHORTEST and not word.isupper() and not folded.isdigit()
    return 0 if is_short or len(folded) < 2 else _hashed(_stem(folded))


@functools.lru_cache(maxsize=1 << 16)
def _name(word: str) -> int:
    """The number of a name; 0 for a word that is none."""
    folded = fold_name(word)
    return 0 if folded in STOPWORDS else _hashed(_stem(folded))


def _stem(folded: str) -> str:
    """A word without the ending of the plural, roughly: `Iran` and `Irans`, `avocat` and `avocats`."""
    return folded[:-1] if len(folded) > _SHORTEST and folded[-1] in "sx" else folded


def _hashed(term: str) -> int:
    return zlib.crc32(term.encode("utf-8", "replace"))
