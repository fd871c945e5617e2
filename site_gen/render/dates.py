"""Dates and numbers in the words of the interface's language. The one user of Babel's formats.

Digits are Latin in every language, Arabic included, as its news agencies write them. Babel is imported when the first
date is worded, since a run that writes no page has none.
"""

from __future__ import annotations

import re
from datetime import date, time
from functools import cache, lru_cache

from site_gen.model import Timestamp

_ISO_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
_FORMATS = {"date": "full", "long_date": "long", "month": "LLLL", "weekday": "cccc", "short_weekday": "ccc"}
_SKELETONS = {"short_date": "yMMMd", "day_month": "MMMMd", "short_month": "MMM", "month_name": "yMMMM"}
KINDS = (*_FORMATS, *_SKELETONS)
"""Names of the filters that put a day, month or year into words."""


def day_text(kind: str, lang: str, value: Timestamp | str) -> str:
    """A day in one of the `KINDS`; an ISO text (`2025-09-11`, `2025-09`) is read, any other text returned as it is."""
    if isinstance(value, Timestamp):
        return _format_day(kind, lang, value.day)
    found = _ISO_DAY.match(str(value))  # `str` makes Jinja complain about an undefined value
    if found is None:
        return value
    try:
        day = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return value
    return _format_day(kind, lang, day)


def time_text(lang: str, value: Timestamp) -> str:
    """The time of day with its offset from UTC, as far as they are known: `08:15 UTC+2`, or nothing."""
    if value.time is None:
        return ""
    return _format_time(lang, value.time.replace(second=0), value.offset)


def date_time_text(lang: str, value: Timestamp) -> str:
    """The day and, where it is known, the time: `jeudi 11 septembre 2025, 08:15 UTC+2`."""
    day = _format_day("date", lang, value.day)
    if value.time is None:
        return day
    return _day_and_time(lang).replace("{1}", day).replace("{0}", time_text(lang, value))


def iso_text(value: Timestamp) -> str:
    """The form that `<time datetime>` takes."""
    return value.isoformat()


def version() -> str:
    """The version of the library that knows the words."""
    import babel

    return babel.__version__


@cache
def _day_and_time(lang: str) -> str:
    """How a language puts a day (`{1}`) and a time (`{0}`) together."""
    from babel import dates

    return str(dates.get_datetime_format("full", locale=lang)).replace("'", "")


@lru_cache(maxsize=1024)
def number_text(lang: str, value: int) -> str:
    """A whole number with the separators of the language."""
    from babel import numbers

    return numbers.format_decimal(value, locale=lang)


@lru_cache(maxsize=128)
def percent_text(lang: str, value: int) -> str:
    """A whole number of hundredths as the language writes it: `82 %`."""
    from babel import numbers

    return numbers.format_percent(value / 100, locale=lang)


@lru_cache(maxsize=8192)
def _format_day(kind: str, lang: str, day: date) -> str:
    from babel import dates

    if kind in _SKELETONS:
        return dates.format_skeleton(_SKELETONS[kind], day, locale=lang)
    return dates.format_date(day, _FORMATS[kind], locale=lang)


@lru_cache(maxsize=4096)
def _format_time(lang: str, at: time, offset: int | None) -> str:
    from babel import dates

    text = dates.format_time(at, "short", locale=lang)
    return text if offset is None else f"{text} {_zone(offset)}"


def _zone(offset: int) -> str:
    if offset == 0:
        return "UTC"
    hours, minutes = divmod(abs(offset), 60)
    sign = "+" if offset > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}" + (f":{minutes:02d}" if minutes else "")
