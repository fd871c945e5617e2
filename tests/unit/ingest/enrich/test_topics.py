import re
from importlib.resources import files

import pytest

from site_gen.ingest.enrich.topics import TopicScore, classify
from site_gen.ingest.enrich.topics.terms import IGNORE, fold, fold_key, load_lexicon, parse_lexicon
from site_gen.vocabulary import load_vocabulary

LANGUAGES = ("fr", "en", "de", "es", "ar")

ARREST_TITLE = "Trafic en ligne: trente suspects interpellés en région parisienne"
ARREST_TEXT = """Trente hommes ont été interpellés entre lundi et mercredi au terme de huit mois d'enquête de la police
judiciaire sur un réseau qui échangeait ses messages sur une application chiffrée.
Les gardes à vue ont débouché sur onze mises en examen et six placements en détention provisoire, a indiqué le parquet.
"La plateforme coopère peu", regrette un enquêteur. "Ces utilisateurs se croient hors d'atteinte", ajoute la procureure.
Parmi eux figurent un professeur, un infirmier et un entraîneur de club, tous décrits comme insérés dans la société."""


def first(found: tuple[TopicScore, ...]) -> str | None:
    return found[0].topic if found else None


def test_a_police_story_with_stray_words_of_other_topics_is_about_crime() -> None:
    found = classify(ARREST_TITLE, ARREST_TEXT, "fr")
    assert first(found) == "crime-law-and-justice"
    assert "interpellé*" in found[0].evidence
    assert "professeur*" not in found[0].evidence


@pytest.mark.parametrize(
    ("lang", "title", "topic"),
    [
        ("fr", "La Banque centrale européenne relève ses taux face à l'inflation", "economy-business-and-finance"),
        ("fr", "Séisme: les secours fouillent les décombres", "disaster-accident-and-emergency-incident"),
        ("fr-CA", "Les enseignants réclament des classes moins chargées à la rentrée scolaire", "education"),
        ("en", "Prime minister survives confidence vote in parliament", "politics-and-government"),
        ("en", "Astronomers find water vapour on a distant planet", "science-and-technology"),
        ("en", "Heatwave to end in thunderstorms, say meteorologists", "weather"),
        ("de", "Gewerkschaft ruft Lokführer zum Warnstreik auf", "labour"),
        ("de", "Landtagswahlen: Stichwahl in zwei Bezirken", "politics-and-government"),
        ("es", "El Vaticano anuncia el viaje del papa Francisco", "religion"),
        ("es", "La vacuna contra el dengue llega a los hospitales", "health"),
        ("ar", "زلزال قوي يضرب المنطقة وفرق الإنقاذ تبحث بين الأنقاض", "disaster-accident-and-emergency-incident"),
        ("ar", "البنك المركزي يرفع أسعار الفائدة", "economy-business-and-finance"),
    ],
)
def test_a_headline_with_a_strong_cue_has_a_topic(lang: str, title: str, topic: str) -> None:
    assert first(classify(title, "", lang)) == topic


@pytest.mark.parametrize(
    ("lang", "prefix", "title", "topic"),
    [
        ("fr", "Foot", "l'heure du début des recrues partout en Europe", "sport"),
        ("fr", "L1", "cartes rebattues et nouveau départ attendu", "sport"),
        ("fr", "Tour d'Espagne", "l'Italien remporte la 18e étape", "sport"),
        ("fr", "BCE", "le gouverneur juge une pause possible", "economy-business-and-finance"),
        ("en", "Cricket", "hosts collapse on day three", "sport"),
        ("de", "EZB", "nächster Schritt im Dezember", "economy-business-and-finance"),
        ("es", "Ola de calor", "sube el riesgo en el sur", "weather"),
    ],
)
def test_a_headline_prefix_is_a_cue_of_its_own(lang: str, prefix: str, title: str, topic: str) -> None:
    assert first(classify(title, "", lang, prefix=prefix)) == topic
    assert first(classify(f"{prefix}: {title}", "", lang)) == topic


def test_the_prefix_is_shown_as_evidence() -> None:
    assert classify("cartes rebattues", "", "fr", prefix="L1")[0].evidence == ("L1",)


