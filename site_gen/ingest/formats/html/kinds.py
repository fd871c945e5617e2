"""Which web pages are no articles, and by which evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from site_gen.ingest.formats.html.signals import Signals
from site_gen.model import Block, BlockKind

LEAST_BODY = 40
"""Characters of text without which a page that calls itself an article holds none."""
_LEAST_UNSURE = 200
"""The same of a page that does not."""
_LITTLE = 1_200
"""Characters of a text that may be all that an error page or a wall shows."""
_MANY_LINKS = 25
_MANY_ARTICLES = 4
_MOSTLY = 0.6

_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ERROR = re.compile(
    r"\b(?:404|403|410|50[0-3])\b.{0,40}\b(?:error|erreur|fehler|not found|page|forbidden|gateway|unavailable)"
    r"|\b(?:error|erreur|fehler)\s*(?:404|403|410|50\d)\b|^\s*(?:404|403|410|50\d)\s*$|^not found$|^forbidden$"
    r"|^(?:the )?page (?:was |is )?not found|^object moved$|^(?:301 )?moved permanently|^bad gateway"
    r"|^service unavailable|page introuvable|page (?:demandée )?(?:n['’]existe (?:pas|plus)|non trouvée)"
    r"|seite (?:wurde )?nicht gefunden|página no encontrada|^access(?: to this page has been)? denied"
    r"|^accès refusé|^zugriff verweigert|^acceso denegado",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"^just a moment|^attention required|are you (?:a )?(?:robot|human)|captcha|verify you are human|unusual traffic"
    r"|checking your browser|^pardon our interruption|êtes-vous un robot|security check|^ddos protection",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"^(?:sign|log) ?in\b|^se connecter|^connexion\b|^connectez-vous|^identification|^anmelden?\b|^einloggen"
    r"|^iniciar sesión|^subscribe\b|^abonnez-vous|^before you continue|^avant de continuer|^consent\b"
    r"|(?:cookie|privacy|datenschutz).{0,30}(?:consent|settings|choice|wall|einstellungen)"
    r"|^votre (?:consentement|choix)|^vos choix|^ihre zustimmung|we value your privacy"
    r"|respect(?:ons)? (?:de )?votre vie privée|^login?$",
    re.IGNORECASE,
)
_ARTICLE_KINDS = frozenset("article news newsarticle news.article".split())
_LIST_TYPES = frozenset(
    "CollectionPage SearchResultsPage ItemList ProfilePage Blog MediaGallery ImageGallery VideoGallery".split()
)
_OTHER_TYPES = frozenset(
    "Product Event JobPosting Person ContactPage AboutPage FAQPage QAPage Movie TVSeries Book Place LocalBusiness "
    "Course SoftwareApplication Dataset RealEstateListing Hotel Restaurant".split()
)
_VIDEO_TYPES = frozenset("VideoObject VideoPage AudioObject PodcastEpisode RadioEpisode TVEpisode Clip".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found on a page, of which it is asked whether that is an article."""

    signals: Signals
    title: str
    blocks: Sequence[Block]
    url: str | None
    described: bool
    """Whether JSON-LD describes an article."""
    dated: bool
    """Whether the page gives a date of publication."""

    @property
    def kind(self) -> str:
        """Its Open Graph type, in lower case."""
        return (self.signals.meta("og:type") or "").strip().lower()

    @property
    def is_called_article(self) -> bool:
        """Whether the page calls itself an article, in one way or another."""
        return self.described or self.kind in _ARTICLE_KINDS or self.signals.items.articles == 1


def why_no_page(signals: Signals) -> str | None:
    """Why a page has no text to be looked for: a frameset, or one that sends browsers on; None otherwise."""
    if signals.frames and signals.paragraph_chars < _LEAST_UNSURE:
        return "is a set of frames without a text; ingest the framed pages instead"
    if signals.refresh and signals.paragraph_chars < _LEAST_UNSURE:
        return f"only sends browsers on to {signals.refresh[:200]}; fetch and ingest that page instead"
    return None


