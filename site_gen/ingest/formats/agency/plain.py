"""Plain text of the wire to blocks: paragraphs that were wrapped to the width of a printer, and their crossheads."""

from __future__ import annotations

import re

from site_gen.ingest.formats.text.lists import is_dashed_crosshead
from site_gen.model import Block, BlockKind, clean_line

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\u2028\u2029]")
_INDENT = re.compile(r"[ \t\u3000]{2,}|\t")
_MAX_CROSSHEAD = 70
_LONG = 100
_FULL = 0.55


def text_blocks(text: str, *, wrapped: bool = False) -> tuple[Block, ...]:
    """The blocks of a plain text: paragraphs by blank lines or indented first lines, else a line each.

    A text that is known to be `wrapped` has its lines joined in any case.
    """
    return line_blocks(paragraphs(text, wrapped=wrapped))


def paragraphs(text: str, *, wrapped: bool = False) -> list[str]:
    """The paragraphs of a text, each on one line."""
    lines = [line.rstrip() for line in _BREAKS.sub("\n", text).strip("\n").split("\n")]
    filled = [line for line in lines if line]
    indented = sum(bool(_INDENT.match(line)) for line in filled)
    by_indent = 0 < indented < len(filled)
    if not wrapped and not by_indent and len(filled) == len(lines):
        return [clean_line(line) for line in filled if clean_line(line)]
    return _joined(lines, by_indent=by_indent)


def _joined(lines: list[str], *, by_indent: bool) -> list[str]:
    """The lines put together; a line that is much shorter than the widest ends its row of a list or table."""
    short = _FULL * max(map(len, lines), default=0)
    found: list[list[str]] = [[]]
    before = ""
    for line in lines:
        if not line or (by_indent and _INDENT.match(line)) or (before and len(before) < short):
            found.append([])
        if line:
            found[-1].append(line)
        before = line
    return [text for part in found if (text := clean_line(" ".join(part)))]


def line_blocks(texts: list[str]) -> tuple[Block, ...]:
    """A block for each of these paragraphs: what stands between dashes, or short between long ones, is a crosshead."""
    blocks = []
    for index, text in enumerate(texts):
        if is_dashed_crosshead(text):
            blocks.append(Block(BlockKind.CROSSHEAD, text.strip("-–—_ \u00a0")))
        elif _is_crosshead(text, texts, index):
            blocks.append(Block(BlockKind.CROSSHEAD, text))
        elif any(character.isalnum() for character in text):
            blocks.append(Block(BlockKind.PARAGRAPH, text))
    return tuple(blocks)


def _is_crosshead(text: str, texts: list[str], index: int) -> bool:
    if len(text) > _MAX_CROSSHEAD or not 0 < index < len(texts) - 1:
        return False
    if text[-1] in ".!?…:;,)\"'”»=" or not (text[0].isupper() or text[0] in '"«“„¿'):
        return False
    return len(texts[index - 1]) > _LONG and len(texts[index + 1]) > _LONG
