"""Where the article stands among the lines of a dumped web page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_gen.ingest.formats.text.page_lines import Line, Shape
from site_gen.ingest.formats.text.page_words import BY, COMMENTS, CREDIT, LEGAL, RELATED

if TYPE_CHECKING:
    from collections.abc import Sequence

# Weights of lines in the search for the span of lines with the most text: characters for prose, a price for what
# does not belong to an article. A paragraph of 200 characters outweighs three or four lines of furniture, so an
# article runs on over a share prompt or a photo, yet not over a block of other headlines.
_PRICE = {
    Shape.HEADLINE: -25.0,
    Shape.LABEL: -25.0,
    Shape.DATE: -50.0,
    Shape.CLOCK: -40.0,
    Shape.NUMBER: -25.0,
    Shape.MARK: -5.0,
    Shape.FURNITURE: -30.0,
}
_REASON_PRICE = {RELATED: -60.0, COMMENTS: -60.0, LEGAL: -150.0}
_RECURRING_PRICE = -60.0
_MOST = 300.0
_LINKED_SHARE = 0.5
_SHORT_SENTENCE = 50


@dataclass(frozen=True, slots=True)
class Core:
    """The span of the article's lines, and which of them are its text."""

    start: int
    end: int
    """One past the last."""
    text: tuple[int, ...]
    """Positions of the lines that are the article's own."""


def is_linked(lines: Sequence[Line], at: int) -> bool:
    """Whether the line at `at` is a piece of a sentence that goes on in the line before or after it."""
    line = lines[at]
    before = lines[at - 1] if at else None
    after = lines[at + 1] if at + 1 < len(lines) else None
    if line.shape in (Shape.CLOCK, Shape.DATE):
        return False
    if before is not None and not before.finished and _carries(before):
        if line.continues and len(before.text) > 1:
            return True
        if before.open_ended and len(before.text) >= 20:
            return True
    return after is not None and after.continues and not line.finished and _carries(line) and _carries(after)


def _carries(line: Line) -> bool:
    return line.shape not in (Shape.CLOCK, Shape.DATE, Shape.NUMBER)


def _weight(lines: Sequence[Line], at: int) -> float:
    line = lines[at]
    size = min(float(len(line.text)), _MOST)
    linked = is_linked(lines, at)
    if line.recurring and not (linked and line.shape is not Shape.SENTENCE and _neighbour_is_text(lines, at)):
        return _RECURRING_PRICE
    if line.shape is Shape.SENTENCE:
        return size if size >= _SHORT_SENTENCE else size / 2
    if line.shape is Shape.LONG:
        return size if linked else size / 2
    if linked and (not line.reason or _neighbour_is_text(lines, at)):
        return size * _LINKED_SHARE
    return _REASON_PRICE.get(line.reason, _PRICE[line.shape])


def _neighbour_is_text(lines: Sequence[Line], at: int) -> bool:
    """Whether a line beside the one at `at` is certainly prose: long, and seen in no other document."""
    beside = (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2])
    return any(len(line.text) >= 40 and not line.recurring and not line.reason for line in beside)


def find_core(lines: Sequence[Line]) -> Core | None:
    """The article's span, or None where the page holds no prose."""
    weights = [_weight(lines, at) for at in range(len(lines))]
    start, end = _heaviest(weights)
    if start == end:
        return None
    start = _extend_back(lines, start)
    end = _before_comments(lines, start, _extend_forward(lines, end))
    text = text_lines(lines, start, end)
    return Core(start, end, text) if text else None


_ARTICLE_CHARS = 500


def _before_comments(lines: Sequence[Line], start: int, end: int) -> int:
    """`end`, or the line that announces readers' comments once there is an article above it."""
    size = 0
    for at in range(start, end):
        if lines[at].reason == COMMENTS and size >= _ARTICLE_CHARS and not is_linked(lines, at):
            return at
        if lines[at].shape in (Shape.SENTENCE, Shape.LONG):
            size += len(lines[at].text)
    return end


def _heaviest(weights: Sequence[float]) -> tuple[int, int]:
    """The span of lines with the largest sum of weights."""
    best = total = 0.0
    span, begin = (0, 0), 0
    for at, weight in enumerate(weights):
        if total <= 0:
            total, begin = 0.0, at
        total += weight
        if total > best:
            best, span = total, (begin, at + 1)
    return span


