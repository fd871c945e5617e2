"""Bylines to people and credits."""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import IntEnum

from site_gen.ingest.formats.text.signature import agency_of
from site_gen.model import clean_line

_LONGEST = 600
"""Characters of a byline; what follows is a biography."""
_MOST_CREDIT = 60

_TAG = re.compile(r"<[^<>]{0,300}>")
_NOT_NAMES = re.compile(
    r"(?:https?:)?//\S+|\bwww\.\S+|(?<!\S)/[\w/.-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)[@+]\w+|©|®|\(c\)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:par|by|von|por|di|da|de la part de|(?:[a-z]+ ){1,2}by|propos recueillis par|texte?s?(?: de| by| von)?"
    r"|texto(?: de)?|author|auteure?s?|autore?(?:a|s|in|en)?|r[ée]dacteur|текст|автор|بقلم|كتب|كتبت)(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_CORRESPONDENT = re.compile(
    r"de (?:notre|nos|l['’]une? de nos) (?:envoyée?s?|correspondante?s?)(?: spéciale?s?| spéciaux| permanente?s?)?"
    r"(?: (?:à|au|aux|en)(?: la| l['’])? ?[A-ZÀ-Þ][\w'’-]*(?:[ -][A-ZÀ-Þ][\w'’-]*){0,3})?\s*[,:]?\s+",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:source|sources|quelle|fuente|crédits?|credits?|copyright|المصدر)\s*(?::\s*|\s+)", re.IGNORECASE
)
_WITH = re.compile(
    r"\s*\b(?:avec|with|mit|con|via|pour|for|für|para)\s+(?:l['’](?=[A-Z]{2})|the (?=[A-Z]{2})|der |dem )?",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:[,;|•·\n]|/|(?<=[a-zà-ÿ]{4})\.(?=\s+[A-ZÀ-Þ])|\s&\s|\s[-–—]{1,2}\s|(?<!\S)(?:et|and|und|y|e|och|og|و)(?!\S))\s*"
)
_SEMICOLONS = re.compile(r"\s*(?:[;|•\n]|(?<!\S)(?:et|and|und|y|&)(?!\S))\s*")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{0,120})[)\]]")
_AT_PLACE = re.compile(r"\s+(?:à|au|aux|in|en|aus|from|at|a)\s+(?:la |the |l['’])?[A-ZÀ-Þ][^,;]*$")
_TRIM = ' \t\u00a0\u202f,;:|/·•–—-."“”«»()[]*_'

