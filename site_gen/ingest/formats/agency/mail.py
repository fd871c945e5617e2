"""Reader of electronic mail (RFC 822): the copy that correspondents and press offices send."""

from __future__ import annotations

import email
import json
import re
from collections.abc import Iterator, Mapping
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import Any

from site_gen.ingest.decode import MAX_BYTES, UndecodableError, decode
from site_gen.ingest.formats.agency.bodies import written_blocks
from site_gen.ingest.formats.agency.item import Item, NoArticle, make_draft, report
from site_gen.ingest.formats.agency.plain import text_blocks
from site_gen.ingest.formats.agency.subjects import Subject
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.markup import html_blocks
from site_gen.model import Draft, Failure, LeftOut

_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):(?=[ \t\r\n])")
_FIRST = re.compile(rb"\s*[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]")
# No text that is no mail has a sender and one of these among its first lines.
_TRACES = frozenset((b"received", b"message-id", b"mime-version", b"delivered-to", b"return-path", b"x-mailer"))
_MAX_HEADER_LINES = 400
_MAX_FIELD = 2_000
_REPLY = re.compile(r"^(?:(?:re|fwd?|wg|aw|tr|rv)\s*:\s*)+", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?\r?$", re.MULTILINE)


def matches(head: bytes, _name: str) -> bool:
    """Whether the bytes begin with the header of a mail."""
    if not _FIRST.match(head):
        return False
    names = set()
    for line in head.lstrip().split(b"\n", _MAX_HEADER_LINES)[:_MAX_HEADER_LINES]:
        if not line.strip():
            break
        found = _FIELD.match(line)
        if found:
            names.add(found[1].lower())
        elif line[:1] not in b" \t":
            return False
    return b"from" in names and not names.isdisjoint(_TRACES)


def read(document: Document, _options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:
    """The article that a mail is."""
    if len(document.data) > MAX_BYTES:
        yield Failure(document.path, "parse", f"is larger than {MAX_BYTES // 1_000_000} MB; send its text alone")
        return
    try:
        message = email.message_from_bytes(document.data.lstrip())
        outcomes = list(_outcome(message))
    # The library answers broken headers with whatever its parsers stumble over.
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        told = f"is a mail that cannot be read ({type(error).__name__}: {error}); save its text alone"
        yield Failure(document.path, "parse", " ".join(told.split())[:300])
        return
    yield from report(document, outcomes)


def _outcome(message: Message[str, str]) -> Iterator[Draft | LeftOut | NoArticle]:
    item = Item()
    text, is_html = _text(message)
    form = _form(text)
    if form is not None:
        _take_form(item, form)
    else:
        item.blocks = html_blocks(text) if is_html else text_blocks(_SIGNATURE.split(text, maxsplit=1)[0])
        item.take("title", _REPLY.sub("", _field(message, "Subject")), "Subject")
        item.take_byline(_decode_words(parseaddr(_raw(message, "From"))[0]), "From")
    item.take_date("published", _field(message, "Date"), "Date")
    item.take("guid", _field(message, "Message-ID").strip("<> \t"), "Message-ID")
    attachments = sum(1 for part in message.walk() if part.get_filename() or part.get_content_maintype() == "image")
    if attachments:
        item.left_out["attachments"] += attachments
    yield from make_draft(item)


def _raw(message: Message[str, str], name: str) -> str:
    """A header field on one line, cut where it is longer than any honest one."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            return " ".join(_decoded(value[:_MAX_FIELD].encode("utf-8", "surrogateescape"), None).split())
    return ""


def _field(message: Message[str, str], name: str) -> str:
    return _decode_words(_raw(message, name))


def _decode_words(text: str) -> str:
    """Text with its encoded words (`=?utf-8?q?…?=`, RFC 2047) read; as it stands where they are broken."""
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return text


def _text(message: Message[str, str]) -> tuple[str, bool]:
    """The text of a mail and whether it is HTML: the plain form, since it is what its writer typed."""
    parts = [part for part in message.walk() if not part.is_multipart() and not part.get_filename()]
    for kind in ("text/plain", "text/html"):
        for part in parts:
            text = _content(part) if part.get_content_type() == kind else ""
            if text.strip():
                return text, kind == "text/html"
    return "", False


def _content(part: Message[str, str]) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    text = _decoded(data, part.get_content_charset())
    if str(part.get_param("format", "")).lower() == "flowed":
        return _unflowed(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _decoded(data: bytes, charset: str | None) -> str:
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        pass
    try:
        return decode(data)
    except UndecodableError:
        return ""


def _unflowed(text: str, *, delete_space: bool) -> str:
    """A text of `format=flowed` (RFC 3676) with its soft line ends taken out; `-- ` before a signature stays."""
    text = re.sub(r"^ ", "", text.replace("\r\n", "\n"), flags=re.MULTILINE)
    return re.sub(r"(?<!^--) \n" if delete_space else r"(?<=(?<!^--) )\n", "", text, flags=re.MULTILINE)


# --- forms -------------------------------------------------------------------------------------------------------


def _form(text: str) -> Mapping[str, Any] | None:
    """The fields of a form, which mails what was filled in as a JSON object; None for any other text."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        value = json.loads(text.strip().replace("\r", " ").replace("\n", " "))
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    fields = {key.lower(): one for key, one in value.items()}
    return fields if "headline" in fields and "body" in fields else None


def _take_form(item: Item, fields: Mapping[str, Any]) -> None:
    for key, fact in (
        ("headline", "title"), ("abstract", "standfirst"), ("slugline", "slugline"), ("dateline", "dateline"),
        ("urgency", "urgency"), ("priority", "priority"), ("genre", "genre"),
    ):  # fmt: skip
        item.take(fact, _filled(fields.get(key)), key)
    item.take_byline(_filled(fields.get("byline")), "byline")
    item.subjects.append(Subject("", _filled(fields.get("category"))))
    item.blocks = written_blocks(_filled(fields.get("body")))


def _filled(value: Any) -> str:
    """What was filled into a field: a text, or the first of a list that holds one."""
    values = value if isinstance(value, list) else [value]
    return next((one for one in values if isinstance(one, str) and one.strip()), "")
