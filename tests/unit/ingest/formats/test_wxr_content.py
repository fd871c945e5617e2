"""The body of a WordPress post: paragraphs of classic posts, blocks, shortcodes."""

from __future__ import annotations

import time

import pytest

from site_gen.ingest.formats.wxr.content import by_language, classic_html, visible_html
from site_gen.ingest.formats.wxr.lines import plain_line
from site_gen.ingest.formats.wxr.shortcodes import expand_shortcodes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un.\n\nDeux.", "<p>Un.</p>\n<p>Deux.</p>"),
        ("Un.\nDeux.", "<p>Un.<br>\nDeux.</p>"),
        ("Un.<br />\nDeux.", "<p>Un.<br>Deux.</p>"),
        ("<p>Un.</p>\n<p>Deux.</p>", "<p>Un.</p>\n<p>Deux.</p>"),
        ("<h2>Tête</h2>\nUn.", "<h2>Tête</h2>\n<p>Un.</p>"),
        ("<blockquote>Un.\n\nDeux.</blockquote>", "<blockquote>\n<p>Un.</p>\n<p>Deux.</p>\n</blockquote>"),
        ("<pre>a\n\nb</pre>Un.", "<pre>a\n\nb</pre><p>Un.</p>"),
        ('<img src="a.jpg"\nalt="x">\n\nUn.', '<p><img src="a.jpg" alt="x"></p>\n<p>Un.</p>'),
        (
            "https://v.example/1?a=1&amp;b",
            '<p><a href="https://v.example/1?a=1&amp;b">https://v.example/1?a=1&amp;b</a></p>',
        ),
    ],
)
def test_classic_paragraphs(text: str, expected: str) -> None:
    assert classic_html(text) == expected


def test_lines_that_a_program_wrapped_are_joined() -> None:
    line = "le bac a repris lundi la traversée de la Brume après deux semaines de"
    assert classic_html(f"{line}\n{line}\ngrève") == f"<p>{line} {line} grève</p>"


def test_block_comments_go_and_loose_text_between_blocks_has_paragraphs() -> None:
    text = (
        '<!-- wp:paragraph {"dropCap":true} -->\n<p>Un\nsuit.</p>\n<!-- /wp:paragraph -->\n'
        "Ancien texte.\n\nEncore.\n"
        '<!-- wp:embed {"url":"https://v.example/1"} -->\n'
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://v.example/1\n</div></figure>\n'
        "<!-- /wp:embed -->"
    )
    html = visible_html(text)
    assert "wp:" not in html
    assert "<p>Un\nsuit.</p>" in html
    assert "<p>Ancien texte.</p>\n<p>Encore.</p>" in html
    assert '<a href="https://v.example/1">https://v.example/1</a>' in html


def test_more_and_page_marks_part_paragraphs() -> None:
    assert visible_html("Un.<!--more-->Deux.<!--nextpage-->Trois.") == "<p>Un.</p>\n<p>Deux.</p>\n<p>Trois.</p>"


def test_a_comment_without_end_hides_nothing() -> None:
    assert "Deux." in visible_html("Un.\n\n<!-- Deux.")


@pytest.mark.parametrize(
    "prose",
    [
        "Il a dit [sic] que [1] et [...] puis […] et [Note de l'auteur] aussi [NDLR: oui].",
        "Le [ex-]ministre [là-bas] a vu [update] et [AFP], [e-mail].",
        "Un tableau a[i] et f[x] = 3, [[lien]], [ ] et [x].",
        "Un crochet [ouvert et jamais fermé",
        'Une citation ["mot"] ici.',
    ],
)
def test_brackets_of_prose_stay(prose: str) -> None:
    plain = expand_shortcodes(prose)
    assert plain.html == prose
    assert not plain.left_out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[dropcap]L[/dropcap]e bac", "Le bac"),
        ('[vc_row][vc_column width="1/2"]Le bac[/vc_column][/vc_row]', "Le bac"),
        ('[button url="https://a.example/" color=red]Lire[/button]', "Lire"),
        ("[[gallery]]", "[gallery]"),
        ("avant [gallery ids='1,2'] après", "avant  après"),
        ('[contact-form-7 id="3" title="x"]', ""),
        ("[contact_form]", ""),
        ("[embed]https://v.example/1[/embed]", '<p><a href="https://v.example/1">https://v.example/1</a></p>'),
        ("[youtube https://v.example/w?v=1]", '<p><a href="https://v.example/w?v=1">https://v.example/w?v=1</a></p>'),
        ("[youtube=https://v.example/w]", '<p><a href="https://v.example/w">https://v.example/w</a></p>'),
        ("[vimeo 12345]", '<p><a href="https://vimeo.com/12345">https://vimeo.com/12345</a></p>'),
        (
            '[audio src="https://a.example/a.mp3"][/audio]',
            '<p><a href="https://a.example/a.mp3">https://a.example/a.mp3</a></p>',
        ),
        (
            '[caption id="a1" width="300" caption="Le bac"]<img src="b.jpg" />[/caption]',
            '<figure><img src="b.jpg" /><figcaption>Le bac</figcaption></figure>',
        ),
        (
            '[caption id="a1" width="300"]<a href="b"><img src="b.jpg" /></a> Le <em>bac</em>[/caption]',
            '<figure><a href="b"><img src="b.jpg" /></a><figcaption>Le <em>bac</em></figcaption></figure>',
        ),
        ('[code lang="py"]a[i] < [gallery][/code]', "<pre>a&#91;i] &lt; &#91;gallery]</pre>"),
        ("[caption]jamais fermé", "jamais fermé"),
    ],
)
def test_shortcodes(text: str, expected: str) -> None:
    assert expand_shortcodes(text).html.strip() == expected


def test_machinery_is_counted() -> None:
    plain = expand_shortcodes('[gallery ids="1"] [contact_form] [ad id="2"] [dropcap]L[/dropcap]e')
    assert dict(plain.left_out) == {"galleries": 1, "shortcodes": 2}


def test_text_outside_language_marks_is_of_every_language() -> None:
    assert by_language("A [:fr]un[:en]one[:] Z") == {"fr": "A un Z", "en": "A one Z"}
    assert by_language("Rien [:] ici, [:-) non plus") is None


def test_plain_line() -> None:
    assert (
        plain_line("Le&nbsp;bac <b>reprend</b><br>à 5 < 6 &amp; plus<!-- x -->") == "Le\u00a0bac reprend à 5 < 6 & plus"
    )


@pytest.mark.parametrize(
    "part", ["[", "[a ", "[a '", '[a "[', "[caption]", "[code]", "<!--", "<", "<a \n", "<pre>", "\n "]
)
def test_time_grows_with_the_text_alone(part: str) -> None:
    start = time.process_time()
    visible_html(expand_shortcodes(part * 40_000).html)
    assert time.process_time() - start < 2
