"""Dates as documents write them."""

from __future__ import annotations

import re
from calendar import isleap
from datetime import UTC, date, datetime, time, timedelta

from site_gen.ingest.formats.text.datelines import LONGEST, parse_date_line
from site_gen.model import Timestamp

YEARS = range(1600, 2101)
"""The years in which news can have been published; any other is a mistake or a default value."""

_TEXT_LONGEST = 200
# Zones as RFC 822 and Java print them, in minutes; names that stand for several zones (IST, CST in China) read as
# in the United States or stay unknown.
_ZONES = {
    **dict.fromkeys("Z UT UTC GMT WET".split(), 0),
    **dict.fromkeys("CET MEZ BST WEST MET".split(), 60),
    **dict.fromkeys("CEST MESZ EET SAST MEST".split(), 120),
    **dict.fromkeys("EEST MSK".split(), 180),
    **dict.fromkeys("JST KST".split(), 540),
    **dict.fromkeys("HKT SGT AWST".split(), 480),
    **dict(zip("AEST AEDT NZST NZDT".split(), (600, 660, 720, 780), strict=True)),
    **dict(
        zip("EST EDT CST CDT MST MDT PST PDT".split(), (-300, -240, -360, -300, -420, -360, -480, -420), strict=True)
    ),
}
_MONTHS = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
_MONTH = rf"(?P<month>(?i:{'|'.join(_MONTHS)}))"
_HOURS = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
_ZONE = r"(?:\s*(?P<zone>[A-Z]{1,5}(?![a-z]))?(?P<shift>[+-]\d\d?(?::?\d\d)?)?)?"
# `20131027T105800Z`, `2020-06-15T16:40:00+02`, `2020-06-15 16:40:00 UTC`, `2020-06-15T16:40:00+02:00[Europe/Paris]`
_ISO = re.compile(
    r"(?P<year>\d{4})(?P<dash>-?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)"
    r"(?:[T\s]\s*(?P<hour>\d\d)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?)?" + _ZONE + r")?"
    r"\s*(?:\[[\w/+-]*\])?$"
)
_ISO_OTHER = re.compile(r"(\d{4})-?(?:W(\d\d)-?([1-7])|(\d{3}))(T.*)?$")
_RFC = re.compile(
    r"(?:[^\W\d_]{2,9}\.?,?\s+)?(?P<day>\d\d?)[\s-]+" + _MONTH + r"[a-z]*\.?,?[\s-]+(?P<year>\d{4}|\d\d)(?!\d)"
    r"(?:,?\s+" + _HOURS + _ZONE + r")?\s*(?:\([^)]*\))?$"
)
# `Mon Jun 15 16:40:00 CEST 2020`
_ASCTIME = re.compile(
    r"(?:[A-Za-z]{3},?\s+)" + _MONTH + r"\s+(?P<day>\d\d?)\s+" + _HOURS + _ZONE + r"\s+(?P<year>\d{4})$"
)
_SLASHED = re.compile(
    r"(?:(?P<year>\d{4})(?P<mark>[/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)"
    r"|(?P<day2>\d\d?)(?P<mark2>[/.-])(?P<month2>\d\d?)(?P=mark2)(?P<year2>\d{4}))"
    r"(?:[\sT,]+" + _HOURS + r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?" + _ZONE + r")?$"
)
_NUMBER = re.compile(r"(\d{9,10}|\d{13}|\d{16})(?:\.\d+)?$")
_END_OF_DAY = "24"
"""ISO 8601 lets a day end at 24:00, which is 00:00 of the next."""
# Written dates are read for today's press; its archives go further back.
_OLD_YEAR = re.compile(r"(?<!\d)1[6-8]\d\d(?!\d)")


