"""Finds the people that an article names.

A name of a person is a run of capitalised words that begins with a given name. It counts if something tells that a
person is meant: a function or a title, a verb of saying, an age, or the family name alone in another place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from site_gen.ingest.enrich.people.naming import Naming, read_naming
from site_gen.ingest.enrich.people.runs import find_runs, split_run
from site_gen.ingest.enrich.people.words import LANGUAGES, Words, bare, is_given, load_not, load_words, plain
from site_gen.ingest.enrich.places.names import load_names

MOST_PEOPLE = 5
"""How many people an article has at most."""

_AGE = re.compile(r"(?:,| \() ?(?:âgée? de |aged |de )?\d{1,2}(?:,|\)| ans| años| Jahre)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STOP = re.compile(r"[.!?;:\n«»\"“”]")
_ARTICLES = frozenset(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen jede jeder jedes".split()
)
_NEAR = 60
"""How many characters around a name are looked at."""


@dataclass(slots=True)
class _Name:
    """A name, and what tells that a person is meant."""

    naming: Naming
    shown: Counter[str] = field(default_factory=Counter)
    """How often it is written how."""
    has_cue: bool = False
    is_inside: bool = False
    """Whether its first word is a name wherever it stands, or stands inside a sentence once."""

    @property
    def count(self) -> int:
        """How often the text has it in full."""
        return self.shown.total()


@dataclass(slots=True)
class _Seen:
    """What a text holds of capitalised words."""

    names: dict[str, _Name] = field(default_factory=dict)
    alone: Counter[str] = field(default_factory=Counter)
    """The words outside names in full, bare."""
    nouns: set[str] = field(default_factory=set)
    """Those that an article precedes."""


def find_people(text: str, lang: str) -> tuple[str, ...]:
    """The names of at most five people, those first that the text names most often."""
    code = lang.partition("-")[0].lower()
    if code not in LANGUAGES:
        return ()
    seen = _see(text, code)
    if not seen.names:
        return ()
    _settle_doubles(seen, text, code)
    if code == "de":
        _cut_genitives(seen)
    kept = _merge(name for name in seen.names.values() if _is_person(name, seen, text, code))
    kept.sort(key=lambda name: -(name.count + seen.alone[name.naming.last]))
    return tuple(_shown(name) for name in kept[:MOST_PEOPLE])


def _see(text: str, lang: str) -> _Seen:
    words = load_words(lang)
    alone: list[str] = []
    seen = _Seen()
    for start, written in find_runs(text):
        if " " not in written and "\xa0" not in written:
            alone.append(written)
            if lang == "de":
                _see_noun(written, text, start, seen)
            continue
        parts = written.split()
        naming = None
        if any(map(is_given, parts)):
            naming = read_naming(split_run(start, written), text, lang, words)
        if naming is None:
            alone += parts
            continue
        name = seen.names.setdefault(naming.key, _Name(naming))
        name.shown[naming.shown] += 1
        name.is_inside |= naming.is_inside or is_given(naming.given, surely=True)
        name.has_cue = name.has_cue or naming.is_titled or _has_cue(naming, text, words)
    if seen.names:
        seen.alone = Counter(map(bare, alone))
    return seen


def _see_noun(written: str, text: str, start: int, seen: _Seen) -> None:
    before = text[max(0, start - 8) : start].split()
    if before and before[-1].lower() in _ARTICLES:
        seen.nouns.add(bare(written))


def _has_cue(naming: Naming, text: str, words: Words) -> bool:
    """Whether a function, a verb of saying or an age stands beside a name."""
    before = _STOP.split(text[max(0, naming.start - _NEAR) : naming.start])[-1]
    near = list(map(bare, _WORD.findall(before)[-6:]))
    if near and (near[-1] in words.sayings or not words.functions.isdisjoint(near)):
        return True
    if _AGE.match(text, naming.end):
        return True
    after = _STOP.split(text[naming.end : naming.end + _NEAR])[0]
    follow = list(map(bare, _WORD.findall(after)[:6]))
    if not words.sayings.isdisjoint(follow[:2]):
        return True
    return after.startswith((",", " (")) and not words.functions.isdisjoint(follow)


def _settle_doubles(seen: _Seen, text: str, lang: str) -> None:
    """Of `Luis Suárez Fernández` or `Angela Merkel Zweifel` keeps what else in the text tells to be the name."""
    for key, name in list(seen.names.items()):
        naming = name.naming
        if len(naming.family) < 2:
            continue
        first, second = (bare(word.split()[-1]) for word in naming.family)
        short = plain(naming.short).lower()
        # In German it may be `Jutta Ahrwald von der Partei`.
        is_joined = naming.family[1] != second
        is_repeated = text.count(naming.family_shown) > 1 and not (
            is_joined and (lang == "de" or _is_place(naming.shown.split()[-1], lang))
        )
        is_alone = seen.alone[second] > 0 and not (is_joined or is_given(second))
        if is_repeated or (is_alone and not seen.alone[first]):
            continue
        if short in seen.names or seen.alone[first]:
            _give_to(seen, short, name)
        del seen.names[key]


def _give_to(seen: _Seen, key: str, name: _Name) -> None:
    """Counts what was seen of one name as the name that it goes on from."""
    other = seen.names.get(key)
    if other is None:
        last = bare(name.naming.family[0].split()[-1])
        other = seen.names[key] = _Name(replace(name.naming, key=key, last=last, family=name.naming.family[:1]))
    other.shown[name.naming.short] += name.count
    other.has_cue |= name.has_cue
    other.is_inside |= name.is_inside


def _cut_genitives(seen: _Seen) -> None:
    """German `Peter Handkes` is Peter Handke if the text has him, too; else it may be his name or a genitive."""
    for key, name in list(seen.names.items()):
        last = name.naming.last
        if not last.endswith("s") or last.endswith("ss"):
            continue
        if key[:-1] in seen.names:
            seen.names[key[:-1]].has_cue |= name.has_cue
            del seen.names[key]
        elif not seen.alone[last] or seen.alone[last[:-1]]:
            del seen.names[key]


def _is_person(name: _Name, seen: _Seen, text: str, lang: str) -> bool:
    """Whether it is neither a place nor a known firm or figure, and a cue or its family name alone speaks for it."""
    naming = name.naming
    if not name.is_inside or f"{naming.given} {naming.last}" in load_not() or naming.key in load_not():
        return False
    if naming.last in seen.nouns or _is_place(naming.shown.split()[-1], lang):
        return False
    if name.has_cue:
        return True
    # In `Charlie Hebdo` or `Joy Division` the second word may be a common one.
    return seen.alone[naming.last] > 0 and not re.search(rf"(?<!\w){re.escape(naming.last)}(?!\w)", text)


def _is_place(word: str, lang: str) -> bool:
    beginning = load_names(lang).get(word)
    return beginning is not None and any(name.code and name.is_sure for name in beginning.alone)


def _merge(names: Iterable[_Name]) -> list[_Name]:
    """One name for each person: `George Bush` and `George W. Bush` are one in an article, written as is most usual."""
    merged: dict[tuple[str, str], _Name] = {}
    for name in names:
        key = (name.naming.given, name.naming.last)
        other = merged.get(key)
        if other is None:
            merged[key] = name
        elif (name.count, len(name.naming.key)) > (other.count, len(other.naming.key)):
            name.shown[_shown(name)] += other.count
            merged[key] = name
        else:
            other.shown[_shown(other)] += name.count
    # Who is called by the end of the name alone is not somebody else.
    return [
        name
        for name in merged.values()
        if not any(other.naming.key.endswith(f" {name.naming.key}") for other in merged.values())
    ]


def _shown(name: _Name) -> str:
    """As the text writes it most often; at first, of several."""
    return name.shown.most_common(1)[0][0]
