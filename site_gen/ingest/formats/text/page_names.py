"""Who wrote or supplied the article of a dumped web page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_gen.ingest.formats.text.page_lines import Line, Shape
from site_gen.ingest.formats.text.page_words import BY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_gen.ingest.formats.text.page_core import Core
    from site_gen.ingest.formats.text.page_dates import PageDate


@dataclass(frozen=True, slots=True)
class Byline:
    """Writers and suppliers, and the positions of the lines that name them."""

    authors: tuple[str, ...] = ()
    credit: str | None = None
    lines: tuple[int, ...] = ()


_BY = re.compile(r"^(?P<by>par|by|von|por|بقلم)\s*:?\s+(?P<name>[^\W\d_].*)$", re.IGNORECASE)
_SOURCE = re.compile(r"^(?:source|quelle|fuente|المصدر)\b\s*:?\s*", re.IGNORECASE)
_TRIM = " ,;|/·•–—-"
_PERSON = re.compile(
    r"^[^\W\d_]\.?[\w'’.-]*(?:\s+(?:(?:de|van|von|der|den|da|di|le|la|el|al|bin|ibn|d')\s*)*[^\W\d_][\w'’.-]+){1,3}$"
)
# A publisher's name has one of these where a person's has none.
_OUTLET = re.compile(
    r"\b(?:afp|ap|dpa|efe|ats|ansa|apa|belga|reuters|xinhua|tass|kna|epd|sid|pa|tv|radio|news|infos?|media|medias|médias|"
    r"press|presse|prensa|agence|agency|agentur|agencia|agences|services?|journal|zeitung|post|times|herald|tribune|"
    r"magazine|monde|figaro|parisien|point|express|zapping|stop|sénat|public|france|avec|with|mit|et|und|and|online|"
    r"rédaction|redaktion|redacción|redaccion|staff|newsroom|editor|team|com|fr|net|org|de)\b|وكال|رويترز|فرانس",
    re.IGNORECASE,
)
_MOST_CHARS = 60
_MOST_WORDS = 8


def find_byline(lines: Sequence[Line], core: Core | None, title_at: int | None, date: PageDate | None) -> Byline:
    """The names beside the article's date line or between its title and its text."""
    if date is not None and date.credit:
        return _byline(date.credit, (), marked=False)
    if date is not None and date.sure:
        for at in (min(date.lines) - 1, max(date.lines) + 1):
            if 0 <= at < len(lines) and at != title_at and (core is None or at not in core.text):
                found = _at_date(lines, at)
                if found is not None:
                    return found
    return _marked(lines, core, title_at)


def _at_date(lines: Sequence[Line], at: int) -> Byline | None:
    """The name on the line at `at`, which stands beside a date."""
    line = lines[at]
    marked = _BY.match(line.text)
    if marked:
        return _byline(marked["name"], (at,), marked=True)
    if line.shape is not Shape.LABEL and not _SOURCE.match(line.text) and not _OUTLET.search(line.text):
        return None
    if line.reason or line.finished or len(line.text) > _MOST_CHARS or line.text.count(" ") >= _MOST_WORDS:
        return None
    alone = at > 0 and lines[at - 1].text.lower().rstrip(" :") in BY
    same = sum(other.text == line.text for other in lines)
    if same > 2 and not alone:
        return None
    return _byline(line.text, (at - 1, at) if alone else (at,), marked=alone)


def _marked(lines: Sequence[Line], core: Core | None, title_at: int | None) -> Byline:
    """The names after a `par` between title and text, on one line or two."""
    if core is None or title_at is None:
        return Byline()
    for at in range(title_at + 1, core.start):
        match = _BY.match(lines[at].text)
        if match and len(match["name"]) <= _MOST_CHARS:
            return _byline(match["name"], (at,), marked=True)
        if lines[at].text.lower().rstrip(" :") in BY and at + 1 < core.start and lines[at + 1].shape is Shape.LABEL:
            return _byline(lines[at + 1].text, (at, at + 1), marked=True)
    return Byline()


def _byline(text: str, at: tuple[int, ...], *, marked: bool) -> Byline:
    """`text` as authors where it names people, else as the credit."""
    stripped = text.strip(_TRIM)
    source = _SOURCE.match(stripped)
    name = _SOURCE.sub("", stripped).strip(_TRIM)
    parts = [
        part.strip(_TRIM) for part in re.split(r"\s+(?:et|and|und|y)\s+|,\s*|\s+[/|]\s+", name) if part.strip(_TRIM)
    ]
    people = tuple(part for part in parts if _is_person(part, marked=marked))
    rest = [part for part in parts if part not in people]
    if source or not people:
        return Byline((), name or None, at)
    return Byline(people, ", ".join(rest) or None, at)


def _is_person(name: str, *, marked: bool) -> bool:
    if _OUTLET.search(name) or not _PERSON.match(name):
        return False
    words = name.split()
    capital = all(word[0].isupper() and not (word.isupper() and len(word) > 3) for word in (words[0], words[-1]))
    return marked or (capital and len(words) == 2)
