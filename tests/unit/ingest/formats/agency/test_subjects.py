"""Subject codes to topics and keywords."""

from __future__ import annotations

import pytest

from site_gen.ingest.formats.agency.subjects import MAX_KEYWORDS, Subject, file_subjects, topics_of


@pytest.mark.parametrize(
    ("subject", "topics"),
    [
        (Subject("medtop:15000000"), "sport"),
        (Subject("medtop:20000350"), "economy-business-and-finance central-bank"),
        (Subject("http://cv.iptc.org/newscodes/mediatopic/20001065"), "sport soccer"),
        (Subject("medtop:20000356"), "economy-business-and-finance economic-trends-and-indicators"),
        (Subject("medtop:20000452"), "health communicable-disease"),
        (Subject("http://cv.iptc.org/newscodes/subjectcode/11006005"), "politics-and-government"),
        (Subject("subj:17004000"), "weather"),
        (Subject("sttsubj:09016000"), "labour"),
        (Subject("04010000"), "economy-business-and-finance"),
        (Subject("04010000", scheme="IptcSubjectCodes"), "economy-business-and-finance"),
        (Subject("04010000", scheme="House"), ""),
        (Subject("house:04010000"), ""),
        (Subject("medtop:20999999"), ""),
        (Subject("18000000"), ""),
        (Subject("0401"), ""),
        (Subject("N2:GB"), ""),
        (Subject(""), ""),
    ],
)
def test_topics_of_a_code(subject: Subject, topics: str) -> None:
    assert topics_of(subject) == tuple(topics.split())


def test_names_of_narrow_and_house_subjects_are_keywords() -> None:
    filing = file_subjects(
        [
            Subject("medtop:15000000", "sport"),
            Subject("medtop:20001065", "football"),
            Subject("N2:GB"),
            Subject("x:1", "Cup"),
        ],
        ["final", "football", "7", "x"],
    )
    assert filing.topics == ("sport", "soccer")
    assert filing.keywords == ("football", "Cup", "final")
    assert filing.codes == "N2:GB"


def test_keywords_are_bounded() -> None:
    assert len(file_subjects([], [f"word {n}" for n in range(500)]).keywords) == MAX_KEYWORDS
    assert file_subjects([], ["w" * 101]).keywords == ()
