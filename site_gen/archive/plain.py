"""Markdown to the plain text that listings and headline lists need: paragraphs, summaries, list items.

This reads for a teaser, not for a page: what it cannot understand stays as written and is escaped like any text.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator

from site_gen.folding import fold_title
from site_gen.model import Article, clean_line

SUMMARY_LENGTH = 240
_SHORTEST_SENTENCES = 60
# Only the beginning is read: it bounds the cost of patterns on hostile text.
_BODY_LIMIT = 20_000
_PARAGRAPH_LIMIT = 2_000
_BEGINNING = 20

_INLINE = re.compile(
    r"""
    \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<ticks>`+)(?P<code>[^`]+)(?P=ticks)
    | !\[[^\]]*\]\([^)]*\)
    | \[(?P<link>(?:\\.|[^\[\]\\])*)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])
    | <(?P<auto>https?://[^\s<>]+)>
    | </?[A-Za-z][^<>]*>
    | (?P<entity>&\#?\w{1,32};)
    | (?P<stars>\*{1,3}|~~)(?=\S)(?P<starred>(?:\\.|[^\\])+?)(?<=\S)(?P=stars)
    | (?<!\w)(?P<lines>_{1,3})(?=\S)(?P<lined>(?:\\.|[^\\])+?)(?<=\S)(?P=lines)(?!\w)
    """,
    re.VERBOSE | re.DOTALL,
)
# What `_INLINE` can begin with. Most paragraphs hold none of these, and to look for them is twenty times as fast.
_SPECIAL = re.compile(r"[\\`\[<&*~_]|!(?=\[)")
_SKIPPED = re.compile(r"(?:#{1,6}(?:\s|$)|```|~~~|\||<(?!https?:)[!/A-Za-z]|\[[^\]]+\]:\s|[-*_=](?:\s*[-*_=]){2,}$)")
_MARK = re.compile(r"(?:>\s?|[-*+]\s+|\d{1,9}[.)]\s+)+")
_LIST_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])\s+(.+)")
# A full stop after one letter ends an initial; French sets a space before its marks.
_SENTENCE_END = re.compile(
    r"""(?:(?:(?<=\w[\w"”»)%])[.…]|(?<=\w)[!?؟।]|(?<=\w\s)[!?])[.!?…]*(?:\s?»|["”’')\]])*(?=\s+\S)|[。！？][」』”]?)"""
)


def plain_line(markdown: str) -> str:
    """A paragraph or list item of Markdown as one line of plain text."""
    return clean_line(_plain(markdown[:_PARAGRAPH_LIMIT], 4))


def _plain(markdown: str, depth: int) -> str:
    parts: list[str] = []
    end = at = 0
    while (special := _SPECIAL.search(markdown, at)) is not None:
        at = special.start()
        found = _INLINE.match(markdown, at)
        if found is None:
            at += 1
            continue
        parts += (markdown[end:at], _replacement(found, depth))
        end = at = found.end()
    return "".join((*parts, markdown[end:])) if parts else markdown


def _replacement(found: re.Match[str], depth: int) -> str:
    inner = found["link"] or found["starred"] or found["lined"]
    if inner is not None:
        return _plain(inner, depth - 1) if depth else inner
    if found["entity"]:
        return html.unescape(found["entity"])
    return found["escaped"] or found["code"] or found["auto"] or ""


@functools.lru_cache(maxsize=4096)  # a watch mode reads the same lists again after every edit
def list_lines(body: str) -> tuple[str, ...]:
    """The items of the Markdown list that a headline list's body is, as plain text."""
    found = (_LIST_ITEM.match(line.strip()) for line in body.splitlines())
    lines = (plain_line(item[1]) for item in found if item)
    return tuple(line for line in lines if line)


def first_paragraph(body: str) -> str:
    """The first paragraph of a body as plain text; headings, tables, raw HTML and code are passed over."""
    for block in _blocks(body[:_BODY_LIMIT]):
        text = plain_line(" ".join(map(_without_mark, block)))
        if text:
            return text
    return ""


def _without_mark(line: str) -> str:
    """A line without the mark of a quote or a list item at its beginning."""
    mark = _MARK.match(line)
    return line[mark.end() :] if mark else line


def _blocks(body: str) -> Iterator[list[str]]:
    block: list[str] = []
    fence = ""
    for raw in body.split("\n"):
        line = raw.strip()
        if fence:
            fence = "" if line.startswith(fence) else fence
        elif not line or _SKIPPED.match(line):
            fence = line[:3] if line.startswith(("```", "~~~")) else ""
            if block and not re.match(r"[=-]+$", line):
                yield block
            block = []
        else:
            block.append(line)
    if block:
        yield block


def summarise(article: Article, paragraph: str) -> str:
    """What listings show of an article: its summary, else the beginning of its first paragraph."""
    return shorten(article.summary or paragraph)


def find_standfirst(article: Article, paragraph: str) -> str:
    """The article's summary, or nothing where the text begins with the same words."""
    summary = article.summary
    if not summary:
        return ""
    folded = fold_title(summary)
    # Most differ in their first words: the rest of them need not be looked at.
    head = fold_title(paragraph[: 4 * _BEGINNING])
    if min(len(folded), len(head)) > _BEGINNING and folded[:_BEGINNING] != head[:_BEGINNING]:
        return summary
    return "" if fold_title(paragraph).startswith(folded) else summary


def shorten(text: str, limit: int = SUMMARY_LENGTH) -> str:
    """`text` cut at the last end of a sentence within `limit` characters, else at a word with an ellipsis."""
    if len(text) <= limit:
        return text
    ends = [end.end() for end in _SENTENCE_END.finditer(text[: limit + 40]) if _starts_sentence(text, end.end())]
    good = [end for end in ends if _SHORTEST_SENTENCES <= end <= limit]
    if good:
        return text[: good[-1]]
    head = text[: limit - 1]
    if not text[limit - 1].isspace() and " " in head:
        head = head.rsplit(" ", 1)[0]
    return head.rstrip(" ,;:-–—.…") + "…"


def _starts_sentence(text: str, at: int) -> bool:
    """Whether what follows `at` does not go on in lower case, as it does after most abbreviations."""
    rest = text[at : at + 8].lstrip(" \"“«'([")
    return not rest[:1].islower()
