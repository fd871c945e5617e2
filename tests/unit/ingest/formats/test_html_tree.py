"""Bytes of a web page to its tree: encodings, broken and oversized pages."""

from __future__ import annotations

import pytest

from site_gen.ingest.formats.html.tree import MAX_TAGS, parse_html

TEXT = "Été à Genève : l’élue dit « oui » – pour 12 € œuvre"
CYRILLIC = "Мост снова открыт после двух лет ремонта"


def text_of(data: bytes, charset: str | None = None) -> str:
    tree = parse_html(data, charset)
    assert tree is not None
    paragraph = tree.find(".//p")
    assert paragraph is not None
    return str(paragraph.text_content())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_its_mark(encoding: str) -> None:
    assert text_of(f"<html><body><p>{TEXT}</p></body></html>".encode(encoding)) == TEXT


def test_utf_16_without_its_mark() -> None:
    assert text_of(f"<html><body><p>{TEXT}</p></body></html>".encode("utf-16-le")) == TEXT


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="{}">',
        '<meta http-equiv="Content-Type" content="text/html; charset={}">',
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_the_page_declares_its_encoding(head: str) -> None:
    assert text_of(f"{head.format('windows-1251')}<p>{CYRILLIC}</p>".encode("cp1251")) == CYRILLIC


def test_the_server_comes_before_the_page() -> None:
    data = f'<meta charset="koi8-r"><p>{CYRILLIC}</p>'.encode("cp1251")
    assert text_of(data, "windows-1251") == CYRILLIC


def test_utf_8_comes_before_a_wrong_declaration() -> None:
    assert text_of(f'<meta charset="iso-8859-1"><p>{TEXT}</p>'.encode(), "iso-8859-1") == TEXT


def test_latin_1_is_read_as_browsers_read_it() -> None:
    assert text_of(f'<meta charset="iso-8859-1"><p>{TEXT}</p>'.encode("cp1252")) == TEXT


@pytest.mark.parametrize("charset", ["punycode", "idna", "rot13", "zlib", "utf-7", "no such", "utf-16", "../x", ""])
def test_a_useless_declaration_is_passed_over(charset: str) -> None:
    assert text_of(f'<meta charset="{charset}"><p>{TEXT * 4}</p>'.encode("cp1252"), charset) == TEXT * 4


def test_a_few_broken_bytes_break_nothing() -> None:
    data = f'<meta charset="utf-8"><p>{TEXT * 40}'.encode() + b"\xff</p>"
    assert text_of(data) == TEXT * 40 + "\ufffd"


def test_stray_nuls_go() -> None:
    assert text_of(b"<html><body><p>Le pont\0 rouvre" + b" encore" * 50 + b"</p>") == "Le pont rouvre" + " encore" * 50


def test_unclosed_tags_do_not_end_the_page() -> None:
    tree = parse_html("".join(f"<font><p>{number}</p>" for number in range(2_000)).encode())
    assert tree is not None
    assert [part.text for part in tree.iter("p")][-1] == "1999"


def test_no_entity_reads_a_file() -> None:
    data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><p>&a;</p></html>'
    assert text_of(data) == "&a;"


@pytest.mark.parametrize(
    "data",
    [b"", b" \n", b"\0" * 500, bytes(range(256)) * 40, b"<p>a</p>" * MAX_TAGS, b"<p>" + b"a" * 20_000_001],
    ids=["empty", "blank", "nul", "binary", "too many tags", "too large"],
)
def test_what_is_no_page_gives_none(data: bytes) -> None:
    assert parse_html(data) is None
