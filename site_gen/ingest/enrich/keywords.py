"""Keywords of an article: the part of an agency headline before its colon (`Népal: …`)."""

from __future__ import annotations

import re

from site_gen.model import clean_line

_PREFIX = re.compile(r"([^:«»“”„\"?!]{2,48}?)\s?[:：]\s+(?=\S)")
# What tells the form of an article and nothing about its subject.
_FORMS = frozenset(
    "en direct direct live vidéo video videos vidéos photos photo images interview entretien reportage exclusif exclusiv "
    "exclusive exclusivo analyse analysis análisis analyse opinion opinión kommentar éditorial editorial podcast en images "
    "portrait porträt perfil décryptage document documents alerte info urgent breaking eilmeldung última hora minute par minute "
    "liveticker ticker newsticker update mise à jour factcheck fact check explainer infographie infografik grafik sondage "
    "revue de presse presseschau chronologie dossier focus zoom le point a voir à voir en vidéo im video en vivo directo "
    "عاجل مباشر فيديو تحليل مقابلة".split()
) | {"en direct", "en images", "le point", "à voir", "en vidéo", "mise à jour", "fact check", "revue de presse", "en vivo", "im video"}  # fmt: skip


def headline_prefix(title: str) -> str | None:
    """What stands before the colon of a headline if it names a subject: at most six words and no form (`Vidéo`)."""
    found = _PREFIX.match(title)
    if found is None:
        return None
    prefix = clean_line(found[1]).strip(" .-–—\u00a0\u202f")
    if not 2 <= len(prefix) <= 48 or len(prefix.split()) > 6 or not prefix[0].isalnum():
        return None
    if prefix.casefold() in _FORMS or not any(character.isalpha() for character in prefix):
        return None
    return prefix
