"""The inflected forms of names of peoples in the four languages that have word lists here.

Only regular forms: what is irregular is written out in the lists (`turc/turcs/turque/turques`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


def inflect(word: str, lang: str) -> tuple[str, ...]:
    """The forms of an adjective or noun as written in a list; those between slashes are all that there are."""
    if "/" in word:
        return tuple(word.split("/"))
    endings = _ENDINGS.get(lang)
    return tuple(dict.fromkeys((word, *endings(word)))) if endings else (word,)


def inflect_name(name: str, lang: str) -> tuple[str, ...]:
    """A name and, in German, its genitive."""
    if lang == "de" and name[-1].islower() and name[-1] not in "sxzß":
        return (name, f"{name}s")
    return (name,)


def _with(stem: str, endings: str) -> Iterable[str]:
    return (stem + ending for ending in endings.split())


def _french(word: str) -> Iterable[str]:
    """`allemand, allemande …`; `italien, italienne, italiens …`; `français, française …`; `belge, belges`."""
    if word.endswith(("ien", "éen")):
        return _with(word, "s ne nes")
    if word.endswith("s"):
        return _with(word, "e es")
    return _with(word, "s" if word.endswith("e") else "s e es")


def _english(word: str) -> Iterable[str]:
    """`Germans`, but `the Chinese`, `the British`."""
    return () if word.endswith(("s", "x", "z", "sh", "ch", "ese", "ic")) else _with(word, "s")


def _german(word: str) -> Iterable[str]:
    """`deutsch, deutsche, deutscher …`; `Italiener, Italienern, Italienerin …`; `Grieche, Griechen, Griechin …`."""
    if word.endswith("sch"):
        return _with(word, "e er es en em")
    if word.endswith("er"):
        return _with(word, "s n in innen")
    if word.endswith("e"):
        return (f"{word}n", *_with(word[:-1], "in innen"))
    return _with(word, "s") if word.endswith(("i", "o")) else _with(word, "en in")


_ACCENTED = (("és", "es"), ("án", "an"), ("ón", "on"), ("ín", "in"))


def _spanish(word: str) -> Iterable[str]:
    """`cubano, cubana …`; `francés, francesa …`; `español, española …`; `belga, belgas`; `iraní, iraníes`."""
    if word.endswith("o"):
        return _with(word[:-1], "a os as")
    for accented, plain in _ACCENTED:
        if word.endswith(accented):
            return _with(word[: -len(accented)] + plain, "a es as")
    if word.endswith(("í", "ú")):
        return _with(word, "es s")
    return _with(word, "s" if word.endswith(("a", "e")) else "a es as")


_ENDINGS: Mapping[str, Callable[[str], Iterable[str]]] = {
    "fr": _french,
    "en": _english,
    "de": _german,
    "es": _spanish,
}
