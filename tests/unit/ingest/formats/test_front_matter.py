"""Pages of other generators: every kind of front matter, facts, and bodies with codes in them."""

from __future__ import annotations

import time

import pytest

from site_gen.ingest.formats.base import Document, Known, ReadOptions
from site_gen.ingest.formats.front_matter import matches, read
from site_gen.model import BlockKind, DateSource, Draft, Failure, LeftOut, Status

BODY = "The ferry to **Lund** ran again."


def page(text: str, path: str = "inbox/ferry.md") -> Draft | Failure | LeftOut:
    found = list(read(Document(path, text.encode(), Known(), ""), ReadOptions()))
    assert len(found) == 1
    return found[0]


def draft(text: str, path: str = "inbox/ferry.md") -> Draft:
    found = page(text, path)
    assert isinstance(found, Draft), found
    return found


def yaml(lines: str, body: str = BODY) -> str:
    return f"---\ntitle: Ferry runs again\n{lines}\n---\n\n{body}\n"


def body(markdown: str) -> str:
    return draft(yaml("", markdown)).blocks[0].text


# --- kinds of heads --------------------------------------------------------------------------------------------

_DAY = "2025-09-12T08:00:00+02:00"
HEADS = {
    "hugo yaml": f"---\ntitle: Ferry runs again\ndate: {_DAY}\ntags: [ferry, storm]\n---\n",
    "hugo toml": f'+++\ntitle = "Ferry runs again"\ndate = {_DAY}\ntags = ["ferry", "storm"]\n+++\n',
    "hugo json": f'{{\n "title": "Ferry runs again",\n "date": "{_DAY}",\n "tags": ["ferry", "storm"]\n}}\n',
    "pelican": "Title: Ferry runs again\nDate: 2025-09-12 08:00 +02:00\nTags: ferry, storm\n\n",
    "nikola": ".. title: Ferry runs again\n.. date: 2025-09-12 08:00:00 UTC+02:00\n.. tags: ferry, storm\n\n",
    "nikola comment": (
        "<!--\n.. title: Ferry runs again\n.. date: 2025-09-12 08:00:00 UTC+02:00\n.. tags: ferry, storm\n-->\n\n"
    ),
    "windows": f"---\r\ntitle: Ferry runs again\r\ndate: {_DAY}\r\ntags:\r\n- ferry\r\n- storm\r\n---\r\n",
}


@pytest.mark.parametrize("name", HEADS)
def test_heads_are_read(name: str) -> None:
    found = draft(HEADS[name] + BODY)
    assert found.title == "Ferry runs again"
    assert found.published is not None
    assert found.published.isoformat() == "2025-09-12T08:00:00+02:00"
    assert found.date_source is DateSource.METADATA
    assert found.keywords == ("ferry", "storm")
    assert [(block.kind, block.text) for block in found.blocks] == [(BlockKind.MARKDOWN, BODY)]
    assert found.provenance["published"] == "date"
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Any text.", "a.md", True),
        (HEADS["hugo yaml"], "a.html", True),
        (HEADS["hugo toml"], "a.txt", True),
        (HEADS["nikola"], "a.rst", True),
        ("---\nA ferry ran.\n---\n", "a.txt", False),
        ("-\nA headline: ferry\n-\nAnother\n", "a.txt", False),
        ("Title: a ferry\n\nText", "a.txt", False),
        ("<!DOCTYPE html><p>x", "a.html", False),
        ('{"title": "x"}', "a.json", False),
    ],
)
def test_pages_are_told(text: str, name: str, expected: bool) -> None:
    assert matches(text.encode(), name) is expected


def test_markdown_without_a_head_takes_its_first_heading() -> None:
    for text in (f"# Ferry *runs* again #\n\n{BODY}\n", f"Ferry runs again\n======\n\n{BODY}\n"):
        found = draft(text)
        assert (found.title, found.blocks[0].text) == ("Ferry runs again", BODY)
        assert found.provenance["title"] == "heading"