def why_no_article(page: Reading) -> str | None:
    """Why a page is no article, with the evidence; None where it is one."""
    chars, linked = _measure(page.blocks)
    sure = page.is_called_article
    # News tells of errors, refusals and consent, too.
    found = _says_so(page, chars) if chars < _LITTLE and not (sure and page.dated) else None
    if found:
        return found
    if chars < _LEAST_UNSURE:
        found = _video(page)
    if not found and not sure:
        found = _list(page, chars, linked) or _other_type(page)
    if found:
        return found
    if not page.title:
        return "has no title that could be found; save the page with its <title> or <h1>"
    if chars >= (LEAST_BODY if sure or page.dated else _LEAST_UNSURE):
        return None
    if chars:
        return f"holds only {chars} characters of text, too little for an article; save the page with its text"
    return f"holds no text of an article that could be found, only {page.signals.links} links"


def _measure(blocks: Sequence[Block]) -> tuple[int, int]:
    """Characters of a body, crossheads apart, and how many of them are links or in lists."""
    chars = linked = 0
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            chars += len(block.text)
        elif block.kind is BlockKind.MARKDOWN:
            plain = _MARKDOWN_LINK.sub(r"\1", block.text)
            chars += len(plain)
            # The lines of a list of headlines are links, whose targets may be lost.
            items = sum(len(line) for line in plain.splitlines() if line.startswith("- "))
            linked += max(items, sum(len(text) for text in _MARKDOWN_LINK.findall(block.text)))
    return chars, linked


def _says_so(page: Reading, chars: int) -> str | None:
    """What a page with little text says that it is."""
    signals = page.signals
    for text in filter(None, (page.title, signals.title, *signals.headings[:2])):
        if _ERROR.search(text):
            return f"is an error page ({text[:80]!r}), not an article; fetch it again or remove it"
        if _ROBOT.search(text):
            return f"is a test for robots ({text[:80]!r}), not an article; fetch it again with a browser"
        if _WALL.search(text) and (signals.password or chars < _LITTLE // 2):
            return f"is a login or consent page ({text[:80]!r}), not an article; save it from a browser that is let in"
    if signals.password and chars < _LEAST_UNSURE and not page.is_called_article:
        return "asks for a password and shows no article; save it from a browser that is signed in"
    return None


def _video(page: Reading) -> str | None:
    """Whether a page with hardly a text is there for a film or a recording."""
    if page.kind.startswith(("video", "music")):
        evidence = f"og:type is {page.kind}"
    elif page.signals.linked.types & _VIDEO_TYPES:
        evidence = f"its JSON-LD says {min(page.signals.linked.types & _VIDEO_TYPES)}"
    elif page.signals.videos and not page.is_called_article:
        evidence = "it holds a player"
    else:
        return None
    return f"is a video or audio page without a text of its own ({evidence}), not an article"


def _list(page: Reading, chars: int, linked: int) -> str | None:
    """Whether a page that does not call itself an article lists those of others: by types, links and address."""
    signals = page.signals
    text = max(chars - linked, 0)
    listed = signals.linked.types & _LIST_TYPES
    evidence = ""
    if listed:
        evidence = f"its JSON-LD says {min(listed)}"
    elif signals.items.articles >= _MANY_ARTICLES and not page.dated:
        evidence = f"it marks {signals.items.articles} articles"
    elif page.kind in ("website", "blog", "profile") and not page.dated and _is_front(page.url):
        evidence = f"og:type is {page.kind} and its address that of a front page"
    dense = signals.links >= _MANY_LINKS and signals.link_chars > 2 * max(text, signals.paragraph_chars)
    few_words = evidence and text < 3 * signals.link_chars
    if few_words or (dense and not page.dated and _is_front(page.url)) or linked > _MOSTLY * chars:
        more = f"; {evidence}" if evidence else ""
        return f"is a list of {signals.links} links with little text between them, not an article{more}"
    return None


def _other_type(page: Reading) -> str | None:
    other = page.signals.linked.types & _OTHER_TYPES
    return f"describes itself as {min(other)}, not as an article" if other and not page.dated else None


def _is_front(url: str | None) -> bool:
    """Whether an address is that of a site or of one of its sections: it has no words of a headline in it.

    So can be any page whose address is not known.
    """
    path = urlsplit(url).path.strip("/") if url else ""
    return len(path.split("/")) <= 2 and not re.search(r"\d{3}|(?:[^/-]+-){3}", path)
