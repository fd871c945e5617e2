"""HTML of a body to blocks, and what these blocks show on a page."""

from __future__ import annotations

import re
import time
from html import escape, unescape

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from site_gen.ingest.markup import element_blocks, html_blocks, parse_markup
from site_gen.ingest.markup.lists import block_markdown
from site_gen.model import Block, BlockKind
from site_gen.render.markdown import to_html

PARAGRAPH, CROSSHEAD, MARKDOWN = BlockKind.PARAGRAPH, BlockKind.CROSSHEAD, BlockKind.MARKDOWN
BASE = "https://paper.example/sport/match.html"


def texts(html: str) -> list[str]:
    return [block.text for block in html_blocks(html, BASE)]


def shown(blocks: tuple[Block, ...]) -> str:
    """What a page shows of blocks, white space aside."""
    html = to_html("\n\n".join(map(block_markdown, blocks)))
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


# --- paragraphs and crossheads ---------------------------------------------------------------------------------


def test_plain_paragraphs_and_crossheads_are_plain_blocks() -> None:
    html = "<h2>Le <i>pont</i></h2><p>La ville a\n rouvert le&nbsp;pont.</p><p>Il était fermé &amp; barré.</p>"
    assert html_blocks(html) == (
        Block(CROSSHEAD, "Le pont"),
        Block(PARAGRAPH, "La ville a rouvert le\u00a0pont."),
        Block(PARAGRAPH, "Il était fermé & barré."),
    )


def test_text_without_tags_is_a_paragraph() -> None:
    assert html_blocks("Le pont rouvre & tous passent.") == (Block(PARAGRAPH, "Le pont rouvre & tous passent."),)


def test_text_beside_paragraphs_is_kept_in_its_place() -> None:
    assert texts("<div>Avant<p>Dedans</p>Après<div>Plus bas</div></div>") == ["Avant", "Dedans", "Après", "Plus bas"]


@pytest.mark.parametrize(
    "html", ["", "   ", "<p></p>", "<p>&nbsp;</p>", "<!-- a -->", "<br><br>", "<script>a</script>"]
)
def test_nothing_gives_no_blocks(html: str) -> None:
    assert html_blocks(html) == ()


def test_two_breaks_part_paragraphs_and_one_does_not() -> None:
    assert texts("<p>Rue du Port<br>8000 Ville<br><br> \n<br>Entrée libre</p>") == [
        "Rue du Port 8000 Ville",
        "Entrée libre",
    ]


def test_one_break_parts_after_a_whole_sentence() -> None:
    first = "Le conseil municipal a voté le budget de la ville lundi soir après un long débat."
    assert texts(f"<p>{first}<br>Le maire s'en réjouit.</p>") == [first, "Le maire s'en réjouit."]


@pytest.mark.parametrize("text", ["- Le pont rouvre -", "– Le pont rouvre –", "<b>- Le pont rouvre -</b>"])
def test_crossheads_between_dashes(text: str) -> None:
    assert html_blocks(f"<p>{text}</p>") == (Block(CROSSHEAD, "Le pont rouvre"),)


def test_glued_crossheads_are_taken_apart() -> None:
    assert html_blocks("<p>Rien ne bouge dans l'Est.- Vent et marée -Délaissant le port, ils partent.</p>") == (
        Block(PARAGRAPH, "Rien ne bouge dans l'Est."),
        Block(CROSSHEAD, "Vent et marée"),
        Block(PARAGRAPH, "Délaissant le port, ils partent."),
    )


def test_a_short_bold_paragraph_is_a_crosshead_and_a_bold_sentence_is_none() -> None:
    assert html_blocks("<p><strong>Le vent tourne</strong></p><p><b>Le vent a tourné lundi.</b></p>") == (
        Block(CROSSHEAD, "Le vent tourne"),
        Block(PARAGRAPH, "Le vent a tourné lundi."),
    )


def test_windows_characters_by_number_and_unseen_marks() -> None:
    assert texts("<p>L&#146;&eacute;lu&shy;e&#8203; dit &#150; &laquo;&nbsp;oui&nbsp;&raquo;</p>") == [
        "L’élue dit – «\u00a0oui\u00a0»"
    ]


# --- links, emphasis, images -----------------------------------------------------------------------------------


def test_links_and_emphasis_become_markdown() -> None:
    html = '<p>Le <b>maire </b>parle <em>fort</em>, <a href="/a_(b)?c=1&amp;d=2">dit-il</a>.</p>'
    assert html_blocks(html, BASE) == (
        Block(MARKDOWN, "Le **maire** parle *fort*, [dit-il](https://paper.example/a_%28b%29?c=1&d=2)."),
    )


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "#note", "", "ftp://a.example/b", "http://[x"]
)
def test_a_link_that_is_not_safe_is_its_text(href: str) -> None:
    assert html_blocks(f'<p>Voir <a href="{href}">la note</a></p>', BASE) == (Block(PARAGRAPH, "Voir la note"),)