def test_without_a_heading_the_file_name_is_the_title() -> None:
    found = draft(BODY, "inbox/ferry-runs_again.md")
    assert (found.title, found.provenance["title"]) == ("Ferry runs again", "file name")


# --- facts -----------------------------------------------------------------------------------------------------


def test_facts() -> None:
    found = draft(
        yaml(
            "lastmod: 2025-09-13\nauthors: [Ada Roth, Bo Lindqvist]\ndescription: It runs.\nlang: fr-CH\n"
            "categories:\n  - Harbour\ntags: ferry, storm\nexpiryDate: 2026-01-01\n"
            "canonical_url: https://gazette.example/ferry?utm_source=x"
        )
    )
    assert found.updated is not None
    assert found.updated.isoformat() == "2025-09-13"
    assert found.authors == ("Ada Roth", "Bo Lindqvist")
    assert found.standfirst == "It runs."
    assert found.lang is not None
    assert found.lang.startswith("fr")
    assert found.keywords == ("Harbour", "ferry", "storm")
    assert found.extra == {"expires": "2026-01-01"}
    assert found.url == "https://gazette.example/ferry"


def test_the_file_name_of_jekyll_gives_day_and_address() -> None:
    found = draft(yaml(""), "inbox/_posts/2019-05-01-ferry-runs.md")
    assert found.published is not None
    assert found.published.isoformat() == "2019-05-01"
    assert found.provenance["published"] == "file name"
    assert found.aliases == ("2019/05/01/ferry-runs.html",)


def test_former_addresses_are_kept_as_paths_of_the_site() -> None:
    found = draft(
        yaml(
            "url: /2025/ferry/\nslug: ferry\naliases: [/old/ferry.html, 'https://g.example/older/']\npermalink: /:year/"
        )
    )
    assert found.aliases == ("2025/ferry/", "ferry/", "old/ferry.html", "older/")
    assert found.url is None


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        ("draft: true", "inbox/a.md"),
        ("published: false", "inbox/a.md"),
        ("status: draft", "inbox/a.md"),
        ("tags: [ferry, draft]", "inbox/a.md"),
        ("", "inbox/_drafts/a.md"),
    ],
)
def test_drafts_stay_drafts(lines: str, path: str) -> None:
    found = draft(yaml(lines), path)
    assert found.status is Status.DRAFT
    assert "draft" not in found.keywords


def test_dates_that_disagree_and_dates_that_are_none_are_told() -> None:
    assert draft(yaml("date: 2025-09-12\npublishDate: 2025-09-14")).warnings == (
        "its dates disagree: date says 2025-09-12, publishdate 2025-09-14; date is taken",
    )
    assert draft(yaml("date: 2025-13-12")).warnings == (
        "its date '2025-13-12' is no date that is understood; it is left out",
    )


def test_words_of_yaml_stay_words() -> None:
    assert draft("---\ntitle: NO\ntags: [on, 12:30:45]\n---\nText.").title == "NO"


# --- bodies ----------------------------------------------------------------------------------------------------


