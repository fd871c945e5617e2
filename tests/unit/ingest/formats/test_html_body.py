"""The body of an article on a web page."""

from __future__ import annotations

import logging
import sys
import time

import pytest

from site_gen.errors import MissingExtraError
from site_gen.ingest.formats.html.body import Body, find_body
from site_gen.ingest.formats.html.body_lines import article_blocks, key_of, shown_text
from site_gen.ingest.formats.html.tree import parse_html
from site_gen.model import Block, BlockKind

PARAGRAPH, CROSSHEAD, MARKDOWN = BlockKind.PARAGRAPH, BlockKind.CROSSHEAD, BlockKind.MARKDOWN
URL = "https://paper.example/ville/pont.html"
TITLE = "Le pont rouvre après deux ans"
FIRST = "Le pont de la gare a rouvert lundi matin devant une foule venue nombreuse malgré la pluie et le vent du nord."
SECOND = (
    "Fermé depuis deux ans, il a coûté douze millions de francs, soit trois de plus que ce que la ville avait prévu."
)
THIRD = "Les commerçants du quartier, qui ont perdu la moitié de leurs clients, demandent maintenant une compensation."
MENU = '<nav><ul><li><a href="/">Accueil</a></li><li><a href="/sport">Sport</a></li></ul></nav>'


def page(body: str, head: str = "") -> str:
    inner = f"{MENU}<h1>{TITLE}</h1>{body}<footer>Impressum</footer>"
    return f"<html><head><title>x</title>{head}</head><body>{inner}</body></html>"


def marked(inner: str) -> str:
    return page(f'<div class="col"><div itemprop="articleBody">{inner}</div></div><div><p>Autre page</p></div>')


def body_of(html: str, title: str = "") -> Body:
    tree = parse_html(html.encode())
    assert tree is not None
    return find_body(tree, URL, title=title)


def texts(body: Body) -> list[str]:
    return [block.text for block in body.blocks]


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


# --- where the page marks it -----------------------------------------------------------------------------------


def test_the_marked_body_is_taken() -> None:
    body = body_of(marked(paragraphs(FIRST, SECOND) + "<h2>Colère</h2>" + paragraphs(THIRD)))
    assert texts(body) == [FIRST, SECOND, "Colère", THIRD]
    assert (body.method, body.confident) == ("articleBody", True)


def test_no_library_is_needed_where_the_body_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert len(body_of(marked(paragraphs(FIRST, SECOND, THIRD))).blocks) == 3
    with pytest.raises(MissingExtraError, match=r"site-gen\[html\]"):
        body_of(page(paragraphs(FIRST, SECOND, THIRD)))


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ('<div class="social-share"><span>Partagez l\'article</span></div>', "share"),
        ('<section id="related"><p>Le port ferme</p></section>', "related"),
        ("<aside><p>Le port ferme</p></aside>", "related"),
        ('<div class="box newsletter-box"><p>Chaque matin</p></div>', "newsletter"),
        ('<div class="ad-slot"><p>Achetez</p></div>', "advertisement"),
        ('<div class="video-embed"><span>Le pont vu du ciel</span></div>', "embed"),
        ("<p>Lire aussi : Le port ferme</p>", "related"),
        ("<p>window.pvp_12 = new Pvp('a')</p>", "notice"),
        ("<p>Vidéo suivante dans 5 secondes</p>", "notice"),
        ("<p>3 / 12</p>", "notice"),
        ("<p>ALERTE INFO</p>", "notice"),
        ("<p>publié le <b>24 septembre</b></p>", "date"),
        ("<p>AFP, publié le lundi 15 juin 2020 à 16h40</p>", "date"),
        ("<p>Par Jeanne Roux</p>", "byline"),
        (f"<h2>{TITLE}</h2>", "repeated"),
        ("<p>(AFP)</p>", "credit"),
    ],
)
def test_furniture_goes_and_is_told(part: str, reason: str) -> None:
    body = body_of(marked(part + paragraphs(FIRST, SECOND, THIRD)))
    assert texts(body) == [FIRST, SECOND, THIRD]
    assert [item.reason for item in body.furniture] == [reason]


