"""Which headlines of a list are on which topics."""

import time

import pytest

from site_gen.archive.lines import topics_of_lines
from site_gen.topics import make_vocabulary, parse_topics

LINES = (
    "Foot: PSG holds on",
    "Football is played",
    "Vote on the PSG budget",
    "Le budget : rien",
    "Élections: two votes",
)


@pytest.mark.parametrize(
    ("cues", "found"),
    [
        ({"sport": "Foot:"}, {"sport": (0,)}),
        ({"soccer": "Foot:, PSG"}, {"soccer": (0, 2), "sport": (0, 2)}),
        ({"sport": "Foot"}, {"sport": (0,)}),  # not in `Football`
        ({"sport": "foot:"}, {}),  # as it is written
        (
            {"Politics": "Vote,  Élections:", "politics-and-government": "budget"},
            {"politics-and-government": (2, 3, 4)},
        ),
        ({"Own topic": "budget :"}, {"own-topic": (3,)}),
        ({"sport": " , ,"}, {}),
        ({"sport": "vote"}, {}),  # `votes` is another word
        ({"unclassified": "Vote"}, {}),
    ],
)
def test_a_headline_has_the_topics_whose_cues_stand_in_it(
    cues: dict[str, str], found: dict[str, tuple[int, ...]]
) -> None:
    assert dict(topics_of_lines(LINES, cues, make_vocabulary())) == found


def test_no_list_takes_long() -> None:
    lines = tuple(f"{'a' * 9}{number}" for number in range(20_000))
    cues = {f"topic {number}": ",".join(["aa"] * 900) for number in range(9_000)}
    begun = time.process_time()
    assert topics_of_lines(lines, cues, make_vocabulary()) == ()
    assert time.process_time() - begun < 20


def test_topics_are_those_of_the_archive() -> None:
    settings = parse_topics('hide = ["soccer"]\n[merge]\nsport = "politics-and-government"\n')
    found = topics_of_lines(LINES, {"sport": "Foot:", "soccer": "PSG"}, make_vocabulary(settings))
    assert dict(found) == {"politics-and-government": (0,)}
