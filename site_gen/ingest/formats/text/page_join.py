"""Text nodes joined into the paragraphs that inline links and bold words had broken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_gen.model import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_gen.ingest.formats.text.page_lines import Line

_CROSSHEAD = re.compile(r"^[-–—]\s+(?P<text>\S.*?)(?:\s+[-–—])?$")
_NO_SPACE_BEFORE = re.compile(r"^[,.)\]…%،؛]|^[;:!?»](?! )")
_SPACE_BEFORE = re.compile(r"^[;:!?»]")
_NO_SPACE_AFTER = re.compile(r"(?:[(\[«]|\s['’]|\w['’])$")
_SHORT_NAME = 60
_CROSSHEAD_CHARS = 90
_CROSSHEAD_WORDS = 14
_BROKEN_CHARS = 90


def join_lines(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks that the article's own lines make."""
    blocks: list[Block] = []
    paragraph = ""
    last: Line | None = None
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if last is not None and paragraph and _goes_on(paragraph, last, line, following):
            paragraph = _glue(paragraph, line.text)
        else:
            blocks += _finish(paragraph)
            paragraph = line.text
            if _is_crosshead(line, following, first=at == 0):
                blocks.append(Block(BlockKind.CROSSHEAD, _crosshead_text(line.text)))
                paragraph = ""
        last = line
    blocks += _finish(paragraph)
    return tuple(blocks)


def _finish(paragraph: str) -> Iterable[Block]:
    return [Block(BlockKind.PARAGRAPH, paragraph)] if paragraph else []


def _goes_on(paragraph: str, last: Line, line: Line, following: Line | None) -> bool:
    """Whether `line` is a part of the paragraph that ends with `last`."""
    # A mark in a node of its own opens the next paragraph's quotation where none is open.
    opening = line.text == '"' and last.finished and not _quote_open(paragraph)
    if opening or _CROSSHEAD.match(line.text):
        return False
    if line.continues or _opens_quote(paragraph):
        return True
    closes = _quote_open(paragraph) and _closes_quote(line.text)
    if closes or last.finished:
        return closes
    if last.open_ended or len(last.text) >= _BROKEN_CHARS:
        return True
    # A link's words between two pieces of a sentence: `au`, `Parisien`, `, il assure`.
    return (
        following is not None and following.continues and len(line.text) <= _SHORT_NAME and len(paragraph) > _SHORT_NAME
    )


def _quote_open(paragraph: str) -> bool:
    return paragraph.count('"') % 2 == 1 or paragraph.count("«") > paragraph.count("»")


def _closes_quote(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("»") > text.count("«")


def _glue(paragraph: str, text: str) -> str:
    if text[0] in "\"'" and (len(text) == 1 or not text[1].isalnum()) and _quote_open(paragraph):
        return paragraph + text
    if _NO_SPACE_BEFORE.match(text) or _NO_SPACE_AFTER.search(paragraph) or _opens_quote(paragraph):
        return paragraph + text
    return f"{paragraph} {text}"


def _opens_quote(paragraph: str) -> bool:
    """Whether the paragraph ends with a quotation mark that opens."""
    return paragraph[-1] == '"' and paragraph.count('"') % 2 == 1 and paragraph[-2:-1] in ("", " ", "(")


def _is_crosshead(line: Line, following: Line | None, *, first: bool) -> bool:
    if following is None or line.text == '"':
        return False
    text = line.text
    if _CROSSHEAD.match(text) and len(text) <= _CROSSHEAD_CHARS + 10 and not following.continues:
        return True
    if first or len(text) > _CROSSHEAD_CHARS or text.count(" ") >= _CROSSHEAD_WORDS:
        return False
    if line.continues or line.open_ended or following.continues or text[-1] in ".…:" or text.endswith('."'):
        return False
    return len(following.text) >= _SHORT_NAME or not following.finished


def _crosshead_text(text: str) -> str:
    match = _CROSSHEAD.match(text)
    return match["text"] if match else text
