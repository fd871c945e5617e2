"""Each fact of a web page by its order of trust."""

from __future__ import annotations

import json

import pytest
from lxml.html import document_fromstring

from site_gen.ingest.formats.base import Known
from site_gen.ingest.formats.html.facts import Facts, choose_article, read_facts
from site_gen.ingest.formats.html.facts_dates import Dates, find_dates
from site_gen.ingest.formats.html.facts_people import People, find_people
from site_gen.ingest.formats.html.jsonld import read_jsonld
from site_gen.ingest.formats.html.signals import Signals, read_signals
from site_gen.model import DateSource, Timestamp


def signals(head: str = "", body: str = "") -> Signals:
    return read_signals(document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>"))


def meta(**contents: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{text}">' for name, text in contents.items())


def linked(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


def facts(head: str = "", body: str = "", known: Known | None = None) -> Facts:
    page = signals(head, body)
    return read_facts(page, choose_article(page), known or Known())


def dates(
    head: str = "", body: str = "", url: str | None = None, lines: tuple[str, ...] = (), captured: str = ""
) -> Dates:
    page = signals(head, body)
    return find_dates(page, choose_article(page), url, lines, Timestamp.parse(captured))


def people(head: str = "", body: str = "", lines: tuple[str, ...] = ()) -> People:
    page = signals(head, body)
    return find_people(page, choose_article(page), lines)


def iso(at: Timestamp | None) -> str | None:
    return at.isoformat() if at else None


# --- title -----------------------------------------------------------------------------------------------------

TITLE = "La rivière déborde à Villeneuve"


@pytest.mark.parametrize(
    ("head", "body", "origin"),
    [
        (meta(og__title=TITLE), "<h1> La rivière <em>déborde</em>\n à Villeneuve</h1>", "h1"),
        (f"<title>{TITLE} - Le Courrier</title>", f"<h1>{TITLE}</h1>", "h1"),
        (meta(og__title=TITLE), f"<h1>EN DIRECT. {TITLE}</h1>", "og:title"),
        (meta(og__title=TITLE), f"<h1>{TITLE.upper()}</h1>", "og:title"),
        (meta(og__title=TITLE), "<h1>Le Courrier</h1>", "og:title"),
        (meta(og__title=f"{TITLE} | Le Courrier", og__site_name="Le Courrier"), "", "og:title"),
        (meta(og__title=f"Le Courrier : {TITLE}", og__site_name="Le Courrier"), "", "og:title"),
        (f"<title>{TITLE} | Toute l'actualité</title>", "", "title"),
        (linked(headline=TITLE) + meta(og__title="Crue : ce qu'il faut savoir"), "", "json-ld"),
        (meta(og__title="La rivi&amp;egrave;re d&amp;eacute;borde &amp;agrave; Villeneuve"), "", "og:title"),
        ("", f"<h1>{TITLE}</h1>", "h1"),
        (meta(og__title=TITLE), f"<h1>{TITLE}</h1><i itemprop=headline>La rivière</i>", "h1"),
        ("", f"<h1>{TITLE}</h1><h1>Les plus lus</h1>", "h1"),
    ],
)
def test_title(head: str, body: str, origin: str) -> None:
    found = facts(head, body)
    assert (found.title, found.provenance["title"]) == (TITLE, origin)


def test_a_heading_that_starts_like_the_short_title_is_shown_whole() -> None:
    found = facts(meta(og__title="La rivière déborde"), f"<h1>{TITLE}</h1>")
    assert found.title == TITLE


def test_a_heading_before_a_colon_is_no_name_of_a_site() -> None:
    title = "Villeneuve : la rivière déborde"
    found = facts(
        meta(og__title=title, twitter__title="Villeneuve"), f"<h1>{title}</h1><p itemprop=name>Villeneuve</p>"
    )
    assert found.title == title


def test_lines_of_a_heading_are_set_apart() -> None:
    assert facts("", "<h1>La rivière déborde<br>à Villeneuve</h1>").title == TITLE


# --- dates -----------------------------------------------------------------------------------------------------


def test_dates_by_their_order_of_trust() -> None:
    layers = [
        ("url", {"url": "https://example.com/2020/06/13/la-crue"}, "2020-06-13"),
        ("time", {"body": "<h1>A b</h1><time datetime='2020-06-14'></time>"}, "2020-06-14"),
        ("article:published_time", {"head": meta(article__published_time="2020-06-15")}, "2020-06-15"),
        (
            "json-ld",
            {"head": linked(datePublished="2020-06-16") + meta(article__published_time="2020-06-15")},
            "2020-06-16",
        ),
    ]
    given: dict[str, str] = {}
    for origin, more, day in layers:
        given |= more
        found = dates(given.get("head", ""), given.get("body", ""), given.get("url"))
        assert (found.published_from, iso(found.published)) == (origin, day)


def test_a_date_line_is_read_where_nothing_else_dates_a_page() -> None:
    found = dates(lines=("AFP, publié le lundi 15 juin 2020 à 16h40",))
    assert iso(found.published) == "2020-06-15T16:40:00"
    assert found.source is DateSource.TEXT


def test_the_hour_and_zone_of_a_less_trusted_date_of_the_same_day_are_kept() -> None:
    assert iso(dates(linked(datePublished="2020-06-15"), lines=("Publié le 15 juin 2020 à 16h40",)).published) == (
        "2020-06-15T16:40:00"
    )
    local = dates(linked(datePublished="2020-06-14T22:30:11Z") + meta(article__published_time="2020-06-15T00:30+02:00"))
    assert iso(local.published) == "2020-06-15T00:30:11+02:00"
    assert local.source is DateSource.METADATA


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.com/2020/06/15/x", "2020-06-15"),
        ("https://example.com/2020/jun/5/x", "2020-06-05"),
        ("https://example.com/monde/x-15-06-2020-123.php", "2020-06-15"),
        ("https://example.com/x-20200615.html", "2020-06-15"),
        ("https://example.com/x/2020-06-15", "2020-06-15"),
        ("https://example.com/2020/06/x", None),
        ("https://example.com/a-12345678.html", None),
        ("https://example.com/2020/02/31/x", None),
    ],
)
def test_a_date_in_an_address(url: str, day: str | None) -> None:
    found = dates(url=url)
    assert iso(found.published) == day
    assert found.source is (DateSource.URL if day else DateSource.NONE)


def test_dates_a_day_apart_are_told_and_zones_alone_are_not() -> None:
    head = meta(article__published_time="2020-06-15T10:00:00+02:00")
    assert dates(head, url="https://example.com/2020/06/15/x").warnings == ()
    (warning,) = dates(head, url="https://example.com/2020/06/12/x").warnings
    assert "url dates it to 2020-06-12 but article:published_time" in warning
    assert dates(linked(datePublished="2020-06-14T23:30:00Z"), url="https://example.com/2020/06/15/x").warnings == ()


def test_a_date_after_the_capture_is_ignored_and_told() -> None:
    head = meta(article__published_time="2031-01-01", pubdate="2020-06-15")
    found = dates(head, captured="2020-07-01")
    assert iso(found.published) == "2020-06-15"
    assert "after its capture" in found.warnings[0]


def test_the_beginning_of_an_era_is_no_date() -> None:
    assert dates(linked(datePublished="1970-01-01T00:00:00Z")).published is None


@pytest.mark.parametrize(
    ("modified", "updated"),
    [
        ("2020-06-15T18:00:00+02:00", "2020-06-15T18:00:00+02:00"),
        ("2020-06-15T16:00:00Z", "2020-06-15T16:00:00+00:00"),
        ("2020-06-15T16:40:20+02:00", None),
        ("2020-06-15", None),
        ("2020-06-14T10:00:00+02:00", None),
    ],
)
def test_updated_is_set_where_it_is_later(modified: str, updated: str | None) -> None:
    head = meta(article__published_time="2020-06-15T16:40:00+02:00", article__modified_time=modified)
    assert iso(dates(head).updated) == updated


def test_the_most_trusted_alone_tells_of_changes() -> None:
    head = meta(
        article__published_time="2020-06-15T16:40:00+02:00",
        article__modified_time="2020-06-15T16:40:00+02:00",
        lastmod="2023-01-01T00:00:00Z",
    )
    assert dates(head).updated is None


# --- people ----------------------------------------------------------------------------------------------------


def test_people_by_their_order_of_trust() -> None:
    body = "<h1>A b</h1><p class='byline'>Par Anne Noir</p>"
    assert people("", body).authors == ("Anne Noir",)
    body += "<div itemscope itemtype='https://schema.org/NewsArticle'><span itemprop=author>Luc Petit</span></div>"
    assert people("", body).authors == ("Luc Petit",)
    head = meta(author="Paul Lemaire")
    assert people(head, body).authors == ("Paul Lemaire",)
    head += linked(author=[{"@type": "Person", "name": "Jeanne Roux"}, {"@type": "Organization", "name": "AFP"}])
    found = people(head, body)
    assert (found.authors, found.authors_from) == (("Jeanne Roux",), "json-ld")
    assert (found.credit, found.credit_from) == ("AFP", "json-ld")


def test_an_address_in_place_of_a_name_is_none() -> None:
    head = meta(article__author="https://www.example.com/lecourrier") + '<meta name="author" content="Jeanne Roux">'
    assert people(head).authors == ("Jeanne Roux",)


def test_organisations_and_the_site_itself_are_the_credit() -> None:
    body = """<div itemscope itemtype='http://schema.org/Article'>
        <span itemprop=author itemscope itemtype='http://schema.org/Organization'><b itemprop=name>Ouest Lac</b></span>
        </div>"""
    found = people(meta(author="Ouest Lac"), body)
    assert (found.authors, found.credit) == ((), "Ouest Lac")
    found = people(meta(author="Vallée Matin", og__site_name="Vallée Matin"))
    assert (found.authors, found.credit) == ((), "Vallée Matin")


def test_one_name_alone_is_a_person_where_the_page_says_so() -> None:
    assert people(linked(author={"@type": "Person", "name": "Niko"})).authors == ("Niko",)
    found = people(linked(author={"name": "Niko"}))
    assert (found.authors, found.credit) == ((), "Niko")


def test_a_byline_with_a_date_behind_it() -> None:
    body = "<h1>A b</h1><div class='article-author'>By <a>Jane Doe</a><div>November 18, 2019</div></div>"
    assert people("", body).authors == ("Jane Doe",)


def test_the_publisher_meta_credits_an_agency_alone() -> None:
    assert people(meta(publisher="AFP")).credit == "AFP"
    assert people(meta(publisher="Le Courrier")).credit is None


def test_a_reference_in_a_graph_is_followed() -> None:
    graph = {
        "@graph": [
            {"@type": "WebSite", "@id": "#site", "name": "Le Courrier"},
            {"@type": "NewsArticle", "headline": "A", "author": {"@id": "#p"}, "publisher": {"@id": "#site"}},
            {"@type": "Person", "@id": "#p", "name": "Jeanne Roux"},
        ]
    }
    head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    assert people(head).authors == ("Jeanne Roux",)
    assert facts(head).source == "Le Courrier"


# --- keywords and language -------------------------------------------------------------------------------------


def test_keywords_are_section_then_tags_once_each() -> None:
    head = meta(article__section="Monde", keywords="crue, monde, météo") + linked(keywords=["Crue", "PG&amp;E"])
    found = facts(head, "<a rel=tag href='/t/lac'>Lac</a>")
    assert found.keywords == ("Monde", "Crue", "PG&E", "météo", "Lac")
    assert found.provenance["keywords"] == "article:section, json-ld, keywords, rel=tag"


def test_a_tag_may_hold_a_comma_and_search_words_of_the_site_are_no_tags() -> None:
    assert facts(meta(article__tag="bateaux, voiliers")).keywords == ("bateaux, voiliers",)
    assert facts(meta(keywords=", ".join(f"mot{n}" for n in range(30)))).keywords == ()


def test_breadcrumbs_are_sections_without_home_and_the_page() -> None:
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"position": n, "name": name} for n, name in enumerate(["Accueil", "Région", f"{TITLE} et dans la vallée"])
        ],
    }
    assert facts(f'<script type="application/ld+json">{json.dumps(crumbs)}</script>').keywords == ("Région",)


