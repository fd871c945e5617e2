import json
from collections.abc import Callable
from typing import Any

import pytest

from site_gen.archive.making import flatten_extra
from site_gen.config import Config
from site_gen.model import Also, ContentFile, Kind, Source
from site_gen.pages.context import Link
from site_gen.pages.frame import direction

Builder = Callable[..., ContentFile]
Contexts = Callable[..., Any]
SITE = Config(base_url="https://e.org/a/", keyword_min_articles=1)


def test_an_article_links_to_its_listings_without_counts(content: Builder, contexts: Contexts) -> None:
    file = content("a", "2025-09-12", topics=("sport",), keywords=("Népal",), source=Source(name="Le Monde"))
    page = contexts([file], SITE)["2025/09/12/a.html"]
    assert page.topics == (Link("Sport", "topics/sport/index.html"),)
    assert page.keywords == (Link("Népal", "keywords/nepal/index.html"),)
    assert page.source == Link("Le Monde", "sources/le-monde/index.html")
    assert page.day == Link("2025-09-12", "2025/09/12/index.html")
    assert page.page.root == "../../../"
    assert page.page.canonical == "https://e.org/a/2025/09/12/a.html"


def test_a_rare_keyword_has_no_path(content: Builder, contexts: Contexts) -> None:
    page = contexts([content("a", keywords=("Rare",))], Config(keyword_min_articles=2))["undated/a.html"]
    assert page.keywords == (Link("Rare", ""),)
    assert (page.day, page.source, page.page.canonical) == (None, None, "")


def test_who_is_a_keyword_too_is_named_once_with_a_link(content: Builder, contexts: Contexts) -> None:
    both = ("Pavel Durov",)
    alone = contexts([content("a", keywords=("PAVEL DUROV", "Fog"), people=both)], SITE)["undated/a.html"]
    assert alone.people == (Link("Pavel Durov", "people/pavel-durov/index.html"),)
    assert alone.keywords == (Link("Fog", "keywords/fog/index.html"),)
    files = [content("a", keywords=both, people=("Pavel Durov", "Zoé Gal")), content("b", keywords=both)]
    page = contexts(files, Config(keyword_min_articles=2))["undated/a.html"]
    assert page.keywords == (Link("Pavel Durov", "keywords/pavel-durov/index.html"),)
    assert page.people == (Link("Zoé Gal", ""),)


def test_neighbours_are_dated_with_dated_and_undated_with_undated(content: Builder, contexts: Contexts) -> None:
    files = [
        content("old", "2025-01-01"),
        content("u1", captured="2025-01-02"),
        content("new", "2025-01-03"),
        content("u2", captured="2025-01-04"),
    ]
    planned = contexts(files)
    assert planned["2025/01/01/old.html"].newer.path == "2025/01/03/new.html"
    assert planned["2025/01/01/old.html"].older is None
    assert planned["undated/u2.html"].older.path == "undated/u1.html"
    assert planned["undated/u2.html"].newer is None


def test_addresses_from_content_are_http_or_nothing(content: Builder, contexts: Contexts) -> None:
    also = (Also("inbox/b", "javascript:alert(1)"), Also(None, "https://e.org/b"), Also(None, "data:x"))
    files = [
        content("bad", source=Source(url="javascript:alert(1)"), also=also),
        content("good", source=Source(url="https://e.org/1", document="inbox/a", code="VB")),
    ]
    planned = contexts(files)
    assert planned["undated/bad.html"].original == ""
    assert planned["undated/bad.html"].also == (("inbox/b", ""), ("", "https://e.org/b"))
    good = planned["undated/good.html"]
    assert (good.original, good.document, good.source_code) == ("https://e.org/1", "inbox/a", "VB")


def test_headline_lists_of_its_documents_are_linked(content: Builder, contexts: Contexts) -> None:
    files = [content("a", document="d"), content("l", kind=Kind.HEADLINES, document="d", title="Liste", lang="fr")]
    planned = contexts(files)
    assert planned["undated/a.html"].headlines == (Link("Liste", "headlines/l.html", lang="fr"),)
    assert [item.path for item in planned["headlines/l.html"].beside] == ["undated/a.html"]


def test_structured_data_tells_what_is_known(content: Builder, contexts: Contexts) -> None:
    file = content(
        "a",
        "2025-09-12T08:15:00+02:00",
        title='Un "titre" </script>',
        updated="2025-09-13",
        lang="fr",
        authors=("A. Nom",),
        credit="AFP",
        topics=("sport",),
        keywords=("Népal",),
        summary="Résumé.",
        source=Source(name="Le Monde", url="https://lemonde.fr/1"),
    )
    planned = contexts([file], SITE)["2025/09/12/a.html"]
    data = json.loads(planned.structured_data)
    assert data.pop("identifier").startswith("urn:uuid:")
    assert data == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": 'Un "titre" </script>',
        "datePublished": "2025-09-12T08:15:00+02:00",
        "dateModified": "2025-09-13",
        "inLanguage": "fr",
        "author": [{"@type": "Person", "name": "A. Nom"}],
        "publisher": {"@type": "Organization", "name": "Le Monde"},
        "creditText": "AFP",
        "articleSection": ["Sport"],
        "keywords": ["Népal"],
    }


def test_structured_data_invents_nothing(content: Builder, contexts: Contexts) -> None:
    data = json.loads(contexts([content("a", title="T")])["undated/a.html"].structured_data)
    assert data.keys() == {"@context", "@type", "headline", "identifier"}


def test_the_standfirst_does_not_repeat_the_text(content: Builder, contexts: Contexts) -> None:
    files = [content("a", summary="Le début.", body="Le début. La suite."), content("b", summary="S.", body="Corps.")]
    planned = contexts(files)
    assert planned["undated/a.html"].standfirst == ""
    assert planned["undated/a.html"].page.description == "Le début."
    assert planned["undated/b.html"].standfirst == "S."


def test_unknown_front_matter_becomes_short_texts() -> None:
    extra = {"z": "text", "list": ["a", "b"], "map": {"b": "é", "a": ["1"]}, "long": "x" * 999}
    assert flatten_extra(extra) == (
        ("list", "a, b"),
        ("long", "x" * 200),
        ("map", '{"a": ["1"], "b": "é"}'),
        ("z", "text"),
    )
    assert len(flatten_extra({str(number): "" for number in range(99)})) == 20


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("ckb", "rtl"), ("az-Arab", "rtl"), ("ur-Latn", "ltr"), ("fr-CH", "ltr")],
)
def test_direction_follows_language_and_script(lang: str, expected: str) -> None:
    assert direction(lang) == expected


def test_direction_of_an_unknown_language_is_left_to_the_browser() -> None:
    assert direction(None) == "auto"