@pytest.mark.parametrize(
    "part",
    [
        '<p class="player">Roux a marqué deux fois.</p>',
        '<div class="elementor-widget"><p>Roux a marqué deux fois.</p></div>',
        "<p>Partager le pouvoir ne va pas de soi, dit-elle, et le dire encore moins.</p>",
        "<p>Vidéo suivante dans 5 secondes, promet l'affiche du cinéma de Brévent.</p>",
        "<p>Le lundi 15 juin 2020, le pont fermait et personne ne savait pour combien de temps.</p>",
        '<div class="embed"><blockquote>Roux a marqué deux fois.</blockquote></div>',
    ],
)
def test_text_is_no_furniture(part: str) -> None:
    body = body_of(marked(paragraphs(FIRST, SECOND, THIRD) + part + paragraphs(FIRST)))
    assert len(body.blocks) == 5
    assert body.furniture == ()


def test_a_class_never_takes_most_of_the_text() -> None:
    inner = f'<div class="ad related">{paragraphs(FIRST, SECOND, THIRD)}</div>'
    assert texts(body_of(marked(inner))) == [FIRST, SECOND, THIRD]


def test_a_given_title_is_not_repeated_and_one_further_down_stays() -> None:
    heading = "Un pont pour tous"
    html = marked(
        f"<h2>{heading}</h2>" + paragraphs(FIRST, SECOND, THIRD, FIRST) + f"<h2>{heading}</h2>" + paragraphs(THIRD)
    )
    assert texts(body_of(html, heading)) == [FIRST, SECOND, THIRD, FIRST, heading, THIRD]


def test_a_heading_without_text_below_goes() -> None:
    body = body_of(marked(paragraphs(FIRST, SECOND, THIRD) + "<h3>À propos</h3>"))
    assert texts(body)[-1] == THIRD


def test_of_several_marked_articles_the_first_is_taken() -> None:
    one = f'<article><div itemprop="articleBody">{paragraphs(FIRST, SECOND, THIRD)}</div></article>'
    two = f'<article><div itemprop="articleBody">{paragraphs("Autre chose. " * 30)}</div></article>'
    assert texts(body_of(page(one + two))) == [FIRST, SECOND, THIRD]


def test_paragraphs_marked_one_by_one_are_one_body() -> None:
    inner = "".join(f'<p itemprop="articleBody">{text}</p>' for text in (FIRST, SECOND, THIRD))
    assert texts(body_of(page(f"<div>{inner}</div>"))) == [FIRST, SECOND, THIRD]


def test_structure_is_kept() -> None:
    inner = (
        paragraphs(FIRST, SECOND, THIRD)
        + '<p>Le <strong>canton</strong> en parle <a href="/canton">ici</a>.</p><ul><li>un</li><li>deux</li></ul>'
        + '<figure><img src="/p.jpg" alt=""><figcaption>Le pont. Photo: Roux</figcaption></figure>'
    )
    assert texts(body_of(marked(inner)))[3:] == [
        "Le **canton** en parle [ici](https://paper.example/canton).",
        "- un\n- deux",
        "[Le pont. Photo: Roux](https://paper.example/p.jpg)",
    ]


# --- where it is searched for ----------------------------------------------------------------------------------


def test_an_unmarked_body_is_found_with_its_structure() -> None:
    linked = FIRST.replace("pont", '<a href="/pont">pont</a>', 1)
    inner = paragraphs(linked, *[SECOND, THIRD] * 3) + "<h2>Colère</h2>" + paragraphs(THIRD)
    body = body_of(page(f'<div class="entry-content">{inner}</div>'))
    assert body.method == "trafilatura fast"
    assert body.blocks[0] == Block(MARKDOWN, FIRST.replace("pont", "[pont](https://paper.example/pont)", 1))
    assert Block(CROSSHEAD, "Colère") in body.blocks
    assert texts(body)[-1] == THIRD
    assert not any("Impressum" in text or "Accueil" in text or text == TITLE for text in texts(body))


def test_a_short_marked_body_gets_a_second_opinion() -> None:
    html = page(
        f'<div itemprop="articleBody"><p>Résumé.</p></div><article>{paragraphs(*[FIRST, SECOND, THIRD] * 2)}</article>'
    )
    body = body_of(html)
    assert body.method.startswith("trafilatura")
    assert FIRST in texts(body)


