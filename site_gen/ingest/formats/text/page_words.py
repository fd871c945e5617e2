"""Words by which a line of a web page is known as furniture, in the languages that we read."""

from __future__ import annotations

import re

SHARE = "share"
RELATED = "related"
ADVERTISEMENT = "advertisement"
NEWSLETTER = "newsletter"
COMMENTS = "comments"
LEGAL = "legal"
CAPTION = "caption"
CREDIT = "credit"

# Matched at the beginning of a line; one language a row. A line must also be short: see `furniture_reason`.
_STARTS: dict[str, str] = {
    RELATED: r"""
        (?:à|a) (?:lire|voir|découvrir|écouter)(?: (?:aussi|également))?\b|(?:lire|voir|lisez|voir) (?:aussi|également)|
        sur le même (?:sujet|thème)|dans la même rubrique|articles? (?:liés?|similaires?|associés?|précédent|suivant)|
        (?:les )?(?:articles )?(?:les )?(?:plus|\+) (?:lus|vus|commentés|partagés|populaires)|
        tout(?:es)? (?:les |l')(?:news|actu\w*|articles|infos?)|en savoir plus|lire la suite|nos derni\w+ articles|
        (?:les )?derni(?:ers|ères) (?:articles|actualités|infos|news)|vous (?:aimerez|pourriez) aussi|
        read (?:also|more|next)\b|see also|also read|related(?: (?:articles|stories|news|topics|content))?\s*:?$|
        more (?:on|from|news|stories)\b|(?:most|more) (?:read|popular|viewed|shared)|you (?:may|might) also|
        recommended(?: for you)?$|latest (?:news|stories|headlines)|top stories|all (?:the )?(?:news|articles)|
        (?:lesen|sehen) sie (?:auch|hier)|auch interessant|mehr (?:zum thema|aus|von|nachrichten)|
        das könnte (?:sie|dich)|meist\s?gelesen|zum thema|weiter(?:e|lesen)\b|aktuelle (?:meldungen|nachrichten)|
        alle (?:news|nachrichten|artikel|meldungen)|ähnliche artikel|
        (?:lea|lee|vea|mira|leer|ver) (?:también|más)|te puede interesar|más (?:noticias|leídas?|sobre|información)|
        (?:las |lo )?más (?:leíd|vist)[oa]s?|noticias relacionadas|artículos relacionados|relacionad[oa]s|
        todas las noticias|últimas noticias|
        اقرأ (?:أيضا|أيضًا|المزيد)|مواضيع (?:ذات صلة|متعلقة)|شاهد أيضا|الأكثر قراءة|أخبار ذات صلة|المزيد
    """,
    SHARE: r"""
        partag(?:er|ez)|tweete[rz]|envoyer (?:par|à)|imprimer|copier le lien|suivez[- ]nous|nous suivre|
        rejoignez[- ]nous|retrouvez|ajouter (?:à|aux) (?:mes )?favoris|écouter (?:cet )?l?'?article|
        share\b|tweet\b|print\b|e-?mail\b|copy (?:the )?link|follow us|join us|save (?:this|article)|
        (?:auf \w+ )?teilen|drucken|merken|folgen sie|link kopieren|
        comparti[rd]|imprimir|copiar (?:el )?enlace|síguenos|siga(?:nos)?\b|
        (?:facebook|twitter|whats\s?app|linkedin|pinterest|instagram|telegram|youtube|tiktok|messenger|flipboard|x)$|
        شارك|مشاركة|طباعة|تابعنا
    """,
    ADVERTISEMENT: r"""
        publicités?\b|annonces?$|contenus? (?:sponsorisé|partenaire)|sponsorisé|liens commerciaux|
        advertis(?:ement|ing)|sponsored|promoted|ads? by|continue reading below|
        anzeigen?$|werbung\b|gesponsert|publicidad|anuncios?$|patrocinado|contenido patrocinado|إعلان
    """,
    NEWSLETTER: r"""
        newsletters?\b|(?:inscrivez|abonnez)[- ]vous|s'(?:inscrire|abonner)|(?:je m')abonne|recev(?:ez|oir) |
        déjà abonné|se connecter|connexion$|mon compte|télécharge[rz] (?:l'|notre )app|
        subscribe|sign (?:up|in)\b|log ?in\b|register|download (?:the|our) app|get our|
        jetzt (?:abonnieren|anmelden)|abonnieren|anmelden$|registrieren|einloggen|
        suscr[ií]b|regístrate|iniciar sesión|inscríbete|اشترك|تسجيل الدخول|النشرة
    """,
    COMMENTS: r"""
        réagi(?:r|ssez)\b|(?:\d+ )?commentaires?\b|commente[rz]\b|laisse[rz] un commentaire|vos réactions|
        (?:\d+ )?réactions?$|votre avis|signaler (?:un|une)|
        (?:\d+ |leave a |add a |post a |view |show )?comments?\b|join the (?:discussion|conversation)|report (?:a|an) |
        (?:\d+ )?kommentare?\b|kommentieren|leserbrief|(?:\d+ )?comentarios?\b|comentar$|deja (?:un|tu) comentario|
        تعليق|التعليقات|أضف تعليق
    """,
    LEGAL: r"""
        (?:nos )?(?:cgu|cgv)\b|mentions légales|tous droits réservés|conditions (?:générales|d'utilisation)|
        politique de confidentialité|(?:gestion|gérer|paramétrer|accepter|utilis\w+) .{0,12}cookies|cookies?\b|
        plan du site|qui sommes[- ]nous|contactez[- ]nous|nous contacter|liste des articles|
        all rights reserved|terms (?:of|and|&) |privacy|about us$|contact(?: us)?$|sitemap|copyright|
        this (?:web)?site uses cookies|we use cookies|
        impressum|datenschutz|nutzungsbedingungen|alle rechte vorbehalten|agb$|kontakt$|über uns$|
        aviso legal|política de (?:privacidad|cookies)|todos los derechos|términos|quiénes somos|contacto$|
        جميع الحقوق|سياسة الخصوصية|اتصل بنا|من نحن
    """,
    CREDIT: r"""
        ©|\(c\) ?\w|®|(?:crédits?|copyright)(?: photos?)?\s?:|photos?\s?(?:d'archives?)?\s?:|
        (?:photo |image |picture )?credit\s?:|(?:foto|bild|quelle|imagen|crédito)s?\s?:|getty images|صورة
    """,
    CAPTION: r"""
        \(?photo d'illustration\)?$|\(?illustration\)?$|\(?(?:file|stock) photo\)?$|
        \(?symbolbild\)?$|\(?archiv(?:bild|o)?\)?$|
        image d'illustration|capture d'écran$
    """,
}
_ROWS = {
    reason: re.compile(r"(?:" + re.sub(r"\n\s*", "", words.strip()) + r")", re.IGNORECASE)
    for reason, words in _STARTS.items()
}
_ANY = re.compile("|".join(f"(?P<{reason}>{row.pattern})" for reason, row in _ROWS.items()), re.IGNORECASE)
_LEAD = re.compile(r"^[\s\-–—•·*>»|+→▶►✉#]+(?=\w)")
_AGENCY_TAIL = re.compile(
    r"(?:^|[/|(-])\s*(?:AFP|AP|Reuters|REUTERS|dpa|EPA|EFE|ANSA|Getty(?: Images)?|Belga|Keystone|Sipa|MaxPPP|Xinhua)"
    r"\s*\)?$"
)

