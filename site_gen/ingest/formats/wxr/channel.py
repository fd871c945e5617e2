"""The header of an export to what holds for all its posts: the site's name, address and language, its authors."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from site_gen.ingest.decode import UndecodableError, decode
from site_gen.ingest.enrich.language import language_code
from site_gen.model import clean_line

_NAMESPACE = re.compile(
    rb"""\bxmlns:(?!xml)([A-Za-z_][\w.-]{0,40})\s*=\s*("[!#-%'-;=-~]{1,300}"|'[!#-%(-;=-~]{1,300}')"""
)
_ENCODING = re.compile(rb"""^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_DEFAULTS = {
    b"wp": b'"http://wordpress.org/export/1.2/"',
    b"excerpt": b'"http://wordpress.org/export/1.2/excerpt/"',
    b"content": b'"http://purl.org/rss/1.0/modules/content/"',
    b"dc": b'"http://purl.org/dc/elements/1.1/"',
    b"wfw": b'"http://wellformedweb.org/CommentAPI/"',
}
# Decoders whose time grows with the square of the text, or that are no character sets of documents.
_UNFIT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})


@dataclass(frozen=True, slots=True)
class Channel:
    """What the header of an export tells."""

    title: str | None = None
    lang: str | None = None
    home: str | None = None
    """Address of the site's first page."""
    authors: Mapping[str, str] = field(default_factory=dict)
    """Login names to the names that readers see."""
    people: frozenset[str] = frozenset()
    """Those of the names whose account has a first or last name: they are people's."""
    encoding: str = "utf-8"
    opening: bytes = b"<rss>"
    """A start tag with the namespaces of the export, under which an item can be read by itself."""


def read_channel(header: bytes) -> Channel:
    """The channel of an export whose header (all above the first item) may be cut, broken or empty."""
    encoding = _encoding(header)
    declared = {**_DEFAULTS, **dict(_NAMESPACE.findall(header))}
    opening = b"<rss" + b"".join(b" xmlns:%s=%s" % pair for pair in declared.items()) + b">"
    root = parse_broken(decode_item(header, encoding)[0])
    channel = next((child for child in root if child.tag == "channel"), root) if root is not None else ()
    texts: dict[str, str] = {}
    authors: dict[str, str] = {}
    people: set[str] = set()
    for child in channel:
        name = short_name(child.tag)
        if name == "wp:author":
            found, is_person = _author(child)
            authors.update(found)
            people.update(found.values() if is_person else ())
        elif name not in texts:
            texts[name] = clean_line(child.text or "")
    return Channel(
        title=texts.get("title") or None,
        lang=language_code(texts["language"]) if texts.get("language") else None,
        home=texts.get("wp:base_blog_url") or texts.get("link") or texts.get("wp:base_site_url") or None,
        authors=authors,
        people=frozenset(people),
        encoding=encoding,
        opening=opening,
    )


def _author(element: Any) -> tuple[dict[str, str], bool]:
    """The login of an account and its name, and whether it has a first or last name."""
    texts = {short_name(child.tag): clean_line(child.text or "") for child in element}
    whole = f"{texts.get('wp:author_first_name', '')} {texts.get('wp:author_last_name', '')}".strip()
    login = texts.get("wp:author_login", "")
    shown = texts.get("wp:author_display_name") or ""
    # Where nobody chose a name to be shown, WordPress shows the login.
    name = whole if whole and shown.casefold() in ("", login.casefold()) else shown
    return ({login.casefold(): name or login} if login else {}), bool(whole)


def _encoding(header: bytes) -> str:
    declared = _ENCODING.match(header)
    name = declared[1].decode("ascii") if declared else "utf-8"
    if not is_character_set(name):
        return "utf-8"
    name = codecs.lookup(name).name
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name


def is_character_set(name: str) -> bool:
    """Whether a declared encoding is one that documents are written in, and not only a decoder that Python has."""
    try:
        return codecs.lookup(name).name not in _UNFIT
    except (LookupError, ValueError):
        return False


def decode_item(data: bytes, encoding: str) -> tuple[str, bool]:
    """The text of a part of an export, and whether its bytes were what they are declared to be."""
    try:
        return data.decode(encoding), True
    except (UnicodeDecodeError, LookupError):
        text = data.decode("utf-8", "replace")
    # A stray byte among good UTF-8 is a letter that was cut; other encodings hardly ever make good UTF-8 by chance.
    bad = text.count("\ufffd")
    if 2 * bad > sum(character > "\x7f" for character in text):
        try:
            return decode(data), False
        except UndecodableError:
            pass
    return text, False


@lru_cache(maxsize=1024)
def short_name(tag: object) -> str:
    """`wp:post_id` for the element of that name in any version of the namespace; empty for a comment."""
    if not isinstance(tag, str):
        return ""
    if not tag.startswith("{"):
        return tag
    uri, _, local = tag[1:].partition("}")
    for mark, prefix in _PREFIXES:
        if mark in uri:
            return f"{prefix}:{local}"
    return tag


_PREFIXES = (
    ("/excerpt", "excerpt"),
    ("wordpress.org/export/", "wp"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/dc/", "dc"),
)


def parse_strict(data: bytes) -> Any:
    """The root of a well-formed XML text; raises lxml's XMLSyntaxError for any other."""
    from lxml import etree

    return etree.fromstring(data, _parser(recover=False))


def parse_broken(text: str) -> Any:
    """The root of what can be read of an XML text, or None."""
    from lxml import etree

    data = re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:500]).encode("utf-8", "replace")
    try:
        return etree.fromstring(data + text[500:].encode("utf-8", "replace"), _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


@cache
def _parser(*, recover: bool) -> Any:
    """A parser that opens nothing, expands nothing and knows no definitions."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=recover,
        remove_pis=True,
        encoding="utf-8",
        collect_ids=False,
    )
