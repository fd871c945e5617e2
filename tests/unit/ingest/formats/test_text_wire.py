"""The reader of agency copy: what each line of a document is, in many shapes."""

from __future__ import annotations

import pytest

from site_gen.ingest.formats.text.lines import split_lines
from site_gen.ingest.formats.text.reading import read_text
from site_gen.ingest.formats.text.recurring import LineCounts, count_lines
from site_gen.ingest.formats.text.wire import read_wire
from site_gen.model import BlockKind, DateSource, Draft, Timestamp

TITLE = "Brument: le conseil municipal renonce au tramway"
HEADLINES = [
    "Port-Lannec: la criée rouvre après deux ans de travaux",
    "Le lac gagne trente centimètres en une nuit",
    'Grève: "pas de retour en arrière", disent les dockers',
    "Tour de Valdore: Ambroise Kerhel remporte la sixième étape",
    "Une bibliothèque oubliée retrouvée derrière une cloison",
]
PARAGRAPHS = [
    "Le conseil municipal de Brument a renoncé jeudi soir à la construction d'un tramway, dix ans après le premier "
    "projet, au terme d'une séance de six heures.",
    "Les élus ont voté par 31 voix contre 12 l'abandon de la ligne, dont le coût avait doublé depuis les premières "
    "études, a indiqué à l'AFP la première adjointe.",
    "Un réseau de bus à haut niveau de service doit remplacer le tramway d'ici trois ans, selon la même source, avec "
    "des voies réservées sur les grands boulevards.",
    "Les commerçants du centre, opposés au chantier, ont salué la décision, que l'opposition juge au contraire "
    "contraire aux engagements pris devant les habitants.",
]
CROSSHEAD = '"Un gâchis"'
SIGNATURE = "C.Morvan--LDB"


def document(
    *,
    marked: list[str] | None = None,
    body: list[str] | None = None,
    signature: str | None = SIGNATURE,
    title: str = TITLE,
    after: list[str] | None = None,
) -> str:
    text = body if body is not None else [*PARAGRAPHS[:2], f"- {CROSSHEAD} -", *PARAGRAPHS[2:]]
    lines = [*(marked or []), "", title, *text, *([signature] if signature else []), *(after or [])]
    return "\n".join(lines) + "\n"


def lone(mark: str = "-") -> list[str]:
    return [line for headline in HEADLINES for line in (mark, headline)]


def paragraphs(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks if block.kind is BlockKind.PARAGRAPH]


def crossheads(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks if block.kind is BlockKind.CROSSHEAD]


def assert_whole(draft: Draft, headlines: list[str] | None = None) -> None:
    assert draft.title == TITLE
    assert paragraphs(draft) == PARAGRAPHS
    assert crossheads(draft) == [CROSSHEAD]
    assert list(draft.headlines) == (HEADLINES if headlines is None else headlines)


def test_seed_shape() -> None:
    draft = read_text("\n" + document(marked=lone()))
    assert_whole(draft)
    assert draft.authors == ("C. Morvan",)
    assert draft.code == "LDB"
    assert draft.signature == SIGNATURE
    assert draft.credit == "AFP"
    assert draft.published is None
    assert draft.date_source is DateSource.NONE
    assert draft.furniture == ()


@pytest.mark.parametrize("mark", ["-", "–", "—", "*", "•", "·", "▪", "►", "»", "→", "#", "+", "~", "●", "✔", ">", "§"])
@pytest.mark.parametrize("own_line", [True, False])
@pytest.mark.parametrize("place", ["before", "after", "title first"])
def test_any_mark_anywhere(mark: str, own_line: bool, place: str) -> None:
    marked = lone(mark) if own_line else [f"{mark} {headline}" for headline in HEADLINES]
    if place == "before":
        text = document(marked=marked)
    elif place == "after":
        text = document(after=["", *marked])
    else:
        text = document().replace(TITLE, "\n".join([TITLE, *marked]))
    draft = read_text(text)
    assert_whole(draft)
    assert draft.authors == ("C. Morvan",)


def test_numbered_list() -> None:
    marked = [f"{number}. {headline}" for number, headline in enumerate(HEADLINES, 1)]
    assert_whole(read_text(document(marked=marked)))


def test_no_list() -> None:
    assert_whole(read_text(document()), headlines=[])


@pytest.mark.parametrize(
    "label", ["Autres titres", "Other headlines:", "Weitere Meldungen", "Otras noticias", "À la une :"]
)
@pytest.mark.parametrize("place", ["before", "after"])
def test_label_above_the_list_is_kept_as_furniture(label: str, place: str) -> None:
    marked = [label, *(f"• {headline}" for headline in HEADLINES)]
    draft = read_text(document(marked=marked) if place == "before" else document(after=marked))
    assert_whole(draft)
    assert [(item.text, item.reason) for item in draft.furniture] == [(label, "label")]


