import pytest

from site_gen.vocabulary import Topic, load_vocabulary, resolve_topic

LANGUAGES = ("fr", "en", "de", "es", "ar")


def test_the_seventeen_topics_stand_in_the_order_of_iptc() -> None:
    ids = list(load_vocabulary())
    assert len(ids) == 17
    assert ids[:3] == ["arts-culture-entertainment-and-media", "conflict-war-and-peace", "crime-law-and-justice"]
    assert ids[-1] == "weather"


def test_ids_and_codes_are_well_formed_and_unique() -> None:
    topics = load_vocabulary().values()
    assert all(id_ == topic.id for id_, topic in load_vocabulary().items())
    assert all(part.isascii() and part.isalpha() for topic in topics for part in topic.id.split("-"))
    codes = [topic.code for topic in topics]
    assert all(code.startswith("medtop:") and len(code) == 15 and code.endswith("000000") for code in codes)
    assert len(set(codes)) == 17


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_topic_has_a_short_name_of_its_own_in_each_language(lang: str) -> None:
    names = [topic.names[lang] for topic in load_vocabulary().values()]
    assert len(set(names)) == 17
    assert all(2 < len(name) <= 28 for name in names)
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
