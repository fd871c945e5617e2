"""Why an article has a topic: written short, and read however a person wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.reasons import MOST_LETTERS, MOST_WORDS, format_reason, parse_reason


@pytest.mark.parametrize(
    ("score", "words", "text"),
    [
        (0.8212, ("football", "Ligue 1", "entraîneu*"), "0.82 football, Ligue 1, entraîneu…"),
        (1.0, ("keyword: a, b",), "1.00 keyword: a b"),
        (0.5, ("moustique tigre", "fièvre", "Moustique tigre"), "0.50 moustique tigre, fièvre"),
        (0.5, (), "0.50"),
        (0.5, tuple("abcdefgh"), "0.50 a, b, c, d, e, f"),
        (0.5, ("x" * 200, "short"), "0.50 short"),
    ],
)
def test_what_is_written(score: float, words: tuple[str, ...], text: str) -> None:
    assert format_reason(score, words) == text


@pytest.mark.parametrize(
    ("text", "percent", "words"),
    [
        ("0.82 football, Ligue 1", 82, "football, Ligue 1"),
        ("0.82", 82, ""),
        ("football", 0, "football"),
        ("1", 100, ""),
        ("1.5 x", 0, "1.5 x"),
        ("0.5x", 0, "0.5x"),
        ("10 Downing Street", 0, "10 Downing Street"),
        ("0.9 " + "y" * 300, 90, "y" * MOST_LETTERS),
        ("", 0, ""),
    ],
)
def test_what_is_read(text: str, percent: int, words: str) -> None:
    assert parse_reason(text) == (percent, words)


@given(st.floats(0, 1), st.lists(st.text()))
def test_what_is_written_is_short_and_read_again(score: float, words: list[str]) -> None:
    text = format_reason(score, words)
    assert len(text) <= MOST_LETTERS
    assert text.count(", ") < MOST_WORDS
    percent, shown = parse_reason(text)
    assert percent == round(100 * float(f"{score:.2f}"))
    assert text == f"{score:.2f} {shown}".rstrip(" ")
