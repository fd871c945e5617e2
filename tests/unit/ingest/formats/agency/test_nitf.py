"""NITF: facts of its head, its text, and hostile or broken XML."""

from __future__ import annotations

import time

import pytest

from site_gen.ingest.formats.agency import FORMATS
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import Draft, Failure, Furniture, LeftOut, Status

FORMAT = next(one for one in FORMATS if one.name == "nitf")

NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://nordwind.example/nitf.dtd">
<nitf baselang="de-CH"><head><title>Slug of the desk</title><meta name="anpa-keyword" content="Glacier"/>
<tobject><tobject.subject tobject.subject.ipr="IPTC" tobject.subject.refnum="06002000" tobject.subject.matter="Nature"/>
<tobject.subject tobject.subject.ipr="House" tobject.subject.refnum="X77" tobject.subject.type="Alps"/></tobject>
<docdata management-status="usable"><doc-id id-string="nw-77-12"/><du-key key="nw-77" version="12"/>
<urgency ed-urg="5"/><date.issue norm="20250912T174000+0200"/><date.release norm="20250913T060000+0200"/>
<ed-msg info="Replaces an earlier text"/><doc.copyright year="2025" holder="Nordwind AG. All rights reserved."/>
<key-list><keyword key="ice"/></key-list></docdata></head>
<body><body.head><hedline><hl1>Der Gletscher schwindet</hl1><hl2>Messung am Berg</hl2></hedline>
<byline>Von <person>Urs Meier</person><byttl>Reporter</byttl></byline><distributor>Nordwind</distributor>
<dateline><location><city>Bern</city></location><story.date norm="20250912">12. September</story.date></dateline>
<abstract><p>Das Eis geht weiter zur&uuml;ck.</p></abstract></body.head>
<body.content><media media-type="image"><media-reference source="high.jpg"/><media-caption>Eis</media-caption></media>
<p>Am <location>Berg</location> fehlen drei Meter.</p><hl2>Warm</hl2><p>Es war zu warm.</p>
<table><tr><td>2024</td><td>2 m</td></tr><tr><td>2025</td><td>3 m</td></tr></table></body.content>
<body.end><tagline>Jonas Frei hat zu diesem Text beigetragen.</tagline></body.end></body></nitf>"""


def read(text: str | bytes) -> list[Draft | Failure | LeftOut]:
    data = text if isinstance(text, bytes) else text.encode()
    assert FORMAT.read is not None
    return list(FORMAT.read(Document("inbox/a.xml", data, Known(), "0"), ReadOptions()))


def draft(text: str | bytes) -> Draft:
    found = read(text)[0]
    assert isinstance(found, Draft), found
    return found


def failure(text: str | bytes) -> str:
    (found,) = read(text)
    assert isinstance(found, Failure)
    return found.message


def small(paragraphs: str, head: str = "") -> str:
    return (
        f"<nitf><head>{head}</head><body><body.head><hedline><hl1>Fog at the port</hl1></hedline></body.head>"
        f"<body.content>{paragraphs}</body.content></body></nitf>"
    )


def test_facts_of_the_head() -> None:
    found = draft(NITF)
    assert found.title == "Der Gletscher schwindet"
    assert found.standfirst == "Das Eis geht weiter zurück."
    assert found.authors == ("Urs Meier",)
    assert found.credit == "Nordwind"
    assert found.dateline == "Bern 12. September"
    assert found.lang == "de"
    assert found.topics == ("environment",)
    assert found.keywords == ("Nature", "Alps", "ice")
    assert found.published is not None
    assert found.published.isoformat() == "2025-09-12T17:40:00+02:00"
    assert found.extra == {
        "version": 12,
        "slugline": "Glacier",
        "urgency": 5,
        "located": "Bern",
        "subheadline": "Messung am Berg",
        "ednote": "Replaces an earlier text",
        "copyright": "© 2025 Nordwind AG",
    }


def test_key_names_all_versions_of_a_document() -> None:
    assert draft(NITF).guid == "nw-77"
    assert draft(NITF.replace('key="nw-77"', 'key="glacier"')).guid == "nw-77-12"


def test_text_tables_and_tagline_are_kept_and_pictures_counted() -> None:
    found = read(NITF)
    assert isinstance(found[0], Draft)
    texts = [block.text for block in found[0].blocks]
    assert texts[:3] == ["Am Berg fehlen drei Meter.", "Warm", "Es war zu warm."]
    assert "2024" in texts[3]
    assert "|" in texts[3]
    assert texts[4] == "Jonas Frei hat zu diesem Text beigetragen."
    assert found[1:] == [LeftOut("pictures")]


def test_picture_with_an_address_stays_a_link() -> None:
    found = read(NITF.replace("high.jpg", "https://nordwind.example/high.jpg"))
    assert isinstance(found[0], Draft)
    assert "https://nordwind.example/high.jpg" in found[0].blocks[0].text
    assert len(found) == 1


def test_states_of_a_document() -> None:
    embargoed = draft(NITF.replace('"usable"', '"embargoed"'))
    assert embargoed.status is Status.DRAFT
    assert embargoed.extra["embargo"] == "2025-09-13T06:00:00+02:00"
    assert draft(NITF.replace('"usable"', '"canceled"')).status is Status.WITHDRAWN


def test_placeholder_dates_are_none() -> None:
    head = '<docdata><date.issue norm="YYYYMMDD000000-HHMM"/></docdata>'
    assert draft(small("<p>Thick fog.</p>", head)).published is None


@pytest.mark.parametrize(
    ("opening", "dateline", "credit", "rest"),
    [
        ("OSLO, Norway (AP) -- The fog lifts.", "OSLO, Norway (AP)", "AP", "The fog lifts."),
        ("Lima, Jan 2 (EFE).- The fog lifts.", "Lima, Jan 2 (EFE)", "EFE", "The fog lifts."),
        ("Odense /ritzau/: The fog lifts.", "Odense /ritzau/", "Ritzau", "The fog lifts."),
        ("SEOUL, Nov 26 AFP - The fog lifts.", "SEOUL, Nov 26 AFP", "AFP", "The fog lifts."),
        ("(ANSA) - Rome, October 11 - The fog lifts.", "Rome, October 11 (ANSA)", "ANSA", "The fog lifts."),
        (
            "The harbour board (HB) - it met on Monday - waits.",
            None,
            None,
            "The harbour board (HB) - it met on Monday - waits.",
        ),
    ],
)
def test_datelines_of_the_text(opening: str, dateline: str | None, credit: str | None, rest: str) -> None:
    found = draft(small(f"<p>{opening}</p><p>Ships sail.</p>"))
    assert (found.dateline, found.credit, found.blocks[0].text) == (dateline, credit, rest)


def test_what_the_text_repeats_is_told_once() -> None:
    found = draft(
        small(
            "<hl2>Fog at the port</hl2><p>By Anna Petersen</p><p>Thick fog.</p><p>It stays.</p><p>NWN ap</p><p>ends</p>"
        )
    )
    assert [block.text for block in found.blocks] == ["Thick fog.", "It stays."]
    assert found.authors == ("Anna Petersen",)
    assert found.signature == "NWN ap"
    assert found.furniture == (Furniture(0, "ends", "end mark"),)


def test_abstract_that_the_text_begins_with_is_no_standfirst() -> None:
    text = small("<p>Thick fog lies on the port and nobody sails.</p>")
    text = text.replace("</body.head>", "<abstract>Thick fog lies on the port</abstract></body.head>")
    assert draft(text).standfirst is None


# --- hostile and broken XML --------------------------------------------------------------------------------------


def test_entities_are_not_expanded() -> None:
    found = draft('<!DOCTYPE nitf [<!ENTITY ha "hahaha">]>' + small("<p>Thick fog &ha; here.</p>"))
    assert "hahaha" not in found.blocks[0].text


def test_entities_within_entities_are_refused_at_once() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
    start = time.process_time()
    assert failure(f"<!DOCTYPE nitf [{lines}]>" + small("<p>Thick fog &e9; here.</p>")).startswith(
        "is broken XML at line 1"
    )
    assert time.process_time() - start < 2


def test_files_are_not_read(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret"
    with open(secret, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("the harbour key")
    found = draft(f'<!DOCTYPE nitf [<!ENTITY key SYSTEM "file://{secret}">]>' + small("<p>Fog &key; here.</p>"))
    assert "harbour key" not in found.blocks[0].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (small("<p>Salt & ice</p>"), "Salt & ice"),
        (small("<p>Caf&eacute;</p>"), "Café"),
        (small("<p>Fo\x08g</p>"), "Fog"),
    ],
)
def test_small_breaks_are_mended(text: str, expected: str) -> None:
    assert draft(text).blocks[0].text == expected


def test_undeclared_legacy_encoding_is_guessed() -> None:
    assert (
        draft(small("<p>Le café est fermé à Genève.</p>").encode("cp1252")).blocks[0].text
        == "Le café est fermé à Genève."
    )


@pytest.mark.parametrize("text", [small("<p>Fog")[:-20], "<nitf><body>", "<nitf>" * 1000, "<nitf a=1/>"])
def test_broken_xml_names_its_place(text: str) -> None:
    message = failure(text)
    assert message.startswith("is broken XML at line 1, column ")
    assert message.endswith("; ask its sender for a whole copy")


def test_empty_document_says_so() -> None:
    assert failure("<nitf/>") == "has no text; ask its sender for the item with its text"


def test_head_of_many_comments_is_told_quickly() -> None:
    start = time.process_time()
    assert not FORMAT.matches(b"<!--a-->" * 8000, "a.xml")
    assert not FORMAT.matches(b"<!--" * 16000, "a.xml")
    assert time.process_time() - start < 1
