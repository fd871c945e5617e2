"""The body of a post as WordPress stores it to the HTML that a reader sees: blocks, classic posts, two languages."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

_LANGUAGE = re.compile(r"<!--:([a-z]{2,3})?-->|\[:([a-z]{2,3})?\]|\{:([a-z]{2,3})?\}")
_BLOCK = (
    "address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|"
    "hr|iframe|li|main|nav|object|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|video|audio|style|script"
)
_OPENS = re.compile(rf"(<(?:{_BLOCK})\b[^<>]*>)", re.IGNORECASE)
_CLOSES = re.compile(rf"(</(?:{_BLOCK})\s*>|<hr\b[^<>]*>)", re.IGNORECASE)
_CONTAINER = re.compile(
    r"(<(?:address|article|aside|blockquote|center|div|main|section)\b[^<>]*>"
    r"|</(?:address|article|aside|blockquote|center|div|main|section)\s*>)",
    re.IGNORECASE,
)
_STARTS_WITH_BLOCK = re.compile(rf"</?(?:{_BLOCK})\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
_BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*\n?", re.IGNORECASE)
_GAP = re.compile(r"\n(?:[ \t]*\n)+")
_VERBATIM = re.compile(r"<(pre|script|style|textarea)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"']{4,1000}")
_EMBEDDED = re.compile(r'(class="wp-block-embed__wrapper">\s*)(https?://[^\s<>"\']{4,1000})(?=\s*<)')


def by_language(text: str) -> Mapping[str, str] | None:
    """The versions of a text that is written in several languages at once (qTranslate), or None for any other."""
    marks = [*_LANGUAGE.finditer(text)] if "<!--:" in text or "[:" in text or "{:" in text else []
    named = dict.fromkeys(code for mark in marks if (code := _code(mark)))
    if not named:
        return None
    versions = dict.fromkeys(named, "")
    code, start = "", 0
    for mark in (*marks, None):
        part = text[start : mark.start() if mark else len(text)]
        for name in [code] if code else versions:
            versions[name] += part
        if mark:
            code, start = _code(mark), mark.end()
    return versions


def _code(mark: re.Match[str]) -> str:
    return mark[1] or mark[2] or mark[3] or ""


def visible_html(text: str) -> str:
    """The HTML of a post without shortcodes: block comments taken out, the paragraphs of a classic post marked."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<!-- wp:" not in text:
        return classic_html("\n\n".join(_without_comments(text)))
    pieces = _without_comments(text)
    # What stands between blocks without a tag of its own was written in the classic editor.
    whole = "\n".join(piece if _is_marked(piece) else classic_html(piece) for piece in pieces)
    return _EMBEDDED.sub(r'\1<a href="\2">\2</a>', whole)


def _is_marked(piece: str) -> bool:
    start = piece.lstrip()
    return not start or _STARTS_WITH_BLOCK.match(start) is not None


def _without_comments(text: str) -> list[str]:
    """The pieces between comments; the text behind a comment that never ends is kept."""
    first, *others = text.split("<!--")
    pieces = [first]
    skipped = ""
    for other in others:
        comment, closed, behind = other.partition("-->")
        if closed:
            pieces.append(behind)
            skipped = ""
        else:
            skipped += comment
    return [*pieces, skipped] if skipped else pieces


def classic_html(text: str) -> str:
    """A post of the classic editor, where a blank line parts paragraphs and a line end is a line break."""
    return "".join(part if is_verbatim else _paragraphs(part) for is_verbatim, part in _verbatim_parts(text))


def _verbatim_parts(text: str) -> list[tuple[bool, str]]:
    """The text in parts: whether it is an element whose line ends mean themselves, and the part."""
    parts: list[tuple[bool, str]] = []
    done = 0
    while found := _VERBATIM.search(text, done):
        closer = re.compile(rf"</{found[1]}\s*>", re.IGNORECASE).search(text, found.end())
        if closer is None:
            break
        parts += ((False, text[done : found.start()]), (True, text[found.start() : closer.end()]))
        done = closer.end()
    return [*parts, (False, text[done:])]


def _paragraphs(text: str) -> str:
    if "\n" in text:
        text = _TAG.sub(lambda tag: tag[0].replace("\n", " "), text)
    text = _CLOSES.sub(r"\1\n\n", _OPENS.sub(r"\n\n\1", text))
    text = _CONTAINER.sub(r"\n\n\1\n\n", text)
    return "\n".join(_paragraph(chunk) for part in _GAP.split(text) if (chunk := part.strip()))


def _paragraph(chunk: str) -> str:
    if _ADDRESS.fullmatch(chunk):
        # WordPress shows what stands at an address on a line of its own.
        shown = html.escape(html.unescape(chunk))
        return f'<p><a href="{shown}">{shown}</a></p>'
    opening = _PARAGRAPH.match(chunk)
    if opening:
        return opening[0] + _broken_lines(chunk[opening.end() :].strip())
    return chunk if _STARTS_WITH_BLOCK.match(chunk) else f"<p>{_broken_lines(chunk)}</p>"


def _broken_lines(text: str) -> str:
    """Line ends as line breaks, unless a program wrapped the lines at a fixed width."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    if len(lines) > 2 and "<" not in text and all(60 <= len(line) <= 90 for line in lines[:-1]):
        return " ".join(lines)
    return _BREAK.sub("<br>", text).replace("\n", "<br>\n")