def test_the_title_is_not_repeated_as_a_heading() -> None:
    assert body(f"# Ferry runs again\n\n{BODY}") == BODY
    assert body(f"# Another heading\n\n{BODY}") == f"# Another heading\n\n{BODY}"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("a\n<!--more-->\nb", "a\n\nb"),
        ("a <!--more--> b", "a b"),
        ("a\n<!-- TEASER_END -->\nb", "a\n\nb"),
        ('{{< figure src="/h.jpg" caption="The *quay*" attr="Bo" >}}', "[The \\*quay\\* (Bo)](/h.jpg)"),
        ("{{< youtube dQw4w9WgXcQ >}}", "<https://www.youtube.com/watch?v=dQw4w9WgXcQ>"),
        ('{{< tweet url="https://t.example/1" >}}', "<https://t.example/1>"),
        ('{{< figure src="javascript:alert(1)" caption="x" >}}', "x"),
        ('[x]({{< relref "a.md" >}}) y', "x y"),
        ("[x]({% post_url 2019-01-01-a %}) y", "x y"),
        ("![x]({{ site.baseurl }}/a.png)", "![x](/a.png)"),
        ("![x]({{ '/a.png' | relative_url }})", "![x](/a.png)"),
        ("{% highlight py linenos %}\nx = 1\n{% endhighlight %}", "```py\nx = 1\n```"),
        ('{{< highlight go "x=1" >}}\na {{ b }}\n{{< / highlight >}}', "```go\na {{ b }}\n```"),
        ("{% raw %}{x}{% endraw %}", "{x}"),
        ("a{% comment %}b{% endcomment %}c", "ac"),
        ("{% if x %}a{% endif %}", "a"),
        ("```\n{{< figure >}}\n```", "```\n{{< figure >}}\n```"),
        ("Braces { such } as {{ these", "Braces { such } as {{ these"),
        ("<div>raw <b>HTML</b></div>", "<div>raw <b>HTML</b></div>"),
        ("text\n{: .note}", "text"),
    ],
)
def test_codes_are_made_plain(written: str, plain: str) -> None:
    assert body(written).strip() == plain


def test_unknown_codes_are_taken_out_and_told() -> None:
    found = draft(yaml("", '{{% note "x" %}}Kept.{{% /note %}} {% include ad.html %}{{ page.x }}'))
    assert found.blocks[0].text.strip() == "Kept."
    assert found.warnings == (
        "codes of its generator are taken out, what stood in them is kept: note, include, page.x",
    )


def test_html_pages_become_blocks() -> None:
    found = draft(yaml("", "<p>The ferry.</p><h2>After the storm</h2>"), "inbox/a.html")
    assert [(block.kind, block.text) for block in found.blocks] == [
        (BlockKind.PARAGRAPH, "The ferry."),
        (BlockKind.CROSSHEAD, "After the storm"),
    ]


# --- what is no page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source", "message"),
    [
        ("---\ntitle: x\n", "inbox/ferry.md:1", "has front matter that is not closed; add a line '---' after it"),
        ("+++\ntitle = 'x'\n", "inbox/ferry.md:1", "has front matter that is not closed; add a line '+++' after it"),
        ("---\ntitle: x\n---\n", "inbox/ferry.md", "has a title but no text"),
        ("", "inbox/ferry.md", "is empty"),
    ],
)
def test_failures_say_what_is_wrong(text: str, source: str, message: str) -> None:
    assert page(text) == Failure(source, "parse" if text else "read", message)


@pytest.mark.parametrize(
    ("text", "line"), [("---\ntitle: [x\n---\nb", 3), ("+++\n= 1\n+++\nb", 2), ('{\n "a": }\n\nb', 2)]
)
def test_broken_heads_name_their_line(text: str, line: int) -> None:
    found = page(text)
    assert isinstance(found, Failure)
    assert found.source == f"inbox/ferry.md:{line}"
    assert "front matter" in found.message


def test_alias_bombs_are_refused() -> None:
    bomb = "---\na: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 10)}]\n"
        for before, name in zip("abcdefg", "bcdefgh", strict=True)
    )
    found = page(f"{bomb}---\nb")
    assert isinstance(found, Failure)
    assert "nested or repeated too deeply" in found.message


def test_pages_of_sections_are_left_out() -> None:
    assert page(yaml(""), "inbox/harbour/_index.md") == LeftOut("pages of sections")


def test_a_block_of_code_at_the_beginning_keeps_its_indent() -> None:
    assert body("    kedge = 2\n\nThe ferry ran.") == "    kedge = 2\n\nThe ferry ran."


def test_facts_beside_a_page_are_told_to_be_put_into_it() -> None:
    found = page(".. title: Ferry\n.. slug: ferry\n", "inbox/ferry.meta")
    assert isinstance(found, Failure)
    assert "at the beginning of its page" in found.message


# --- reStructuredText ------------------------------------------------------------------------------------------

