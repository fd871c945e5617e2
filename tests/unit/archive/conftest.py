"""A builder of content files: every argument has a plain default."""

from collections.abc import Callable
from typing import Any

import pytest

from site_gen.model import Article, ContentFile, Source, Timestamp

Builder = Callable[..., ContentFile]


def make_file(slug: str, day: str | None = None, document: str | None = None, **fields: Any) -> ContentFile:
    published = Timestamp.parse(day) if day else None
    source = fields.pop("source", None) or Source(document=document)
    captured = fields.pop("captured", None)
    return ContentFile(
        path=fields.pop("path", f"x/{slug}.md"),
        article=Article(
            id=fields.pop("id", slug),
            title=fields.pop("title", slug),
            slug=slug,
            published=published,
            captured=Timestamp.parse(captured) if captured else None,
            source=source,
            **fields,
        ),
        digest="",
    )


@pytest.fixture(scope="session")
def content() -> Builder:
    return make_file
