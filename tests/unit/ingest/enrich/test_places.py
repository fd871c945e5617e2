"""Which countries an article is about; the texts are invented."""

from __future__ import annotations

from importlib.resources import files

import pytest

from site_gen.ingest.enrich.places import find_places
from site_gen.ingest.enrich.places.forms import inflect, inflect_name
from site_gen.ingest.enrich.places.names import Name, load_names
from site_gen.territories import TERRITORIES

LISTED = ("de", "en", "es", "fr")


@pytest.mark.parametrize(
    ("lang", "title", "codes"),
    [
        # Names, with and without accents, in capitals, abbreviated.
        ("fr", "Brésil: le barrage a cédé", ("BR",)),
        ("fr", "ETATS-UNIS: le barrage a cédé", ("US",)),
        ("fr", "RDC: le barrage a cédé", ("CD",)),
        ("fr", "USA: le barrage a cédé", ("US",)),
        ("fr", "Le barrage a cédé au Royaume-Uni", ("GB",)),
        ("en", "Dam bursts in the U.S.", ("US",)),
        ("en", "UK dam bursts", ("GB",)),
        ("de", "Grossbritannien: Der Damm ist gebrochen", ("GB",)),
        ("de", "Der Damm ist in Frankreichs Norden gebrochen", ("FR",)),
        ("de", "US-Präsident besucht den Damm", ("US",)),
        ("es", "EE.UU.: cede la presa", ("US",)),
        ("es", "EE UU: cede la presa", ("US",)),
        ("es", "Cede una presa en los Países Bajos", ("NL",)),
        # Peoples and adjectives, inflected.
        ("fr", "Les pompiers suédoises et le chef sud-coréen", ("KR", "SE")),
        ("fr", "Deux chercheuses italiennes primées", ("IT",)),
        ("fr", "Le gouvernement turc et la loi grecque", ("GR", "TR")),
        ("en", "Frenchmen and Poles build a dam", ("FR", "PL")),
        ("de", "Zwei niederländische Ingenieure und ein Schwede", ("NL", "SE")),
        ("de", "Französinnen bauen einen Damm", ("FR",)),
        ("es", "Dos ingenieras alemanas y un holandés", ("DE", "NL")),
        ("es", "Los iraníes abren la presa", ("IR",)),
        # Capitals and seats.
        ("fr", "Pékin répond à la Maison Blanche", ("CN", "US")),
        ("en", "Kremlin answers Tokyo", ("JP", "RU")),
        ("de", "Wien und Moskau einig", ("AT", "RU")),
        ("es", "La Casa Blanca responde a Pekín", ("CN", "US")),
        # Other languages have the names of the CLDR.
        ("it", "La diga in Svizzera", ("CH",)),
        ("pt-BR", "A barragem na Alemanha", ("DE",)),
    ],
)
def test_a_title_that_names_a_country_is_about_it(lang: str, title: str, codes: tuple[str, ...]) -> None:
    assert find_places(title, "", lang) == codes


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Roast turkey on fine china with a chad and some polish"),
        ("en", "Michael Jordan opens a school"),
        ("en", "Jordan Smith joins the team"),
        ("en", "Georgia Tech wins"),
        ("en", "Georgia farmers plant peaches"),
        ("en", "How to serve French fries"),
        ("en", "Poem translated and read in English"),
        ("en", "Fishing in the Gulf of Mexico and off New Jersey"),
        ("en", "Latin American writers meet"),
        ("fr", "Paris Hilton ouvre une boutique"),
        ("fr", "François Hollande ouvre une école"),
        ("fr", "Dominique et Maurice ouvrent une école"),
        ("fr", "Une grenade explose à Saint-Denis"),
        ("fr", "Un film en anglais sur France 2"),
        ("fr", "Typhon en mer de Chine"),
        ("fr", "Les écrivains sud-américains se réunissent"),
        ("de", "Deutsche Bank hebt Gebühren an"),
        ("de", "Vorlesen auf Englisch"),
        ("es", "Clases en inglés en la escuela"),
        ("es", "La vendimia en Santiago de Compostela"),
        ("fr", "Climat: l'accord de Paris a cinq ans"),
        ("zz", "Brésil"),
    ],
)
def test_what_only_looks_like_a_country_is_none(lang: str, title: str) -> None:
    assert find_places(title, "", lang) == ()


def test_a_name_of_two_meanings_counts_beside_another_name_of_the_country() -> None:
    assert find_places("Jordan opens a dam", "The ministry in Amman said so.", "en") == ("JO",)
    assert find_places("Georgia opens a dam", "The ministry in Tbilisi said so.", "en") == ("GE",)
    assert find_places("Congo: le barrage a cédé", "La rue de Kinshasa est inondée.", "fr") == ("CD",)
    assert find_places("Congo: le barrage a cédé", "La rue de Brazzaville est inondée.", "fr") == ("CG",)
    assert find_places("Le barrage coréen", "Pyongyang se tait.", "fr") == ("KP",)


def test_the_longest_name_wins() -> None:
    assert find_places("Guinée équatoriale: le barrage a cédé", "", "fr") == ("GQ",)
    assert find_places("Soudan du Sud: le barrage a cédé", "", "fr") == ("SS",)
    assert find_places("Northern Ireland dam bursts", "", "en") == ("GB",)
    assert find_places("Papua New Guinea dam bursts", "", "en") == ("PG",)