def test_blank_lines_between_everything() -> None:
    assert_whole(read_text(document(marked=lone()).replace("\n", "\n\n")))


def test_hard_wrapped_paragraphs_are_joined() -> None:
    import textwrap

    body = [*PARAGRAPHS[:2], f"- {CROSSHEAD} -", *PARAGRAPHS[2:]]
    wrapped = "\n\n".join("\n".join(textwrap.wrap(text, 72, break_on_hyphens=False)) for text in body)
    draft = read_text("\n".join([*lone(), "", TITLE, "", wrapped, "", SIGNATURE]))
    assert_whole(draft)


def test_body_list_stays_in_the_text() -> None:
    points = ["- un premier point qui se termine par un point-virgule;", "- un second, et c'est tout."]
    draft = read_text(document(body=[PARAGRAPHS[0], "Trois raisons sont avancées:", *points, PARAGRAPHS[1]]))
    assert paragraphs(draft) == [PARAGRAPHS[0], "Trois raisons sont avancées:", *points, PARAGRAPHS[1]]
    assert draft.headlines == ()


def test_headline_list_alone() -> None:
    draft = read_text("\n".join(lone()))
    assert draft.title == ""
    assert draft.blocks == ()
    assert list(draft.headlines) == HEADLINES


@pytest.mark.parametrize(
    ("signature", "authors", "code", "credit"),
    [
        ("A.Ruegg--VB", ("A. Ruegg",), "VB", None),
        ("J. Okafor--HG", ("J. Okafor",), "HG", None),
        ("ab-cd/ef", ("ab-cd/ef",), None, None),
        ("afp/mk", ("afp/mk",), None, None),
        ("por/mgr", ("por/mgr",), None, None),
        ("ats", (), None, "ATS"),
        ("(dpa)", (), None, "dpa"),
        ("(AFP)", (), None, "AFP"),
        ("© AFP", (), None, "AFP"),
        ("(HPA)", (), None, "HPA"),
        ("Jeanne Kerdoncuff", ("Jeanne Kerdoncuff",), None, None),
        ("Von Antje Brodersen", ("Antje Brodersen",), None, None),
        ("ع. بدر--ص.س", ("ع. بدر",), "ص.س", None),
    ],
)
def test_signatures(signature: str, authors: tuple[str, ...], code: str | None, credit: str | None) -> None:
    body = [text.replace("à l'AFP ", "") for text in PARAGRAPHS]
    draft = read_text(document(body=body, signature=signature))
    assert (draft.signature, draft.authors, draft.code, draft.credit) == (signature, authors, code, credit)
    assert paragraphs(draft) == body


def test_signature_of_the_agency_inside_that_of_the_site() -> None:
    draft = read_text(document(body=[*PARAGRAPHS, "pgr/ial/am"]))
    assert draft.authors == ("C. Morvan", "pgr/ial/am")
    assert paragraphs(draft) == PARAGRAPHS


def test_signature_glued_to_the_last_paragraph() -> None:
    draft = read_text(document(body=[*PARAGRAPHS[:-1], PARAGRAPHS[-1] + SIGNATURE], signature=None))
    assert draft.authors == ("C. Morvan",)
    assert paragraphs(draft) == PARAGRAPHS


@pytest.mark.parametrize(
    ("dateline", "credit"),
    [
        ("BRUMENT (AFP) - ", "AFP"),
        ("Brument (dpa) – ", "dpa"),
        ("BRUMENT, 12 sept. 2025 (AFP) - ", "AFP"),
        ("(AFP) - ", "AFP"),
        ("BRUMENT, Feb 26 - ", "AFP"),
        ("NEW YORK — ", "AFP"),
        ("Genève (ats) ", "ATS"),
        ("SAINT-DENIS-DE-VALDORE (Valdore) - ", "AFP"),
    ],
)
def test_datelines(dateline: str, credit: str) -> None:
    draft = read_text(document(body=[dateline + PARAGRAPHS[0], *PARAGRAPHS[1:]]))
    assert paragraphs(draft) == PARAGRAPHS
    assert draft.dateline == dateline.rstrip(" -–—")
    assert draft.credit == credit


def test_dash_inside_a_first_sentence_is_no_dateline() -> None:
    first = "Le tramway - un projet de dix ans - est abandonné par la ville, ont annoncé les élus jeudi soir à Brument."
    draft = read_text(document(body=[first, *PARAGRAPHS[1:]]))
    assert draft.dateline is None
    assert paragraphs(draft)[0] == first


