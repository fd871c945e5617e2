from itertools import combinations

import pytest

from site_gen.config import LANGUAGES
from site_gen.territories import CONTINENTS, TERRITORIES, continent_name, territory_name, territory_names


def test_there_are_the_249_codes_of_iso_and_kosovo() -> None:
    assert len(TERRITORIES) == 250
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in TERRITORIES)
    assert {"FR", "HK", "AQ", "XK"} <= TERRITORIES
    assert not {"EU", "UK", "XX", "ZZ"} & TERRITORIES


def test_every_territory_is_on_one_continent() -> None:
    assert frozenset().union(*CONTINENTS.values()) == TERRITORIES
    assert not any(one & other for one, other in combinations(CONTINENTS.values(), 2))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_territory_has_a_name_of_its_own_in_each_language_of_the_interface(lang: str) -> None:
    names = territory_names(lang)
    assert set(names) == TERRITORIES
    assert len(set(names.values())) == len(TERRITORIES)
    assert len({continent_name(code, lang) for code in CONTINENTS}) == len(CONTINENTS)


def test_names_are_those_that_readers_use() -> None:
    assert territory_name("UA", "fr") == "Ukraine"
    assert territory_name("DE", "es") == "Alemania"
    assert territory_name("HK", "en") == "Hong Kong"
    assert territory_name("DE", "de-AT") == "Deutschland"
    assert continent_name("150", "de") == "Europa"


def test_an_unknown_language_has_the_english_names_and_an_unknown_code_its_own() -> None:
    assert territory_names("xx") == {}
    assert territory_names("../..") == {}
    assert territory_name("DE", "xx") == "Germany"
    assert continent_name("150", "xx") == "Europe"
    assert territory_name("ZZ", "en") == "ZZ"
