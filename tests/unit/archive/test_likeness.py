"""Comparing an article with older ones: what follows, what is related, and what does not count."""

from collections.abc import Sequence

import pytest

from site_gen.archive.features import make_terms, unpack
from site_gen.archive.likeness import GAP, LAST, RECENT, RELATED, Found, Horizon, Known, find

DAY = 86_400
NOW = 1000 * DAY
SHIP = "Le Senan échoué devant Lorient"
NEXT = "Lorient: le pompage du Senan échoué"
TEXT = "Le ferry d'Atlanval est au large, dit Prigentel, à Enezval."


def known(title: str, days_ago: float = 0, text: str = TEXT, *, apart: bool = False) -> Known:
    return Known(NOW - round(days_ago * DAY), unpack(make_terms(title, text, ())), apart)


def compare(own: Known, older: Sequence[Known]) -> Found[int]:
    """Compare with older articles, which are given oldest first."""
    holders = [[key for key, other in enumerate(older) if term in dict(other.terms)][-LAST:] for term, _ in own.terms]
    since = [
        next((key for key, other in enumerate(older) if other.seconds >= own.seconds - gap), len(older))
        for gap in (GAP, RECENT)
    ]
    return find(own, holders, Horizon(*since), older.__getitem__)


def test_the_same_event_is_followed_and_is_related() -> None:
    assert compare(known(NEXT), [known(SHIP, 2)]) == Found(0, (0,))


def test_of_two_the_nearer_one_is_followed() -> None:
    assert compare(known(NEXT), [known(SHIP, 6), known(SHIP, 1)]).follows == 1


@pytest.mark.parametrize(("days", "follows"), [(6.9, 0), (7.1, None)])
def test_after_seven_days_nothing_follows(days: float, follows: int | None) -> None:
    assert compare(known(NEXT), [known(SHIP, days)]) == Found(follows, (0,))


def test_what_is_of_no_known_time_follows_nothing() -> None:
    assert compare(Known(0, known(NEXT).terms), [Known(0, known(SHIP).terms)]) == Found(None, (0,))


def test_what_stands_apart_neither_follows_nor_is_followed() -> None:
    assert compare(known(NEXT, apart=True), [known(SHIP, 1)]).follows is None
    assert compare(known(NEXT), [known(SHIP, 1, apart=True)]).follows is None


def test_names_of_the_text_alone_make_no_story() -> None:
    found = compare(known("Grève des pilotes"), [known("Pêche interdite", 1)])
    assert found == Found(None, ())


def test_an_idiom_that_titles_share_makes_nothing_related() -> None:
    own = known("Routes: un rapport tord le cou aux idées reçues", text="")
    assert compare(own, [known("Cancer: un médecin tord le cou aux idées reçues", 300, text="")]) == Found(None, ())


def test_names_that_are_everywhere_count_for_nothing() -> None:
    crowd = [known(f"Senan Lorient {number}", 50 - number / 2, text="") for number in range(LAST)]
    assert compare(known("Lorient: Senan", text=""), crowd) == Found(None, ())


def test_for_a_story_a_name_is_rare_that_was_rare_of_late() -> None:
    old = [known(f"Mexico {number}", 900 - number, text="") for number in range(LAST)]
    older = [*old, known("Séisme à Mexico: des immeubles effondrés", 1, text="")]
    assert compare(known("Séisme à Mexico: immeubles fouillés", text=""), older).follows == LAST


def test_only_so_many_related_articles_are_kept() -> None:
    older = [known(SHIP, 300 - number) for number in range(12)]
    assert compare(known(NEXT), older).related == tuple(range(11, 11 - RELATED, -1))


def test_without_terms_there_is_nothing_to_compare() -> None:
    assert compare(Known(NOW, ()), [known(SHIP, 1)]) == Found()
