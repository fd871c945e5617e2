"""Reader of ninjs, the JSON of IPTC, in its three generations and as agencies wrap it in answers of their services."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from site_gen.ingest.decode import MAX_BYTES, UndecodableError, decode
from site_gen.ingest.enrich.addresses import canonical_url
from site_gen.ingest.formats.agency import nitf
from site_gen.ingest.formats.agency.bodies import written_blocks
from site_gen.ingest.formats.agency.item import Item, NoArticle, make_draft, report
from site_gen.ingest.formats.agency.subjects import Subject
from site_gen.ingest.formats.agency.xml import XmlError, parse_xml
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.markup import html_blocks
from site_gen.model import Block, Draft, Failure, LeftOut, clean_line

_DATES = ("versioncreated", "firstcreated", "contentcreated", "pubstatus")
_CONTENT = ("headline", "headlines", "bodies", "body_text", "body_html", "body_xhtml", "descriptions", "eventdetails")
_DATE_KEY = re.compile(rb'"(?:versioncreated|firstcreated|contentcreated|pubstatus)"\s*:', re.IGNORECASE)
_CONTENT_KEY = re.compile(
    rb'"(?:headlines?|bodies|body_x?html|body_text|descriptions|description_\w+|eventdetails)"\s*:', re.IGNORECASE
)
_STANDARD = re.compile(rb'"\$?standard"\s*:\s*\{[^{}]{0,200}"name"\s*:\s*"\w*ninjs"', re.IGNORECASE)
# An event of ninjs 3 need not tell when its text was made.
_EVENT = re.compile(rb'"eventDetails"\s*:\s*\{')
_WRAPPERS = ("data", "item", "items", "results", "docs", "articles", "_items")
_MAX_DEPTH = 5
_OTHER_TYPES = {
    "picture": "pictures", "photo": "pictures", "image": "pictures", "graphic": "graphics", "video": "videos",
    "audio": "recordings", "animation": "animations", "event": "events", "planning": "plans", "component": "components",
}  # fmt: skip
_SUMMARIES = frozenset(("", "text", "summary", "lead", "abstract", "main", "xhtml", "html"))
_WRITERS = frozenset(("", "author", "writer", "byline", "reporter"))
_MAX_DESCRIPTION = 1_500


def matches(head: bytes, name: str) -> bool:
    """Whether the bytes are JSON with the keys of ninjs. Lines of JSON are rows, however they are called."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"[") or name.endswith((".jsonl", ".ndjson")):
        return False
    named = _STANDARD.search(head) or _EVENT.search(head)
    return named is not None or (_DATE_KEY.search(head) is not None and _CONTENT_KEY.search(head) is not None)


def read(document: Document, _options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The articles of a ninjs document, alone or in a list or a service's answer."""
    try:
        value = _loaded(document.data)
    except UndecodableError as error:
        yield Failure(document.path, "parse", str(error))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        told = f"is broken JSON at {where}: {error.msg}; ask its sender for a whole copy"
        yield Failure(document.path, "parse", told)
    except (ValueError, RecursionError) as error:
        yield Failure(document.path, "parse", f"is JSON that cannot be read ({type(error).__name__}); remove it")
    else:
        yield from report(document, (one for item in _items(value, 0) for one in read_item(item)))


def _loaded(data: bytes) -> Any:
    """The JSON value of bytes in any encoding. A service's answer may be one long line."""
    if len(data) > MAX_BYTES:
        raise UndecodableError(f"is larger than {MAX_BYTES // 1_000_000} MB; split it into one file an item")
    try:
        return json.loads(data)
    except UnicodeDecodeError:
        return json.loads(decode(data))


def is_item(value: Mapping[str, Any]) -> bool:
    """Whether a JSON object is an item of ninjs: it tells a headline or text, and its dates in IPTC's words."""
    keys = {key.lower() for key in value}
    return not keys.isdisjoint(_CONTENT) and (not keys.isdisjoint(_DATES) or bool(keys & {"eventdetails", "standard"}))


def read_item(value: Mapping[str, Any]) -> Iterator[Draft | LeftOut | NoArticle]:
    """The article of one item of ninjs."""
    fields = {key.lower(): one for key, one in value.items()}
    kind = _text(fields.get("type")).lower() or ("event" if "eventdetails" in fields else "")
    what = _OTHER_TYPES.get(kind)
    if what:
        yield NoArticle(f"is of type {kind} by its own declaration and no article; remove it from the inbox", what)
        return
    item = Item()
    _take_identity(item, fields)
    _take_lines(item, fields)
    _take_subjects(item, fields)
    item.blocks = _body(fields)
    if "renditions" in fields:
        item.without_text = "; its text lies apart from it"
    for name, one in _named(fields.get("associations")):
        if one:
            item.left_out[_OTHER_TYPES.get(_text(one.get("type")).lower(), "associated items")] += 1 if name else 0
    yield from make_draft(item)


def _items(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The items in what a service answers: lists and wrappers are opened."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _items(one, depth + 1)
    elif isinstance(value, dict):
        if is_item(value) or _looks_whole(value, depth):
            yield value
        else:
            for key in _WRAPPERS:
                yield from _items(value.get(key), depth + 1)


def _looks_whole(value: Mapping[str, Any], depth: int) -> bool:
    """Whether an object that is no wrapper is an item all the same: ninjs demands no more than its `uri`."""
    return "uri" in value and (depth > 0 or not any(key in value for key in _WRAPPERS))


# --- facts -------------------------------------------------------------------------------------------------------


def _take_identity(item: Item, fields: Mapping[str, Any]) -> None:
    for key in ("guid", "uri"):
        item.take("guid", fields.get(key), key)
    altids = fields.get("altids")
    if isinstance(altids, dict) and "itemid" in altids:
        item.facts.pop("guid", None)
        item.take("guid", altids["itemid"], "altids")
    for key in ("canonicalurl", "url"):
        item.take("url", canonical_url(_text(fields.get(key))), key)
    item.take("version", fields.get("version"), "version")
    item.take("status", fields.get("pubstatus"), "pubstatus")
    for key, fact in (
        ("firstpublished", "published"), ("firstcreated", "created"), ("contentcreated", "content_created"),
        ("versioncreated", "version_created"), ("embargoed", "embargo"),
    ):  # fmt: skip
        item.take_date(fact, _text(fields.get(key)), key)


def _take_lines(item: Item, fields: Mapping[str, Any]) -> None:
    item.take("title", fields.get("headline"), "headline")
    item.take("title", _of_role(fields.get("headlines"), ("main", "")), "headlines")
    for key in ("title", "name"):
        item.take("title", fields.get(key), key)
    item.take("standfirst", _description(fields), "description")
    for key in ("byline", "by", "bylines"):
        item.take_byline(_names(fields.get(key)), key)
    item.take_byline(_authors(fields.get("authors")), "authors")
    for key in ("located", "dateline"):
        item.take(key, fields.get(key), key)
    item.take("located", _city(fields.get("datelinelocation")), "datelinelocation")
    for key in ("slugline", "urgency", "priority", "ednote", "expires"):
        item.take(key, fields.get(key), key)
    item.take("lang", fields.get("language"), "language")
    item.take("copyright", fields.get("copyrightnotice") or fields.get("copyrightholder"), "copyright")
    item.take("usage_terms", _joined(fields.get("usageterms")), "usageterms")
    item.take("genre", next((name for name, _ in _concepts(fields, "genre", "genres")), ""), "genre")
    for key in ("creditline", "credit"):
        item.take("credit", fields.get(key), key)
    for key in ("source", "provider", "infosource", "infosources", "copyrightholder"):
        item.take("source", _names(fields.get(key)), key)


def _take_subjects(item: Item, fields: Mapping[str, Any]) -> None:
    for name, one in _concepts(fields, "subject", "subjects"):
        code = next((text for key in ("uri", "qcode", "code", "literal") if (text := _text(one.get(key)))), "")
        item.subjects.append(Subject(code, name, _text(one.get("scheme"))))
        # A house address may hide the code of IPTC that stands beside it.
        if code != _text(one.get("literal")) and _text(one.get("literal")).isdigit():
            item.subjects.append(Subject(_text(one.get("literal")), "", ""))
    item.keywords.extend(_strings(fields.get("keywords")))
    for single in ("service", "person", "organisation", "place"):
        plural = {"service": "services", "person": "people"}.get(single, f"{single}s")
        item.keywords.extend(name for name, one in _concepts(fields, single, plural) if not _is_ancestor(one))


def _is_ancestor(concept: Mapping[str, Any]) -> bool:
    return "ancestor" in _strings(concept.get("rels")) or concept.get("rel") == "ancestor"


# --- texts -------------------------------------------------------------------------------------------------------


def _body(fields: Mapping[str, Any]) -> tuple[Block, ...]:
    """The text in the form that says most: HTML, NITF, plain."""
    bodies = [("html", _text(fields.get(key))) for key in ("body_html", "body_xhtml")]
    several = _lowered(fields.get("bodies"))
    bodies.extend((_text(one.get("contenttype")).lower(), _text(one.get("value"))) for one in several)
    for kind, text in sorted(bodies, key=lambda body: _rank(body[0])):
        if "<nitf" in text[:500]:
            blocks = _nitf_blocks(text)
        else:
            blocks = html_blocks(text) if text and "html" in kind else written_blocks(text)
        if blocks:
            return blocks
    return written_blocks(_text(fields.get("body_text")))


def _rank(kind: str) -> int:
    return 0 if "html" in kind else 1 if "nitf" in kind else 2


def _nitf_blocks(text: str) -> tuple[Block, ...]:
    item = Item()
    try:
        nitf.take_body(item, parse_xml(text))
    except XmlError:
        return ()
    return item.blocks


def _description(fields: Mapping[str, Any]) -> str:
    for key in ("description_text", "description_summary"):
        if _text(fields.get(key)):
            return _text(fields.get(key))[:_MAX_DESCRIPTION]
    found = _lowered(fields.get("descriptions"))
    texts = [_text(one.get("value")) for one in found if _text(one.get("role")).lower() in _SUMMARIES]
    for text in [*texts, _text(fields.get("description_html")), _text(fields.get("description_xhtml"))]:
        if text:
            return " ".join(block.text for block in written_blocks(text))[:_MAX_DESCRIPTION]
    return ""


def _of_role(values: Any, roles: tuple[str, ...]) -> str:
    found = _lowered(values)
    same = [one for role in roles for one in found if _text(one.get("role")).lower() == role]
    return next((text for one in [*same, *found] if (text := _text(one.get("value")))), "")


def _authors(authors: Any) -> str:
    """The names of those who wrote, not of those who edited or took pictures."""
    writers = [one for one in _lowered(authors) if _text(one.get("role")).lower() in _WRITERS]
    return ", ".join(name for one in writers if (name := _text(one.get("name"))))


# --- JSON of any shape -------------------------------------------------------------------------------------------


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _strings(value: Any) -> list[str]:
    return [clean_line(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _joined(value: Any) -> str:
    return _text(value) or " ".join(_strings(value))


def _lowered(value: Any) -> list[dict[str, Any]]:
    found = value if isinstance(value, list) else []
    return [{key.lower(): inner for key, inner in one.items()} for one in found if isinstance(one, dict)]


def _names(value: Any) -> str:
    """A name, or the names of a list of texts or objects, on one line."""
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list):
        objects = (_text(one.get("by")) or _text(one.get("name")) or _text(one.get("value")) for one in _lowered(value))
        return ", ".join(name for name in [*_strings(value), *objects] if name)
    return _text(value)


def _concepts(fields: Mapping[str, Any], *keys: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for key in keys:
        for one in _lowered(fields.get(key)):
            yield clean_line(_text(one.get("name"))), one


def _named(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a list, or of an object by name."""
    if isinstance(value, dict):
        yield from ((key, one) for key, one in value.items() if isinstance(one, dict))
    elif isinstance(value, list):
        yield from ((str(number), one) for number, one in enumerate(value) if isinstance(one, dict))


def _city(value: Any) -> str:
    return _text(value.get("city")) if isinstance(value, dict) else ""
