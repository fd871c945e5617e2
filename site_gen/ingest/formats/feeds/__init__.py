"""Feeds: RSS 0.9 to 2.0, Atom 0.3 and 1.0, JSON Feed 1 and 1.1; each entry an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_gen.errors import MissingExtraError
from site_gen.ingest.decode import MAX_BYTES
from site_gen.ingest.formats import wxr
from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.formats.feeds.entries import Feed, read_entries
from site_gen.ingest.formats.feeds.json_feed import NoFeedError, parse_json_feed
from site_gen.ingest.formats.feeds.xml_feed import parse_xml_feed
from site_gen.model import Draft, Failure, LeftOut

__all__ = ["matches", "read"]

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(rss|feed|entry|RDF)[\s>]", re.IGNORECASE)
_RSS_1 = re.compile(rb"purl\.org/(?:net/)?rss|netscape\.com/rdf", re.IGNORECASE)
_ATOM = re.compile(rb"purl\.org/atom|w3\.org/2005/Atom", re.IGNORECASE)
_JSON_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')
_JSON_ADDRESS = re.compile(rb'"(?:feed_url|home_page_url)"\s*:')
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def matches(head: bytes, name: str) -> bool:
    """Whether this is a feed; an export of WordPress, which is an RSS feed too, is none."""
    if head.startswith(_UTF_16):
        head = head.replace(b"\0", b"")
    head = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith(b"{"):
        return _JSON_VERSION.search(head) is not None or (b'"items"' in head and bool(_JSON_ADDRESS.search(head)))
    if not head.startswith(b"<"):
        return False
    root = _ROOT.match(head, _prolog_end(head))
    if root is None:
        return name.endswith((".rss", ".atom"))
    kind = root[1].lower()
    if kind == b"rdf":
        return _RSS_1.search(head) is not None
    if kind == b"entry":
        return _ATOM.search(head) is not None
    return not wxr.matches(head, name)


def _prolog_end(head: bytes) -> int:
    """Where the root element begins: behind the declaration, comments, instructions and document type."""
    at = 0
    while True:
        at += len(head[at:]) - len(head[at:].lstrip())
        if head.startswith(b"<!--", at):
            end, mark = head.find(b"-->", at), 3
        elif head.startswith(b"<?", at):
            end, mark = head.find(b"?>", at), 2
        elif head[at : at + 9].upper() == b"<!DOCTYPE":
            end, mark = _doctype_end(head, at), 1
        else:
            return at
        if end < 0:
            return len(head)
        at = end + mark


def _doctype_end(head: bytes, at: int) -> int:
    subset, end = head.find(b"[", at), head.find(b">", at)
    if 0 <= subset < end:
        closed = head.find(b"]", subset)
        return -1 if closed < 0 else head.find(b">", closed)
    return end


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:  # noqa: ARG001
    """The entries of a feed; a feed of headlines alone gives one headline list."""
    try:
        feed = _parse(document)
    except NoFeedError as error:
        yield Failure(document.path, "parse", str(error))
        return
    yield from read_entries(feed, document)


def _parse(document: Document) -> Feed:
    """The feed. Raises NoFeedError with the reason where there is none, MissingExtraError without feedparser."""
    if len(document.data) > MAX_BYTES:
        raise NoFeedError(f"is larger than {MAX_BYTES // 1_000_000} MB; split it into smaller feeds")
    try:
        if document.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return parse_json_feed(document.data)
        return parse_xml_feed(document.data, document.known)
    except (MissingExtraError, NoFeedError):
        raise
    except Exception as error:  # feedparser fails in many ways on what is no feed
        reason = f"{type(error).__name__}: {str(error)[:160]}"
        raise NoFeedError(f"could not be read as a feed ({reason}); fetch it again") from error