FURNITURE = [
    ("Publicité", "advertisement"),
    ("Lire aussi : Le port rouvre", "related"),
    ("LIRE AUSSI >> Le plan du port", "related"),
    ("Partager sur Facebook", "share"),
    ("Inscrivez-vous à notre newsletter quotidienne", "newsletter"),
    ("Nous utilisons des cookies pour améliorer votre expérience.", "cookies"),
    ("Crédit photo : Yann Le Goff", "caption"),
    ("© AFP/Archives Yann LE GOFF", "caption"),
    ("Tous droits réservés", "notice"),
    ("Advertisement", "advertisement"),
    ("Read more: How the harbour was saved", "related"),
    ("Share this article", "share"),
    ("Sign up for our daily newsletter", "newsletter"),
    ("We use cookies to improve your experience on our site.", "cookies"),
    ("Photograph: Jane Roe/HPA", "caption"),
    ("3 min read", "notice"),
    ("Anzeige", "advertisement"),
    ("Lesen Sie auch: Der Hafen öffnet wieder", "related"),
    ("Auf Facebook teilen", "share"),
    ("Wir verwenden Cookies, um Ihnen das beste Erlebnis zu bieten.", "cookies"),
    ("Foto: Jan Meier/dpa", "caption"),
    ("Publicidad", "advertisement"),
    ("Lea también: El puerto reabre", "related"),
    ("Compartir en WhatsApp", "share"),
    ("Suscríbase a nuestro boletín", "newsletter"),
    ("اقرأ أيضا: الميناء يفتح أبوابه", "related"),
]


@pytest.mark.parametrize(("line", "reason"), FURNITURE)
def test_furniture_between_paragraphs_is_taken_out_and_kept(line: str, reason: str) -> None:
    draft = read_text(document(marked=lone(), body=[PARAGRAPHS[0], line, *PARAGRAPHS[1:]]))
    assert paragraphs(draft) == PARAGRAPHS
    assert [(item.text, item.reason) for item in draft.furniture] == [(line, reason)]
    assert draft.furniture[0].line == len(HEADLINES) * 2 + 4


@pytest.mark.parametrize(
    "sentence",
    [
        "La publicité en ligne a rapporté deux milliards d'euros l'an dernier, selon le syndicat des régies.",
        "Les cookies de la marque Brument sont rappelés dans toute l'Europe, a annoncé le fabricant vendredi.",
        "Photo à l'appui, la maire a défendu le projet devant une salle comble et longtemps hostile.",
        "Lire le rapport en entier prend une semaine, a plaisanté le président de la commission d'enquête.",
        "Sa newsletter compte désormais deux cent mille lecteurs, assure la fondatrice du titre, qui embauche.",
        "Share prices fell for a third day as traders weighed the effects of the strike on the port's revenue.",
        "Werbung für Tabak bleibt an Haltestellen verboten, entschied das Gericht am Freitag in zweiter Instanz.",
    ],
)
def test_sentences_of_the_news_are_no_furniture(sentence: str) -> None:
    draft = read_text(document(body=[PARAGRAPHS[0], sentence, *PARAGRAPHS[1:]]))
    assert sentence in paragraphs(draft)


@pytest.mark.parametrize(
    ("glued", "before", "head", "after"),
    [
        ("Tout est fini.- Nouvel élan -Mardi, la ville", "Tout est fini.", "Nouvel élan", "Mardi, la ville"),
        ('Il part". - "Sans regret" - Mardi, la ville', 'Il part".', '"Sans regret"', "Mardi, la ville"),
        ("Tout est fini. – Neuer Anlauf – Am Dienstag", "Tout est fini.", "Neuer Anlauf", "Am Dienstag"),
    ],
)
def test_crosshead_glued_inside_a_paragraph(glued: str, before: str, head: str, after: str) -> None:
    start, end = "Une phrase qui ouvre le paragraphe. ", " a repris les travaux."
    draft = read_text(document(body=[PARAGRAPHS[0], start + glued + end, PARAGRAPHS[1]]))
    assert [block.text for block in draft.blocks][1:4] == [start + before, head, after + end]
    assert crossheads(draft) == [head]


def test_dashes_inside_a_sentence_are_no_crosshead() -> None:
    sentence = (
        "Trois villes - Brument, Lannec et Valdore - ont signé l'accord. Deux autres - plus petites - hésitent encore."
    )
    draft = read_text(document(body=[sentence, *PARAGRAPHS]))
    assert paragraphs(draft)[0] == sentence


