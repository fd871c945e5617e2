"""Plain reStructuredText: paragraphs, headings, lists, links and emphasis to blocks; whatever else it has is refused.

What its directives and roles make of their text only their own software knows; leaving them out would lose text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_gen.ingest.markup.inline import EM, STRONG, Run, folded, is_plain, markdown_line, plain
from site_gen.model import Block, BlockKind
from site_gen.urls import safe_url

_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*$")
_FIELD = re.compile(r":([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*)|$)")
_MARKUP = re.compile(r"\.\.(?:[ \t]+(.*))?$")
_TARGET = re.compile(r"_(?:`([^`]+)`|([^:`]+)):[ \t]*(\S+)[ \t]*$")
_DIRECTIVE = re.compile(r"(?:\|[^|]+\|[ \t]+)?([\w:+.-]+)::(?:[ \t]|$)")
_ITEM = re.compile(r"(?:[-*+•]|(#|\d{1,3}|[A-Za-z])[.)])[ \t]+(?=\S)")
_REFUSED = (
    (re.compile(r"\+[-=]{2,}|=+[ \t]+=[ \t=]*$"), "a table"),
    (re.compile(r"\|(?:[ \t]|$)"), "a block of lines"),
    (_FIELD, "a list of fields"),
    (re.compile(r">>> "), "a block of code"),
    (re.compile(r"__[ \t]"), "a link without a name"),
)
# Bounded, since what opens may never close.
_INLINE = re.compile(
    r"\\(?P<escaped>.)|``(?P<literal>.{1,999}?)``(?!`)"
    r"|(?P<role>:[A-Za-z][\w.+:-]{0,60}:`[^`]{1,999}`|`[^`]{1,999}`:[A-Za-z][\w.+:-]{0,60}:)"
    r"|`(?P<named>[^`<]{0,999})<(?P<url>[^<>`]{1,999})>`__?|`(?P<phrase>[^`]{1,999})`(?P<is_link>__?)?"
    r"|\*\*(?P<strong>\S(?:.{0,999}?\S)?)\*\*|(?<!\*)\*(?P<em>[^\s*](?:[^*]{0,999}[^\s*])?)\*(?!\*)"
    r"|(?P<note>\[(?:#?\w{1,60}|\*|#)\]_(?!\w))|(?P<put>(?<!\w)\|[^\s|](?:[^|]{0,99}[^\s|])?\|_{0,2}(?!\w))"
    r"|(?<!\w)(?P<word>[^\W_](?:[\w.+-]{0,60}[^\W_])?)__?(?!\w)",
    re.DOTALL,
)


class UnreadableError(Exception):
    """A text has what is more than plain; the message names it, to be put after `holds`."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a text holds: its title (empty without one), the fields below it in lower case, and its blocks."""

    title: str
    fields: Mapping[str, str]
    blocks: tuple[Block, ...]


def read_restructured(text: str) -> Page:
    """The page of a text without the head of its generator. Raises UnreadableError."""
    chunks = [
        chunk.split("\n") for chunk in re.split(r"\n(?:[ \t]*\n)+", text.strip("\n").expandtabs()) if chunk.strip()
    ]
    chunks, targets = _without_comments(chunks)
    title = ""
    fields: dict[str, str] = {}
    if chunks and (found := _heading(chunks[0])):
        title, length = plain(_runs(found[0], targets)), found[1]
        chunks[0] = chunks[0][length:]
    while chunks and not chunks[0]:
        del chunks[0]
    if chunks and _FIELD.match(chunks[0][0]):
        fields = _fields(chunks.pop(0))
    blocks = [block for chunk in chunks for block in _blocks(chunk, targets)]
    return Page(title, fields, tuple(blocks))


def _without_comments(chunks: list[list[str]]) -> tuple[list[list[str]], dict[str, str]]:
    """The chunks without comments and targets, and the addresses of the targets by their folded names."""
    kept: list[list[str]] = []
    targets: dict[str, str] = {}
    is_comment = False
    for chunk in chunks:
        rest = []
        for line in chunk:
            found = _MARKUP.match(line)
            if found:
                is_comment = not _take_target(found[1] or "", targets)
            elif not (is_comment and line[:1] == " "):
                is_comment = False
                rest.append(line)
        if rest:
            kept.append(rest)
    return kept, targets


def _take_target(text: str, targets: dict[str, str]) -> bool:
    target = _TARGET.match(text)
    if target:
        targets[_name(target[1] or target[2])] = target[3]
        return True
    directive = _DIRECTIVE.match(text)
    if directive:
        raise UnreadableError(f"the directive '{directive[1][:40]}'")
    if text.startswith("["):
        raise UnreadableError("footnotes")
    return False


