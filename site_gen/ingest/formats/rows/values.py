"""The value under a name (a text, number, list or object) to what a draft holds."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping

from site_gen.ingest.enrich.addresses import canonical_url
from site_gen.ingest.enrich.authors import split_authors
from site_gen.ingest.enrich.dates import parse_date
from site_gen.ingest.formats.rows.names import INNER, folded_name
from site_gen.model import Timestamp, clean_line
from site_gen.vocabulary import resolve_code

_MAX_DEPTH = 6
_MAX_TEXTS = 200
_MAX_LINE = 2000
_ABSENT = frozenset("nan none null n/a undefined nat [removed] [deleted] (null) <na>".split())
_TAG = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_PARTING_TAG = re.compile(r"</?(?:br|div|h[1-6]|img|li|ol|p|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_STILL_ESCAPED = re.compile(r"&(?:amp|quot|nbsp|lt|gt|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_PRINTED_ITEM = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_SUBJECT_CODE = re.compile(r"(?:medtop:|subj:|\S*/mediatopic/|iptc:)?(\d{8})$")


def line_of(text: str) -> str:
    """`text` on one clean line, entities decoded, inline tags taken off; empty where it says that there is nothing."""
    text = text[: _MAX_LINE + 500]
    if "<" in text:
        text = _PARTING_TAG.sub(" ", _TAG.sub("", text))
    if "&" in text:
        text = html.unescape(text)
        if "&" in text and _STILL_ESCAPED.search(text):
            text = html.unescape(text)
    text = clean_line(text)[:_MAX_LINE].strip()
    return "" if text.lower() in _ABSENT else text


def says_nothing(text: str) -> bool:
    """Whether a text is empty or a word for nothing, as programs print it."""
    return len(text) < 40 and (not text.strip() or text.strip().lower() in _ABSENT)


def texts_in(value: object, kind: str, depth: int = 0) -> Iterator[str]:
    """The texts that a value holds, in order; `kind` says how objects in it are read (a key of INNER)."""
    if isinstance(value, str):
        if value and not value.isspace():
            yield value
    elif isinstance(value, bool) or depth > _MAX_DEPTH:
        return
    elif isinstance(value, int | float):
        yield _number(value)
    elif isinstance(value, list):
        for item in value[:_MAX_TEXTS]:
            yield from texts_in(item, kind, depth + 1)
    elif isinstance(value, dict):
        yield from texts_in(inner_value(value, kind), kind, depth + 1)


def _number(value: float) -> str:
    """A number as text; spreadsheets make `17.0` of an id `17`."""
    try:
        return str(int(value)) if value == int(value) else str(value)
    except (ValueError, OverflowError):  # not a number, infinite, or of thousands of digits
        return ""


def inner_value(value: Mapping[str, object], kind: str) -> object:
    """What an object that stands for one fact holds: `{"name": "Ada Roth"}` gives `Ada Roth`."""
    members = {folded_name(key): member for key, member in value.items() if member}
    for name in INNER[kind]:
        if name in members:
            return members[name]
    first, last = members.get("firstname"), members.get("lastname")
    return f"{first or ''} {last or ''}" if first or last else None


def line_in(value: object, kind: str) -> str:
    """The first text of a value as one clean line; empty where there is none."""
    for text in texts_in(value, kind):
        line = line_of(text)
        if line:
            return line
    return ""


def lines_in(value: object, kind: str) -> list[str]:
    """Every text of a value as a clean line; a printed list (`['a', 'b']`) is read as one."""
    lines: list[str] = []
    for text in texts_in(value, kind):
        printed = _printed_list(text)
        lines.extend(line_of(item) for item in ([text] if printed is None else printed))
    return [line for line in lines if line]


def _printed_list(text: str) -> list[str] | None:
    """The items of a list that a program wrote into a text, as spreadsheets have it."""
    text = text.strip()
    if not (text.startswith("[") and text.endswith("]")) or len(text) > 20_000:
        return None
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return [one or two for one, two in _PRINTED_ITEM.findall(text)]
    return list(texts_in(items, "name")) if isinstance(items, list) else None


def date_in(value: object) -> Timestamp | None:
    """The first date that a value holds."""
    if isinstance(value, dict):
        value = inner_value(value, "date")
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return parse_date(value)


def url_in(value: object) -> str | None:
    """The first http address that a value holds, in its canonical form."""
    for text in texts_in(value, "url"):
        if text.lstrip()[:4].lower() == "http":
            url = canonical_url(text.strip())
            if url:
                return url
    return None


def authors_in(value: object) -> tuple[tuple[str, ...], str | None]:
    """People and credit of a byline, a list of names, or schema.org authors."""
    people: list[str] = []
    organisations: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        kind = str(item.get("@type", "")) if isinstance(item, dict) else ""
        into = organisations if "Organization" in kind else people
        into.extend(name for name in lines_in(item, "name") if not name.lower().startswith(("http:", "https:")))
    names, credit = split_authors(people) if people else ((), None)
    return names, credit or (organisations[0] if organisations else None)


def keywords_in(value: object, *, several: bool) -> Iterator[str]:
    """The keywords of a value; `several` says that commas part them."""
    marks = r"[,;|]" if several else r"[;|]"
    for line in lines_in(value, "keyword"):
        for word in re.split(marks, line) if len(line) <= _MAX_LINE else ():
            keyword = word.strip(" #\u00a0")[:200]
            # Numbers of classes and rows are no keywords.
            if any(character.isalpha() for character in keyword) and not keyword.lower().startswith("http"):
                yield keyword


def topics_in(value: object) -> Iterator[str]:
    """The Media Topics of which a value names the codes."""
    for text in texts_in(value, "code"):
        code = _SUBJECT_CODE.match(text.strip())
        yield from resolve_code(code[1]) if code else ()


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts without repetitions in other case, the first spelling kept."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(text.casefold(), text)
    return tuple(found.values())
