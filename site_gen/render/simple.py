"""The forms that most news is written in, from Markdown to HTML without a parser.

What is written here is what Python-Markdown and the sanitiser give, byte for byte; a test compares them. A text that
holds anything else, or that could be read in two ways, is left to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from site_gen.model import clean_text

LITERAL = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|])|&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[0-9a-zA-Z]{1,31});")
"""A mark that is meant as itself, or a character by its name."""
BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)*\n")
HEADING = re.compile(r"(#{1,6}) +(.*(?:[^#\s]|\\#))[ \t]*$")

# What a paragraph, a quote or an item cannot begin with: it could be another block.
_BLOCK_START = re.compile(r"[#>+=~|:\s-]|\*[ \t]|\d+[.)](?!\d)")
# One line without any mark, which most paragraphs are: it needs no other look.
_PROSE = re.compile(r"""(?:[^\W\d_]|["'«“„‘’])[^\\`*_\[<>&\t\n]*(?<=\S)""")
_MARK = re.compile(r"[\\`*_\[<&\t]")
_ESCAPED = r"\\[\\`*_{}\[\]()>#+\-.!|]"
_PLAIN = rf"(?:[^*\\`_\[\]<\t]++|{_ESCAPED})++"
# No user, port, number or code in the host: what the sanitiser would refuse does not come through here.
_HOST = r"(?:(?!xn-)[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}"
_ADDRESS = rf"https?://{_HOST}(?:[/?\#][A-Za-z0-9./_%+=?&\#~,:@-]*)?"
# Browsers end such a code where they like.
_HALF_CODE = re.compile(r"&#(?!(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});)")
# Every branch begins with its mark, so that text without one is passed over quickly. A mark that has no name here and
# is no literal is one that has no simple reading.
_TOKEN = re.compile(
    rf"""
    {_ESCAPED}
    | &(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[0-9a-zA-Z]{{1,31}});
    | \[(?<!!\[)(?P<text>{_PLAIN})\]\((?P<link>{_ADDRESS})\)
    | \*\*(?<!\*\*\*)(?=[^\s*])(?P<strong>{_PLAIN})(?<=[^\s*])\*\*(?!\*)
    | \*(?<!\*\*)(?=[^\s*])(?P<em>{_PLAIN})(?<=[^\s*])\*(?!\*)
    | \\ | ` | \* | _ | \[ | < | \t
    """,
    re.VERBOSE,
)
_BULLET = re.compile(r"([-+*]|1\.) +(?=\S)")
_NUMBER = re.compile(r"\d+\. +(?=\S)")


def simple_html(text: str) -> str | None:
    """The HTML of a text of simple blocks, None where it holds any other."""
    writer = _Writer()
    for block in BLANK.split(text):
        if block and not writer.add(block):
            return None
    return writer.html()


class _Writer:
    """Takes blocks one after the other."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._levels: list[int] = []
        self._last = ""
        """What the last block was: `quote` and `list` may go on in the next one."""

    def html(self) -> str:
        """All that was taken."""
        if self._last == "quote":
            self._parts.append("</blockquote>")
        return "\n".join(self._parts)

    def add(self, block: str) -> bool:
        """Take a block, or say that it is none of the simple ones."""
        if _PROSE.fullmatch(block) and "  " not in block:
            if self._last == "quote":
                self._parts.append("</blockquote>")
            self._last = "text"
            self._parts.append(f"<p>{block}</p>")
            return True
        first = block[0]
        if first == ">":
            return self._quote(block)
        if self._last == "quote":
            self._parts.append("</blockquote>")
            self._last = ""
        if first == "#":
            return self._heading(block)
        found = _BULLET.match(block)
        if found:
            return self._list(block, found[1])
        self._last = "text"
        return self._paragraph(block)

    def _paragraph(self, block: str) -> bool:
        content = _paragraph(block)
        if content is None:
            return False
        if content:
            self._parts.append(f"<p>{content}</p>")
        return True

    def _heading(self, block: str) -> bool:
        found = HEADING.match(block)
        content = _inline(found[2]) if found and "\n" not in block and found[2] == found[2].strip() else None
        if content is None or found is None:
            return False
        given = len(found[1])
        self._levels = [level for level in self._levels if level < given] + [given]
        tag = f"h{min(6, 1 + len(self._levels))}"
        self._parts.append(f"<{tag}>{content}</{tag}>")
        self._last = "text"
        return True

    def _quote(self, block: str) -> bool:
        lines = block.split("\n")
        if not all(line.startswith("> ") for line in lines):
            return False
        content = _paragraph("\n".join(line[2:] for line in lines))
        if not content:
            return False
        if self._last != "quote":
            self._parts.append("<blockquote>")
        self._parts.append(f"<p>{content}</p>")
        self._last = "quote"
        return True

    def _list(self, block: str, mark: str) -> bool:
        if self._last == "list":
            return False
        is_numbered = mark == "1."
        items = []
        for line in block.split("\n"):
            found = _NUMBER.match(line) if is_numbered else _BULLET.match(line)
            if found is None or (not is_numbered and found[1] != mark):
                return False
            content = _paragraph(line[found.end() :])
            if not content:
                return False
            items.append(f"<li>{content}</li>")
        tag = "ol" if is_numbered else "ul"
        self._parts.append("\n".join((f"<{tag}>", *items, f"</{tag}>")))
        self._last = "list"
        return True


def _paragraph(block: str) -> str | None:
    """The text of a paragraph, of one line or of several, None where it is not simple."""
    for line in block.split("\n"):
        # White space of any kind at an end is cut off here and kept there.
        if _BLOCK_START.match(line) or line != line.strip():
            return None
    return _inline(block)


def _inline(text: str) -> str | None:
    """One or more lines with emphasis, links and literals, None where a mark has no simple reading."""
    if "  " in text or ("&#" in text and _HALF_CODE.search(text)):
        return None
    mark = _MARK.search(text)
    if mark is None:
        return escape(text, quote=False)
    parts: list[str] = []
    end = 0
    while mark is not None:
        start = at = mark.start()
        found = _TOKEN.match(text, start)
        if found is not None:
            kind = found.lastgroup
            at = found.end() - 1
            if kind is None and at == start:
                return None
            parts.append(escape(text[end:start], quote=False))
            parts.append(_plain(found[0]) if kind is None else _WRITERS[kind](found))
            end = at + 1
        mark = _MARK.search(text, at + 1)
    parts.append(escape(text[end:], quote=False))
    return "".join(parts)


def _plain(text: str) -> str:
    """Text that holds no marks but literals."""
    if "&" in text or "\\" in text:
        text = clean_text(LITERAL.sub(read_literal, text))
    return escape(text, quote=False)


def read_literal(found: re.Match[str]) -> str:
    """The character that a literal stands for."""
    return found[1] or unescape(found[0])


_WRITERS: dict[str, Callable[[re.Match[str]], str]] = {
    "link": lambda found: f'<a href="{escape(found["link"])}" rel="nofollow noopener">{_plain(found["text"])}</a>',
    "strong": lambda found: f"<strong>{_plain(found['strong'])}</strong>",
    "em": lambda found: f"<em>{_plain(found['em'])}</em>",
}
