"""The text of a row (plain, HTML, or a structure of paragraphs) to blocks, and what the text itself says."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_gen.ingest.formats.rows.names import folded_name
from site_gen.ingest.formats.rows.values import line_of, texts_in
from site_gen.ingest.formats.text.crossheads import text_blocks
from site_gen.ingest.formats.text.datelines import parse_date_line
from site_gen.ingest.formats.text.furniture import furniture_reason
from site_gen.ingest.formats.text.lines import Line, split_lines
from site_gen.ingest.formats.text.lists import find_runs, reads_as_headlines
from site_gen.ingest.formats.text.reading import read_text
from site_gen.ingest.formats.text.signature import agency_of, read_byline, read_dateline, read_signature
from site_gen.ingest.formats.text.wire import read_wire
from site_gen.ingest.markup import html_blocks
from site_gen.model import Block, BlockKind, Draft, Furniture, Timestamp, clean_line, clean_text

_MAX_DEPTH = 8
_MAX_BLOCKS = 5000
_MARKUP = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|blockquote|table|figure|section|article)(?:\s[^<>]*)?/?>|</(?:a|b|em|i|p|span|strong)>",
    re.IGNORECASE,
)
_ESCAPED_MARKUP = re.compile(r"&lt;/?(?:p|div|br|h[1-6]|strong|em|a)\b", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"<(?:p|br|div|li|section|article)\b", re.IGNORECASE)
_BLOCK_START = re.compile(r"\s*</?(?:h[1-6]|ul|ol|blockquote|table|figure|pre|hr)\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_WHOLE_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head)\b", re.IGNORECASE)
_LONGEST_TITLE = 300
_FIRST_SENTENCE = re.compile(r"(.{15,200}?[.!?…])[\"»”]?\s+(?=[^\sa-zà-ÿ])")
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+(\d+) chars\]\s*$")


@dataclass(slots=True)
class Body:
    """What the text of a row holds and says; the fields are those of a draft."""

    blocks: tuple[Block, ...] = ()
    title: str = ""
    standfirst: str | None = None
    headlines: tuple[str, ...] = ()
    signature: str | None = None
    authors: tuple[str, ...] = ()
    code: str | None = None
    credit: str | None = None
    dateline: str | None = None
    published: Timestamp | None = None
    updated: Timestamp | None = None
    furniture: tuple[Furniture, ...] = ()
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, draft: Draft) -> Body:
        """The body that the reader of plain text found."""
        return cls(**{name: getattr(draft, name) for name in cls.__slots__})


def is_whole_page(text: str) -> bool:
    """Whether a text is a complete HTML page, of which the article is only a part."""
    return _WHOLE_PAGE.match(text[:4000]) is not None


def is_markup(text: str) -> bool:
    """Whether a text holds HTML."""
    return ("<" in text and _MARKUP.search(text) is not None) or (
        "&lt;" in text and _ESCAPED_MARKUP.search(text) is not None
    )


def read_body(value: object, title: str, url: str | None) -> Body:
    """What a row's text holds below its title: blocks, and dateline, signature, credit and date where it has them."""
    if not isinstance(value, str):
        standfirst, blocks = _structured(value, url)
        return _with_edges(Body(blocks, standfirst=standfirst))
    cut = _CUT.search(value[-80:])
    if cut:
        value = value[: len(value) - len(cut[0])]
    body = _with_edges(Body(_marked_up(value, url))) if is_markup(value) else _read_plain(value, title)
    if cut:
        body.warnings = (f"the text is cut: {cut[1]} characters are missing",)
    return body


def read_untitled(value: object, url: str | None) -> Body:
    """A text that must hold its own title: agency copy, a dump, a first line, or at least a first sentence."""
    if not isinstance(value, str) or is_markup(value):
        body = read_body(value, "", url)
        if len(body.blocks) > 1 and len(body.blocks[0].text) <= _LONGEST_TITLE:
            body.title, body.blocks = body.blocks[0].text, body.blocks[1:]
        return body
    body = Body.of(read_text(value, None))
    sentence = None if body.title else _FIRST_SENTENCE.match(line_of(value))
    if sentence:
        body = read_body(value, "", url)
        body.title = sentence[1]
        body.warnings = (*body.warnings, "it has no title; its first sentence stands for one")
    return body


