"""Addresses of links and images as Markdown can hold them."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin

from site_gen.urls import safe_url

_MAX_LENGTH = 2_000
_BREAKING = {"(": "%28", ")": "%29", "[": "%5B", "]": "%5D", "*": "%2A", "|": "%7C", "`": "%60", "\\": "%5C"}
_BROKEN = re.compile(r"[()\[\]*|`\\]")
_ENTITY = re.compile(r"(&#?\w+);")
_WHITE = re.compile(r"[\t\n\r]")


def link_target(value: str | None, base_url: str | None, *, image: bool = False) -> str | None:
    """The absolute address of a link or image, safe to publish and to write in Markdown; None where it has none."""
    if not value or len(value) > _MAX_LENGTH:
        return None
    value = _WHITE.sub("", value).strip()
    if value.startswith("#"):
        return None
    try:
        url = urljoin(base_url, value) if base_url else value
    except ValueError:
        return None
    if not url.isascii() or " " in url:
        url = quote(url, safe="!#$%&'()*+,/:;=?@[]~|")
    url = _BROKEN.sub(lambda found: _BREAKING[found[0]], url)
    return safe_url(_ENTITY.sub(r"\1%3B", url), ("http", "https") if image else ("http", "https", "mailto"))
