"""The people that an article names. All texts are made up."""

from __future__ import annotations

import re

import pytest

from site_gen.ingest.enrich.people import find_people
from site_gen.ingest.enrich.people.words import LANGUAGES, load_given, load_not, load_words

FOUND = [
    # What tells that a person is meant: a function, a title, a verb of saying, an age, the family name alone.
    ("en", "The prime minister Ann Orrell left.", "Ann Orrell"),
    ("en", "It was a surprise, said Ann Orrell.", "Ann Orrell"),
    ("en", "Nobody knew Ann Orrell, 34, in town.", "Ann Orrell"),
    ("en", "They met Ann Orrell, a retired teacher, in town.", "Ann Orrell"),
    ("en", "They met Ann Orrell in town. Later Ms Orrell left.", "Ann Orrell"),
    ("fr", "Le commissaire Luc Tarnel enquête.", "Luc Tarnel"),
    ("fr", "«C'est fini», explique Luc Tarnel.", "Luc Tarnel"),
    ("fr", "On a vu Luc Tarnel en ville. M. Tarnel est parti.", "Luc Tarnel"),
    ("fr", "Luc Tarnel, âgé de 34 ans, est parti.", "Luc Tarnel"),
    ("de", "Die Kanzlerin Jutta Ahrwald kommt.", "Jutta Ahrwald"),
    ("de", "Das sei so, sagte Jutta Ahrwald am Montag.", "Jutta Ahrwald"),
    ("es", "La ministra Inés Tarrala llegó ayer.", "Inés Tarrala"),
    ("es", "«Es así», dijo Inés Tarrala.", "Inés Tarrala"),
    # Runs are whole: initials, small words, hyphens, apostrophes, what follows.
    ("en", "The president George W. Orrell left.", "George W. Orrell"),
    ("en", "The actor Robert Orrell Jr left.", "Robert Orrell Jr"),
    ("en", "The minister Ahmed bin Orral al-Tarrad spoke. Al-Tarrad left.", "Ahmed bin Orral al-Tarrad"),
    ("en", "The keeper Edwin van der Orr left.", "Edwin van der Orr"),
    ("en", "The captain Brian O'Tarrell left.", "Brian O'Tarrell"),
    ("fr", "Le ministre Jean-Luc d'Orrancourt est parti.", "Jean-Luc d'Orrancourt"),
    ("fr", "La présidente Ursula von der Tarne est partie.", "Ursula von der Tarne"),
    ("fr", "Le joueur N'Golo Tarné arrive, dit l'entraîneur Didier Le Tarn.", "Didier Le Tarn"),
    # Titles and words that begin sentences are no part of names.
    ("en", "But Prime Minister Ann Orrell said so.", "Ann Orrell"),
    ("fr", "Selon Luc Tarnel, maire de la ville, tout va bien.", "Luc Tarnel"),
    # Of two family names the second needs to be told by the text.
    ("es", "El ministro Luis Tarral Orrán habló. Tarral se fue.", "Luis Tarral"),
    ("en", "The actress Helena Bonham Orrell spoke. Bonham Orrell left, and Orrell came.", "Helena Bonham Orrell"),
    ("de", "Der Minister Werner Ahrwald Ende der Woche: Ahrwald geht.", "Werner Ahrwald"),
    ("de", "Peter Ahrwalds Roman liegt vor. Der Autor Peter Ahrwald schreibt.", "Peter Ahrwald"),
    ("en", "The coach Ann Orrell Friday night left.", "Ann Orrell"),
    ("en", "The prime minister Theresa May left.", "Theresa May"),
    # One person once, as the text writes the name most often.
    ("en", "The president George W. Orrell. The president George Orrell. President George Orrell.", "George Orrell"),
]
NONE = [
    ("en", "Nobody knew Ann Orrell in town."),
    ("en", "The firm Louis Vuitton said so. Vuitton left."),
    ("en", "The band Joy Division played, said its singer. Division left."),
    ("en", "The Martin Orrell Foundation, said its president. Orrell left."),
    ("en", "The minister saw Airport Road and Park Lane. Lane left."),
    ("en", "Will Orrell play, asked the coach. Orrell left."),
    ("en", "The president met John Paul II in Rome."),
    ("en", "Malcolm X. Besides Orrell the actor left. Orrell came."),
    ("fr", "L'avenue Victor Tarnel est fermée, dit le maire. Tarnel."),
    ("fr", "Le lycée Jean Tarnel est fermé. Tarnel."),
    ("fr", "L'Etat de Caroline du Nord, dit le président."),
    ("fr", "Le journal Charlie Hebdo paraît, dit son directeur. Hebdo."),
    ("fr", "Le président de Tarnel & Fils, Luc Tarnel & Fils, part."),
    ("fr", "Le ministre Valéry Tarnel d'Orrancourt arrive."),
    ("de", "Die Mutter von Anna Mutter kam, und die Mutter ging."),
    ("de", "Der Autor las aus Peter Ahrwalds Roman."),
    ("de", "Die Anna-Ahrwald-Stiftung, so ihr Sprecher."),
    ("es", "El colegio Juan Tarral, dijo el alcalde. Tarral."),
    ("ar", "The prime minister Ann Orrell left."),
    ("", "The prime minister Ann Orrell left."),
    ("en", ""),
]


@pytest.mark.parametrize(("lang", "text", "person"), FOUND)
def test_a_person_is_found_by_the_whole_name(lang: str, text: str, person: str) -> None:
    assert ", ".join(find_people(text, lang)) == person


@pytest.mark.parametrize(("lang", "text"), NONE)
def test_what_is_not_surely_a_person_is_left_out(lang: str, text: str) -> None:
    assert find_people(text, lang) == ()


def test_the_five_that_are_named_most_come_by_frequency_then_in_order() -> None:
    names = ["Ann Aarrow", "Bob Barrow", "Cara Carrow", "Dan Darrow", "Eva Earrow", "Fred Farrow"]
    text = " ".join(f"The minister {name} left." for name in names) + " Farrow left. Farrow left. Earrow left."
    assert find_people(text, "en") == ("Fred Farrow", "Eva Earrow", "Ann Aarrow", "Bob Barrow", "Cara Carrow")


def test_regional_languages_and_accents_of_capitals_do_not_matter() -> None:
    assert find_people("Le ministre Eric Tarnel part. ÉRIC part.", "fr-CA") == ("Eric Tarnel",)


def test_lists_can_be_read_and_hold_each_name_once() -> None:
    given = load_given()
    assert len(given.sure) > 5000
    assert not given.sure & given.doubtful
    assert all(re.fullmatch("[a-z]+(?:-[a-z]+)*", name) for name in given.sure | given.doubtful)
    assert all(name == name.lower() and " " in name for name in load_not())
    for lang in LANGUAGES:
        words = load_words(lang)
        assert words.functions
        assert words.sayings
        assert not words.parts & words.late_parts


@pytest.mark.parametrize(
    "text", ["A" * 100_000, "Ann " * 30_000, "Ann-" * 30_000, "Ann de la " * 20_000, "J." * 50_000]
)
def test_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    assert find_people(text, "fr") == ()
