"""Ritzau's XML: one item, a queue of items, what is escaped twice, what is cancelled."""

from __future__ import annotations

import pytest

from site_gen.ingest.formats.agency import FORMATS
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import Draft, Failure, LeftOut, Status

FORMAT = next(one for one in FORMATS if one.name == "ritzau")

ITEM = """<RBNews xmlns="" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
<NewsID>5f1c</NewsID><PublishDate>2025-09-12T08:15:00.41</PublishDate><strapline>INDLAND</strapline>
<headline>Færgen sejler igen</headline><subtitle>Broen er &amp;quot;lukket&amp;quot;</subtitle><town>Skagen</town>
<origin>/ritzau/</origin><section>Indland</section><version>2</version><Replaces i:nil="true"/>
<content>&lt;p&gt;Færgen sejlede &amp;amp;apos;igen&amp;amp;apos; fredag.&lt;/p&gt;&lt;p&gt;/ritzau/&lt;/p&gt;</content>
<Priority>3</Priority><Annuleret>false</Annuleret><byLine>Ane Holm</byLine>
<SubjectKeyword xmlns:a="urn:a"><a:string>Trafik</a:string></SubjectKeyword>
<TilRedaktionen>&lt;p&gt;Billeder følger.&lt;/p&gt;</TilRedaktionen></RBNews>"""
QUEUE = f"""<XMLNewsQueuedResponse xmlns="urn:q"><XMLNewsQueuedResult><ListOfRBNews xmlns="">{ITEM}{ITEM}</ListOfRBNews>
</XMLNewsQueuedResult></XMLNewsQueuedResponse>"""


def read(text: str) -> list[Draft | Failure | LeftOut]:
    assert FORMAT.matches(text.encode(), "a.xml")
    assert FORMAT.read is not None
    return list(FORMAT.read(Document("inbox/a.xml", text.encode(), Known(), "0"), ReadOptions()))


def test_facts_and_text() -> None:
    (found,) = read(ITEM)
    assert isinstance(found, Draft)
    assert (found.title, found.standfirst, found.guid) == ("Færgen sejler igen", 'Broen er "lukket"', "5f1c")
    assert found.published is not None
    assert found.published.isoformat() == "2025-09-12T08:15:00"
    assert (found.authors, found.credit, found.source) == (("Ane Holm",), "ritzau", "ritzau")
    assert found.keywords == ("Indland", "Trafik")
    assert dict(found.extra) == {
        "version": 2, "slugline": "INDLAND", "priority": 3, "located": "Skagen", "ednote": "Billeder følger.",
    }  # fmt: skip
    assert [block.text for block in found.blocks] == ["Færgen sejlede 'igen' fredag."]
    assert found.status is Status.PUBLISHED


def test_a_queue_holds_several() -> None:
    assert [found.fragment for found in read(QUEUE) if isinstance(found, Draft)] == ["1", "2"]


def test_what_is_cancelled_is_withdrawn() -> None:
    (found,) = read(ITEM.replace("<Annuleret>false", "<Annuleret>true"))
    assert isinstance(found, Draft)
    assert found.status is Status.WITHDRAWN


@pytest.mark.parametrize(
    "text",
    [
        ITEM[:300],
        ITEM.replace("content>", "other>").replace("subtitle>", "other>"),
        QUEUE.replace("RBNews", "X"),
        "<RBNews/>",
    ],
)
def test_what_holds_no_article_says_why(text: str) -> None:
    (found,) = read(text)
    assert isinstance(found, Failure)
    assert found.message
