"""Crossheads in paragraphs of text: between dashes, glued to their neighbours, or bare on a line of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_gen.ingest.formats.text.lists import is_dashed_crosshead
from site_gen.model import Block, BlockKind

# A crosshead that lost its line: `…dans l'Est.- Cyclone et coronavirus -Délaissant`.
_GLUED_CROSSHEAD = re.compile(
    r"(?<=[.!?…»”\"'’)\]])\s?[-–—]\s?((?=[^a-zß-ÿ])[^\s–—-](?:[^–—]|(?<=\w)[-–](?=\w)){1,90}?)\s[-–—]\s?(?=[A-ZÀ-ÖØ-Þ\"«“„¿¡0-9\u0600-\u06ff])"
)


def text_blocks(paragraphs: Sequence[str]) -> tuple[Block, ...]:
    """The paragraphs and crossheads that lines of text hold."""
    blocks: list[Block] = []
    for index, text in enumerate(paragraphs):
        if is_dashed_crosshead(text) or is_half_dashed(text):
            blocks.append(Block(BlockKind.CROSSHEAD, text.strip("-–— \u00a0")))
        elif _is_bare_crosshead(text, paragraphs, index):
            blocks.append(Block(BlockKind.CROSSHEAD, text))
        else:
            blocks.extend(split_glued(text))
    return tuple(blocks)


def is_half_dashed(text: str) -> bool:
    """Whether a short line ends with a dash, the first one being lost."""
    return 4 < len(text) <= 70 and text.endswith((" -", " –", " —")) and text[0] not in "-–—•*"


def _is_bare_crosshead(text: str, paragraphs: Sequence[str], index: int) -> bool:
    """A short line without a full stop between two paragraphs."""
    if len(text) > 70 or len(text.split()) > 10 or not 0 < index < len(paragraphs) - 1:
        return False
    if text[-1] in ".!?…:;,)" or not (text[0].isupper() or text[0] in '"«“„¿') or _is_quotation(text):
        return False
    return len(paragraphs[index - 1]) > 100 and len(paragraphs[index + 1]) > 100


def _is_quotation(text: str) -> bool:
    """A whole short quotation with its own end (`"Je pars!"`) is speech."""
    return re.search(r"[.!?…]\s?[\"»”“]$", text) is not None


def split_glued(text: str) -> list[Block]:
    """A paragraph taken apart at the crossheads that lost their line in it."""
    parts = _GLUED_CROSSHEAD.split(text)
    blocks = []
    for index, part in enumerate(parts):
        kind = BlockKind.CROSSHEAD if index % 2 else BlockKind.PARAGRAPH
        if part.strip():
            blocks.append(Block(kind, part.strip()))
    return blocks
