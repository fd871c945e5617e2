import pytest

from site_gen.archive.features import KEYWORD, MOST, NAME, TITLE, make_terms, unpack


def terms(title: str, text: str = "", keywords: tuple[str, ...] = ()) -> dict[int, int]:
    return dict(unpack(make_terms(title, text, keywords)))


def term(word: str) -> int:
    """The number of a word of a title."""
    (found,) = terms(f"x {word}")
    return found


def test_words_of_the_title_count_and_common_ones_do_not() -> None:
    assert set(terms("Le pompage des soutes est achevé ce mardi")) == {term("pompage"), term("soutes"), term("achevé")}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Séisme", "seisme"), ("avocats", "avocat"), ("Etats-Unis", "États-Unis"), ("Köln", "koln"), ("l’Iran", "d'Iran")],
)
def test_spellings_of_a_word_are_one_term(one: str, other: str) -> None:
    assert term(one) == term(other)


def test_of_a_name_the_last_word_is_taken() -> None:
    assert terms("Marlène Schiappa défend son texte") == {
        term("Schiappa"): TITLE | NAME,
        term("défend"): TITLE,
        term("texte"): TITLE,
    }


def test_a_title_in_capitals_is_read_word_by_word() -> None:
    assert len(terms("Harbour Pilots Refuse Unlit Buoy")) == 5


def test_names_of_the_text_count_where_they_do_not_begin_a_sentence() -> None:
    text = "Hier, le ferry d'Atlanval a coulé. Personne n'est à Lorient (Bretagne). \"Non\", dit Yann Prigentel."
    found = terms("x", text)
    assert found == dict.fromkeys(map(term, ("Atlanval", "Lorient", "Bretagne", "Prigentel")), NAME)


def test_the_names_that_a_long_text_repeats_are_kept() -> None:
    names = [f"{letter}obin" for letter in "ABCDEFGHIJKLMNOPQRSTUV"]
    found = terms("pompage", ", ".join(f"de {name}" for name in [*names, "Zyxw", "Zyxw"]))
    assert len(found) == MOST
    assert term("Zyxw") in found


def test_keywords_are_terms_of_their_own() -> None:
    assert terms("pompage", "", ("pompage",)) == {term("pompage"): TITLE, **terms("", "", ("pompage",))}
    assert set(terms("", "", ("a b",)).values()) == {KEYWORD}


@pytest.mark.parametrize(
    "title", ["北京故宫博物院重新开放", "هجوم على قافلة في شمال البلاد", "Россия обсуждает бюджет"]
)
def test_titles_of_other_scripts_have_terms(title: str) -> None:
    assert len(terms(title)) >= 3


def test_hostile_text_is_read_in_little_time() -> None:
    assert len(terms("A" * 100_000, "B " * 100_000)) <= MOST
    assert terms("\ud800 \x00 ...", "\ud800 X\ud800") is not None