def test_without_a_base_a_relative_link_is_its_text() -> None:
    assert html_blocks('<p>Voir <a href="/note">la note</a></p>') == (Block(PARAGRAPH, "Voir la note"),)


def test_an_image_is_a_link_under_its_caption_and_credit() -> None:
    html = (
        '<figure><img src="/i/pont.jpg" alt="pont_1234.jpg"><figcaption>Le pont, lundi.</figcaption>'
        '<span class="photo-credit">Photo: A. Roux</span></figure><p>Texte.</p>'
    )
    assert texts(html) == ["[Le pont, lundi. (Photo: A. Roux)](https://paper.example/i/pont.jpg)", "Texte."]


def test_an_image_stands_after_the_paragraph_that_holds_it() -> None:
    html = '<p>Avant <img src="/a.png" alt="Le pont"> après</p>'
    assert texts(html) == ["Avant après", "[Le pont](https://paper.example/a.png)"]


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/a.png">',
        '<img src="/a.png" alt="IMG_2041.JPG">',
        '<img src="/pixel.gif" alt="Le pont" width="1" height="1">',
        '<img src="data:image/png;base64,AAAA" alt="Le pont">',
    ],
)
def test_images_that_say_nothing_are_left_out(image: str) -> None:
    assert html_blocks(f"<p>Texte.</p>{image}", BASE) == (Block(PARAGRAPH, "Texte."),)


def test_a_lazy_image_has_its_real_address() -> None:
    html = '<img src="data:image/gif;base64,R0" data-src="/a.jpg" alt="Le pont">'
    assert texts(html) == ["[Le pont](https://paper.example/a.jpg)"]


def test_an_exclamation_before_a_link_makes_no_image() -> None:
    blocks = html_blocks('<p>Enfin!<a href="https://a.example/b">La suite</a></p>')
    assert "<img" not in to_html(blocks[0].text)
    assert shown(blocks) == "Enfin!Lasuite"


# --- lists, quotations, tables, preformatted text --------------------------------------------------------------


def test_lists_nest_and_count() -> None:
    html = "<ul><li>un<ul><li>deux</li></ul></li><li>3. <b>trois</b> et</li></ul><ol start=4><li>quatre<li>cinq</ol>"
    assert texts(html) == ["- un\n    - deux\n- 3\\. **trois** et", "4. quatre\n5. cinq"]


def test_a_nested_list_is_one_on_the_page() -> None:
    html = to_html(html_blocks("<ul><li>un<ol><li>deux</li></ol></li><li>trois</li></ul>")[0].text)
    assert "".join(html.split()) == "<ul><li>un<ol><li>deux</li></ol></li><li>trois</li></ul>"


def test_a_list_for_layout_gives_its_parts() -> None:
    html = "<ul><li><h3>Pont</h3><p>Le pont.</p><p>Il rouvre.</p><p>Enfin.</p></li></ul>"
    assert [block.kind for block in html_blocks(html)] == [CROSSHEAD, PARAGRAPH, PARAGRAPH, PARAGRAPH]


def test_quotations_hold_their_paragraphs() -> None:
    html = "<blockquote><p>Oui.</p><p>Il <i>faut</i> partir.</p></blockquote>"
    assert texts(html) == ["> Oui.\n>\n> Il *faut* partir."]


def test_a_table_of_data_is_a_table_on_the_page() -> None:
    html = '<table><tr><th>Club|A<th>Pts</tr><tr><td><a href="https://a.example/">Port</a><td>3</tr></table>'
    (block,) = html_blocks(html)
    assert block == Block(MARKDOWN, "| Club\\|A | Pts |\n| --- | --- |\n| [Port](https://a.example/) | 3 |")
    page = to_html(block.text)
    assert "<th>Club|A</th>" in page
    assert page.count("<td>") == 2


def test_a_table_for_layout_gives_its_parts() -> None:
    html = "<table><tr><td><p>Le pont.</p><p>Il rouvre.</p></td></tr></table>"
    assert html_blocks(html) == (Block(PARAGRAPH, "Le pont."), Block(PARAGRAPH, "Il rouvre."))


def test_preformatted_prose_is_paragraphs_and_columns_are_kept() -> None:
    assert texts("<pre>Le pont\nrouvre lundi.\n\nEnfin.</pre>") == ["Le pont rouvre lundi.", "Enfin."]
    assert texts("<pre>Port    3\nVille   1</pre>") == ["    Port    3\n    Ville   1"]


