"""Runs of text between two block tags to paragraphs and crossheads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from site_gen.ingest.formats.text.crossheads import is_half_dashed, split_glued
from site_gen.ingest.formats.text.lists import is_dashed_crosshead
from site_gen.ingest.markup.inline import BREAK, Run, folded, is_plain, markdown_line, plain
from site_gen.model import Block, BlockKind

_LONGEST_CROSSHEAD = 90
_LINE = 60
"""A line of at least so many characters that ends as a sentence does was broken to end a paragraph."""
_SENTENCE_END = re.compile(r"[.!?…]\s?[»”\"')\]]*$")
_MARKED = re.compile(r"[-–—•·*▪■►▶→]\s|\d{1,2}[.)]\s")
_GLUE = re.compile(r"\s[-–—]\s?[^\W\d_\s]|\s[-–—]\s?[\"«“„¿¡0-9]")


def paragraphs(runs: Sequence[Run], *, crossheads: bool = True) -> Iterator[Block]:
    """The blocks that runs hold: two breaks part paragraphs, one does where a sentence or an item of a list ends.

    With `crossheads` what stands between dashes, or is short and bold, is told as a crosshead.
    """
    groups = _groups(runs) if BREAK in runs else [runs]
    for group in groups:
        yield from _blocks(folded(group), crossheads=crossheads)


def _groups(runs: Sequence[Run]) -> Iterator[list[Run]]:
    group: list[Run] = []
    last = ""
    for line, breaks in _lines(runs):
        text = plain(line)
        if group and (breaks > 1 or _begins(text, last)):
            yield group
            group = []
        if group:
            group.append((" ", 0, None))
        group.extend(line)
        last = text
    if group:
        yield group


def _lines(runs: Sequence[Run]) -> Iterator[tuple[list[Run], int]]:
    """The lines that hold something, each with the number of breaks before it."""
    line: list[Run] = []
    breaks = 0
    for run in (*runs, BREAK):
        if run is not BREAK:
            line.append(run)
            continue
        line = folded(line)
        if line:
            yield line, breaks
            line, breaks = [], 0
        breaks += 1


def _begins(text: str, last: str) -> bool:
    """Whether the line `text` begins a paragraph of its own after the line `last`."""
    if is_dashed_crosshead(text) or is_dashed_crosshead(last) or _MARKED.match(text):
        return True
    return len(last) >= _LINE and _SENTENCE_END.search(last) is not None and not text[0].islower()


def _blocks(runs: list[Run], *, crossheads: bool) -> Iterator[Block]:
    if not runs:
        return
    text = plain(runs)
    if not crossheads:
        is_text = is_plain(runs)
        yield Block(BlockKind.PARAGRAPH, text) if is_text else Block(BlockKind.MARKDOWN, markdown_line(runs))
    elif is_dashed_crosshead(text) or is_half_dashed(text):
        yield Block(BlockKind.CROSSHEAD, text.strip("-–— \u00a0"))
    elif not is_plain(runs):
        yield Block(BlockKind.MARKDOWN, markdown_line(runs))
    elif runs[0][1] and _reads_as_crosshead(text):
        yield Block(BlockKind.CROSSHEAD, text)
    elif _GLUE.search(text):
        yield from split_glued(text)
    else:
        yield Block(BlockKind.PARAGRAPH, text)


def _reads_as_crosshead(text: str) -> bool:
    """Whether a paragraph that is bold as a whole stands above others: short, and no sentence with its full stop."""
    return len(text) <= _LONGEST_CROSSHEAD and text[-1] not in ".:;,…)" and any(c.isalpha() for c in text)
