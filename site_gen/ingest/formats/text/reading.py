"""A text document to a draft, by whichever of the readers it is for."""

from __future__ import annotations

from collections.abc import Sequence

from site_gen.ingest.formats.text.lines import Line, split_lines
from site_gen.ingest.formats.text.page import looks_like_page, read_page
from site_gen.ingest.formats.text.recurring import LineCounts
from site_gen.ingest.formats.text.wire import read_wire
from site_gen.model import Draft


def read_text(text: str, counts: LineCounts | None = None) -> Draft:
    """What a text document holds; `counts` tells which lines recur in the other documents of its source.

    A document in which no title or no text can be found gives a Draft without one.
    """
    lines = split_lines(text)
    if _has_menu(lines):
        raw = text.splitlines()
        if looks_like_page(raw):
            return read_page(raw, counts)
    return read_wire(lines, counts)


def _has_menu(lines: Sequence[Line]) -> bool:
    """Whether there are as many words on lines of their own as the menus of a page hold: the cheap question first."""
    return sum(3 < len(line.text) <= 28 for line in lines) >= 8
