"""The countries and territories of the world: their ISO 3166-1 codes, and their names in any language.

A leaf: ingest finds them in articles, the archive names them, and pages show them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

TERRITORIES = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW".split()
)
"""ISO 3166-1 alpha-2, and `XK` for Kosovo, which ISO leaves to its users and the CLDR knows."""

CONTINENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "002": frozenset(
            "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR "
            "MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW".split()
        ),
        "019": frozenset(
            "AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM "
            "KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI".split()
        ),
        "142": frozenset(
            "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY "
            "NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE".split()
        ),
        "150": frozenset(
            "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC "
            "MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK".split()
        ),
        "009": frozenset(
            "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS".split()
        ),
        "AQ": frozenset(("AQ",)),
    }
)
"""The territories of each continent by its UN M49 code: Africa, the Americas, Asia, Europe, Oceania, Antarctica."""

# What the CLDR names more formally than any newsroom.
_SHORTER: Mapping[str, Mapping[str, str]] = {
    "HK": {"ar": "هونغ كونغ", "de": "Hongkong", "en": "Hong Kong", "es": "Hong Kong", "fr": "Hong Kong"},
    "MO": {"ar": "ماكاو", "de": "Macau", "en": "Macao", "es": "Macao", "fr": "Macao"},
}


@functools.cache
def territory_names(lang: str) -> Mapping[str, str]:
    """The names of all territories in a language, by code; empty for a language that the CLDR does not know."""
    base = lang.partition("-")[0]
    known = _cldr_names(lang)
    names = {code: known[code] for code in sorted(TERRITORIES) if code in known}
    names |= {code: by_lang[base] for code, by_lang in _SHORTER.items() if base in by_lang}
    return MappingProxyType(names)


def territory_name(code: str, lang: str) -> str:
    """The name of a territory in a language, else in English, else its code."""
    return territory_names(lang).get(code) or territory_names("en").get(code, code)


def continent_name(code: str, lang: str) -> str:
    """The name of a continent in a language, else in English."""
    return _cldr_names(lang).get(code) or _cldr_names("en")[code]


@functools.cache
def _cldr_names(lang: str) -> Mapping[str, str]:
    from babel import Locale, UnknownLocaleError  # only archives with places need it

    try:
        return dict(Locale.parse(lang.replace("-", "_")).territories)
    except (UnknownLocaleError, ValueError):
        return {}
