"""Blocks of a found body without the lines that are no part of the news."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from site_gen.content.markdown import plain_text
from site_gen.ingest.formats.text.datelines import is_date_label, parse_date_line, parse_day_line
from site_gen.ingest.formats.text.furniture import furniture_reason
from site_gen.ingest.formats.text.signature import agency_of, read_byline, read_shared_byline
from site_gen.model import Block, BlockKind, Furniture

_LONGEST = 420
_MENU = 3
"""Items that make a list a menu, where it stands before all text."""
_MENU_ITEM = 30
_EDGE = 4
"""Blocks from the top among which a byline or the title may stand."""
# Escaped marks are read first, so that no bracket of the text is taken for a link's.
_INLINE = re.compile(r"(\\.)|\[((?:[^\[\]\\]|\\.)*)\]\([^)]*\)|\*+")
_MARKS = re.compile(r"^(?: *(?:[-+*]|\d+\.)|>+|\||#+) |\|(?: --- \|)+|(?<!\\)\|$|(?<!\\) \|(?= )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of a body, and what went."""

    blocks: tuple[Block, ...]
    furniture: tuple[Furniture, ...]


def article_blocks(blocks: Sequence[Block], titles: Collection[str] = ()) -> Kept:
    """The blocks that are news: no titles, dates, bylines, credits, furniture, and no crosshead without text below."""
    kept: list[Block] = []
    furniture: list[Furniture] = []
    keys = {key_of(title) for title in titles}
    for block in blocks:
        text = shown_text(block)
        reason = _reason(text, keys, len(kept)) if len(text) <= _LONGEST else None
        if reason is None and not kept and _is_menu(block):
            reason = "menu"
        if reason is None:
            kept.append(block)
        else:
            furniture.append(Furniture(0, text, reason))
    while kept and kept[-1].kind is BlockKind.CROSSHEAD:
        furniture.append(Furniture(0, kept.pop().text, "heading without text"))
    return Kept(tuple(kept), tuple(furniture))


def shown_text(block: Block) -> str:
    """What a block shows, without its Markdown."""
    if block.kind is not BlockKind.MARKDOWN:
        return block.text
    text = _INLINE.sub(lambda found: found[1] or found[2] or "", _MARKS.sub("", block.text))
    return plain_text(text)


def key_of(text: str) -> str:
    """The letters and digits of a text, to compare texts by."""
    return "".join(filter(str.isalnum, text.casefold()))


def is_image(block: Block) -> bool:
    """Whether a block is nothing but the link to an image."""
    return block.kind is BlockKind.MARKDOWN and _IMAGE.fullmatch(block.text) is not None


_IMAGE = re.compile(r"\[(?:[^\[\]\\]|\\.)*\]\([^()\s]+\.(?:jpe?g|png|gif|webp|avif)(?:[?#][^()\s]*)?\)", re.IGNORECASE)


def _is_menu(block: Block) -> bool:
    """Whether a block is a list of names, as menus are; the points of a summary are longer, or sentences."""
    if block.kind is not BlockKind.MARKDOWN or not block.text.startswith("- "):
        return False
    items = [shown_text(Block(BlockKind.MARKDOWN, line)).strip() for line in block.text.split("\n")]
    return len(items) >= _MENU and all(
        item and len(item) <= _MENU_ITEM and item[-1] not in ".!?…;," and not any(map(str.isdecimal, item))
        for item in items
    )


def _says_a_day(text: str) -> bool:
    """Whether a line tells the day of publication, without its year; a day alone may head a part of the text."""
    day = parse_day_line(text)
    return day is not None and day.stated


def _reason(text: str, titles: Collection[str], position: int) -> str | None:
    reason = furniture_reason(text)
    if reason:
        return reason
    if position < _EDGE and titles and key_of(text) in titles:
        return "repeated"
    if len(text) > 160:
        return None
    if parse_date_line(text) is not None or is_date_label(text) or _says_a_day(text):
        return "date"
    if position < _EDGE and (read_shared_byline(text) or read_byline(text)):
        return "byline"
    return "credit" if agency_of(text) else None
