"""Exports of WordPress: each post accounted for, whatever is wrong with the others."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest

from site_gen.ingest.formats import feeds, wxr
from site_gen.ingest.formats.base import HEAD, Document, Known, ReadOptions
from site_gen.model import BlockKind, DateSource, Draft, Failure, LeftOut, Status

HEADER = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0"
    xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>La Gazette de Brument</title>
<link>https://gazette.example/journal</link>
<language>fr-FR</language>
<wp:base_blog_url>https://gazette.example/journal</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[jroux]]></wp:author_login>
<wp:author_display_name><![CDATA[Jeanne Roux]]></wp:author_display_name></wp:author>
<wp:author><wp:author_login><![CDATA[plem]]></wp:author_login>
<wp:author_display_name><![CDATA[plem]]></wp:author_display_name>
<wp:author_first_name><![CDATA[Paul]]></wp:author_first_name>
<wp:author_last_name><![CDATA[Lemaire]]></wp:author_last_name></wp:author>
"""
FOOTER = "</channel>\n</rss>\n"
TEXT = "Le bac a repris lundi la traversée de la Brume.\n\nLes marins demandaient une heure de repos de plus."


def item(content: str = TEXT, more: str = "", **texts: str) -> str:
    """One item; a keyword `post_id` stands for the element `wp:post_id`."""
    values = {
        "title": "Le bac reprend",
        "link": "https://gazette.example/journal/2025/09/12/le-bac-reprend/",
        "pubDate": "Thu, 11 Sep 2025 22:30:00 +0000",
        "dc:creator": "jroux",
        "guid": "https://gazette.example/journal/?p=7",
        "excerpt:encoded": "",
        "wp:post_id": "7",
        "wp:post_date": "2025-09-12 00:30:00",
        "wp:post_date_gmt": "2025-09-11 22:30:00",
        "wp:status": "publish",
        "wp:post_type": "post",
    }
    for name, text in texts.items():
        values[name if name in ("title", "link", "pubDate", "guid") else name.replace("__", ":")] = text
    fields = "".join(f"<{name}><![CDATA[{text}]]></{name}>\n" for name, text in values.items())
    return f"<item>\n{fields}<content:encoded><![CDATA[{content}]]></content:encoded>\n{more}</item>\n"


def post(content: str = TEXT, more: str = "", **texts: str) -> str:
    return item(content, more, **{f"wp__{name}" if name in _WP else name: text for name, text in texts.items()})


_WP = ("post_id", "post_date", "post_date_gmt", "post_modified", "post_modified_gmt", "status", "post_type", "password")


def read(*items: str, header: str = HEADER, footer: str = FOOTER) -> list[Draft | Failure | LeftOut]:
    return read_bytes((header + "".join(items) + footer).encode())


def read_bytes(data: bytes) -> list[Draft | Failure | LeftOut]:
    return list(wxr.read(Document("inbox/site.xml", data, Known(), ""), ReadOptions()))


def only(*items: str) -> Draft:
    found = read(*items)
    assert len(found) == 1, found
    assert isinstance(found[0], Draft), found
    return found[0]


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]


