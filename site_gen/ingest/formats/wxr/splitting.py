"""A large export to one small export a post, streamed, so that posts are read in parallel and in little memory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape

from site_gen.ingest.formats.base import Document, ReadOptions
from site_gen.ingest.formats.wxr.channel import Channel, read_channel
from site_gen.ingest.formats.wxr.images import find_images
from site_gen.ingest.formats.wxr.posts import Image
from site_gen.ingest.formats.wxr.segments import CHUNK, Segment, SegmentKind, cut_failures, split_export
from site_gen.ingest.identity import digest
from site_gen.model import Failure, LeftOut

POST = "wordpress post"
"""The format of the documents that an export is split into."""

_ID = re.compile(rb"<wp:post_id>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]{1,40})")
_CREATOR = re.compile(rb"<dc:creator>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,200})")
_THUMBNAIL = re.compile(rb"_thumbnail_id[^\d]{1,100}(\d{1,20})")
_IS_ATTACHMENT = re.compile(rb"<wp:post_type>\s*(?:<!\[CDATA\[)?\s*attachment\b")


def split(stream: BinaryIO, outer: Document, options: ReadOptions) -> Iterator[Document | Failure | LeftOut]:  # noqa: ARG001
    """The posts of an export, each with what it needs of the header, and its image where that comes first.

    Each document is an export of one post, of the format POST.
    """
    segments = split_export(iter(lambda: stream.read(CHUNK), b""))
    channel = read_channel(next(segments).data)
    images: dict[str, Image] = {}
    ids: Counter[str] = Counter()
    attachments = posts = 0
    broken: list[Segment] = []
    for segment in segments:
        if segment.kind is not SegmentKind.ITEM:
            broken.append(Segment(segment.kind, b"", segment.line))
        elif _IS_ATTACHMENT.search(segment.data):
            images.update(find_images(segment.data))
            attachments += 1
        else:
            posts += 1
            yield _post(segment, outer, channel, images, ids)
    if not (posts or attachments or broken):
        yield Failure(outer.path, "parse", NO_POSTS)
    yield from cut_failures(outer.path, broken)
    if attachments:
        yield LeftOut("attachments", attachments)


NO_POSTS = "is a WordPress export without a post; export 'All content'"


def _post(segment: Segment, outer: Document, channel: Channel, images: dict[str, Image], ids: Counter[str]) -> Document:
    found = _ID.search(segment.data)
    name = found[1].decode("utf-8", "replace") if found else f"line-{segment.line}"
    ids[name] += 1
    if ids[name] > 1:
        name = f"{name}-{ids[name]}"
    data = _small_export(segment.data, channel, images)
    return Document(f"{outer.path}#{name}", data, outer.known, digest(data), POST)


def _small_export(item: bytes, channel: Channel, images: dict[str, Image]) -> bytes:
    header = {"title": channel.title, "language": channel.lang, "wp:base_blog_url": channel.home}
    parts = [f"<{name}>{escape(value)}</{name}>" for name, value in header.items() if value]
    creator = _CREATOR.search(item)
    login = creator[1].decode(channel.encoding, "replace").strip() if creator else ""
    shown = channel.authors.get(login.casefold())
    if shown:
        parts.append(
            f"<wp:author><wp:author_login>{escape(login)}</wp:author_login>"
            f"<wp:author_display_name>{escape(shown)}</wp:author_display_name></wp:author>"
        )
    thumbnail = _THUMBNAIL.search(item)
    image = images.get(thumbnail[1].decode()) if thumbnail else None
    if thumbnail and image:
        parts.append(
            f"<image><title>{escape(image.caption)}</title><wp:post_id>{thumbnail[1].decode()}</wp:post_id>"
            f"<wp:attachment_url>{escape(image.url)}</wp:attachment_url></image>"
        )
    head = "\n".join(parts).encode(channel.encoding, "xmlcharrefreplace")
    declaration = f'<?xml version="1.0" encoding="{channel.encoding}"?>'.encode()
    return b"\n".join((declaration, channel.opening, b"<channel>", head, item, b"</channel>", b"</rss>", b""))
