"""Every word of the templates has its translation, with all plural forms and the same placeholders."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from site_gen.config import LANGUAGES
from site_gen.render.defaults import default_template_folder
from site_gen.render.translations import catalogue_file, load_translations

TRANSLATED = sorted(set(LANGUAGES) - {"en"})
PLURAL_FORMS = {"ar": 6}
EXTRACT: Any = babel_extract  # Babel's and Jinja's types of it differ


@cache
def messages() -> frozenset[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    for path in sorted(default_template_folder().glob("*.*")):
        options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
        with path.open("rb") as file:
            for _, message, _, _ in extract(EXTRACT, file, options=options):
                found.add(tuple(text for text in message if text) if isinstance(message, tuple) else message)
    return frozenset(found)


def catalogue(lang: str) -> Catalog:
    return read_po(BytesIO(catalogue_file(lang).read_bytes()), locale=lang, abort_invalid=True)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", text))


def test_templates_have_messages() -> None:
    assert ("%(num)s article", "%(num)s articles") in messages()
    assert len(messages()) > 50


@pytest.mark.parametrize("lang", TRANSLATED)
def test_catalogue_is_complete(lang: str) -> None:
    words = catalogue(lang)
    assert words.num_plurals == PLURAL_FORMS.get(lang, 2)
    for message in messages():
        singular = message if isinstance(message, str) else message[0]
        found = words.get(singular)
        assert found is not None, (lang, singular)
        assert not found.fuzzy, (lang, singular)
        strings = [found.string] if isinstance(found.string, str) else list(found.string or ())
        assert len(strings) == (1 if isinstance(message, str) else words.num_plurals), (lang, singular)
        for string in strings:
            assert string.strip(), (lang, singular)
            assert placeholders(string) == placeholders(singular), (lang, singular)


@pytest.mark.parametrize("lang", TRANSLATED)
def test_catalogue_holds_nothing_that_no_template_says(lang: str) -> None:
    said = {message if isinstance(message, str) else message[0] for message in messages()}
    assert {
        message.id if isinstance(message.id, str) else message.id[0] for message in catalogue(lang) if message.id
    } == said


@pytest.mark.parametrize(
    ("lang", "number", "form"),
    [
        ("fr", 0, "%(num)s article"),
        ("fr", 2, "%(num)s articles"),
        ("de", 1, "%(num)s Artikel"),
        ("en", 0, "%(num)s articles"),
    ],
)
def test_plural(lang: str, number: int, form: str) -> None:
    assert load_translations(lang).ngettext("%(num)s article", "%(num)s articles", number) == form


def test_arabic_has_six_plural_forms() -> None:
    words = load_translations("ar")
    forms = [words.ngettext("%(num)s headline", "%(num)s headlines", number) for number in (0, 1, 2, 3, 11, 100)]
    assert len(set(forms)) == 5
    assert forms[0] == forms[5]


def test_unknown_language_speaks_english() -> None:
    assert load_translations("xx").gettext("Topics") == "Topics"