def test_facts() -> None:
    terms = (
        '<category domain="category" nicename="transports"><![CDATA[Transports &amp; ports]]></category>'
        '<category domain="post_tag" nicename="bac"><![CDATA[Bac]]></category>'
        '<category domain="post_tag" nicename="bac-2"><![CDATA[bac]]></category>'
        '<category domain="category" nicename="non-classe"><![CDATA[Non classé]]></category>'
        '<category domain="post_format" nicename="post-format-aside"><![CDATA[Aside]]></category>'
    )
    draft = only(
        post(
            more=terms,
            title="Le bac reprend &amp; les <em>marins</em> aussi",
            excerpt__encoded="Deux semaines de grève prennent fin à l'embarcadère.",
            post_modified="2025-09-12 09:00:00",
            post_modified_gmt="2025-09-12 07:00:00",
        )
    )
    assert draft.fragment == "7"
    assert draft.title == "Le bac reprend & les marins aussi"
    assert draft.standfirst == "Deux semaines de grève prennent fin à l'embarcadère."
    assert texts(draft) == TEXT.split("\n\n")
    assert draft.authors == ("Jeanne Roux",)
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-09-12T00:30:00+02:00"
    assert draft.updated is not None
    assert draft.updated.isoformat() == "2025-09-12T09:00:00+02:00"
    assert draft.date_source is DateSource.METADATA
    assert draft.url == "https://gazette.example/journal/2025/09/12/le-bac-reprend/"
    assert draft.guid == "https://gazette.example/journal/?p=7"
    assert draft.aliases == ("2025/09/12/le-bac-reprend/",)
    assert draft.source == "La Gazette de Brument"
    assert draft.lang == "fr"
    assert draft.keywords == ("Transports & ports", "Bac")
    assert draft.topics == ()
    assert draft.status is Status.PUBLISHED
    assert dict(draft.extra) == {}
    assert draft.warnings == ()
    assert dict(draft.provenance) == {
        "title": "title",
        "body": "content:encoded",
        "lang": "language",
        "standfirst": "excerpt:encoded",
        "published": "wp:post_date",
        "updated": "wp:post_modified",
        "url": "link",
        "authors": "dc:creator",
        "keywords": "category",
    }


def test_author_by_first_and_last_name_where_the_login_is_shown() -> None:
    assert only(post(dc__creator="plem")).authors == ("Paul Lemaire",)


def test_authors_of_a_plugin_for_several() -> None:
    names = "".join(
        f'<category domain="author" nicename="cap-x"><![CDATA[{name}]]></category>' for name in ("jroux", "Ana Prado")
    )
    draft = only(post(more=names))
    assert draft.authors == ("Jeanne Roux", "Ana Prado")
    assert draft.keywords == ()


def test_an_account_with_a_first_name_is_a_person() -> None:
    account = "<wp:author><wp:author_login>{0}</wp:author_login><wp:author_display_name>{0}</wp:author_display_name>{1}"
    nina = account.format("Nina", "<wp:author_first_name>Nina</wp:author_first_name></wp:author>")
    house = account.format("Brument", "</wp:author>")
    posts = [post(dc__creator=name, post_id=name) for name in ("Nina", "Brument")]
    found = [one for one in read(*posts, header=HEADER + nina + house) if isinstance(one, Draft)]
    assert [(one.authors, one.credit) for one in found] == [(("Nina",), None), ((), "Brument")]


GERMAN = (
    "Die Fähre über die Förde fährt seit Montag wieder. Die Mannschaft hatte eine Stunde mehr Ruhe verlangt, und die "
    "Reederei hat nach einer langen Nacht nachgegeben. Auf beiden Ufern warteten am Morgen mehr als hundert Wagen, die "
    "meisten von ihnen mit Fisch und Obst beladen."
)


def test_a_long_text_in_another_language_wins_over_the_setting_of_the_site() -> None:
    found = only(post(GERMAN, title="Die Fähre fährt"))
    assert (found.lang, found.provenance["lang"]) == ("de", "detected")
    short = only(post("Die Fähre fährt wieder.", title="Die Fähre"))
    assert (short.lang, short.provenance["lang"]) == ("fr", "language")


def test_a_language_next_to_that_of_the_site_is_no_other_language() -> None:
    danish = (
        "Færgen over bæltet sejler igen fra mandag. Besætningen havde krævet en times mere hvile, og rederiet gav sig "
        "efter en lang nat. På begge bredder ventede der om morgenen mere end hundrede vogne, de fleste med fisk."
    )
    (found,) = read(post(danish, title="Færgen sejler"), header=HEADER.replace("fr-FR", "nb-NO"))
    assert isinstance(found, Draft)
    assert found.lang == "nb"


def test_language_of_a_plugin() -> None:
    more = '<category domain="language" nicename="de"><![CDATA[Deutsch]]></category>'
    draft = only(post(more=more))
    assert draft.lang == "de"
    assert draft.keywords == ()