# A publisher's name has one of these where a person's has none.
_HOUSE = re.compile(
    r"(?<!\w)(?:tv|radio|news|newsroom|newswires?|infos?|medias?|médias?|press|presse|prensa|stampa|agence|agency|"
    r"agentur|agencia|agenzia|agencies|agences|services?|journal|zeitung|blatt|post|times|herald|tribune|telegraph|"
    r"magazine|magazin|gazette|chronicle|observer|figaro|express|courrier|digital|online|editorial|éditorial|desk|"
    r"rédaction|redaction|redaktion|redacción|redaccion|redazione|redactie|redação|staff|team|équipe|equipe|board|"
    r"associated|corporation|corp|inc|ltd|gmbh|sarl|network|channel|wire|pa media|web|site|blog|editors|reporters|"
    r"correspondents|contributors|insider|international|business|sources|university|université|institute|institut|ministère|ministry|association|"
    r"foundation|fondation)(?!\w)|وكال|رويترز|فرانس|(?:社|报|報|网|網|新闻|新聞|日報)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?<!\w)(?:correspond[ae]nte?s?|korrespondent(?:in)?|corresponsal|corrispondente|journalist(?:e|in|a)?s?|reporters?|"
    r"reporterin|grand reporter|periodista|giornalista|editor(?:-in-chief)?|rédact(?:eur|rice)s?|redakteur(?:in)?|"
    r"redactora?|envoyée?s? spécia(?:le?s?|ux)|envoyé|special to|photograph(?:e|er|ies|ed)?s?|fotograf(?:in)?|"
    r"columnist|chroniqueu(?:r|se)|contributor|writer|author|auteure?|éditorialiste|chef|directeur|directrice|director|"
    r"producer|présentateur|presenter|expert|professor|professeure?|freelance|pigiste|collaborat(?:eur|rice)|adjointe?|"
    r"bureau|political|senior|deputy|special|updated|published|publié)(?!\w)",
    re.IGNORECASE,
)
# What is both a word of house names and a surname: `The Evening Post`, `Emily Post`.
_SURNAMES = frozenset("press post herald journal stern welt page".split())
# `CBS Detroit`, `NDR Info`: no person's begins with capitals without a vowel.
_ACRONYM = re.compile(r"[B-DF-HJ-NP-TV-XZ]{3,6}(?![\w.'’-])")
_DEGREES = re.compile(
    r",\s*(?:Ph\.?\s?D|M\.?D|M\.?Sc?|B\.?Sc|M\.?A|B\.?A|M\.?B\.?A|M\.?P\.?H|J\.?D|R\.?D\.?N?|R\.?N|D\.?O|D\.?V\.?M|Esq)"
    r"\b\.?(?=\s*(?:[,;]|$|\s(?:and|et|und|y)\s))"
)
_STAFF_ROLE = re.compile(r"(?:\w+ )?staff \w+", re.IGNORECASE)
_NOBODY = frozenset(
    "admin administrator administrateur webmaster root user guest anonymous anonyme unknown inconnu none null "
    "undefined nan n/a na author auteur autor editor test default super user wordpress".split()
)
_PARTICLES = frozenset(
    "de du des d' la le l' von van der den dem zu zum zur di da dal del della dello dei do dos das el al bin ibn ben "
    "abu ter ten te af av y e i ould ap st vom und".split()
)
_ARTICLES = frozenset("le la les the der die das el los las il lo gli o os as het l' l’".split())
_WORD = re.compile(r"[^\W\d_](?:[\w'’ʼ.\u200c-]*[\w'’.])?\.?")
# Who wrote an agency's text, as it signs inside: `pgr/ial/am`.
_INITIALS = re.compile(r"[a-z]{1,6}(?:-[a-z]{1,6})*(?:/[a-z]{1,6}(?:-[a-z]{1,6})*){1,6}")
_STAFF = re.compile(r"^(?:the|l['’]|agence|agency)\s+(?=[A-Z])|\s+(?:staff|news agency)$", re.IGNORECASE)
_JUNIOR_COMMA = re.compile(r",\s*((?:Jr|Sr|II|III|IV)\b\.?)")
_ADMIN = re.compile(r"\w*admin\w*", re.IGNORECASE)
_PICTURE = re.compile(
    r"(?:vid[ée]os?|photos?|images?|fotos?|bild(?:er)?|graphics?|infographie)(?:\s*:\s*|\s+)", re.IGNORECASE
)
_JUNIOR = re.compile(r"(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_DOMAIN = re.compile(r"[\w-]{2,}\.(?:[a-z]{2,3}|info|news|online|media)$", re.IGNORECASE)
_UNCASED = re.compile(r"[\u0590-\u0dff\u0e00-\u0eff\u1200-\u137f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class _Said(IntEnum):
    """What is said of the names in hand; true where they are said to be people's."""

    NOTHING = 0
    BY = 1
    """`By` stands before them, which houses have too."""
    PEOPLE = 2
    """The source declares them to be people, or names its house beside them."""


def split_authors(byline: str | Iterable[str], *, are_people: bool = False) -> tuple[tuple[str, ...], str | None]:
    """The people that a byline names and the agency or publisher that it credits.

    `Par Jean Dupont et A. Martin (avec AFP)` gives (`Jean Dupont`, `A. Martin`) and `AFP`. With `are_people` the source
    declares that it names people: then one name alone (`Niko`) is a person's, and `Emily Post` is no paper.
    """
    said = _Said.PEOPLE if are_people else _Said.NOTHING
    if isinstance(byline, str):
        return _split(byline[:_LONGEST], said)
    people: dict[str, str] = {}
    credits_: dict[str, str] = {}
    for one in byline:
        if isinstance(one, str):
            names, credit = _split(one[:_LONGEST], said)
            for name in names:
                people.setdefault(_folded(name), name)
            if credit:
                credits_.setdefault(_folded(credit), credit)
    return tuple(people.values()), ", ".join(credits_.values()) or None


@functools.lru_cache(maxsize=4096)
def _split(byline: str, said: _Said = _Said.NOTHING) -> tuple[tuple[str, ...], str | None]:
    people: dict[str, str] = {}
    credits_: dict[str, str] = {}
    for name, is_person in _names(byline, said):
        (people if is_person else credits_).setdefault(_folded(name), name)
    return tuple(people.values()), ", ".join(credits_.values()) or None


def _names(byline: str, said: _Said) -> Iterator[tuple[str, bool]]:
    """Each name of a byline and whether it is a person's."""
    text = clean_line(_NOT_NAMES.sub(" ", _TAG.sub(" ", html.unescape(html.unescape(byline)))).replace("\n", " ; "))
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]  # `mail@example.org (Jean Dupont)`, as feeds have it
    text, marked = _without_lead(text)
    if marked == "source":
        yield from _credit(text)
        return
    brackets = _BRACKETS.findall(text)
    text = _BRACKETS.sub(" ", text)
    text = _DEGREES.sub("", text)
    inverted = None if marked else _inverted(text)
    if inverted:
        yield from ((name, True) for name in inverted)
    else:
        yield from _with_credit(clean_line(text), said or _Said(bool(marked)))
    for inner in brackets:
        inner_text = _WITH.sub("", inner, count=1) if _WITH.match(inner) else inner
        if _is_house(inner_text.strip(_TRIM)):
            yield from _credit(inner_text)


def _without_lead(text: str) -> tuple[str, str]:
    """`text` without `Par`, `Source:` and the like, and which of the two was taken off."""
    marked = ""
    for _ in range(3):
        found = _SOURCE.match(text)
        if found:
            return text[found.end() :], "source"
        found = _BY.match(text) or _CORRESPONDENT.match(text)
        if found is None or found.end() == len(text):
            break
        # `Di Maio`, `Da Silva`, `Von Trapp` are names where no name of two words follows.
        if found[0].strip().lower() in ("di", "da", "von", "por") and len(text[found.end() :].split()) < 2:
            break
        text, marked = text[found.end() :].lstrip(), "by"
    return text, marked


def _with_credit(text: str, said: _Said) -> Iterator[tuple[str, bool]]:
    """The names on both sides of `avec`; a house that works with an agency is named whole (`Le Lac avec AFP`)."""
    found = _WITH.search(text)
    if found is None or not text[: found.start()].strip(_TRIM):
        yield from _listed(text, said)
        return
    left = list(_listed(text[: found.start()], said))
    if left and not any(is_person for _, is_person in left) and _is_house(text[found.end() :].strip(_TRIM)):
        yield from _credit(text, whole=True)
    else:
        yield from left
        yield from _with_credit(text[found.end() :], said)


def _listed(text: str, said: _Said) -> Iterator[tuple[str, bool]]:
    if _INITIALS.fullmatch(text):
        yield text, True
        return
    agency = _agency(text)
    if agency:
        yield agency, False
        return
    text = _JUNIOR_COMMA.sub(r" \1", text)
    pieces = _SPLIT.split(text)
    if len(pieces) > 1 and any(_names_house(piece.strip(_TRIM)) for piece in pieces[1:]):
        said = _Said.PEOPLE  # `Emily Post, The Evening Post`: a byline names one house, and that last
    for piece in pieces:
        part = _AT_PLACE.sub("", piece).strip(_TRIM)
        part += "." if piece.endswith((" Jr.", " Sr.")) else ""
        picture = _PICTURE.match(part)
        if picture:
            yield from _credit(part[picture.end() :])
        elif part and part.casefold() not in _NOBODY and not _ADMIN.fullmatch(part):
            yield from _classified(part, said)


def _agency(text: str) -> str | None:
    """The agency that is named, whatever article or `Staff` stands with it."""
    if len(text) > _MOST_CREDIT:
        return None
    name = text.strip(_TRIM)
    return agency_of(name) or agency_of(_STAFF.sub("", name).strip())


def _names_house(part: str) -> bool:
    """Whether a part names a house by an article, and no agency, which papers are named beside."""
    return part.partition(" ")[0].casefold() in ("the", "les", "die") and _is_house(part) and not _agency(part)


def _classified(part: str, said: _Said) -> Iterator[tuple[str, bool]]:
    words = part.split()
    if said is _Said.PEOPLE and len(words) == 2 and words[1].casefold() in _SURNAMES and not _agency(part):
        yield _cased(part), True
    elif _STAFF_ROLE.fullmatch(part) and _ROLE.search(part):
        return
    elif len(words) > 1 and agency_of(words[0]) and _ROLE.search(part):
        yield agency_of(words[0]) or words[0], False  # `AP Auto Writer`
    elif len(words) > 2 and agency_of(words[-1]) and _is_person(words[:-1], said):
        yield from ((_cased(" ".join(words[:-1])), True), (agency_of(words[-1]) or words[-1], False))
    elif _is_house(part):
        yield from _credit(part)
    elif _ROLE.search(part):
        # `Jean Dupont correspondant` and `special correspondent`: a name stands before the role, or there is none.
        before = _ROLE.split(part, maxsplit=1)[0].split()
        # `Jean Dupont BBC Science`: capitals begin the name of the house.
        before = before[: next((at for at in range(2, len(before)) if before[at].isupper()), len(before))]
        if 2 <= len(before) <= 3 and _is_person(before, said):
            yield _cased(" ".join(before)), True
    elif _is_person(words, said):
        yield _cased(part), True
    elif len(words) == 1 or (part[:1].isupper() and len(words) <= 8):
        yield from _credit(part)


def _credit(text: str, *, whole: bool = False) -> Iterator[tuple[str, bool]]:
    name = text.strip(_TRIM)
    if len(name) < 2 or len(name) > _MOST_CREDIT or not any(character.isalpha() for character in name):
        return
    yield (name if whole else _agency(name) or name), False


def _is_house(name: str) -> bool:
    """Whether a name is that of an agency or publisher: known, or with a word, digit or domain that people lack."""
    if not name or len(name) > _MOST_CREDIT:
        return False
    words = name.split()
    if (
        _agency(name)
        or _HOUSE.search(name)
        or _ACRONYM.match(name)
        or _DOMAIN.search(name)
        or any(map(str.isdigit, name))
    ):
        return True
    first = words[0].casefold()
    if first.startswith(("l'", "l’")) or (first in ("the", "les", "die", "das")):
        return True
    # `Le Matin`, `El Correo` are papers; `Le Duc Tho` and `El Hadj Diouf` are people.
    return first in _ARTICLES and (len(words) == 2 or any(word in _PARTICLES for word in words[1:]))


def _is_person(words: list[str], said: _Said) -> bool:
    """Whether the words can be a person's name; one word only where it is said to be one."""
    if not words or len(words) > 6 or any(not _WORD.fullmatch(word) for word in words):
        return False
    text = " ".join(words)
    if _UNCASED.search(text):
        return 2 <= len(words) <= 5 or 2 <= len(text) <= 4
    if len(words) == 1:
        return bool(said) and words[0][0].isupper() and not words[0].isupper() and not _inner_capital(words[0])
    outer = (words[0], words[-2] if _JUNIOR.match(words[-1]) and len(words) > 2 else words[-1])
    if text.islower():
        return len(words) == 2 and all(len(word) > 1 for word in words)
    if any(word[0].islower() and word.casefold() not in _PARTICLES for word in words[1:]):
        return all(word[0].isupper() or word.startswith(("d'", "d’", "al-", "el-", "de", "von")) for word in outer)
    return outer[-1][0].isupper() or outer[-1].startswith(("d'", "d’", "al-", "el-"))


def _inner_capital(word: str) -> bool:
    return re.search(r"[^\W\d_A-ZÀ-Þ][A-ZÀ-Þ]", word) is not None


def _inverted(text: str) -> list[str] | None:
    """`Dupont, Jean; Roux, A.` as `Jean Dupont` and `A. Roux`, where nothing else can be meant."""
    names = []
    for part in _SEMICOLONS.split(re.sub(r",\s*\d{4}-?(?:\d{4})?\.?$", "", text.strip(" ;"))):
        last, comma, first = part.strip().partition(",")
        surname, given = last.split(), first.split()
        if not comma or "," in first or not surname or not 1 <= len(given) <= 3:
            return None
        if len([word for word in surname if word.casefold() not in _PARTICLES]) != 1:
            return None
        if any(not _WORD.fullmatch(word) or not word[0].isupper() for word in given):
            return None
        if len(given) > 1 and not all(len(word.rstrip(".")) == 1 for word in given[1:]):
            return None
        if not _WORD.fullmatch(surname[-1]) or not surname[-1][0].isupper() or _is_role_or_house(last, first):
            return None
        names.append(_cased(f"{' '.join(given)} {' '.join(surname)}"))
    return names


def _is_role_or_house(*names: str) -> bool:
    return any(_is_house(name.strip()) or _ROLE.search(name) for name in names)


def _cased(name: str) -> str:
    """A name in capitals as it is written otherwise; any other as it is."""
    words = name.split()
    if not name.isupper() or len(words) < 2:
        return name
    return " ".join(_cased_word(word, words[at - 1] if at else None) for at, word in enumerate(words))


def _cased_word(word: str, before: str | None) -> str:
    lower = word.casefold()
    if before is not None and lower in _PARTICLES and (lower not in ("la", "le") or before.casefold() == "de"):
        return word.lower()
    if re.fullmatch(r"(?:[^\W\d_]\.)+|II|III|IV", word):
        return word
    cased = re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), word)
    cased = re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", cased)
    return re.sub(r"^D(['’])", r"d\1", cased) if before is not None else cased


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if character.isalnum())
