"""Rows: which column means what, how its value is read, and what the text itself adds."""

from __future__ import annotations

from typing import Any

import pytest

from site_gen.ingest.formats.rows import RowPage, find_rows, read_row
from site_gen.model import BlockKind, DateSource, Draft, Status

TEXT = "The ferry to Lund ran again on Friday.\n\nIt had lain in the harbour since the storm."
PARAGRAPHS = ["The ferry to Lund ran again on Friday.", "It had lain in the harbour since the storm."]


def draft(columns: dict[str, str] | None = None, **row: Any) -> Draft:
    found = read_row({"title": "Ferry runs again", "text": TEXT} | row, columns or {})
    assert isinstance(found, Draft), found
    return found


def texts(found: Draft) -> list[str]:
    return [block.text for block in found.blocks]


def published(found: Draft) -> str | None:
    return found.published.isoformat() if found.published else None


# --- whole rows of known dumps ---------------------------------------------------------------------------------

DUMPS: dict[str, dict[str, Any]] = {
    "trafilatura": {
        "title": "Ferry runs again",
        "author": "Ada Roth; Bo Lindqvist",
        "hostname": "gazette.example",
        "date": "2025-09-12",
        "categories": "Harbour",
        "tags": "ferry;storm",
        "id": None,
        "raw_text": "x",
        "text": "\n".join(PARAGRAPHS),
        "language": "en",
        "source": "https://gazette.example/ferry",
        "source-hostname": "gazette",
        "excerpt": "It runs.",
        "filedate": "2025-09-20",
    },
    "newspaper": {
        "url": "https://gazette.example/ferry",
        "source_url": "https://gazette.example",
        "title": "Ferry runs again",
        "text": TEXT,
        "authors": ["Ada Roth", "Bo Lindqvist"],
        "publish_date": "2025-09-12 00:00:00",
        "meta_description": "It runs.",
        "meta_lang": "en",
        "tags": ["ferry", "storm"],
        "category": "Harbour",
        "source": "gazette.example",
        "crawl_date": "2025-09-20",
    },
    "news-please": {
        "authors": ["Ada Roth", "Bo Lindqvist"],
        "date_download": "2025-09-20 10:00:00",
        "date_modify": "2025-09-13 08:00:00",
        "date_publish": "2025-09-12 08:00:00",
        "description": "It runs.",
        "language": "en",
        "localpath": "/data/x.html",
        "maintext": TEXT,
        "source_domain": "gazette.example",
        "title": "Ferry runs again",
        "title_page": None,
        "url": "https://gazette.example/ferry",
        "category": "Harbour",
        "tags": ["ferry", "storm"],
    },
    "fundus": {
        "title": "Ferry runs again",
        "authors": ["Ada Roth", "Bo Lindqvist"],
        "publishing_date": "2025-09-12 08:00:00+02:00",
        "topics": ["Harbour", "ferry", "storm"],
        "body": {"summary": ["It runs."], "sections": [{"headline": [], "paragraphs": PARAGRAPHS}]},
        "html": {"requested_url": "https://gazette.example/ferry", "crawl_date": "2025-09-20"},
        "lang": "en",
        "publisher": "gazette.example",
        "url": "https://gazette.example/ferry",
        "crawl_date": "2025-09-20",
    },
    "guardian": {
        "id": "harbour/2025/sep/12/ferry",
        "sectionName": "Harbour",
        "webPublicationDate": "2025-09-12T08:00:00Z",
        "webTitle": "Ferry runs again",
        "webUrl": "https://gazette.example/ferry",
        "fields": {
            "headline": "Ferry runs again",
            "byline": "Ada Roth and Bo Lindqvist",
            "trailText": "It <b>runs</b>.",
            "body": "".join(f"<p>{text}</p>" for text in PARAGRAPHS),
            "publication": "gazette.example",
            "lang": "en",
        },
        "tags": [{"webTitle": "ferry", "id": "x/ferry"}, {"webTitle": "storm", "id": "x/storm"}],
        "crawled_at": "2025-09-20",
    },
    "new york times": {
        "headline": {"main": "Ferry runs again", "kicker": "Harbour"},
        "abstract": "It runs.",
        "web_url": "https://gazette.example/ferry",
        "content": TEXT,
        "pub_date": "2025-09-12T08:00:00+0000",
        "section_name": "Harbour",
        "keywords": [{"name": "subject", "value": "ferry"}, {"name": "subject", "value": "storm"}],
        "byline": {"original": "By Ada Roth and Bo Lindqvist", "person": [{"firstname": "Ada"}]},
        "source": "gazette.example",
        "language": "en",
        "captured": "2025-09-20",
    },
    "schema.org": {
        "@type": "NewsArticle",
        "headline": "Ferry runs again",
        "description": "It runs.",
        "articleBody": TEXT,
        "articleSection": "Harbour",
        "keywords": "ferry, storm",
        "author": [{"@type": "Person", "name": "Ada Roth"}, {"@type": "Person", "name": "Bo Lindqvist"}],
        "publisher": {"@type": "Organization", "name": "gazette.example"},
        "datePublished": "2025-09-12T08:00:00+02:00",
        "inLanguage": "en-GB",
        "url": "https://gazette.example/ferry",
        "scraped_at": "2025-09-20",
    },
    "search engine": {
        "_id": "f1",
        "_source": {
            "title": "Ferry runs again",
            "content": TEXT,
            "summary": "It runs.",
            "link": "https://gazette.example/ferry",
            "published_at": 1757664000,
            "creator": [{"name": "Ada Roth"}, {"name": "Bo Lindqvist"}],
            "section": "Harbour",
            "tags": "ferry, storm",
            "site_name": "gazette.example",
            "language": "english",
            "fetched_at": "2025-09-20T10:00:00Z",
        },
    },
}


