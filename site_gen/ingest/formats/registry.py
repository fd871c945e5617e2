"""All formats, in the order in which they are asked: the most particular first, plain text last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from site_gen.ingest.decode import UndecodableError, decode
from site_gen.ingest.formats import agency, containers, feeds, front_matter, html, json_document, json_lines, table, wxr
from site_gen.ingest.formats.base import HEAD, Document, Format, ReadOptions
from site_gen.ingest.formats.resources import resource_kind
from site_gen.ingest.formats.text.reading import read_text
from site_gen.ingest.formats.text.recurring import LineCounts
from site_gen.model import Draft, Failure, LeftOut

_MARKUP = re.compile(rb"\s*<(?:\?xml\b|!--|[A-Za-z][\w:.-]*[\s>/])")
_NAMED: Mapping[bytes, str] = {
    b"%PDF-": "PDF file",
    b"{\\rtf": "RTF file",
    b"\xd0\xcf\x11\xe0": "Word, Excel or Outlook file",
    b"SQLite format 3": "SQLite database",
}
"""Files that people might take for readable, by their first bytes."""
_ROOT = re.compile(rb"<([A-Za-z][\w:.-]*)")


def detect(head: bytes, name: str) -> Format | None:
    """The format of a document by its first HEAD bytes and its name in lower case; None for one that is not read."""
    return next((form for form in FORMATS if form.matches(head, name)), None)


def read_document(
    document: Document, options: ReadOptions, counts: LineCounts | None
) -> Iterator[Draft | Failure | LeftOut]:
    """What a document holds. Raises MissingExtraError where its format needs a package that is not installed."""
    name = document.path.rpartition("/")[2].lower()
    form = _BY_NAME.get(document.format) if document.format else detect(document.data[:HEAD], name)
    kind = resource_kind(document.data[:HEAD], name) if form is None else None
    if kind:
        yield LeftOut(kind)
    elif form is None or form.read is None:
        yield Failure(document.path, "read", _unknown(document.data[:HEAD]))
    elif form is TEXT:
        yield from _read_text(document, counts)
    else:
        yield from form.read(document, options)


def _unknown(head: bytes) -> str:
    known = next((what for magic, what in _NAMED.items() if head.startswith(magic)), None)
    if known:
        return f"is a {known}, which is not read; save it as text or HTML"
    if _MARKUP.match(head):
        root = _ROOT.search(re.sub(rb"<!--.*?-->", b"", head, flags=re.DOTALL))
        what = f" with the root <{root[1].decode('ascii', 'replace')}>" if root else ""
        return f"is XML{what}, which is no news format that is read; see docs/reference/documents.md"
    try:
        decode(head)
    except UndecodableError as error:
        return str(error)
    return "is none of the formats that are read; see docs/reference/documents.md"


def _is_text(head: bytes, name: str) -> bool:
    if name.endswith((".txt", ".text")):
        return True
    if head.startswith(tuple(_NAMED)):
        return False
    if _MARKUP.match(head) or resource_kind(head, name):
        return False
    try:
        return bool(decode(head))
    except UndecodableError:
        return False


def _read_text(document: Document, counts: LineCounts | None) -> Iterator[Draft | Failure | LeftOut]:
    try:
        text = decode(document.data)
    except UndecodableError as error:
        yield Failure(document.path, "read", str(error))
        return
    if sum(bool(line.strip()) for line in text.splitlines()) < 2:
        yield Failure(document.path, "parse", "holds one line; a title and a text were expected")
        return
    yield read_text(text, counts)


def _read_plain(document: Document, _options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    yield from _read_text(document, None)


TEXT = Format("text", _is_text, read=_read_plain)
"""Agency copy and dumps of pages; the fallback for whatever is text."""
FORMATS: tuple[Format, ...] = (
    *containers.FORMATS,
    *agency.FORMATS,
    Format("wordpress", wxr.matches, split=wxr.split),
    Format(wxr.POST, lambda _head, _name: False, read=wxr.read),
    Format("feed", feeds.matches, read=feeds.read),
    *front_matter.FORMATS,
    Format("html", html.matches, read=html.read),
    *json_lines.FORMATS,
    *json_document.FORMATS,
    *table.FORMATS,
    TEXT,
)
_BY_NAME: Mapping[str | None, Format] = {form.name: form for form in FORMATS}
