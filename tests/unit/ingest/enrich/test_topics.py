import re
from importlib.resources import files

import pytest

from site_gen.ingest.enrich.topics import Hint, TopicScore, address_hints, classify
from site_gen.ingest.enrich.topics.hints import MOST_HINTS, MOST_POINTS, sections, weigh_hints
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


def test_a_prefix_that_begins_with_a_known_one_counts_half() -> None:
    whole = classify("la reprise attendue", "", "fr", prefix="Coronavirus")
    beginning = classify("la reprise attendue", "", "fr", prefix="Coronavirus dans le port")
    assert first(whole) == first(beginning) == "health"
    assert whole[0].score > beginning[0].score
    assert classify("la reprise attendue", "", "fr", prefix="Dans le port") == ()


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
    top = [one for one in found if one.parent is None]
    assert 1 <= len(top) <= 3
    assert list(found[: len(top)]) == top
    assert [one.score for one in top] == sorted((one.score for one in top), reverse=True)
    assert all(0 < one.score <= 1 and one.evidence for one in found)


def test_the_title_outweighs_the_text() -> None:
    text = "Un mot neutre ouvre ce texte assez long pour une phrase. Puis une autre phrase tout aussi neutre suit ici. "
    in_title = classify("Le juge et la ministre: le procès", text, "fr")
    in_text = classify("", text + "Le juge et la ministre: le procès", "fr")
    assert in_title[0].score > in_text[0].score


def test_words_that_come_along_with_every_subject_do_not_name_it() -> None:
    lexicon = parse_lexicon("[crime-law-and-justice]\n4: bra*\n[economy-business-and-finance]\n4: blo*", "here")
    both = classify("Bral blom", "", "xx", lexicon=lexicon)
    assert [one.topic for one in both] == ["economy-business-and-finance", "crime-law-and-justice"]
    # They are as good as others where they are many.
    found = classify(
        "Le patron d'une banque jugé pour corruption",
        "Le tribunal correctionnel a condamné le banquier à deux ans de prison. Le procureur avait requis trois ans.",
        "fr",
    )
    assert first(found) == "crime-law-and-justice"


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
    found = re.findall(r"^\[(.+)\]$", text, re.MULTILINE)
    assert len(found) == len(set(found))
    topics = load_vocabulary().values()
    assert {name for name in found if " > " not in name} == {
        *(topic.id for topic in topics if not topic.parent),
        IGNORE,
    }
    assert {name for name in found if " > " in name} <= {f"{topic.parent} > {topic.id}" for topic in topics}
    # Parsing refuses a term given twice in one topic.
    assert parse_lexicon(text, lang).words


# --- sub-topics ------------------------------------------------------------------------------------------------


def subs(found: tuple[TopicScore, ...]) -> list[tuple[str, str | None]]:
    return [(one.topic, one.parent) for one in found if one.parent]


@pytest.mark.parametrize(
    ("lang", "title", "text", "sub", "parent"),
    [
        ("fr", "Le gardien de but arrête trois tirs au but", "Le footballeur de Vaulmont a brillé.", "soccer", "sport"),
        ("fr", "Séisme: une réplique dans la nuit", "L'épicentre est en mer.", "earthquake", None),
        (
            "fr",
            "L'imam et le maire inaugurent la mosquée",
            "Les musulmans du quartier l'attendaient.",
            "islam",
            "religion",
        ),
        ("en", "Wicket falls early as bowlers rule the morning", "The batsman was out lbw.", "cricket", "sport"),
        ("en", "Retailers hope for shoppers", "Supermarket chains cut prices before the sales.", "retail", None),
        (
            "en",
            "Volcano spews lava for a third day",
            "The eruption shows no sign of ending.",
            "volcanic-eruption",
            None,
        ),
        ("de", "Torhüter hält zwei Elfmeter", "Der Stürmer vergab für den Fußballklub.", "soccer", "sport"),
        (
            "de",
            "Archäologen öffnen eine Grabkammer",
            "Die Ausgrabung dauert an.",
            "archaeology",
            "science-and-technology",
        ),
        ("es", "El volcán entra en erupción", "La lava avanza hacia el pueblo.", "volcanic-eruption", None),
        ("es", "La novelista gana el premio Cervantes", "Su novela se vende bien.", "literature", None),
        (
            "ar",
            "حريق كبير في سوق المدينة",
            "فرق إطفاء تعمل منذ الفجر.",
            "fire",
            "disaster-accident-and-emergency-incident",
        ),
    ],
)
def test_strong_evidence_gives_a_sub_topic_after_the_topics(
    lang: str, title: str, text: str, sub: str, parent: str | None
) -> None:
    found = classify(title, text, lang)
    assert found[0].parent is None
    one = next(one for one in found if one.topic == sub)
    assert one.parent == (parent or load_vocabulary()[sub].parent)
    assert one.parent in [other.topic for other in found if other.parent is None]
    assert one.evidence
    assert 0 < one.score <= 1


