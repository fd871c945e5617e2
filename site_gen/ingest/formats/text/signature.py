"""Signatures, bylines, datelines and credits: who wrote a text and whom it is credited to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# Agencies as they are written in credits; the value is how the front matter names them.
_AGENCIES = {
    "AFP": "AFP", "Agence France-Presse": "AFP", "Reuters": "Reuters", "REUTERS": "Reuters", "dpa": "dpa", "DPA": "dpa",
    "EFE": "EFE", "Efe": "EFE", "Associated Press": "AP", "AP": "AP", "ANSA": "ANSA", "Ansa": "ANSA", "APA": "APA",
    "ats": "ATS", "ATS": "ATS", "Keystone-ATS": "Keystone-ATS", "Keystone-SDA": "Keystone-SDA", "SDA": "SDA", "sda": "SDA",
    "Belga": "Belga", "BELGA": "Belga", "PA": "PA", "PTI": "PTI", "Xinhua": "Xinhua", "TASS": "TASS", "Tass": "TASS",
    "Interfax": "Interfax", "Kyodo": "Kyodo", "Lusa": "Lusa", "LUSA": "Lusa", "NTB": "NTB", "TT": "TT", "STT": "STT",
    "Ritzau": "Ritzau", "ANP": "ANP", "PAP": "PAP", "CTK": "ČTK", "MTI": "MTI", "MAP": "MAP", "APS": "APS", "TAP": "TAP",
    "SID": "SID", "Europa Press": "Europa Press", "AAP": "AAP", "Bloomberg": "Bloomberg", "6Medias": "6Medias",
    "KNA": "KNA", "epd": "epd", "AWP": "AWP", "awp": "AWP", "ETX": "ETX", "Relaxnews": "Relaxnews", "UPI": "UPI",
    "أ ف ب": "AFP", "فرانس برس": "AFP", "رويترز": "Reuters", "د ب أ": "dpa",
}  # fmt: skip
# Two letters are too little to be looked for in running text.
_IN_TEXT = {
    name: short for name, short in _AGENCIES.items() if len(name) > 2 and name not in ("MAP", "TAP", "ATS", "ats")
}
_MENTIONS = {name: re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])") for name in _IN_TEXT}
_NAMED = re.compile(
    r"(?:à|de|par|selon|with|told|to|of|by|dit|der|die|gegenüber|laut|a|según|لوكالة|وكالة)\s+(?:l['’]|l’|the |la |agence |agency |agencia |"
    r"nachrichtenagentur |news agency )?(?:agence |agencia |news agency |nachrichtenagentur )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signature:
    """What the last line of a text says about its origin."""

    text: str
    """As found."""
    authors: tuple[str, ...] = ()
    code: str | None = None
    credit: str | None = None


# A name of a paper or place begins with these; a person's does not.
_ARTICLES = frozenset("le la les l' the der die das el los las il al".split())

_NAME = r"[^\W\d_][\w.'’ -]{0,38}[\w.]"
_NAME_CODE = re.compile(
    rf"(?:[-–—]\s*)?({_NAME})\s?(?:--|—|–)\s?([A-Z][A-Z0-9]{{0,7}}|[\u0600-\u06ff][\u0600-\u06ff.]{{0,7}})\.?"
)
_INITIALS = re.compile(
    r"\(?([A-Za-z]{1,6}(?:[-+&][A-Za-z]{1,6})*(?:\s?/\s?[A-Za-z]{1,8}(?:[-+&][A-Za-z]{1,6})*){1,7}|[a-z]{2,4}(?:-[a-z]{2,4})+)\)?"
)
_AGENCY_LINE = re.compile(r"[-–—]?\s*[(\[©]?\s*(?:©\s*)?(?:\d{4}\s+)?([\w.'’ -]{2,30}?)(?:\s+\d{4})?\s*[)\]]?\.?")
# A house agency that we do not know, by its initials: `HPA`, `ص س`.
_SHORT_NAME = re.compile(r"[A-Z]{2,6}|[a-z]{3}|[\u0621-\u064a](?:[. ]{1,2}[\u0621-\u064a]){1,4}\.?")
_SOURCE_TAIL = re.compile(r"\(([A-Z][\w'’ -]{1,30}(?:\s?/\s?[\w'’ -]{2,30}){0,3})\)")


def read_signature(line: str) -> Signature | None:
    """The signature that a whole line is (`A.Ruegg--VB`, `xx-yy/zz`, `ats`, `(dpa)`, `Jeanne Roux`), or None."""
    if len(line) > 60:
        return None
    return next((found for reader in _READERS if (found := reader(line)) is not None), None)


def _read_name_and_code(line: str) -> Signature | None:
    found = _NAME_CODE.fullmatch(line)
    return Signature(line, (_spaced(found[1]),), code=found[2], credit=_AGENCIES.get(found[2])) if found else None


def _read_agency(line: str) -> Signature | None:
    agency = agency_of(line)
    return Signature(line, credit=agency) if agency else None


def _read_initials(line: str) -> Signature | None:
    found = _INITIALS.fullmatch(line)
    if found is None:
        return None
    agencies = [_AGENCIES[part] for part in re.split(r"\s?/\s?", found[1]) if part in _AGENCIES and len(part) > 2]
    return Signature(line, (found[1],), credit=agencies[0] if agencies else None)


def _read_person(line: str) -> Signature | None:
    people = read_byline(line)
    if not people and len(line) <= 40 and _is_person(line) and line.split(None, 1)[0].casefold() not in _ARTICLES:
        people = (line,)
    return Signature(line, people) if people else None


def _read_brackets(line: str) -> Signature | None:
    """`(HPA)`, `(Kiev)`: who it is credited to where that is known for an agency's name, else only a mark."""
    if line[0] != "(" or line[-1] != ")":
        return None
    inner = line[1:-1].strip()
    if _SHORT_NAME.fullmatch(inner):
        return Signature(line, credit=inner)
    if not _SOURCE_TAIL.fullmatch(line):
        return None
    agencies = [_AGENCIES[part.strip()] for part in inner.split("/") if part.strip() in _AGENCIES]
    return Signature(line, credit=agencies[0] if agencies else None)


