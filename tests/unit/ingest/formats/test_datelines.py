"""Date lines in five languages, and prose that only mentions a date."""

from __future__ import annotations

import time

import pytest

from site_gen.ingest.formats.text.datelines import (
    DateLine,
    DayLine,
    is_date_label,
    parse_date_line,
    parse_day_line,
)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("publié le jeudi 02 juillet 2020 à 19h19", "2020-07-02T19:19:00"),
        (", publié le samedi 18 novembre 2017 à 18h35", "2017-11-18T18:35:00"),
        ("Publié le 1er août 2021 à 6h", "2021-08-01T06:00:00"),
        ("Mis en ligne le 12 févr. 2025", "2025-02-12"),
        ("Published on Thursday 12 June 2025 at 07:45", "2025-06-12T07:45:00"),
        ("June 12, 2025 7:45 PM", "2025-06-12T19:45:00"),
        ("Posted 12 Jun 2025", "2025-06-12"),
        ("Fri, 13 Jun 2025 08:00:00 GMT", "2025-06-13T08:00:00+00:00"),
        ("12 June 2025 | 12:15 a.m. GMT+2", "2025-06-12T00:15:00+02:00"),
        ("Veröffentlicht am Dienstag, 3. Juni 2025 um 14:05 Uhr", "2025-06-03T14:05:00"),
        ("Stand: 3. März 2025, 14.05 Uhr", "2025-03-03T14:05:00"),
        ("03.06.2025, 14:05 Uhr", "2025-06-03T14:05:00"),
        ("Publicado el martes 3 de junio de 2025 a las 10:30", "2025-06-03T10:30:00"),
        ("3 de junio de 2025, 10:30 h", "2025-06-03T10:30:00"),
        ("نُشر يوم الثلاثاء 3 يونيو 2025 الساعة 10:30", "2025-06-03T10:30:00"),
        ("٣ حزيران ٢٠٢٥", "2025-06-03"),
        ("نشر في: ٣ يونيو/حزيران ٢٠٢٥ - ١٠:٣٠", "2025-06-03T10:30:00"),
        ("3 كانون الثاني 2025", "2025-01-03"),
        ("2020-07-02 19:19", "2020-07-02T19:19:00"),
        ("2020-07-02T19:19:05+02:00", "2020-07-02T19:19:05+02:00"),
        ("02/07/2020 19:19", "2020-07-02T19:19:00"),
        ("19:19 02/07/2020", "2020-07-02T19:19:00"),
        ("06/13/2025", "2025-06-13"),
        ("12.06.25 - 10:15", "2025-06-12T10:15:00"),
    ],
)
def test_usual_forms(line: str, iso: str) -> None:
    found = parse_date_line(line)
    assert found is not None
    assert (found.timestamp.isoformat(), found.kind, found.credit) == (iso, "published", None)


@pytest.mark.parametrize(
    "line",
    [
        "Le 2 juillet 2020, le conseil municipal a démissionné.",
        "Jeanne Moulinet, le 29 mai 2018, à l'Assemblée nationale.",
        "Jeanne Moulinet le 6 juillet 2018.",
        "Un suspect arrêté le 12 juin 2025 à 10h30",
        "Le 11/09/2001: vingt ans après",
        "The bridge was closed on June 12, 2025 after heavy rain.",
        "Am 3. Juni 2025 wurde die Brücke gesperrt",
        "Mai 2020",
        "le 31 février 2020",
        "5 016 pts",
        "Copyright 2020",
        "https://news.example/2020/07/02/story",
        "publié le",
        "",
        "2020-07-02 " + "x" * 160,
    ],
)
def test_no_date_line(line: str) -> None:
    assert parse_date_line(line) is None


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("AFP, publié le lundi 15 juin 2020 à 16h40", "AFP"),
        ("Orange avec AFP, publié le 15 juin 2020 à 16h40", "Orange avec AFP"),
        ("6Medias, publié le 15 juin 2020 à 16h40", "6Medias"),
        ("lokalblatt, publié le 15 juin 2020 à 16h40", "lokalblatt"),
        ("By Jane Marsh, Published June 3, 2025", "Jane Marsh"),
        ("Lundi 15 juin 2020 à 16h40 - AFP", "AFP"),
    ],
)
def test_credit_beside_the_date(line: str, credit: str) -> None:
    found = parse_date_line(line)
    assert found is not None
    assert found.credit == credit


def test_updates_are_told_from_publication() -> None:
    changed = parse_date_line("Mis à jour le 12 juin 2025 à 10:20")
    both = parse_date_line("Publié le 12/06/2025 à 10h00, mis à jour le 13/06/2025 à 12h00")
    first = parse_date_line("Updated: June 14, 2025 - Published: June 12, 2025")
    assert isinstance(changed, DateLine)
    assert isinstance(both, DateLine)
    assert isinstance(first, DateLine)
    assert changed.kind == "updated"
    assert (both.kind, both.timestamp.isoformat()) == ("published", "2025-06-12T10:00:00")
    assert (first.kind, first.timestamp.isoformat()) == ("published", "2025-06-12")


def test_bare_dates_state_nothing() -> None:
    bare, stated = parse_date_line("03 juillet 2020"), parse_date_line("publié le 03 juillet 2020")
    assert bare is not None
    assert stated is not None
    assert (bare.stated, stated.stated) == (False, True)


def test_days_without_a_year() -> None:
    assert parse_day_line("publié le 11 février") == DayLine(2, 11, stated=True)
    assert parse_day_line("May 4") == DayLine(5, 4)
    assert parse_day_line("12 morts") is None
    assert parse_day_line("30 février") is None
    assert parse_day_line("11 février 2020") is None


def test_labels_announce_a_date() -> None:
    assert is_date_label("publié le")
    assert is_date_label("Updated:")
    assert not is_date_label("le")
    assert not is_date_label("Publié par la ville")


def test_long_digit_runs_take_no_time() -> None:
    begin = time.perf_counter()
    for line in ("1" * 160, "12:" * 53, "3 juin " * 22, "12/06/" * 26, "publié le " * 16):
        parse_date_line(line)
        parse_day_line(line)
    assert time.perf_counter() - begin < 0.5
