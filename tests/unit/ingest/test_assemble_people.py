"""The people of a document's article: found in its text, in the language that it is in."""

from __future__ import annotations

from site_gen.ingest.assemble import Parsed, parse_document
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import Article

TEXT = "The bridge stays closed until the end of the week, said the mayor Ann Orrell, and nobody knows what comes then."


def article(title: str, text: str, lang: str = "en") -> Article:
    document = Document("inbox/a.txt", f"{title}\n\n{text}\n".encode(), Known(lang=lang), "")
    (parsed,) = parse_document(document, ReadOptions(), None)
    assert isinstance(parsed, Parsed)
    assert parsed.article is not None
    return parsed.article


def test_the_text_names_people() -> None:
    found = article("Bridge stays closed", f"{TEXT}\n\nA report by the engineer Zoé Tarral tells why Orrell did so.")
    assert found.people == ("Ann Orrell", "Zoé Tarral")
    assert found.provenance["people"] == "names"


def test_an_article_that_names_none_has_none() -> None:
    found = article("Bridge stays closed", TEXT.replace("Ann Orrell", "of the town"))
    assert found.people == ()
    assert "people" not in found.provenance


def test_languages_without_lists_have_none() -> None:
    assert article("Bridge stays closed", TEXT, "it").people == ()