_READERS = (_read_name_and_code, _read_agency, _read_initials, _read_person, _read_brackets)


def agency_of(line: str) -> str | None:
    """The agency that a whole line names: `AFP`, `(dpa)`, `© 2025 AFP`, `AFP/dpa` (the first); else None."""
    found = _AGENCY_LINE.fullmatch(line)
    if found and found[1].strip() in _AGENCIES:
        return _AGENCIES[found[1].strip()]
    parts = [
        part.strip()
        for part in re.split(r"[/,+&]|\bet\b|\bund\b|\band\b|\by\b|\bavec\b|\bwith\b|\bmit\b", line.strip("()[]© ."))
    ]
    if 1 < len(parts) <= 4 and all(part in _AGENCIES for part in parts):
        return _AGENCIES[parts[0]]
    return None


def _spaced(name: str) -> str:
    """`A.Ruegg` as a reader writes it: `A. Ruegg`."""
    return re.sub(r"\.(?=[^\W\d_.])", ". ", re.sub(r"\s+", " ", name)).strip()


_BYLINE = re.compile(
    r"(?:par|by|von|por|de notre (?:envoyée? spéciale?|correspondante?)|text|texte|texto|بقلم|كتب|كتبت)\s*:?\s+(.{3,80})",
    re.IGNORECASE,
)
# `Jeanne Roux (avec AFP)`, `Le Lac avec agences`: who added to an agency's text
_WITH = re.compile(
    r"(?:(?:par|by|von|por)\s+)?(.{2,60}?)\s*[(,]?\s*\b(?:avec|with|mit|con)\s+(?:l['’]|the )?([\w.'’ -]{2,24}?)\)?",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|d[eu']|della?|di|van|von|der|el|al|bin|ben|la|le|[A-Z]\.)(?:[\s-]+|$)")
_AND = re.compile(r"\s*(?:,|;|\bet\b|\band\b|\bund\b|\by\b|\be\b|&|/| و)\s*")


def read_shared_byline(line: str) -> tuple[tuple[str, ...], str] | None:
    """The people (perhaps none) and the agency of a whole line such as `Jeanne Roux (avec AFP)`, or None."""
    found = _WITH.fullmatch(line.rstrip(". "))
    agency = _AGENCIES.get(found[2].strip()) if found else None
    if found is None or agency is None or len(line) > 80:
        return None
    return ((found[1],) if _is_person(found[1]) else (), agency)


def read_byline(line: str) -> tuple[str, ...]:
    """The people named by a whole byline (`Par Jeanne Roux et Paul Lemaire`), or none."""
    found = _BYLINE.fullmatch(line.rstrip(". "))
    if not found:
        return ()
    text = re.sub(r"\s*[(,|]\s*(?:à |in |en |aus )?[A-Z(].*$", "", found[1]) if "(" in found[1] else found[1]
    people = [part.strip() for part in _AND.split(text) if part.strip()]
    if not people or len(people) > 5 or any(not _is_person(name) for name in people):
        return ()
    return tuple(people)


def _is_person(name: str) -> bool:
    words = name.split()
    if re.search(r"[\u0600-\u06ff]", name):
        return 2 <= len(words) <= 4 and re.search(r"[()\d:،؟!]", name) is None
    return 1 < len(words) <= 5 and all(_PERSON.fullmatch(word) for word in words) and name not in _AGENCIES


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline, as found without its dash, the agency in it, and the text that follows."""

    text: str
    credit: str | None
    rest: str


_PLACE_UPPER = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.-]+(?:[ /-][A-ZÀ-ÖØ-Þ'’.-]+){0,4}"
_PLACE_MIXED = r"[A-ZÀ-ÖØ-Þ][\w'’.-]+(?:[ /-](?:[A-ZÀ-ÖØ-Þ][\w'’.-]*|d[eu]|am|an der|im|la|le|les|sur|en|del?)){0,5}"
_COUNTRY = r"(?:\s*\((?!(?i:afp|reuters|dpa|efe|ap|sda|ats|apa)\b)[A-ZÀ-Ý][\w .'’-]{2,25}\))?"
_DAY = r"(?:,\s*(?:\d{1,2}\.?\s+\w{3,10}\.?(?:\s+\d{4})?|\w{3,10}\.?\s+\d{1,2}(?:,?\s+\d{4})?))?"
_AGENCY = r"\(\s*([\w.'’/ -]{2,25}?)\s*\)"
_DASH = r"\s*(?:[-–—]{1,2}|:)\s*"
_DATELINES = (
    # `PARIS, 12 sept. 2025 (AFP) - `, `Berlin (dpa) – `, `غزة (أ ف ب) - `
    re.compile(
        rf"((?:{_PLACE_MIXED}|[\u0600-\u06ff][\u0600-\u06ff ]{{1,30}}){_COUNTRY}{_DAY}\s*{_AGENCY}){_DASH}(?=\S)"
    ),
    # `(AFP) - `
    re.compile(rf"({_AGENCY}){_DASH}(?=\S)"),
    # `SALVADOR, Feb 26 - `, `PARIS — `, `LONDON: ` is no dateline but a headline's prefix
    re.compile(rf"({_PLACE_UPPER}{_COUNTRY}{_DAY})\s*[-–—]{{1,2}}\s+(?=\S)()"),
    # `Genf, 3. Juni - `
    re.compile(
        rf"({_PLACE_MIXED},\s*(?:\d{{1,2}}\.?\s+\w{{3,10}}\.?(?:\s+\d{{4}})?|\w{{3,10}}\.?\s+\d{{1,2}}(?:,?\s+\d{{4}})?))\s*[-–—]{{1,2}}\s+(?=\S)()"
    ),
    # `Genf (sda) Der Bundesrat …`: the agency's brackets stand for the dash
    re.compile(
        rf"({_PLACE_MIXED}{_DAY}\s*\(((?:[a-z]{{3}}|[A-Z]{{2,4}}|Reuters)(?:/(?:[a-z]{{3}}|[A-Z]{{2,4}}))?)\))\s+(?=[A-ZÀ-ÖØ-Þ\"«„“])"
    ),
)


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline at the start of a first paragraph (`PARIS (AFP) - Le …`), or None."""
    head = paragraph[:110]
    for pattern in _DATELINES:
        found = pattern.match(head)
        if found and len(paragraph) > found.end() + 15:
            name = (found[2] or "").strip()
            credit = (
                _AGENCIES.get(name)
                or _AGENCIES.get(name.split("/")[0].strip())
                or (name if _SHORT_NAME.fullmatch(name) else None)
            )
            return Dateline(found[1].strip(), credit, paragraph[found.end() :].lstrip())
    return None


def credit_named(texts: Iterable[str]) -> str | None:
    """The agency that a text names as the one it spoke to (`à l'AFP`, `told Reuters`, `der dpa`), or None."""
    whole = "\n".join(texts)
    found: Counter[str] = Counter()
    first: dict[str, int] = {}
    for name, pattern in _MENTIONS.items():
        if name not in whole:
            continue
        short = _IN_TEXT[name]
        for mention in pattern.finditer(whole):
            before = whole[max(0, mention.start() - 40) : mention.start()]
            if before.endswith("(") or _NAMED.search(before):
                found[short] += 1
                first[short] = min(first.get(short, mention.start()), mention.start())
    return min(found, key=lambda short: (-found[short], first[short]), default=None)
