"""Reads a run of capitalised words as the name of a person, or as none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from site_gen.ingest.enrich.people.runs import Run, Token
from site_gen.ingest.enrich.people.words import Words, bare, is_given, plain

_SENTENCE_END = ".!?…:;\n"
_OPENING = " \xa0\"'«»“”„‘’([-–—*_•#>"
_CAPITAL_SMALL = frozenset(
    "De Du Des Del Della Di Da Dos Das La Le Lo Van Von Der Den Ter Ten Bin Ben Ibn Al El Abu Abou Ould Mac Mc Dal "
    "Dalla St St. Saint".split()
)
"""Small words of names that some write with a capital."""
_NOT_IN_FRONT = frozenset("Saint Sainte St St. San Santa Santo Sao Port Fort Mont Mount Camp Team Al El".split())
"""What stands before a given name in the name of a place or a club."""
_OF_A_PLACE = frozenset(("du ", "des ", "der ", "den "))
"""`Caroline du Nord`; those who are called `du Bellay` are fewer."""
_ROMAN = re.compile(r"[IVX]{1,5}")
_GLUED = re.compile(r"[a-z]{3}[A-Z]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+|[A-Z]")
_JUNIORS = ("Jr", "Sr")
_JUNIOR = re.compile(r", ([JS]r\b\.?)")
_AFTER = re.compile(
    r" ?& ?\w| ?(?:et|and|y|und) (?:Cie|Co|Sons|Fils|Söhne|Hijos)\b|\.(?:com|fr|org|net|de)\b|[@/™®]|-\w|\d"
)


@dataclass(frozen=True, slots=True)
class Naming:
    """One place where a text names somebody in full."""

    key: str
    """The name without accents, in lower case."""
    shown: str
    """The name as written."""
    given: str
    last: str
    """Its first and last words like `key`."""
    short: str
    """The name as written without its last word."""
    family_shown: str
    """All behind the given names as written."""
    family: tuple[str, ...]
    """The words behind the given names like `key`; more than one where the second may not belong to the name."""
    start: int
    end: int
    is_inside: bool
    """Whether the capital of its first word is not due to the beginning of a sentence."""
    is_titled: bool
    """Whether a title stands before it."""


def read_naming(run: Run, text: str, lang: str, words: Words) -> Naming | None:
    """The person that a run of capitalised words names."""
    tokens = run.tokens
    first = next((at for at, token in enumerate(tokens) if is_given(token.plain)), None)
    if first is None or first == len(tokens) - 1 or not _may_begin(run, first, text, lang, words):
        return None
    stop = _end_of_name(run, first, words)
    name = tokens[first:stop]
    junior = ""
    if name[-1].plain.rstrip(".") in _JUNIORS:
        name, junior = name[:-1], name[-1].text
    if len(name) < 2 or not _may_be_name(name, words) or (stop == len(tokens) and _AFTER.match(text, run.end)):
        return None
    family = _family(name)
    if not 1 <= len(family) <= 2 or (len(family) == 2 and any(map(_ends_sentence, name[1:-1]))):
        return None
    end = name[-1].start + len(name[-1].text)
    shown = _written(name)
    if not junior and stop == len(tokens) and (behind := _JUNIOR.match(text, end)):
        junior = behind[1]
    if junior:
        shown = f"{shown} {junior}"
    return Naming(
        plain(shown).lower(),
        shown,
        name[0].plain.lower(),
        bare(family[-1].split()[-1]),
        _written(_without_last(name)),
        _written(name[min(_given_count(name), len(name) - 1) :]),
        family,
        name[0].start,
        end,
        first > 0 or not _begins_sentence(text, run.start),
        first > 0 and tokens[first - 1].plain.rstrip(".") in words.titles,
    )


def _end_of_name(run: Run, first: int, words: Words) -> int:
    """Where a name ends that begins at a word of a run: before a day or a word that begins another phrase."""
    for at in range(first + 2, len(run.tokens)):
        if run.tokens[at].plain in words.ends and not run.tokens[at].before:
            return at
    return len(run.tokens)


def _may_begin(run: Run, first: int, text: str, lang: str, words: Words) -> bool:
    """Whether a name may begin at a word of a run: what stands before it is no part of it, and no bearer of names."""
    tokens = run.tokens
    if tokens[first].before and first == 0:
        return False
    if first == 0:
        before = text[max(0, run.start - 40) : run.start].rstrip(_OPENING)
        return bare(before[before.rfind(" ") + 1 :]) not in words.things
    last = tokens[first - 1].plain
    title = last.rstrip(".")
    if last in _NOT_IN_FRONT or last.lower() in words.things or last in words.parts:
        return False
    if title in words.titles or title.lower() in words.functions or lang == "de":
        return not _INITIALS.fullmatch(last) or title in words.titles
    return first == 1 and last in words.starters and _begins_sentence(text, run.start)


def _begins_sentence(text: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and text[at] in _OPENING:
        at -= 1
    return at < 0 or text[at] in _SENTENCE_END


def _ends_sentence(token: Token) -> bool:
    """Whether a new sentence may begin behind a word: `Malcolm X. Besides Dee`."""
    return token.plain.endswith(".")


def _written(name: Sequence[Token]) -> str:
    return " ".join([name[0].text, *(token.before + token.text for token in name[1:])])


def _without_last(name: Sequence[Token]) -> Sequence[Token]:
    end = len(name) - 1
    while end > 1 and name[end - 1].plain in _CAPITAL_SMALL:
        end -= 1
    return name[:end]


def _given_count(name: Sequence[Token]) -> int:
    """How many words at the beginning are given names or initials."""
    count = 0
    for token in name:
        if token.before or not (is_given(token.plain) or _INITIALS.fullmatch(token.plain)):
            break
        count += 1
    return count


def _may_be_name(name: Sequence[Token], words: Words) -> bool:
    """Whether no word tells that a run is a firm, an institution, a work, or not only a name."""
    first, second, last = name[0].plain, name[1], name[-1].plain
    if len(name) == 2 and second.before:
        # `Caroline du Nord`, `Noël de Strasbourg`.
        is_other = second.before in _OF_A_PLACE or not is_given(first, surely=True)
    else:
        # `Simon de Simone Veil`: there are two people.
        is_other = any(token.before and is_given(token.plain) for token in name[1:-1])
    if is_other or len(last.rstrip(".")) < 2 or 1 < len({token.plain for token in name}) < len(name):
        return False
    return not any(_is_none(token.plain, at, words) for at, token in enumerate(name))


def _is_none(word: str, at: int, words: Words) -> bool:
    """Whether a run that holds a word at a place is no name."""
    if word in words.parts or word.rstrip(".") in words.titles or (at > 1 and word in words.late_parts):
        return True
    if at and word in words.starters and word not in _CAPITAL_SMALL:
        return True
    if _ROMAN.fullmatch(word) or _GLUED.search(word):
        return True
    return len(word) > 1 and word.isupper() and not _INITIALS.fullmatch(word)


def _family(name: Sequence[Token]) -> tuple[str, ...]:
    """The words of the family name, each with the small words before it; of `Philippe Martin` it is the last one."""
    words: list[str] = []
    held = ""
    for token in name[min(_given_count(name), len(name) - 1) :]:
        low = token.plain.lower()
        if token.plain in _CAPITAL_SMALL:
            held += f"{low} "
        else:
            words.append(held + token.before.lower() + low)
            held = ""
    return () if held else tuple(words)
