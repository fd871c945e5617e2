"""Builders: content files with plain defaults, and the pages of an archive by path."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from site_gen.archive import make_archive
from site_gen.config import Config
from site_gen.model import Article, ContentFile, Page, Source, Timestamp
from site_gen.pages.plan import plan_pages


def make_file(slug: str, day: str | None = None, document: str | None = None, **fields: Any) -> ContentFile:
    source = fields.pop("source", None) or Source(document=document)
    for name in ("captured", "updated"):
        if name in fields:
            fields[name] = Timestamp.parse(fields[name])
    return ContentFile(
        path=fields.pop("path", f"x/{slug}.md"),
        article=Article(
            id=fields.pop("id", slug),
            title=fields.pop("title", slug),
            slug=slug,
            published=Timestamp.parse(day) if day else None,
            source=source,
            **fields,
        ),
        digest="",
    )


def pages_of(files: Iterable[ContentFile], config: Config | None = None) -> Mapping[str, Page]:
    config = config or Config()
    return {page.path: page for page in plan_pages(make_archive(files, config), config, "assets/style.css").pages}


@pytest.fixture(scope="session")
def content() -> Callable[..., ContentFile]:
    return make_file


@pytest.fixture(scope="session")
def contexts() -> Callable[..., Any]:
    """The contexts of an archive's pages by path."""

    def plan(files: Iterable[ContentFile], config: Config | None = None) -> dict[str, Any]:
        return {path: page.context for path, page in pages_of(files, config).items()}

    return plan
