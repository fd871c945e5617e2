"""Lines that give an article's date, in French, English, German, Spanish and Arabic."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from site_gen.model import Timestamp

LONGEST = 160
"""A longer line is prose, whatever dates it holds."""

Kind = Literal["published", "updated"]


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a date line says."""

    kind: Kind
    """`updated` where the line gives nothing but the date of a change."""
    timestamp: Timestamp
    credit: str | None = None
    """The agency, publisher or person named beside the date, as written."""
    stated: bool = False
    """Whether a word such as `publié` or `updated` says what the date means."""


@dataclass(frozen=True, slots=True)
class DayLine:
    """What a date line without a year says."""

    month: int
    day: int
    stated: bool = False
    """Whether a word such as `publié` says what the date means."""


def parse_date_line(line: str) -> DateLine | None:
    """What `line` says if it is mostly a date; None for prose that merely mentions one."""
    text = _prepare(line)
    if text is None:
        return None
    folded = _fold(text)
    dates = _find_dates(folded)
    if not dates:
        return None
    found = _choose(folded, dates)
    rest = _Rest.of(text, folded, [span for _, _, span in dates])
    if rest is None:
        return None
    stated = bool(rest.stated)
    clock = found.timestamp.time is not None
    if not rest.is_credit_for(stated=stated, clock=clock):
        return None
    return DateLine(found.kind, found.timestamp, rest.credit, stated)


def parse_day_line(line: str) -> DayLine | None:
    """Month and day if `line` is mostly a date without a year, such as `publié le 11 février`."""
    text = _prepare(line)
    if text is None:
        return None
    folded = _fold(text)
    match = _DAY_MONTH.search(folded) or _MONTH_DAY.search(folded)
    if match is None:
        return None
    month, day = _MONTHS[match["month"]], int(match["day"])
    if not 1 <= day <= _LONGEST_MONTH[month - 1]:
        return None
    end = match.end()
    clock = _CLOCK_AFTER.match(folded, end)
    rest = _Rest.of(text, folded, [(match.start(), clock.end() if clock else end)])
    if rest is None or rest.words or re.search(r"\d{4}", folded):
        return None
    return DayLine(month, day, bool(rest.stated))


def is_date_label(line: str) -> bool:
    """Whether `line` only announces a date that must follow, such as `publié le` or `Updated:`."""
    if not 3 <= len(line) <= 40 or _DIGIT.search(line):
        return False
    words = _WORD.findall(_fold(line))
    return any(w in _STATING for w in words) and all(w in _CONNECTIVES for w in words)


# --- Words -----------------------------------------------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# One month a field, names and abbreviations apart by `/`; without accents, as `_fold` leaves them.
_MONTH_TABLES = (
    """janvier/janv fevrier/fevr/fev mars avril/avr mai juin juillet/juil aout septembre/sept octobre/oct
    novembre/nov decembre/dec""",
    """january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep october/oct
    november/nov december/dec""",
    """januar/janner februar/feber marz/maerz/mrz april mai juni juli august september oktober/okt november
    dezember/dez""",
    """enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre/set octubre noviembre
    diciembre/dic""",
    """يناير فبراير مارس ابريل/افريل مايو/ماي يونيو/يونيه يوليو/يوليه/يوليوز اغسطس/غشت سبتمبر/شتنبر اكتوبر
    نوفمبر/نونبر ديسمبر/دجنبر""",
    """جانفي فيفري مارس نيسان ايار/مايس حزيران/جوان تموز/جويلية اب/اوت ايلول تشرين_الاول تشرين_الثاني
    كانون_الاول""",
    "كانون_الثاني شباط اذار",
)
_MONTHS = {
    name.replace("_", " "): month
    for table in _MONTH_TABLES
    for month, names in enumerate(table.split(), start=1)
    for name in names.split("/")
}
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_PUBLISHED = _words(
    """
    article publie publiee publication poste mis en_ligne cree redige diffuse paru parution date published
    posted publish created issued released filed veroffentlicht erstellt erschienen stand publicado publicada
    publicacion creado نشر نشرت نشرفي تاريخ النشر صدر
    """
)
_UPDATED = _words(
    """
    jour actualise modifie modification maj updated update modified revised edited aktualisiert aktualisierung
    geandert actualizado actualizada actualizacion modificado تحديث حدث اخر محدث
    """
)
_STATING = _PUBLISHED | _UPDATED
_BY = _words(
    """
    par by von por de بقلم بواسطة source quelle fuente المصدر
    """
)
_WEEKDAYS = _words(
    """
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim monday tuesday wednesday
    thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag dienstag mittwoch
    donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lunes martes miercoles jueves viernes
    sabado domingo الاثنين الاتنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد
    """
)
_FILLERS = _words(
    """
    le la les l a au en du des et a ligne mise de jour dernier derniere on at the in of and last first date am
    um der dem den das zuletzt letzte uhr el los las dia del y hs horas hora h heure heures min mn minutes
    minute lecture read reading temps time lesezeit lectura tiempo ce er st nd rd th utc gmt cet cest edt est
    bst pst pdt mez mesz ist local locale ortszeit am pm يوم في الساعة بتوقيت غرينتش على عند بتاريخ ال تم م ص
    """
)
_CONNECTIVES = _STATING | _BY | _WEEKDAYS | _FILLERS
_ZONES = {
    **dict.fromkeys(("z", "utc", "gmt"), 0),
    **dict.fromkeys(("cet", "mez", "bst"), 60),
    **dict.fromkeys(("cest", "mesz"), 120),
    "edt": -240,
    "est": -300,
    "pdt": -420,
    "pst": -480,
}

# --- Patterns --------------------------------------------------------------------------------------------------

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
# Arabic papers give both names of a month: يونيو/حزيران.
_MONTH = rf"(?P<month>{_NAMES})(?![^\W\d_])\.?(?:\s?[/(]\s?(?:{_NAMES})\)?)?"
_DAY = r"(?<!\d)(?<!\d[.,/:-])(?P<day>\d{1,2})"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_ISO = re.compile(r"(?<!\d)" + _YEAR + r"[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_NUMERIC = re.compile(
    _DAY + r"\s?(?P<sep>[./-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>(?:19|20)\d\d|\d\d)(?![\d:])"
)
_DAY_MONTH = re.compile(_DAY + r"(?:er|st|nd|rd|th|\.|o|º)?[\s-]*(?:de\s+|of\s+)?" + _MONTH)
_MONTH_DAY = re.compile(r"(?<![^\W\d_])" + _MONTH + r"\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)")
_DAY_MONTH_YEAR = re.compile(_DAY_MONTH.pattern + r",?[\s-]*(?:del?\s+)?" + _YEAR)
_MONTH_DAY_YEAR = re.compile(_MONTH_DAY.pattern + r"\s*,?\s*" + _YEAR)
_ZONE = r"(?:\s*(?P<zone>z|utc|gmt|cest|cet|mesz|mez|bst|edt|est|pdt|pst)?(?P<shift>[+-]\d\d?:?(?:\d\d)?)?(?![^\W_]))?"
_HALF = r"(?:\s*(?P<half>[ap]\.?\s?m\.?|ص|م|صباحا|مساء)(?![^\W\d_]))?"
_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])(?:\s?[h:٫]\s?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"|\.(?P<minute2>[0-5]\d)(?=\s*(?:uhr|h\b))|\s?(?P<bare>h|uhr|heures|(?=\s?[ap]\.?m\b)))"
)
_CLOCK_WORD = re.compile(r"(?<![\d.,:/+-])" + _CLOCK + r"(?!\d)(?:min\b|mn\b)?" + _HALF + _ZONE)
_CLOCK_AFTER = re.compile(r"(?:t|[\s,.|·•–—-]|um|at|a|las?|les|الساعة)*?" + _CLOCK_WORD.pattern)
_LINKS = re.compile(r"https?:|www\.")


