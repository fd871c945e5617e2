"""Bytes to text: encodings, and what is no text at all."""

from __future__ import annotations

import pytest

from site_gen.ingest.decode import MAX_LINE, UndecodableError, decode

FRENCH = (
    "Marée noire : la préfète « très inquiète » pour les huîtres de l’île\n"
    "Le coût dépasse déjà 40 000 €, a déploré l’élu, qui réclame l’aide de l’État dès lundi.\n"
) * 3
GERMAN = "Bürger fordern größere Straßen – „Übergänge fehlen überall“\nDie Maßnahme kostet 12 €.\n" * 3
ARABIC = "ميناء الصيد يعتمد المزاد الإلكتروني\nوقال البحارة إن الأسعار ارتفعت منذ بداية الشهر.\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [FRENCH, GERMAN])
def test_unicode_encodings(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [FRENCH, GERMAN])
def test_windows_1252(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("text", [FRENCH, GERMAN])
def test_latin_1(text: str) -> None:
    table: dict[str, str | int | None] = {"€": "E", "’": "'", "–": "-", "„": '"', "“": '"'}
    plain = text.translate(str.maketrans(table))
    assert decode(plain.encode("latin-1")) == plain


def test_arabic_in_windows_1256() -> None:
    assert decode(ARABIC.encode("cp1256")) == ARABIC


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "NUL bytes"),
        (b"Un titre\nUn \x00 texte\n", "NUL bytes"),
        (bytes(range(1, 32)) * 50, "binary file"),
        (b"\xff\xfeU\x00n\x00 ", "breaks at byte"),
        (b"x" * (MAX_LINE + 1), "line of more than 200,000 characters"),
        (b"a b\n" * 6_000_000, "larger than 20 MB"),
    ],
)
def test_what_is_no_text(data: bytes, reason: str) -> None:
    with pytest.raises(UndecodableError, match=reason):
        decode(data)


def test_polish_in_windows_1250() -> None:
    text = "Rząd ogłosił nowe środki dla portów. Większość posłów głosowała za ustawą, powiedział minister.\n" * 3
    assert decode(text.encode("cp1250")) == text
