"""The words of the interface in its languages. English is what the templates say; the others are `locales/*.po`."""

from __future__ import annotations

import gettext
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def catalogue_file(lang: str) -> Traversable:
    """The file with the translations into a language; English has none."""
    return files("site_gen.render").joinpath("locales", f"{lang}.po")


@cache
def load_translations(lang: str) -> gettext.NullTranslations:
    """The translations into a language; English where there are none."""
    source = catalogue_file(lang)
    if not source.is_file():
        return gettext.NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes()), locale=lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
