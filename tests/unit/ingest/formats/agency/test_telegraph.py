"""IPTC 7901 and ANPA 1312: headers, trailers, and the text between them."""

from __future__ import annotations

import pytest

from site_gen.ingest.formats.agency import FORMATS
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import Draft, Failure, LeftOut

IPTC7901 = next(one for one in FORMATS if one.name == "iptc7901")
ANPA = next(one for one in FORMATS if one.name == "anpa")

WIRE = (
    b"\x01eca0062 4 i 211 ccccb   nwn 061\r\n\r\nGermany-harbour/Kiel/\r\n\x021ST LEAD\r\n"
    b"Canal bridge reopens after\r\ntwo days\r\nBy Anna Petersen, nwn =\r\n\r\n"
    b"   Kiel (nwn) - The bridge over the canal was opened again on\r\nFriday, the port said.\r\n\r\n"
    b"   Forty ships had waited.\r\n\r\n# Notebook\r\n\r\n- Reporting by: Anna Petersen\r\n\r\nnwn ap jh\r\n\r\n"
    b"\x03121137 GMT Sep 25\r\n\x7f\r\n\x7f\x04"
)
AMERICAN = (
    b"\x16\x16\x01a6715\x1f-----\r\nr i\x13\x11 BC-EU--Canal-Bridge 1stLd   09-12 0416\r\n"
    b"\x02^BC-EU--Canal-Bridge, 1st Ld,416<\r\n^Canal bridge reopens after two days<\r\n^Eds: Updates.<\r\n"
    b"^By ANNA PETERSEN=\r\n^Associated Press=\r\n"
    b"\t   KIEL, Germany (AP) _ The bridge is open _ at last.\r\n\t   ``We are glad,'' the port said.\r\n\t   ___\r\n"
    b"\r\n\t   AP-WF-09-12-25 0815GMT<\r\n\x03\r\n"
)


def read(data: bytes) -> list[Draft | Failure | LeftOut]:
    (one,) = (one for one in FORMATS if one.matches(data, "a.txt"))
    assert one.read is not None
    return list(one.read(Document("inbox/a.txt", data, Known(), "0"), ReadOptions()))


def draft(data: bytes) -> Draft:
    found = read(data)[0]
    assert isinstance(found, Draft), found
    return found


def test_iptc7901() -> None:
    found = draft(WIRE)
    assert found.title == "Canal bridge reopens after two days"
    assert found.authors == ("Anna Petersen",)
    assert found.dateline == "Kiel (nwn)"
    assert found.credit == "nwn"
    assert found.keywords == ("Germany-harbour", "Kiel")
    assert found.published is not None
    assert found.published.isoformat() == "2025-09-12T11:37:00+00:00"
    assert found.extra == {
        "slugline": "Germany-harbour/Kiel",
        "number": "eca0062",
        "priority": 4,
        "ednote": "1ST LEAD",
    }
    assert [block.text for block in found.blocks] == [
        "The bridge over the canal was opened again on Friday, the port said.",
        "Forty ships had waited.",
    ]
    assert read(WIRE)[1:] == [LeftOut("notes for editors")]


@pytest.mark.parametrize(
    ("trailer", "expected"),
    [
        (b"121137 GMT Sep 25", "2025-09-12T11:37:00+00:00"),
        (b"121137 MESZ Sep 25", "2025-09-12T11:37:00+02:00"),
        (b"071341 GMT Okt 15", "2015-10-07T13:41:00+00:00"),
        (b"071341 Dez 1998", "1998-12-07T13:41:00"),
        (b"321137 GMT Sep 25", None),
        (b"121137", None),
    ],
)
def test_times_of_the_trailer(trailer: bytes, expected: str | None) -> None:
    found = draft(WIRE.replace(b"121137 GMT Sep 25", trailer)).published
    assert (found.isoformat() if found else None) == expected


def test_short_rows_are_not_run_together() -> None:
    table = (
        b"\x01spo0062 4 s 20  nwn 061\r\n\x02Results =\r\n\r\n"
        b"Kiel 3 Bremen 1\r\nOslo 0 Bergen 0\r\n" + b"x" * 60 + b"\r\n"
    )
    assert [block.text for block in draft(table).blocks[:2]] == ["Kiel 3 Bremen 1", "Oslo 0 Bergen 0"]


def test_headline_without_its_mark_ends_at_a_blank_line() -> None:
    found = draft(b"\x01eca0062 4 i 20  nwn 061\r\n\x02Fog at\r\nthe port\r\n\r\nNo ship sails.\r\n\x03")
    assert found.title == "Fog at the port"
    assert [block.text for block in found.blocks] == ["No ship sails."]


def test_anpa() -> None:
    found = draft(AMERICAN)
    assert found.title == "Canal bridge reopens after two days"
    assert found.authors == ("Anna Petersen",)
    assert found.credit == "AP"
    assert found.dateline == "KIEL, Germany (AP)"
    assert found.published is not None
    assert found.published.isoformat() == "2025-09-12T08:15:00+00:00"
    assert found.extra == {"slugline": "EU--Canal-Bridge 1stLd", "priority": 5, "ednote": "Eds: Updates."}
    assert [block.text for block in found.blocks] == ["The bridge is open — at last.", '"We are glad," the port said.']


@pytest.mark.parametrize("data", [WIRE, AMERICAN])
def test_header_alone_is_a_failure(data: bytes) -> None:
    (found,) = read(data.partition(b"\x02")[0])
    assert isinstance(found, Failure)
    assert found.message.endswith("header and no text after it; ask its sender for a whole copy")


@pytest.mark.parametrize(
    "data",
    [
        b"Berlin (dpa) - The bridge is open.\n\nShips sail.",
        b"\x01\x02\x03 binary",
        b"- eca062 4 i 211\n- second\n\nTitle",
        b"^Headline<\nText",
    ],
)
def test_other_text_is_not_mistaken(data: bytes) -> None:
    assert not any(one.matches(data, "a.txt") for one in FORMATS)
