"""Whole web pages: their facts together, and the pages that are no articles."""

from __future__ import annotations

import pytest

from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.ingest.formats.html import matches, read
from site_gen.model import BlockKind, DateSource, Draft, Failure, Timestamp

TEXT = """<p>La préfecture a relevé la cote à 3,20 mètres à midi, soit vingt centimètres de plus que la veille.</p>
<p>Les quais sont fermés entre le pont et le vieux port, et les bacs restent amarrés jusqu'à nouvel ordre.</p>
<p>« Nous tenons le niveau d'heure en heure », a dit la responsable du service des eaux devant la mairie.</p>"""

PAGE = f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">
<title>Le lac monte encore - Le Courrier du Lac</title>
<meta property="og:site_name" content="Le Courrier du Lac">
<meta property="og:type" content="article">
<meta property="og:title" content="Le lac monte encore">
<meta property="og:url" content="https://lecourrier.example/2020/06/15/le-lac-monte?utm_source=og">
<meta property="og:description" content="Une semaine de pluie gonfle le lac : la préfecture ferme les quais.">
<meta property="article:published_time" content="2020-06-15T16:40:00+02:00">
<meta property="article:modified_time" content="2020-06-15T18:05:00+02:00">
<meta property="article:section" content="Région">
<meta property="article:tag" content="crue"><meta property="article:tag" content="lac, rivières">
<meta name="author" content="Jeanne Roux (avec AFP)">
<link rel="canonical" href="https://lecourrier.example/2020/06/15/le-lac-monte">
</head><body><nav><a href="/">Accueil</a><a href="/region">Région</a></nav>
<article><h1>Le lac monte encore</h1>{TEXT}</article></body></html>"""


def only(page: str | bytes, known: Known | None = None) -> Draft | Failure:
    data = page.encode() if isinstance(page, str) else page
    found = list(read(Document("inbox/page.html", data, known or Known(), ""), ReadOptions()))
    assert len(found) == 1
    assert isinstance(found[0], (Draft, Failure))
    return found[0]


def article(page: str, known: Known | None = None) -> Draft:
    found = only(page, known)
    assert isinstance(found, Draft), found
    return found


def reason(page: str | bytes) -> str:
    found = only(page)
    assert isinstance(found, Failure), found
    assert found.source == "inbox/page.html"
    return found.message


def test_a_page_gives_its_facts_and_where_each_comes_from() -> None:
    draft = article(PAGE)
    assert draft.title == "Le lac monte encore"
    assert draft.published == Timestamp.parse("2020-06-15T16:40:00+02:00")
    assert draft.updated == Timestamp.parse("2020-06-15T18:05:00+02:00")
    assert draft.date_source is DateSource.METADATA
    assert (draft.authors, draft.credit) == (("Jeanne Roux",), "AFP")
    assert draft.url == "https://lecourrier.example/2020/06/15/le-lac-monte"
    assert (draft.source, draft.lang) == ("Le Courrier du Lac", "fr")
    assert draft.keywords == ("Région", "crue", "lac, rivières")
    assert draft.topics == ()
    assert draft.standfirst == "Une semaine de pluie gonfle le lac : la préfecture ferme les quais."
    assert [block.kind for block in draft.blocks] == [BlockKind.PARAGRAPH] * 3
    assert draft.provenance["title"] == "h1"
    assert draft.provenance["published"] == "article:published_time"
    assert draft.provenance["authors"] == "meta author"
    assert draft.provenance["url"] == "canonical"
    assert draft.warnings == ()


def test_the_beginning_of_the_text_is_no_standfirst() -> None:
    page = PAGE.replace(
        "Une semaine de pluie gonfle le lac : la préfecture ferme les quais.",
        "La préfecture a relevé la cote à 3,20 mètres à midi, soit vingt centimètres de plus que la veille.",
    )
    assert article(page).standfirst is None


def test_a_description_of_the_site_is_no_standfirst() -> None:
    page = PAGE.replace("Une semaine de pluie", "Avec Le Courrier du Lac : une semaine de pluie")
    assert article(page).standfirst is None


def test_dateline_and_signature_are_taken_off_the_text() -> None:
    page = PAGE.replace("<p>La préf", "<p>VILLENEUVE (ats) - La préf").replace("</article>", "<p>jro/mba</p></article>")
    draft = article(page)
    assert draft.dateline == "VILLENEUVE (ats)"
    assert draft.signature == "jro/mba"
    assert draft.blocks[0].text.startswith("La préfecture")
    assert draft.blocks[-1].text.endswith("mairie.")
    assert draft.authors == ("Jeanne Roux",), "the page's own byline is trusted more than a signature"


def test_a_date_in_place_of_a_dateline_dates_a_page_that_gives_no_other() -> None:
    page = (
        f"<html><head><title>Le lac monte encore</title></head><body><h1>Le lac monte encore</h1>{TEXT}</body></html>"
    )
    draft = article(page.replace("<p>La préf", "<p>15 juin 2020. - La préf"))
    assert draft.published == Timestamp.parse("2020-06-15")
    assert draft.date_source is DateSource.DATELINE
    assert draft.blocks[0].text.startswith("La préfecture")


def test_what_is_known_beside_the_page_fills_in() -> None:
    page = (
        f"<html><head><title>Le lac monte encore</title></head><body><h1>Le lac monte encore</h1>{TEXT}</body></html>"
    )
    captured = Timestamp.parse("2020-07-01T00:00:00+00:00")
    draft = article(page, Known(url="https://m.lecourrier.example/2020/06/15/le-lac?xtor=RSS-1", captured=captured))
    assert draft.url == "https://lecourrier.example/2020/06/15/le-lac"
    assert draft.published == Timestamp.parse("2020-06-15")
    assert draft.date_source is DateSource.URL
    assert draft.captured == captured


def test_two_addresses_of_a_page() -> None:
    other = PAGE.replace('rel="canonical" href="https://lecourrier.example/2020', 'rel="canonical" href="https://{}')
    copy = article(other.replace("{}", "lecourrier.example/region/2020"))
    assert copy.url == "https://lecourrier.example/2020/06/15/le-lac-monte", "its own, of two on one host"
    assert copy.extra["canonical"] == "https://lecourrier.example/region/2020/06/15/le-lac-monte"
    syndicated = article(other.replace("{}", "agence.example/2020"))
    assert syndicated.url == "https://agence.example/2020/06/15/le-lac-monte"
    home = article(
        PAGE.replace("le-lac-monte?utm_source=og", "x").replace("https://lecourrier.example/2020/06/15/x", "/")
    )
    assert home.url == "https://lecourrier.example/2020/06/15/le-lac-monte"


def test_a_cut_text_is_told() -> None:
    script = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script></head>'
    assert "subscribers" in article(PAGE.replace("</head>", script)).warnings[0]


def test_a_wrong_declared_language_is_put_right_where_the_page_names_two() -> None:
    page = PAGE.replace('lang="fr"', 'lang="en"')
    assert article(page).lang == "en", "one declaration stands"
    assert article(page.replace("</head>", '<meta property="og:locale" content="fr_FR"></head>')).lang == "fr"


LINKS = "".join(f'<li><a href="/a/{n}">Un titre de la rubrique numéro {n} du journal</a></li>' for n in range(40))


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("", "empty"),
        (b"%PDF-1.7 \xff\x00", "PDF"),
        ("<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>", "error page"),
        ("<html><head><title>Page introuvable</title></head><body><p>Oups.</p></body></html>", "error page"),
        ("<html><head><title>Just a moment...</title></head><body><p>Please wait.</p></body></html>", "robots"),
        (
            "<html><head><title>Se connecter</title></head><body><form><input type=password></form></body></html>",
            "login or consent",
        ),
        (
            "<html><head><meta http-equiv=refresh content='0; url=https://example.com/b'></head><body></body></html>",
            "sends browsers on to https://example.com/b",
        ),
        ("<html><head><title>x</title></head><frameset><frame src='/a.html'></frameset></html>", "frames"),
        (f"<html><head><title>Région</title></head><body><h1>Région</h1><ul>{LINKS}</ul></body></html>", "list of 40"),
        (
            "<html><head><title>Le lac vu du ciel</title><meta property='og:type' content='video.other'></head>"
            "<body><h1>Le lac vu du ciel</h1><video></video></body></html>",
            "video",
        ),
        ("<html><head><title>Le lac monte encore</title></head><body><h1>Le lac monte</h1></body></html>", "no text"),
        (f"<html><body>{TEXT}</body></html>", "no title"),
    ],
)
def test_what_is_no_article_says_why(page: str | bytes, says: str) -> None:
    assert says in reason(page)


def test_a_front_page_that_declares_itself_is_none_even_with_teasers() -> None:
    teasers = "".join(
        f"<h2><a href='/a/{n}'>Titre {n}</a></h2><p>{'Le début d une histoire. ' * 4}</p>" for n in range(12)
    )
    head = '<title>Région</title><script type="application/ld+json">{"@type":"CollectionPage"}</script>'
    page = f"<html><head>{head}</head><body><h1>Région</h1><ul>{LINKS * 3}</ul>{teasers}</body></html>"
    assert "CollectionPage" in reason(page)


def test_an_article_about_errors_is_an_article() -> None:
    page = PAGE.replace("Le lac monte encore", "Accès refusé : « Erreur 404 » sur le site de la préfecture")
    assert article(page).title == "Accès refusé : « Erreur 404 » sur le site de la préfecture"


@pytest.mark.parametrize(
    ("head", "name", "is_page"),
    [
        (b"<!DOCTYPE html><html>", "x", True),
        (b"\xef\xbb\xbf\n<!-- saved -->\n<HTML lang=fr>", "x", True),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML'>", "x", True),
        ("<!doctype html><p>".encode("utf-16"), "x", True),
        (b"<p>Le lac monte</p>", "page.html", True),
        (b"<p>Le lac monte</p>", "page.txt", False),
        (b"Le lac monte encore", "page.html", False),
        (b"<?xml version='1.0'?><rss>", "feed.xml", False),
        (b"", "page.html", False),
    ],
)
def test_a_page_is_told_by_its_beginning_or_name(head: bytes, name: str, is_page: bool) -> None:
    assert matches(head, name) is is_page


@pytest.mark.parametrize(
    "page",
    [
        b"<html>" + b"<div>" * 100_000,
        b"<html><title>A title of some words</title><script type='application/ld+json'>"
        + b"[" * 100_000
        + b"</script>",
        b'<html><meta property="og:title" content="' + b"a - " * 200_000 + b'">',
        b"<html><title>" + b" | " * 100_000 + b"</title>",
        b'<html><title>x y z</title><meta name=author content="' + b"((Par et " * 50_000 + b'">',
        b"<html><h1>x</h1>" + b"<div itemscope itemprop=author>" * 2_000,
        b"<html>\xff\xfe\x00<p>" + bytes(range(256)) * 40,
        b'<html><script type="application/ld+json">{"@graph":[{"@type":7,"headline":{"a":[]},"author":[[{}]]}]}',
    ],
)
def test_hostile_pages_give_a_reason_and_no_traceback(page: bytes) -> None:
    assert isinstance(only(page), (Draft, Failure))
