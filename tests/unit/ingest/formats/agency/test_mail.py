"""Mail: its header, its text, forms, and what is none."""

from __future__ import annotations

import json

import pytest

from site_gen.ingest.formats.agency import FORMATS
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import Draft, Failure, LeftOut

FORMAT = next(one for one in FORMATS if one.name == "mail")

HEADER = (
    b"Received: by mx.nordwind.example\r\nFrom: Anna Petersen <anna@nordwind.example>\r\n"
    b"Subject: Fwd: =?utf-8?q?F=C3=A4hre?= sails\r\nDate: Fri, 12 Sep 2025 08:15:00 +0200\r\n"
    b"Message-ID: <77@nordwind.example>\r\n"
)
PLAIN = (
    b'Content-Type: text/plain; charset="iso-8859-1"\r\n\r\n'
    b"The f\xe4hre sails.\r\n\r\nThe crew is back.\r\n-- \r\nAnna\r\n"
)


def read(data: bytes) -> list[Draft | Failure | LeftOut]:
    assert FORMAT.read is not None
    return list(FORMAT.read(Document("inbox/a.eml", data, Known(), "0"), ReadOptions()))


def draft(data: bytes) -> Draft:
    found = read(data)[0]
    assert isinstance(found, Draft), found
    return found


def test_mail_with_plain_text() -> None:
    found = draft(HEADER + PLAIN)
    assert found.title == "Fähre sails"
    assert found.authors == ("Anna Petersen",)
    assert found.guid == "77@nordwind.example"
    assert found.published is not None
    assert found.published.isoformat() == "2025-09-12T08:15:00+02:00"
    assert [block.text for block in found.blocks] == ["The fähre sails.", "The crew is back."]


def test_parts_and_attachments() -> None:
    parts = (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>In HTML.</p>\r\n"
        b'--b\r\nContent-Type: image/png; name="a.png"\r\n'
        b'Content-Disposition: attachment; filename="a.png"\r\n\r\nx\r\n--b--\r\n'
    )
    found = read(HEADER + parts)
    assert isinstance(found[0], Draft)
    assert [block.text for block in found[0].blocks] == ["In HTML."]
    assert found[1:] == [LeftOut("attachments")]


def test_flowed_text_is_put_together() -> None:
    text = b"Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n"
    text += b"The ferry sails ag \r\nain.\r\n\r\nThe crew is back.\r\n"
    assert [block.text for block in draft(HEADER + text).blocks] == ["The ferry sails again.", "The crew is back."]


def test_subject_in_raw_bytes() -> None:
    found = draft((HEADER + PLAIN).replace(b"=?utf-8?q?F=C3=A4hre?=", "Fähre".encode()))
    assert found.title == "Fähre sails"


def test_form_of_a_newsroom() -> None:
    form = {
        "Headline": ["Fog at the port"],
        "Abstract": ["No ship sails."],
        "Body": ["Fog.\n\nThick."],
        "Category": ["SEA"],
    }
    found = draft(HEADER + b"Content-Type: text/plain\r\n\r\n" + json.dumps(form).encode())
    assert found.title == "Fog at the port"
    assert found.standfirst == "No ship sails."
    assert found.keywords == ("SEA",)
    assert [block.text for block in found.blocks] == ["Fog.", "Thick."]


def test_empty_mail_says_so() -> None:
    (found,) = read(HEADER + b"\r\n")
    assert isinstance(found, Failure)
    assert found.message == "has no text ('Fähre sails'); ask its sender for the item with its text"


def test_endless_nesting_is_a_failure() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
    (found,) = read(HEADER.replace(b"\r\n", b"\n") + nested)
    assert isinstance(found, Failure)
    assert (
        found.message
        == "is a mail that cannot be read (RecursionError: maximum recursion depth exceeded); save its text alone"
    )


def test_is_told_by_its_header() -> None:
    assert FORMAT.matches(b"\n  \n" + HEADER + PLAIN, "a.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"From: the harbour\nSubject: fog\n\nText of an article.",
        b"Kiel: the ferry sails\nFrom: Monday on\nReceived: with joy\nnothing else here\n\nText.",
        b"Title: Ferry\nDate: 2025-09-12\nCategory: sea\n\nText of an article.",
    ],
)
def test_other_text_is_not_mistaken(data: bytes) -> None:
    assert not FORMAT.matches(data, "a.txt")