def test_letters_of_german_are_not_taken_for_others() -> None:
    assert find_places("4:1 gegen die Islanders", "", "de") == ()
    assert find_places("Isländer gewinnen", "", "de") == ("IS",)
    assert find_places("Daenemark gewinnt", "", "de") == ("DK",)


TEXT = "Les habitants ont passé la nuit dehors. " * 12


def test_a_stray_mention_in_the_text_does_not_count_and_many_do() -> None:
    assert find_places("Un barrage a cédé", f"{TEXT}Un ingénieur suisse le dit.", "fr") == ()
    assert find_places("Un barrage a cédé", f"{TEXT}{'La Suisse le dit. ' * 4}", "fr") == ("CH",)


def test_beside_the_place_of_the_title_others_must_weigh() -> None:
    title, lead = "Brésil: le barrage a cédé", "Le barrage a cédé au Brésil, selon la mairie. Le Brésil est en deuil. "
    assert find_places(title, f"{lead}{TEXT}{'La Suisse le dit. ' * 4}", "fr") == ("BR",)
    assert find_places(title, f"{lead}{TEXT}{'La Suisse le dit. ' * 6}", "fr") == ("BR", "CH")


def test_the_dateline_is_evidence() -> None:
    assert find_places("Un barrage a cédé", "Il pleuvait.", "fr", "PARIS (AFP)") == ("FR",)
    assert find_places("Un barrage a cédé", "Il pleuvait.", "fr", "KIEV, 12 sept (Agence)") == ("UA",)
    assert find_places("Un barrage a cédé", "Il pleuvait.", "fr", "Bruxelles") == ()
    assert find_places("Bruxelles: la Belgique vote", "Il pleuvait.", "fr", "Bruxelles") == ("BE",)


def test_there_are_at_most_five_places_and_those_of_the_title_come_first() -> None:
    title = "Italie, France, Espagne, Suisse, Suède et Norvège signent"
    found = find_places(title, "L'Italie et la Norvège ont signé. ", "fr")
    assert len(found) == 5
    assert found[:2] == ("IT", "NO")


def test_nothing_that_a_text_can_hold_disturbs() -> None:
    assert find_places("", "", "fr") == ()
    assert find_places("\ud800 France \x00", "<script>", "fr", "](") == ("FR",)
    assert find_places("a " * 9, "x" * 200_000, "fr") == ()


@pytest.mark.parametrize("lang", LISTED)
def test_every_list_can_be_read_and_names_real_territories(lang: str) -> None:
    names: list[Name] = []
    for beginning in load_names(lang).values():
        names += [*beginning.alone, *(name for longer in beginning.longer.values() for name in longer)]
    assert {name.code for name in names} - TERRITORIES == {""}
    # All the states of the world have people and a capital or a seat, and some hundred pages name them.
    with_people = {name.code for name in names if name.is_people}
    assert len(with_people) >= 190


@pytest.mark.parametrize("lang", LISTED)
def test_a_name_that_two_territories_share_counts_for_none_of_them_by_itself(lang: str) -> None:
    for first, beginning in load_names(lang).items():
        for names in (beginning.alone, *beginning.longer.values()):
            by_rest: dict[tuple[str, ...], list[Name]] = {}
            for name in names:
                by_rest.setdefault(name.rest, []).append(name)
            for rest, same in by_rest.items():
                shared = len({name.code for name in same}) > 1
                assert not shared or not any(name.is_sure and name.code for name in same), (first, rest)


@pytest.mark.parametrize("lang", LISTED)
def test_lists_are_in_the_order_of_the_codes(lang: str) -> None:
    text = files("site_gen.ingest.enrich.places").joinpath("names", f"{lang}.txt").read_text(encoding="utf-8")
    codes = [line[:2] for line in text.splitlines() if line[2:3] == ":"]
    assert codes == sorted(set(codes))
    assert set(codes) <= TERRITORIES


@pytest.mark.parametrize(
    ("lang", "word", "forms"),
    [
        ("fr", "allemand", "allemand allemands allemande allemandes"),
        ("fr", "italien", "italien italiens italienne italiennes"),
        ("fr", "français", "français française françaises"),
        ("fr", "belge", "belge belges"),
        ("fr", "turc/turcs/turque/turques", "turc turcs turque turques"),
        ("en", "German", "German Germans"),
        ("en", "Chinese", "Chinese"),
        ("de", "deutsch", "deutsch deutsche deutscher deutsches deutschen deutschem"),
        ("de", "Italiener", "Italiener Italieners Italienern Italienerin Italienerinnen"),
        ("de", "Grieche", "Grieche Griechen Griechin Griechinnen"),
        ("de", "Israeli", "Israeli Israelis"),
        ("es", "cubano", "cubano cubana cubanos cubanas"),
        ("es", "francés", "francés francesa franceses francesas"),
        ("es", "belga", "belga belgas"),
        ("es", "iraní", "iraní iraníes iranís"),
        ("es", "español", "español española españoles españolas"),
        ("it", "tedesco", "tedesco"),
    ],
)
def test_words_have_their_regular_forms(lang: str, word: str, forms: str) -> None:
    assert inflect(word, lang) == tuple(forms.split())


def test_german_names_have_a_genitive() -> None:
    assert inflect_name("Frankreich", "de") == ("Frankreich", "Frankreichs")
    assert inflect_name("Laos", "de") == ("Laos",)
    assert inflect_name("USA", "de") == ("USA",)
    assert inflect_name("France", "fr") == ("France",)
