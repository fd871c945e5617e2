from __future__ import annotations

import pytest

from site_gen.ingest.formats.resources import resource_kind


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "photo", "images"),
        (b"\xff\xd8\xff\xe0", "photo.html", "images"),
        (b"RIFF\x00\x00\x00\x00WEBP", "", "images"),
        (b"RIFF\x00\x00\x00\x00WAVE", "", "audio files"),
        (b"\x00\x00\x00\x20ftypavif", "", "images"),
        (b"\x00\x00\x00\x20ftypisom", "", "videos"),
        (b"wOF2", "", "fonts"),
        (b"<?xml version='1.0'?>\n<!-- drawn --><svg xmlns='x'>", "", "images"),
        (b" CDX N b a m s k r M S V g\n", "index", "indexes"),
        (b"", "empty.png", "images"),
        (b"var a = 1;", "app.min.js", "scripts"),
        (b"body { }", "site.css", "style sheets"),
        (b"org,example)/ 20200115 {}", "index.cdxj", "indexes"),
        (b"\x1f\x8b", "index.cdx.gz", "indexes"),
        (b"<html><body>", "story.js", None),
        (b"\xef\xbb\xbf <!doctype html>", "story.css", None),
        (b"A story about GIF89a", "story.txt", None),
        (b"<html><svg></svg>", "story.html", None),
        (b"js", "js", None),
        (b"", "", None),
        (b"PK\x03\x04", "a.zip", None),
        (b"%PDF-1.7", "a.pdf", None),
    ],
)
def test_kind(head: bytes, name: str, kind: str | None) -> None:
    assert resource_kind(head, name) == kind