@pytest.mark.parametrize("name", DUMPS)
def test_dumps_are_read_without_configuration(name: str) -> None:
    found = read_row(DUMPS[name], {})
    assert isinstance(found, Draft), found
    assert found.title == "Ferry runs again"
    assert texts(found) == PARAGRAPHS
    assert found.standfirst == "It runs."
    assert found.url == "https://gazette.example/ferry"
    assert found.authors == ("Ada Roth", "Bo Lindqvist")
    assert found.published is not None
    assert found.published.day.isoformat() == "2025-09-12"
    assert found.date_source is DateSource.METADATA
    assert found.captured is not None
    assert found.captured.day.isoformat() == "2025-09-20"
    assert found.source == "gazette.example"
    assert found.lang == "en"
    assert found.keywords == ("Harbour", "ferry", "storm")
    assert found.warnings == ()


def test_a_change_is_no_publication() -> None:
    found = read_row(DUMPS["news-please"], {})
    assert isinstance(found, Draft)
    assert found.updated is not None
    assert found.updated.isoformat() == "2025-09-13T08:00:00"


def test_provenance_names_the_columns() -> None:
    found = read_row(DUMPS["guardian"], {})
    assert isinstance(found, Draft)
    assert found.provenance["body"] == "fields.body"
    assert found.provenance["published"] == "webPublicationDate"
    assert found.provenance["keywords"] == "sectionName, tags"


# --- which column wins -----------------------------------------------------------------------------------------


def test_names_are_compared_without_case_and_marks() -> None:
    row: dict[str, Any] = {"Date-Published": "2025-09-12"}
    assert published(draft(**row)) == "2025-09-12"


def test_plain_names_give_way_to_those_that_leave_no_doubt() -> None:
    found = draft(date="2025-09-12", publish_date="2025-09-12T09:00:00")
    assert published(found) == "2025-09-12T09:00:00"
    assert found.warnings == ()


def test_dates_that_disagree_by_a_day_are_told() -> None:
    found = draft(published="2025-09-12", date="2025-09-14")
    assert published(found) == "2025-09-12"
    assert found.warnings == ("its dates disagree: published says 2025-09-12, date 2025-09-14; published is taken",)