def _name(text: str) -> str:
    return " ".join(text.replace("\\", "").split()).casefold()


def _heading(lines: list[str]) -> tuple[str, int] | None:
    """The text of the heading that lines begin with, and how many of them are its own."""
    over = len(lines) > 2 and _RULE.match(lines[0]) and _RULE.match(lines[2]) and lines[0][0] == lines[2][0]
    if over and not _RULE.match(lines[1]):
        return lines[1].strip(), 3
    if len(lines) > 1 and lines[0][:1].strip() and _RULE.match(lines[1]) and not _RULE.match(lines[0]):
        return lines[0].strip(), 2
    return None


def _fields(lines: list[str]) -> dict[str, str]:
    """`:date: 2025-09-12` lines; an indented one goes on with the value above it."""
    fields: dict[str, str] = {}
    key = ""
    for line in lines:
        found = _FIELD.match(line)
        if found:
            key = found[1].strip().lower()
            fields[key] = (found[2] or "").strip()
        elif line[:1] == " ":
            fields[key] = f"{fields[key]} {line.strip()}".strip()
        else:
            raise UnreadableError("a list of fields that goes over into text")
    return fields


def _blocks(lines: list[str], targets: Mapping[str, str]) -> Iterator[Block]:
    while lines and (found := _heading(lines)):
        yield Block(BlockKind.CROSSHEAD, plain(_runs(found[0], targets)))
        lines = lines[found[1] :]
    if not lines or (len(lines) == 1 and _RULE.match(lines[0])):
        return
    if lines[0][:1] == " ":
        raise UnreadableError("an indented block")
    what = next((what for pattern, what in _REFUSED if pattern.match(lines[0])), None)
    if what:
        raise UnreadableError(what)
    if lines[-1].rstrip().endswith("::"):
        raise UnreadableError("a literal block")
    if _ITEM.match(lines[0]):
        yield _list(lines, targets)
    elif any(line[:1] == " " for line in lines):
        raise UnreadableError("a list of definitions")
    else:
        runs = folded(_runs(" ".join(lines), targets))
        yield (
            Block(BlockKind.PARAGRAPH, plain(runs))
            if is_plain(runs)
            else Block(BlockKind.MARKDOWN, markdown_line(runs))
        )


def _list(lines: list[str], targets: Mapping[str, str]) -> Block:
    items: list[tuple[str, str]] = []
    for line in lines:
        found = _ITEM.match(line)
        if found:
            mark = "-" if found[1] is None else f"{len(items) + 1}."
            items.append((mark, line[found.end() :]))
        elif line[:1] == " " and not _ITEM.match(line.lstrip()):
            items[-1] = (items[-1][0], f"{items[-1][1]} {line.strip()}")
        else:
            raise UnreadableError("a list in a list")
    texts = (f"{mark} {markdown_line(folded(_runs(text, targets)))}" for mark, text in items)
    return Block(BlockKind.MARKDOWN, "\n".join(texts))


# --- inline ------------------------------------------------------------------------------------------------------


def _runs(text: str, targets: Mapping[str, str]) -> list[Run]:
    """The text with its emphasis and links. Raises UnreadableError."""
    runs: list[Run] = []
    end = 0
    for found in _INLINE.finditer(text):
        runs.append((text[end : found.start()], 0, None))
        runs.append(_run(found, targets))
        end = found.end()
    return [run for run in (*runs, (text[end:], 0, None)) if run[0]]


def _run(found: re.Match[str], targets: Mapping[str, str]) -> Run:
    part = found.groupdict()
    for name, what in (("role", "the role"), ("note", "the footnote"), ("put", "the substitution")):
        if part[name]:
            raise UnreadableError(f"{what} {found[0][:40]}")
    if part["url"]:
        return (part["named"].strip() or part["url"], 0, _address(part["url"], targets))
    for name, style in (("strong", STRONG), ("em", EM)):
        if part[name]:
            return (part[name], style, None)
    if part["phrase"]:
        is_link = bool(part["is_link"])
        return (part["phrase"], 0 if is_link else EM, _address(f"{part['phrase']}_", targets) if is_link else None)
    if part["word"]:
        address = _address(f"{part['word']}_", targets)
        return (part["word"] if address else found[0], 0, address)
    # An escaped space is none at all: it parts marks from letters.
    return (part["literal"] or (part["escaped"] or "").strip(), 0, None)


def _address(text: str, targets: Mapping[str, str]) -> str | None:
    """The address that is written, or that a name with `_` behind it stands for."""
    written = targets.get(_name(text[:-1]), "") if text.endswith("_") else "".join(text.split())
    return safe_url(written, ("http", "https", "mailto")) if written else None
