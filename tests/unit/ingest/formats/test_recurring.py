"""Which lines recur across the documents of a source."""

from __future__ import annotations

import subprocess
import sys

from site_gen.ingest.formats.text.recurring import (
    LONGEST_COUNTED,
    LineCounts,
    count_lines,
    document_keys,
    line_key,
    merge,
)

SENTENCE = "The council of Lower Wexham voted on Tuesday to reopen the old ferry line across the river."


def _source(number: int, *shared: str) -> list[list[str]]:
    return [[*shared, f"Story {chr(97 + n)} of the day", "x" * 20 + chr(97 + n)] for n in range(number)]


def test_key_is_stable_and_fits_a_signed_integer_column() -> None:
    key = line_key("Home | News")
    assert key == -2185755081284751129
    assert all(-(2**63) <= line_key(str(n) + "a" * n) < 2**63 for n in range(50))


def test_key_is_the_same_in_another_process() -> None:
    code = "from site_gen.ingest.formats.text.recurring import line_key; print(line_key('Météo 12:30'))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(out.stdout) == line_key("Météo 12:30")


def test_key_ignores_numbers_case_and_white_space() -> None:
    assert line_key("CAC 40  5 016 pts") == line_key("cac 40 5 123\tpts ")
    assert line_key("12:44") == line_key("9:05")
    assert line_key("France") != line_key("Frances")


def test_a_line_counts_once_a_document() -> None:
    counts = count_lines([["Politics", "Politics"], ["politics"], ["Sport"]])
    assert counts.documents == 3
    assert counts.count("Politics") == 2
    assert counts.count("Unseen") == 0


def test_menu_recurs_and_story_does_not() -> None:
    counts = count_lines(_source(6, "Politics", "12:30"))
    assert counts.recurring("Politics")
    assert counts.recurring(" 09:15 ")
    assert not counts.recurring("Story a of the day")


def test_three_copies_of_an_article_are_no_furniture() -> None:
    counts = count_lines([*_source(40, "Politics"), *[[SENTENCE, f"copy {n}"] for n in "abc"]])
    assert not counts.recurring(SENTENCE)


def test_a_sentence_in_most_documents_is_furniture() -> None:
    assert count_lines(_source(8, SENTENCE)).recurring(SENTENCE)


def test_a_ticker_line_of_one_day_recurs_in_a_large_source() -> None:
    counts = LineCounts(documents=100_000, counts={line_key("Ferry line to reopen"): 12, line_key("Twice"): 2})
    assert counts.recurring("Ferry line to reopen")
    assert not counts.recurring("Twice")


def test_nothing_recurs_in_two_documents() -> None:
    assert not count_lines([["Politics"], ["Politics"]]).recurring("Politics")


def test_long_lines_are_not_counted() -> None:
    long = "word " * 70
    assert len(long.strip()) > LONGEST_COUNTED
    assert document_keys([long, "", "  "]) == set()
    assert not count_lines([[long]] * 20).recurring(long)


def test_counts_of_earlier_runs_are_added() -> None:
    both = merge(count_lines(_source(2, "Politics")), count_lines(_source(2, "Politics")))
    assert (both.documents, both.count("politics")) == (4, 4)
    assert both.recurring("Politics")
    assert merge(LineCounts(), both) == both
