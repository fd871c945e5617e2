"""The attachments of an export, which posts name by number as the image above them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from site_gen.ingest.formats.wxr.lines import plain_line
from site_gen.ingest.formats.wxr.posts import Image
from site_gen.ingest.identity import folded

_FIELD = re.compile(
    rb"<(title|excerpt:encoded|wp:post_id|wp:attachment_url)>\s*(?:<!\[CDATA\[)?([^<\]]{0,1000})(?:\]\]>)?\s*</"
)


def find_images(data: bytes) -> dict[str, Image]:
    """The attachments in the bytes of an export, or of a part of one, by their ids; looked for without parsing it."""
    return dict(_images(data)) if b"attachment_url>" in data else {}


def _images(data: bytes) -> Iterator[tuple[str, Image]]:
    fields: dict[bytes, str] = {}
    for name, value in _FIELD.findall(data):
        text = value.decode("utf-8", "replace").strip()
        if name == b"title":
            fields = {}
        fields[name] = text
        if name == b"wp:attachment_url" and text:
            url = html.unescape(text)
            yield fields.get(b"wp:post_id", ""), Image(url, _caption(fields, url))


def _caption(fields: dict[bytes, str], url: str) -> str:
    """The caption, else the title where a person gave one: until then it is the name of the file."""
    caption = plain_line(fields.get(b"excerpt:encoded", ""))
    title = plain_line(fields.get(b"title", ""))
    return caption or ("" if not title or folded(title) in folded(url) else title)