def test_what_speaks_for_a_sub_topic_speaks_for_its_topic_too() -> None:
    found = classify("cartes rebattues avant le mercato", "", "fr", prefix="L1")
    assert [one.topic for one in found] == ["sport", "soccer"]
    assert found[0].evidence == ("L1", "mercato")
    assert found[1].evidence == found[0].evidence


def test_a_passing_word_gives_no_sub_topic() -> None:
    # One footballer among the guests is no reason to file the wedding under football.
    text = (
        "Le ministre et la ministre ont prononcé des discours à l'Assemblée nationale devant les députés du parti. "
        "Le gouvernement attend le vote du projet de loi. Un ancien footballeur se trouvait parmi les invités."
    )
    found = classify("Le gouvernement présente son projet de loi", text, "fr")
    assert subs(found) == [("legislative-body", "politics-and-government")]


def test_the_words_of_two_sub_topics_alike_give_both_or_none() -> None:
    found = classify("Footballeurs et rugbymen, football et rugby réunis", "", "fr")
    assert subs(found) == [("rugby", "sport"), ("soccer", "sport")]


def test_at_most_three_sub_topics() -> None:
    title = "Football, rugby, tennis, handball, natation, cyclisme: la fédération réunit ses clubs"
    assert len(subs(classify(title, "", "fr"))) <= 3


def test_a_term_stands_once_in_a_topic_and_its_sub_topics() -> None:
    with pytest.raises(ValueError, match=r"here:4: `cup` in \[sport\] is given twice"):
        parse_lexicon("[sport]\n3: cup\n[sport > soccer]\n3: cup", "here")


# --- known mistakes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "title", "text"),
    [
        ("de", "Das alte Tor am Marktplatz wird saniert", "Durch das Tor gingen früher die Händler in die Stadt."),
        ("de", "Brandenburger Tor wieder offen", "Besucher dürfen durch das Tor gehen."),
    ],
)
def test_a_gate_is_no_goal(lang: str, title: str, text: str) -> None:
    assert "sport" not in [one.topic for one in classify(title, text, lang)]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Une jeune femme raconte sa jeunesse au village",
            "Jeune encore, elle se dit prête à partir. Il est prêt à la suivre.",
        ),
        ("La marche des habitants vers le lac", "Une gêne au genou a ralenti leur marche. La gêne a passé."),
    ],
)
def test_words_that_accents_alone_tell_apart_do_not_mislead(title: str, text: str) -> None:
    # `jeûne`, `prêt`, `marché` and `gène` are `jeune`, `prêt à`, `marche` and `gêne` to a lexicon that folds accents.
    found = {one.topic for one in classify(title, text, "fr")}
    assert not found & {"health", "economy-business-and-finance", "science-and-technology"}


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Côte d'Ivoire: une rencontre à Bouaké", "environment"),
        ("Les rues de Port-au-Prince désertes", "human-interest"),
        ("Le Cap-Vert attend la réponse", "environment"),
        ("Un climat de peur dans le quartier", "environment"),
        ("Une avalanche de réactions", "disaster-accident-and-emergency-incident"),
        ("Il hésite, mais il viendra", "economy-business-and-finance"),
        ("La défense des droits avant tout", "conflict-war-and-peace"),
    ],
)
def test_names_and_figures_of_speech_do_not_mislead(title: str, topic: str) -> None:
    assert topic not in [one.topic for one in classify(title, title, "fr")]


def test_a_goal_is_one() -> None:
    assert first(classify("Spätes Siegestor im Derby", "Der Stürmer erzielte das Tor des Tages.", "de")) == "sport"


