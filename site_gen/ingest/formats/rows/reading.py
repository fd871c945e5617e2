"""A row to a draft: the text by its own reader, every fact by name, and what the row says wins over its text."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from site_gen.ingest.enrich.language import language_code
from site_gen.ingest.formats.rows import names
from site_gen.ingest.formats.rows.body import Body, is_whole_page, read_body, read_untitled
from site_gen.ingest.formats.rows.facts import Facts, flattened
from site_gen.ingest.formats.rows.values import (
    authors_in,
    date_in,
    keywords_in,
    line_in,
    says_nothing,
    texts_in,
    topics_in,
    unique,
    url_in,
)
from site_gen.model import DateSource, Draft, Status, Timestamp
from site_gen.vocabulary import order_topics, resolve_topic

_MAX_TITLE = 1000
_MAX_ID = 500
_DRAFTS = frozenset("draft pending private future autodraft scheduled embargoed unpublished withheld".split())
_WITHDRAWN = frozenset("canceled cancelled withdrawn retracted killed".split())


@dataclass(slots=True)
class _Reading:
    """What is known so far about one row, and where each fact came from."""

    facts: Facts
    resolve: Callable[[str], str | None]
    """Which topic a name means."""
    provenance: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def line(self, fact: str, known: tuple[str, ...], kind: str) -> str:
        """The first line that a fact's names hold; empty where there is none."""
        for path, value in self.facts.found(fact, known):
            text = line_in(value, kind)
            if text:
                self.provenance[fact] = path
                return text
        return ""


@dataclass(frozen=True, slots=True)
class RowPage:
    """A row that holds a complete HTML page in place of a text."""

    html: str
    draft: Draft
    """What the other columns say."""


def read_row(
    row: Mapping[str, object], columns: Mapping[str, str], resolve: Callable[[str], str | None] = resolve_topic
) -> Draft | RowPage | str:
    """The draft of a row, or in one sentence why it is no article; `columns` are those that the configuration names.

    `resolve` tells which topic a name in a column of topics means.
    """
    reading = _Reading(Facts(row, columns), resolve)
    title = reading.line("title", names.TITLE, "title")[:_MAX_TITLE]
    url = _url(reading)
    summary = reading.line("summary", names.SUMMARY, "text")
    text = _text(reading)
    if isinstance(text, str) and is_whole_page(text):
        return RowPage(text, _draft(Body(), reading, title, url, summary))
    if text is None:
        empty = _draft(Body(), reading, title, url, summary)
        return empty if title and empty.status is Status.WITHDRAWN else _without_text(row)
    body = read_body(text, title, url) if title else read_untitled(text, url)
    if not title:
        title = body.title
        reading.provenance["title"] = "text"
    if not title:
        return (
            "has no title, and its text begins with none; name the column that holds it in site.toml: "
            '[fields] title = "…"'
        )
    if not body.blocks:
        return "has a title but no text"
    if summary and reading.provenance.get("summary") == reading.provenance.get("body"):
        summary = ""
    return _draft(body, reading, title, url, summary)


def _without_text(row: Mapping[str, object]) -> str:
    columns = ", ".join(list(row)[:12])[:300]
    return f'has no text in any of its columns ({columns}); name the right one in site.toml: [fields] text = "…"'


def _text(reading: _Reading) -> object:
    """The text of a row: a complete page only where nothing else is given, a summary where there is no text."""
    page = None
    for path, value in reading.facts.found("text", (*names.TEXT, *names.SUMMARY)):
        if isinstance(value, str):
            if says_nothing(value) or value.isspace():
                continue
            if is_whole_page(value):
                page = page or (path, value)
                continue
        elif not any(True for _ in texts_in(value, "text")) and not isinstance(value, dict | list):
            continue
        reading.provenance["body"] = path
        return value
    if page:
        reading.provenance["body"] = page[0]
        return page[1]
    return None


def _url(reading: _Reading) -> str | None:
    for path, value in reading.facts.found("url", names.URL):
        url = url_in(value)
        if url:
            reading.provenance["url"] = path
            return url
    return None


def _draft(body: Body, reading: _Reading, title: str, url: str | None, summary: str) -> Draft:
    """The draft of a row: what its columns say wins over what its text says."""
    published = _published(reading, titled=bool(title) and reading.provenance["title"] != "text")
    authors, credit = _authors(reading)
    date_source = DateSource.METADATA if published else DateSource.TEXT if body.published else DateSource.NONE
    return Draft(
        title=title,
        standfirst=summary or body.standfirst,
        blocks=body.blocks,
        headlines=body.headlines,
        signature=body.signature,
        authors=authors or tuple(dict.fromkeys(body.authors)),
        code=body.code,
        credit=reading.line("credit", names.CREDIT, "name") or credit or body.credit,
        dateline=reading.line("dateline", names.DATELINE, "name") or body.dateline,
        published=published or body.published,
        updated=_date(reading, "updated", names.UPDATED) or body.updated,
        captured=_date(reading, "captured", names.CAPTURED),
        date_source=date_source,
        furniture=body.furniture,
        url=url,
        guid=reading.line("id", names.ID, "id")[:_MAX_ID] or None,
        source=_source(reading),
        lang=_lang(reading),
        topics=_topics(reading),
        keywords=_keywords(reading),
        status=_status(reading),
        provenance=reading.provenance,
        warnings=(*body.warnings, *reading.warnings),
    )


