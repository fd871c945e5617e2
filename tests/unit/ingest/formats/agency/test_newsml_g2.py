"""NewsML-G2: one item, messages of several, what is no article, states and embargoes."""

from __future__ import annotations

import pytest

from site_gen.ingest.formats.agency import FORMATS
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import BlockKind, DateSource, Draft, Failure, LeftOut, Status

FORMAT = next(one for one in FORMATS if one.name == "newsml-g2")

ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:nordwind.example:20250912:42"
 version="3" standard="NewsML-G2" standardversion="2.35" xml:lang="en-GB">
<rightsInfo><copyrightHolder literal="Nordwind"/><copyrightNotice>© 2025 Nordwind</copyrightNotice>
<usageTerms>Not for resale.</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="{kind}"/><provider qcode="nprov:NW"><name>Nordwind News</name></provider>
<versionCreated>2025-09-12T17:05:00+02:00</versionCreated><firstCreated>2025-09-12T08:15:00+02:00</firstCreated>
{state}<edNote role="x:private">call the desk</edNote><edNote>Adds quotes.</edNote></itemMeta>
<contentMeta><urgency>4</urgency><contentCreated>2025-09-12T08:00:00+02:00</contentCreated>
<located qcode="city:Kiel"><name>Kiel</name><broader qcode="c:DE"><name>Germany</name></broader></located>
<creator><name>Nordwind News</name></creator><by>By Anna Petersen and Jon Holm</by>
<subject qcode="medtop:20000350"><name xml:lang="de">Zentralbank</name><name xml:lang="en">central bank</name></subject>
<subject qcode="house:77"><name>Harbour</name></subject><subject qcode="house:99"/>
<language tag="en"/><slugline>PORT-Bridge</slugline><headline>Ferry &amp; bridge reopen</headline>
<headline role="hld:subHeadline">Traffic is back to normal</headline>
<dateline>KIEL, Sept 12 (NW) -</dateline></contentMeta>
<contentSet>{content}</contentSet></newsItem>"""
XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p>KIEL, Sept 12 (NW) - The bridge over the canal is <em>open</em> again.</p><h2>Ships wait</h2>
<p>Forty ships had waited for two days.</p><ul><li>ten tankers</li></ul><p>ap/jh</p></body></html></inlineXML>"""


def item(*, kind: str = "ninat:text", state: str = '<pubStatus qcode="stat:usable"/>', content: str = XHTML) -> str:
    return ITEM.format(kind=kind, state=state, content=content)


def read(text: str | bytes) -> list[Draft | Failure | LeftOut]:
    data = text if isinstance(text, bytes) else text.encode()
    assert FORMAT.read is not None
    return list(FORMAT.read(Document("inbox/a.xml", data, Known(), "0"), ReadOptions()))


def draft(text: str | bytes) -> Draft:
    found = [one for one in read(text) if isinstance(one, Draft)]
    assert len(found) == 1
    return found[0]


def failure(text: str | bytes) -> Failure:
    (found,) = read(text)
    assert isinstance(found, Failure)
    return found


def test_facts_of_an_item() -> None:
    found = draft(item())
    assert found.title == "Ferry & bridge reopen"
    assert found.standfirst == "Traffic is back to normal"
    assert found.authors == ("Anna Petersen", "Jon Holm")
    assert found.dateline == "KIEL, Sept 12 (NW)"
    assert found.guid == "urn:newsml:nordwind.example:20250912:42"
    assert found.lang == "en"
    assert found.source == "Nordwind News"
    assert found.topics == ("economy-business-and-finance", "central-bank")
    assert found.keywords == ("central bank", "Harbour")
    assert found.status is Status.PUBLISHED
    assert found.signature == "ap/jh"


def test_dates_keep_their_zone_and_say_where_they_come_from() -> None:
    found = draft(item())
    assert found.published is not None
    assert found.published.isoformat() == "2025-09-12T08:15:00+02:00"
    assert found.updated is not None
    assert found.updated.isoformat() == "2025-09-12T17:05:00+02:00"
    assert found.date_source is DateSource.METADATA
    assert found.provenance["published"] == "firstCreated"
    assert found.provenance["updated"] == "versionCreated"
    assert found.warnings == ()


def test_dates_that_disagree_are_told() -> None:
    found = draft(item().replace("2025-09-12T08:00:00+02:00", "2025-09-02T08:00:00+02:00"))
    assert found.published is not None
    assert found.published.day.day == 12
    assert "contentCreated (2025-09-02T08:00:00+02:00) disagree; firstCreated is used" in found.warnings[0]


def test_details_of_an_item() -> None:
    assert draft(item()).extra == {
        "version": 3,
        "slugline": "PORT-Bridge",
        "urgency": 4,
        "located": "Kiel, Germany",
        "ednote": "Adds quotes.",
        "copyright": "© 2025 Nordwind",
        "usage_terms": "Not for resale.",
        "subject_codes": "house:99",
    }


def test_text_of_an_item() -> None:
    kinds = [(block.kind, block.text) for block in draft(item()).blocks]
    assert kinds[0] == (BlockKind.MARKDOWN, "KIEL, Sept 12 (NW) - The bridge over the canal is *open* again.")
    assert kinds[1] == (BlockKind.CROSSHEAD, "Ships wait")
    assert kinds[2] == (BlockKind.PARAGRAPH, "Forty ships had waited for two days.")
    assert kinds[3] == (BlockKind.MARKDOWN, "- ten tankers")
    assert len(kinds) == 4


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ('<pubStatus qcode="stat:canceled"/>', Status.WITHDRAWN),
        ('<pubStatus qcode="stat:withheld"/>', Status.DRAFT),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/usable"/>', Status.PUBLISHED),
        ("", Status.PUBLISHED),
    ],
)
def test_states(state: str, status: Status) -> None:
    assert draft(item(state=state)).status is status


def test_cancelled_item_without_text_is_kept_for_its_guid() -> None:
    found = draft(item(state='<pubStatus qcode="stat:canceled"/>', content=""))
    assert found.status is Status.WITHDRAWN
    assert found.guid == "urn:newsml:nordwind.example:20250912:42"
    assert found.blocks == ()


def test_embargo_to_come_makes_a_draft_with_its_time() -> None:
    found = draft(item(state="<embargoed>2025-09-13T06:00:00+02:00</embargoed>"))
    assert found.status is Status.DRAFT
    assert found.extra["embargo"] == "2025-09-13T06:00:00+02:00"
    assert found.provenance["status"] == "embargoed"
    assert "is under embargo until 2025-09-13T06:00:00+02:00" in found.warnings[0]


def test_embargo_that_had_ended_when_the_version_was_made_holds_nothing_back() -> None:
    found = draft(item(state="<embargoed>2025-09-12T10:00:00+02:00</embargoed>"))
    assert found.status is Status.PUBLISHED
    assert found.extra["embargo"] == "2025-09-12T10:00:00+02:00"


def test_unknown_state_is_told() -> None:
    found = draft(item(state='<pubStatus qcode="stat:simmering"/>'))
    assert found.status is Status.PUBLISHED
    assert found.warnings == ("has the unknown status 'simmering' and is taken as usable",)


def test_text_inside_nitf_brings_its_byline() -> None:
    nitf = (
        '<inlineXML><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>Other</hl1></hedline>'
        "</body.head><body.content><p>First.</p><hl2>Inside</hl2><p>Second.</p></body.content></body></nitf></inlineXML>"
    )
    found = draft(item(content=nitf))
    assert found.title == "Ferry & bridge reopen"
    assert [block.text for block in found.blocks] == ["First.", "Inside", "Second."]


def test_plain_text_inside_and_other_renditions() -> None:
    content = '<inlineData contenttype="text/plain">One.\n\nTwo.</inlineData><inlineData>Again.</inlineData>'
    found = read(item(content=content + '<remoteContent href="http://nordwind.example/a.jpg"/>'))
    assert isinstance(found[0], Draft)
    assert [block.text for block in found[0].blocks] == ["One.", "Two."]
    assert set(found[1:]) == {LeftOut("attached files"), LeftOut("other renditions")}