@pytest.mark.parametrize("html", ["<html></html>", "<p></p>", "<html><body><script>a()</script></body></html>"])
def test_a_page_without_text_has_no_body(html: str) -> None:
    body = body_of(html)
    assert (body.blocks, body.method, body.confident) == ((), "none", False)


# --- lines -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Le **maire** parle [ici](https://a.example/b), *fort*.", "Le maire parle ici, fort."),
        (r"Prix : 3\*4 \[sic\] \\ fin", r"Prix : 3*4 [sic] \ fin"),
        ("- un\n- [deux](https://a.example/)", "un\ndeux"),
        ("> oui\n>\n> non", "oui\n>\nnon"),
    ],
)
def test_what_a_block_shows(markdown: str, text: str) -> None:
    assert key_of(shown_text(Block(MARKDOWN, markdown))) == key_of(text)


def test_a_linked_prompt_is_furniture() -> None:
    kept = article_blocks(
        [Block(MARKDOWN, "**Lire aussi :** [Le port ferme](https://a.example/b)"), Block(PARAGRAPH, FIRST)]
    )
    assert kept.blocks == (Block(PARAGRAPH, FIRST),)
    assert kept.furniture[0].reason == "related"


def test_a_list_of_names_before_the_text_is_a_menu() -> None:
    menu = Block(MARKDOWN, "- En ce moment\n- [Pandémie](https://a.example/b)\n- Vidéos")
    kept = article_blocks([menu, Block(PARAGRAPH, FIRST), menu])
    assert kept.blocks == (Block(PARAGRAPH, FIRST), menu)
    assert [line.reason for line in kept.furniture] == ["menu"]


@pytest.mark.parametrize(
    "points",
    [
        "- Le pont rouvre lundi.\n- La ville respire.\n- Le maire aussi.",
        "- 3 morts\n- 12 blessés\n- 40 disparus",
        "- Le pont de Brévent rouvre enfin à la circulation\n- La ville respire\n- Le maire aussi",
        "- Le pont\n- La ville",
    ],
)
def test_the_points_of_a_summary_are_no_menu(points: str) -> None:
    block = Block(MARKDOWN, points)
    assert article_blocks([block, Block(PARAGRAPH, FIRST)]).blocks == (block, Block(PARAGRAPH, FIRST))


def test_a_line_that_tells_the_day_of_publication_is_no_text() -> None:
    said = Block(MARKDOWN, "publié le **24 septembre**")
    day = Block(PARAGRAPH, "24 septembre")
    kept = article_blocks([said, day, Block(PARAGRAPH, FIRST)])
    assert kept.blocks == (day, Block(PARAGRAPH, FIRST))  # a day alone may head a part of a chronicle
    assert [(line.text, line.reason) for line in kept.furniture] == [("publié le 24 septembre", "date")]


# --- hostile pages ---------------------------------------------------------------------------------------------

PROSE = "Le pont rouvre lundi et la ville respire. " * 6


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 10_000 + PROSE + "</div>" * 10_000 + f"<p>{PROSE}</p>",
        "<html><body>" + "".join(f"<font><p>{PROSE}</p>" for _ in range(500)),
        f'<div itemprop="articleBody"><p>{PROSE} <b>x</b>' + "[" * 100_000,
        '<div itemprop="articleBody">' + "<ul><li>a" * 120 + PROSE,
        '<div itemprop="articleBody">' + '<div class="ad">a b</div>' * 10_000,
        '<div itemprop="articleBody">' + ('<div class="video">' * 60 + PROSE) * 60,
        "<p itemprop='articleBody'>a" * 10_000,
        "<table><tr>" + "<td>x" * 10_000,
        "<p " + "a=b " * 100_000 + ">x",
        f"<p>{PROSE}\0\x01\x1f{PROSE}</p>",
        f"<html><body><article><p>{PROSE}</p><svg:svg><a:b c:d='e'>x</a:b></svg:svg><p xmlns:q='r'>{PROSE}</p>",
        "<form>" * 200 + f"<p>{PROSE}</p>",
    ],
)
def test_hostile_pages_are_read_in_bounded_time(html: str) -> None:
    begun = time.process_time()
    body = body_of(html, TITLE)
    assert time.process_time() - begun < 6
    assert isinstance(body, Body)


def test_the_library_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        body_of("<html><body><p>x</p></body></html>")
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []
