"""Near-duplicates: invented small news in the shapes that must merge and in those that must not."""

import os
import subprocess
import sys
import time

import pytest

from site_gen.ingest.near import Facts, Relation, bands, relation, similarity, sketch
from site_gen.model import Timestamp

FIRE = """Un incendie a détruit mardi soir une ancienne tannerie de la rue des Lavoirs, à Vernoy, sans faire de blessé.
L'alerte a été donnée vers 19 heures par un voisin qui avait vu de la fumée sortir du toit. Une quarantaine de pompiers
ont été mobilisés et le feu a été maîtrisé peu avant minuit. Le bâtiment, vide depuis la fermeture de l'usine, devait
être transformé en logements. La maire, Hélène Carsac, a indiqué qu'une enquête avait été ouverte pour déterminer
l'origine du sinistre. Les habitants de trois immeubles voisins ont été évacués par précaution et accueillis dans le
gymnase municipal. Ils ont pu regagner leur domicile dans la matinée, a précisé la préfecture dans un communiqué."""

MORE = """Le parquet a annoncé que deux témoins avaient été entendus par les gendarmes. Selon une source proche du
dossier, une installation électrique ancienne pourrait être en cause. Le conseil départemental a promis une aide."""


def weather(place: str, low: int, high: int, wind: str, day: str = "mercredi") -> str:
    return f"""Les prévisions de {day} pour {place} annoncent un ciel voilé le matin, puis de belles éclaircies.
A {place}, le thermomètre affichera {low} degrés au lever du jour et {high} degrés dans l'après-midi.
Le vent soufflera de {wind} avec des rafales modérées près des côtes. L'indice de confiance de cette prévision est bon.
Pensez à vous couvrir si vous sortez tôt, les matinées restent fraîches en cette saison dans toute la région.
La tendance pour la fin de la semaine reste au temps sec, avec des nuages de plus en plus nombreux par l'ouest.
Retrouvez chaque jour la météo détaillée de {place} et de toutes les communes du département sur notre site."""


def survey(dead: str, cases: str, country: str, day: str) -> str:
    return f"""La pandémie a fait au moins {dead} morts dans le monde, selon un bilan établi {day} à partir de sources
officielles. Plus de {cases} cas ont été diagnostiqués dans 196 pays et territoires. Les autorités estiment que ce
nombre ne reflète qu'une partie du nombre réel de malades. Le pays le plus touché est {country}, devant ses voisins.
Les nouvelles mesures entrent en vigueur la semaine prochaine dans les écoles et les transports. Les commerces de
détail peuvent rester ouverts jusqu'à vingt heures. Les rassemblements de plus de dix personnes restent interdits.
Le ministre de la Santé doit présenter un plan de dépistage devant le Parlement, a-t-on appris auprès de lui."""


PLAYER = """Retrouvez toutes nos vidéos d'actualité en direct et à la demande. Pour regarder ce programme, vous devez
accepter les témoins de connexion de notre lecteur. Vous pouvez modifier vos choix à tout moment dans la rubrique de
gestion de vos données, en bas de chaque page. Ces contenus sont fournis par nos partenaires et restent leur propriété.
Toute reproduction est interdite sans l'accord écrit de la rédaction, y compris sous forme d'extraits sonores."""

TOKYO = (
    "{0}の気象台によると、水曜日は朝から雲が広がるものの、午後には晴れ間が出る見込みです。"
    "{0}の最低気温は{1}度、最高気温は{2}度と予想されています。"
    "沿岸部では風がやや強くなるため、船舶は注意が必要です。週末にかけては乾いた天気が続くでしょう。"
)


def facts(title: str, body: str, published: str | None = None, updated: str | None = None) -> Facts:
    return Facts(
        title,
        body,
        Timestamp.parse(published) if published else None,
        Timestamp.parse(updated) if updated else None,
    )


def related(one: Facts, other: Facts) -> Relation:
    verdict = relation(one, other)
    assert relation(other, one) == verdict, "the order of arrival must not matter"
    assert verdict.reason
    return verdict.relation


FIRST = facts("Vernoy : une ancienne tannerie détruite par le feu", FIRE, "2025-09-09T22:10+02:00")