@pytest.mark.parametrize("dashes", [("- ", " -"), ("– ", " –"), ("-", "-"), ("-- ", " --"), ("", " -")])
def test_crosshead_with_any_dashes(dashes: tuple[str, str]) -> None:
    line = f"{dashes[0]}Les bus d'abord{dashes[1]}"
    draft = read_text(document(body=[PARAGRAPHS[0], line, PARAGRAPHS[1]]))
    assert crossheads(draft) == ["Les bus d'abord"]


def test_crosshead_without_dashes() -> None:
    draft = read_text(document(body=[PARAGRAPHS[0], "Les bus d'abord", PARAGRAPHS[1], PARAGRAPHS[2]]))
    assert crossheads(draft) == ["Les bus d'abord"]


def test_date_line_gives_the_date() -> None:
    draft = read_text(document(body=["publié le jeudi 02 juillet 2020 à 19h19", *PARAGRAPHS]))
    assert draft.published == Timestamp.parse("2020-07-02T19:19")
    assert draft.date_source is DateSource.TEXT
    assert paragraphs(draft) == PARAGRAPHS


def test_standfirst_between_title_and_dateline() -> None:
    standfirst = "Dix ans de projet, six heures de séance, un vote sans appel."
    draft = read_text(document(body=[standfirst, "BRUMENT (AFP) - " + PARAGRAPHS[0], *PARAGRAPHS[1:]]))
    assert draft.standfirst == standfirst
    assert paragraphs(draft) == PARAGRAPHS


def test_byline_below_the_title() -> None:
    draft = read_text(document(body=["Par Jeanne Roux et Paul Lemaire", *PARAGRAPHS], signature=None))
    assert draft.authors == ("Jeanne Roux", "Paul Lemaire")


def test_section_above_the_title_is_kept_as_furniture() -> None:
    draft = read_text(document(marked=[*lone(), "MONDE"]))
    assert_whole(draft)
    assert [(item.text, item.reason) for item in draft.furniture] == [("MONDE", "menu")]


def test_title_repeated_above_the_text() -> None:
    draft = read_text(document(body=[TITLE, *PARAGRAPHS]))
    assert draft.title == TITLE
    assert paragraphs(draft) == PARAGRAPHS


def test_entities_and_odd_spaces() -> None:
    text = document().replace("l'AFP", "l&#x27;AFP").replace("jeudi soir", "jeudi&nbsp;soir").replace("\n", "\r\n")
    draft = read_text(text)
    assert "à l'AFP la première adjointe" in paragraphs(draft)[1]
    assert "jeudi\u00a0soir" in paragraphs(draft)[0]


def test_no_title_where_the_text_begins_with_a_paragraph() -> None:
    assert read_text("\n".join([PARAGRAPHS[0] + " " + PARAGRAPHS[1], *PARAGRAPHS[2:]])).title == ""


def test_short_lines_that_recur_in_the_source_are_furniture_but_never_the_title() -> None:
    others = [
        [TITLE, f"Le marché du samedi {number}", "La rédaction vous répond", "x" * number] for number in range(40)
    ]
    counts = count_lines(others)
    assert isinstance(counts, LineCounts)
    lines = split_lines(document(body=[PARAGRAPHS[0], "La rédaction vous répond", *PARAGRAPHS[1:]]))
    draft = read_wire(lines, counts)
    assert draft.title == TITLE
    assert [(item.text, item.reason) for item in draft.furniture] == [("La rédaction vous répond", "repeated")]


@pytest.mark.parametrize(
    ("line", "authors"), [("Jeanne Roux (avec AFP)", ("Jeanne Roux",)), ("Le Journal du lac avec AFP", ())]
)
def test_byline_shared_with_an_agency(line: str, authors: tuple[str, ...]) -> None:
    body = [text.replace("à l'AFP ", "") for text in PARAGRAPHS]
    draft = read_text(document(body=[line, *body], signature=None))
    assert (draft.title, draft.authors, draft.credit) == (TITLE, authors, "AFP")


@pytest.mark.parametrize("label", ["A la une :", "DERNIERES INFOS", "Ultimas noticias"])
def test_label_without_accents_below_a_long_title(label: str) -> None:
    title = 'Brument: le conseil municipal renonce au tramway après une séance de six heures et un vote "sans appel"'
    draft = read_text(document(title=title).replace(title, "\n".join([title, label, *lone("»")])))
    assert draft.title == title
    assert list(draft.headlines) == HEADLINES


def test_windows_characters_taken_for_latin_1_are_mended() -> None:
    draft = read_text(document(body=[PARAGRAPHS[0].replace("dix ans", "40 \x80 \x96 dix ans"), *PARAGRAPHS[1:]]))
    assert "40 € – dix ans" in paragraphs(draft)[0]