@pytest.mark.parametrize(
    ("local", "utc", "expected"),
    [
        ("2025-01-01 00:10:00", "2024-12-31 18:40:00", "2025-01-01T00:10:00+05:30"),
        ("2024-12-31 20:00:00", "2025-01-01 04:00:00", "2024-12-31T20:00:00-08:00"),
        ("2025-03-02 10:00:01", "2025-03-02 10:00:00", "2025-03-02T10:00:01+00:00"),
        ("2025-03-02 10:00:00", "0000-00-00 00:00:00", "2025-03-02T10:00:00"),
        ("0000-00-00 00:00:00", "2025-03-02 10:00:00", "2025-03-02T10:00:00+00:00"),
        ("2025-03-02 10:00:00", "2025-03-09 10:00:00", "2025-03-02T10:00:00"),
    ],
)
def test_zone_is_what_the_two_times_differ_by(local: str, utc: str, expected: str) -> None:
    draft = only(post(post_date=local, post_date_gmt=utc, pubDate=""))
    assert draft.published is not None
    assert draft.published.isoformat() == expected


def test_date_of_the_feed_where_no_other_is_real() -> None:
    zero = "0000-00-00 00:00:00"
    draft = only(post(post_date=zero, post_date_gmt=zero, pubDate="Fri, 12 Sep 2025 00:30:00 +0200"))
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-09-12T00:30:00+02:00"
    assert draft.provenance["published"] == "pubDate"


def test_no_date_is_made_of_the_first_second_of_unix() -> None:
    zero = "0000-00-00 00:00:00"
    draft = only(post(post_date=zero, post_date_gmt=zero, pubDate="Thu, 01 Jan 1970 00:00:00 +0000"))
    assert draft.published is None
    assert draft.date_source is DateSource.NONE


def test_dates_that_disagree_are_told() -> None:
    draft = only(post(pubDate="Mon, 01 Sep 2025 10:00:00 +0000"))
    assert draft.published is not None
    assert draft.published.day.isoformat() == "2025-09-12"
    assert draft.warnings == (
        "its dates disagree: wp:post_date 2025-09-12T00:30:00+02:00, pubDate 2025-09-01T10:00:00+00:00; "
        "the first counts",
    )


@pytest.mark.parametrize("status", ["draft", "pending", "private"])
def test_what_is_not_public_stays_a_draft(status: str) -> None:
    assert only(post(status=status)).status is Status.DRAFT


def test_a_planned_post_keeps_its_time() -> None:
    draft = only(post(status="future"))
    assert draft.status is Status.DRAFT
    assert dict(draft.extra) == {"embargo": "2025-09-12T00:30:00+02:00"}


def test_a_password_keeps_a_post_from_being_shown() -> None:
    draft = only(item(wp__post_password="sesame"))
    assert draft.status is Status.DRAFT
    assert draft.warnings == ("is protected by a password on its site; it is kept as a draft",)


def test_an_unknown_status_is_no_published_one() -> None:
    draft = only(post(status="pitch"))
    assert draft.status is Status.DRAFT
    assert "'pitch'" in draft.warnings[0]


def test_what_is_left_out_is_counted() -> None:
    comment = "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"
    found = read(
        post(more=comment * 3),
        post(post_id="8", post_type="attachment", status="inherit"),
        post(post_id="9", post_type="attachment", status="inherit"),
        post(post_id="10", post_type="nav_menu_item"),
        post(post_id="11", post_type="revision", status="inherit"),
        post(post_id="12", status="trash"),
        post(post_id="13", status="auto-draft"),
        post("", post_id="14", status="draft"),
        post("", post_id="15", post_type="acf-field"),
    )
    assert [type(one) for one in found] == [Draft] + 8 * [LeftOut]
    assert {one.what: one.number for one in found if isinstance(one, LeftOut)} == {
        "comments": 3,
        "attachments": 2,
        "menu items": 1,
        "revisions": 1,
        "posts in the bin": 1,
        "unsaved drafts": 1,
        "drafts without a text": 1,
        "items of the type acf-field without a text": 1,
    }


def test_pages_and_own_types_are_articles_of_their_type() -> None:
    found = read(post(post_type="page"), post(post_id="8", post_type="enquete"))
    assert [dict(one.extra) for one in found if isinstance(one, Draft)] == [{"type": "page"}, {"type": "enquete"}]


