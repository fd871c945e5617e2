"""Reader of ANPA 1312, the telegraph form of American agencies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_gen.ingest.decode import UndecodableError
from site_gen.ingest.formats.agency.item import Item, NoArticle, make_draft, report
from site_gen.ingest.formats.agency.plain import line_blocks, paragraphs
from site_gen.ingest.formats.agency.telegraph import split_message
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.model import Draft, Failure, LeftOut, clean_line

# SYN SYN SOH, service level and number of the story: `\x16\x16\x01a0432\x1f…`.
_HEADER = re.compile(rb"(?:\x16{1,8}\s*\x01|\x01(?=[A-Za-z]\d{4}[A-Za-z]{0,8}\x1f))\s*[A-Za-z]\d{3,4}")
# Priority, category, format, version and slug, month-day, words: `r i\x13\x11 BC-Storm-Coast 1stLd 02-20 0500`.
_SECOND = re.compile(
    r"(?:^|[\r\n\x1f])([a-z]) ([a-z])[ ]?[\x13\x14]?[\x11\x12]?\s+(?:(?:am|pm|bc|ap)-)?(\S.*?)\s+"
    r"\d{1,2}-\d{1,2}\s+\d{1,5}",
    re.IGNORECASE,
)
_SENT = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{2}) (\d{2})(\d{2})\s*(GMT|UTC|E[SD]T)")
_ZONES = {"GMT": "+00:00", "UTC": "+00:00", "EST": "-05:00", "EDT": "-04:00"}
_QUAD = re.compile(r"<q[lcrj]>|<[ \t]*$", re.MULTILINE)
_TRAILER = re.compile(r"^[ \t]*[A-Z]{2,}-[A-Z]{2}-\d{1,2}-\d{1,2}-\d{2} \d{4}.*$", re.MULTILINE)
_NOTE = re.compile(r"\(?\s*(?:eds|editors?|attn|attention|ap photos?|photos?|graphics?|video)\b[: ]", re.IGNORECASE)
_BYLINE = re.compile(r"by\s+\S", re.IGNORECASE)
_PRIORITIES = {"f": 1, "u": 2, "b": 3, "d": 4, "r": 5, "a": 6, "n": 6, "w": 6}
_RULE = re.compile(r"[_\s*.-]+")


def matches(head: bytes, _name: str) -> bool:
    """Whether the bytes begin with a header of ANPA 1312."""
    return b"\x01" in head[:40] and _HEADER.match(head.lstrip(b"\r\n ")) is not None


def read(document: Document, _options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The article of an ANPA 1312 message."""
    try:
        header, body, trailer = split_message(document.data)
    except UndecodableError as error:
        yield Failure(document.path, "parse", str(error))
        return
    yield from report(document, _outcome(header, body, trailer))


def _outcome(header: str, body: str | None, trailer: str) -> Iterator[Draft | LeftOut | NoArticle]:
    if body is None:
        yield NoArticle("has an ANPA 1312 header and no text after it; ask its sender for a whole copy")
        return
    item = Item()
    second = _SECOND.search(header)
    if second:
        item.take("priority", _PRIORITIES.get(second[1].lower(), ""), "header")
        item.take("slugline", " ".join(second[3].split()), "header")
    item.take_date("published", _sent(trailer) or _sent(body), "trailer")
    _take_text(item, body)
    yield from make_draft(item)


def _take_text(item: Item, body: str) -> None:
    """Lines that begin with `^` are the slug, the headline, notes and the byline; what follows is the text."""
    lines = _QUAD.sub("", _TRAILER.sub("", body)).split("\n")
    marked: list[str] = []
    text: list[str] = []
    for line in lines:
        if line.lstrip().startswith("^") and not any(clean_line(one) for one in text):
            marked.append(clean_line(line).lstrip("^ ").rstrip("= "))
        else:
            text.append(line)
    _take_marked(item, [line for line in marked if line])
    written = (_typeset(text) for text in paragraphs("\n".join(text)))
    item.blocks = line_blocks([text for text in written if not _RULE.fullmatch(text)])


def _take_marked(item: Item, lines: list[str]) -> None:
    if lines:
        item.take("slugline", re.sub(r",\s*\d+\s*$", "", lines[0]), "slug")
    rest = lines[1:] if len(lines) > 1 else lines
    after_byline = False
    for line in rest:
        if _NOTE.match(line):
            item.take("ednote", line, "note")
        elif _BYLINE.match(line) and len(line) < 120:
            item.take_byline(line, "byline")
            after_byline = True
        elif "title" not in item.facts and not after_byline:
            item.take("title", _typeset(line), "headline")
        elif after_byline:
            item.take("provider", line, "byline")
        else:
            item.take("standfirst", _typeset(line), "headline")


def _typeset(text: str) -> str:
    """The marks of the teleprinter as they were meant: ` _ ` is a dash, ```` ``…'' ```` are quotation marks."""
    return clean_line(text).replace(" _ ", " — ").replace("``", '"').replace("''", '"')


def _sent(trailer: str) -> str:
    found = _SENT.search(trailer)
    if found is None:
        return ""
    month, day, year, hour, minute, zone = found.groups()
    century = "19" if int(year) >= 70 else "20"
    return f"{century}{year}-{int(month):02d}-{int(day):02d}T{hour}:{minute}{_ZONES[zone]}"
