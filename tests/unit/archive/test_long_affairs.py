"""An affair that fills the news for weeks is one story; a subject that does so is none, nor are its events one.

The archive is invented: an affair of 200 articles in seventy days, with its people and its places; as many reports of
a subject, each of an event of its own; and 1,400 articles of other news, in stories of one to four.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from site_gen.archive import SCHEMA, Reading, Settings, fill, make_entry, make_entry_terms
from site_gen.database import Database
from site_gen.model import Article, ContentFile, Timestamp

_DAYS = 70
_FIRST = datetime(2025, 1, 1, tzinfo=UTC)
_SYLLABLES = "bre lo mar ken dal vos tir gan pel mor sue ri cha no bel ter qui lan fo dre val ost ur em ist".split()
_VERBS = (
    "réclame dénonce examine relance repousse conteste défend annonce attend redoute écarte ouvre suspend promet révèle"
).split()
_THINGS = (
    "enquête rapport procès indemnité pompage expertise audience plainte sanction renfort chantier négociation budget "
    "contrôle rapatriement perquisition témoignage démission commission"
).split()
_KINDS = "sanitaire judiciaire technique inédit urgent provisoire européen maritime définitif tardif contesté".split()
_CAST = (
    "l'armateur Atlanval|le maire Prigentel|la ministre Kerouanton|le capitaine Vasilakis|la juge Morvannec|"
    "l'assureur Nordhavn|le préfet Delacombe|les familles|les pêcheurs|Bruxelles"
).split("|")
_NAMED = "Atlanval Prigentel Kerouanton Vasilakis Morvannec Nordhavn Delacombe Enezval Lorient Bretagne".split()


class Told(NamedTuple):
    """An article, and what it is about."""

    about: str
    day: float
    title: str
    body: str


def _name(chance: random.Random) -> str:
    return "".join(chance.sample(_SYLLABLES, chance.choice((2, 3)))).capitalize()


def _deed(chance: random.Random) -> str:
    kind = f" {chance.choice(_KINDS)}" if chance.random() < 0.5 else ""
    return f"{chance.choice(_VERBS)} {chance.choice(('le', 'un', 'une'))} {chance.choice(_THINGS)}{kind}"


def _body(chance: random.Random, names: list[str]) -> str:
    chance.shuffle(names)
    return f"Le dossier avance, selon {', selon '.join(names)}."


def tell_affair(chance: random.Random) -> Iterator[Told]:
    """A wreck, and what it draws after it: dense in its first days, then two or three articles a day."""
    heads = ["Naufrage du Senan", "Senan", "Affaire du Senan", "Ferry Senan", "Enezval"]
    for number in range(200):
        is_early = number < 20
        day = chance.random() * 2 if is_early else 2 + chance.random() * (_DAYS - 2)
        head = heads[0] if is_early else chance.choices(heads, (6, 6, 3, 2, 1))[0]
        names = ["Senan", *chance.sample(_NAMED, chance.randint(2, 4)), *(_name(chance) for _ in range(number % 3))]
        yield Told("affair", day, f"{head}: {chance.choice(_CAST)} {_deed(chance)}", _body(chance, names))


def tell_subject(chance: random.Random) -> Iterator[Told]:
    """Reports of an epidemic from all over the world, with the same institutions in them."""
    for _ in range(200):
        place, person = _name(chance), _name(chance)
        head = chance.choice(("Virus", "Virus", "Pandémie", "Coronavirus"))
        where = chance.choice((place, person, f"à {place}"))
        names = [place, person, *chance.sample(["Genève", "OMS", "Véranne", "Paris", "Covid"], chance.randint(1, 3))]
        yield Told("subject", chance.random() * _DAYS, f"{head}: {where} {_deed(chance)}", _body(chance, names))


def tell_war(chance: random.Random) -> Iterator[Told]:
    """Twenty reports a day of a war: the same few names in all of them, and always another place."""
    core = ["Ukravie", "Rossan", "Moskow", "Kyivo", "Poutsev", "Zelenko"]
    for _ in range(1400):
        place, person = _name(chance), _name(chance)
        head = chance.choice(("Guerre en Ukravie", "Ukravie", "Kyivo", "Moskow"))
        names = [place, person, *chance.sample(core, chance.randint(2, 4))]
        title = f"{head}: {chance.choice((place, person, core[5]))} {_deed(chance)}"
        yield Told("war", chance.random() * _DAYS, title, _body(chance, names))


def tell_others(chance: random.Random) -> Iterator[Told]:
    """All other news."""
    for number in range(700):
        place, person, start = _name(chance), _name(chance), chance.random() * _DAYS
        for more in range(chance.choice((1, 1, 2, 2, 4))):
            who = chance.choice((person, "le maire", "la police", "un élu", "le club"))
            names = [place, person, *(_name(chance) for _ in range(chance.randint(0, 3)))]
            title = f"{chance.choice((place, person))}: {who} {_deed(chance)}"
            yield Told(f"other {number}", start + more * chance.random(), title, _body(chance, names))


def stories_of(told: list[Told]) -> list[tuple[str, str]]:
    """Of each article what it is about, and its story, which is empty where it has none."""

    def read() -> Iterator[Reading]:
        for number, one in enumerate(told):
            at = Timestamp.from_datetime(_FIRST + timedelta(days=one.day))
            article = Article(id=f"{number}", title=one.title, slug=f"{number}", body=one.body, published=at)
            file = ContentFile(f"{number}.md", article, "")
            entry = make_entry(file, "fr")
            yield Reading("", file.path, 0, 0, 0, b"", entry, (), make_entry_terms(file, entry))

    db = Database(None, SCHEMA).connection
    fill(db, Settings("fr", 3), read())
    rows = db.execute("SELECT name, story FROM kin JOIN entries ON entries.number = kin.number")
    return [(told[int(name.removesuffix(".md"))].about, story) for name, story in rows]


def archive(seed: int, *tellers: Callable[[random.Random], Iterator[Told]]) -> list[tuple[str, str]]:
    chance = random.Random(seed)
    return stories_of([one for tell in tellers for one in tell(chance)])


@pytest.mark.parametrize("seed", range(4))
def test_a_long_affair_is_one_story_and_a_broad_subject_is_none(seed: int) -> None:
    told = archive(seed, tell_affair, tell_subject, tell_others)
    affair = Counter(story for about, story in told if about == "affair")
    subject = Counter(story for about, story in told if about == "subject" and story)
    of_affair = affair.keys() - {""}
    sizes = sorted((affair[story] for story in of_affair), reverse=True)
    assert sizes[0] >= 190
    assert sum(sizes[:2]) >= 196
    assert len(sizes) <= 3
    assert max(subject.values(), default=0) <= 8
    assert sum(subject.values()) <= 30
    assert all(about == "affair" for about, story in told if story in of_affair)


def test_what_is_in_the_news_twenty_times_a_day_does_not_become_one_story() -> None:
    told = archive(1, tell_war, tell_others)
    war = Counter(story for about, story in told if about == "war" and story)
    assert max(war.values()) <= 200
