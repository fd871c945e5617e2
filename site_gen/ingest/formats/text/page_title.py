"""Which line of a dumped web page is the article's title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_gen.ingest.formats.text.page_core import is_caption
from site_gen.ingest.formats.text.page_lines import Line, Shape
from site_gen.ingest.formats.text.page_words import COMMENTS, RELATED, SHARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_gen.ingest.formats.text.page_core import Core

_SUFFIX = re.compile(r"^\s*[-|:–—·»•<>/]")
_SITE = re.compile(r"\s+(?:[-|–—·»•]|::)\s+(?=[^-|–—·»•]{2,60}$)")
_WORD = re.compile(r"[^\W\d_]{4,}|\d{2,}")
_HEAD_LINES = 3
_LEAST_CHARS = 8
_REACH = 60
_ALIKE = 0.75
_FEWEST_WORDS = 3
_NAME_CHARS = 35
_TITLES = (Shape.HEADLINE, Shape.SENTENCE, Shape.LONG)


def find_title(lines: Sequence[Line], core: Core | None) -> int | None:
    """The position of the title, or None; the title may need `title_text`."""
    limit = core.start if core else len(lines)
    heads = range(min(_HEAD_LINES, len(lines)))
    for head in heads:
        # Below the page's own title stand labels of menus, which recur as well.
        if not _title_like(lines[head]) or (head and lines[head].shape not in _TITLES):
            continue
        for match in (_is_same, _is_beginning, _is_alike):
            again = [at for at in range(head + 1, limit) if match(lines[head].text, lines[at].text)]
            if again:
                return again[-1]
    if core is None:
        return next((at for at in heads if _title_like(lines[at])), None)
    repeated = _repeated_before(lines, core)
    if repeated is not None:
        return repeated
    return _best_scored(lines, core)


def title_text(lines: Sequence[Line], at: int) -> str:
    """The title at `at`; that of the page's very first lines without the name of the site."""
    text = lines[at].text
    if at >= _HEAD_LINES:
        return text
    return _SITE.split(text)[0] if len(_SITE.split(text)[0]) >= _LEAST_CHARS else text


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _title_like(line: Line) -> bool:
    if line.shape in (Shape.DATE, Shape.CLOCK, Shape.NUMBER, Shape.MARK):
        return False
    return len(line.text) >= _LEAST_CHARS and " " in line.text


def _is_same(head: str, text: str) -> bool:
    return _key(head) == _key(text)


def _is_beginning(head: str, text: str) -> bool:
    """Whether `head` is `text` with the name of the site after it."""
    if not _LEAST_CHARS <= len(text) < len(head) or " " not in text:
        return False
    return _key(head).startswith(_key(text)) and _SUFFIX.match(head[len(text) :]) is not None


def _is_alike(head: str, text: str) -> bool:
    if len(text) < 20 or len(head) < 20 or len(text) > 2 * len(head):
        return False
    ours, theirs = set(_WORD.findall(head.casefold())), set(_WORD.findall(text.casefold()))
    return len(ours) >= 4 and len(ours & theirs) >= _ALIKE * len(ours | theirs)


def _repeated_before(lines: Sequence[Line], core: Core) -> int | None:
    """The last line before the article that stands twice on the page and is no entry of a list."""
    seen: dict[str, list[int]] = {}
    for at, line in enumerate(lines[: core.end]):
        if line.shape in (Shape.HEADLINE, Shape.SENTENCE, Shape.LONG) and len(line.text) <= 250:
            seen.setdefault(_key(line.text), []).append(at)
    found = [
        places
        for places in seen.values()
        if len(places) > 1
        and core.start - _REACH <= (before := [p for p in places if p < core.start] or [-_REACH * 9])[-1]
        and not any(_listed(lines, p) or lines[p].recurring for p in before)
    ]
    ours = _words(lines[at].text for at in core.text)
    found = [places for places in found if _overlap(lines[places[0]].text, ours) >= 0.3]
    return max(p for p in found[-1] if p < core.start) if found else None


def _listed(lines: Sequence[Line], at: int) -> bool:
    """Whether the line at `at` stands beside a date or time or below a heading for other articles."""
    near = lines[max(at - 2, 0) : at]
    if any(line.shape is Shape.CLOCK for line in near) or (near and near[-1].shape is Shape.DATE):
        return not near[-1].dates_article
    after = lines[at + 1] if at + 1 < len(lines) else None
    if after is not None and after.shape is Shape.DATE and not after.dates_article:
        return True
    return any(line.reason == RELATED and len(line.text) < 30 for line in lines[max(at - 4, 0) : at])


def _words(texts: Iterable[str]) -> set[str]:
    return {word[:7] for text in texts for word in _WORD.findall(text.casefold())}


def _overlap(title: str, ours: set[str]) -> float:
    words = _words([title])
    # Of few words some stand in any text by chance.
    return len(words & ours) / max(len(words), _FEWEST_WORDS)


def _best_scored(lines: Sequence[Line], core: Core) -> int | None:
    """The line before the article that most looks like its title."""
    ours = _words(lines[at].text for at in core.text)
    best: tuple[float, int] | None = None
    for at in range(max(core.start - _REACH, 0), core.start):
        if not _title_like(lines[at]) or len(lines[at].text) > 250 or lines[at].reason:
            continue
        score = _score(lines, at, core, ours)
        if best is None or score >= best[0]:
            best = (score, at)
    head = next((at for at in range(min(_HEAD_LINES, core.start)) if lines[at].shape in _TITLES), None)
    if head is not None:
        score = 1.2 + 3 * _overlap(title_text(lines, head), ours) - (2.0 if lines[head].recurring else 0.0)
        if best is None or score > best[0]:
            best = (score, head)
    return best[1] if best is not None and best[0] > 0 else None


def _score(lines: Sequence[Line], at: int, core: Core, ours: set[str]) -> float:
    line = lines[at]
    after = lines[at + 1] if at + 1 < len(lines) else None
    score = 3 * _overlap(line.text, ours) - 0.03 * (core.start - at)
    score += 0.5 if line.shape in _TITLES else -0.7
    if after is not None and after.dates_article and len(line.text) <= _NAME_CHARS:
        # Rather the writer or agency beside the date than a title.
        score -= 0.7
    elif after is not None and (after.reason in (SHARE, COMMENTS) or after.dates_article):
        score += 0.7
    if _listed(lines, at):
        score -= 1.5
    if line.recurring:
        score -= 1.5
    if line.continues or line.text.endswith(("...", "…")):
        score -= 2.0
    if is_caption(lines, at):
        score -= 1.5
    return score
