"""The part of a headline before its colon: a subject, or something else."""

from __future__ import annotations

import pytest

from site_gen.ingest.enrich.keywords import headline_prefix


@pytest.mark.parametrize(
    ("lang", "title", "prefix"),
    [
        ("fr", "Pédocriminalité via Telegram: 55 hommes interpellés en France", "Pédocriminalité via Telegram"),
        ("fr", "Népal : le Parlement hésite", "Népal"),
        ("fr", "Tensions dans l'Est: un appel au calme", "Tensions dans l'Est"),
        ("fr", "Magazine Elle: une grève", "Magazine Elle"),
        ("fr", "Vente de Sotheby's: un record", "Vente de Sotheby's"),
        ("fr", "Foot: la reprise", "Foot"),
        ("fr", "Un an après Lubrizol: que reste-t-il", "Un an après Lubrizol"),
        ("fr", "Réforme des retraites: il faudra attendre", "Réforme des retraites"),
        ("en", "Will Smith: no regrets", "Will Smith"),
        ("en", "WHO: vaccines are safe", "WHO"),
        ("en", "IT outage: what we know", "IT outage"),
        ("en", "World Cup in May: hosts fall", "World Cup in May"),
        ("de", "Streit unter Forschern: der Ton wird rauer", "Streit unter Forschern"),
        ("de", "Deutschlands Justizminister: keine Eile", "Deutschlands Justizminister"),
        ("es", "Ola de calor: sube el riesgo", "Ola de calor"),
        ("fr", "VIDÉO. Remaniement: ce qui change", "Remaniement"),
        ("fr", "EN DIRECT - Élections à Nice : le score", "Élections à Nice"),
        ("en", "Live | Storm Ludo: ferries cancelled", "Storm Ludo"),
        ("fr", "Saint-Malo - Rennes: la ligne coupée", "Saint-Malo - Rennes"),
        (None, "Le ministre est parti: la suite", "Le ministre est parti"),
        ("fi", "Hän on tullut: jatkoa", "Hän on tullut"),
    ],
)
def test_a_subject_is_a_keyword(lang: str | None, title: str, prefix: str) -> None:
    assert headline_prefix(title, lang) == prefix


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("fr", "Fillon ne parvient pas à épargner: ses comptes"),
        ("fr", "L'élève mange des crêpes et décède: l'enquête"),
        ("fr", "Ils refusent de mettre le masque: une rixe"),
        ("fr", "Le Conseil d'État a tranché: les écoles ouvertes"),
        ("fr", "C'est officiel: il part"),
        ("fr", "Le club s'impose à Lens: le résumé"),
        ("fr-CH", "Claire a 60 ans: ses secrets"),
        ("en", "The minister says no: a vote follows"),
        ("en", "How it works: five questions"),
        ("en", "Harbour pilots are on strike: what it means"),
        ("de", "Der Trainer hört auf: die Gründe"),
        ("de", "Warum alles teurer wird: eine Analyse"),
        ("de-AT", "Die Bahn will sparen: drei Linien fallen weg"),
        ("es", "El gobierno no cede: nuevas protestas"),
        ("es", "Cómo ahorrar: cinco consejos"),
    ],
)
def test_a_sentence_is_none(lang: str, title: str) -> None:
    assert headline_prefix(title, lang) is None


@pytest.mark.parametrize(
    "title",
    [
        "Vidéo: la scène",
        "Il est 8:30 à Paris",
        "Sans deux-points",
        ": rien",
        "a b c d e f g: trop",
        "«Moi»: dit-il",
        "12: 30",
        "",
    ],
)
def test_neither_is_a_form_or_a_number_or_too_much(title: str) -> None:
    assert headline_prefix(title, "fr") is None
