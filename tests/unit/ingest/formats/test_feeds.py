"""Feeds of every form: entries to drafts, headline lists, and what is no article."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from site_gen.errors import MissingExtraError
from site_gen.ingest.formats import feeds
from site_gen.ingest.formats.base import HEAD, Document, Known, ReadOptions
from site_gen.model import DateSource, Draft, Failure, LeftOut, Timestamp

BODY = "<p>Le bac a repris lundi la traversée de la Brume.</p><p>Les marins demandaient une heure de repos.</p>"
TEXTS = ["Le bac a repris lundi la traversée de la Brume.", "Les marins demandaient une heure de repos."]
LONG = "<p>" + "Les marins du bac de la Brume demandaient une heure de repos. " * 20 + "</p>"


def read(data: str | bytes, known: Known | None = None) -> list[Draft | Failure | LeftOut]:
    data = data.encode() if isinstance(data, str) else data
    assert feeds.matches(data[:HEAD], "inbox/x.xml")
    return list(feeds.read(Document("inbox/x.xml", data, known or Known(), ""), ReadOptions()))


def drafts(data: str | bytes, known: Known | None = None) -> list[Draft]:
    return [one for one in read(data, known) if isinstance(one, Draft)]


def rss(*items: str, channel: str = "<title>La Gazette</title><language>fr-FR</language>") -> str:
    names = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    return f'<?xml version="1.0"?>\n<rss version="2.0" {names}><channel>{channel}{"".join(items)}</channel></rss>'


def item(more: str = "", *, title: str = "Le bac reprend", body: str | None = BODY) -> str:
    content = f"<content:encoded><![CDATA[{body}]]></content:encoded>" if body else ""
    return f"<item><title>{title}</title>{content}{more}</item>"


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]


def test_rss() -> None:
    more = (
        "<link>https://gazette.example/bac?utm_source=rss</link><guid isPermaLink='false'>gaz-7</guid>"
        "<pubDate>Fri, 12 Sep 2025 00:30:00 +0200</pubDate><dc:creator>Jeanne Roux et Paul Lemaire</dc:creator>"
        "<category>Transports &amp; ports</category><category>Bac</category><category>bac</category>"
        "<description>Deux semaines de grève prennent fin à l'embarcadère.</description>"
        '<enclosure url="https://gazette.example/bac.mp3" type="audio/mpeg" length="1"/>'
        '<media:content url="https://gazette.example/bac.jpg" medium="image"/>'
    )
    found = read(rss(item(more)))
    assert found[1:] == [LeftOut("media files", 2)]
    draft = found[0]
    assert isinstance(draft, Draft)
    assert (draft.fragment, draft.guid) == ("gaz-7", "gaz-7")
    assert draft.title == "Le bac reprend"
    assert draft.standfirst == "Deux semaines de grève prennent fin à l'embarcadère."
    assert texts(draft) == TEXTS
    assert draft.authors == ("Jeanne Roux", "Paul Lemaire")
    assert draft.published == Timestamp.parse("2025-09-12T00:30:00+02:00")
    assert draft.date_source is DateSource.METADATA
    assert draft.url == "https://gazette.example/bac"
    assert draft.keywords == ("Transports & ports", "Bac")
    assert draft.lang == "fr"
    assert draft.source == "La Gazette"
    assert draft.warnings == ()
    assert dict(draft.provenance) == {
        "title": "title",
        "body": "content",
        "standfirst": "summary",
        "published": "published",
        "url": "link",
        "authors": "author",
        "keywords": "category",
    }


def test_atom() -> None:
    draft = drafts(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://gazette.example/" xml:lang="en">
        <title>La Gazette</title><updated>2025-09-30T00:00:00Z</updated><author><name>Ana Prado</name></author>
        <entry xml:lang="fr"><id>tag:gazette.example,2025:7</id><title type="text">a &lt; b</title>
        <link href="/bac"/><published>2025-09-12T00:30:00+02:00</published><updated>2025-09-13T09:00:00+02:00</updated>
        <category term="bac" label="Le bac"/>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le <a href="port">port</a> rouvre.</p></div>
        </content></entry></feed>"""
    )[0]
    assert draft.fragment == "tag:gazette.example,2025:7"
    assert draft.title == "a < b"
    assert texts(draft) == ["Le [port](https://gazette.example/port) rouvre."]
    assert draft.published == Timestamp.parse("2025-09-12T00:30:00+02:00")
    assert draft.updated == Timestamp.parse("2025-09-13T09:00:00+02:00")
    assert draft.url == "https://gazette.example/bac"
    assert draft.authors == ("Ana Prado",)
    assert draft.provenance["authors"] == "feed author"
    assert draft.keywords == ("Le bac",)
    assert draft.lang == "fr"


