"""Markdown to HTML that is safe to publish. The one user of Python-Markdown.

Most bodies are paragraphs, crossheads, short lists and quotes with some emphasis and links. These are written out
directly, ten times faster and exactly as Python-Markdown and the sanitiser would; a text that holds anything else goes
through both. A plain writer takes the texts that would cost Python-Markdown quadratic time (thousands of open
brackets, say): their marks then show as text. Which way a text goes depends on the text alone, never on a clock.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from site_gen.model import clean_text
from site_gen.render.simple import BLANK, HEADING, LITERAL, read_literal, simple_html

if TYPE_CHECKING:
    import markdown

_MAX_LENGTH = 200_000
# Python-Markdown took 0.2 s for each million of marks x characters (brackets), 0.04 s (tags) and 0.03 s (code).
_MAX_BRACKET_WORK = 3_000_000
_MAX_TAG_WORK = 8_000_000
_MAX_CODE_WORK = 8_000_000
_MAX_FENCE_WORK = 8_000_000
# It copies a paragraph for each mark in it: 0.3 to 0.8 s for each thousand million of marks x characters.
_MAX_MARK_WORK = 2_000_000_000
_MAX_BLOCKS = 20_000
_MAX_TAGS = 4_000
_MAX_HEADINGS = 1_000

_DEEP = re.compile(r"^(?:[ \t]*>){9}|^[ \t]{40,}(?:[-+*>]|\d+[.)])", re.MULTILINE)
_HEADING_LINE = re.compile(r"^[ ]{0,3}(?:#|[=_*-][=_* -]*$)", re.MULTILINE)
_FENCE = re.compile(r"^(?:`{3}|~{3})", re.MULTILINE)
_INLINE_MARK = re.compile(r"[\\*_&]")
_ITEM = re.compile(r"^[ ]{0,3}(?:[-+*]|\d+\.)[ ]", re.MULTILINE)


def to_html(text: str, dateline: str = "") -> str:
    """The HTML of a Markdown text; a plain-text `dateline` runs into its first paragraph."""
    text = clean_text(text).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    html = simple_html(text)
    if html is None:
        html = _plain_html(text) if _is_costly(text) else _rich_html(text)
    if not dateline:
        return html
    lead = f'<span class="dateline">{escape(dateline)} –</span> '
    return f"<p>{lead}{html[3:]}" if html.startswith("<p>") else f"<p>{lead.strip()}</p>\n{html}"


def _rich_html(text: str) -> str:
    from site_gen.render.sanitiser import sanitise

    engine = _engine()
    engine.reset()
    try:
        html = engine.convert(text)
    except Exception:  # noqa: BLE001 (AssertionError, RecursionError …: what breaks the parser is text)
        return _plain_html(text)
    return sanitise(html)


@cache
def _engine() -> markdown.Markdown:
    import markdown  # most runs need no parser

    return markdown.Markdown(extensions=["fenced_code", "sane_lists", "tables"], output_format="html")


def _plain_html(text: str) -> str:
    """Paragraphs and headings alone; whatever else there is shows as it was written."""
    lines: list[str] = []
    levels: list[int] = []
    for block in BLANK.split(text):
        heading = HEADING.match(block)
        content = escape(clean_text(LITERAL.sub(read_literal, heading[2] if heading else block.strip(" \t"))), False)
        if heading:
            given = len(heading[1])
            levels = [level for level in levels if level < given] + [given]
            tag = f"h{min(6, 1 + len(levels))}"
            lines.append(f"<{tag}>{content}</{tag}>")
        elif content:
            lines.append(f"<p>{content}</p>")
    return "\n".join(lines)


def _is_costly(text: str) -> bool:
    """Whether Python-Markdown could take long over `text`, or nest deeper than its stack allows."""
    if len(text) > _MAX_LENGTH or _DEEP.search(text):
        return True
    bare = LITERAL.sub("", text)
    open_tags = len(re.findall(r"<(?=[^<>]*(?:<|\Z))", bare))
    return (
        text.count("\n\n") > _MAX_BLOCKS
        or bare.count("<") > _MAX_TAGS
        or open_tags * len(bare) > _MAX_TAG_WORK
        or len(_HEADING_LINE.findall(bare)) > _MAX_HEADINGS
        or len(_FENCE.findall(bare)) * len(bare) > _MAX_FENCE_WORK
        or sum(len(_INLINE_MARK.findall(unit)) * len(unit) for unit in _units(text)) > _MAX_MARK_WORK
        or sum(unit.count("[") * len(unit) for unit in _units(bare)) > _MAX_BRACKET_WORK
        or sum(len(re.findall("`+", unit)) * len(unit) for unit in _units(bare)) > _MAX_CODE_WORK
    )


def _units(text: str) -> list[str]:
    """The pieces that Python-Markdown searches for inline marks: blocks, and the items of lists."""
    units: list[str] = []
    for block in BLANK.split(text):
        units.extend(_ITEM.split(block) if _ITEM.match(block) else [block])
    return units
