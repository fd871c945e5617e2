"""ninjs in its generations, and as services wrap it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from site_gen.ingest.formats.agency import FORMATS
from site_gen.ingest.formats.agency.ninjs import is_item
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import Draft, Failure, LeftOut, Status

FORMAT = next(one for one in FORMATS if one.name == "ninjs")

FIRST: dict[str, Any] = {
    "uri": "urn:nordwind:77",
    "type": "text",
    "version": "2",
    "firstcreated": "2025-09-12T08:15:00+02:00",
    "versioncreated": "2025-09-12T09:15:00+02:00",
    "pubstatus": "usable",
    "language": "en-GB",
    "headline": "Ferry sails again",
    "byline": "By Anna Petersen",
    "located": "Kiel",
    "slugline": "FERRY",
    "urgency": 3,
    "source": "Nordwind",
    "description_text": "The crew is back.",
    "body_text": "The ferry sails.\n\nThe crew is back.",
    "body_html": "<p>The ferry <b>sails</b>.</p><p>The crew is back.</p>",
    "subject": [{"code": "04015001", "name": "ferries"}, {"code": "k:9", "name": "Harbour"}],
    "place": [{"name": "Kiel"}, {"name": "Europe", "rels": ["ancestor"]}],
    "keywords": ["ferry"],
    "associations": {"main": {"type": "picture", "headline": "A ferry"}},
}
THIRD: dict[str, Any] = {
    "uri": "urn:nordwind:78",
    "versionCreated": "2025-09-12T09:15:00+02:00",
    "pubStatus": "usable",
    "by": "Anna Petersen",
    "headlines": [{"role": "sub", "value": "Below"}, {"role": "main", "value": "Ferry sails again"}],
    "descriptions": [{"role": "caption", "value": "A ferry."}, {"role": "lead", "value": "In short."}],
    "bodies": [
        {"contentType": "text/plain", "value": "The ferry sails."},
        {"contentType": "text/html", "value": "<p>The ferry sails.</p><h2>Crew</h2><p>It is back.</p>"},
    ],
    "subjects": [
        {"uri": "http://cv.iptc.org/newscodes/mediatopic/15000000", "name": "sport"},
        {"uri": "http://nordwind.example/s/1", "literal": "13010000", "name": "Technology"},
    ],
    "edNote": "Adds crew.",
}


def read(value: object) -> list[Draft | Failure | LeftOut]:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    assert FORMAT.read is not None
    return list(FORMAT.read(Document("inbox/a.json", data, Known(), "0"), ReadOptions()))


def draft(value: object) -> Draft:
    found = read(value)[0]
    assert isinstance(found, Draft), found
    return found


def test_first_generation() -> None:
    found = draft(FIRST)
    assert found.title == "Ferry sails again"
    assert found.authors == ("Anna Petersen",)
    assert found.guid == "urn:nordwind:77"
    assert found.source == "Nordwind"
    assert found.lang == "en"
    assert found.topics == ("economy-business-and-finance",)
    assert found.keywords == ("ferries", "Harbour", "ferry", "Kiel")
    assert found.published is not None
    assert found.published.isoformat() == "2025-09-12T08:15:00+02:00"
    assert found.updated is not None
    assert found.updated.isoformat() == "2025-09-12T09:15:00+02:00"
    assert found.extra == {"version": 2, "slugline": "FERRY", "urgency": 3, "located": "Kiel"}
    assert [block.text for block in found.blocks] == ["The ferry **sails**.", "The crew is back."]


def test_associated_items_are_counted() -> None:
    assert read(FIRST)[1:] == [LeftOut("pictures")]


def test_third_generation() -> None:
    found = draft(THIRD)
    assert found.title == "Ferry sails again"
    assert found.standfirst == "In short."
    assert found.authors == ("Anna Petersen",)
    assert found.topics == ("sport", "science-and-technology")
    assert found.extra == {"ednote": "Adds crew."}
    assert [block.text for block in found.blocks] == ["The ferry sails.", "Crew", "It is back."]


def test_text_in_nitf() -> None:
    nitf = "<nitf><body><body.content><p>From NITF.</p></body.content></body></nitf>"
    found = draft({**THIRD, "bodies": [{"contentType": "text/vnd.IPTC.NITF", "value": nitf}]})
    assert [block.text for block in found.blocks] == ["From NITF."]


def test_embargo_and_states() -> None:
    found = draft({**FIRST, "embargoed": "2025-09-13T06:00:00+02:00"})
    assert found.status is Status.DRAFT
    assert found.extra["embargo"] == "2025-09-13T06:00:00+02:00"
    assert draft({**FIRST, "pubstatus": "canceled"}).status is Status.WITHDRAWN
    assert draft({**FIRST, "pubstatus": "withheld"}).status is Status.DRAFT


def test_answer_of_a_service_is_opened() -> None:
    answer = {"data": {"items": [{"meta": {}, "item": FIRST}, {"item": THIRD}, {"item": {**FIRST, "type": "picture"}}]}}
    found = read(answer)
    assert [one.fragment for one in found if isinstance(one, Draft)] == ["1", "2"]
    assert found[2:] == [LeftOut("pictures", 2)]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (
            {**FIRST, "type": "picture"},
            "is of type picture by its own declaration and no article; remove it from the inbox",
        ),
        (
            {"uri": "u", "title": "Congress", "eventDetails": {"dates": {}}},
            "is of type event by its own declaration and no article; remove it from the inbox",
        ),
        (
            {"uri": "u", "versioncreated": "2025-09-12", "headline": "Short", "renditions": {"nitf": {}}},
            "has no text ('Short'); its text lies apart from it; ask its sender for the item with its text",
        ),
        (
            b'{"headline": "x", "versioncreated": ',
            "is broken JSON at line 1, column 37: Expecting value; ask its sender for a whole copy",
        ),
        (b'{"headline": ' + b"[" * 100_000, "is JSON that cannot be read (RecursionError); remove it"),
        ([], "holds no item; remove it or ask its sender for a whole copy"),
    ],
)
def test_what_is_no_article_says_so(value: object, reason: str) -> None:
    assert read(value) == [Failure("inbox/a.json", "parse", reason)]


def test_values_of_wrong_types_do_no_harm() -> None:
    wrong = {key: {"a": [1, None]} for key in (*FIRST, *THIRD)} | {"headline": "Kept", "body_text": "Kept text."}
    found = draft(wrong)
    assert found.title == "Kept"
    assert [block.text for block in found.blocks] == ["Kept text."]


def test_is_told_by_its_keys() -> None:
    assert FORMAT.matches(json.dumps(FIRST).encode(), "a.json")
    assert FORMAT.matches(json.dumps(THIRD, indent=1).encode(), "a.json")
    assert not FORMAT.matches(json.dumps({"title": "x", "text": "y", "date": "2025-09-12"}).encode(), "a.json")
    assert not FORMAT.matches(json.dumps({"headline": "x", "articleBody": "y"}).encode(), "a.json")
    assert not FORMAT.matches(json.dumps(FIRST).encode(), "a.jsonl")


def test_rows_can_be_told_too() -> None:
    assert is_item(FIRST)
    assert is_item(THIRD)
    assert not is_item({"headline": "x", "text": "y"})
