"""Timestamps keep the day of their source; texts hold nothing that XML or a reader cannot take."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen import errors
from site_gen.model import Timestamp, clean_line, clean_text


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-09-12", "2025-09-12"),
        ("2025-9-2", "2025-09-02"),
        ("2025-09-12 08:15", "2025-09-12T08:15:00"),
        ("2025-09-12T08:15:30Z", "2025-09-12T08:15:30+00:00"),
        ("2025-09-12T08:15:30.123+0200", "2025-09-12T08:15:30+02:00"),
        ("2025-09-12T23:30:00-11:00", "2025-09-12T23:30:00-11:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
    ],
)
def test_dates_are_read(text: str, iso: str) -> None:
    at = Timestamp.parse(text)
    assert at is not None
    assert at.isoformat() == iso
    assert Timestamp.parse(at.isoformat()) == at


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "0000-00-00",
        "2025-02-30",
        "2025-09-12T25:00",
        "2025-09-12T08:15+25:00",
        "1757664900",
        "12.9.2025",
        "x",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert Timestamp.parse(text) is None


def test_the_day_is_that_of_the_source() -> None:
    at = Timestamp.parse("2025-09-12T00:30:00+02:00")
    assert at is not None
    assert at.day.isoformat() == "2025-09-12"
    assert at.in_utc().isoformat() == "2025-09-11T22:30:00+00:00"


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - naive on purpose
def test_order_is_that_of_instants(naive: datetime) -> None:
    one = Timestamp.from_datetime(naive.replace(tzinfo=UTC))
    shifted = Timestamp(one.day, one.time, 120)
    assert shifted.sort_key < one.sort_key
    assert Timestamp.from_datetime(one.as_datetime()) == one


@given(st.text())
def test_clean_text_is_what_xml_allows(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    for character in clean:
        code = ord(character)
        assert code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


@given(st.text())
def test_clean_line_is_one_line(text: str) -> None:
    line = clean_line(text)
    assert clean_line(line) == line
    assert len(line.splitlines()) <= 1


def test_no_break_spaces_stay() -> None:
    assert clean_line("  Quoi\u00a0?  Rien\u202f!  ") == "Quoi\u00a0? Rien\u202f!"


@pytest.mark.parametrize(
    "error",
    [
        errors.ConfigError(("a", "b")),
        errors.PlanError(("a",)),
        errors.TemplateError("x.html", 3, "m", "index.html"),
        errors.OutputError("x"),
        errors.BusyError("x"),
        errors.MissingExtraError("WARC", "warc"),
    ],
)
def test_errors_survive_pickling(error: errors.SiteGenError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert copy.exit_code == error.exit_code