_SHORT_CHARS = 80
_SHORT_WORDS = 12
_LEGAL_CHARS = 300
# "Share prices fell on Monday." begins like a share prompt.
_PROSE_WORDS = 5
_PROSE_LIKE = (SHARE, ADVERTISEMENT, COMMENTS)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BY = frozenset({"par", "by", "von", "por", "via", "بواسطة", "بقلم"})
"""Words that stand alone on a line before the name of a writer or provider."""

FUNCTION_WORDS = _words(
    """
    à a au aux avec ce ces cet cette comme contre dans de des d du elle en entre est et il ils l la le les leur
    lors mais ni nos notre on ont ou où par pas pour plus pendant puis qu que quand qui quotidien sa sans se
    selon ses si son sous sur site un une vers chez depuis était été ainsi journal magazine média émission about
    after against an and as at be before by during for from has have in into is its of or over that the their
    this to under was were when where which who with am an auf aus bei das dass dem den der die durch ein eine
    einem einen einer für gegen hat im in ist laut mit nach oder sich sind über um und unter vom von vor war wie
    wird zu zum zur al como con contra del desde durante el ella ellos era es esta este fue ha hasta la las lo
    los más no o para pero por porque que se según sin sobre su sus tras un una y في من على إلى عن مع أن إن التي
    الذي و أو
    """
)
"""Words that no finished line ends with."""


def furniture_reason(text: str) -> str:
    """Why `text` is furniture by its words alone, or an empty string."""
    if len(text) > _LEGAL_CHARS:
        return ""
    match = _ANY.match(_LEAD.sub("", text))
    reason = match.lastgroup if match else None
    if reason is None:
        short = len(text) <= _SHORT_CHARS and _AGENCY_TAIL.search(text)
        return CREDIT if short and len(text.split()) <= 8 and "/" in text else ""
    if reason == LEGAL and len(text) <= _LEGAL_CHARS:
        return LEGAL if len(text) <= _SHORT_CHARS or text.count(" ") > 3 else ""
    if len(text) > _SHORT_CHARS * (2 if reason in (RELATED, NEWSLETTER) and ":" in text else 1):
        return ""
    words = text.count(" ") + 1
    if words >= _PROSE_WORDS and text.endswith(".") and reason in _PROSE_LIKE:
        return ""
    return reason if words <= _SHORT_WORDS or reason in (RELATED, CREDIT) else ""