def test_a_date_that_is_none_is_told() -> None:
    found = draft(date="sometime")
    assert found.published is None
    assert found.warnings == ("its date 'sometime' is no date that is understood; it is left out",)


def test_the_timestamp_of_a_page_without_a_title_is_that_of_the_crawl() -> None:
    page = {"text": f"Ferry runs again\n\n{TEXT}", "timestamp": "2025-09-20T10:00:00Z", "url": "https://g.example/f"}
    found = read_row(page, {})
    assert isinstance(found, Draft)
    assert (found.title, found.published) == ("Ferry runs again", None)
    assert found.captured is not None
    assert published(draft(timestamp="2025-09-12")) == "2025-09-12"


def test_the_summary_stands_in_for_a_text() -> None:
    found = read_row({"title": "Ferry runs again", "description": "The ferry to Lund ran again on Friday."}, {})
    assert isinstance(found, Draft)
    assert texts(found) == ["The ferry to Lund ran again on Friday."]
    assert found.standfirst is None
    assert found.provenance["body"] == "description"


def test_the_address_of_a_publication_is_not_that_of_the_article() -> None:
    assert draft(source="The Gazette").source == "The Gazette"
    assert draft(source="The Gazette").url is None
    assert draft(source={"id": "gazette", "name": "The Gazette"}).source == "The Gazette"
    assert draft(source={"id": "gazette", "name": "The Gazette"}).guid is None


def test_mapped_columns_win_and_serve_nothing_else() -> None:
    columns = {"title": "kop", "published": "meta.datum", "keywords": "date"}
    found = draft(columns, kop="Veer vaart weer", meta={"datum": "2025-09-12"}, date="haven, storm")
    assert (found.title, published(found)) == ("Veer vaart weer", "2025-09-12")
    assert found.keywords == ("haven", "storm")
    assert found.provenance["published"] == "meta.datum"


def test_a_row_that_lacks_the_mapped_column_is_read_by_the_known_names() -> None:
    assert draft({"title": "kop"}).title == "Ferry runs again"


# --- values ----------------------------------------------------------------------------------------------------


def test_titles_are_one_line_without_markup() -> None:
    assert draft(title="Ferry &amp;amp; <em>train</em>\n run &#8220;again&#8221;").title == "Ferry & train run “again”"


@pytest.mark.parametrize("value", ["nan", "None", "", "  ", "N/A", None, [], {}, False])
def test_words_for_nothing_are_nothing(value: object) -> None:
    found = draft(summary=value, authors=value, source=value, id=value, tags=value)
    assert (found.standfirst, found.authors, found.source, found.guid, found.keywords) == (None, (), None, None, ())


def test_a_printed_list_is_a_list() -> None:
    found = draft(authors="['Ada Roth', 'Bo Lindqvist']", tags='["ferry", "storm"]')
    assert (found.authors, found.keywords) == (("Ada Roth", "Bo Lindqvist"), ("ferry", "storm"))


def test_ids_are_texts() -> None:
    assert [draft(id=value).guid for value in (17, 17.0, "a-17", {"$oid": "5e17"})] == ["17", "17", "a-17", "5e17"]


def test_subject_codes_become_topics_and_house_sections_do_not() -> None:
    found = draft(subjects=["medtop:15000000", "medtop:99999999"], section="sport")
    assert (found.topics, found.keywords) == (("sport",), ("sport",))
    assert draft(section="sport").topics == ()


def test_the_numbers_of_classes_are_no_keywords() -> None:
    assert draft(label=3, category="World").keywords == ("World",)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({"status": "draft"}, Status.DRAFT),
        ({"draft": True}, Status.DRAFT),
        ({"status": "retracted"}, Status.WITHDRAWN),
        ({"status": "success"}, Status.PUBLISHED),
    ],
)
def test_status(row: dict[str, Any], status: Status) -> None:
    assert draft(**row).status is status


# --- texts -----------------------------------------------------------------------------------------------------


