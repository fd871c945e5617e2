"""The lines of a dumped web page and what each looks like on its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from site_gen.ingest.formats.text.datelines import DateLine, parse_date_line, parse_day_line
from site_gen.ingest.formats.text.page_words import FUNCTION_WORDS, furniture_reason
from site_gen.model import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_gen.ingest.formats.text.recurring import LineCounts


class Shape(Enum):
    """What a line looks like."""

    SENTENCE = "sentence"
    """Ends like a sentence and has the words of one."""
    LONG = "long"
    """Too long for a headline, without the end of a sentence: a part of a paragraph."""
    HEADLINE = "headline"
    LABEL = "label"
    """A few words: a section, a menu entry, a name."""
    DATE = "date"
    CLOCK = "clock"
    NUMBER = "number"
    MARK = "mark"
    """Punctuation alone."""
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something."""

    number: int
    """From 1, blank lines counted."""
    text: str
    """On one line, without a bullet."""
    shape: Shape
    reason: str = ""
    """Why the line is furniture by its own words."""
    recurring: bool = False
    """Whether it stands in many documents of the source."""
    date: DateLine | None = None
    continues: bool = False
    """Whether it begins in the middle of a sentence."""
    finished: bool = False
    """Whether it ends like a sentence."""

    @property
    def dates_article(self) -> bool:
        """Whether it gives a date with a word such as `publié` or an hour, as lists of headlines do not."""
        return self.date is not None and (self.date.stated or self.date.timestamp.time is not None)

    @property
    def open_ended(self) -> bool:
        """Whether it ends in a way in which no heading ends: on a comma or a preposition."""
        if self.finished:
            return False
        last = self.text[-1]
        return last in ",;(«“„–-" or self.text.rsplit(None, 1)[-1].rsplit("'", 1)[-1].lower() in FUNCTION_WORDS


_BULLET = re.compile(r"^(?:[•·‣▪►▶●◦*>|]|[-–—](?=\s))\s*(?=\S)")
_BULLET_ALONE = re.compile(r"^[-–—•·‣▪►▶●◦*>|]$")
_CROSSHEAD = re.compile(r"^[-–—]\s*\S.*\S\s*[-–—]$")
_CLOCK = re.compile(r"^\d{1,2}\s?[:hH]\s?\d{2}$")
_FINISHED = re.compile(r"(?:[.!?…؟۔]|\.\.\.)[\"'”»«)\]\s]*$")
_CONTINUES = re.compile(r"^(?:[,;:.!?)\]»”…%،؛]|-[^\W\d_])|^[\"'](?:$|\s|[,;:.)])")
_LONG_CHARS = 150
_HEADLINE_CHARS = 25
_HEADLINE_WORDS = 4
_SENTENCE_WORDS = 6


def read_lines(lines: Sequence[str], counts: LineCounts | None) -> list[Line]:
    """The lines that hold something, in order."""
    read = []
    for number, raw in enumerate(lines, start=1):
        line = _look(raw)
        if line is not None:
            recurring = counts is not None and counts.recurring(line.text)
            read.append(replace(line, number=number, recurring=recurring))
    return read


# Menus and tickers stand in every page of a source, so most lines were seen a moment ago.
@lru_cache(maxsize=4096)
def _look(raw: str) -> Line | None:
    """What a line is by its own words, wherever it stands; None if it holds nothing."""
    text = clean_line(raw)
    if not text or _BULLET_ALONE.match(text):
        return None
    if not _CROSSHEAD.match(text):
        text = _BULLET.sub("", text)
    reason = furniture_reason(text)
    date = parse_date_line(text)
    finished = _FINISHED.search(text) is not None
    first = text[0]
    return Line(
        number=0,
        text=text,
        shape=_shape(text, reason, date, finished=finished),
        reason=reason,
        date=date,
        continues=first.islower() or _CONTINUES.match(text) is not None,
        finished=finished,
    )


def _shape(text: str, reason: str, date: DateLine | None, *, finished: bool) -> Shape:
    if reason:
        return Shape.FURNITURE
    if _CLOCK.match(text):
        return Shape.CLOCK
    if date is not None or (len(text) <= 40 and parse_day_line(text) is not None):
        return Shape.DATE
    return _shape_of_words(text, finished=finished)


def _shape_of_words(text: str, *, finished: bool) -> Shape:
    letters = sum(map(str.isalpha, text)) if len(text) < 20 else len(text)
    if letters * 2 < len(text.replace(" ", "")):
        return Shape.NUMBER if any(map(str.isdigit, text)) else Shape.MARK
    words = text.count(" ") + 1
    if finished and words >= _SENTENCE_WORDS and not text.endswith(" ..."):
        return Shape.SENTENCE
    if len(text) >= _LONG_CHARS:
        return Shape.LONG
    if len(text) >= _HEADLINE_CHARS and words >= _HEADLINE_WORDS:
        return Shape.HEADLINE
    return Shape.LABEL
