"""The words of the interface in its languages. English is what the templates say; the others are `locales/*.po`."""

from __future__ import annotations

import gettext
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO


def catalogue_file(lang: str) -> Traversable:
    """The file with the translations into a language; English has none."""
    return files("site_gen.render").joinpath("locales", f"{lang}.po")


def catalogue_source(lang: str) -> bytes:
    """The translations into a language as their file holds them; nothing where there is none."""
    source = catalogue_file(lang)
    return source.read_bytes() if source.is_file() else b""


@cache
def load_translations(lang: str) -> gettext.NullTranslations:
    """The translations into a language; English where there are none."""
    source = catalogue_source(lang)
    if not source:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), locale=lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