@pytest.mark.parametrize(
    ("content", "title", "reason"),
    [
        ("", "Le bac reprend", "line 19: has a title but no text; a plugin may keep its text outside the export"),
        (TEXT, " ", "line 19: has no title; give it one in the export"),
        (
            '<img src="a.jpg">',
            "Le bac reprend",
            "line 19: has a title but no words: it holds images, frames or forms alone",
        ),
    ],
)
def test_a_published_post_that_is_no_article_is_told(content: str, title: str, reason: str) -> None:
    assert read(post(content, title=title)) == [Failure("inbox/site.xml#7", "parse", reason)]


def test_an_excerpt_stands_in_for_the_text() -> None:
    draft = only(post("", excerpt__encoded="Le bac a repris lundi la traversée."))
    assert texts(draft) == ["Le bac a repris lundi la traversée."]
    assert draft.standfirst is None
    assert draft.provenance["body"] == "excerpt:encoded"


def test_an_excerpt_that_begins_the_text_is_no_standfirst() -> None:
    assert only(post(excerpt__encoded="Le bac a repris lundi")).standfirst is None


def test_a_guid_is_made_one_of_the_site() -> None:
    assert only(post(guid="7-le-bac")).guid == "https://gazette.example/journal/#7-le-bac"
    assert only(post(guid="")).guid == "https://gazette.example/journal/#7"


@pytest.mark.parametrize(
    "link",
    [
        "https://gazette.example/journal/?p=7",
        "https://autre.example/journal/2025/bac/",
        "https://gazette.example/2025/bac/",
        "https://gazette.example/journal/../../etc/passwd",
        "https://[",
        "javascript:alert(1)",
    ],
)
def test_no_alias_is_made_of_what_is_no_path_on_the_site(link: str) -> None:
    assert only(post(link=link)).aliases == ()


def test_two_items_of_one_id_stay_two() -> None:
    found = read(post(link="https://gazette.example/?p=7"), post(title="Autre", link="https://gazette.example/?p=7"))
    assert [one.fragment for one in found if isinstance(one, Draft)] == ["7", "7-2"]
    second = found[1]
    assert isinstance(second, Draft)
    assert (second.guid, second.url) == (None, None)
    assert "no id of its own" in second.warnings[0]


def test_image_above_a_post_is_a_link_with_its_caption() -> None:
    picture = post(
        post_id="8",
        post_type="attachment",
        title="bac",
        excerpt__encoded="Le bac à quai",
        wp__attachment_url="https://gazette.example/journal/wp-content/uploads/bac.jpg",
    )
    meta = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>8</wp:meta_value></wp:postmeta>"
    found = read(post(more=meta), picture)
    assert isinstance(found[0], Draft)
    assert texts(found[0])[0] == "[Le bac à quai](https://gazette.example/journal/wp-content/uploads/bac.jpg)"
    shown = read(post('<img src="/wp-content/uploads/bac-300x200.jpg">' + TEXT, more=meta), picture)
    assert isinstance(shown[0], Draft)
    assert "quai" not in texts(shown[0])[0]


# --- broken exports


def test_an_item_that_breaks_off_costs_no_other() -> None:
    cut = post(post_id="8")[:300] + "]]>"
    found = read(post(), cut, post(post_id="9"))
    assert [one.fragment for one in found if isinstance(one, Draft)] == ["7", "9"]
    line = (HEADER + post()).count("\n") + 1
    reason = f"line {line}: breaks off; export the site again, perhaps in smaller parts"
    assert found[-1] == Failure(f"inbox/site.xml#line-{line}", "parse", reason)


def test_an_export_that_breaks_off_gives_what_was_whole() -> None:
    whole = HEADER + post() + post(post_id="8")
    found = read_bytes(whole[: len(whole) - 200].encode())
    assert [type(one) for one in found] == [Draft, Failure]


