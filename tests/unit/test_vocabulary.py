import pytest

from site_gen.vocabulary import Topic, load_vocabulary, order_topics, parent_of, resolve_code, resolve_topic

LANGUAGES = ("fr", "en", "de", "es", "ar")


def test_the_seventeen_topics_stand_in_the_order_of_iptc() -> None:
    ids = [topic.id for topic in load_vocabulary().values() if topic.parent is None]
    assert len(ids) == 17
    assert ids == list(load_vocabulary())[:17]
    assert ids[:3] == ["arts-culture-entertainment-and-media", "conflict-war-and-peace", "crime-law-and-justice"]
    assert ids[-1] == "weather"


def test_ids_and_codes_are_well_formed_and_unique() -> None:
    topics = load_vocabulary().values()
    assert all(id_ == topic.id for id_, topic in load_vocabulary().items())
    assert all(part.isascii() and part.isalpha() for topic in topics for part in topic.id.split("-"))
    codes = [topic.code for topic in topics]
    assert all(code.startswith("medtop:") and len(code) == 15 for code in codes)
    assert len(set(codes)) == len(codes)
    assert all(topic.code.endswith("000000") == (topic.parent is None) for topic in topics)


def test_sub_topics_stand_under_topics_of_the_top_level() -> None:
    topics = load_vocabulary()
    below = [topic for topic in topics.values() if topic.parent]
    assert all(topics[topic.parent or ""].parent is None for topic in below)
    assert (topics["soccer"].parent, topics["soccer"].code, topics["soccer"].name("fr")) == (
        *("sport", "medtop:20001065", "Football"),
    )
    # Each topic has one that is narrower, and none says in its id what stands above it: IPTC moves concepts.
    assert {topic.parent for topic in below} == {topic.id for topic in topics.values() if not topic.parent}


@pytest.mark.parametrize(
    ("topic", "parent"), [("soccer", "sport"), ("sport", ""), ("Mots croisés", ""), ("Football", ""), ("", "")]
)
def test_the_parent_of_an_id(topic: str, parent: str) -> None:
    assert parent_of(topic) == parent


@pytest.mark.parametrize(
    ("code", "topics"),
    [
        ("15000000", "sport"),
        ("20001065", "sport soccer"),
        ("20000452", "health communicable-disease"),  # HIV and AIDS
        ("20000822", "sport"),  # competition discipline
        ("20999999", ""),
        ("18000000", ""),
        ("sport", ""),
        ("", ""),
    ],
)
def test_a_code_means_the_narrowest_known_topic_and_the_one_above_it(code: str, topics: str) -> None:
    assert resolve_code(code) == tuple(topics.split())


@pytest.mark.parametrize(
    ("written", "ordered"),
    [
        ("sport health", "sport health"),
        ("soccer health", "health sport soccer"),
        ("health soccer sport soccer", "health sport soccer"),
        ("tennis own soccer", "own sport tennis soccer"),
        ("", ""),
    ],
)
def test_sub_topics_come_last_and_none_without_its_parent(written: str, ordered: str) -> None:
    assert order_topics(written.split()) == tuple(ordered.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_topic_has_a_short_name_of_its_own_in_each_language(lang: str) -> None:
    names = [topic.names[lang] for topic in load_vocabulary().values()]
    assert len(set(names)) == len(names)
    assert all(1 < len(name) <= 32 for name in names)
    assert all(name[0] == name[0].upper() for name in names)


def test_display_names_replace_iptc_labels_that_mislead_as_headings() -> None:
    topics = load_vocabulary()
    assert topics["labour"].name("fr") == "Travail"
    assert topics["human-interest"].name("fr") == "Insolite et portraits"
    assert topics["crime-law-and-justice"].name("en") == "Crime and justice"


@pytest.mark.parametrize(
    ("lang", "name"),
    [("fr", "Santé"), ("fr-CH", "Santé"), ("pt", "Saúde"), ("pt-BR", "Saúde"), ("zh-Hans", "卫生"), ("xx", "Health")],
)
def test_a_name_falls_back_to_the_base_language_and_then_to_english(lang: str, name: str) -> None:
    assert load_vocabulary()["health"].name(lang) == name


def test_a_name_in_a_regional_variant_comes_first() -> None:
    topic = Topic("x", "medtop:0", {"en": "Labour", "en-US": "Labor"})
    assert (topic.name("en-US"), topic.name("en-GB")) == ("Labor", "Labour")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("politics-and-government", "politics-and-government"),
        ("Politics and Government", "politics-and-government"),
        ("medtop:02000000", "crime-law-and-justice"),
        ("02000000", "crime-law-and-justice"),
        ("criminalité, droit et justice", "crime-law-and-justice"),
        ("ECONOMIE", "economy-business-and-finance"),
        ("Wirtschaft", "economy-business-and-finance"),
        ("  Medio   ambiente ", "environment"),
        ("رياضة", "sport"),
        ("labor", "labour"),
        ("Social", "labour"),
        ("fussball", "soccer"),
        ("Soccer", "soccer"),
        ("medtop:20001065", "soccer"),
        ("20001065", "soccer"),
        ("Cinéma", "cinema"),
        ("الفنون القتالية", "martial-arts"),
        ("weather-and-tides", None),
        ("", None),
    ],
)
def test_a_topic_is_found_by_id_code_or_name_in_any_language(text: str, topic: str | None) -> None:
    assert resolve_topic(text) == topic


def test_every_way_to_write_a_topic_leads_back_to_it() -> None:
    for topic in load_vocabulary().values():
        for text in (topic.id, topic.code, *topic.names.values()):
            assert resolve_topic(text) == topic.id, text
