"""What the telegraph forms share: header, text and trailer between control characters."""

from __future__ import annotations

import re

from site_gen.ingest.decode import MAX_BYTES, UndecodableError, decode

MAX_HEADER = 2_000
_MAX_TRAILER = 500
# Fill and function characters of the line: they stand in the text too, and would make it look like a binary file.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]+")


def split_message(data: bytes) -> tuple[str, str | None, str]:
    """Header, text (None where none follows the header) and trailer. Raises UndecodableError."""
    if len(data) > MAX_BYTES:
        raise UndecodableError(f"is larger than {MAX_BYTES // 1_000_000} MB; split it into one file a message")
    header, start, rest = data.partition(b"\x02")
    if not start:
        return header[:MAX_HEADER].decode("latin-1"), None, ""
    body, _, trailer = rest.partition(b"\x03")
    body = _CONTROL.sub(b"", body)
    text = decode(body).replace("\r\n", "\n").replace("\r", "\n") if body.strip() else ""
    return header[:MAX_HEADER].decode("latin-1"), text, trailer[:_MAX_TRAILER].decode("latin-1")