def _marked_up(text: str, url: str | None) -> tuple[Block, ...]:
    if _ESCAPED_MARKUP.search(text) and not _MARKUP.search(text):
        text = html.unescape(text)
    text = clean_text(text)
    if not _PARAGRAPHS.search(text):
        # Editors of some systems store line ends in place of paragraphs.
        parts = _BLANK_LINE.split(text) if _BLANK_LINE.search(text) else text.split("\n")
        text = "\n".join(part if _BLOCK_START.match(part) else f"<p>{part}</p>" for part in parts if part.strip())
    return html_blocks(text, url)


# --- plain text ------------------------------------------------------------------------------------------------


def _read_plain(text: str, title: str) -> Body:
    lines = list(split_lines(text))
    if _has_headline_list(lines):
        return _read_dump(lines, title)
    if len(lines) > 1 and line_of(lines[0].text).casefold() == title.casefold():
        del lines[0]
    body = Body()
    furniture: list[Furniture] = []
    lines = _take_edges(lines, body, furniture)
    kept = []
    for line in lines:
        reason = None if line.is_long or len(lines) == 1 else furniture_reason(line.text)
        if reason is None:
            kept.append(line.text)
        else:
            furniture.append(Furniture(line.number, line.text, reason))
    body.furniture = tuple(sorted(furniture, key=lambda item: item.line))
    if kept:
        kept[0] = _take_dateline(kept[0], body)
    body.blocks = text_blocks(kept)
    return body


def _take_dateline(paragraph: str, body: Body) -> str:
    """The first paragraph without its dateline."""
    dateline = read_dateline(paragraph)
    if dateline is None:
        return paragraph
    body.dateline, body.credit = dateline.text, dateline.credit or body.credit
    return dateline.rest


def _has_headline_list(lines: Sequence[Line]) -> bool:
    """Whether the text begins or ends with a headline list, as dumps of agency sites do; the cheap question first."""
    if sum(line.text[0] in "-–—•●*·►▶■▪›»" for line in lines) < 3:
        return False
    return any(
        len(run.items) > 2 and reads_as_headlines(run) and (run.start <= 1 or run.end == len(lines))
        for run in find_runs(lines)
    )


def _read_dump(lines: list[Line], title: str) -> Body:
    """A text with a headline list, read as such a document is; its own title gives way to that of the row."""
    body = Body.of(read_wire([Line(0, title, after_blank=True), *lines], None))
    if body.title and line_of(body.title).casefold() != title.casefold():
        body.furniture = (Furniture(0, body.title, "title"), *body.furniture)
    return body


_EDGE = 3
_LONGEST_EDGE = 120


def _take_edges(lines: list[Line], body: Body, furniture: list[Furniture]) -> list[Line]:
    """Read what the short lines at the beginning and end say (date, byline, agency, signature); the lines between."""
    start, end = 0, len(lines)
    while start < min(_EDGE, end - 1) and (reason := _edge_fact(lines[start].text, body)):
        furniture.append(Furniture(lines[start].number, lines[start].text, reason))
        start += 1
    while end - 1 > start and len(lines) - end < _EDGE:
        line = lines[end - 1]
        reason = _signature(line.text, body) or _edge_fact(line.text, body)
        if reason is None:
            break
        furniture.append(Furniture(line.number, line.text, reason))
        end -= 1
    return lines[start:end]


def _signature(text: str, body: Body) -> str | None:
    """Read a signature; why the line is then no text."""
    signature = read_signature(text) if len(text) <= _LONGEST_EDGE and body.signature is None else None
    # A short last sentence looks like a name.
    if signature is None or (text[-1] in ".!?" and not signature.code and not signature.credit):
        return None
    body.signature, body.code = signature.text, signature.code
    body.authors = (*body.authors, *signature.authors)
    body.credit = signature.credit or body.credit
    return "signature"


