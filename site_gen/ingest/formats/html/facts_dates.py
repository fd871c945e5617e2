"""The dates of a web page, by a written order of trust."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from site_gen.ingest.enrich.dates import parse_date
from site_gen.ingest.formats.html.jsonld import Node, texts
from site_gen.ingest.formats.html.signals import Signals
from site_gen.ingest.formats.text.datelines import parse_date_line
from site_gen.model import DateSource, Timestamp

_PUBLISHED_METAS = (
    "article:published_time article:published og:article:published_time og:published_time og:pubdate "
    "published_time datepublished date_published publication_date publicationdate originalpublicationdate "
    "article_date_original pubdate publishdate publish-date publish_date publish_time article.published "
    "parsely-pub-date sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime "
    "cxenseparse:articleperiod bt:pubdate rnews:datepublished mediator_published_time "
    "shareaholic:article_published_time dcsext.articlefirstpublished dc.date.issued dcterms.issued dcterms.date "
    "dc.date dc:date dc.date.created dcterms.created dc.created citation_publication_date citation_online_date "
    "citation_date prism.publicationdate displaydate ptime pdate date release_date video:release_date created "
    "creation_date timestamp"
).split()
_UPDATED_METAS = (
    "article:modified_time article:modified og:updated_time og:article:modified_time og:modified_time datemodified "
    "date_modified modified_time dc.date.modified dcterms.modified dc.modified article.updated last-modified lastmod "
    "last_modified revision_date updated_time cxenseparse:modifiedtime moddate"
).split()
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_URL_DATES = (
    re.compile(r"[/_.-](?P<y>(?:19|20)\d\d)[/_.-](?P<m>0?[1-9]|1[0-2])[/_.-](?P<d>0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
    re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>" + "|".join(_MONTHS) + r")/(?P<d>0?[1-9]|[12]\d|3[01])(?=/|$)"),
    re.compile(r"[/_.-](?P<d>0[1-9]|[12]\d|3[01])[/_.-](?P<m>0[1-9]|1[0-2])[/_.-](?P<y>(?:19|20)\d\d)(?=[/_.-]|$)"),
    re.compile(r"[/_.-](?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
)
# Where a system has no date it writes the beginning of its era.
_EPOCHS = frozenset({date(1970, 1, 1), date(1900, 1, 1), date(1980, 1, 1), date(1969, 12, 31)})
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Dates:
    """When an article was published and changed."""

    published: Timestamp | None = None
    updated: Timestamp | None = None
    source: DateSource = DateSource.NONE
    published_from: str = ""
    updated_from: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    origin: str
    at: Timestamp
    source: DateSource = DateSource.METADATA


def find_dates(
    signals: Signals, article: Node | None, url: str | None, lines: Iterable[str], captured: Timestamp | None
) -> Dates:
    """The dates of a page: JSON-LD, then metas, microdata and `<time>`, the address, and date lines in the text.

    `lines` are texts that may be date lines; a date after the capture is no date of publication.
    """
    said, changed = _in_lines((*signals.date_lines, *lines))
    found = [*_told(signals, article), *_in_url(url), *said]
    latest = captured.day.toordinal() + 1 if captured else date.max.toordinal()
    possible = [one for one in found if one.at.day.toordinal() <= latest and one.at.day not in _EPOCHS]
    warnings = [
        f"{one.origin} dates it to {one.at.day.isoformat()}, after its capture; ignored"
        for one in found
        if one.at.day.toordinal() > latest
    ]
    updated = _updated(signals, article, changed)
    if not possible:
        # A page that tells only when it was changed was published by then.
        stand_in = next((one for one in updated if one.at.day.toordinal() <= latest), None)
        if stand_in is None:
            return Dates(warnings=tuple(warnings))
        return Dates(stand_in.at, None, stand_in.source, stand_in.origin, "", tuple(warnings))
    best = _refined(possible)
    # The most trusted alone is asked: others tell when a page was last rendered or filed anew.
    later = updated[0] if updated and _is_later(updated[0].at, best.at) else None
    changes = {one.at.day for one in updated}
    warnings += _disagreements([one for one in possible if one is possible[0] or one.at.day not in changes])
    return Dates(
        published=best.at,
        updated=later.at if later else None,
        source=best.source,
        published_from=best.origin,
        updated_from=later.origin if later else "",
        warnings=tuple(warnings),
    )


def _told(signals: Signals, article: Node | None) -> Iterator[_Candidate]:
    """The first date that each of the ways to tell machines gives."""
    groups: list[tuple[str, Iterable[str]]] = []
    if article is not None:
        groups.append(
            (
                "json-ld",
                (t for name in ("datePublished", "dateCreated", "uploadDate") for t in texts(article.get(name))),
            )
        )
    groups += [(name, signals.metas[name]) for name in _PUBLISHED_METAS if name in signals.metas]
    items = signals.items.values
    groups.append(("microdata", (*items.get("datepublished", ()), *items.get("datecreated", ()))))
    groups.append(("time", (stamp or text for stamp, text in signals.times)))
    for origin, values in groups:
        at = next((at for at in map(parse_date, values) if at is not None), None)
        if at is not None:
            yield _Candidate(origin, at)


def _in_url(url: str | None) -> Iterator[_Candidate]:
    for pattern in _URL_DATES if url else ():
        match = pattern.search(url or "")
        if match is None:
            continue
        month = _MONTHS.index(match["m"]) + 1 if match["m"] in _MONTHS else int(match["m"])
        at = parse_date(f"{match['y']}-{month:02d}-{int(match['d']):02d}")
        if at is not None:
            yield _Candidate("url", at, DateSource.URL)
            return


def _in_lines(lines: Iterable[str]) -> tuple[list[_Candidate], list[_Candidate]]:
    """What date lines say of publication and of change."""
    said: list[_Candidate] = []
    changed: list[_Candidate] = []
    for line in lines:
        found = parse_date_line(line)
        if found is not None:
            (said if found.kind == "published" else changed).append(
                _Candidate("date line", found.timestamp, DateSource.TEXT)
            )
    # The first line stands nearest to the title; others are those of related articles.
    return said[:1], changed[:1]


def _updated(signals: Signals, article: Node | None, changed: Sequence[_Candidate]) -> list[_Candidate]:
    groups: list[tuple[str, Iterable[str]]] = []
    if article is not None:
        groups.append(("json-ld", texts(article.get("dateModified"))))
    groups += [(name, signals.metas[name]) for name in _UPDATED_METAS if name in signals.metas]
    groups.append(("microdata", signals.items.values.get("datemodified", ())))
    found = []
    for origin, values in groups:
        at = next((at for at in map(parse_date, values) if at is not None), None)
        if at is not None and at.day not in _EPOCHS:
            found.append(_Candidate(origin, at))
    return [*found, *changed]


def _refined(found: Sequence[_Candidate]) -> _Candidate:
    """The most trusted date, with the hour and zone that another gives for the same time."""
    best = found[0]
    for one in found[1:]:
        better = _with_more(best.at, one.at)
        if better is not None:
            best = replace(best, origin=f"{best.origin}, {one.origin}", at=better)
    return best


def _with_more(best: Timestamp, other: Timestamp) -> Timestamp | None:
    """`best` with the hour or the zone of `other`, where that tells more of the same time; else None."""
    if other.time is None:
        return None
    if best.time is None:
        return other if other.day == best.day else None
    if best.offset is None:
        return best.with_offset(other.offset) if other.offset is not None and _same(best, other) else None
    # A system that writes UTC knows less of the day than one that writes its own zone.
    if best.offset == 0 and other.offset and abs(_seconds(other) - _seconds(best)) < _MINUTE:
        return Timestamp.from_datetime(best.as_datetime().astimezone(other.as_datetime().tzinfo))
    return None


def _same(one: Timestamp, other: Timestamp) -> bool:
    """Whether two times are the same to the minute as written, zones apart."""
    return (one.day, one.time and one.time.replace(second=0)) == (
        other.day,
        other.time and other.time.replace(second=0),
    )


def _disagreements(found: Sequence[_Candidate]) -> list[str]:
    best = found[0]
    day = best.at.day.isoformat()
    return [
        f"{one.origin} dates it to {one.at.day.isoformat()} but {best.origin}, which is trusted more, to {day}"
        for one in found[1:]
        if _differ(best.at, one.at)
    ][:3]


def _differ(one: Timestamp, other: Timestamp) -> bool:
    """Whether two dates are a day or more apart, whatever the zones of those that do not tell theirs."""
    if one.time is not None and other.time is not None:
        return abs(_seconds(one) - _seconds(other)) >= 86_400
    days = abs(one.day.toordinal() - other.day.toordinal())
    return days > (1 if 0 in (one.offset, other.offset) else 0)


def _is_later(one: Timestamp, other: Timestamp) -> bool:
    """Whether `one` is later for sure: a bare day is not later than an hour of that day."""
    if one.time is None or other.time is None:
        return one.day > other.day
    return _seconds(one) >= _seconds(other) + _MINUTE


def _seconds(at: Timestamp) -> int:
    return at.sort_key[0]
