"""Which of the many dates on a dumped web page is the article's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from site_gen.ingest.formats.text.datelines import (
    DateLine,
    DayLine,
    is_date_label,
    parse_date_line,
    parse_day_line,
)
from site_gen.ingest.formats.text.page_lines import Line, Shape
from site_gen.model import DateSource, Timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_gen.ingest.formats.text.page_core import Core


@dataclass(frozen=True, slots=True)
class PageDate:
    """The date of the article on a page."""

    at: int
    """The position of its line."""
    lines: tuple[int, ...]
    """The positions of all lines that make it up."""
    timestamp: Timestamp
    source: DateSource
    credit: str | None = None
    sure: bool = True
    """Whether the line says what its date means, or gives the hour."""


@dataclass(frozen=True, slots=True)
class _Hit:
    at: int
    lines: tuple[int, ...]
    full: DateLine | None
    day: DayLine | None

    @property
    def sure(self) -> bool:
        if self.full is not None:
            return self.full.stated or self.full.timestamp.time is not None
        return self.day is not None and self.day.stated


_CLOCK_TAIL = re.compile(r"^[,à@|·-]?\s*(?:à|at|um|a las|الساعة)\s*\d{1,2}\s?[:h.]", re.IGNORECASE)
_ABOVE = 12
_BELOW = 5
_FAR = 60
_BARE = 4


def find_date(lines: Sequence[Line], core: Core | None, title_at: int | None) -> PageDate | None:
    """The article's date: the nearest line to its text that says so, else the likeliest other."""
    hits = [hit for at in range(len(lines)) if (hit := _hit(lines, at)) is not None]
    start, end = (core.start, core.end) if core else ((title_at or 0), (title_at or 0) + 1)
    sure = [hit for hit in hits if hit.sure]
    near = [hit for hit in sure if start - _ABOVE <= hit.at < end]
    if core is None:
        near = [hit for hit in sure if start - _BELOW <= hit.at <= start + _ABOVE]
    groups = (
        [h for h in near if not _updates(h)],
        [h for h in sure if end - 1 <= h.at <= end + _BELOW and not _updates(h)],
        near,
        _bare(lines, hits, (start, end), title_at),
        [h for h in sure if start - _FAR <= h.at < start],
        [h for h in sure if h.full is not None and h.full.stated],
    )
    for group in groups:
        for hit in sorted(group, key=lambda h: (h.full is None, abs(h.at - start))):
            found = _page_date(lines, hit, core)
            if found is not None:
                return found
    return None


def _updates(hit: _Hit) -> bool:
    return hit.full is not None and hit.full.kind == "updated"


def _hit(lines: Sequence[Line], at: int) -> _Hit | None:
    """The date at `at`, with the lines before and after it that belong to it."""
    line = lines[at]
    if line.shape is not Shape.DATE:
        return None
    text, used = line.text, [at]
    if at and is_date_label(lines[at - 1].text):
        text, used = f"{lines[at - 1].text} {text}", [at - 1, at]
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    if _CLOCK_TAIL.match(after) or (len(used) > 1 and lines[at + 1 : at + 2] and lines[at + 1].shape is Shape.CLOCK):
        longer = parse_date_line(f"{text} {after}")
        if longer is not None and longer.timestamp.time is not None:
            return _Hit(at, (*used, at + 1), longer, None)
    full = parse_date_line(text)
    day = None if full is not None else parse_day_line(text)
    return _Hit(at, tuple(used), full, day) if full is not None or day is not None else None


def _bare(lines: Sequence[Line], hits: Sequence[_Hit], span: tuple[int, int], title_at: int | None) -> list[_Hit]:
    """Dates without a word or hour that stand right at the title or the text, and in no list of headlines."""
    start, _ = span
    places = [start] if title_at is None else [start, title_at]
    listed = {hit.at for hit in hits if _in_list(lines, hits, hit)}
    return [
        hit
        for hit in hits
        if hit.full is not None and hit.at not in listed and any(abs(hit.at - place) <= _BARE for place in places)
    ]


def _in_list(lines: Sequence[Line], hits: Sequence[_Hit], hit: _Hit) -> bool:
    """Whether other bare dates stand at the same short distance before and after, as in a list of headlines."""
    others = [h.at - hit.at for h in hits if h.at != hit.at and not h.sure and abs(h.at - hit.at) <= 6]
    return len(others) >= 2 or any(
        lines[hit.at + o].shape is Shape.CLOCK for o in (-3, 1) if 0 <= hit.at + o < len(lines)
    )


def _page_date(lines: Sequence[Line], hit: _Hit, core: Core | None) -> PageDate | None:
    if hit.full is not None:
        source = DateSource.DATELINE if hit.sure else DateSource.TEXT
        return PageDate(hit.at, hit.lines, hit.full.timestamp, source, hit.full.credit, hit.sure)
    latest = max((line.date.timestamp.day for line in lines if line.date is not None), default=None)
    if hit.day is None or latest is None:
        return None
    prose = " ".join(lines[at].text for at in core.text) if core else ""
    day = infer_day(hit.day, latest, prose)
    return None if day is None else PageDate(hit.at, hit.lines, Timestamp(day), DateSource.HEADLINES, None, hit.sure)


_YEARS_BACK = 6
_WEEKDAYS = {
    name: number
    for names in (
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "monday tuesday wednesday thursday friday saturday sunday",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "lunes martes miércoles jueves viernes sábado domingo",
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    )
    for number, name in enumerate(names.split())
}
_WEEKDAY = re.compile(
    r"(?<!\w)(" + "|".join(_WEEKDAYS) + r")(?!\w)(?:,? (?:le |the |den |el )?(\d{1,2})(?:er|st|nd|rd|th)?\b)?"
)


def infer_day(day: DayLine, latest: date, prose: str = "") -> date | None:
    """The likeliest full date of a date without a year on a page whose latest date is `latest`.

    News names the weekday of its day or of the day before (`lundi`, `mardi 12`), and weekdays tell years apart. A year
    in the text that is not past `latest` rules out dates more than a year before it. What is left undecided is the
    last such day that is no Saturday or Sunday, which is a guess.
    """
    floor = max((int(y) for y in re.findall(r"(?<!\d)20\d\d(?!\d)", prose) if int(y) <= latest.year), default=0)
    possible = []
    for year in range(latest.year, latest.year - _YEARS_BACK, -1):
        try:
            found = date(year, day.month, day.day)
        except ValueError:
            continue
        if found <= latest:
            possible.append(found)
    named = [(_WEEKDAYS[name], int(number or 0)) for name, number in _WEEKDAY.findall(prose.casefold())]
    fitting = [found for found in possible if found.year >= floor - 1]
    return max(
        fitting or possible, key=lambda found: (_weekday_score(found, named), found.weekday() < 5, found), default=None
    )


def _weekday_score(day: date, named: Sequence[tuple[int, int]]) -> int:
    """How well the weekdays that a text names fit its day; one with its number (`mardi 12`) weighs most."""
    score = 0
    for weekday, number in named:
        if number:
            near = [day + timedelta(days) for days in range(-10, 11)]
            score += 6 if any(other.day == number and other.weekday() == weekday for other in near) else -2
        elif weekday in (day.weekday(), (day.weekday() - 1) % 7):
            score += 1
    return score
