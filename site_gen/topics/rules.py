"""The rules in a `topics.toml`, written as those of the lexicons: `4: quay*, container ship`, `section: The port`."""

from __future__ import annotations

import re

from site_gen.model import clean_line
from site_gen.topics.settings import Rule

MAX_WEIGHT = 20.0
"""The lexicons weigh from 1, a hint, to 5, all but decisive; more overrules them."""

_LINE = re.compile(r"(prefix|section|\d+(?:\.\d+)?)\s*:\s*(.*)")
_LETTERS = re.compile(r"[^\W_]")


def parse_rules(topic: str, lang: str, line: str) -> list[Rule]:
    """The rules of a line. Raises ValueError that says what was expected."""
    found = _LINE.fullmatch(clean_line(line))
    if found is None:
        raise ValueError(
            "'weight: term, term', 'prefix: name, name' or 'section: name, name' was expected, for example '4: quay*'"
        )
    named = found[1] if found[1].isalpha() else ""
    weight = 0.0 if named else float(found[1])
    if not named and not 0 < weight <= MAX_WEIGHT:
        raise ValueError(f"a weight above 0 and up to {MAX_WEIGHT:.0f} was expected")
    terms = [term.strip() for term in found[2].split(",") if term.strip()]
    if not terms:
        raise ValueError("a term was expected after the colon")
    for term in terms:
        if problem := _problem(term, named):
            raise ValueError(f"'{term}' {problem}")
    return [Rule(topic, lang, weight, term, is_section=named == "section") for term in terms]


def _problem(term: str, named: str) -> str:
    """What is wrong with a term: a `*` ends or begins a word of two letters, or ends a later word of three."""
    words = [word for word in term.split() if _LETTERS.search(word)]
    if not words or "#" in term:
        return "is no word"
    if "*" not in term:
        return ""
    if named:
        return f"is a {'headline prefix' if named == 'prefix' else named}, which stands whole"
    for place, word in enumerate(words):
        letters = len(_LETTERS.findall(word))
        at_end, at_start = word.endswith("*"), word.startswith("*")
        least = 2 if len(words) == 1 else 3
        is_first = place == 0 and len(words) > 1
        if word.count("*") > at_end + at_start or (at_end and at_start) or (at_start and len(words) > 1):
            return "has a '*' where none can stand"
        if (at_end or at_start) and (letters < least or is_first):
            return "has a '*' after its first word" if is_first else "has too few letters beside its '*'"
    return "" if all(_LETTERS.search(word) or "*" not in word for word in term.split()) else "has a lone '*'"