def parse_date(value: object) -> Timestamp | None:
    """A date in any of the ways that machines and newsrooms write one, its zone kept; None where it is no real date.

    ISO 8601 in all its forms (`20131027T105800Z`, `2020-06-15 16:40:00+02`), RFC 822, Unix time in seconds or
    milliseconds (UTC), `15/06/2020 16:40`, and written dates in French, English, German and Spanish. `03/04/2020` is
    the third of April; the month stands first only where no other reading is a date (`06/13/2020`).
    """
    if isinstance(value, str):
        found = Timestamp.parse(value) or _from_text(value.strip())
    elif isinstance(value, datetime):
        found = Timestamp.from_datetime(value)
    elif isinstance(value, date):
        found = Timestamp(value)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        found = _from_number(value)
    else:
        return None
    return found if found is not None and found.day.year in YEARS else None


def _from_text(text: str) -> Timestamp | None:
    if not 6 <= len(text) <= _TEXT_LONGEST or not any(character.isdigit() for character in text):
        return None
    try:
        for pattern in (_ISO, _RFC, _SLASHED, _ASCTIME):
            match = pattern.match(text)
            if match is not None:
                return _from_match(match.groupdict())
        if _NUMBER.match(text):
            return _from_number(float(text))
        other = _ISO_OTHER.match(text)
        if other is not None:
            return _from_week_or_ordinal(other)
    except (ValueError, OverflowError):
        return None
    return _written(text) if len(text) <= LONGEST else None


def _written(text: str) -> Timestamp | None:
    old = _OLD_YEAR.search(text)
    line = parse_date_line(_OLD_YEAR.sub("2000", text) if old else text)
    if line is None or old is None or line.timestamp.day.year != 2000:
        return line.timestamp if line else None
    at = line.timestamp
    if (at.day.month, at.day.day) == (2, 29) and not isleap(int(old[0])):
        return None
    return Timestamp(at.day.replace(year=int(old[0])), at.time, at.offset)


def _from_number(value: float) -> Timestamp | None:
    """Unix time in seconds, milliseconds or microseconds, or a day as a number: 20200615."""
    if isinstance(value, int) and 16_000_101 <= value <= 21_001_231:
        return Timestamp.parse(f"{value // 10000}-{value // 100 % 100:02d}-{value % 100:02d}")
    for scale in (1, 1_000, 1_000_000):
        # 1973 to 2099: a smaller number is a counter, a year or nought.
        if 1e8 <= value / scale < 4.1e9:
            at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(value / scale))
            return Timestamp.from_datetime(at)
    return None


def _from_week_or_ordinal(match: re.Match[str]) -> Timestamp | None:
    """`2020-W25-1` and `2020-167`, with what follows a `T`."""
    year, week, weekday, ordinal, rest = match.groups()
    if week:
        day = date.fromisocalendar(int(year), int(week), int(weekday))
    else:
        day = date(int(year), 1, 1) + timedelta(days=int(ordinal) - 1)
        if day.year != int(year) or ordinal == "000":
            return None
    return Timestamp(day) if rest is None else parse_date(day.isoformat() + rest)


def _from_match(parts: dict[str, str | None]) -> Timestamp:
    """The timestamp of the named groups of a pattern; raises ValueError where it is no real date."""
    year, month, days = (parts.get(f"{name}2") or parts[name] or "" for name in ("year", "month", "day"))
    number = int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0)
    whole = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) >= 70 else 0)
    if number > 12 >= int(days) and parts.get("day2"):
        days, number = str(number), int(days)
    day = date(whole, number, int(days))
    hour = parts.get("hour")
    if hour is None:
        return Timestamp(day)
    if hour == _END_OF_DAY:
        return Timestamp(day + timedelta(days=1), time(), _offset(parts["zone"], parts["shift"]))
    at = time(_in_24_hours(int(hour), parts.get("half")), int(parts["minute"] or 0), min(int(parts["second"] or 0), 59))
    return Timestamp(day, at, _offset(parts["zone"], parts["shift"]))


def _in_24_hours(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    return hour % 12 + (12 if half in "pP" else 0)


def _offset(zone: str | None, shift: str | None) -> int | None:
    base = _ZONES.get(zone) if zone else None
    if not shift:
        return base
    digits = shift[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    # `GMT+0200` is two hours east of Greenwich: beside a shift the name adds nothing else.
    return None if minutes > 15 * 60 else (-minutes if shift[0] == "-" else minutes)
