"""Dumps of whole web pages: an invented site, its article somewhere in the middle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from site_gen.ingest.formats.text.datelines import DayLine
from site_gen.ingest.formats.text.page import looks_like_page, read_page
from site_gen.ingest.formats.text.page_dates import infer_day
from site_gen.ingest.formats.text.recurring import count_lines
from site_gen.model import BlockKind, DateSource, Draft

TITLE = "Port-Vieux : la passerelle des docks rouvre après deux ans de travaux"
MENU = ["A la une", "France", "Monde", "Politique", "Société", "Finance", "Culture", "Sports", "Météo", "Vidéos"]
TICKER = [
    "12:44", "News", "Un voilier retrouvé intact au large de Port-Vieux", "03 juillet 2020",
    "19:41", "News", "La foire aux livres de Saint-Aubin attend les visiteurs ...", "03 juillet 2020",
    "News", "Tennis: la finale du tournoi de Brèves reportée à dimanche", "02 juillet 2020",
    "News", "Les apiculteurs du plateau redoutent un été sans miel", "02 juillet 2020",
]  # fmt: skip
HEAD = ["Toutes les news France", TITLE, "Réagir", "La passerelle des docks, le 12 mai 2020.", "©Lise Arnoux / AGP"]
RELATED = ["A lire aussi", "France", "Le pont tournant de Port-Vieux fermé jusqu'en septembre"]
DATE = ["Orange avec AFP", ", publié le jeudi 02 juillet 2020 à 19h19"]
STANDFIRST = "Les piétons peuvent de nouveau traverser le bassin nord, fermé depuis l'hiver 2018."
BODY = [
    "La passerelle des docks de Port-Vieux a rouvert jeudi matin, ont annoncé les services de la ville, cités par",
    "Le Courrier du Port",
    ". Près de deux cents habitants attendaient devant les grilles pour la traverser les premiers.",
    '- "Un soulagement" -',
    '"C\'est un soulagement", a confié Mathilde Roche, qui tient une librairie sur le quai opposé depuis vingt ans.',
    "La passerelle rouvre enfin",
    "par",
    "Canal Rade",
    "Le chantier aura coûté quatre millions d'euros, soit deux fois plus que prévu, selon le conseil municipal.",
]
FOOT = [
    "Réagir", "Publicité", "Fil info", "12:50", "France", "Les lycéens de Brèves passent l'oral en plein air", "12:37",
    "Monde", "Un accord trouvé sur la pêche dans le golfe de Lorne", "CAC 40", "5 016 pts", "-0,66%", "Météo",
    "Paris", "27°", "Vos réactions doivent respecter", "nos CGU", ".", "facebook", "twitter",
    "Liste des articles archivés",
]  # fmt: skip
PAGE = [TITLE, *MENU, *TICKER, *HEAD, *RELATED, *DATE, STANDFIRST, *BODY, *FOOT]


def _check(draft: Draft) -> None:
    assert draft.title == TITLE
    assert draft.published is not None
    assert draft.published.isoformat()[:10] == "2020-07-02"
    text = " ".join([draft.standfirst or "", *(block.text for block in draft.blocks)])
    assert "cités par Le Courrier du Port. Près de" in text
    assert "bassin nord" in text
    assert text.endswith("selon le conseil municipal.")
    assert "Canal Rade" not in text
    assert "AGP" not in text


def test_whole_draft() -> None:
    draft = read_page(PAGE, None)
    _check(draft)
    assert draft.standfirst == STANDFIRST
    assert [block.kind for block in draft.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.CROSSHEAD,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]
    assert draft.blocks[1].text == '"Un soulagement"'
    assert draft.credit == "Orange avec AFP"
    assert draft.authors == ()
    assert draft.date_source is DateSource.DATELINE
    assert draft.published is not None
    assert draft.published.isoformat() == "2020-07-02T19:19:00"


def test_headlines_of_other_articles_are_kept_whole() -> None:
    headlines = read_page(PAGE, None).headlines
    assert "Un voilier retrouvé intact au large de Port-Vieux" in headlines
    assert "Le pont tournant de Port-Vieux fermé jusqu'en septembre" in headlines
    assert "Un accord trouvé sur la pêche dans le golfe de Lorne" in headlines
    assert TITLE not in headlines
    assert not [line for line in headlines if line.endswith("...")]


def test_nothing_is_lost() -> None:
    draft = read_page(PAGE, None)
    reasons = {item.text: item.reason for item in draft.furniture}
    assert reasons["Publicité"] == "advertisement"
    assert reasons["facebook"] == "share"
    assert reasons["A lire aussi"] == "related"
    assert reasons["La passerelle des docks, le 12 mai 2020."] == "caption"
    assert reasons["La passerelle rouvre enfin"] == "caption"
    assert reasons[DATE[1]] == "date"
    assert reasons["La foire aux livres de Saint-Aubin attend les visiteurs ..."] == "cut headline"
    kept = " ".join([draft.title, draft.standfirst or "", *(b.text for b in draft.blocks), *draft.headlines, *reasons])
    assert all(line.strip("- ") in kept for line in PAGE)
    assert all(PAGE[item.line - 1] == item.text for item in draft.furniture)


def _without_date(page: list[str]) -> list[str]:
    return [line for line in page if line not in DATE]


VARIANTS: dict[str, Callable[[list[str]], list[str]]] = {
    "blank lines": lambda page: [part for line in page for part in (line, "")],
    "spaces": lambda page: [f"  {line}\t" for line in page],
    "no title line": lambda page: page[1:],
    "site suffix": lambda page: [f"{TITLE} | Le Phare", *page[1:]],
    "bullets": lambda page: [f"- {x}" if x in TICKER and len(x) > 30 else x for x in page],
    "lone bullets": lambda page: [y for x in page for y in (("-", x) if x in TICKER and len(x) > 30 else (x,))],
    "joined credit": lambda page: [*_without_date(page)[:33], "".join(DATE), *_without_date(page)[33:]],
    "date above title": lambda page: [*_without_date(page)[:26], *DATE, *_without_date(page)[26:]],
    "english date": lambda page: ["Published on Thursday 2 July 2020 at 19:19" if x == DATE[1] else x for x in page],
    "split date": lambda page: [y for x in page for y in (("publié le", "02/07/2020") if x == DATE[1] else (x,))],
    "german menu": lambda page: [
        {"Réagir": "Kommentieren", "Publicité": "Anzeige", "A lire aussi": "Lesen Sie auch"}.get(x, x) for x in page
    ],
    "advertisement in the text": lambda page: [
        y for x in page for y in ((x, "Publicité", "La suite après cette publicité") if x == BODY[2] else (x,))
    ],
}


@pytest.mark.parametrize("name", VARIANTS)
def test_variants(name: str) -> None:
    page = VARIANTS[name](PAGE)
    assert looks_like_page(page)
    _check(read_page(page, None))


def test_recurring_lines_are_taken_out() -> None:
    plea = "Votre soutien nous permet de garder ce site ouvert à tous, merci de votre fidélité."
    others = [[*MENU, *TICKER, plea, f"Autre {chr(97 + n) * 9}", *FOOT] for n in range(12)]
    page = [*PAGE]
    page.insert(page.index(BODY[4]), plea)
    counts = count_lines([*others, page])
    alone, known = read_page(page, None), read_page(page, counts)
    assert plea in [block.text for block in alone.blocks]
    assert plea not in [block.text for block in known.blocks]
    assert ("repeated", plea) in [(item.reason, item.text) for item in known.furniture]
    _check(known)


def test_title_in_the_ticker_of_other_documents_is_still_the_title() -> None:
    counts = count_lines([PAGE, *[[*MENU, TITLE, f"Autre {chr(97 + n) * 9}", *FOOT] for n in range(12)]])
    assert counts.recurring(TITLE)
    _check(read_page(PAGE, counts))


def test_year_is_inferred_from_the_page() -> None:
    page = [y for x in PAGE for y in (("publié le", "1 juillet") if x == DATE[1] else (x,))]
    draft = read_page(page, None)
    assert draft.published is not None
    assert (draft.published.isoformat(), draft.date_source) == ("2020-07-01", DateSource.HEADLINES)


def test_inferred_days_are_past_and_working_days() -> None:
    latest = date(2020, 7, 3)
    assert infer_day(DayLine(7, 9), latest) == date(2019, 7, 9)
    assert infer_day(DayLine(6, 27), latest) == date(2019, 6, 27)
    assert infer_day(DayLine(2, 29), date(2021, 1, 1)) == date(2016, 2, 29)


def test_named_writer() -> None:
    draft = read_page([{"Orange avec AFP": "Roxane Tellier"}.get(line, line) for line in PAGE], None)
    assert (draft.authors, draft.credit) == (("Roxane Tellier",), None)


def test_standfirst_above_the_date() -> None:
    page = [line for line in PAGE if line != STANDFIRST]
    page.insert(page.index("Toutes les news France") + 2, STANDFIRST)
    draft = read_page(page, None)
    assert draft.standfirst == STANDFIRST
    _check(draft)


def test_signature_below_the_text() -> None:
    page = [*PAGE]
    page.insert(page.index(BODY[-1]) + 1, "P.Vogelin--QZ")
    draft = read_page(page, None)
    assert (draft.signature, draft.code) == ("P.Vogelin--QZ", "QZ")
    _check(draft)


@pytest.mark.parametrize("lines", [[], [""], ["."], ["12:30", "France"], ["«"], MENU])
def test_pages_without_an_article(lines: list[str]) -> None:
    draft = read_page(lines, None)
    assert draft.blocks == ()
    assert draft.published is None


WIRE = [
    "-", "La foire aux livres de Saint-Aubin attend les visiteurs", "-", "Les apiculteurs redoutent un été sans miel",
    "", TITLE, STANDFIRST, BODY[4], BODY[3], BODY[8], "P.Vogelin--QZ",
]  # fmt: skip


@pytest.mark.parametrize("extra", [[], ["Publicité", "Lire aussi", "Tweeter"]])
def test_wire_copy_is_no_page(extra: list[str]) -> None:
    assert not looks_like_page([*WIRE[:8], *extra, *WIRE[8:]])
    assert looks_like_page(PAGE)


def test_readers_comments_are_no_part_of_the_article() -> None:
    page = [*PAGE]
    at = page.index(BODY[-1]) + 1
    more = ["Le maire a promis que les travaux du second quai, attendus depuis longtemps, suivront l'an prochain."] * 2
    praise = "Quelle bonne nouvelle pour le quartier, il était temps que cette passerelle soit enfin réparée !"
    page[at:at] = [*more, "3 commentaires", "Jo", praise, "Lou", praise]
    draft = read_page(page, None)
    assert draft.blocks[-1].text == more[0]
    assert praise in [item.text for item in draft.furniture]