def test_entry_of_an_aggregated_feed_has_its_own_source() -> None:
    draft = drafts(rss(item('<source url="https://autre.example/rss">Le Phare</source>')))[0]
    assert draft.source == "Le Phare"


def test_rss_1() -> None:
    draft = drafts(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://gazette.example/">
        <title>La Gazette</title></channel><item rdf:about="https://gazette.example/bac"><title>Le bac</title>
        <link>https://gazette.example/bac</link><description>Le bac a repris lundi.</description>
        <dc:date>2025-09-12T00:30+02:00</dc:date></item></rdf:RDF>"""
    )[0]
    assert draft.published == Timestamp.parse("2025-09-12T00:30:00+02:00")
    assert draft.provenance["published"] == "updated"
    assert draft.updated is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Κυρ, 12 Ιούλ 2025 20:00:00 EST", Timestamp.parse("2025-07-13T01:00:00Z")),
        ("2025-szeptember-12T9:15-05:00", None),
        ("bald", None),
    ],
)
def test_a_date_that_only_feedparser_knows_is_utc(written: str, expected: Timestamp | None) -> None:
    draft = drafts(rss(item(f"<pubDate>{written}</pubDate>")))[0]
    assert draft.published == expected


def test_dates_that_disagree_are_told() -> None:
    more = "<pubDate>Fri, 12 Sep 2025 00:30:00 +0200</pubDate><dc:date>2025-09-01T00:00:00Z</dc:date>"
    draft = drafts(rss(item(more)))[0]
    assert draft.published == Timestamp.parse("2025-09-12T00:30:00+02:00")
    assert draft.updated is None
    assert "dates disagree" in draft.warnings[0]


def test_summaries_alone_are_told_once_a_feed() -> None:
    one, two = (
        item(f"<guid>{at}</guid><description>Le bac a repris lundi {at}.</description>", body=None) for at in (1, 2)
    )
    found = drafts(rss(one, two))
    assert [draft.provenance["body"] for draft in found] == ["summary", "summary"]
    assert [texts(draft) for draft in found] == [["Le bac a repris lundi 1."], ["Le bac a repris lundi 2."]]
    assert [len(draft.warnings) for draft in found] == [1, 0]
    assert "summaries only" in found[0].warnings[0]


def test_a_whole_text_in_the_description_is_no_summary() -> None:
    draft = drafts(rss(item(f"<description><![CDATA[{LONG}]]></description>", body=None)))[0]
    assert draft.warnings == ()


def test_a_summary_that_begins_the_text_is_no_standfirst() -> None:
    draft = drafts(rss(item("<description>Le bac a repris lundi la traversée…</description>")))[0]
    assert draft.standfirst is None


def test_last_line_of_a_feed_plugin_is_furniture() -> None:
    last = '<p>L’article <a href="/bac">Le bac reprend</a> est apparu en premier sur <a href="/">La Gazette</a>.</p>'
    draft = drafts(rss(item(body=BODY + last)))[0]
    assert texts(draft) == TEXTS
    assert [line.reason for line in draft.furniture] == ["related"]


def test_headlines_alone_are_one_list() -> None:
    channel = "<title>La Gazette</title><pubDate>Fri, 12 Sep 2025 08:00:00 +0200</pubDate>"
    found = read(rss(item(title="Le bac", body=None), item(title="Le lac &amp; la digue", body=None), channel=channel))
    assert len(found) == 1
    draft = found[0]
    assert isinstance(draft, Draft)
    assert draft.title == ""
    assert draft.blocks == ()
    assert draft.headlines == ("Le bac", "Le lac & la digue")
    assert draft.captured == Timestamp.parse("2025-09-12T08:00:00+02:00")
    assert draft.source == "La Gazette"


def test_headlines_of_an_aggregator_that_repeats_the_title() -> None:
    more = (
        '<description>&lt;a href="https://a.example/"&gt;Le bac&lt;/a&gt; Le Phare</description>'
        '<source url="https://a.example/">Le Phare</source>'
    )
    found = drafts(rss(item(more, title="Le bac", body=None)), Known(captured=Timestamp.parse("2025-09-12")))
    assert [draft.headlines for draft in found] == [("Le bac",)]
    assert found[0].captured == Timestamp.parse("2025-09-12")


def test_an_entry_without_text_among_others_is_told() -> None:
    found = read(rss(item(), item("<guid>8</guid>", title="Autre", body=None), item("<guid>9</guid>", title="")))
    assert found[1:] == [
        Failure("inbox/x.xml#8", "parse", "has a title but no text, as other entries of the feed have"),
        Failure("inbox/x.xml#9", "parse", "has a text but no title; a feed of short messages is no news archive"),
    ]


def test_fragments_are_one_an_entry() -> None:
    link = "<link>https://gazette.example/bac</link>"
    found = drafts(rss(item("<guid>7</guid>"), item("<guid>7</guid>"), item(link), item(), item("<guid>" + "x" * 999)))
    fragments = [draft.fragment for draft in found]
    assert fragments[:3] == ["7", "7-2", "https://gazette.example/bac"]
    assert len(fragments[3]) == 16
    assert len(set(fragments)) == len(fragments)


def test_a_permalink_guid_is_the_address() -> None:
    assert drafts(rss(item("<guid>https://gazette.example/bac</guid>")))[0].url == "https://gazette.example/bac"


def test_plain_text_keeps_paragraphs() -> None:
    more = "<description>Le bac a repris lundi, dit-on.\n\nLes marins attendent &amp;amp; espèrent.</description>"
    draft = drafts(rss(item(more, body=None)))[0]
    assert texts(draft) == ["Le bac a repris lundi, dit-on.", "Les marins attendent & espèrent."]


# --- ill-formed and hostile feeds


def test_what_could_be_read_of_a_broken_feed_is_read_and_said_so() -> None:
    draft = drafts(rss(item()).replace("</channel></rss>", "<item>"))[0]
    assert draft.title == "Le bac reprend"
    assert "not well-formed" in draft.warnings[0]


@pytest.mark.parametrize(
    ("declared", "written"),
    [("iso-8859-1", "iso-8859-1"), ("utf-8", "cp1252"), ("punycode", "utf-8"), ("zlib", "utf-8"), ("utf-16", "utf-16")],
)
def test_encodings(declared: str, written: str) -> None:
    text = rss(item(title="L'été à Brument")).replace('"1.0"?', f'"1.0" encoding="{declared}"?')
    assert [draft.title for draft in drafts(text.encode(written))] == ["L'été à Brument"]


def test_encoding_that_the_server_told() -> None:
    data = rss(item(title="Été")).encode("cp1252")
    assert drafts(data, Known(charset="windows-1252"))[0].title == "Été"


def test_entities_are_not_expanded_and_nothing_is_opened() -> None:
    levels = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10 if at else "ha"}">' for at in range(12))
    bomb = f'<!DOCTYPE rss [{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    found = read(rss(item("<description>&e11; &f;</description>", title="&e11;&f;")).replace("<rss", bomb + "<rss", 1))
    assert len(str(found)) < 5_000
    assert "root:" not in str(found)


@pytest.mark.parametrize("part", ["<", "<a ", "&", "<![CDATA[", "<!", "<!--", "<?", "&#", "<a b='", "<item>"])
def test_no_end_of_marks(part: str) -> None:
    head = "<rss version='2.0'><channel><title>t</title><item><title>x</title><description>"
    assert read(head + part * 3_000)


@pytest.mark.parametrize("data", [b"<rss", b"<feed/>", b"<rss></rss>", b"<rss version='2.0'><channel/></rss>\0\xff"])
def test_what_is_no_feed_is_told(data: bytes) -> None:
    found = list(feeds.read(Document("inbox/x.xml", data, Known(), ""), ReadOptions()))
    assert [type(one) for one in found] == [Failure]


def test_a_feed_without_the_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    with pytest.raises(MissingExtraError, match=r"site-gen\[feeds\]"):
        read(rss(item()))


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_BYTES", 1_000_000)
    found = read(rss(item(body="x" * 1_000_001)))
    assert found == [Failure("inbox/x.xml", "parse", "is larger than 1 MB; split it into smaller feeds")]


# --- JSON Feed


def json_feed(*items: Any, **more: Any) -> bytes:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "La Gazette", "items": list(items), **more}
    return json.dumps(feed).encode()


def test_json_feed() -> None:
    found = read(
        json_feed(
            {
                "id": 7,
                "url": "/bac",
                "title": "Le bac &amp; le lac",
                "content_html": BODY,
                "content_text": "Le bac",
                "summary": "Deux semaines de grève prennent fin à l'embarcadère.",
                "date_published": "2025-09-12T00:30:00+02:00",
                "date_modified": "2025-09-13T09:00:00+02:00",
                "authors": [{"name": "Jeanne Roux"}],
                "tags": ["Bac"],
                "language": "fr-CH",
                "attachments": [{"url": "https://gazette.example/bac.mp3"}],
            },
            home_page_url="https://gazette.example/",
        )
    )
    draft = found[0]
    assert isinstance(draft, Draft)
    assert found[1:] == [LeftOut("media files", 1)]
    assert (draft.fragment, draft.guid, draft.title) == ("7", "7", "Le bac & le lac")
    assert texts(draft) == TEXTS
    assert draft.standfirst == "Deux semaines de grève prennent fin à l'embarcadère."
    assert draft.url == "https://gazette.example/bac"
    assert draft.published == Timestamp.parse("2025-09-12T00:30:00+02:00")
    assert draft.updated == Timestamp.parse("2025-09-13T09:00:00+02:00")
    assert draft.authors == ("Jeanne Roux",)
    assert draft.keywords == ("Bac",)
    assert draft.lang == "fr"
    assert draft.provenance["body"] == "content_html"
    assert draft.provenance["published"] == "date_published"


def test_json_feed_of_version_1_with_plain_text_and_one_author() -> None:
    feed = json_feed(
        {"id": "a", "title": "Le bac", "content_text": "Un.\n\nDeux 3 < 5."}, author={"name": "Ana Prado"}, version=
        "https://jsonfeed.org/version/1"
    )  # fmt: skip
    draft = drafts(feed)[0]
    assert draft.authors == ("Ana Prado",)
    assert len(draft.blocks) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "is no JSON that can be read"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": {}}', "is a JSON feed without a list 'items'"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "is a feed without entries"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [1, null]}', "is a feed without entries"),
        (b'{"version": "https://jsonfeed.org/version/1", "x": ' + b"[" * 100_000, "is no JSON that can be read"),
        (b'{"version": "https://jsonfeed.org/version/1", "x": ' + b"9" * 9_000 + b"}", "is no JSON that can be read"),
    ],
)
def test_json_that_is_no_feed(data: bytes, reason: str) -> None:
    found = read(data)
    assert len(found) == 1
    assert isinstance(found[0], Failure)
    assert reason in found[0].message


@pytest.mark.parametrize("value", [None, 1, 1e400, True, "x", [], {}, [[]], [None], {"name": 1}])
def test_values_of_the_wrong_kind(value: Any) -> None:
    names = "id url title content_html content_text summary date_published authors author tags language attachments"
    feed = json_feed({**dict.fromkeys(names.split(), value), "title": "Le bac"}, {"title": "a", "content_text": "b c"})
    assert read(feed)


# --- which files


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"<rss version='2.0'>", "a.xml", True),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- <html> --><!DOCTYPE rss [<!ENTITY a 'b>'>]>\n<rss>", "a.xml", True),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a.xml", True),
        (b"<atom:entry xmlns:atom='http://www.w3.org/2005/Atom'>", "a.xml", True),
        (b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", "a.xml", True),
        (b"<rdf:RDF xmlns:skos='http://www.w3.org/2004/02/skos/core#'>", "a.xml", False),
        (b"<html><body><rss>", "a.xml", False),
        (b"<!-- <rss> --><html>", "a.html", False),
        (b"<newsMessage><rss>", "a.xml", False),
        (b"<broken", "a.rss", True),
        (b"<broken", "a.xml", False),
        (b"rss", "a.rss", False),
        (b'{"items": [], "home_page_url": "x"}', "a.json", True),
        (b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1"', "a.json", True),
        (b'{"items": [], "version": "1"}', "a.json", False),
        (b"", "a.xml", False),
        (b"<!DOCTYPE rss [", "a.xml", False),
    ],
)
def test_matches(head: bytes, name: str, *, expected: bool) -> None:
    assert feeds.matches(head, name) is expected
