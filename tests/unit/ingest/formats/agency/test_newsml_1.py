"""NewsML 1.x: components, roles, several articles in one item."""

from __future__ import annotations

from site_gen.ingest.formats.agency import FORMATS
from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.model import Draft, Failure, LeftOut, Status

FORMAT = next(one for one in FORMATS if one.name == "newsml")

NEWSML = """<NewsML Version="1.2"><NewsEnvelope><DateAndTime>20250912T061500Z</DateAndTime><Priority FormalName="3"/>
</NewsEnvelope><NewsItem><Identification><NewsIdentifier><ProviderId>nordwind.example</ProviderId><DateId>20250912</DateId>
<NewsItemId>X1</NewsItemId><RevisionId Update="N" PreviousRevision="1">2</RevisionId>
<PublicIdentifier>urn:newsml:nordwind.example:20250912:X1:2</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20250912T061500+0000</FirstCreated>
<ThisRevisionCreated>20250912T071500+0000</ThisRevisionCreated><Status FormalName="{status}"/></NewsManagement>
<NewsComponent><AdministrativeMetadata><Provider><Party FormalName="Nordwind"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="fr"/><SubjectCode><SubjectDetail FormalName="03010000"/></SubjectCode>
<Property FormalName="Keyword" Value="port"/></DescriptiveMetadata>{components}</NewsComponent></NewsItem></NewsML>"""
MAIN = """<NewsComponent><Role FormalName="Main"/><NewsLines><HeadLine>Le port rouvre</HeadLine>
<ByLine>Par Jeanne Roux</ByLine><SlugLine>port</SlugLine></NewsLines><ContentItem><MediaType FormalName="Text"/>
<DataContent><nitf><body><body.content><p>Les bateaux sortent.</p></body.content></body></nitf></DataContent>
</ContentItem></NewsComponent>"""
SECOND = """<NewsComponent><NewsLines><HeadLine>La météo</HeadLine></NewsLines><ContentItem>
<DataContent><p>Il pleut.</p></DataContent></ContentItem></NewsComponent>"""
PHOTO = """<NewsComponent><NewsLines><HeadLine>Photo</HeadLine></NewsLines><ContentItem Href="a.jpg">
<MediaType FormalName="Photo"/></ContentItem></NewsComponent>"""
CAPTION = """<NewsComponent><Role FormalName="Caption"/><ContentItem><MediaType FormalName="Text"/>
<DataContent>Le port, vendredi.</DataContent></ContentItem></NewsComponent>"""


def read(components: str, status: str = "Usable") -> list[Draft | Failure | LeftOut]:
    assert FORMAT.read is not None
    data = NEWSML.format(components=components, status=status).encode()
    return list(FORMAT.read(Document("inbox/a.xml", data, Known(), "0"), ReadOptions()))


def test_facts_of_an_item() -> None:
    (found,) = read(MAIN)
    assert isinstance(found, Draft)
    assert found.title == "Le port rouvre"
    assert found.authors == ("Jeanne Roux",)
    assert found.credit == "Nordwind"
    assert found.guid == "urn:newsml:nordwind.example:20250912:X1"
    assert found.lang == "fr"
    assert found.topics == ("disaster-accident-and-emergency-incident",)
    assert found.keywords == ("port",)
    assert found.published is not None
    assert found.published.isoformat() == "2025-09-12T06:15:00+00:00"
    assert found.updated is not None
    assert found.updated.isoformat() == "2025-09-12T07:15:00+00:00"
    assert found.extra == {"version": 2, "slugline": "port", "priority": 3}
    assert [block.text for block in found.blocks] == ["Les bateaux sortent."]


def test_pictures_are_counted_and_captions_are_no_text() -> None:
    found = read(MAIN + PHOTO + PHOTO + CAPTION)
    assert isinstance(found[0], Draft)
    assert [block.text for block in found[0].blocks] == ["Les bateaux sortent."]
    assert found[1:] == [LeftOut("pictures and recordings", 2)]


def test_components_with_their_own_headlines_are_articles_of_their_own() -> None:
    first, second = read(MAIN + SECOND)
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert (first.fragment, second.fragment) == ("1", "2")
    assert (first.title, second.title) == ("Le port rouvre", "La météo")
    assert second.guid == "urn:newsml:nordwind.example:20250912:X1#2"


def test_equivalent_forms_of_one_text_are_read_once() -> None:
    plain = "<ContentItem><DataContent>Les bateaux sortent.</DataContent></ContentItem></NewsComponent>"
    found = read(MAIN.replace("</NewsComponent>", plain))
    assert isinstance(found[0], Draft)
    assert [block.text for block in found[0].blocks] == ["Les bateaux sortent."]
    assert found[1:] == [LeftOut("other renditions")]


def test_item_of_pictures_says_so() -> None:
    (found,) = read(PHOTO)
    assert isinstance(found, Failure)
    assert found.message == "holds photo and no text; remove it from the inbox"


def test_states() -> None:
    (found,) = read(MAIN, "Canceled")
    assert isinstance(found, Draft)
    assert found.status is Status.WITHDRAWN
    (found,) = read(MAIN, "Embargoed")
    assert isinstance(found, Draft)
    assert found.status is Status.DRAFT
    assert found.warnings == ("is embargoed; set its status to published when it may be shown",)
