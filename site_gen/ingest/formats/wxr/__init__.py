"""Exports of WordPress sites (WordPress eXtended RSS): each post and page an article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.formats.wxr.channel import read_channel
from site_gen.ingest.formats.wxr.fields import Item, read_item
from site_gen.ingest.formats.wxr.images import find_images
from site_gen.ingest.formats.wxr.posts import NoArticleError, Site, left_out_as, read_post
from site_gen.ingest.formats.wxr.segments import CHUNK, Segment, SegmentKind, cut_failures, split_again, split_export
from site_gen.ingest.formats.wxr.splitting import NO_POSTS, POST, split
from site_gen.model import Draft, Failure, LeftOut

__all__ = ["POST", "matches", "read", "split"]

_EXPORT = re.compile(rb"""\bxmlns:[\w.-]+\s*=\s*["']https?://(?:www\.)?wordpress\.org/export/[\d.]+/?["']""")
_FRAGMENT = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?<item[\s>].*<wp:post_type>", re.DOTALL)


def matches(head: bytes, name: str) -> bool:  # noqa: ARG001 (an export is called .xml, as all is)
    """Whether this is an export, or the items of one."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")
    return (b"<rss" in head and _EXPORT.search(head) is not None) or _FRAGMENT.match(head) is not None


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Failure | LeftOut]:  # noqa: ARG001
    """The posts and pages of an export, then what was left out of it, counted; no item costs another."""
    data = document.data
    segments = split_export(data[at : at + CHUNK] for at in range(0, len(data), CHUNK))
    channel = read_channel(next(segments).data)
    reading = _Reading(document, Site(channel, find_images(data) if b"_thumbnail_id" in data else {}))
    for segment in segments:
        yield from reading.segment(segment)
    yield from reading.rest()


class _Reading:
    """One export as it is read."""

    def __init__(self, document: Document, site: Site) -> None:
        self._site = site
        self._path = document.path
        self._is_part = document.format == POST
        """Whether the document is named after its one post already."""
        self._left_out: Counter[str] = Counter()
        self._numbers: Counter[str] = Counter()
        self._items = 0
        self._broken: list[Segment] = []

    def segment(self, segment: Segment) -> Iterator[Draft | Failure]:
        """What an item gives."""
        self._items += 1
        if segment.kind is not SegmentKind.ITEM:
            self._broken.append(Segment(segment.kind, b"", segment.line))
            return
        try:
            yield from self._item(segment)
        except Exception as error:  # noqa: BLE001 - no item may cost the others; the reason is kept and shown
            reason = f"could not be read ({type(error).__name__}: {str(error)[:200]})"
            yield self._failure(segment, f"{reason}; correct it there or export it again")

    def _item(self, segment: Segment) -> Iterator[Draft | Failure]:
        item = read_item(segment.data, self._site.channel)
        parts = split_again(segment) if item is None or item.is_mended else (segment,)
        if len(parts) > 1:
            for part in parts:
                yield from self._post(part, read_item(part.data, self._site.channel))
        else:
            yield from self._post(segment, item)

    def _post(self, segment: Segment, item: Item | None) -> Iterator[Draft | Failure]:
        if item is None:
            yield self._failure(segment, "is no XML that could be read; export it again")
            return
        self._left_out["comments"] += item.comments
        what = left_out_as(item)
        if what:
            self._left_out[what] += 1
            return
        try:
            for draft in read_post(item, self._site, self._left_out):
                yield self._distinct(draft)
        except NoArticleError as error:
            yield self._failure(segment, str(error), item)

    def _distinct(self, draft: Draft) -> Draft:
        """The draft, its fragment made its own where an earlier item had the same id."""
        self._numbers[draft.fragment] += 1
        number = self._numbers[draft.fragment]
        if number == 1 and draft.fragment:
            return replace(draft, fragment=draft.fragment.partition("-")[2]) if self._is_part else draft
        # An address by number is that of the other item, too.
        is_number = draft.url is not None and "?" in draft.url
        warning = "has no id of its own in the export, so that later changes of it may not be recognised"
        return replace(
            draft,
            fragment=f"{draft.fragment or 'item'}-{number}",
            guid=None,
            url=None if is_number else draft.url,
            warnings=(*draft.warnings, warning),
        )

    def _failure(self, segment: Segment, reason: str, item: Item | None = None) -> Failure:
        if self._is_part:
            return Failure(self._path, "parse", reason)
        name = item.text("wp:post_id")[:40] if item else ""
        return Failure(f"{self._path}#{name or f'line-{segment.line}'}", "parse", f"line {segment.line}: {reason}")

    def rest(self) -> Iterator[Failure | LeftOut]:
        """What is told of the whole."""
        if not self._items:
            yield Failure(self._path, "parse", NO_POSTS)
        yield from cut_failures(self._path, self._broken)
        yield from (LeftOut(what, number) for what, number in sorted(self._left_out.items()) if number)
