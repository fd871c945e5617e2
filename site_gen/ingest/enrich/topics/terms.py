"""Reads a topic lexicon: which words, stems, phrases and headline prefixes speak for which topic.

The format, for people to read and mend:

    # a comment
    [sport]                                     the topic, an id of the vocabulary
    prefix: Paris 2024, Dopage                  headline prefixes ("Dopage: ...")
    section: sport, sports                      sections and parts of addresses (/sports/...) that say it
    4: champion*, *meister                      terms, after the weight that each carries
    [sport > soccer]                            a sub-topic: what speaks for it speaks for the topic before the `>` too
    prefix: Foot, L1
    4: coupe du monde, footballeu*
    [ignore]                                    words and phrases that speak for nothing

A word matches whatever its case and accents; `foot*` matches by beginning, `*meister` by ending; the words of a
phrase after the first may end with `*`. A term all in capitals (`CAN`) matches capitals alone. The most specific term
wins: a phrase hides the words in it, and a whole word hides a stem.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from site_gen.folding import without_accents

IGNORE = "ignore"
"""The section of a lexicon whose terms speak for no topic but hide less specific ones."""

_MOST_WORDS = 1 << 16
"""Words that are remembered in each language; they take some 15 MB."""

_START = 3
"""How many letters of a stem that is the second word of a phrase lead to it; it has no fewer."""

_NO_PHRASES: Mapping[str, tuple[Phrase, ...]] = {}

WORD = re.compile(r"[^\W_]+")
"""A word of a text as the lexicons see it."""
_SECTION = re.compile(r"\[([a-z-]+)(?: > ([a-z-]+))?\]")
_LINE = re.compile(r"(prefix|section|\d+(?:\.\d+)?):\s*(.+)")
# A stem needs two letters, in a phrase three; the first word of a phrase stands whole.
_MISPLACED = re.compile(r"^\S*\* |^\*\S* | \*|^\S?\*$| \S{0,2}\*")
# Letters that Unicode does not decompose; the Arabic ones are written either way in news.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ة": "ه", "ى": "ي", "ـ": None})
# The Arabic article, and the particles that are written together with it.
_ARABIC_ARTICLE = re.compile("^(?:[وف]?(?:ال|بال|كال|لل))(?=..)")


# Compared by identity: terms are dictionary keys in the inner loop, and hashing three fields took a third of the time.
@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One term of a lexicon; two are the same only if they are the same line of it."""

    text: str
    """The term as written in the lexicon."""
    topic: str
    """The topic of the top level that it speaks for."""
    weight: float
    """How loudly: 1 is a hint, 5 is all but decisive."""
    sub: str = ""
    """The sub-topic that it speaks for as well."""


Terms = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A term of several words, found through its first one."""

    rest: tuple[str, ...]
    """The folded words after the first; a trailing `*` stands for any ending."""
    terms: Terms
    """What the phrase says; nothing for one that is to be ignored."""

    def matches(self, words: list[str]) -> bool:
        """Tell whether the rest of the phrase is a list of folded words, as many as there are."""
        return len(words) == len(self.rest) and all(
            word.startswith(wanted[:-1]) if wanted[-1] == "*" else word == wanted
            for word, wanted in zip(words, self.rest, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What a word of a text is to a lexicon."""

    word: str
    """The word, folded."""
    start: str
    """Its first letters with a `*`, which lead to phrases that have a stem second."""
    terms: Terms
    """What it says alone."""
    phrases: Mapping[str, tuple[Phrase, ...]]
    """The phrases that begin with it, by their second word, or by its start if that is a stem."""
    speaks: bool
    """Whether it has any of both."""