def _edge_fact(text: str, body: Body) -> str | None:
    """Read what a short line at an edge of the text says; why it is then no text."""
    if len(text) > _LONGEST_EDGE:
        return None
    date_line = parse_date_line(text)
    if date_line is not None:
        body.credit = body.credit or date_line.credit
        if date_line.kind == "updated":
            body.updated = date_line.timestamp
        else:
            body.published = date_line.timestamp
        return "date"
    people = read_byline(text)
    if people:
        body.authors = (*body.authors, *people)
        return "byline"
    agency = agency_of(text)
    if agency:
        body.credit = body.credit or agency
        return "credit"
    return None


def _with_edges(body: Body) -> Body:
    """The body with the dateline of its first paragraph and the signature below its last."""
    blocks = list(body.blocks)
    if len(blocks) > 1 and blocks[-1].kind is BlockKind.PARAGRAPH and _signature(blocks[-1].text, body):
        del blocks[-1]
    # A paragraph with links is Markdown; a list or quotation does not begin with a letter.
    if blocks and blocks[0].kind is not BlockKind.CROSSHEAD and blocks[0].text[:1].isalpha():
        blocks[0] = Block(blocks[0].kind, _take_dateline(blocks[0].text, body))
    body.blocks = tuple(blocks)
    return body


# --- structures ------------------------------------------------------------------------------------------------

_HEADINGS = ("headline", "heading", "crosshead", "subtitle", "title")
_PARTS = "sections paragraphs blocks children content contents text html value data body items".split()
_HEADING_TYPES = frozenset("header heading crosshead subheading subtitle h2 h3 h4".split())
_NO_TEXT_TYPES = frozenset(
    "image img photo picture gallery video audio embed author authorinfo byline date title headline kicker ad "
    "advertisement related tweet social pullquote promo divider delimiter".split()
)


def _structured(value: object, url: str | None) -> tuple[str | None, tuple[Block, ...]]:
    """Standfirst and blocks of a list of paragraphs, or of an object with sections."""
    standfirst = None
    if isinstance(value, dict) and "sections" in value:
        standfirst = clean_line(" ".join(texts_in(value.get("summary"), "text"))) or None
    blocks: list[Block] = []
    for block in _parts(value, url, 0):
        blocks.append(block)
        if len(blocks) >= _MAX_BLOCKS:
            break
    return standfirst, tuple(blocks)


def _parts(value: object, url: str | None, depth: int) -> Iterator[Block]:
    if isinstance(value, str):
        if is_markup(value):
            yield from _marked_up(value, url)
        else:
            yield from text_blocks([line.text for line in split_lines(value)])
    elif depth > _MAX_DEPTH:
        return
    elif isinstance(value, list):
        for item in value:
            yield from _parts(item, url, depth + 1)
    elif isinstance(value, dict):
        yield from _part(value, url, depth)


def _part(value: Mapping[str, object], url: str | None, depth: int) -> Iterator[Block]:
    """The blocks of an object: `{"type": "paragraph", "text": …}`, `{"headline": …, "paragraphs": […]}`."""
    members = {folded_name(key): member for key, member in value.items()}
    kind = folded_name(str(members.get("type", "")))
    if kind in _NO_TEXT_TYPES:
        return
    heading = next((members[name] for name in _HEADINGS if members.get(name)), None)
    for text in texts_in(heading, "text"):
        if line_of(text):
            yield Block(BlockKind.CROSSHEAD, line_of(text))
    body = next((members[name] for name in _PARTS if members.get(name)), None)
    if kind in _HEADING_TYPES:
        yield from (Block(BlockKind.CROSSHEAD, line_of(text)) for text in texts_in(body, "text") if line_of(text))
    else:
        yield from _parts(body, url, depth + 1)
