"""An article as schema.org data (JSON-LD): only what is known, nothing invented."""

from __future__ import annotations

import uuid
from hashlib import sha1

import msgspec

from site_gen.entries import Entry

_NAMESPACE = uuid.UUID("6a5ad0b1-52cf-5f4c-9d0c-3f0a9a8f2c11")


def stable_urn(text: str) -> str:
    """The `urn:uuid:` that an id or name has for ever."""
    # As `uuid.uuid5`, which takes three times as long.
    number = int.from_bytes(sha1(_NAMESPACE.bytes + text.encode(), usedforsecurity=False).digest()[:16], "big")
    number = number & ~(0xF000 << 64) & ~(0xC000 << 48) | 5 << 76 | 0x8000 << 48
    digits = f"{number:032x}"
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def describe_article(entry: Entry) -> str:
    """The JSON-LD of an article's page: a NewsArticle with the fields that are known.

    Description, address and original stand in the page's head; once more they would weigh on every page.
    """
    published, updated = entry.published, entry.updated
    fields = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": entry.title,
        "datePublished": published.isoformat() if published else "",
        "dateModified": updated.isoformat() if updated else "",
        "inLanguage": entry.lang,
        "author": [{"@type": "Person", "name": name} for name in entry.authors],
        "publisher": {"@type": "Organization", "name": entry.source.name} if entry.source else None,
        "creditText": entry.credit,
        "articleSection": [topic.name for topic in entry.topics],
        "keywords": [keyword.name for keyword in entry.keywords],
        "identifier": stable_urn(entry.id),
    }
    known = {name: value for name, value in fields.items() if value}
    return msgspec.json.encode(known).decode()
