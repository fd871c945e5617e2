"""Fixtures of the integration tests: an empty archive, and sites that are built once for all that read them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.archives import BASE_URL, Archive, copy_sample, make_archive, story
from tests.integration.site_checker import GeneratedSite, read_site


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive with a base URL and nothing in it."""
    return make_archive(tmp_path / "archive", title="Test archive", base_url=BASE_URL)


@pytest.fixture(scope="session")
def new_archive(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Archive]:
    """Makes archives with the given settings."""

    def make(**settings: object) -> Archive:
        return make_archive(tmp_path_factory.mktemp("archive"), **settings)

    return make


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The repository's own sample archive, built. Read only."""
    archive = copy_sample(tmp_path_factory.mktemp("sample") / "archive")
    archive.build()
    return archive


@pytest.fixture(scope="session")
def sample_site(sample: Archive) -> GeneratedSite:
    """The site of the sample archive."""
    return read_site(sample.root / "output")


@pytest.fixture(scope="session")
def full(new_archive: Callable[..., Archive]) -> Archive:
    """An archive with one of everything and an Arabic interface, built. Read only."""
    archive = new_archive(title="أرشيف", description="كل شيء مرة", lang="ar", base_url=BASE_URL, page_size=20)
    for number in range(130):
        day = f"2025-{number // 28 + 1:02d}-{number % 28 + 1:02d}"
        archive.article(
            f"{number:03d}.md",
            story(number).replace("\n", "\n\n"),
            title=f"Bridge {number}: council votes",
            published=f"{day}T08:00:00+02:00" if number % 3 else day,
            lang=("fr", "de", "ar", "en")[number % 4],
            topics=["politics"] if number % 13 else [],
            keywords=[f"Bridge {number % 4}"],
            source={"name": f"Paper {number % 3}", "url": f"https://paper{number % 3}.example/{number}"},
        )
    archive.article("alias.md", title="Moved here", published="2025-03-04", aliases=["/old/place/", "older.html"])
    archive.article("gone.md", title="Secret of the bridge", published="2025-03-05", status="withdrawn")
    archive.article("draft.md", title="Not yet", published="2025-03-06", status="draft")
    archive.article("no-date.md", title="Nobody knows when", captured="2025-04-01T10:00:00Z", topics=["sport"])
    archive.article("bare.md", title="Only a title")
    archive.article(
        "rich.md",
        "## Part\n\n1. one\n2. two\n\n> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n#### Deep\n\n`code` [x](https://x.example/?a=1&b=2)",
        title="All of <Markdown> & more",
        published="2025-05-01",
        updated="2025-05-02",
        authors=["A. Riega", "B. Lund"],
        summary="A standfirst.",
        credit="ABC",
        dateline="BERN (ABC)",
        own_key={"a": [1, 2]},
        source={"name": "Paper 1", "document": "inbox/x.txt", "code": "XY"},
        also=[{"document": "inbox/y.txt"}, {"url": "https://y.example/"}],
    )
    archive.article(
        "headlines.md",
        "- Bridge 5: council votes\n- Something that is not here\n- Moved here",
        title="Bridge 5: council votes (+2)",
        kind="headlines",
        slug="bridge-5-list",
        captured="2025-02-01T10:00:00Z",
        source={"name": "Paper 1", "document": "inbox/x.txt"},
    )
    archive.build()
    return archive


@pytest.fixture(scope="session")
def full_site(full: Archive) -> GeneratedSite:
    """The site of the archive with one of everything."""
    return read_site(full.root / "output")


@pytest.fixture(scope="session")
def empty_site(new_archive: Callable[..., Archive]) -> GeneratedSite:
    """The site of an archive without articles."""
    archive = new_archive(base_url=BASE_URL)
    archive.build()
    return read_site(archive.root / "output")
