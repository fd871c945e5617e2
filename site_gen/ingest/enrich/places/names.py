"""Reads the names by which articles of a language mean countries and territories.

The CLDR's name of each is known anyway. A list (`names/fr.txt`) adds to that, one territory a line:

    BR: further names ; peoples and adjectives ; capitals and seats of power

    # a comment
    CH: Confédération helvétique ; suisse, genevois ; Berne
    TR: ; turc/turcs/turque/turques ; Ankara      forms between slashes are all; others get their regular endings
    GE: Géorgie? ; géorgien? ; Tbilissi           `?`: counts only beside another name of the same territory
    MU: -Maurice, île Maurice ; mauricien         `-`: a name of the CLDR that is more often something else
    not: mer de Chine, Paris Hilton               what looks like a name and is none

A word that is written with a capital here matches only with one, and one in capitals only so; accents do not matter.
Where several match at one place, the longest do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from site_gen.folding import without_accents
from site_gen.ingest.enrich.places.forms import inflect, inflect_name
from site_gen.territories import territory_names

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\s*\(.*?\)")
_LINE = re.compile(r"([A-Z]{2}|not):(.*)")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_LETTERS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})


# Compared by identity, like the terms of topics.
@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """One way in which a text means a territory, found through its first word."""

    rest: tuple[str, ...]
    """Its further words without accents; those that begin with a capital here must do so in the text."""
    code: str
    """ISO 3166-1; empty for what only looks like a name."""
    is_sure: bool
    """Whether it counts by itself."""
    is_people: bool
    """Whether it names people or an adjective, and not the place."""

    def matches(self, words: list[str], start: int) -> bool:
        """Whether its further words stand at a place in a list of words as written."""
        if start + len(self.rest) > len(words):
            return False
        return all(_same(wanted, words[at]) for at, wanted in enumerate(self.rest, start))


@dataclass(frozen=True, slots=True)
class Beginning:
    """The names that begin with one word."""

    alone: tuple[Name, ...]
    """Those that are this word."""
    longer: Mapping[str, tuple[Name, ...]]
    """Those that go on, by their second word without accents and in lower case; the longest first."""

    def at(self, words: list[str], start: int) -> list[Name]:
        """The longest names that stand in a list of words, of which the first is that before `start`."""
        if self.longer and start < len(words):
            second = _plain(words[start]).lower()
            matching = [name for name in self.longer.get(second, ()) if name.matches(words, start)]
            if matching:
                return [name for name in matching if len(name.rest) == len(matching[0].rest)]
        return list(self.alone)


Names = Mapping[str, Beginning]
"""By the first word in each way to write it."""


def split_words(text: str) -> list[str]:
    """The words of a text as written, without punctuation."""
    return _WORD.findall(text)


def _same(wanted: str, word: str) -> bool:
    plain = _plain(word)
    return plain == wanted or plain == wanted.upper() or (wanted.islower() and plain.lower() == wanted)


def _plain(word: str) -> str:
    """A word without accents; capitals stay."""
    if word.isascii():
        return word
    return without_accents(word).translate(_LETTERS)


@cache
def load_names(lang: str) -> Names:
    """The names that articles in a language use; those of the CLDR alone where there is no list."""
    known = dict(territory_names(lang))
    if not known:
        return {}
    source = files("site_gen.ingest.enrich.places").joinpath("names", f"{lang}.txt")
    listed = list(_read(source.read_text(encoding="utf-8"), f"names/{lang}.txt")) if source.is_file() else []
    plain = Counter(map(_without_brackets, known.values()))
    found: dict[tuple[str, ...], dict[str, Name]] = defaultdict(dict)
    for kind, code, name in listed:
        if name.startswith("-") and known.get(code) == name[1:]:
            del known[code]
        elif not name.startswith("-"):
            _add(found, code, kind, name, lang)
    for code, name in known.items():
        # Of the two parts of Saint-Martin neither may have the name alone.
        short = _without_brackets(name)
        _add(found, code, "name", short if plain[short] == 1 else name, lang)
    return _by_first(found, lang)


def _without_brackets(name: str) -> str:
    return _BRACKETS.sub("", name)


def _read(text: str, where: str) -> Iterator[tuple[str, str, str]]:
    """(kind, code, name) for all that a list holds; ValueError names the place of a line that cannot be read."""
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].strip()
        if not content:
            continue
        entry = _LINE.fullmatch(content)
        fields = entry[2].split(";") if entry else []
        if entry is None or len(fields) > (1 if entry[1] == "not" else 3):
            raise ValueError(f"{where}:{number}: expected `BR: names ; peoples ; seats` or `not: names`")
        code = "" if entry[1] == "not" else entry[1]
        for kind, field in zip(("name", "people", "seat"), fields, strict=False):
            yield from ((kind, code, name) for part in field.split(",") if (name := part.strip()))


def _add(found: dict[tuple[str, ...], dict[str, Name]], code: str, kind: str, name: str, lang: str) -> None:
    is_sure = not name.endswith("?")
    bare = name.rstrip("?")
    forms = (inflect if kind == "people" else inflect_name)(bare, lang) if code else (bare,)
    for form in forms:
        words = split_words(form)
        if words:
            key = (words[0], *map(_plain, words[1:]))
            found[key].setdefault(code, Name(key[1:], code, is_sure, kind == "people"))


def _by_first(found: Mapping[tuple[str, ...], Mapping[str, Name]], lang: str) -> Names:
    table: dict[str, dict[tuple[object, ...], Name]] = defaultdict(dict)
    for (first, *_), by_code in sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        for written in _ways_to_write(first, lang):
            for name in by_code.values():
                table[written].setdefault((name.rest, name.code), name)
    return {first: _beginning(names.values()) for first, names in table.items()}


def _beginning(names: Iterable[Name]) -> Beginning:
    longer: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        if name.rest:
            longer[name.rest[0].lower()].append(name)
    return Beginning(
        tuple(name for name in names if not name.rest), {second: tuple(them) for second, them in longer.items()}
    )


def _ways_to_write(word: str, lang: str) -> Iterable[str]:
    # Without its dots `Isländer` would be `Islander`; German writes `Islaender` where it has none.
    plain = word.translate(_UMLAUTS) if lang == "de" else _plain(word)
    if word.isupper() and len(word) > 1:
        return dict.fromkeys((word, plain))
    ways = [word, plain, word.upper(), plain.upper()]
    if word[0].islower():
        ways += [word[0].upper() + word[1:], plain[0].upper() + plain[1:]]
    return dict.fromkeys(ways)
