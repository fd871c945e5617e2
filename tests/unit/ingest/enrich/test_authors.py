from __future__ import annotations

import pytest

from site_gen.ingest.enrich.authors import split_authors


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Par Jeanne Roux et A. Lemaire", ["Jeanne Roux", "A. Lemaire"]),
        ("By JOHN SMITH", ["John Smith"]),
        ("JEAN-LOUIS DE LA VAISSIERE", ["Jean-Louis de la Vaissiere"]),
        ("MARINE LE GUEN", ["Marine Le Guen"]),
        ("SEAN O'CONNOR", ["Sean O'Connor"]),
        ("Elodie CUVIER", ["Elodie CUVIER"]),
        ("Von Anna Müller und Peter Schmidt", ["Anna Müller", "Peter Schmidt"]),
        ("Por María García López y Juan Ruiz", ["María García López", "Juan Ruiz"]),
        ("Jeanne Roux, Marie Petit & Paul Lemaire", ["Jeanne Roux", "Marie Petit", "Paul Lemaire"]),
        (
            "Jeanne Roux / Paul Lemaire | Marie Petit; Luc Noir",
            ["Jeanne Roux", "Paul Lemaire", "Marie Petit", "Luc Noir"],
        ),
        ("Jeanne Roux, correspondante à Londres", ["Jeanne Roux"]),
        ("De notre correspondante à Londres, Jeanne Roux", ["Jeanne Roux"]),
        ("De notre envoyé spécial Paul Lemaire", ["Paul Lemaire"]),
        ("Jane Doe | Editor-in-Chief", ["Jane Doe"]),
        ("Jane Doe in Paris and John Roe in Rome", ["Jane Doe", "John Roe"]),
        ("Jeanne MARLET, avec Julie BENOIT à Houston", ["Jeanne MARLET", "Julie BENOIT"]),
        ("jeanne@example.org (Jeanne Roux)", ["Jeanne Roux"]),
        ("<a href='/auteur/jeanne-roux'>J&eacute;r&ocirc;me Roux</a> @jroux", ["Jérôme Roux"]),
        ("Jeanne Roux; JEANNE ROUX; jeanne roux", ["Jeanne Roux"]),
        ("Roux, Jeanne", ["Jeanne Roux"]),
        ("Smith, John; van der Berg, Jan P.", ["John Smith", "Jan P. van der Berg"]),
        ("Martin Luther King, Jr.", ["Martin Luther King Jr."]),
        ("Par Voltaire", ["Voltaire"]),
        ("By Jane Doe, Staff Writer", ["Jane Doe"]),
        ("Jane Doe, MS, RDN and John Roe, Ph.D.", ["Jane Doe", "John Roe"]),
        ("TJ Smith", ["TJ Smith"]),
        ("LEE Jong-suk", ["LEE Jong-suk"]),
        ("Prof. Jane Doe", ["Prof. Jane Doe"]),
        ("Le Duc Tho", ["Le Duc Tho"]),
        ("أحمد علي", ["أحمد علي"]),
        ("王小明", ["王小明"]),
        ("pgr/ial/am", ["pgr/ial/am"]),
    ],
)
def test_people(byline: str, people: list[str]) -> None:
    assert split_authors(byline) == (tuple(people), None)


@pytest.mark.parametrize(
    ("byline", "credit"),
    [
        ("AFP", "AFP"),
        ("Agence France-Presse", "AFP"),
        ("Reuters Staff", "Reuters"),
        ("The Associated Press", "AP"),
        ("(dpa)", "dpa"),
        ("KEYSTONE-SDA", "KEYSTONE-SDA"),
        ("Le Lac avec AFP", "Le Lac avec AFP"),
        ("La rédaction", "La rédaction"),
        ("NDR Info", "NDR Info"),
        ("Multiple Sources", "Multiple Sources"),
        ("Bangkok Post, AFP", "Bangkok Post, AFP"),
        ("Newsroom staff", "Newsroom staff"),
        ("Source : Le Lac", "Le Lac"),
        ("L'Avenir", "L'Avenir"),
        ("El Correo", "El Correo"),
        ("lelac.example.fr", "lelac.example.fr"),
        ("20 Heures", "20 Heures"),
        ("LACTV", "LACTV"),
        ("新华社", "新华社"),
    ],
)
def test_agencies_and_publishers_are_the_credit(byline: str, credit: str) -> None:
    assert split_authors(byline) == ((), credit)


@pytest.mark.parametrize(
    ("byline", "people", "credit"),
    [
        ("Par Jean Dupont et A. Martin (avec AFP)", ["Jean Dupont", "A. Martin"], "AFP"),
        ("Jeanne Roux / AFP", ["Jeanne Roux"], "AFP"),
        ("Jeanne Roux AFP", ["Jeanne Roux"], "AFP"),
        ("Anna Müller (dpa)", ["Anna Müller"], "dpa"),
        ("By Jane Doe and John Roe, Associated Press", ["Jane Doe", "John Roe"], "AP"),
        ("Jeanne Roux - Le Lac", ["Jeanne Roux"], "Le Lac"),
        ("Jane Doe BBC Science Correspondent", ["Jane Doe"], None),
    ],
)
def test_people_and_their_house(byline: str, people: list[str], credit: str | None) -> None:
    assert split_authors(byline) == (tuple(people), credit)


@pytest.mark.parametrize(
    "byline", ["", " , ; ", "admin", "https://example.org/jeanne", "/auteur/jeanne-roux", "@jroux"]
)
def test_what_names_nobody(byline: str) -> None:
    assert split_authors(byline) == ((), None)


def test_several_bylines_are_read_one_by_one() -> None:
    assert split_authors(["Jeanne Roux", "Jeanne ROUX", "AFP", "dpa"]) == (("Jeanne Roux",), "AFP, dpa")


def test_an_endless_byline_is_cut() -> None:
    people, _ = split_authors(", ".join(f"Jeanne Roux{chr(97 + n % 26)}" for n in range(20_000)))
    assert 0 < len(people) < 60


@pytest.mark.parametrize(
    ("byline", "people", "credit"),
    [
        ("Niko", ("Niko",), None),
        ("Emily Post", ("Emily Post",), None),
        ("Reuters", (), "Reuters"),
        ("NewsHub", (), "NewsHub"),
        ("The Evening Post", (), "The Evening Post"),
        ("admin", (), None),
    ],
)
def test_names_declared_to_be_of_people(byline: str, people: tuple[str, ...], credit: str | None) -> None:
    assert split_authors(byline, are_people=True) == (people, credit)


def test_a_name_alone_is_a_credit_where_nothing_says_that_it_is_a_person() -> None:
    assert split_authors("Niko") == ((), "Niko")
    assert split_authors("Emily Post") == ((), "Emily Post")


@pytest.mark.parametrize(
    ("byline", "people", "credit"),
    [
        ("Emily Post, The Evening Echo", ("Emily Post",), "The Evening Echo"),
        ("Jane Miller. Echo International", ("Jane Miller",), "Echo International"),
        ("Jane Doe, Business Insider", ("Jane Doe",), "Business Insider"),
    ],
)
def test_a_person_beside_a_house(byline: str, people: tuple[str, ...], credit: str | None) -> None:
    assert split_authors(byline) == (people, credit)