def test_a_medical_trial_is_no_trial_in_court() -> None:
    found = classify(
        "Tablet shortens colds, trial finds",
        "A trial of the tablet at eleven clinics cut the illness by a day. Patients in the trial took it for a week.",
        "en",
    )
    assert [one.topic for one in found] == ["health"]
    assert first(classify("Clerk on trial for theft", "The jury will hear the case.", "en")) == "crime-law-and-justice"


# --- hints -----------------------------------------------------------------------------------------------------

PLAIN = ("Une belle soirée au bord du lac", "Ils sont venus nombreux malgré la distance.", "fr")


@pytest.mark.parametrize(
    ("hint", "topics", "evidence"),
    [
        (Hint("section", "Sport"), ["sport"], "section: Sport"),
        (Hint("address", "sports"), ["sport"], "address: sports"),
        (Hint("address", "football"), ["sport"], "address: football"),
        (Hint("section", "Wirtschaft"), ["economy-business-and-finance"], "section: Wirtschaft"),
        (Hint("keyword", "Football"), ["sport"], "keyword: Football"),
        (Hint("keyword", "Coronavirus"), ["health"], "keyword: Coronavirus"),
        (Hint("section", "France"), [], ""),
        (Hint("section", "Société"), [], ""),
        (Hint("address", "monde"), [], ""),
        (Hint("address", "2025"), [], ""),
        (Hint("section", "BCE"), [], ""),
        (Hint("section", ""), [], ""),
        (Hint("keyword", "\x00 {{ x }}"), [], ""),
    ],
)
def test_what_a_source_says_is_a_hint_of_its_own_kind(hint: Hint, topics: list[str], evidence: str) -> None:
    assert classify(*PLAIN) == ()
    found = classify(*PLAIN, hints=(hint,))
    assert [one.topic for one in found] == topics
    assert not topics or found[0].evidence == (evidence,)


def test_an_agreeing_hint_of_a_sub_topic_gives_it() -> None:
    hints = (Hint("section", "Sport"), Hint("keyword", "Football"), *address_hints("https://x.example/sport/foot/1/a"))
    found = classify("Le club de Vaulmont gagne encore", "La victoire fait du bien à l'équipe.", "fr", hints=hints)
    assert [one.topic for one in found] == ["sport", "soccer"]


def test_hints_are_bounded_and_a_text_that_says_otherwise_outweighs_them() -> None:
    lexicon = load_lexicon("fr")
    assert lexicon is not None
    many = [Hint("section", name) for name in ("sport", "sports", "football", "rugby", "tennis", "voile")]
    assert sum(weigh_hints(many, lexicon).values()) == MOST_POINTS
    assert weigh_hints([Hint("section", "Sport"), Hint("address", "sport")], lexicon).keys() != set()
    assert len(weigh_hints([Hint("section", "Sport"), Hint("address", "sport")], lexicon)) == 1
    assert (
        weigh_hints([*(Hint("section", f"x{n}") for n in range(MOST_HINTS)), Hint("section", "sport")], lexicon) == {}
    )
    assert first(classify(ARREST_TITLE, ARREST_TEXT, "fr", hints=many)) == "crime-law-and-justice"


@pytest.mark.parametrize(
    ("url", "folders"),
    [
        ("https://x.example/sport/football/2025/09/a-title.html", ["sport", "football"]),
        ("https://x.example/%C3%A9conomie/a", ["économie"]),
        ("https://x.example/a/b/c/d/e/f/g", ["a", "b", "c", "d"]),
        ("https://x.example/a-title", []),
        ("https://x.example", []),
        ("http://[", []),
        ("", []),
        (None, []),
    ],
)
def test_the_folders_of_an_address_are_hints(url: str | None, folders: list[str]) -> None:
    assert address_hints(url) == tuple(Hint("address", folder) for folder in folders)


def test_sections_name_topics_of_the_vocabulary() -> None:
    vocabulary = load_vocabulary()
    for terms in sections().values():
        for term in terms:
            assert vocabulary[term.topic].parent is None
            assert not term.sub or vocabulary[term.sub].parent == term.topic


def test_words_met_before_are_remembered_but_not_without_end() -> None:
    lexicon = parse_lexicon("[sport]\n5: cup", "here")
    assert lexicon.memory["Cup"].terms[0].text == "cup"
    for number in range(70_000):
        assert not lexicon.memory[f"word{number}"].speaks
    assert len(lexicon.memory) < 70_000
    assert lexicon.memory["Cup"].speaks
