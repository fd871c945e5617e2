"""Names and titles to keys that do not tell case, accents and typography apart."""

from __future__ import annotations

import functools
import unicodedata

_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‘’‚‛′`´ʼ＇", "'") | dict.fromkeys("“”„‟«»‹›″", '"') | dict.fromkeys("‐‑‒–—―−", "-")
)


class _Folding(dict[int, int | str | None]):
    """A table for `str.translate` that works each character out once."""

    def __init__(self, *, punctuation: bool) -> None:
        super().__init__()
        self._punctuation = punctuation

    def __missing__(self, code: int) -> int | str | None:
        kind = unicodedata.category(chr(code))
        if 0x300 <= code <= 0x36F or kind == "Cf":
            # Accents alone: the vowel signs of other scripts tell words apart.
            self[code] = None
        else:
            self[code] = code if self._punctuation or kind[0] in "LMN" else " "
        return self[code]


_NAME = _Folding(punctuation=True)
_TITLE = _Folding(punctuation=False)


@functools.lru_cache(maxsize=1 << 14)  # few names stand in most articles
def fold_name(text: str) -> str:
    """What the spellings of one name share: case, accents, kinds of quotes, dashes and spaces are folded away."""
    return _fold(text.translate(_TYPOGRAPHY), _NAME)


@functools.lru_cache(maxsize=1 << 14)
def fold_person(text: str) -> str:
    """What the spellings of one person's name share: as `fold_name`, and `Jean-Luc` is `Jean Luc`, `J.` is `J`."""
    return _fold(text, _TITLE)


def without_accents(text: str) -> str:
    """A text without accents; capitals stay, and so do letters that Unicode does not decompose, such as `ø`."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


_BEFORE_FAMILY = frozenset(("ben", "de", "di", "la", "le", "mac", "mc", "o"))
"""Words with which family names begin in lists, so that `Le Pen` stands under L; `von` and `al` are not among these."""
_BEHIND_FAMILY = frozenset(("jr", "sr", "junior", "senior", "ii", "iii", "iv"))


def family_first(person: str) -> str:
    """The folded name of a person as lists have it, the family name first: `durov pavel`."""
    words = person.split()
    end = len(words)
    while end > 1 and words[end - 1] in _BEHIND_FAMILY:
        end -= 1
    start = end - 1
    while start > 1 and words[start - 1] in _BEFORE_FAMILY:
        start -= 1
    return " ".join((*words[start:end], *words[:start], *words[end:]))


@functools.lru_cache(maxsize=1 << 17)  # headline lists repeat their lines from page to page
def fold_title(text: str) -> str:
    """What the ways to print one title share: as `fold_name`, and punctuation does not count."""
    return _fold(text, _TITLE)


_PLAIN_TITLE = bytes(code if chr(code).isalnum() else 0x20 for code in range(0x80)) + bytes(0x80)


def _fold(text: str, table: _Folding) -> str:
    if text.isascii():  # the same in a tenth of the time
        text = text.lower()
        return " ".join((text.encode().translate(_PLAIN_TITLE).decode() if table is _TITLE else text).split())
    return " ".join(unicodedata.normalize("NFKD", text.casefold()).translate(table).split())