# --- JSON-LD and microdata -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"A b",}',
        '<!-- {"@type":"NewsArticle","headline":"A b"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"A b"}\n//]]>',
        '/*<![CDATA[*/{"@type":["Thing","https://schema.org/ReportageNewsArticle"],"headline":"A b"}/*]]>*/',
        '[{"@type":"WebSite"},{"@type":"BlogPosting","headline":"A b"}];',
        '{"@type":"NewsArticle","headline":"A b","description":"two\nlines and an \\escape"}',
        '{"@type":"WebSite"}\n{"@type":"NewsArticle","headline":"A b"}',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;A b&quot;}",
        '{"@graph":[{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","headline":"A b"}}]}',
    ],
)
def test_careless_jsonld_is_read(script: str) -> None:
    assert [node["headline"] for node in read_jsonld([script]).articles] == ["A b"]


@pytest.mark.parametrize(
    "script", ["", "{", "null", "7", "[" * 100_000, '{"a":' * 100_000, '{"@type":{"a":1}}', "x" * 99]
)
def test_hopeless_jsonld_holds_nothing(script: str) -> None:
    assert read_jsonld([script]).articles == ()


def test_of_several_articles_the_page_s_own_is_chosen() -> None:
    teasers = [
        {"@type": "NewsArticle", "headline": "Autre", "url": "https://example.com/b"},
        {"@type": "NewsArticle", "headline": TITLE, "url": "https://example.com/a"},
    ]
    head = f'<script type="application/ld+json">{json.dumps(teasers)}</script>'
    page = signals(head + '<link rel="canonical" href="https://example.com/a">')
    assert choose_article(page) == teasers[1]
    assert choose_article(signals(head, f"<h1>{TITLE}</h1>")) == teasers[1]


def test_microdata_of_other_articles_is_not_this_one_s() -> None:
    body = "".join(
        "<article itemscope itemtype='https://schema.org/NewsArticle'>"
        f"<meta itemprop=datePublished content='{day}'></article>"
        for day in ("2020-06-15", "2020-06-11")
    )
    page = signals("", body)
    assert page.items.values["datepublished"] == ["2020-06-15"]
    assert page.items.articles == 2


@pytest.mark.parametrize(
    ("node", "located"),
    [
        ({"dateline": "London, UK"}, "London, UK"),
        ({"contentLocation": {"@type": "Place", "name": "Brest"}}, "Brest"),
        ({"contentLocation": [{"@type": "Place", "name": "Brest"}, {"name": "Nantes"}]}, "Brest"),
        ({"locationCreated": "Brest", "dateline": ""}, "Brest"),
        ({"dateline": {"a": 1}}, ""),
        ({}, ""),
    ],
)
def test_a_page_tells_where_it_was_written(node: dict[str, object], located: str) -> None:
    assert facts(linked(headline=TITLE, **node)).located == located
