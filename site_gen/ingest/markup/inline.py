"""Runs of text with emphasis and links to lines of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from site_gen.content.markdown import markdown_text
from site_gen.model import clean_line

STRONG = 1
EM = 2

Run = tuple[str, int, str | None]
"""A text, its emphasis (0, STRONG, EM or both) and the address that it links to."""
BREAK: Run = ("", 0, None)
"""Stands for `<br>`; told by its identity."""

_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
# Windows-1252 written as numbers (`&#146;`) is read as browsers read it; marks that nobody sees would split words.
_UNSEEN = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)} | dict.fromkeys(
    (0xAD, 0x200B, 0x2060, 0xFEFF), ""
)
_ALNUM = re.compile(r"[^\W_]")
_EDGES = " \u00a0\u202f"


def folded(runs: Iterable[Run]) -> list[Run]:
    """The runs with white space as a browser shows it: one space at most, none at the ends, no empty run."""
    result: list[Run] = []
    pieces: list[str] = []
    kind: tuple[int, str | None] = (0, None)
    open_space = True
    for raw, style, href in runs:
        text = _cleaned(raw)
        if open_space:
            text = text.lstrip(" ")
        if not text:
            continue
        open_space = text[-1] == " "
        if pieces and (style, href) != kind:
            result.append(("".join(pieces), *kind))
            pieces = []
        kind = (style, href)
        pieces.append(text)
    if pieces:
        result.append(("".join(pieces), *kind))
    return _stripped(result)


def _cleaned(text: str) -> str:
    if text.isprintable():
        return _SPACES.sub(" ", text) if "  " in text else text
    return _SPACES.sub(" ", text.translate(_UNSEEN))


def _stripped(runs: list[Run]) -> list[Run]:
    while runs:
        text, style, href = runs[-1]
        text = text.rstrip(_EDGES)
        if text:
            runs[-1] = (text, style, href)
            break
        runs.pop()
    while runs:
        text, style, href = runs[0]
        text = text.lstrip(_EDGES)
        if text:
            runs[0] = (text, style, href)
            break
        del runs[0]
    return runs


def plain(runs: Iterable[Run]) -> str:
    """The text of folded runs as one clean line."""
    return clean_line("".join(run[0] for run in runs))


def is_plain(runs: Sequence[Run]) -> bool:
    """Whether folded runs hold no link and no emphasis, apart from bold type for the whole."""
    return all(href is None and style == runs[0][1] for _, style, href in runs) and runs[0][1] in (0, STRONG)


def markdown_line(runs: Sequence[Run]) -> str:
    """Folded runs as one line of Markdown that shows their text."""
    parts: list[str] = []
    starred = False
    for text, style, href in runs:
        core = text.strip(_EDGES)
        at = text.find(core)
        before, after = text[:at], text[at + len(core) :]
        mark = _mark(style) if href is None and _ALNUM.search(core) else ""
        if mark and starred and not before:
            mark = ""
        if href and core:
            # `[\]:` at the beginning of a line would define a reference.
            shown = _escaped(core).replace("\\]:", "\\]&#58;")
            piece = f"[{shown}]({href})"
            if parts and parts[-1].endswith("!") and not before:
                # `![` would be an image.
                parts[-1] = parts[-1][:-1] + "\\!"
        elif mark:
            piece = mark + _escaped(core) + mark
        else:
            piece = _escaped(core) if parts else markdown_text(core)
        parts.append(before + piece + after)
        starred = bool(mark) and not after
    return "".join(parts)


def _mark(style: int) -> str:
    return "**" if style & STRONG else "*" if style & EM else ""


def _escaped(text: str) -> str:
    """Plain text for the middle of a line: behind a letter `markdown_text` sees no beginning of one."""
    return markdown_text("x" + clean_line(text))[1:]