# --- what is left out ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [
        "<script>var a = 1</script>",
        "<style>p {}</style>",
        "<form><p>Votre adresse</p><input></form>",
        "<nav><a href='/'>Accueil</a></nav>",
        "<iframe>vieux</iframe>",
        "<svg><text>Logo</text></svg>",
        "<p hidden>Non</p>",
        "<p style='color: red; display : none'>Non</p>",
        "<span class='a sr-only'>Non</span>",
        "<del>Non</del>",
        "<template><p>Non</p></template>",
    ],
)
def test_what_a_page_does_not_show_is_left_out(part: str) -> None:
    assert html_blocks(f"<p>Avant.</p>{part}<p>Après.</p>") == (Block(PARAGRAPH, "Avant."), Block(PARAGRAPH, "Après."))


def test_the_element_is_not_changed() -> None:
    from lxml import etree

    root = parse_markup(b"<p>Le <b>pont</b><script>a</script></p>")
    assert root is not None
    before = etree.tostring(root)
    assert element_blocks(root) == (Block(MARKDOWN, "Le **pont**"),)
    assert etree.tostring(root) == before


# --- what stands in the blocks is what the page shows ----------------------------------------------------------

WORDS = st.text(alphabet="ab1 *_`[]()!\\<>&#-+.:|~=é«»\"'\n", min_size=1, max_size=12)
PIECES = st.tuples(
    st.sampled_from(["{}", "<b>{}</b>", "<i>{}</i>", "<b><i>{}</i></b>", '<a href="https://a.example/b">{}</a>']), WORDS
)


@example([('<a href="https://a.example/b">{}</a>', "]:1")], "p")
@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=6), st.sampled_from(["p", "li", "blockquote", "td", "h2", "dd"]))
def test_a_page_shows_the_text_of_the_fragment(pieces: list[tuple[str, str]], tag: str) -> None:
    inner = "".join(form.format(escape(text)) for form, text in pieces)
    before, after = {"li": ("<ul>", "</ul>"), "td": ("<table><tr><td>a<td>b<tr>", "<td>c</table>")}.get(tag, ("", ""))
    blocks = html_blocks(f"{before}<{tag}>{inner}</{tag}>{after}")
    wanted = "".join("".join(text for _, text in pieces).split())
    assume(any(character.isalnum() for character in wanted))  # a crosshead of dashes alone is an ornament
    wanted = f"ab{wanted}c" if tag == "td" else wanted
    if any(block.kind is CROSSHEAD for block in blocks):
        # The dashes around a crosshead are its marks.
        assert shown(blocks).strip("-#").replace("-", "") == wanted.strip("-#").replace("-", "")
    else:
        assert shown(blocks) == wanted


# --- hostile input ---------------------------------------------------------------------------------------------

LONG = "Le pont rouvre lundi et la ville respire. "


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<div>" * 10_000 + LONG + "</div>" * 10_000 + "<p>Fin.</p>", "Fin."),
        ("".join(f"<font><p>{n} fois.</p>" for n in range(2_000)), "1999 fois."),
        ("<ul><li>a" * 2_000 + LONG, LONG.strip()),
        ("<ul><li><h3>a</h3><p>b</p><p>c</p><p>d</p>" * 60 + LONG, LONG.strip()),
        ("<ul><li>a<blockquote>b</blockquote>" * 60 + LONG, LONG.strip()),
        ("<table><tr><td>a<td>b<tr><td>c<td>" * 60 + LONG, LONG.strip()),
        ("<figure>a" * 100 + LONG, LONG.strip()),
        ("<blockquote>" * 120 + LONG, LONG.strip()),
        ("<table><tr><td>" * 100 + LONG, LONG.strip()),
        ("<b><i><a href='/x'>" * 60 + LONG, LONG.strip()),
        ("<p>a\0b\x01c", "abc"),
        ("<p>" + "a.- B " * 20_000, "a.- B"),
        ("<p>a<br>" * 5_000, "a"),
        ("<p>" + "a<br>" * 40_000, "a a a"),
        ("<p>x <b>y</b>" + "[" * 50_000, "["),
        ("<a " * 50_000 + "<p>Fin", ""),
        ("<![CDATA[" * 5_000 + "<p>Fin", ""),
        ("<p>\ud800\udfff x", "x"),
    ],
)
def test_hostile_fragments_are_read_in_bounded_time(html: str, kept: str) -> None:
    begun = time.process_time()
    blocks = html_blocks(html, BASE)
    assert time.process_time() - begun < 3
    assert kept in "\n".join(block.text for block in blocks)