class _Memory(dict[str, Known]):
    """What the words met so far are, by the word as written."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, raw: str) -> Known:
        # News repeats its words: one look-up a word and process, not one a place. Rare ones must not pile up for ever.
        if len(self) >= _MOST_WORDS:
            self.clear()
        word = fold(raw)
        terms, phrases = self._lexicon.find(raw, word), self._lexicon.phrases.get(word, _NO_PHRASES)
        self[raw] = found = Known(word, f"{word[:_START]}*", terms, phrases, bool(terms or phrases))
        return found


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms of one language, in tables made for quick look-up; all keys are folded except acronyms."""

    words: Mapping[str, Terms]
    """Whole words."""
    acronyms: Mapping[str, Terms]
    """Words that must stand in capitals."""
    stems: Mapping[str, Terms]
    """Beginnings of words, without their `*`."""
    stem_lengths: Mapping[str, tuple[int, ...]]
    """The lengths of the stems that begin with the same two letters, longest first."""
    endings: Mapping[str, Terms]
    """Ends of words, without their `*`."""
    ending_lengths: tuple[int, ...]
    """The lengths of the endings, longest first."""
    phrases: Mapping[str, Mapping[str, tuple[Phrase, ...]]]
    """Phrases by first word and by the second, of a stem the first letters with a `*`; longest first."""
    prefixes: Mapping[str, Terms]
    """Headline prefixes."""
    sections: Mapping[str, Terms]
    """Names of sections, as sources call them and as they stand in addresses."""
    memory: Mapping[str, Known] = field(init=False, repr=False, compare=False)
    """What any word is, by the word as written; it fills itself, and holds a bounded number."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "memory", _Memory(self))

    def find(self, raw: str, word: str) -> Terms:
        """Give the terms that one word of a text matches, from the word as written and as folded."""
        if raw in self.acronyms:
            return self.acronyms[raw]
        if word in self.words:
            return self.words[word]
        for length in self.stem_lengths.get(word[:2], ()):
            if word[:length] in self.stems:
                return self.stems[word[:length]]
        for length in self.ending_lengths:
            if word[-length:] in self.endings:
                return self.endings[word[-length:]]
        return ()


def split_words(text: str) -> list[str]:
    """Split a text into its words as written, without punctuation."""
    return WORD.findall(text)


def fold(word: str) -> str:
    """Take case, accents and the Arabic article off a word."""
    if word.isascii():
        return word.lower()
    plain = without_accents(word.casefold()).translate(_LETTERS)
    return _ARABIC_ARTICLE.sub("", plain) if "\u0600" <= plain[:1] <= "\u06ff" else plain


def fold_phrase(text: str) -> tuple[str, ...]:
    """Split and fold a text at once."""
    return tuple(fold(word) for word in split_words(text))


@cache
def load_lexicon(lang: str) -> Lexicon | None:
    """Give the lexicon of a language that comes with the program, or None where there is none."""
    source = files("site_gen.ingest.enrich.topics").joinpath("lexicon", f"{lang}.txt")
    if not lang.isalpha() or not source.is_file():
        return None
    return parse_lexicon(source.read_text(encoding="utf-8"), f"lexicon/{lang}.txt")


def parse_lexicon(text: str, where: str) -> Lexicon:
    """Read a lexicon; ValueError names the place of a line that cannot be read or of a term given twice."""
    tables: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    phrases: dict[str, dict[tuple[str, ...], list[Term]]] = defaultdict(lambda: defaultdict(list))
    seen: set[tuple[str, str, str]] = set()
    for place, kind, term in _read_terms(text, where):
        key = fold_key(term.text)
        if not key or (term.topic, kind, key) in seen:
            raise ValueError(f"{place}: `{term.text}` in [{term.topic}] is {'given twice' if key else 'empty'}")
        if kind == "term" and _MISPLACED.search(key):
            raise ValueError(f"{place}: `{term.text}` has a `*` where none can stand, or too few letters before it")
        seen.add((term.topic, kind, key))
        if kind != "term":
            tables[kind][key].append(term)
        elif " " in key:
            first, *rest = key.split(" ")
            phrases[first][tuple(rest)].append(term)
        else:
            tables[_table_of(term.text)][key.strip("*")].append(term)
    plain = {name: {key: _spoken(terms) for key, terms in table.items()} for name, table in tables.items()}
    stems, endings = plain.get("stems", {}), plain.get("endings", {})
    return Lexicon(
        words=plain.get("words", {}),
        acronyms={term.upper(): terms for term, terms in plain.get("acronyms", {}).items()},
        stems=stems,
        stem_lengths=_lengths_by_start(stems),
        endings=endings,
        ending_lengths=_lengths(endings),
        phrases={first: _phrase_table(found) for first, found in phrases.items()},
        prefixes=plain.get("prefix", {}),
        sections=plain.get("section", {}),
    )


def fold_key(text: str) -> str:
    """Fold a term as written, keeping the `*` at the beginning or end of its words."""
    # The article is folded off whole words alone; a stem such as `ال*` would otherwise vanish.
    words = re.findall(r"\*?[^\W_]+\*?", text)
    return " ".join(("*" * word.startswith("*")) + fold(word.strip("*")) + ("*" * word.endswith("*")) for word in words)


def _read_terms(text: str, where: str) -> Iterator[tuple[str, str, Term]]:
    """Give (place, `term`, `prefix` or `section`, term) for every term of a lexicon file."""
    topic = sub = ""
    for number, line in enumerate(text.splitlines(), start=1):
        place = f"{where}:{number}"
        content = line.partition("#")[0].strip()
        if not content:
            continue
        if section := _SECTION.fullmatch(content):
            topic, sub = section[1], section[2] or ""
            continue
        entry = _LINE.fullmatch(content)
        if entry is None or not topic:
            known = "`[topic]`, `[topic > sub-topic]`, `prefix: ...`, `section: ...` or `weight: term, ...`"
            raise ValueError(f"{place}: expected {known}, got `{content}`")
        kind, weight = (entry[1], 0.0) if entry[1].isalpha() else ("term", float(entry[1]))
        for term in entry[2].rstrip(", ").split(","):
            yield place, kind, Term(term.strip(), topic, weight, sub)


def _table_of(text: str) -> str:
    """Say which table a one-word term belongs to."""
    if text.startswith("*"):
        return "endings"
    if text.endswith("*"):
        return "stems"
    return "acronyms" if text.isupper() and len(text) > 1 else "words"


def _spoken(terms: list[Term]) -> Terms:
    """Leave nothing of terms to be ignored."""
    return tuple(term for term in terms if term.topic != IGNORE)


def _lengths(table: Mapping[str, Terms]) -> tuple[int, ...]:
    return tuple(sorted({len(key) for key in table}, reverse=True))


def _lengths_by_start(table: Mapping[str, Terms]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for key in table:
        lengths[key[:2]].add(len(key))
    return {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}


def _phrase_table(found: Mapping[tuple[str, ...], list[Term]]) -> dict[str, tuple[Phrase, ...]]:
    table: dict[str, list[Phrase]] = defaultdict(list)
    for rest in sorted(found, key=len, reverse=True):
        key = f"{rest[0][:_START]}*" if rest[0].endswith("*") else rest[0]
        table[key].append(Phrase(rest, _spoken(found[rest])))
    return {start: tuple(phrases) for start, phrases in table.items()}