def _fold(text: str) -> str:
    """`text` in lower case without accents, one character for each."""
    return text.lower().translate(_PLAIN)


def _plain_letters() -> dict[int, str]:
    table = {}
    for code in (*range(0xC0, 0x180), *range(0x622, 0x628)):
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) > 1:
            table[code] = parts[0]
    table[0x671] = "\u0627"
    return table


_PLAIN = _plain_letters()
_PLAIN_DIGITS = {zero + n: str(n) for zero in (0x660, 0x6F0) for n in range(10)}
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u0655\u200e\u200f]")


def _prepare(line: str) -> str | None:
    """The line as matched, or None where it cannot be a date line."""
    if len(line) > LONGEST or not _DIGIT.search(line) or _LINKS.search(line):
        return None
    text = unicodedata.normalize("NFC", line) if not line.isascii() else line
    if not text.isascii():
        text = _ARABIC_MARKS.sub("", text.translate(_PLAIN_DIGITS))
    text = " ".join(text.split())
    return text if len(text.lower()) == len(text) else None


# --- Dates -----------------------------------------------------------------------------------------------------

_Found = tuple[Timestamp, int, tuple[int, int]]
"""A timestamp, where its words begin, and the span of date and clock."""


@dataclass(frozen=True, slots=True)
class _Choice:
    kind: Kind
    timestamp: Timestamp


def _find_dates(folded: str) -> list[_Found]:
    """All full dates in a line, each with the clock time beside it."""
    found: list[_Found] = []
    position = 0
    while (hit := _next_date(folded, position)) is not None:
        day, start, end = hit
        clock = _CLOCK_AFTER.match(folded, end)
        before = None if clock else _clock_before(folded, position, start)
        stamp = _with_clock(day, clock or before)
        begin = before.start() if before else start
        position = clock.end() if clock else end
        found.append((stamp, begin, (begin, position)))
    return found


def _next_date(folded: str, position: int) -> tuple[date, int, int] | None:
    best: tuple[date, int, int] | None = None
    for pattern in (_ISO, _NUMERIC, _DAY_MONTH_YEAR, _MONTH_DAY_YEAR):
        match = pattern.search(folded, position)
        if match is None or (best is not None and match.start() >= best[1]):
            continue
        day = _as_date(match["year"], match["month"], match["day"])
        if day is not None:
            best = (day, match.start(), match.end())
    return best


def _as_date(year: str, month: str, day: str) -> date | None:
    number = _MONTHS.get(month) or int(month)
    days = int(day)
    if number > 12 >= days:
        # Day first, except where only the other reading is a date: 06/13/2025.
        number, days = days, number
    full = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) >= 70 else 0)
    try:
        return date(full, number, days)
    except ValueError:
        return None


def _clock_before(folded: str, position: int, start: int) -> re.Match[str] | None:
    last = None
    for match in _CLOCK_WORD.finditer(folded, position, start):
        last = match
    return last


def _with_clock(day: date, clock: re.Match[str] | None) -> Timestamp:
    if clock is None:
        return Timestamp(day)
    hour, half = int(clock["hour"]), clock["half"]
    if half and half[0] in "pم" and hour < 12:
        hour += 12
    elif half and half[0] in "aص" and hour == 12:
        hour = 0
    minute = int(clock["minute"] or clock["minute2"] or 0)
    at = time(hour % 24, minute, int(clock["second"] or 0))
    return Timestamp(day, at, _offset(clock["zone"], clock["shift"]))