def test_missing_headline_is_stood_in_for() -> None:
    plain = "<inlineData>The bridge is open again. Ships pass.\n\nMore to come.</inlineData>"
    text = item(content=plain).replace("<headline>Ferry &amp; bridge reopen</headline>", "<headline/>")
    found = draft(text)
    assert found.title == "The bridge is open again."
    assert found.provenance["title"] == "first sentence"
    assert found.warnings == ("has no headline; its first sentence stands in",)


def test_summary_stands_in_for_a_missing_text() -> None:
    text = item(content="").replace("<slugline>", '<description role="drol:summary">In short.</description><slugline>')
    found = draft(text.replace('<headline role="hld:subHeadline">Traffic is back to normal</headline>', ""))
    assert [block.text for block in found.blocks] == ["In short."]
    assert found.standfirst is None
    assert found.warnings == ("holds a summary and no full text",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (item(kind="ninat:picture"), "is a picture by its own declaration and no article; remove it from the inbox"),
        (item(kind="icls:video"), "is a video by its own declaration and no article; remove it from the inbox"),
        ("<packageItem/>", "is a package (a list of other items) and no article; remove it from the inbox"),
        ("<planningItem/>", "is a plan for coverage and no article; remove it from the inbox"),
        ("<conceptItem/>", "is a concept of a vocabulary and no article; remove it from the inbox"),
        ("<contentSet/>", "is only the contentSet of a NewsML-G2 item; ask its sender for the whole newsItem"),
        ("<newsMessage/>", "holds no item; remove it or ask its sender for a whole copy"),
    ],
)
def test_what_is_no_article_says_so(text: str, reason: str) -> None:
    assert failure(text) == Failure("inbox/a.xml", "parse", reason)


def test_item_without_text_is_named() -> None:
    text = item(content="<inlineXML><sports-content/></inlineXML>")
    text = text.replace('<headline role="hld:subHeadline">Traffic is back to normal</headline>', "")
    assert failure(text).message == (
        "has no text ('Ferry & bridge reopen'); it holds sports-content alone, which is data;"
        " ask its sender for the item with its text"
    )


def test_message_of_several_items() -> None:
    items = item() + item(kind="ninat:picture") + "<packageItem/>" + item(content="")
    message = f"<newsMessage><itemSet>{items}</itemSet></newsMessage>"
    first, second, *left = read(
        message.replace('<headline role="hld:subHeadline">Traffic is back to normal</headline>', "")
    )
    assert isinstance(first, Draft)
    assert first.fragment == "1"
    assert isinstance(second, Failure)
    assert second.source == "inbox/a.xml#4"
    assert left == [LeftOut("pictures"), LeftOut("packages")]


def test_message_of_no_article_tells_what_it_holds() -> None:
    message = f"<newsMessage><itemSet>{item(kind='ninat:picture')}<packageItem/></itemSet></newsMessage>"
    assert failure(message).message == "holds no article but 1 pictures, 1 packages; remove it from the inbox"


def test_encodings() -> None:
    text = item().replace("Ferry &amp; bridge", "Fähre")
    assert (
        draft(b'<?xml version="1.0" encoding="iso-8859-1"?>' + text.encode("latin-1", "replace")).title
        == "Fähre reopen"
    )
    assert draft(('<?xml version="1.0" encoding="utf-16"?>' + text).encode("utf-16")).title == "Fähre reopen"
    wrongly_declared = b'<?xml version="1.0" encoding="iso-8859-1"?>' + text.encode()
    assert draft(wrongly_declared).title == "Fähre reopen"


def test_is_told_by_its_root_element() -> None:
    assert FORMAT.matches(
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a <newsItem> -->\n<x:newsItem xmlns:x="y">', "a.xml"
    )
    assert FORMAT.matches(('<?xml version="1.0" encoding="utf-16"?>' + item()).encode("utf-16"), "a")
    assert not FORMAT.matches(b"<html><newsItem>", "a.xml")
    assert not FORMAT.matches(b"<!-- <newsItem> -->", "a.xml")
    assert not FORMAT.matches(b"The <newsItem> element", "a.txt")
