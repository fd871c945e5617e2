"""Reads the words by which names of people are known.

`words/given.txt` holds given names, `words/not.txt` what only looks like the name of a person, `words/en.txt` and its
like what stands around names in a language:

    # a comment
    functions: actor chairman        stand before a name, or behind it after a comma
        chancellor                   a line that begins with a space goes on with the words of the one before
    titles: Mr President             stand before a name with a capital
    sayings: said warns              verbs that a name is the subject of
    things: street hurricane         bear names of people: what stands behind them is none
    parts: Airport Hill?             a run of capitalised words that holds one is none; `?`: not as its second word
    ends: Monday He                  close such a run without belonging to the name
    starters: Although When          begin sentences in front of a name

Accents do not matter, and capitals only where the first letter says which word it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from site_gen.folding import without_accents

LANGUAGES = ("de", "en", "es", "fr")
"""The languages that have word lists."""

_KINDS = ("functions", "titles", "sayings", "things", "parts", "ends", "starters")
_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ð": "d", "œ": "oe", "æ": "ae", "’": "'"})


@dataclass(frozen=True, slots=True)
class Given:
    """The given names, without accents and in lower case."""

    sure: frozenset[str]
    doubtful: frozenset[str]
    """Those that also begin sentences as words, or name something else."""


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around names in a language, without accents; functions, sayings and things in lower case."""

    functions: frozenset[str]
    titles: frozenset[str]
    sayings: frozenset[str]
    things: frozenset[str]
    parts: frozenset[str]
    late_parts: frozenset[str]
    """Those that are family names, too, and count only behind one."""
    ends: frozenset[str]
    starters: frozenset[str]


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """A text without accents; capitals stay."""
    if text.isascii():
        return text
    return without_accents(text).translate(_LETTERS)


@lru_cache(maxsize=1 << 14)
def bare(word: str) -> str:
    """A word without accents, in lower case, and without what is elided before it: `L'Évêque` is `eveque`."""
    return plain(word).lower().rpartition("'")[2]


def _source(name: str) -> str:
    return files("site_gen.ingest.enrich.people").joinpath("words", name).read_text(encoding="utf-8")


def _lines(name: str) -> list[str]:
    return [line for line in _source(name).splitlines() if line.strip() and not line.startswith("#")]


@cache
def load_given() -> Given:
    """The given names that are known."""
    names = " ".join(_lines("given.txt")).split()
    doubtful = frozenset(name[:-1] for name in names if name.endswith("?"))
    return Given(frozenset(names) - {f"{name}?" for name in doubtful}, doubtful)


@lru_cache(maxsize=1 << 15)
def is_given(word: str, *, surely: bool = False) -> bool:
    """Whether a word is a given name; `Jean-Pierre` is if both parts are."""
    if word[1:2].isupper():
        return False
    given = load_given()
    low = plain(word).lower()
    if low in given.sure:
        return True
    if "-" in low:
        return all(is_given(part) for part in low.split("-"))
    return low in given.doubtful and not surely


@cache
def load_not() -> frozenset[str]:
    """What only looks like the name of a person."""
    return frozenset(_lines("not.txt"))


@cache
def load_words(lang: str) -> Words:
    """The words of one of `LANGUAGES`; ValueError names a line that cannot be read."""
    found: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    kind = ""
    for line in _lines(f"{lang}.txt"):
        rest = line
        if not line.startswith(" "):
            kind, _, rest = line.partition(":")
            if kind not in found:
                raise ValueError(f"words/{lang}.txt: expected one of {', '.join(_KINDS)}, found {line!r}")
        found[kind].update(map(plain, rest.split()))
    for lowered in ("functions", "sayings", "things"):
        found[lowered] = {bare(word) for word in found[lowered]}
    late = {word[:-1] for word in found["parts"] if word.endswith("?")}
    found["parts"] -= {f"{word}?" for word in late}
    return Words(late_parts=frozenset(late), **{kind: frozenset(words) for kind, words in found.items()})