def _offset(zone: str | None, shift: str | None) -> int | None:
    base = _ZONES[zone] if zone else None
    if not shift:
        return base
    digits = shift[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return (base or 0) + (-minutes if shift[0] == "-" else minutes)


def _choose(folded: str, dates: list[_Found]) -> _Choice:
    """The date of publication among the dates of a line, else the first of a change."""
    position = 0
    for stamp, begin, (_, end) in dates:
        words = set(_WORD.findall(folded[position:begin]))
        if not words & _UPDATED:
            return _Choice("published", stamp)
        position = end
    return _Choice("updated", dates[0][0])


# --- What else a line says -------------------------------------------------------------------------------------

_CREDIT_WORDS = 6
_SURE_WORDS = 3
_SET_OFF = re.compile(r"^(?:\w+\s?:\s?)?[^,|·–:]{2,40}\s?[,|·–]\s*[^\W\d_]")
_CREDIT_TRIM = " ,;:|/·•–—-()[]."
_PHRASES = re.compile(r"mis(?:e)? en ligne|mis(?:e)? a jour|en ligne")


@dataclass(frozen=True, slots=True)
class _Rest:
    """The words of a line beside its dates."""

    stated: frozenset[str]
    words: tuple[str, ...]
    """The words that do not belong to a date, as written."""
    credit: str | None
    set_off: bool
    """Whether they stand before the date, with a comma or a bar after them, as prose does not."""

    @classmethod
    def of(cls, text: str, folded: str, spans: list[tuple[int, int]]) -> _Rest | None:
        """The rest of a line, or None where it holds numbers that are no date."""
        pieces, position = [], 0
        for start, end in (*spans, (len(text), len(text))):
            pieces.append((text[position:start], folded[position:start]))
            position = end
        words: list[str] = []
        spoken: list[str] = []
        credit: str | None = None
        for written, plain in pieces:
            if re.search(r"\d", re.sub(r"\d+\s?min", "", plain)) and not _is_name_with_digit(written):
                return None
            spoken += _WORD.findall(plain)
            left = _strip_connectives(written, plain)
            words += [word for word in left.split() if _WORD.search(word)]
            credit = credit or left or None
        stated = frozenset(w for w in spoken if w in _STATING)
        return cls(stated, tuple(words), credit, _SET_OFF.match(text) is not None)

    def is_credit_for(self, *, stated: bool, clock: bool) -> bool:
        """Whether the remaining words are none or the name of a writer or agency."""
        if not self.words:
            return True
        if len(self.words) > _CREDIT_WORDS:
            return False
        # A caption (`Emmanuel Macron, le 6 juillet 2018`) looks like an author and a bare date.
        sure = stated or clock
        if not sure:
            return len(self.words) == 1 and self.words[0].isupper() and 2 <= len(self.words[0]) <= 8
        if stated and self.set_off and len(self.words) <= _SURE_WORDS:
            return True
        first = self.words[0]
        capital = sum(not w[:1].islower() for w in self.words)
        return not first[:1].islower() and capital * 2 > len(self.words)


def _is_name_with_digit(written: str) -> bool:
    """Whether the only digits of a piece stand in a name such as `6Medias` or `20 Minutes`."""
    return re.fullmatch(r"[^\d]*(?:\d{1,2}[^\W\d_]{3,}|\d{2} [A-Z]\w+|[^\W\d_]+ ?\d{1,2})[^\d]*", written) is not None


def _strip_connectives(written: str, plain: str) -> str:
    """The part of a piece that is left when connective words are taken off both its ends."""
    tokens = [(m.group(), m.start(), m.end()) for m in re.finditer(r"[^\W_]+", plain)]
    first, last = 0, len(tokens)
    while first < last and tokens[first][0] in _CONNECTIVES:
        first += 1
    while first < last and tokens[last - 1][0] in _CONNECTIVES:
        last -= 1
    if first == last or all(token in _CONNECTIVES or token.isdigit() for token, _, _ in tokens):
        return ""
    return written[tokens[first][1] : tokens[last - 1][2]].strip(_CREDIT_TRIM)