def test_lines_are_paragraphs_and_a_single_line_stays_one() -> None:
    assert texts(draft(text="\n".join(PARAGRAPHS))) == PARAGRAPHS
    assert texts(draft(text=" ".join(PARAGRAPHS))) == [" ".join(PARAGRAPHS)]


def test_crossheads_of_agencies() -> None:
    found = draft(text=f"{PARAGRAPHS[0]}\n- After the storm -\n{PARAGRAPHS[1]}")
    assert [block.kind for block in found.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.CROSSHEAD,
        BlockKind.PARAGRAPH,
    ]


def test_the_title_is_not_repeated_in_the_text() -> None:
    assert texts(draft(text=f"Ferry runs again\n\n{TEXT}")) == PARAGRAPHS


def test_edges_of_a_text_are_read() -> None:
    found = draft(text=f"By Ada Roth\nLUND, Sept 12 (AFP) - {TEXT}\n\nA.Roth--VB")
    assert texts(found) == PARAGRAPHS
    assert (found.authors, found.code, found.credit) == (("Ada Roth", "A. Roth"), "VB", "AFP")
    assert {item.reason for item in found.furniture} == {"byline", "signature"}


def test_a_last_sentence_is_no_signature() -> None:
    assert texts(draft(text="The ferry ran.\nOn Friday."))[-1] == "On Friday."


def test_furniture_is_taken_out_and_kept_in_the_list() -> None:
    found = draft(text=f"{PARAGRAPHS[0]}\nShare on Facebook\n{PARAGRAPHS[1]}")
    assert texts(found) == PARAGRAPHS
    assert [(item.text, item.reason) for item in found.furniture] == [("Share on Facebook", "share")]


SEED = "-\nBank cuts rates\n-\nSnow closes pass\n-\nMarket fire is out\nFerry runs again\n" + "\n".join(PARAGRAPHS)


def test_a_dump_with_a_headline_list_is_read_as_text() -> None:
    found = draft(text=SEED)
    assert found.headlines == ("Bank cuts rates", "Snow closes pass", "Market fire is out")
    assert texts(found) == PARAGRAPHS


def test_a_row_without_a_title_takes_that_of_its_text() -> None:
    for text in (SEED, f"Ferry runs again\n\n{TEXT}"):
        found = read_row({"text": text, "date": "2025-09-12"}, {})
        assert isinstance(found, Draft)
        assert (found.title, texts(found), published(found)) == ("Ferry runs again", PARAGRAPHS, "2025-09-12")


def test_a_single_line_without_a_title_takes_its_first_sentence() -> None:
    found = read_row({"text": " ".join(PARAGRAPHS)}, {})
    assert isinstance(found, Draft)
    assert found.title == PARAGRAPHS[0]
    assert texts(found) == [" ".join(PARAGRAPHS)]
    assert found.warnings == ("it has no title; its first sentence stands for one",)


def test_html_becomes_blocks() -> None:
    found = draft(text="<p>LUND (AFP) - The ferry <b>ran</b>.</p><h2>After the storm</h2><p>It had lain there.</p>")
    assert texts(found) == ["The ferry **ran**.", "After the storm", "It had lain there."]
    assert found.blocks[1].kind is BlockKind.CROSSHEAD
    assert found.credit == "AFP"


def test_html_without_paragraphs_keeps_its_lines() -> None:
    found = draft(content='The ferry <a href="https://l.example/">ran</a>.\n\nIt had lain there.', text=None)
    assert texts(found) == ["The ferry [ran](https://l.example/).", "It had lain there."]


def test_escaped_html_is_html() -> None:
    assert texts(draft(text="&lt;p&gt;The ferry ran.&lt;/p&gt;&lt;p&gt;It had lain.&lt;/p&gt;")) == [
        "The ferry ran.",
        "It had lain.",
    ]


