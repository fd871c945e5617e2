"""The places of a document's article: found in its text, and by where it was written."""

from __future__ import annotations

import json

from site_gen.ingest.assemble import Parsed, parse_document
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import Article

TEXT = "The bridge over the river stays closed until the end of the week, and nobody knows what comes then."


def article(data: bytes, path: str, lang: str | None = "en") -> Article:
    (parsed,) = parse_document(Document(path, data, Known(lang=lang), ""), ReadOptions(), None)
    assert isinstance(parsed, Parsed)
    assert parsed.article is not None
    return parsed.article


def page(title: str) -> bytes:
    return f"{title}\n\n{TEXT}\n\n{TEXT} So it is.\n".encode()


def test_title_and_text_name_places() -> None:
    found = article(page("Swiss bridge stays closed"), "inbox/a.txt")
    assert found.places == ("CH",)
    assert found.provenance["places"] == "names"


def test_an_article_that_names_none_has_none() -> None:
    found = article(page("Bridge stays closed"), "inbox/a.txt")
    assert found.places == ()
    assert "places" not in found.provenance


def test_a_dateline_and_the_place_that_a_page_is_filed_under_count() -> None:
    dated = article(f"Bridge stays closed\n\nROME (AP) - {TEXT}\n\n{TEXT} So it is.\n".encode(), "inbox/a.txt")
    assert (dated.dateline, dated.places) == ("ROME (AP)", ("IT",))
    linked = {"@type": "NewsArticle", "headline": "Bridge stays closed", "dateline": "London, UK"}
    html = (
        f'<html lang="en"><head><script type="application/ld+json">{json.dumps(linked)}</script></head>'
        f"<body><article><h1>Bridge stays closed</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    )
    found = article(html.encode(), "inbox/a.html")
    assert (found.details["located"], found.places) == ("London, UK", ("GB",))


def test_a_language_without_names_has_none() -> None:
    assert article(page("Swiss bridge stays closed"), "inbox/a.txt", "qaa").places == ()