def _published(reading: _Reading, *, titled: bool) -> Timestamp | None:
    """The date of publication that the columns give; those that disagree by a day are told."""
    loose = names.PUBLISHED_LOOSE
    found = [
        (path, at)
        for path, value in reading.facts.found("published", (*names.PUBLISHED, *loose))
        if (at := date_in(value))
    ]
    # A row without a title is a page as a crawler saw it, and its time that of the crawl.
    if found and not titled and reading.facts.mapped("published") is None:
        found = [(path, at) for path, at in found if names.folded_name(path.rpartition(".")[2]) not in loose]
    if not found:
        _tell_bad_date(reading)
        return None
    path, published = found[0]
    reading.provenance["published"] = path
    for other, at in found[1:]:
        if names.folded_name(other.rpartition(".")[2]) not in loose and abs((at.day - published.day).days) >= 1:
            reading.warnings.append(
                f"its dates disagree: {path} says {published.isoformat()}, {other} {at.isoformat()}; {path} is taken"
            )
            break
    return published


def _tell_bad_date(reading: _Reading) -> None:
    for path, value in reading.facts.found("published", names.PUBLISHED):
        text = line_in(value, "date")
        if text and date_in(value) is None:
            reading.warnings.append(f"its {path} '{text[:60]}' is no date that is understood; it is left out")
            return


def _date(reading: _Reading, fact: str, known: tuple[str, ...]) -> Timestamp | None:
    for path, value in reading.facts.found(fact, known):
        at = date_in(value)
        if at:
            reading.provenance[fact] = path
            return at
    if fact == "captured" and "published" not in reading.provenance:
        return _loose_capture(reading)
    return None


def _loose_capture(reading: _Reading) -> Timestamp | None:
    for path, value in reading.facts.found("", names.PUBLISHED_LOOSE):
        at = date_in(value)
        if at:
            reading.provenance["captured"] = path
            return at
    return None


def _authors(reading: _Reading) -> tuple[tuple[str, ...], str | None]:
    credit = None
    for path, value in reading.facts.found("authors", names.AUTHORS):
        people, named = authors_in(value)
        credit = credit or named
        if people:
            reading.provenance["authors"] = path
            return people, credit
    return (), credit


def _lang(reading: _Reading) -> str | None:
    for path, value in reading.facts.found("lang", names.LANG):
        code = language_code(line_in(value, "name"))
        if code:
            reading.provenance["lang"] = path
            return code
    return None


def _keywords(reading: _Reading) -> tuple[str, ...]:
    found: list[str] = []
    paths: list[str] = []
    mapped = reading.facts.mapped("keywords")
    for path, value in [mapped] if mapped else reading.facts.found("", names.KEYWORDS):
        several = mapped is not None or names.folded_name(path.rpartition(".")[2]) in names.SEVERAL
        new = list(keywords_in(value, several=several))
        if new:
            found.extend(new)
            paths.append(path)
    if found:
        reading.provenance["keywords"] = ", ".join(paths)
    return unique(found)


def _topics(reading: _Reading) -> tuple[str, ...]:
    """Media Topics of subject codes; in a column that the configuration names, also their names."""
    found: list[str] = []
    mapped = reading.facts.mapped("topics")
    if mapped:
        found = [topic for text in texts_in(mapped[1], "name") if (topic := reading.resolve(text))]
    for path, value in [mapped] if mapped else reading.facts.found("", (*names.SUBJECTS, *names.KEYWORDS)):
        found.extend(topics_in(value))
        if found:
            reading.provenance.setdefault("topics", path)
    return order_topics(found)


def _source(reading: _Reading) -> str | None:
    for path, value in reading.facts.found("source", names.SOURCE):
        name = line_in(value, "name")[:300]
        if name and not name.lower().startswith(("http:", "https:")):
            reading.provenance["source"] = path
            return name.removeprefix("www.")
    return None


def _status(reading: _Reading) -> Status:
    word = names.folded_name(next((line_in(value, "name") for _, value in reading.facts.found("", names.STATUS)), ""))
    if word in _WITHDRAWN:
        return Status.WITHDRAWN
    drafts = (value for _, value in reading.facts.found("", names.DRAFT))
    is_draft = any(value is True or str(value).lower() in ("true", "yes", "1") for value in drafts)
    return Status.DRAFT if word in _DRAFTS or is_draft else Status.PUBLISHED


# --- where the rows of a document are --------------------------------------------------------------------------

_MAX_SEARCHED = 500


def _may_be_row(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    flat = flattened(value)
    return any(name in flat for name in (*names.TEXT, *names.TITLE, *names.SUMMARY, *names.URL))


def find_rows(value: object, columns: Mapping[str, str]) -> list[object]:
    """The rows of a JSON document: its list, the list under one of its keys, or itself; empty where it holds none."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    if _holds_prose(value) or any(Facts(value, columns).mapped(fact) for fact in columns):
        return [value]
    queue: deque[dict[str, object]] = deque([value])
    for _ in range(_MAX_SEARCHED):
        if not queue:
            break
        members = queue.popleft()
        for key in sorted(members, key=_list_rank):
            below = members[key]
            if isinstance(below, list) and any(map(_may_be_row, below[:50])):
                return below
            if isinstance(below, dict):
                queue.append(below)
    # Rows by their ids.
    rows: list[object] = [item for item in value.values() if isinstance(item, dict) and _holds_prose(item)]
    return rows or [value]


def _holds_prose(row: Mapping[str, object]) -> bool:
    """Whether the text of an object is a text or its paragraphs, not a list of further objects with titles."""
    return any(_is_prose(value) for _, value in _texts(row))


def _texts(row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    return Facts(row, {}).found("", names.TEXT)


def _is_prose(value: object) -> bool:
    if isinstance(value, list):
        return any(isinstance(item, str) for item in value)
    return isinstance(value, str) or (isinstance(value, dict) and "sections" in value)


def _list_rank(key: str) -> tuple[int, str]:
    name = names.folded_name(key)
    return (names.LISTS.index(name) if name in names.LISTS else len(names.LISTS), "")
