from __future__ import annotations

import pytest

from site_gen.ingest.enrich.language import language_code


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("fr", "fr"),
        ("fr-FR", "fr"),
        ("FR_fr", "fr"),
        ("fre", "fr"),
        ("fra", "fr"),
        ("ger", "de"),
        ("Français", "fr"),
        ("französisch", "fr"),
        ("Deutsch", "de"),
        ("English", "en"),
        ("French (France)", "fr"),
        ("العربية", "ar"),
        ("日本語", "ja"),
        ("jp", "ja"),
        ("iw", "he"),
        ("zh-Hant-TW", "zh"),
        ("en-US, fr", "en"),
        ("de_CH.UTF-8", "de"),
    ],
)
def test_declared_languages(declared: str, code: str) -> None:
    assert language_code(declared) == code


@pytest.mark.parametrize("declared", ["", "und", "mul", "x-default", "UTF-8", "12", "nonsense", None, 3, "a" * 10_000])
def test_what_names_no_language(declared: object) -> None:
    assert language_code(declared) is None
