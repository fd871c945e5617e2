"""What of an article is read for its topics: the same when it is new and when it is read from its content file."""

from __future__ import annotations

import re

from site_gen.content import plain_text

_MARKS = re.compile(r"^(?:#{1,6}|>|[-*+]|\d+[.)])\s+", re.MULTILINE)
_LINK = re.compile(r"!?\[((?:[^\[\]\\]|\\.)*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(?<!\\)[*_`]+")


def topic_text(standfirst: str | None, body: str) -> str:
    """The standfirst and the text of an article, from their Markdown."""
    text = "\n".join(filter(None, map(str.strip, body.split("\n"))))
    text = _MARKS.sub("", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    text = plain_text(_EMPHASIS.sub("", text)) if any(mark in text for mark in "*_`\\&") else text
    return f"{standfirst}\n{text}" if standfirst else text
