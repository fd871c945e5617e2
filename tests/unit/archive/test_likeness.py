"""Comparing an article with older ones: what follows, what is related, and what does not count."""

from collections.abc import Sequence

import pytest

from site_gen.archive.features import make_terms, unpack
from site_gen.archive.likeness import GAP, LAST, RECENT, RELATED, Found, Holders, Horizon, Known, find

DAY = 86_400
NOW = 1000 * DAY
SHIP = "Le Senan échoué devant Lorient"
NEXT = "Lorient: le pompage du Senan échoué"
TEXT = "Le ferry d'Atlanval est au large, dit Prigentel, à Enezval."


def known(title: str, days_ago: float = 0, text: str = TEXT, *, apart: bool = False) -> Known:
    return Known(NOW - round(days_ago * DAY), unpack(make_terms(title, text, ())), is_apart=apart)


def compare(own: Known, older: Sequence[Known]) -> Found[int]:
    """Compare with older articles, which are given oldest first."""
    every = [*older, own]
    holders: dict[int, Holders[int]] = {}
    found: Found[int] = Found()
    for key, one in enumerate(every):
        since = [
            next(place for place, at in enumerate(every) if at.seconds >= one.seconds - gap) for gap in (GAP, RECENT)
        ]
        held = [holders.get(term, Holders([], b"")) for term, _ in one.terms]
        found = find(one, held, Horizon(*since), every.__getitem__)
        for (term, _), row, opens in zip(one.terms, held, found.opens, strict=True):
            keys = [*row.keys, key][-LAST:]
            first = every[keys[0]].seconds if len(keys) == LAST else 0
            holders[term] = Holders(keys, bytes((*row.opens, opens))[-LAST:], first)
    return found


def ties(own: Known, older: Sequence[Known]) -> tuple[int | None, tuple[int, ...]]:
    """What an article follows and is related to."""
    found = compare(own, older)
    return found.follows, found.related


def test_the_same_event_is_followed_and_is_related() -> None:
    assert ties(known(NEXT), [known(SHIP, 2)]) == (0, (0,))


def test_of_two_the_nearer_one_is_followed() -> None:
    assert compare(known(NEXT), [known(SHIP, 6), known(SHIP, 1)]).follows == 1


@pytest.mark.parametrize(("days", "follows"), [(6.9, 0), (7.1, None)])
def test_after_seven_days_nothing_follows(days: float, follows: int | None) -> None:
    assert ties(known(NEXT), [known(SHIP, days)]) == (follows, (0,))


def test_what_is_of_no_known_time_follows_nothing() -> None:
    assert ties(Known(0, known(NEXT).terms), [Known(0, known(SHIP).terms)]) == (None, (0,))


def test_what_stands_apart_neither_follows_nor_is_followed() -> None:
    assert compare(known(NEXT, apart=True), [known(SHIP, 1)]).follows is None
    assert compare(known(NEXT), [known(SHIP, 1, apart=True)]).follows is None


def test_names_of_the_text_alone_make_no_story() -> None:
    assert ties(known("Grève des pilotes"), [known("Pêche interdite", 1)]) == (None, ())


def test_an_idiom_that_titles_share_makes_nothing_related() -> None:
    own = known("Routes: un rapport tord le cou aux idées reçues", text="")
    assert ties(own, [known("Cancer: un médecin tord le cou aux idées reçues", 300, text="")]) == (None, ())


def test_names_that_are_everywhere_count_for_nothing() -> None:
    crowd = [known(f"Senan Lorient {number}", 50 - number / 2, text="") for number in range(LAST)]
    assert ties(known("Lorient: Senan", text=""), crowd) == (None, ())


def test_the_name_of_an_affair_keeps_its_weight() -> None:
    """What tells of one thing all the time is as telling as what was never told of; all that is told makes no story."""
    affair = [
        known(f"Lorient: le Senan et {name}", 0.5 * days, TEXT) for days in range(2 * LAST, 0, -1) for name in "A"
    ]
    assert compare(known("Senan: renfort à Lorient"), affair).follows is not None
    crowd = [known(f"Lorient: le Senan {days}", 0.5 * days, f"À {days}ville.") for days in range(2 * LAST, 0, -1)]
    assert compare(known("Senan: renfort à Lorient", text="À Bergen."), crowd).follows is None


def test_an_affair_that_fills_the_news_is_a_subject() -> None:
    hour = 1 / 24
    affair = [known(f"{SHIP} {number}", (LAST - number) * hour) for number in range(LAST)]
    assert compare(known(SHIP), affair).follows is None
    assert compare(known(SHIP), affair[1:]).follows is not None


def test_of_an_article_it_is_told_which_of_its_terms_it_opens() -> None:
    first, akin, other = known(SHIP, 2), known(NEXT, 1), known("Grève à Lorient", 1, text="")
    assert compare(akin, [first]).opens == bytes(term not in first.words for term, _ in akin.terms)
    assert set(compare(other, [first]).opens) == {1}
    late = known(NEXT, 9.1)
    assert set(compare(first, [late]).opens) == {1}


def test_company_is_followed_where_none_is_alike_enough() -> None:
    """Three articles that are akin draw a fourth that shares less with each than would do for one alone."""
    new = "Grève, élections, tarifs: la liste Bergen, Zagreb, Utrecht, Malmö attend"
    own = known("Prigentel regrette", text=f"Prigentel, dit Atlanval. {new}")
    company = [known(f"Le Senan de Prigentel {number}", 3 - number, TEXT) for number in range(3)]
    assert compare(own, company[:2]).follows is None
    assert compare(own, company).follows == 2
    strangers = [
        known(f"Le pompage de Prigentel {name}", days, f"Pour Atlanval, {name}.") for days, name in ((3, "X"), (2, "Y"))
    ]
    assert compare(own, [*strangers, company[2]]).follows is None


def test_of_several_the_one_in_the_midst_is_followed() -> None:
    """What stands beside the others draws nothing to it, though it has a little more in common."""
    own = known("Senan échoué à Lorient: pompage achevé à Enezval", text="Selon Prigentel.")
    company = [known(SHIP, days, "") for days in (3, 2.5, 2)]
    beside = known("Prigentel: pompage achevé à Enezval", 1, "")
    assert compare(own, [company[2], beside]).follows == 1
    assert compare(own, [*company, beside]).follows == 2


def test_what_is_new_speaks_little_against_a_story() -> None:
    new = ", ".join(f"de {letter}obin" for letter in "ABCDEFGHIJ")
    assert compare(known("Lorient: le pompage du Senan", text=f"On parle {new}."), [known(NEXT, 1, "")]).follows == 0
    both = [known(f"On parle {new}", 2, "")]
    assert (
        compare(known("Lorient: le pompage du Senan", text=f"On parle {new}."), [*both, known(NEXT, 1, "")]).follows
        is None
    )


def test_for_a_story_a_name_is_rare_that_was_rare_of_late() -> None:
    old = [known(f"Mexico {number}", 900 - number, text="") for number in range(LAST)]
    older = [*old, known("Séisme à Mexico: des immeubles effondrés", 1, text="")]
    assert compare(known("Séisme à Mexico: immeubles fouillés", text=""), older).follows == LAST


def test_only_so_many_related_articles_are_kept() -> None:
    older = [known(SHIP, 300 - number) for number in range(12)]
    assert compare(known(NEXT), older).related == tuple(range(11, 11 - RELATED, -1))


def test_without_terms_there_is_nothing_to_compare() -> None:
    assert ties(Known(NOW, ()), [known(SHIP, 1)]) == (None, ())