def test_a_cdata_section_without_end_costs_nothing() -> None:
    found = read(post(), post(post_id="8").replace("]]></content", "</content"), post(post_id="9"))
    assert [one.fragment for one in found if isinstance(one, Draft)] == ["7", "8", "9"]
    assert [texts(one) for one in found if isinstance(one, Draft)] == 3 * [TEXT.split("\n\n")]


def test_a_beginning_of_an_item_in_a_text_is_text() -> None:
    draft = only(post("Un flux a des <code>&lt;item&gt;</code>.\n\n<item>Voici</item> la suite, en clair."))
    assert texts(draft)[-1].endswith("la suite, en clair.")


def test_names_of_html_characters_and_bare_ampersands_outside_cdata() -> None:
    broken = post().replace("<title><![CDATA[Le bac reprend]]>", "<title>Caf&eacute; &amp; th&eacute; & caf&copie;")
    draft = only(broken)
    assert draft.title == "Café & thé & caf&copie;"
    assert draft.warnings == ()


def test_control_characters_are_dropped() -> None:
    draft = only(post("Le bac\x08 a\x0b repris\x1f lundi la traversée.", title="Le\x00 bac"))
    assert draft.title == "Le bac"
    assert texts(draft) == ["Le bac a repris lundi la traversée."]


def test_xml_that_cannot_be_mended_is_read_as_far_as_it_goes_and_said_so() -> None:
    draft = only(post().replace("<wp:status>", "<wp:foo><wp:status>"))
    assert texts(draft) == TEXT.split("\n\n")
    assert "is not well-formed XML" in draft.warnings[0]


def test_stray_byte_in_utf8() -> None:
    data = (HEADER + post(title="Le bac reprend à Brument, été") + FOOTER).encode()
    found = read_bytes(data.replace(b"marins", b"mar\xe9ins"))
    assert isinstance(found[0], Draft)
    assert found[0].title == "Le bac reprend à Brument, été"
    assert "encoding" in found[0].warnings[0]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    text = (HEADER + post(title="L'été à Brument") + FOOTER).replace("UTF-8", encoding.removesuffix("-sig"))
    data = text.encode(encoding)
    assert wxr.matches(data[:HEAD], "x")
    found = read_bytes(data)
    assert [one.title for one in found if isinstance(one, Draft)] == ["L'été à Brument"]
    assert [one.warnings for one in found if isinstance(one, Draft)] == [()]


def test_prefixes_of_another_program() -> None:
    text = (HEADER + post() + FOOTER).replace("xmlns:wp=", "xmlns:ns0=").replace("<wp:", "<ns0:")
    found = read_bytes(text.replace("</wp:", "</ns0:").encode())
    assert [one.fragment for one in found if isinstance(one, Draft)] == ["7"]


def test_an_export_without_posts_is_told() -> None:
    assert read() == [Failure("inbox/site.xml", "parse", "is a WordPress export without a post; export 'All content'")]


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    header = HEADER.replace("<rss", bomb + "<rss", 1)
    found = read(post().replace("<![CDATA[Le bac reprend]]>", "&b; &f;"), header=header)
    assert isinstance(found[0], Draft)
    assert found[0].title == "&b; &f;"


@pytest.mark.parametrize("part", ["<item>", "<item><![CDATA[", "<![CDATA[", "<item></item>", "</item>"])
def test_no_end_of_broken_items(part: str) -> None:
    found = read_bytes((HEADER + part * 2_000).encode())
    assert found
    assert all(isinstance(one, Failure) for one in found)


def test_any_cut_of_an_export_is_read_without_an_exception() -> None:
    whole = (HEADER + post() + post(post_id="8") + FOOTER).encode()
    for end in range(0, len(whole), 37):
        assert read_bytes(whole[:end])


# --- several languages


