"""Reader of IPTC 7901, the telegraph form of agencies: header, text and trailer between control characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_gen.ingest.decode import UndecodableError
from site_gen.ingest.formats.agency.item import Item, NoArticle, make_draft, report
from site_gen.ingest.formats.agency.plain import text_blocks
from site_gen.ingest.formats.agency.telegraph import split_message
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.model import Draft, Failure, LeftOut, clean_line

# Start of header, source and number, priority, category, words: `\x01eca062 4 i 211 ccccb   dpa 061`.
_HEADER = re.compile(rb"[\x16\s]*\x01\s*[A-Za-z]{1,4} ?\d{2,5} +\d +[A-Za-z]{1,4}\b")
_PARTS = re.compile(r"\x01\s*([A-Za-z]{1,4}) ?(\d{2,5}) +(\d) +([A-Za-z]{1,4})(?: +(\d{1,6}))?[ \t]*([^\r\n]*)")
_TAIL = re.compile(r"(?:.*\s)?([A-Za-z][A-Za-z-]{1,20})\s+(\d{2,5})\s*$")
_SENT = re.compile(r"\s*(\d\d)(\d\d)(\d\d)\s*([A-Z]{1,5})?\s+([A-Za-zäÄéû]{3,9})\.?\s+(\d{2,4})")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen", "feb fev", "mar mär mrz maa", "apr avr abr", "may mai maj mag", "jun jui giu", "jul lug",
            "aug aou ago", "sep set", "oct okt ott out", "nov", "dec dez des dic",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ZONES = {"GMT": 0, "UTC": 0, "Z": 0, "BST": 60, "CET": 60, "MEZ": 60, "MET": 60, "CEST": 120, "MESZ": 120, "EET": 120}
# What stands after the text is for editors: contacts, notes, links.
_NOTEBOOK = re.compile(r"^(?:#+ +\S.*|\* \* \*.*|-{3,}\s*)$", re.MULTILINE)
_BYLINE = re.compile(r"(?:by|von|par|por|di)\s+\S", re.IGNORECASE)
_LABEL = re.compile(r"\(.{2,60}\)")
_INITIALS = re.compile(r"([a-z]{2,4}(?:-[a-z]{2,4})?)(?: [a-z]{2,4}\d?){1,6}")
_MAX_LABEL = 4


def matches(head: bytes, _name: str) -> bool:
    """Whether the bytes begin with a header of IPTC 7901."""
    return b"\x01" in head[:40] and _HEADER.match(head) is not None


def read(document: Document, _options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The article of an IPTC 7901 message."""
    try:
        header, body, trailer = split_message(document.data)
    except UndecodableError as error:
        yield Failure(document.path, "parse", str(error))
        return
    yield from report(document, _outcome(header, body, trailer))


def _outcome(header: str, body: str | None, trailer: str) -> Iterator[Draft | LeftOut | NoArticle]:
    if body is None:
        yield NoArticle("has an IPTC 7901 header and no text after it; ask its sender for a whole copy")
        return
    item = Item()
    _take_header(item, header)
    _take_text(item, body)
    item.take_date("published", _sent(trailer), "trailer")
    yield from make_draft(item)


def _take_header(item: Item, header: str) -> None:
    found = _PARTS.search(header)
    if found is None:
        return
    source, number, priority, category, _words, rest = found.groups()
    item.take("priority", priority, "header")
    item.keywords.append(category if len(category) > 2 else "")
    tail = _TAIL.match(rest)
    item.take("provider", tail[1] if tail else "", "header")
    item.take("number", f"{source}{number}", "header")
    line = clean_line(header[found.end() :])
    item.take("slugline", line.strip("/ "), "keyword line")
    item.keywords.extend(part for part in line.split("/"))


def _take_text(item: Item, text: str) -> None:
    head, rest = _split_head(text.strip("\n"))
    title: list[str] = []
    labels: list[str] = []
    for line in head:
        if _BYLINE.match(line) and title:
            item.take_byline(line, "byline")
        elif _is_label(line, head) and not title:
            labels.append(line.strip("()"))
        else:
            title.append(line)
    item.take("title", " ".join(title), "headline")
    item.take("ednote", ", ".join(labels), "headline")
    text, notes = _without_notebook(rest)
    if notes:
        item.left_out["notes for editors"] += 1
    item.blocks = text_blocks(_without_initials(text), wrapped=True)


def _split_head(text: str) -> tuple[list[str], str]:
    """The lines of the headline, which a `=` ends (else a blank line), and the text."""
    found = re.search(r"=[ \t]*$", text[:1000], re.MULTILINE)
    blank = re.search(r"\n[ \t]*\n", text)
    end = found.start() if found else blank.start() if blank else min(len(text), text.find("\n") % (len(text) + 1))
    after = text[found.end() :] if found else text[end:]
    return [line for part in text[:end].split("\n") if (line := clean_line(part))], after


def _is_label(line: str, head: list[str]) -> bool:
    """Whether a line says what kind of message follows (`1ST LEAD`, `(Attention)`) and is no headline."""
    if len(head) < 2:
        return False
    short = len(line.split()) <= _MAX_LABEL
    return _LABEL.fullmatch(line) is not None or (short and line.isupper() and not all(one.isupper() for one in head))


def _without_notebook(text: str) -> tuple[str, bool]:
    found = _NOTEBOOK.search(text)
    return (text[: found.start()], True) if found else (text, False)


def _without_initials(text: str) -> str:
    """A text without the line of initials at its end: `dpa wsz jln`."""
    lines = text.rstrip().split("\n")
    return "\n".join(lines[:-1]) if _INITIALS.fullmatch(lines[-1].strip()) else text


def _sent(trailer: str) -> str:
    """The time of the trailer in ISO 8601: `131137 GMT Nov 13` is 2013-11-13T11:37Z; empty where it is incomplete."""
    found = _SENT.match(trailer)
    if found is None:
        return ""
    day, hour, minute, zone, name, year = found.groups()
    month = _MONTHS.get(name[:3].lower().replace("û", "u").replace("é", "e"))
    if month is None or len(year) == 3:
        return ""
    century = "" if len(year) == 4 else "19" if int(year) >= 70 else "20"
    offset = _ZONES.get(zone or "")
    suffix = "" if offset is None else f"+{offset // 60:02d}:{offset % 60:02d}"
    return f"{century}{year}-{month:02d}-{day}T{hour}:{minute}{suffix}"
