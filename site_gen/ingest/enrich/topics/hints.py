"""What a source says about the subject of an article: the section that it is filed in, its tags, its address.

Sections of a house are not topics: `France` says where, and `Society` may hold anything. So only names that mean one
subject everywhere count (`sections.txt`; for tags, headline prefixes and terms of the lexicon too), and all of them
together for no more than a decisive word in the title. What an archive itself says of its sections counts more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Literal
from urllib.parse import unquote, urlsplit

from site_gen.ingest.enrich.topics.terms import Lexicon, Term, Terms, fold_phrase, parse_lexicon

Kind = Literal["section", "keyword", "address"]

POINTS: Mapping[Kind, float] = {"section": 10.0, "keyword": 9.0, "address": 9.0}
"""What a name that means a topic is worth: somewhat less than a headline prefix."""
WEIGHT = 3.0
"""How much such a name weighs as a term: enough to speak alone."""
MOST_POINTS = 15.0
"""What all hints together are worth for one topic."""
OWN_POINTS = 30.0
"""What the name of a section is worth of which the rules of the archive say what it means."""
OWN_WEIGHT = 5.0
MOST_HINTS = 24
"""How many hints are looked at."""

_MOST_FOLDERS = 4
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that a source says about an article beside its text."""

    kind: Kind
    text: str
    """The name of a section, a tag, or one folder of an address (`football`)."""


def address_hints(url: str | None) -> tuple[Hint, ...]:
    """Give the folders of an address, which often are sections: `/sport/football/title-123` has two."""
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return ()
    folders = [unquote(part) for part in path.split("/")[:-1] if part and not part.isdigit()]
    return tuple(Hint("address", folder) for folder in folders[:_MOST_FOLDERS])


def weigh_hints(hints: Iterable[Hint], lexicon: Lexicon) -> dict[Term, float]:
    """Give the points of what the hints say, each name once; the terms read as the hint after its kind."""
    by_name = {" ".join(fold_phrase(hint.text)): hint for hint in reversed(list(islice(hints, MOST_HINTS)))}
    said = [found for name, hint in reversed(by_name.items()) for found in _spoken(hint, name, lexicon)]
    points: dict[Term, float] = {}
    left: dict[str, float] = {}
    # What tells more goes first: the name of a sub-topic speaks for its topic as well.
    for term, worth in sorted(said, key=lambda found: (found[1] < OWN_POINTS, not found[0].sub)):
        given = min(worth, left.setdefault(term.topic, max(worth, MOST_POINTS)))
        left[term.topic] -= given
        if given:
            points[term] = given
    return points


def _spoken(hint: Hint, name: str, lexicon: Lexicon) -> list[tuple[Term, float]]:
    text = f"{hint.kind}: {hint.text[:_SHOWN]}"
    own = lexicon.sections.get(name)
    if own is not None:
        return [(Term(text, term.topic, OWN_WEIGHT, term.sub), OWN_POINTS) for term in own]
    named = sections().get(name) or (lexicon.prefixes.get(name) if hint.kind == "keyword" else None)
    if named:
        return [(Term(text, term.topic, WEIGHT, term.sub), POINTS[hint.kind]) for term in named]
    if hint.kind != "keyword" or not name or " " in name:
        return []
    found = lexicon.find(hint.text.strip(), name)
    return [(Term(text, term.topic, term.weight, term.sub), term.weight) for term in found]


@cache
def sections() -> Mapping[str, Terms]:
    """Give the names of sections that mean a topic, in all languages, folded."""
    source = files("site_gen.ingest.enrich.topics").joinpath("sections.txt")
    return parse_lexicon(source.read_text(encoding="utf-8"), "sections.txt").sections
