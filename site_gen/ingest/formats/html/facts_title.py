"""The title of a web page: as the page shows it, without kicker and without the name of the site."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from site_gen.ingest.formats.html.jsonld import Node, first_text
from site_gen.ingest.formats.html.signals import Signals
from site_gen.model import clean_line

_LONGEST = 400
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_SEPARATOR = re.compile(r"\s+[|–—·•»:/~-]+\s+|\s*[|·•]\s*|\s+::\s+")
_SURE_SEPARATOR = re.compile(r"\s+[|•·]\s+")
_WORD = re.compile(r"\w+")
_METAS = (
    ("og:title", ("og:title", "og:headline")),
    ("twitter:title", ("twitter:title", "twitter:text:title")),
    ("meta headline", ("parsely-title", "sailthru.title", "cxenseparse:title", "headline", "hdl", "title", "name")),
    ("dublin core", ("dc.title", "dcterms.title", "dc:title", "citation_title", "eprints.title")),
)
_CUT = ("...", "…")
_LEAST = 12
"""Characters of a part of a title that tells what it is part of."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    origin: str
    text: str
    key: str
    """Letters and digits in lower case, without accents."""


def find_title(signals: Signals, article: Node | None, site_names: Iterable[str]) -> tuple[str, str]:
    """The title of a page and where it comes from; both empty where there is none.

    A heading (`<h1>`) that agrees with what the page tells machines is the title; a heading that agrees with nothing
    is a slogan or the name of the site. Without one: JSON-LD, Open Graph, other metas, `<title>`, microdata.
    """
    names = {_key(name) for name in site_names} - {""}
    headings = [_candidate("h1", text) for text in signals.headings]
    headings = [heading for heading in headings if heading.key and heading.key not in names]
    told = _told(signals, article, names, {heading.key for heading in headings})
    best = max(((_agreement(h, t), -at) for at, h in enumerate(headings) for t in told), default=(0.0, 0))
    if headings and best[0] >= 0.4:
        return _as_shown(headings[-best[1]], told)
    if told:
        return told[0].text, told[0].origin
    return (headings[0].text, "h1") if headings else ("", "")


def plain_text(text: str) -> str:
    """One clean line of a value that may hold entities, encoded twice as some systems do, and tags."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    return clean_line(_TAG.sub("", text) if "<" in text else text)


def _candidate(origin: str, text: str) -> _Candidate:
    line = plain_text(text)[:_LONGEST]
    return _Candidate(origin, line, _key(line))


def _key(text: str) -> str:
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, plain.casefold()))


def _told(signals: Signals, article: Node | None, names: set[str], shown: set[str]) -> list[_Candidate]:
    """What a page gives to machines as its title, in order of trust and without the name of the site."""
    found = [_candidate("json-ld", first_text(article, "headline", "name") or "")] if article else []
    found += [_candidate(origin, signals.meta(*metas) or "") for origin, metas in _METAS]
    found.append(_candidate("title", signals.title))
    others = shown | {one.key for one in found if one.origin != "title" and len(one.key) >= _LEAST}
    found.append(_candidate("microdata", signals.items.first("headline") or ""))
    whole = [one if one.key in shown else _without_site(one, names, others) for one in found if one.key]
    return [one for one in whole if one.key and one.key not in names]


def _without_site(candidate: _Candidate, names: set[str], others: set[str]) -> _Candidate:
    """A title without the name of the site before or behind it; `others` are the keys of the page's other titles."""
    text = candidate.text
    for _ in range(3):
        cuts = [*_SEPARATOR.finditer(text)]
        if not cuts:
            break
        first, last = cuts[0], cuts[-1]
        whole = next((text[: cut.start()] for cut in cuts if _key(text[: cut.start()]) in others), None)
        if whole is not None:
            text = whole
            break
        if _names_site(text[last.end() :], names):
            text = text[: last.start()]
        elif _names_site(text[: first.start()], names):
            text = text[first.end() :]
        else:
            break
    if text == candidate.text and candidate.origin == "title":
        parts = _SURE_SEPARATOR.split(text)
        # `Title | Site`: nothing else stands behind a bar.
        text = parts[0] if len(parts) > 1 and len(parts[0]) >= 2 * _LEAST else text
    return candidate if text == candidate.text else _candidate(candidate.origin, text)


def _names_site(part: str, names: set[str]) -> bool:
    key = _key(part)
    if len(key) < 4:
        return key in names
    return any(name.startswith(key) or (len(name) >= 4 and key.startswith(name)) for name in names)


def _agreement(heading: _Candidate, told: _Candidate) -> float:
    """How much of the shorter of two titles is in the other, from 0 to 1."""
    if heading.key == told.key:
        return 2.0
    short, long = sorted((heading.key, told.key), key=len)
    if len(short) >= _LEAST and short in long:
        return 1.0 + len(short) / len(long) / 2
    if told.origin == "microdata":  # often the beginning of the text
        return 0.0
    mine, other = set(_WORD.findall(heading.text.casefold())), set(_WORD.findall(told.text.casefold()))
    fewer = min(len(mine), len(other))
    return len(mine & other) / fewer if fewer >= 3 else 0.0


def _as_shown(heading: _Candidate, told: Sequence[_Candidate]) -> tuple[str, str]:
    """The heading, or what is told where that is the heading without its kicker or its capitals."""
    for one in told:
        if one.key == heading.key:
            return (one.text, one.origin) if heading.text.isupper() and not one.text.isupper() else (heading.text, "h1")
    for one in told:
        kicker = heading.key.endswith(one.key) and len(one.key) >= _LEAST and one.origin != "microdata"
        if kicker and 2 * len(one.key) >= len(heading.key) and not one.text.startswith(_CUT):
            return one.text, one.origin
    return heading.text, "h1"