SAME = {
    "filed in a second section": facts(FIRST.title, FIRE, "2025-09-09T22:10+02:00"),
    "months later": facts(FIRST.title, FIRE, "2026-03-01"),
    "without a date": facts(FIRST.title, FIRE),
    "under a label": facts("Incendie - Vernoy: une ancienne tannerie détruite par le feu", FIRE, "2025-09-09"),
    "other typography": facts(
        FIRST.title.replace(" :", ":"), FIRE.replace("'", "’").replace("\n", "\n\n").upper(), "2025-09-09T22:12+02:00"
    ),
    "another headline": facts("A Vernoy, le feu ravage la tannerie de la rue des Lavoirs", FIRE, "2025-09-10T08:00Z"),
    "with caption and credit": facts(
        FIRST.title, f"Les pompiers devant le bâtiment, mardi soir. (Photo J. Delmas)\n\n{FIRE}\n\nAvec agences."
    ),
    "as Markdown with links": facts(
        FIRST.title, FIRE.replace("la préfecture", "[la préfecture](https://pref.example/a/b/communique-12)")
    ),
}

NEWER = {
    "grown": facts(FIRST.title, f"{FIRE}\n\n{MORE}", "2025-09-10T06:30+02:00"),
    "another headline": facts(
        "Une tannerie détruite à Vernoy, une installation ancienne en cause",
        f"{MORE}\n\n{FIRE}",
        "2025-09-10T06:30+02:00",
    ),
    "two words corrected": facts(
        FIRST.title,
        FIRE.replace("19 heures", "18 heures").replace("Une quarantaine", "Une trentaine"),
        "2025-09-10T01:00Z",
    ),
    "days later, nothing taken back": facts(FIRST.title, f"{FIRE}\n\n{MORE}", "2025-09-12T06:30+02:00"),
    "by its date of update": facts(
        FIRST.title, f"{FIRE}\n\n{MORE} Deux autres s'étaient présentés.", "2025-09-01", "2025-09-10T01:00+02:00"
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_the_same_article_is_a_duplicate(case: str) -> None:
    assert related(FIRST, SAME[case]) is Relation.DUPLICATE


@pytest.mark.parametrize("case", NEWER)
def test_an_article_brought_up_to_date_is_a_version(case: str) -> None:
    assert related(FIRST, NEWER[case]) is Relation.VERSION


def test_what_is_too_long_is_compared_by_its_beginning_and_equality() -> None:
    long = " ".join(f"mot{number * 7919 % 100_003}" for number in range(30_000))
    one = facts("Les comptes de la commune", f"{long} fin", "2025-09-09")
    assert related(one, facts("Les comptes de la commune", f"{long} fin", "2025-09-09")) is Relation.DUPLICATE
    assert related(one, facts("Les comptes de la commune", f"{long} autre", "2025-09-30")) is not Relation.DIFFERENT


def test_a_rising_toll_is_a_version() -> None:
    body = "{0} personnes ont trouvé la mort dans l'effondrement d'un pont près de Salgado, selon les secours. " + MORE
    body += FIRE[FIRE.index("Les habitants") :]
    first = facts("Salgado: un pont s'effondre, 9 morts", body.format(9), "2025-05-03T10:00Z")
    assert related(first, facts("Salgado: un pont s'effondre, 14 morts", body.format(14), "2025-05-03T14:00Z")) is (
        Relation.VERSION
    )


SERIES = {
    "places": (
        facts(
            "Les prévisions météorologiques à Cabourg", weather("Cabourg", 11, 19, "nord-ouest"), "2025-04-02T06:00Z"
        ),
        facts("Les prévisions météorologiques à Mellac", weather("Mellac", 12, 18, "sud-ouest"), "2025-04-02T06:00Z"),
    ),
    "places in capitals": (
        facts("LA MÉTÉO À CABOURG", weather("CABOURG", 11, 19, "nord-ouest"), "2025-04-02"),
        facts("LA MÉTÉO À MELLAC", weather("MELLAC", 11, 19, "nord-ouest"), "2025-04-02"),
    ),
    "places under one title": (
        facts("La météo de demain", weather("Saint-Malo", 11, 19, "Normandie"), "2025-04-02T06:00Z"),
        facts("La météo de demain", weather("Pont-Aven", 12, 18, "Gascogne"), "2025-04-02T06:00Z"),
    ),
    "days": (
        facts("La météo à Cabourg", weather("Cabourg", 11, 19, "nord-ouest"), "2025-04-02T06:00Z"),
        facts("La météo à Cabourg", weather("Cabourg", 13, 17, "nord-ouest", "jeudi"), "2025-04-03T06:00Z"),
    ),
    "daily survey": (
        facts(
            "Le point sur la pandémie", survey("832.336", "24.504.550", "le Bordavie", "vendredi"), "2020-08-28T12:00Z"
        ),
        facts(
            "Le point sur la pandémie", survey("838.271", "24.744.030", "le Bordavie", "samedi"), "2020-08-29T12:00Z"
        ),
    ),
    "survey of the night": (
        facts(
            "Le point sur la pandémie", survey("832.336", "24.504.550", "le Bordavie", "vendredi"), "2020-08-28T21:50Z"
        ),
        facts(
            "Le point sur la pandémie", survey("838.271", "24.744.030", "le Bordavie", "vendredi"), "2020-08-29T06:40Z"
        ),
    ),
    "survey without dates": (
        facts("Le point sur la pandémie", survey("832.336", "24.504.550", "le Bordavie", "vendredi")),
        facts("Le point sur la pandémie", survey("838.271", "24.744.030", "le Bordavie", "samedi")),
    ),
    "numbered, at one time": (
        facts("Tirage numéro 311 : les résultats", weather("Vernoy", 11, 19, "nord"), "2025-04-02T06:00Z"),
        facts("Tirage numéro 312 : les résultats", weather("Vernoy", 14, 21, "nord"), "2025-04-02T06:00Z"),
    ),
    "boiler-plate": (
        facts("Incendie de forêt près de Salgado", PLAYER, "2025-04-02T06:00Z"),
        facts("Le budget de la culture adopté", PLAYER, "2025-04-02T06:30Z"),
    ),
    "boiler-plate around a little": (
        facts("Incendie de forêt près de Salgado", f"Le feu progresse.\n{PLAYER}", "2025-04-02T06:00Z"),
        facts("Le budget de la culture adopté", f"Le vote est clos.\n{PLAYER}", "2025-04-02T06:30Z"),
    ),
    "boiler-plate under a pattern": (
        facts("Nos vidéos d'actualité en direct : Cabourg", PLAYER, "2025-04-02T06:00Z"),
        facts("Nos vidéos d'actualité en direct : Mellac", PLAYER, "2025-04-02T06:00Z"),
    ),
    "a follow-up days later": (
        FIRST,
        facts("Tannerie de Vernoy : un suspect interpellé", f"Un homme a été arrêté.\n{MORE}\n{FIRE}", "2025-09-14"),
    ),
    "shared background": (
        FIRST,
        facts("Vernoy : les habitants inquiets", f"{MORE}\n{MORE.upper()}\n{FIRE[:330]}", "2025-09-10T08:00+02:00"),
    ),
    "Japanese": (
        facts("東京の天気予報", TOKYO.format("東京", 11, 19), "2025-04-02T06:00Z"),
        facts("大阪の天気予報", TOKYO.format("大阪", 12, 18), "2025-04-02T06:00Z"),
    ),
}


@pytest.mark.parametrize("case", SERIES)
def test_parts_of_a_series_stay_apart(case: str) -> None:
    assert related(*SERIES[case]) is Relation.DIFFERENT


def test_short_texts_merge_only_when_equal() -> None:
    body = "Un incendie a détruit mardi soir une ancienne tannerie de la rue des Lavoirs."
    one = facts("Vernoy : une tannerie détruite", body, "2025-09-09")
    assert (
        related(one, facts("Vernoy: une tannerie détruite", body.replace(".", " !"), "2025-09-09"))
        is Relation.DUPLICATE
    )
    assert related(one, facts("Vernoy : un incendie", body, "2025-09-09")) is Relation.DIFFERENT
    assert related(one, facts(one.title, body.replace("mardi", "lundi"), "2025-09-09")) is Relation.DIFFERENT
    assert related(facts("", ""), FIRST) is Relation.DIFFERENT


def test_texts_without_spaces_are_compared_by_characters() -> None:
    body = TOKYO.format("東京", 11, 19)
    one = facts("東京の天気予報", body, "2025-04-02T06:00Z")
    assert related(one, facts("東京の天気予報", body, "2025-04-02T06:00Z")) is Relation.DUPLICATE
    longer = facts("東京の天気予報", body + "詳しい情報は気象台のホームページに掲載されています。", "2025-04-02T09:00Z")
    assert related(one, longer) in {Relation.DUPLICATE, Relation.VERSION}
    assert similarity(sketch(one.title, one.body), sketch(longer.title, longer.body)) > 0.6


def test_equal_texts_have_equal_sketches_however_they_are_set() -> None:
    plain = sketch("Vernoy", FIRE)
    assert sketch("VERNOY :", FIRE.upper().replace("\n", "\n\n")) == plain
    assert (
        sketch("Vernoy", FIRE.replace("la préfecture", "**[la préfecture](https://pref.example/communique)**")) == plain
    )
    assert len(plain) == 132
    assert similarity(plain, plain) == 1.0


def test_short_texts_have_no_sketch_and_no_bands() -> None:
    assert sketch("Vernoy", "Un incendie a détruit une tannerie.") == b""
    assert bands(b"") == ()
    assert similarity(b"", sketch("Vernoy", FIRE)) == 0.0


def test_sketches_do_not_depend_on_the_hash_seed() -> None:
    program = (
        f"from site_gen.ingest.near import sketch, bands; s = sketch('Vernoy', {FIRE!r}); print(s.hex(), bands(s))"
    )
    here = sketch("Vernoy", FIRE)
    for seed in ("0", "4711"):
        run = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == f"{here.hex()} {bands(here)}"


def test_the_sketch_is_for_ever() -> None:
    """The state of existing archives holds sketches: another fingerprint would find none of their articles."""
    assert sketch("Vernoy", FIRE).hex()[:48] == "8f87a87598cc3768a55be8b002d773f49700e7eba4bdf796"


def test_like_texts_share_bands_and_unlike_ones_do_not() -> None:
    one, other = sketch("Vernoy", FIRE), sketch("Tannerie", f"{MORE}\n{FIRE}")
    assert set(bands(one)) & set(bands(other))
    assert not set(bands(one)) & set(bands(sketch("Météo", weather("Cabourg", 1, 2, "nord"))))


def test_titles_that_differ_in_numbers_share_a_band() -> None:
    one = sketch("Salgado: 9 morts", FIRE)
    assert len(set(bands(one)) & set(bands(sketch("SALGADO : 14 morts", weather("Cabourg", 1, 2, "nord"))))) == 1


def test_bands_fit_four_bytes() -> None:
    assert all(-(2**31) <= key < 2**31 for key in bands(sketch("Vernoy", FIRE)))
    assert len(bands(sketch("Vernoy", FIRE))) == 25
    assert len(bands(sketch("", FIRE))) == 24


@pytest.mark.parametrize("length", [48, 120, 400])
def test_like_texts_are_found_and_their_likeness_estimated(length: int) -> None:
    """Texts of numbered words, some of them changed: exact likeness against estimate, and shared bands."""
    found, error = 0, 0.0
    for number in range(40):
        words = [f"w{number}x{at * 7919 % 100_003}" for at in range(length)]
        changed = list(words)
        for at in range(3, length, max(24, length // 6)):
            changed[at] = f"z{at}"
        runs = [{tuple(text[at : at + 4]) for at in range(length - 3)} for text in (words, changed)]
        exact = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
        one, other = sketch("", " ".join(words)), sketch("", " ".join(changed))
        found += bool(set(bands(one)) & set(bands(other)))
        error += similarity(one, other) - exact
    assert found == 40
    assert abs(error / 40) < 0.05


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00" * 200,
        "a" * 100_000,
        "](" * 20_000,
        "!" * 50_000,
        "\ud800 " * 100,
        "&#x;" * 5_000,
        "🙂 " * 500,
        "่้ " * 99,
    ],
)
def test_hostile_texts_are_taken_as_they_are(text: str) -> None:
    begin = time.process_time()
    assert isinstance(bands(sketch(text, text + FIRE)), tuple)
    assert isinstance(relation(Facts(text, text), Facts(FIRST.title, text + FIRE)).relation, Relation)
    assert time.process_time() - begin < 5
