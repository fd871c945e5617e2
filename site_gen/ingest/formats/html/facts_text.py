"""What the text of a web page itself tells: its dateline, signature, credit and standfirst."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from site_gen.ingest.enrich.dates import parse_date
from site_gen.ingest.formats.text.signature import credit_named, read_dateline, read_signature
from site_gen.model import Block, BlockKind, Timestamp

_LONGEST_SIGNATURE = 60
_LEAST_STANDFIRST = 40
_LONGEST_STANDFIRST = 600
_CUT = ("...", "…", "[…]", "[...]")
_DATED = re.compile(
    r"(\d{1,2}(?:er|\.)? [^\W\d_]{3,10}\.? \d{4}|[^\W\d_]{3,10}\.? \d{1,2}, \d{4})[.,]?\s*[-–—]{1,2}\s+(?=\S)"
)
_WORD = re.compile(r"\w{5,}")


@dataclass(frozen=True, slots=True)
class TextFacts:
    """A body without its dateline and signature, and what these say."""

    blocks: tuple[Block, ...]
    dateline: str | None = None
    day: Timestamp | None = None
    """The date that stands for a dateline: `22 mai 2012. - `."""
    signature: str | None = None
    code: str | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None
    credit_from: str = ""


def read_text_facts(blocks: tuple[Block, ...]) -> TextFacts:
    """What the first and the last line of a body say of its origin, and the body without them."""
    if not blocks:
        return TextFacts(blocks)
    first, last = blocks[0], blocks[-1]
    dateline = read_dateline(first.text) if first.kind is BlockKind.PARAGRAPH else None
    dated = _DATED.match(first.text) if dateline is None and first.kind is BlockKind.PARAGRAPH else None
    day = parse_date(dated[1]) if dated else None
    if dateline is not None:
        blocks = (replace(first, text=dateline.rest), *blocks[1:])
    elif dated is not None and day is not None:
        blocks = (replace(first, text=first.text[dated.end() :]), *blocks[1:])
    short = len(blocks) > 1 and last.kind is BlockKind.PARAGRAPH and len(last.text) <= _LONGEST_SIGNATURE
    signature = read_signature(last.text) if short else None
    if signature is not None:
        blocks = blocks[:-1]
    credits_ = (
        (signature.credit if signature else None, "signature"),
        (dateline.credit if dateline else None, "dateline"),
        (credit_named(block.text for block in blocks), "text"),
    )
    credit, origin = next(((name, origin) for name, origin in credits_ if name), (None, ""))
    return TextFacts(
        blocks=blocks,
        dateline=dateline.text.rstrip(" -–—") if dateline else (dated[1] if dated and day else None),
        day=day,
        signature=signature.text if signature else None,
        code=signature.code if signature else None,
        authors=signature.authors if signature else (),
        credit=credit,
        credit_from=origin,
    )


def choose_standfirst(descriptions: Sequence[str], title: str, blocks: Sequence[Block]) -> str | None:
    """The description that stands before the text as its standfirst, and is not merely its beginning or cut."""
    body = " ".join(block.text for block in blocks)
    own = set(_WORD.findall(f"{title} {body}".casefold()))
    key = _key(body)
    for text in descriptions:
        if not _LEAST_STANDFIRST <= len(text) <= _LONGEST_STANDFIRST or text.endswith(_CUT) or text[-1].isspace():
            continue
        whole = _key(text)
        if whole[:50] in key or whole[-50:] in key or whole in _key(title):
            continue
        words = set(_WORD.findall(text.casefold()))
        share = len(words & own) / (len(words) or 1)
        # Fewer words of the text: a slogan of the site. Nearly all: the text's beginning, put together anew.
        if 0.2 <= share <= 0.9:
            return text
    return None


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