@pytest.mark.parametrize("lang", [*LANGUAGES, "xx", "", "../fr"])
@pytest.mark.parametrize("text", ["", "zxcvb qwert plonk", "1234 5678", ":", "\x00\ud800", "*" * 50])
def test_a_text_that_says_nothing_has_no_topic(lang: str, text: str) -> None:
    assert classify(text, text, lang) == ()


def test_one_light_word_is_no_evidence() -> None:
    assert classify("Les proches attendus dans leur pays", "", "fr") == ()


def test_a_language_without_a_lexicon_has_no_topics() -> None:
    assert classify(ARREST_TITLE, ARREST_TEXT, "fi") == ()


def test_at_most_three_topics_best_first() -> None:
    text = (
        "Le ministre, le juge, le médecin, l'évêque et le footballeur parlent de la guerre, de la grève et du climat."
    )
    found = classify("", text * 3, "fr")
    assert 1 <= len(found) <= 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 < one.score <= 1 and one.evidence for one in found)


def test_the_title_outweighs_the_text() -> None:
    text = "Un mot neutre ouvre ce texte assez long pour une phrase. Puis une autre phrase tout aussi neutre suit ici. "
    in_title = classify("Le juge et la ministre: le procès", text, "fr")
    in_text = classify("", text + "Le juge et la ministre: le procès", "fr")
    assert in_title[0].score > in_text[0].score


def test_repetition_counts_less_and_less() -> None:
    scores = [classify("", "Le procureur " * times, "fr")[0].score for times in (1, 2, 4)]
    assert scores[0] < scores[1]
    assert scores[2] - scores[1] < scores[0]


def test_case_and_accents_do_not_matter_but_acronyms_need_their_capitals() -> None:
    assert first(classify("SEISME ET TREMBLEMENT DE TERRE", "", "fr")) == "disaster-accident-and-emergency-incident"
    assert first(classify("La CPI ouvre une audience", "", "fr")) == "crime-law-and-justice"
    lexicon = load_lexicon("fr")
    assert lexicon is not None
    assert lexicon.find("CAN", "can")
    assert not lexicon.find("can", "can")


def test_the_most_specific_term_wins() -> None:
    lexicon = parse_lexicon(
        "[sport]\n3: play*, *meister, cup\n[education]\n3: playschool\n[ignore]\n3: playwork*\n4: world cup of tea",
        "here",
    )
    assert [term.topic for term in lexicon.find("playing", "playing")] == ["sport"]
    assert [term.topic for term in lexicon.find("Weltmeister", "weltmeister")] == ["sport"]
    assert [term.topic for term in lexicon.find("playschool", "playschool")] == ["education"]
    assert lexicon.find("playworks", "playworks") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[sport]\nfootball", r"here:2: expected `\[topic\]`"),
        ("3: football", "here:1: expected"),
        ("[sport]\n3: but\n2: But", r"here:3: `But` in \[sport\] is given twice"),
        ("[sport]\n3: but,, tir", r"here:2: `` in \[sport\] is empty"),
        ("[sport]\n3: foot* club", "here:2: .* where none can stand"),
        ("[sport]\n3: un b*", "here:2: .* too few letters"),
        ("[sport]\n3: b*", "here:2: .* too few letters"),
    ],
)
def test_a_lexicon_that_cannot_be_read_names_the_place(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_lexicon(text, "here")


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Été", "ete"), ("Œuvre", "oeuvre"), ("Fußball", "fussball"), ("والشرطة", "شرطه"), ("للأمم", "امم"), ("ال", "ال")],
)
def test_words_are_folded(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_stars_are_kept_when_a_term_is_folded() -> None:
    assert fold_key("Équipe de Français*") == "equipe de francais*"
    assert fold_key("*Meister") == "*meister"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_lexicon_says_how_it_was_made_and_names_topics_of_the_vocabulary(lang: str) -> None:
    text = files("site_gen.ingest.enrich.topics").joinpath("lexicon", f"{lang}.txt").read_text(encoding="utf-8")
    assert "Written by hand" in "".join(text.splitlines(keepends=True)[:5])
    sections = re.findall(r"^\[(.+)\]$", text, re.MULTILINE)
    assert len(sections) == len(set(sections))
    assert set(sections) == {*load_vocabulary(), IGNORE}
    # Parsing refuses a term given twice in one topic.
    assert parse_lexicon(text, lang).words
