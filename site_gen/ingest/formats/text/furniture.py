"""Lines that a page carries around its news, by their words, in French, English, German, Spanish and Arabic.

Only whole lines are named here: a sentence of the news that begins with the same word does not match, since each
pattern says how the line ends or how long it may be. Lines that recur across documents are found by `recurring`.
"""

from __future__ import annotations

import re
import unicodedata


class _WithoutAccents(dict[int, int | None]):
    """A table for `str.translate` that works each character out once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_WITHOUT_ACCENTS = _WithoutAccents()


def _plain(text: str) -> str:
    """`text` without accents: pages write `A lire aussi` and `PUBLICITE`."""
    return text if text.isascii() else unicodedata.normalize("NFD", text).translate(_WITHOUT_ACCENTS)


# A pattern must match the whole line; `…` in the name of a group is the reason that the ingest report gives.
_REST = r"[\s:>»→|–—-]*"
_LABELS: dict[str, tuple[str, ...]] = {
    "related": (
        rf"(?:à )?(?:lire|voir|écouter|revoir)(?: (?:aussi|également|en plus|ailleurs))?{_REST}(?::.{{0,200}})?",
        r"(?:à )?(?:lire|voir|écouter|relire|revoir) (?:aussi|également)\b.{0,200}",
        r"a lire (?:aussi|également)\b.{0,200}",
        r"(?:sur le même (?:sujet|thème)|dans la même rubrique|nos autres articles|pour aller plus loin)\b.{0,60}",
        r"(?:read|see|watch|listen) (?:more|also|next|now)\b\s*(?:[:>»|–—-].{0,200})?",
        r"(?:related(?: (?:articles?|stories|story|content|topics?|news))?|more on this(?: story| topic)?)\s*(?::.{0,200})?",
        r"(?:more from|you (?:may|might) also like|don't miss|recommended(?: for you)?|most (?:read|popular))\b.{0,60}",
        r"(?:lesen|sehen|hören) sie (?:auch|dazu|mehr|hierzu)\b.{0,200}",
        r"(?:auch interessant|mehr zum thema|zum thema|das könnte sie auch interessieren|siehe auch)\b.{0,200}",
        r"(?:lea|lee|vea|ve|mira|escuche) (?:también|además|más)\b.{0,200}",
        r"(?:más información|te puede interesar|le puede interesar|noticias relacionadas|relacionad[oa]s?)\b.{0,200}",
        r"(?:اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|اقرأ المزيد|مواضيع ذات صلة|شاهد أيضا|شاهد أيضاً)\b.{0,200}",
    ),
    "advertisement": (
        r"(?:la suite après (?:la|cette) )?publicités?(?: en cours)?|annonces?|contenu sponsorisé|sponsorisé",
        r"advertisements?|advertisement - (?:story continues|scroll).{0,40}|sponsored(?: content)?|promoted|ad",
        r"(?:article|story) continues (?:after|below).{0,60}",
        r"anzeige[n]?|werbung|advertorial|gesponsert",
        r"publicidad|anuncios?|contenido patrocinado|patrocinado",
        r"إعلانات?|إعلان ممول",
    ),
    "share": (
        r"(?:partager|partagez)(?: (?:sur|cet article|l'article|via|par)\b.{0,60})?\s*:?",
        r"(?:share|tweet|pin|email|print|copy link|save)(?: (?:on|this|via|by|the|article|story|to)\b.{0,60})?\s*:?",
        r"(?:teilen|(?:auf|per|via) \w+ teilen|drucken|merken|artikel teilen|link kopieren)\b.{0,40}",
        r"(?:compartir|comparte|compártelo|imprimir|copiar enlace)(?: (?:en|por|esta|este|con|via|vía)\b.{0,60})?\s*:?",
        r"(?:facebook|twitter|x|whatsapp|linkedin|pinterest|e-?mail|mail|instagram|telegram|messenger|bluesky|threads"
        r"|imprimer|drucken|print|copier le lien)(?:[\s,/|•·]+(?:facebook|twitter|x|whatsapp|linkedin|pinterest|e-?mail"
        r"|mail|instagram|telegram|messenger|bluesky|threads|imprimer|drucken|print|copier le lien))*",
        r"(?:envoyer par (?:e-?mail|courriel)|envoyer à un ami|ajouter aux favoris|imprimer(?: l'article)?)",
        r"(?:suivez|retrouvez|rejoignez)[- ]nous\b.{0,80}|follow us\b.{0,80}|folgen sie uns\b.{0,80}|síguenos\b.{0,80}",
        r"(?:شارك|مشاركة|تابعونا|انشر)(?: .{0,60})?",
    ),
    "newsletter": (
        r"(?:.{0,40}\b(?:inscri\w+|abonn\w+|recev\w+|sign up|subscribe|get|unser\w*|erhalten|suscr\w+|recib\w+)\b.{0,60})?\b"
        r"(?:newsletters?|lettre d'information|infolettre|boletín|النشرة البريدية)\b.{0,40}",
        r"(?:inscrivez|abonnez)[- ]vous\b.{0,120}|(?:sign up|subscribe)\b.{0,120}",
        r"(?:jetzt )?(?:abonnieren|anmelden)\b.{0,80}|(?:suscríb[ae]\w*|regístr[ae]\w*)\b.{0,120}",
        r"(?:téléchargez|download|laden sie|descarga)\b.{0,20}\b(?:appli(?:cation)?|app)\b.{0,60}",
        r"(?:cet )?article (?:est )?réservé aux abonnés.{0,60}|(?:déjà abonné|already a subscriber).{0,60}",
    ),
    "cookies": (
        r".{0,60}\b(?:nous utilisons|we (?:and our partners )?use|this (?:site|website) uses|ce site utilise|wir (?:verwenden|nutzen)"
        r"|diese (?:web)?seite (?:verwendet|nutzt)|utilizamos|usamos|este sitio (?:web )?utiliza|acce?pt\w*|consent\w*|akzeptier\w*"
        r"|zustimm\w*|acepta\w*|autoris\w*|dépos\w+|désactiv\w*|paramétr\w+)\b.{0,80}\bcookies?\b.{0,200}",
        r"(?:gérer (?:les|mes)|politique (?:de|des)|paramètres des|manage|cookie|privacy|nos) cookies?\b.{0,60}|cookies?",
        r"cookie[- ](?:policy|settings|preferences|richtlinien?|einstellungen|notice)|política de cookies|configurar cookies",
        r"(?:tout )?accepter(?: et fermer| tout)?|tout refuser|continuer sans accepter|gérer mes choix|j'accepte",
        r"(?:accept|reject|decline|allow)(?: all)?(?: cookies)?|manage (?:preferences|choices|settings)|i agree",
        r"(?:alle )?(?:akzeptieren|ablehnen)|einstellungen verwalten|zustimmen",
        r"(?:aceptar|rechazar)(?: todo| todas)?|gestionar preferencias",
    ),
    "caption": (
        r"(?:crédits?(?: photos?)?|photos?|image|illustration|légende|vidéo)\s*[:©].{1,160}",
        r"(?:photo(?:graph)?s?|picture|image|file photo|caption|video)\s*(?:credit)?\s*[:/©].{1,160}",
        r"(?:foto|bild|bildnachweis|symbolbild|archivbild|imagen|fotografía|video)s?\s*[:/©].{1,160}",
        r"(?:photo|foto)\s+(?:d'|de |by |von |: )?[A-Z][\w. -]{1,40}\s*/\s*[A-Z][\w. /-]{1,40}",
        r"(?:©|\(c\)|copyright)\s?.{1,120}",
        r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}\s*/\s*(?:AFP|Reuters|REUTERS|AP|EPA|dpa|EFE|Getty(?: Images)?|Keystone|Belga|ANSA)"
        r"(?:\s*/.{0,40})?",
        r"(?:صورة|تصوير)\s*:.{1,160}",
    ),
    "notice": (
        r"(?:tous droits (?:de reproduction.{0,80}|réservés.{0,60})|all rights reserved.{0,60}|alle rechte vorbehalten.{0,60}"
        r"|todos los derechos reservados.{0,60}|جميع الحقوق محفوظة.{0,60})",
        r"(?:temps de )?lecture\s*:?\s*\d+\s*min.{0,20}|\d+\s*min(?:utes?)?\s*(?:read|de lecture|lesezeit|de lectura).{0,10}",
        r"(?:lesezeit|tiempo de lectura|reading time)\s*:?\s*\d+.{0,12}",
        r"(?:écouter|listen to) (?:cet|l'|this|the)\s?(?:article|story).{0,30}|artikel (?:an)?hören.{0,20}",
        r"(?:réagir|commenter|commentaires?|comments?|kommentare?|comentarios?|تعليقات?)\s*(?:\(?\d*\)?)?",
        r"(?:\d+|aucun|no|keine?)\s+(?:réactions?|commentaires?|comments?|kommentare?|comentarios?)",
        r"(?:vidéo suivante dans|next video in|nächstes video in|siguiente v[ií]deo en)\s+\d+\s*\w+|\d+\s*/\s*\d+",
        r"(?:alerte info|flash info|breaking news|eilmeldung|última hora|عاجل)\s*:?",
        r"(?:retour (?:en|à l').{0,30}|back to top|nach oben|volver arriba|haut de page|zurück zur .{0,30})",
        r"(?:afficher|voir|lire) (?:la suite|plus)|(?:show|read|load|see|view) more|mehr (?:anzeigen|lesen)|(?:ver|leer) más",
        r"window\.\w+.{0,400}|var \w+\s*=.{0,400}|function\s*\(.{0,400}|javascript.{0,200}",
    ),
}
_PATTERNS = tuple(
    (reason, re.compile(_plain("(?:" + "|".join(shapes) + ")[.!…]?"), re.IGNORECASE))
    for reason, shapes in _LABELS.items()
)
_ORNAMENT = re.compile(r"^[^\w\"«“„]+|[\s>»→|:]+$")

_OTHER_HEADLINES = re.compile(
    _plain(
        r"(?:(?:les |nos |d')?autres? (?:titres?|actualités?|articles?|infos?)|(?:les |l')?(?:dernières?|plus) (?:infos?|news|actualités?"
        r"|titres?|nouvelles?|lus?)|à la une|en bref|fil (?:info|d'actu\w*)|les titres|aussi à la une|l'actu(?:alité)? .{0,40}|en continu"
        r"|(?:other|more|latest|top|today's|further|also in the) (?:headlines?|news|stories|articles|titles)|headlines?|in brief"
        r"|in other news|also (?:today|in the news)|news ticker|most read|just in|elsewhere"
        r"|(?:weitere|andere|aktuelle|neueste) (?:schlagzeilen?|meldungen|nachrichten|artikel|themen|titel)|schlagzeilen|meldungen"
        r"|kurz(?:meldungen| notiert)|nachrichten(?:ticker)?|mehr nachrichten"
        r"|(?:otros|otras|más|últim[oa]s) (?:titulares|noticias|artículos|notas)|titulares|en breve|lo más (?:leído|visto)"
        r"|(?:عناوين|أخبار) أخرى|آخر الأخبار|أبرز العناوين|العناوين|المزيد من الأخبار)\s*[:>»]*"
    ),
    re.IGNORECASE,
)


_PARAGRAPH = 300
"""Characters that no furniture is longer than, but for notices on cookies and left-over scripts."""
_LONG = re.compile(r"cookie|window\.|\bvar |function|javascript", re.IGNORECASE)


def furniture_reason(line: str) -> str | None:
    """Why a whole line is furniture by its words (`related`, `share` …), or None."""
    if len(line) > _PARAGRAPH and (len(line) > 420 or not _LONG.search(line)):
        return None
    line = _plain(line)
    text = _ORNAMENT.sub("", line)
    if not text:
        return "ornament" if line.strip() else None
    for reason, pattern in _PATTERNS:
        if pattern.fullmatch(text) or (text != line and pattern.fullmatch(line)):
            return reason
    return None


def names_a_headline_list(line: str) -> bool:
    """Whether a line is the label above a list of other headlines: `Other headlines`, `Autres titres :`."""
    return len(line) <= 60 and _OTHER_HEADLINES.fullmatch(_ORNAMENT.sub("", _plain(line))) is not None
