"""What tells the topics of the lines of a headline list."""

import pytest

from site_gen.ingest.enrich.topics import TopicOptions
from site_gen.ingest.enrich.topics.cues import MOST_LETTERS, MOST_LINES, find_cues
from site_gen.topics import parse_topics

PLAIN = TopicOptions()


@pytest.mark.parametrize(
    ("line", "lang", "found"),
    [
        ("Foot: le club champion d'hiver", "fr", {"soccer": "Foot:"}),
        ("VIDÉO. Tennis\u00a0: la qualifiée file en quarts", "fr", {"tennis": "Tennis\u00a0:"}),
        ("Escrime: une Bretonne sacrée", "fr", {"sport": "Escrime:"}),
        ("La côte ravagée par des feux de forêt", "fr", {"fire": "feux de forêt"}),
        ("Strong earthquake shakes the islands", "en", {"earthquake": "earthquake"}),
        ("Handball: Wellsbüller SV verliert", "de", {"handball": "Handball:"}),
        ("كرة القدم: تعادل مثير في الديربي", "ar", {"soccer": "كرة القدم:"}),
        # Too little, or as much for another topic, or in a language without a lexicon.
        ("Un gardien publie ses carnets", "fr", {}),
        ("La journée à venir en bref", "fr", {}),
        ("Foot: les clubs devant le tribunal pour escroquerie, le procès des agents s'ouvre", "fr", {}),
        ("Foot: o clube", "pt", {}),
    ],
)
def test_a_headline_that_says_it_plainly_has_a_topic(line: str, lang: str, found: dict[str, str]) -> None:
    assert find_cues([line], lang, PLAIN) == found


def test_cues_are_gathered_by_topic_and_each_is_named_once() -> None:
    lines = ("Foot: Un", "Tennis: Deux", "Foot: Trois", "Rien", "PSG: Quatre")
    assert find_cues(lines, "fr", PLAIN) == {"soccer": "Foot:, PSG:", "tennis": "Tennis:"}


def test_a_cue_with_a_comma_would_be_two_and_is_none() -> None:
    settings = parse_topics('[topics.own]\nname = "Own"\nrules = ["6: harbour fog", "5: quay"]\n')
    assert find_cues(["Of harbour, fog"], "en", TopicOptions(settings)) == {}
    assert find_cues(["Harbour fog at the quay"], "en", TopicOptions(settings)) == {"own": "Harbour fog"}


def test_front_matter_stays_a_thing_to_read() -> None:
    settings = parse_topics('[topics.own]\nname = "Own"\nrules = ["5: quay*"]\n')
    lines = [f"quay{number:03}" for number in range(2 * MOST_LINES)]
    (cues,) = find_cues(lines, "en", TopicOptions(settings)).values()
    assert len(cues) <= MOST_LETTERS
    assert cues.split(", ") == lines[: cues.count(",") + 1]
    late = [*(["Nothing"] * MOST_LINES), "quay"]
    assert find_cues(late, "en", TopicOptions(settings)) == {}
    assert find_cues(late[1:], "en", TopicOptions(settings)) == {"own": "quay"}


def test_topics_that_the_archive_hides_or_merges_are_not_given() -> None:
    hidden = parse_topics('hide = ["sport"]\n')
    assert find_cues(["Foot: Un"], "fr", TopicOptions(hidden)) == {}
    merged = parse_topics('[merge]\nsoccer = "sport"\n')
    assert find_cues(["Foot: Un"], "fr", TopicOptions(merged)) == {"sport": "Foot:"}
