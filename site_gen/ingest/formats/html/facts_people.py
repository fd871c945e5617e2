"""Who wrote and who supplied the article of a web page, and which publication it stands in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from site_gen.ingest.enrich.authors import split_authors
from site_gen.ingest.formats.html.facts_title import plain_text
from site_gen.ingest.formats.html.jsonld import Linked, Node, named, texts
from site_gen.ingest.formats.html.signals import Signals
from site_gen.ingest.formats.text.datelines import parse_date_line
from site_gen.ingest.formats.text.signature import agency_of

_AUTHOR_METAS = (
    "author article:author article:author_name article.author byl byline parsely-author sailthru.author "
    "cxenseparse:author dc.creator dcterms.creator dc:creator dc.contributor citation_author citation_authors "
    "rnews:author twitter:creator_name og:article:author"
).split()
_CREDIT_METAS = (
    "sourceorganization article:source news_source publisher dc.publisher dcterms.publisher dc.source".split()
)
_SITE_METAS = (
    "og:site_name application-name apple-mobile-web-app-title al:android:app_name twitter:app:name:iphone".split()
)
_LONGEST_NAME = 80
_LONGEST_SITE = 30
"""Characters of a name that may be the site's even where it is the title of its page as well."""
_DAYS_AND_MONTHS = (
    "jan(?:uary|vier|uar)|feb(?:ruary)?|février|mars?|march|apr(?:il)?|avril|juin|juillet|june|july|aug(?:ust)?|août|sept?(?:ember)?|"
    "septembre|okt(?:ober)?|oct(?:ober|obre)?|nov(?:ember|embre)?|dec(?:ember)?|dez(?:ember)?|décembre|mon|tues?|wed(?:nes)?|"
    "thurs?|fri|satur|sun"
)
_AFTER_NAME = re.compile(
    r"\s*(?:\d|[|·•]|\b(?:publi|mis à jour|posted|published|updated|modifi|veröffentlicht|aktualisiert|le \d|on \w+day)"
    rf"|\b(?:{_DAYS_AND_MONTHS})(?:day)?\b\.?,?\s*(?:\d|$|\w+ \d)).*$",
    re.IGNORECASE | re.DOTALL,
)
_BY = re.compile(r"(?:par|by|von|por|written by|di)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class People:
    """Writers and suppliers."""

    authors: tuple[str, ...] = ()
    credit: str | None = None
    authors_from: str = ""
    credit_from: str = ""


def site_names(signals: Signals, article: Node | None) -> list[str]:
    """The names that a page gives its site, the most telling first."""
    found = [signals.meta(name) or "" for name in _SITE_METAS]
    if article is not None:
        found += [name for name, _ in named(article.get("publisher"), signals.linked.nodes)]
    found += signals.items.values.get("publisher", ())
    found += [
        name
        for node in signals.linked.nodes.values()
        if node.get("@type") == "WebSite"
        for name in texts(node.get("name"))
    ]
    # Some pages give their title as the name of an application.
    titles = {plain_text(text) for text in (signals.meta("og:title") or "", *signals.headings)}
    names = [name for name in found if len(name) <= _LONGEST_SITE or plain_text(name) not in titles]
    return list(dict.fromkeys(filter(None, map(_bare_name, names))))


def _bare_name(name: str) -> str:
    """A site's name without its slogan: `The Lake | News from the shore`."""
    name = re.sub(r"^https?://(?:www\.)?([^/]+).*$", r"\1", plain_text(name))
    return re.split(r"\s+[|–—·•:-]\s+|\s*\|\s*", name)[0].strip(" @")


def find_people(signals: Signals, article: Node | None, lines: Iterable[str]) -> People:
    """The people and the credit of a page: JSON-LD, then metas, microdata, bylines and date lines.

    `lines` are bylines, credits and date lines that stood in the text.
    """
    authors: tuple[str, ...] = ()
    credit: str | None = None
    authors_from = credit_from = ""
    houses = _organisations(signals, article)
    for origin, named_, house_ in _readings(signals, article, tuple(lines)):
        people = tuple(name for name in named_ if not any(house.startswith(name.casefold()) for house in houses))
        house = house_ or next((name for name in named_ if name not in people), None)
        if people and not authors:
            authors, authors_from = people, origin
        if house and not credit:
            credit, credit_from = house, origin
        if authors and credit:
            break
    if credit and credit.casefold() in {name.casefold() for name in authors}:
        credit, credit_from = None, ""
    return People(authors, credit, authors_from, credit_from)


def _organisations(signals: Signals, article: Node | None) -> set[str]:
    """The names, in lower case, that a page says anywhere to be those of organisations, or its own."""
    found = {*signals.items.organisations, *site_names(signals, article)}
    for name in ("author", "creator", "publisher", "sourceOrganization"):
        values = named(article.get(name), signals.linked.nodes) if article is not None else ()
        found.update(value for value, kind in values if kind == "organisation")
    return {plain_text(name).casefold() for name in found}


_Reading = tuple[str, tuple[str, ...], str | None]


def _readings(signals: Signals, article: Node | None, lines: tuple[str, ...]) -> Iterable[_Reading]:
    """What each of the ways to name people gives, in order of trust."""
    if article is not None:
        for name in ("author", "creator"):
            yield "json-ld", *_of_named(article.get(name), signals.linked)
        yield "json-ld", (), _house(article.get("sourceOrganization"), signals.linked)
    for name in _AUTHOR_METAS:
        if name in signals.metas:
            yield f"meta {name}" if ":" not in name else name, *split_authors(signals.metas[name])
    items = signals.items
    for name in ("author", "creator"):
        yield "microdata", *_with_organisations(items.values.get(name, ()), items.organisations)
    for line in (*signals.bylines, *lines):
        yield "byline", *_of_byline(line)
    for line in (*signals.date_lines, *lines):
        yield "date line", *_of_date_line(line)
    for name in _CREDIT_METAS:
        for value in signals.metas.get(name, ()):
            yield f"meta {name}" if ":" not in name else name, (), agency_of(plain_text(value))


def _of_named(value: object, linked: Linked) -> tuple[tuple[str, ...], str | None]:
    names = list(named(value, linked.nodes))
    kinds = {kind: {name for name, of in names if of == kind} for kind in ("organisation", "person")}
    return _with_organisations([name for name, _ in names], kinds["organisation"], kinds["person"])


def _with_organisations(
    names: Iterable[str], organisations: set[str], persons: Collection[str] = ()
) -> tuple[tuple[str, ...], str | None]:
    people: dict[str, None] = {}
    houses: dict[str, None] = {}
    for name in names:
        found, credit = split_authors(name, are_people=name in persons)
        if name in organisations and not credit:
            # Systems that know but organisations name people so, too; a house has no `Jean` in front, we cannot tell.
            houses.update(dict.fromkeys([plain_text(name)]))
            continue
        people.update(dict.fromkeys(found))
        if credit:
            houses[credit] = None
    return tuple(people), ", ".join(houses) or None


def _house(value: object, linked: Linked) -> str | None:
    return next((plain_text(name) for name, _ in named(value, linked.nodes)), None)


def _of_byline(line: str) -> tuple[tuple[str, ...], str | None]:
    """People named on a line of its own; a house only where it is a known agency, since menus name houses too."""
    text = _AFTER_NAME.sub("", plain_text(line)).strip(" ,;-–—")
    if not text or len(text) > _LONGEST_NAME:
        return (), None
    people, credit = split_authors(text)
    if not _BY.match(text) and any(" " not in name for name in people):
        people = ()
    return people, credit if credit and agency_of(credit) else None


def _of_date_line(line: str) -> tuple[tuple[str, ...], str | None]:
    found = parse_date_line(line)
    return split_authors(found.credit) if found and found.credit else ((), None)
