"""Plain text ⇄ the Markdown that we write: what a document says is what the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from site_gen.model import Block, BlockKind, clean_line

_INLINE = re.compile(r"[\\`*_\[\]]")
_LINE_START = re.compile(r"(?:[#>+=~-]|\d+[.)](?=\s|$)|:(?=\s))")
# Browsers read the number of a character although nothing ends it.
_ENTITY = re.compile(r"&(?=#\w|\w+;)")


def markdown_text(text: str) -> str:
    """Plain text as one line of Markdown that shows exactly this text."""
    text = clean_line(text)
    text = _INLINE.sub(lambda found: "\\" + found[0], text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    start = _LINE_START.match(text)
    if start:
        # `1986. …` would become a list: the mark to escape is the last character of the match.
        at = start.end() - 1
        mark = "&#58;" if text[at] == ":" else "\\" + text[at] if text[at] not in "=~" else f"&#{ord(text[at])};"
        text = text[:at] + mark + text[at + 1 :]
    return text


def markdown_body(blocks: Iterable[Block]) -> str:
    """The Markdown of an article's blocks: paragraphs, crossheads as `##`, and what is Markdown already."""
    parts = []
    for block in blocks:
        if block.kind is BlockKind.MARKDOWN:
            parts.append(block.text)
            continue
        text = markdown_text(block.text)
        if block.kind is BlockKind.CROSSHEAD:
            text = "## " + (text[:-1] + "\\#" if text.endswith("#") and not text.endswith("\\#") else text)
        parts.append(text)
    return "\n\n".join(parts)


def markdown_list(lines: Iterable[str]) -> str:
    """A Markdown list, one item a line."""
    return "\n".join(f"- {markdown_text(line)}" for line in lines)


_LIST_ITEM = re.compile(r"[-*+]\s+(.+)$")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>|~])")
_LINKED = re.compile(r"^\[(.*)\]\([^)]*\)$")


def list_items(body: str) -> tuple[str, ...]:
    """The items of a Markdown list as plain text: the inverse of `markdown_list`, and kind to edits by hand."""
    found = (_LIST_ITEM.match(line.strip()) for line in body.splitlines())
    return tuple(plain_text(_LINKED.sub(r"\1", item[1].strip())) for item in found if item)


def plain_text(markdown: str) -> str:
    """One line of our own Markdown as plain text, its escapes taken off."""
    text = markdown.replace("&lt;", "<").replace("&amp;", "&").replace("&#58;", ":").replace("&#61;", "=")
    return _ESCAPED.sub(r"\1", text.replace("&#126;", "~"))
