"""Bytes of a document to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re

from site_gen.ingest.enrich.language import detect_language

MAX_BYTES = 20_000_000
MAX_LINE = 200_000
"""Characters; a longer line is a data dump and would cost more than a whole archive to label."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings that news texts come in. The detector is asked about these alone: over all that exist it takes
# short French texts in cp1252 for Baltic or Turkish ones.
_LEGACY = ["cp1252", "cp1256", "cp1251", "cp1250", "big5", "gb18030", "shift_jis", "euc_kr"]
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class UndecodableError(Exception):
    """The bytes are no text; the message says why."""


def decode(data: bytes) -> str:
    """The text of a document. Raises UndecodableError where it is empty, binary, too large or of one endless line."""
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xfe\xff"):
        raise UndecodableError("is empty")
    if len(data) > MAX_BYTES:
        raise UndecodableError(f"is larger than {MAX_BYTES // 1_000_000} MB; split it into one file a document")
    text = _decoded(data)
    if max(map(len, re.split(r"[\r\n]", text))) > MAX_LINE:
        raise UndecodableError(f"has a line of more than {MAX_LINE:,} characters; that is no news text")
    return text


def _decoded(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding)
    if b"\0" in data:
        utf16 = _utf16_without_bom(data)
        if utf16 is None:
            raise UndecodableError("holds NUL bytes; it is no text file")
        return _strictly(data, utf16)
    if len(_CONTROL.findall(data[:65536])) > 0.01 * min(len(data), 65536):
        raise UndecodableError("holds many control characters; it is a binary file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"begins as {encoding} but breaks at byte {error.start}; save it as UTF-8") from error
    if "\0" in text:
        raise UndecodableError("holds NUL characters; it is no text file")
    return text


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 shows as NULs on one side: western texts have one in nearly every pair."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2 or 1
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


# What cp1250 was made for.
_CENTRAL = frozenset("pl cs sk hu sl hr bs ro sq".split())


def _western_or_central(data: bytes) -> str:
    """cp1250 and cp1252 give the same bytes to other letters: the language of the ASCII words decides."""
    words = re.findall(rb"(?<![\x80-\xff])\b[A-Za-z]+\b(?![\x80-\xff])", data[:20_000])
    return "cp1250" if detect_language(b" ".join(words).decode("ascii")) in _CENTRAL else "cp1252"


def _legacy(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000], cp_isolation=_LEGACY).best()
    encoding = best.encoding if best is not None else "cp1252"
    if encoding in ("cp1250", "cp1252"):
        encoding = _western_or_central(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        # Latin-1 gives every byte a character; the few that cp1252 leaves open are dropped later.
        return data.decode("latin-1")
