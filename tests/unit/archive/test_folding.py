import pytest

from site_gen.folding import fold_name, fold_title


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’été: «un record»", 'L\'ete : "un record"'),
        ("Accord UE–Suisse", "ACCORD UE-SUISSE"),
        ("Sous\u00adtitre\u200b", "soustitre"),
        ("Straße", "STRASSE"),
        ("Prix\u202f: 5\u00a0%", "Prix: 5 %"),
    ],
)
def test_titles_that_differ_in_print_alone_are_one(one: str, other: str) -> None:
    assert fold_title(one) == fold_title(other)


@pytest.mark.parametrize(("one", "other"), [("Népal: 5 morts", "Népal: 6 morts"), ("कि", "का")])
def test_titles_that_say_something_else_are_two(one: str, other: str) -> None:
    assert fold_title(one) != fold_title(other)


def test_names_keep_their_punctuation() -> None:
    assert fold_name("C++") != fold_name("C")
    assert fold_name("L´Équipe") == fold_name("l’equipe")
