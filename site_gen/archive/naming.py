"""Names of keywords, sources and topics to slugs."""

from __future__ import annotations

import hashlib

from site_gen.urls import make_slug


def name_slug(key: str) -> str:
    """The slug of a folded name."""
    return make_slug(key, _digest(key))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