def _extend_back(lines: Sequence[Line], start: int) -> int:
    """`start` moved back over the pieces of the sentence that it cuts, and to a date line just above."""
    while start and is_linked(lines, start - 1) and not lines[start - 1].finished:
        start -= 1
    for at in range(start - 1, max(start - 4, -1), -1):
        line = lines[at]
        if line.shape is Shape.DATE:
            return at + 1
        if line.reason or line.recurring or line.shape in (Shape.CLOCK, Shape.NUMBER):
            break
    return start


def _extend_forward(lines: Sequence[Line], end: int) -> int:
    """`end` moved over the pieces of the sentence that it cuts."""
    while end < len(lines) and is_linked(lines, end) and not lines[end - 1].finished:
        end += 1
    while (bridge := _bridge(lines, end)) is not None:
        end = bridge
    return end


_GAP = 7
_BRIDGED_CHARS = 80
_NEVER_BRIDGED = frozenset({COMMENTS, LEGAL})


def _bridge(lines: Sequence[Line], end: int) -> int | None:
    """The end of the prose that goes on after a few lines of furniture, such as an advertisement in the text."""
    for at in range(end, min(end + _GAP, len(lines))):
        line = lines[at]
        if line.shape in (Shape.CLOCK, Shape.DATE) or line.reason in _NEVER_BRIDGED:
            return None
        prose = line.shape in (Shape.SENTENCE, Shape.LONG) and len(line.text) >= _BRIDGED_CHARS
        if prose and not line.recurring and not is_caption(lines, at):
            return at + 1
    return None


_NAME_CHARS = 40


def player_lines(lines: Sequence[Line], start: int, end: int) -> set[int]:
    """Positions of embedded players: a caption, a lone `par`, and the name of who made it."""
    found: set[int] = set()
    for at in range(start + 1, end - 1):
        if lines[at].text.lower() not in BY or len(lines[at + 1].text) > _NAME_CHARS:
            continue
        caption, after = lines[at - 1], lines[at + 2] if at + 2 < len(lines) else None
        if caption.continues or caption.open_ended or len(caption.text) > 250:
            continue
        if after is not None and after.continues and at + 2 < end and not lines[at - 2].open_ended:
            continue
        found |= {at - 1, at, at + 1}
    return found


def text_lines(lines: Sequence[Line], start: int, end: int) -> tuple[int, ...]:
    """The positions from `start` to `end` that are the article's own text."""
    players = player_lines(lines, start, min(end + 2, len(lines)))
    kept = []
    related = False
    for at in range(start, end):
        line = lines[at]
        if line.reason == RELATED and len(line.text) <= _RELATED_CHARS:
            related = not is_linked(lines, at)
        elif line.shape in (Shape.SENTENCE, Shape.LONG):
            related = False
        if at in players or (related and not line.continues) or not _is_text(lines, at):
            continue
        kept.append(at)
    while kept and not _may_end(lines, kept[-1]):
        kept.pop()
    return tuple(kept)


_RELATED_CHARS = 40
"""A longer line holds the other article's headline itself, a shorter one stands above it."""


def _is_text(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    linked = is_linked(lines, at)
    if line.shape is Shape.SENTENCE:
        return not line.recurring and not is_caption(lines, at)
    if line.shape is Shape.LONG:
        return not line.recurring
    if line.shape is Shape.MARK:
        return True
    if linked and _neighbour_is_text(lines, at):
        return True
    if line.reason or line.recurring or line.shape in (Shape.CLOCK, Shape.DATE, Shape.NUMBER):
        return False
    return not is_caption(lines, at) and not _is_ticker(lines, at)


_CAPTION_CHARS = 150


def is_caption(lines: Sequence[Line], at: int) -> bool:
    """Whether the line is followed by the credit of a photo."""
    for after in lines[at + 1 : at + 4]:
        if after.shape is not Shape.NUMBER:
            return after.reason == CREDIT and len(lines[at].text) <= _CAPTION_CHARS
    return False


def _is_ticker(lines: Sequence[Line], at: int) -> bool:
    """Whether a headline stands beside a date or a clock time, as those of other articles do."""
    if lines[at].shape is not Shape.HEADLINE or lines[at].open_ended:
        return False
    near = lines[max(at - 2, 0) : at + 2]
    return any(line.shape is Shape.CLOCK or (line.shape is Shape.DATE and not line.dates_article) for line in near)


def _may_end(lines: Sequence[Line], at: int) -> bool:
    """Whether an article may end with this line; a heading cannot be its end."""
    line = lines[at]
    return line.shape in (Shape.SENTENCE, Shape.LONG, Shape.MARK) or line.finished or is_linked(lines, at)
