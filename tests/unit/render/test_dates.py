"""Dates, times and numbers in five languages."""

from __future__ import annotations

import pytest

from site_gen.model import Timestamp
from site_gen.render.dates import KINDS, date_time_text, day_text, iso_text, number_text, time_text


def at(text: str) -> Timestamp:
    found = Timestamp.parse(text)
    assert found is not None
    return found


DAY = at("2025-09-01")


@pytest.mark.parametrize(
    ("lang", "date", "short", "month", "number"),
    [
        ("en", "Monday, September 1, 2025", "Sep 1, 2025", "September 2025", "12,345"),
        ("fr", "lundi 1 septembre 2025", "1 sept. 2025", "septembre 2025", "12\u202f345"),
        ("de", "Montag, 1. September 2025", "1. Sept. 2025", "September 2025", "12.345"),
        ("es", "lunes, 1 de septiembre de 2025", "1 sept 2025", "septiembre de 2025", "12.345"),
        ("ar", "الاثنين، 1 سبتمبر 2025", "1 سبتمبر 2025", "سبتمبر 2025", "12,345"),
    ],
)
def test_words_of_each_language(lang: str, date: str, short: str, month: str, number: str) -> None:
    assert day_text("date", lang, DAY) == date
    assert day_text("short_date", lang, DAY) == short
    assert day_text("month_name", lang, DAY) == month
    assert number_text(lang, 12345) == number


@pytest.mark.parametrize("lang", ["ar", "de", "en", "es", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_exists_in_every_language_with_latin_digits(lang: str, kind: str) -> None:
    text = day_text(kind, lang, DAY)
    assert text.strip()
    assert not any(char.isdigit() and not char.isascii() for char in text)


def test_day_and_month_alone() -> None:
    assert day_text("day_month", "de", DAY) == "1. September"
    assert day_text("month", "fr", DAY) == "septembre"
    assert day_text("short_weekday", "es", DAY) == "lun"
    assert day_text("weekday", "ar", DAY) == "الاثنين"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-09-11", "11 septembre 2025"),
        ("2025-09", "1 septembre 2025"),
        ("2025", "1 janvier 2025"),
        ("2025-13", "2025-13"),
        ("hier", "hier"),
        ("", ""),
    ],
)
def test_iso_text_is_read_and_other_text_kept(text: str, words: str) -> None:
    assert day_text("long_date", "fr", text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-09-11T08:15:42+02:00", "08:15 UTC+2"),
        ("2025-09-11T08:15:00-03:30", "08:15 UTC\N{MINUS SIGN}3:30"),
        ("2025-09-11T08:15:00Z", "08:15 UTC"),
        ("2025-09-11T08:15", "08:15"),
        ("2025-09-11", ""),
    ],
)
def test_time_is_as_exact_as_it_is_known(text: str, words: str) -> None:
    assert time_text("fr", at(text)) == words


def test_day_with_time() -> None:
    moment = at("2025-09-11T08:15:00+02:00")
    assert date_time_text("fr", moment) == "jeudi 11 septembre 2025, 08:15 UTC+2"
    assert date_time_text("en", moment) == "Thursday, September 11, 2025, 8:15\u202fAM UTC+2"
    assert date_time_text("fr", DAY) == "lundi 1 septembre 2025"
    assert iso_text(moment) == "2025-09-11T08:15:00+02:00"
