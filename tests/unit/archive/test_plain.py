import time

import pytest

from site_gen.archive.plain import find_standfirst, first_paragraph, list_lines, plain_line, shorten, summarise
from site_gen.model import Article


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (r"5 \* 3 \[sic\] \_x\_", "5 * 3 [sic] _x_"),
        ("Un *mot*, **gras _et_ plus**, ~~non~~", "Un mot, gras et plus, non"),
        ("snake_case et 2 * 3 * 4", "snake_case et 2 * 3 * 4"),
        ("[un **lien**](https://e.org/a_(b)) ![photo](a.png)fin", "un lien fin"),
        ("`co*de*` <b>fort</b> <https://e.org>", "co*de* fort https://e.org"),
        ("R&amp;D &lt;b> &#61; &unknown;", "R&D <b> = &unknown;"),
        ("une\x07  ligne\net\u00a0l'autre", "une ligne et\u00a0l'autre"),
    ],
)
def test_markdown_marks_are_taken_off(markdown: str, text: str) -> None:
    assert plain_line(markdown) == text


@pytest.mark.parametrize(
    "body",
    [
        "## Titre\n\nLe texte.",
        "Titre\n=====\n\nLe texte.",
        "# Titre\nLe texte.",
        "![image](a.png)\n\nLe texte.",
        "```\ncode\n\ncode\n```\n\nLe texte.",
        "| a | b |\n|---|---|\n\nLe texte.",
        "<div>html</div>\n\nLe\ntexte.",
        "---\n\n> Le\n> texte.",
        "[lien]: https://e.org\n\n- Le texte.",
    ],
)
def test_the_first_paragraph_is_the_first_that_is_text(body: str) -> None:
    assert first_paragraph(body) == "Le texte."


def test_a_body_without_text_has_no_first_paragraph() -> None:
    assert first_paragraph("## Seul\n\n") == ""


def test_a_short_text_is_its_own_summary() -> None:
    assert shorten("Court.") == "Court."


def test_a_long_text_ends_with_the_last_sentence_that_fits() -> None:
    first = "Le président Emmanuel Macron a reçu M. Dupont et plusieurs ministres jeudi à Paris."
    assert shorten(f'{first} "Tout va bien", a-t-il dit. ' + "Mot " * 80) == f'{first} "Tout va bien", a-t-il dit.'


@pytest.mark.parametrize("end", ["?", "\u00a0?", " !", "…", '".', "\u00a0?\u00a0»", ".)", "?!"])
def test_sentences_end_in_many_ways(end: str) -> None:
    first = "Une première phrase assez longue pour servir de résumé à elle seule" + end
    assert shorten(first + " Une autre" + " mot" * 80) == first


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "Une longue introduction sans aucune fin de phrase avant environ art. douze du code " + "mot " * 60
    assert shorten(text).endswith("mot…")
    assert len(shorten(text)) <= 240


def test_without_a_sentence_end_the_cut_is_at_a_word() -> None:
    assert shorten("abcdefg, hijk lmnop", 12) == "abcdefg…"


def test_a_script_without_spaces_is_cut_all_the_same() -> None:
    assert len(shorten("新" * 500)) == 240
    assert shorten("新" * 100 + "。" + "新" * 300) == "新" * 100 + "。"


def test_the_summary_of_the_file_comes_first() -> None:
    article = Article("1", "t", "t", summary="Résumé.")
    assert summarise(article, "Texte.") == "Résumé."
    assert find_standfirst(article, "Texte.") == "Résumé."


@pytest.mark.parametrize("summary", [None, "Le «texte» commence…", 'Le "texte" commence ici.'])
def test_a_standfirst_does_not_repeat_the_text(summary: str | None) -> None:
    assert find_standfirst(Article("1", "t", "t", summary=summary), 'Le "texte" commence ici. Et continue.') == ""


def test_list_items_are_read_as_text() -> None:
    body = "- Un \\*titre\\*\n* [Deux](https://e.org)\n1. Trois\n\nPas un titre\n-\n- "
    assert list_lines(body) == ("Un *titre*", "Deux", "Trois")


@pytest.mark.parametrize("hostile", ["[", "![", "`", "**a", "_a ", "<a", "[a](", "- ", "~~a", "\\"])
def test_hostile_marks_cost_little(hostile: str) -> None:
    begin = time.process_time()
    first_paragraph(hostile * 100_000)
    shorten(hostile * 1000)
    assert time.process_time() - begin < 0.5


def test_a_paragraph_keeps_what_only_looks_like_a_mark() -> None:
    assert first_paragraph("Né en 1999. Il vit - dit-il - à Paris.") == "Né en 1999. Il vit - dit-il - à Paris."
    assert first_paragraph("> 1. Né en 1999. Il vit - là.") == "Né en 1999. Il vit - là."
