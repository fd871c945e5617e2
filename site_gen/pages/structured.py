"""An article as schema.org data (JSON-LD): only what is known, nothing invented."""

from __future__ import annotations

import uuid

import msgspec

from site_gen.entries import Entry

_NAMESPACE = uuid.UUID("6a5ad0b1-52cf-5f4c-9d0c-3f0a9a8f2c11")


def stable_urn(text: str) -> str:
    """The `urn:uuid:` that an id or name has for ever."""
    return uuid.uuid5(_NAMESPACE, text).urn


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