@pytest.mark.parametrize(
    "form", ["[:fr]{}[:en]{}[:]", "<!--:fr-->{}<!--:--><!--:en-->{}<!--:-->", "{{:fr}}{}{{:en}}{}{{:}}"]
)
def test_a_draft_a_language(form: str) -> None:
    body = form.format("Le bac a repris la traversée lundi matin.", "The ferry is running again since Monday.")
    found = read(post(body, title=form.format("Le bac reprend", "The ferry is back")))
    drafts = [one for one in found if isinstance(one, Draft)]
    assert [(one.fragment, one.lang, one.title) for one in drafts] == [
        ("7-fr", "fr", "Le bac reprend"),
        ("7-en", "en", "The ferry is back"),
    ]
    assert texts(drafts[1]) == ["The ferry is running again since Monday."]
    assert drafts[0].url is not None
    assert drafts[1].url is None
    assert len({one.guid for one in drafts}) == 2


def test_a_language_without_a_text_is_counted() -> None:
    found = read(post("[:fr]Le bac a repris lundi.[:]", title="[:fr]Le bac[:en]The ferry[:]"))
    assert [type(one) for one in found] == [Draft, LeftOut]


# --- which files


def test_matches_an_export_and_its_items_and_no_other_feed() -> None:
    feed = b'<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"><channel></channel></rss>'
    export = HEADER.encode()
    assert wxr.matches(export, "a.xml")
    assert not feeds.matches(export, "a.xml")
    assert wxr.matches(f"\n{post()}".encode(), "a.xml")
    assert not wxr.matches(feed, "a.xml")
    assert feeds.matches(feed, "a.xml")
    assert not wxr.matches(b"<html>" + export, "a.xml") or b"<rss" in export


# --- large exports


def test_split_gives_an_export_a_post() -> None:
    picture = post(
        post_id="6", post_type="attachment", title="Le bac à quai", wp__attachment_url="https://gazette.example/b.jpg"
    )
    meta = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>6</wp:meta_value></wp:postmeta>"
    text = HEADER + picture + post(more=meta) + post(post_id="8", dc__creator="plem") + "<item><title>cut"
    outer = Document("inbox/site.xml", b"", Known(captured=None), "")
    found = list(wxr.split(io.BytesIO(text.encode()), outer, ReadOptions()))
    documents = [one for one in found if isinstance(one, Document)]
    assert [one.path for one in documents] == ["inbox/site.xml#7", "inbox/site.xml#8"]
    assert {one.format for one in documents} == {wxr.POST}
    assert LeftOut("attachments", 1) in found
    assert any(isinstance(one, Failure) and "breaks off" in one.message for one in found)
    drafts = [draft for one in documents for draft in wxr.read(one, ReadOptions())]
    assert [draft.fragment for draft in drafts if isinstance(draft, Draft)] == ["", ""]
    whole = [one for one in read_bytes(text.encode()) if isinstance(one, Draft)]
    for one, other in zip(whole, drafts, strict=True):
        assert isinstance(other, Draft)
        assert (one.title, one.blocks, one.authors, one.published) == (
            other.title,
            other.blocks,
            other.authors,
            other.published,
        )
        assert (one.lang, one.source, one.aliases, one.guid) == (other.lang, other.source, other.aliases, other.guid)


class _Endless(io.RawIOBase):
    """A stream of `number` posts that never stand in memory together."""

    def __init__(self, number: int) -> None:
        self._parts = self._all(number)
        self._rest = b""

    @staticmethod
    def _all(number: int) -> Iterator[bytes]:
        yield HEADER.encode()
        for at in range(number):
            yield post(TEXT * 100, post_id=str(at)).encode()
        yield FOOTER.encode()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while len(self._rest) < len(buffer) and (part := next(self._parts, b"")):
            self._rest += part
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def test_split_keeps_one_post_in_memory() -> None:
    import tracemalloc

    outer = Document("inbox/site.xml", b"", Known(), "")
    stream = io.BufferedReader(_Endless(2_000))
    tracemalloc.start()
    count = len([None for _ in wxr.split(stream, outer, ReadOptions())])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2_000
    assert peak < 4_000_000  # of 22 MB


def test_blocks_of_the_text_are_of_their_kinds() -> None:
    draft = only(post("<h2>Une reprise</h2>\nLe bac a repris.\n\n<ul><li>Un</li><li>Deux</li></ul>"))
    assert [block.kind for block in draft.blocks] == [BlockKind.CROSSHEAD, BlockKind.PARAGRAPH, BlockKind.MARKDOWN]
