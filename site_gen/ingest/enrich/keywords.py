"""Keywords of an article: the part of an agency headline before its colon (`Népal: …`)."""

from __future__ import annotations

import re

from site_gen.model import clean_line

_PREFIX = re.compile(r"([^:«»“”„\"?!]{2,64}?)\s?[:：]\s+(?=\S)")
# What tells the form of an article and nothing about its subject.
_FORMS = frozenset(
    "en direct direct live vidéo video videos vidéos photo photos images interview entretien reportage exclusif exclusiv "
    "exclusive exclusivo analyse analysis análisis analyse opinion opinión kommentar éditorial editorial podcast en images "
    "portrait porträt perfil décryptage document documents alerte info urgent breaking eilmeldung última hora minute par minute "
    "liveticker ticker newsticker update mise à jour factcheck fact check explainer infographie infografik grafik sondage "
    "revue de presse presseschau chronologie dossier focus zoom le point a voir à voir en vidéo im video en vivo directo "
    "عاجل مباشر فيديو تحليل مقابلة".split()
) | {"en direct", "en images", "le point", "à voir", "en vidéo", "mise à jour", "fact check", "revue de presse", "en vivo", "im video"}  # fmt: skip
_FORM_BEFORE = re.compile(r"([^.:|–—-]{2,20}?)\s*(?:[.|–—]|\s-)\s+")
_WORDS = re.compile(r"[^\W_]+")
_MOST_WORDS = 6

# Words that stand in sentences and not in the names of subjects: pronouns, auxiliaries, and verbs that headlines are
# made of and that are no nouns. As written: `l'Est`, `WHO`, `Will Smith` and `May` are names.
_IN_SENTENCES = {
    "fr": frozenset(
        "ne il elle ils elles on je j tu nous vous qui est sont était étaient a ont avait avaient va vont sera seront "
        "peut peuvent doit doivent veut veulent pourrait devrait faut se quitte quittent annoncent dit disent demandent "
        "appelle appellent accuse accusent refuse refusent promet promettent dénonce dénoncent meurt meurent démissionne "
        "remporte remportent bat battent tue tuent tire tirent lance lancent devient deviennent reprend reprennent perd perdent "
        "prend prennent tient vient viennent revient reviennent mange mangent décède décèdent arrive arrivent ouvre ouvrent "
        "rouvre rouvrent parle parlent défend défendent salue saluent retrouve retrouvent assure assurent affirme affirment "
        "reconnaît reconnaissent explique expliquent raconte racontent révèle révèlent confirme confirment estime estiment "
        "propose proposent renonce renoncent retire retirent reçoit reçoivent obtient obtiennent bloque bloquent suspend "
        "suspendent condamne condamnent tombent explose explosent augmente augmentent recule reculent progresse progressent "
        "ferment restent jugent risquent menacent votent baissent".split()
    ),
    "en": frozenset(
        "is are was were has have had will would can could should must may says said say he she they we you it "
        "who wins won dies died calls urges warns wants hits kills faces gets makes takes finds gives sees goes comes "
        "becomes remains loses beats quits resigns denies admits confirms reveals accuses rejects isn aren don doesn won't".split()
    ),
    "de": frozenset(
        "ist sind war waren hat haben wird werden kann können soll sollen muss müssen will wollen darf dürfen nicht er sie wir "
        "ich es du lässt lassen geht gehen kommt kommen bleibt bleiben gibt macht machen sagt sagen fordert fordern warnt warnen "
        "stirbt hört steht stehen sieht findet nimmt droht drohen gewinnt verliert plant startet beginnt sucht zeigt hofft "
        "tritt wirft kritisiert erwartet bekommt verlässt".split()
    ),
    "es": frozenset(
        "es son está están era fue fueron ha han había será serán puede pueden debe deben quiere quieren va van no se él "
        "dice dicen pide piden anuncia anuncian gana ganan muere mueren acusa acusan advierte advierten niega niegan rechaza "
        "rechazan exige exigen llega llegan deja dejan abre abren dimite asegura aseguran".split()
    ),
}  # fmt: skip
_CLITIC = re.compile(r"\b[smtn]['’]\w")
_OPENING = {
    "fr": frozenset("il ils elle elles on je j nous vous c ce qui que pourquoi comment".split()),
    "en": frozenset("he she they we you it i is are what why how who when where".split()),
    "de": frozenset("er sie wir ich es du was warum wie wer wo wann so".split()),
    "es": frozenset("él ella ellos qué por cómo quién cuándo dónde".split()),
}


def headline_prefix(title: str, lang: str | None = None) -> str | None:
    """What stands before the colon of a headline if it names a subject: at most six words, no form, no sentence.

    A form (`Vidéo`) before the subject is passed over: `VIDÉO. Remaniement: …` is about the Remaniement. Whether it is
    a sentence (`Le ministre démissionne: …`) is told in the languages of the interface but Arabic.
    """
    found = _PREFIX.match(_without_form(title))
    if found is None:
        return None
    prefix = clean_line(found[1]).strip(" .-–—\u00a0\u202f")
    if not 2 <= len(prefix) <= 48 or len(prefix.split()) > _MOST_WORDS or not prefix[0].isalnum():
        return None
    if prefix.casefold() in _FORMS or not any(character.isalpha() for character in prefix):
        return None
    return None if lang and _is_sentence(prefix, lang.partition("-")[0].lower()) else prefix


def _without_form(title: str) -> str:
    """A headline without the form that it may begin with."""
    form = _FORM_BEFORE.match(title)
    return title[form.end() :] if form and form[1].strip().casefold() in _FORMS else title


def _is_sentence(prefix: str, lang: str) -> bool:
    words = _WORDS.findall(prefix)
    if len(words) < 2:
        return False
    inside = _IN_SENTENCES.get(lang, frozenset())
    if lang == "fr" and _CLITIC.search(prefix):
        return True
    is_acronym = len(words[0]) > 1 and words[0].isupper()  # `IT outage`, `WHO report`
    return (not is_acronym and words[0].casefold() in _OPENING.get(lang, ())) or not inside.isdisjoint(words)
