"""Topics as one archive finds them: with its rules, merges and hidden topics, and with what it learned."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from site_gen.errors import ConfigError
from site_gen.ingest.enrich.topics import TopicOptions, assign, classify
from site_gen.ingest.enrich.topics.classifier import rank_topics, weigh_terms
from site_gen.ingest.enrich.topics.explaining import explain_topics
from site_gen.ingest.enrich.topics.fitting import Example, weigher
from site_gen.ingest.enrich.topics.hints import Hint, address_hints
from site_gen.ingest.enrich.topics.learned import MODEL_NAME, Model, decide, find_model, load_model, parse_model
from site_gen.ingest.enrich.topics.learning import Learned, format_model, learn_language
from site_gen.ingest.enrich.topics.lexicons import archive_lexicon
from site_gen.ingest.enrich.topics.terms import Lexicon, load_lexicon
from site_gen.ingest.enrich.topics.texts import topic_text
from site_gen.topics import NO_SETTINGS, TopicSettings, parse_topics


def topics(settings: TopicSettings, title: str, text: str = "", lang: str = "en") -> tuple[str, ...]:
    options = TopicOptions(settings)
    return assign(title, text, lang, None, options).topics(options.vocabulary)


def english() -> Lexicon:
    lexicon = load_lexicon("en")
    assert lexicon
    return lexicon


# --- rules


HARBOUR = '[topics.harbour]\nname = "The harbour"\n'


def test_without_settings_the_lexicon_of_the_program_serves() -> None:
    assert archive_lexicon(NO_SETTINGS, "fr-CH") is load_lexicon("fr")
    assert archive_lexicon(NO_SETTINGS, "fi") is None


def test_rules_speak_for_a_topic_of_ones_own() -> None:
    settings = parse_topics(f'{HARBOUR}rules = ["4: quay*, pilot boat*, *fender", "prefix: Port"]')
    assert topics(settings, "New quays for the pilot boats") == ("harbour",)
    assert topics(settings, "Port: waiting for the tide") == ("harbour",)
    assert topics(settings, "Uusi steelfender", lang="fi") == ("harbour",)
    assert topics(settings, "Nothing of the kind") == ()


def sectioned(settings: TopicSettings, *hints: Hint, lang: str = "fr") -> tuple[str, ...]:
    """The topics of an article about a court case, by what its source says beside it."""
    options = TopicOptions(settings)
    title, text = "Un vol jugé au tribunal", "Le prévenu a passé deux heures devant le juge."
    return assign(title, text, lang, None, options, hints).topics(options.vocabulary)


def test_a_house_says_what_its_sections_mean() -> None:
    pays, address = Hint("keyword", "Pays"), address_hints("https://example.org/vie-locale/a-1")
    assert sectioned(NO_SETTINGS, pays) == sectioned(NO_SETTINGS, *address) == ("crime-law-and-justice",)
    settings = parse_topics('[topics.politics-and-government]\nrules = ["section: Pays, Vie locale"]')
    both = ("politics-and-government", "crime-law-and-justice")
    assert sectioned(settings, pays) == sectioned(settings, Hint("keyword", "PAYS")) == both
    assert sectioned(settings, *address) == both
    assert sectioned(settings, Hint("keyword", "Pays de Loire")) == ("crime-law-and-justice",)
    assert sectioned(settings, pays, lang="fi") == ("politics-and-government",)


def test_a_section_of_ones_own_topic_and_one_that_is_to_say_nothing() -> None:
    harbour = parse_topics(f'{HARBOUR}parent = "economy-business-and-finance"\nrules = ["section: Quais"]')
    assert sectioned(harbour, Hint("keyword", "Quais"))[0] == "economy-business-and-finance"
    assert "harbour" in sectioned(harbour, Hint("keyword", "Quais"))
    assert "sport" in sectioned(NO_SETTINGS, Hint("section", "Sport"))
    assert sectioned(parse_topics('ignore = ["section: Sport"]'), Hint("section", "Sport")) == (
        "crime-law-and-justice",
    )


def test_a_rule_replaces_what_the_lexicon_says_of_the_same_term_and_topic() -> None:
    known = load_lexicon("en")
    assert known
    stem, terms = next(
        (stem, terms) for stem, terms in known.stems.items() if [term.topic for term in terms] == ["sport"]
    )
    lexicon = archive_lexicon(parse_topics(f'[topics.sport]\nrules = ["0.5: {terms[0].text}"]'), "en")
    assert lexicon
    assert terms[0].weight > 1
    assert [(term.topic, term.weight) for term in lexicon.stems[stem]] == [("sport", 0.5)]
    assert {key: found for key, found in lexicon.stems.items() if key != stem} == {
        key: found for key, found in known.stems.items() if key != stem
    }


def test_rules_of_one_language_hold_there_alone() -> None:
    settings = parse_topics(f'{HARBOUR}rules = {{ fr = ["5: quai"], all = ["1: quai", "5: ferry"] }}')
    assert topics(settings, "Le quai", lang="fr") == ("harbour",)
    assert topics(settings, "Le quai", lang="en") == ()
    assert topics(settings, "Ferry", lang="de") == ("harbour",)


def test_what_is_to_be_ignored_says_nothing_and_hides_what_is_in_it() -> None:
    title = "World cup of tea"
    assert topics(NO_SETTINGS, title) == ("sport",)
    assert topics(parse_topics('ignore = ["1: world cup of tea"]'), title) == ()


def test_merged_topics_speak_together() -> None:
    settings = parse_topics('[merge]\nlabour = "economy-business-and-finance"')
    assert topics(NO_SETTINGS, "Trade union calls strike") == ("labour", "unions")
    # What stands below goes along.
    assert topics(settings, "Trade union calls strike") == ("economy-business-and-finance", "unions")


def test_hidden_topics_are_never_given() -> None:
    title = "Heatwave to end in thunderstorms, say meteorologists"
    assert topics(NO_SETTINGS, title) == ("weather", "weather-forecast")
    assert topics(parse_topics('hide = ["weather"]'), title) == ()
    assert topics(parse_topics('hide = ["weather-forecast"]'), title) == ("weather",)
    assert "society" in topics(parse_topics('[merge]\nweather-forecast = "society"'), title)


def test_a_vocabulary_of_ones_own_has_its_rules_alone() -> None:
    settings = parse_topics(f'replace = true\n{HARBOUR}rules = ["4: quay*"]')
    assert topics(settings, "Football on the quay") == ("harbour",)
    assert topics(settings, "Football in the stadium") == ()


def test_a_topic_below_another_comes_with_it() -> None:
    settings = parse_topics(f'{HARBOUR}parent = "economy-business-and-finance"\nrules = ["6: quay*"]')
    assert topics(settings, "The quays") == ("economy-business-and-finance", "harbour")


def test_a_hostile_rule_is_but_a_word() -> None:
    settings = parse_topics(f'{HARBOUR}rules = ["4: [sport], {{{{ x }}}}, <b>bold</b>"]')
    assert topics(settings, "sport") in {("harbour",), ("sport", "harbour"), ("harbour", "sport")}


# --- learning


WORDS = {
    "sport": "wicket innings bowler pitch crease umpire batter over".split(),
    "education": "pupil syllabus homework lesson exam teacher class term".split(),
    "health": "ward nurse surgeon dose clinic symptom vaccine patient".split(),
}
COMMON = "the a of to was said town year people new after before council street harbour".split()


def invented(number: int, *, noise: float = 0.0, seed: int = 1) -> list[Example]:
    """Articles of invented words: each topic has its own, and all share some."""
    chance = random.Random(seed)
    names = sorted(WORDS)
    examples = []
    for at in range(number):
        topic = names[at % len(names)]
        label = chance.choice(names) if chance.random() < noise else topic
        # Words that no lexicon knows, so that there is something to learn.
        own = [f"zq{word}" for word in chance.sample(WORDS[topic], 3)]
        words = own + chance.sample(COMMON, 6)
        chance.shuffle(words)
        day = f"2024-{1 + at * 12 // number:02d}-01"
        examples.append(Example(f"{at}", " ".join(words[:3]), " ".join(words), "en", label, day))
    return examples


def learned(examples: list[Example]) -> Learned:
    found = learn_language("en", examples, weigher(load_lexicon("en")))
    assert found is not None
    return found


def test_what_the_labels_teach_beats_the_lexicon_and_is_used() -> None:
    found = learned(invented(120))
    assert found.chosen != "lexicon"
    assert found.crossed.share(found.chosen) > 0.95
    assert found.later is not None
    assert found.later.share(found.chosen) > 0.95
    assert found.crossed.share("lexicon") < 0.5
    weighing = weigh_terms("zqwicket zqumpire", "zqbatter", english())
    decided = decide(found.model, "zqwicket zqumpire", "zqbatter", weighing, rank_topics(weighing))
    assert decided[0].topic == "sport"
    assert decided[0].score > 0.8
    assert "zqwicket" in decided[0].evidence


def test_what_cannot_be_learned_leaves_the_lexicon() -> None:
    # All texts are alike, and the labels come at random: half of the right answers are what the lexicon says.
    chance = random.Random(3)
    examples = [
        Example(str(at), "Football club wins the match", "A goal in the stadium.", "en", topic)
        for at, topic in enumerate(chance.choices(["sport", "health"], [9, 1], k=100))
    ]
    found = learned(examples)
    assert found.chosen == "lexicon"
    assert found.crossed.right["lexicon"] >= found.crossed.right["words"]


def test_too_few_labels_teach_nothing() -> None:
    assert learn_language("en", invented(39), weigher(load_lexicon("en"))) is None
    assert learn_language("en", [replace(one, topic="sport") for one in invented(60)], weigher(None)) is None


def test_unlabelled_articles_are_counted_too_where_that_helps() -> None:
    # Half of each topic's words stand in unlabelled articles alone, beside words that have labels.
    def article(key: str, words: list[str], topic: str) -> Example:
        return Example(key, words[0], " ".join(words * 2), "en", topic)

    chance = random.Random(5)
    labelled, unlabelled = [], []
    for at in range(90):
        topic = sorted(WORDS)[at % 3]
        known, new = (f"zq{WORDS[topic][at % 4]}", f"zq{WORDS[topic][4 + at % 4]}")
        labelled.append(article(f"l{at}", [known, *chance.sample(COMMON, 5)], topic))
        unlabelled.append(article(f"u{at}", [known, new, *chance.sample(COMMON, 4)], ""))
    alone = learn_language("en", labelled, weigher(None))
    both = learn_language("en", labelled, weigher(None), unlabelled)
    assert alone is not None
    assert both is not None
    assert both.unlabelled == 90
    assert both.chosen.endswith(" +")
    assert both.crossed.right[both.chosen] >= alone.crossed.right[alone.chosen]
    new = f"zq{WORDS['health'][5]}"
    assert new not in alone.model.words
    assert decide(both.model, new, new, None, ())[0].topic == "health"
    assert format_model([both]) == format_model(
        [learn_language("en", labelled, weigher(None), unlabelled[::-1]) or both]
    )


def test_the_model_does_not_depend_on_the_order_of_the_labels() -> None:
    examples = invented(90, noise=0.1)
    one = format_model([learned(examples)])
    assert format_model([learned(examples[::-1])]) == one
    raw = json.loads(one)
    assert raw["format"] == 1
    assert parse_model(raw).of("en-GB") == learned(examples).model


def test_a_language_without_a_lexicon_can_be_learned(tmp_path: Path) -> None:
    examples = [replace(one, lang="fi") for one in invented(120)]
    found = learn_language("fi", examples, weigher(None))
    assert found is not None
    assert found.chosen == "words" or found.chosen.startswith("blend")
    (tmp_path / MODEL_NAME).write_bytes(format_model([found]))
    options = TopicOptions(model=find_model(tmp_path))
    assert assign("zqnurse", "zqward zqdose", "fi", None, options).topics(options.vocabulary) == ("health",)
    assert assign("Outo teksti", "ilman sanoja", "fi", None, options).scores == ()


def test_a_topic_of_which_nothing_was_learned_is_left_to_the_lexicon() -> None:
    # One article has a topic of its own, so that the labels are not all there is.
    examples = [*invented(90), Example("x", "Earthquake", "Earthquake rescue", "en", "religion")]
    model = learned(examples).model
    assert not model.is_closed
    title = "Astronomers find water vapour on a distant planet"
    weighing = weigh_terms(title, "zqwicket", english())
    found = rank_topics(weighing)
    assert decide(model, title, "zqwicket", weighing, found) == found
    assert decide(replace(model, is_closed=True), title, "zqwicket", weighing, found)[0].topic in WORDS


def test_merges_and_hidden_topics_hold_for_what_was_learned(tmp_path: Path) -> None:
    (tmp_path / MODEL_NAME).write_bytes(format_model([learned(invented(120))]))
    settings = parse_topics('hide = ["health"]\n[merge]\neducation = "society"')
    options = TopicOptions(settings, find_model(tmp_path))
    given = {
        title: assign(title, title, "en", None, options).topics(options.vocabulary)
        for title in ("zqpupil zqexam", "zqnurse zqward", "zqwicket zqbowler")
    }
    assert given == {"zqpupil zqexam": ("society",), "zqnurse zqward": (), "zqwicket zqbowler": ("sport",)}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"{", "is no model"),
        (b"[]", "is no model"),
        (b'{"format": 9, "languages": {}}', "it is of format 9, and 1 is read"),
        (b'{"format": 1, "languages": {"en": {"use": "words"}}}', "is no model ('topics')"),
        (
            b'{"format": 1, "languages": {"en": {"use": "words", "weight": 1, "sharpness": 1, "topics": ["sport"], '
            b'"closed": true, "prior": [1], "met": [], "turns": {}, "words": {"a": [1, 2, 3]}}}}',
            "its rows are not as long as its topics",
        ),
    ],
)
def test_a_model_that_cannot_be_used_is_an_error(tmp_path: Path, data: bytes, problem: str) -> None:
    (tmp_path / MODEL_NAME).write_bytes(data)
    file = find_model(tmp_path)
    assert file is not None
    with pytest.raises(ConfigError) as raised:
        load_model(file)
    assert str(raised.value).startswith(f"{MODEL_NAME}: ")
    assert problem in str(raised.value)


def test_a_model_that_changes_meanwhile_is_an_error(tmp_path: Path) -> None:
    (tmp_path / MODEL_NAME).write_bytes(b'{"format": 1, "languages": {}}')
    file = find_model(tmp_path)
    assert file is not None
    (tmp_path / MODEL_NAME).write_bytes(b'{"format": 1, "languages": {} }')
    with pytest.raises(ConfigError, match="changed while documents were read"):
        load_model(file)
    assert find_model(tmp_path / "elsewhere") is None
    assert Model({}).of("en") is None


def test_a_decision_costs_less_than_a_millisecond() -> None:
    model = learned(invented(120)).model
    text = " ".join(f"{word} zq{word}{number}" for number in range(40) for words in WORDS.values() for word in words)
    decide(model, "zqwicket", text, None, ())
    start = time.process_time()
    for _ in range(20):
        decide(model, "zqwicket", text, None, ())
    assert (time.process_time() - start) / 20 < 0.01  # ten times as much as measured


# --- explaining


def test_an_explanation_says_what_stands_where_and_what_kept_others_away() -> None:
    text = (
        "The striker scored twice in the first half. The crowd sang on and on. Later the minister spoke of a vaccine."
    )
    found = explain_topics("Football: late goal decides", text, "en", None, TopicOptions())
    assert found.topics == ("sport", "soccer")
    assert found.by == "lexicon"
    first = found.candidates[0]
    assert (first.topic, first.why_not) == ("sport", "")
    assert first.points == pytest.approx(sum(one.points for one in first.evidence), abs=0.5)
    places = {one.term: one.places for one in first.evidence}
    assert places["Football"] == ("prefix",)
    assert ("title",) in places.values()
    assert [(one.topic, one.parent, one.why_not) for one in found.candidates[:2]] == [
        ("sport", "", ""),
        ("soccer", "sport", ""),
    ]
    others = {one.topic: one.why_not for one in found.candidates[2:]}
    assert others["health"].startswith("its score is below")
    assert all(others.values())


def test_an_explanation_agrees_with_the_decision() -> None:
    text = "Le ministre, le juge, le médecin et l'évêque parlent de la guerre, de la grève et du climat. " * 3
    found = explain_topics("", text, "fr", None, TopicOptions())
    scores = classify("", text, "fr")
    given = [one for one in found.candidates if not one.why_not]
    assert [(one.topic, one.score) for one in given] == [(one.topic, one.score) for one in scores]
    assert "an article has at most 3 topics" in {one.why_not for one in found.candidates} or len(given) <= 3


def test_an_explanation_tells_why_there_is_none() -> None:
    assert "no lexicon for the language 'fi'" in explain_topics("Otsikko", "", "fi", None, TopicOptions()).note
    assert "its language is unknown" in explain_topics("x", "", None, None, TopicOptions()).note
    assert explain_topics("zxcvb", "", "en", None, TopicOptions()).candidates == ()


def test_an_explanation_says_that_the_model_decided(tmp_path: Path) -> None:
    (tmp_path / MODEL_NAME).write_bytes(format_model([learned(invented(120))]))
    options = TopicOptions(model=find_model(tmp_path))
    found = explain_topics("zqwicket zqumpire", "zqbatter", "en", None, options)
    assert (found.topics, found.by) == (("sport",), "model")
    assert found.chances[0].topic == "sport"
    assert "zqwicket" in found.chances[0].words
    assert sum(one.chance for one in found.chances) == pytest.approx(1, abs=0.01)


def test_the_text_is_read_without_its_markdown() -> None:
    body = '## Head\n\n> A *quoted* [link](https://e.org/sport "x") &amp; 1\\. more\n\n- item\n\n1. first'
    assert topic_text("Stand.", body) == "Stand.\nHead\nA quoted link & 1. more\nitem\nfirst"
    assert topic_text(None, "Plain text.") == "Plain text."