def test_paragraphs_with_kinds() -> None:
    contents = [
        {"type": "title", "content": "Ferry runs again"},
        {"type": "sanitized_html", "subtype": "paragraph", "content": "The ferry <b>ran</b>."},
        {"type": "image", "caption": "The harbour"},
        {"type": "header", "data": {"text": "After the storm"}},
        {"type": "paragraph", "data": {"text": "It had lain there."}},
    ]
    found = draft(text=None, contents=contents)
    assert texts(found) == ["The ferry **ran**.", "After the storm", "It had lain there."]
    assert found.blocks[1].kind is BlockKind.CROSSHEAD


def test_a_cut_text_is_told() -> None:
    found = draft(text=None, content="The ferry to Lund ran again on Friday… [+1234 chars]")
    assert texts(found) == ["The ferry to Lund ran again on Friday"]
    assert found.warnings == ("the text is cut: 1234 characters are missing",)


def test_a_complete_page_is_handed_on_with_the_facts_of_its_row() -> None:
    page = "<!doctype html><html><body><p>The ferry ran.</p></body></html>"
    found = read_row({"url": "https://g.example/f", "html": page, "crawl_date": "2025-09-20"}, {})
    assert isinstance(found, RowPage)
    assert found.html == page
    assert found.draft.url == "https://g.example/f"


# --- what is no article ----------------------------------------------------------------------------------------


def test_a_row_without_text_names_its_columns_and_the_remedy() -> None:
    assert read_row({"title": "Ferry runs again", "kop": "x"}, {}) == (
        'has no text in any of its columns (title, kop); name the right one in site.toml: [fields] text = "…"'
    )


def test_a_row_without_a_title_names_the_remedy() -> None:
    found = read_row({"text": "one short line"}, {})
    assert isinstance(found, str)
    assert found.startswith("has no title, and its text begins with none; name the column")


def test_a_withdrawn_row_needs_no_text() -> None:
    found = read_row({"title": "Ferry runs again", "status": "withdrawn", "id": "f1"}, {})
    assert isinstance(found, Draft)
    assert (found.status, found.guid) == (Status.WITHDRAWN, "f1")


@pytest.mark.parametrize(
    "row",
    [
        {"title": {"a": 1}, "text": [1, 2], "date": 12345678901234567890},
        {"title": [[[[[["x"]]]]]], "text": {"a": {"text": {"text": {"text": "x"}}}}},
        {"title": "\ud800\x00", "text": "\x00\x01"},
        {"title": "x", "text": "<p" * 2000, "authors": [[], {}, 3, None], "published": {"$date": []}},
        {"title": "x" * 100_000, "text": "y " * 100_000, "id": "z" * 100_000},
        {"title": float("inf"), "text": float("nan"), "date": float("nan"), "id": float("inf")},
    ],
)
def test_odd_values_give_a_draft_or_a_reason(row: dict[str, Any]) -> None:
    assert isinstance(read_row(row, {}), Draft | str)


# --- where the rows are ----------------------------------------------------------------------------------------

ROW = {"title": "Ferry runs again", "text": TEXT}


@pytest.mark.parametrize(
    "value",
    [
        [ROW],
        ROW,
        {"status": "ok", "totalResults": 1, "articles": [ROW]},
        {"response": {"status": "ok", "results": [ROW]}},
        {"response": {"meta": {"hits": 1}, "docs": [ROW]}},
        {"hits": {"total": {"value": 1}, "hits": [ROW]}},
        {"title": "All of it", "description": "A dump", "tags": [{"name": "x"}], "items": [ROW]},
        {"f1": ROW},
        {"@graph": [ROW]},
    ],
)
def test_rows_are_found_in_a_document(value: object) -> None:
    assert find_rows(value, {}) == [ROW]


def test_a_row_with_lists_is_one_row() -> None:
    row = ROW | {"related": [{"title": "Another", "url": "https://g.example/a"}]}
    assert find_rows(row, {}) == [row]
    mapped = {"kop": "Veer", "stuk": TEXT, "zie": [{"title": "x"}]}
    assert find_rows(mapped, {"title": "kop", "text": "stuk"}) == [mapped]