RESTRUCTURED = """\
The ferry to **Lund** ran again on *Friday*, a week
after the `storm <https://weather.example/>`_. See the port_ and snake_case.

.. TEASER_END

Forty ships
-----------

- one from Hven,
  with herring
- two ``a*b``

1. first
#. second

.. _port: https://port.example/
.. a comment

   that goes on
"""


def test_plain_restructured_text_is_read() -> None:
    found = draft(HEADS["nikola"] + RESTRUCTURED, "inbox/ferry.rst")
    assert (found.title, found.keywords, found.provenance["title"]) == ("Ferry runs again", ("ferry", "storm"), "title")
    assert [(block.kind.value, block.text) for block in found.blocks] == [
        (
            "markdown",
            "The ferry to **Lund** ran again on *Friday*, a week after the [storm](https://weather.example/). "
            "See the [port](https://port.example/) and snake\\_case.",
        ),
        ("crosshead", "Forty ships"),
        ("markdown", "- one from Hven, with herring\n- two a\\*b"),
        ("markdown", "1. first\n2. second"),
    ]


def test_restructured_text_with_a_heading_and_fields() -> None:
    text = (
        "Ferry runs again\n################\n\n:date: 2025-09-12 08:00\n:author: Ada Roth\n:tags: ferry,\n  storm\n\n"
    )
    found = draft(f"{text}=====\nShips\n=====\nThe ferry ran.", "inbox/ferry.rst")
    assert (found.title, found.authors, found.keywords) == ("Ferry runs again", ("Ada Roth",), ("ferry", "storm"))
    assert found.published is not None
    assert found.published.isoformat() == "2025-09-12T08:00:00"
    assert [block.text for block in found.blocks] == ["Ships", "The ferry ran."]


def test_links_of_restructured_text_lead_to_the_web_alone() -> None:
    found = draft(".. title: A\n\nSee `this <javascript:alert(1)>`_ and `that <../b.html>`__.", "inbox/a.rst")
    assert [block.text for block in found.blocks] == ["See this and that."]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (".. image:: a.png", "the directive 'image'"),
        (".. |a| replace:: b", "the directive 'replace'"),
        (".. [1] A note.", "footnotes"),
        ("As in [1]_.", "the footnote [1]_"),
        ("See :doc:`a`.", "the role :doc:`a`"),
        ("The |ship| ran.", "the substitution |ship|"),
        ("So::\n\n    code", "a literal block"),
        ("    A quotation.", "an indented block"),
        ("term\n    what it is", "a list of definitions"),
        ("- a\n  - b", "a list in a list"),
        ("+---+\n| a |\n+---+", "a table"),
        ("=== ===\n a   b\n=== ===", "a table"),
        ("| a\n| b", "a block of lines"),
        (":a: b", "a list of fields"),
    ],
)
def test_restructured_text_that_is_more_than_plain_is_refused(text: str, what: str) -> None:
    found = page(f".. title: Ferry\n\nThe ferry ran.\n\n{text}\n", "inbox/a.rst")
    assert isinstance(found, Failure)
    assert found.message.startswith(f"is reStructuredText that holds {what};")


@pytest.mark.parametrize("text", ["**a ", "`a <", "a.", "= ", "`a`:", "|a ", "- a\n", "..\n", "\\\\"])
def test_restructured_text_that_never_closes_is_read_in_time(text: str) -> None:
    begin = time.process_time()
    page(".. title: Ferry\n\nA" + text * 20_000, "inbox/a.rst")
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    "text",
    [
        "{% highlight x %}\n" * 100_000,
        "{{< a " * 100_000,
        ("[" * 100_000 + "\n") * 10,
        "{% raw %}" * 20_000,
        "<!--more" + " " * 100_000,
        "{%- a " + " " * 100_000,
        "{{ '" * 40_000,
        "```\n" * 50_000,
        "a: b\n" * 100_000,
    ],
    ids=lambda text: text[:8].strip(),
)
def test_what_is_never_closed_costs_little(text: str) -> None:
    start = time.process_time()
    page(f"---\ntitle: x\n---\n{text}")
    assert time.process_time() - start < 5
