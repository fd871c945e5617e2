"""Markup to one plain line."""

from __future__ import annotations

import html
import re

from site_gen.model import clean_line

_LONGEST = 10_000
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_SEPARATES = re.compile(r"</?(?:p|br|div|li|tr|td|h[1-6]|ul|ol|blockquote|figure|figcaption)\b[^<>]*>", re.IGNORECASE)


def plain_line(markup: str) -> str:
    """A title or a summary as one line without tags and entities; at most the first 10,000 characters of it."""
    text = markup[:_LONGEST]
    if "<" in text:
        text = _TAG.sub("", _SEPARATES.sub(" ", text))
    return clean_line(html.unescape(text) if "&" in text else text)
