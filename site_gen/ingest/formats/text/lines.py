"""The lines of a text document: cleaned, numbered, and unwrapped where a program had wrapped them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from site_gen.model import clean_line

_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_SENTENCE_END = re.compile(r"[.!?…:;»”\"'’)\]]$|--\w+$")
_MARKED = re.compile(r"[^\w\s\"'«“„‘(\[]|\d{1,2}[.)]\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document that holds something."""

    number: int
    """From 1, in the document."""
    text: str
    after_blank: bool
    """Whether an empty line stands before it."""

    @property
    def is_long(self) -> bool:
        """Whether it is as long as a paragraph, not a heading or a prompt."""
        return len(self.text) > 160 or (len(self.text) > 90 and self.text[-1] in '.!?…»”"')


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines of `text` that are not empty, left-over HTML entities resolved, hard-wrapped paragraphs joined."""
    raw = [_clean(line) for line in _split(text)]
    lines = []
    blank = True
    for number, line in enumerate(raw, 1):
        if line:
            lines.append(Line(number, line, blank))
        blank = not line
    width = _wrap_width(lines)
    return _unwrap(lines, width) if width else tuple(lines)


_ODD_BREAK = re.compile("[\x0b\x0c\u2028\u2029]")


def _split(text: str) -> list[str]:
    text = _ODD_BREAK.sub("\n", text)
    return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).split("\n")


# Windows-1252 taken for Latin-1 leaves control characters where `€`, dashes and quotes were, as browsers know too.
_MISREAD = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def _clean(line: str) -> str:
    if not line.isprintable():
        line = line.translate(_MISREAD)
    if "&" in line and _ENTITY.search(line):
        line = html.unescape(line)
    return clean_line(line).strip("\u200b\u200e\u200f\ufeff\u00ad \u00a0\u202f")


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which a program broke the lines: most end amid a sentence, near a common length; None if not."""
    inner = [
        one.text
        for one, two in pairwise(lines)
        if not two.after_blank and not _MARKED.match(one.text) and not _MARKED.match(two.text)
    ]
    widths = [len(text) for text in inner if len(text) >= 40 and not _SENTENCE_END.search(text)]
    if len(widths) < 4 or len(widths) < 0.5 * len(inner) or not 45 <= median(widths) <= 100 or max(widths) > 110:
        return None
    return max(widths)


def _unwrap(lines: Sequence[Line], width: int) -> tuple[Line, ...]:
    joined: list[Line] = []
    last = 0
    for line in lines:
        # A line well short of the width ends its paragraph, whatever follows; a longer one was never broken.
        if joined and not line.after_blank and 0.72 * width < last <= width and not _MARKED.match(line.text):
            head = joined[-1]
            joined[-1] = Line(head.number, f"{head.text} {line.text}", head.after_blank)
        else:
            joined.append(line)
        last = len(line.text)
    return tuple(joined)
