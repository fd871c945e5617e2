"""Markdown, the sanitiser behind it, and texts made to hang a parser."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.content import markdown_body, markdown_text
from site_gen.model import Block, BlockKind, clean_line
from site_gen.render import markdown as module
from site_gen.render.markdown import to_html
from site_gen.render.sanitiser import sanitise

ALLOWED = re.compile(
    r"</?(?:p|br|hr|em|strong|b|i|u|s|del|ins|sub|sup|small|mark|code|pre|kbd|blockquote|q|cite|ul|ol|li|dl|dt|dd|table"
    r'|caption|thead|tbody|tfoot|tr|th|td|abbr|h[2-6])>|<ol start="\d+">|</a>'
    r'|<a href="(?:https?://|mailto:)[^"<>\s]*" rel="nofollow noopener">'
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://evil.example/pixel.gif" onload=alert(1)>',
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<iframe src=javascript:alert(1)></iframe><object data=x></object><embed src=x>",
    "<form action=https://evil.example><input name=q autofocus onfocus=alert(1)><button>x</button></form>",
    '<p id="main" name="body" class="mast" style="position:fixed" onclick=alert(1)>x</p>',
    "<a href=javascript:alert(1)>x</a> <a href=' javascript:alert(1)'>x</a> <a href='java\nscript:alert(1)'>x</a>",
    "[x](javascript:alert(1)) [x](data:text/html;base64,PHNjcmlwdD4=) [x](vbscript:x) [x](//evil.example) [x](/\\evil)",
    "[x](&#106;avascript:alert(1)) [x](https://user:pass@evil.example/) ![x](javascript:alert(1))",
    '<javascript:alert(1)> <https://a.example/"onmouseover=alert(1)>',
    '[x]: javascript:alert(1) "t"\n\n[x]',
    "`<script>alert(1)</script>`\n\n    <script>alert(1)</script>",
    "<!--<img src=x onerror=alert(1)>--> <![CDATA[<img src=x onerror=alert(1)>]]> <?php echo 1 ?>",
    "<![",
    "<base href=https://evil.example/><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
    "<textarea></textarea><script>alert(1)</script></textarea><title></title><img src=x onerror=alert(1)>",
    "\x02wzxhzdk:0\x03 <b>x</b> \x00",
    "{{ 7*7 }} {% include 'x' %}",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("frame", ["{}", "a {} b\n\n## c", "> {}", "- {}", "**{}**", "<b>\n\n{}\n\n</b>"])
def test_nothing_hostile_gets_through(text: str, frame: str) -> None:
    html = to_html(frame.format(text) if "{{" not in text else text)
    assert [tag for tag in re.findall(r"<[^>]*>", html) if not ALLOWED.fullmatch(tag)] == []
    assert "javascript:" not in " ".join(re.findall(r'href="([^"]*)', html))
    assert "49" not in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Eins.\n\nZwei.", "<p>Eins.</p>\n<p>Zwei.</p>"),
        ("## Kreuz\n\nText", "<h2>Kreuz</h2>\n<p>Text</p>"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        (
            "[a](https://b.example/?c=1&d=2)",
            '<p><a href="https://b.example/?c=1&amp;d=2" rel="nofollow noopener">a</a></p>',
        ),
        ("[a](mailto:b@c.example)", '<p><a href="mailto:b@c.example" rel="nofollow noopener">a</a></p>'),
        ("[a](../b.html) [c](#d)", "<p>a c</p>"),
        ("![a](https://b.example/c.png)", '<p><a href="https://b.example/c.png" rel="nofollow noopener">a</a></p>'),
        ("![a](c.png)", "<p>a</p>"),
        (
            "[![a](https://b.example/c.png)](https://d.example/)",
            '<p><a href="https://d.example/" rel="nofollow noopener">a</a></p>',
        ),
        ("<b class=x onclick=y>a</b>", "<p><b>a</b></p>"),
        ("", ""),
    ],
)
def test_markdown(text: str, html: str) -> None:
    assert to_html(text) == html


def test_table() -> None:
    html = to_html("a | b\n--|--:\n1 | 2")
    assert "<th>b</th>" in html
    assert "<td>2</td>" in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# a\n\n# b", "22"),
        ("# a\n\n### b\n\n###### c\n\n## d", "2343"),
        ("#### a\n\n## b\n\n#### c", "223"),
        ("<h1>a</h1>\n\n<h5 id=x>b</h5>\n\n*x*\n\na\n-", "233"),
        ("<!-- <h2>x</h2> -->\n\n<h3>y</h3>", "2"),
    ],
)
def test_headings_start_at_two_and_leave_no_level_out(text: str, levels: str) -> None:
    html = to_html(text)
    assert "".join(re.findall(r"<h(\d)>", html)) == levels
    assert "".join(re.findall(r"</h(\d)>", html)) == levels


def test_dateline_is_escaped_and_runs_in() -> None:
    assert to_html("Text", "<P> & Q") == '<p><span class="dateline">&lt;P&gt; &amp; Q –</span> Text</p>'
    assert to_html("## A", "P") == '<p><span class="dateline">P –</span></p>\n<h2>A</h2>'
    assert to_html("", "P").startswith('<p><span class="dateline">P –</span></p>')


PROSE = st.text(
    st.sampled_from("ab1 .,-:;!?#*_`[]()<>&|~=+\\\"'{}/@%éß\u00a0\u202fعب中🙂") | st.characters(codec="utf-8"),
    max_size=60,
)


@given(st.lists(PROSE.map(clean_line).filter(bool), min_size=1, max_size=4))
@settings(deadline=None, max_examples=400)
def test_plain_text_survives_exactly(texts: list[str]) -> None:
    """What the content writer escapes is what a reader sees, on either way through this module."""
    blocks = [
        Block(BlockKind.CROSSHEAD if place % 2 else BlockKind.PARAGRAPH, text) for place, text in enumerate(texts)
    ]
    body = markdown_body(blocks)
    html = to_html(body)
    shown = [(tag, unescape(text)) for tag, text in re.findall(r"<(p|h2)>(.*?)</\1>", html)]
    assert shown == [("h2" if block.kind is BlockKind.CROSSHEAD else "p", block.text) for block in blocks]


@pytest.mark.parametrize(
    "text",
    [
        "1. Bundesliga: eins",
        "- dash",
        "# hash",
        "*",
        "_a_",
        "a < b & c > d",
        "[x](y)",
        "    vier",
        "1986. Dann",
        "&amp;",
    ],
)
def test_text_that_looks_like_markdown_survives(text: str) -> None:
    assert unescape(to_html(markdown_text(text))) == f"<p>{clean_line(text)}</p>"


WORDS = st.sampled_from(
    ["Text", "1986", "a,", "«b»", "AT&T", "c > d", r"\*", r"\_", "&lt;", "&eacute;", "(e)", "f:", "g–h"]
)
BLOCKS = st.lists(
    st.tuples(st.sampled_from(["", "", "## ", "### "]), st.lists(WORDS, min_size=1, max_size=5)), min_size=1, max_size=5
)


@given(BLOCKS)
@settings(deadline=None)
def test_short_cut_for_plain_text_changes_nothing(blocks: list[tuple[str, list[str]]]) -> None:
    text = "\n\n".join(mark + " ".join(words) for mark, words in blocks)
    rich = re.sub(r"\n+", "\n", module._rich_html(text)).replace("&nbsp;", "\u00a0")
    assert to_html(text) == rich


PATHOLOGICAL = {
    "open brackets": "[" * 50_000,
    "nested brackets": "[" * 20_000 + "a" + "]" * 20_000,
    "open images": "![" * 40_000,
    "open links": "[a](<b" * 20_000,
    "footnotes": "[^1]" * 20_000,
    "unclosed tags": "<a " * 30_000,
    "unclosed comments": "<!--" * 20_000,
    "declarations": "<!" * 40_000,
    "sections": "<![CDATA[" * 10_000,
    "addresses": "<http://a" * 15_000,
    "back ticks": "".join("e" + "`" * length for length in range(600)),
    "emphasis": "*a **a " * 14_000,
    "closed emphasis": "*a* " * 49_000,
    "escaped marks": "**" + r"a\*" * 60_000,
    "named characters": "**" + "&amp; " * 30_000,
    "blocks after an item": "- a" + "\n\na" * 60_000,
    "stars": "*" * 100_000,
    "underscores": "_" * 100_000,
    "quotes": "> " * 40_000 + "a",
    "quotes in lines": "\n".join("> " * depth + "a" for depth in range(300)),
    "lists": "\n".join("  " * depth + "- a" for depth in range(400)),
    "headings": "# h\n" * 40_000,
    "setext headings": "a\n=\n" * 20_000,
    "rules": "---\n" * 30_000,
    "starred rules": "* * *\n" * 20_000,
    "items": "- a\n" * 15_000,
    "empty items": "- \n" * 30_000,
    "numbers": "1. a\n" * 15_000,
    "loose items": "- a\n\n" * 10_000,
    "quoted lines": "> a\n" * 30_000,
    "quotes in items": "- > a\n" * 10_000,
    "code lines": "    a\n" * 20_000,
    "definitions": "[x]: y\n" * 20_000,
    "bold tags": "<b>" * 30_000,
    "divisions": "<div>" * 40_000,
    "tables": "<table><tr><td>" * 10_000,
    "references": "[x]: /u 'a\n" * 10_000,
    "pipes": "|" * 60_000 + "\n" + "|-" * 30_000,
    "entities": "&" * 100_000,
    "one long line": "a" * 1_000_000,
    "spaces": " " * 500_000 + "x",
    "broken paragraphs": "a  \n" * 20_000,
    "blank lines": "\n \n\t" * 100_000,
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_text_made_to_hang_a_parser_does_not(name: str) -> None:
    start = time.perf_counter()
    html = to_html(PATHOLOGICAL[name])
    assert time.perf_counter() - start < 2
    assert [tag for tag in re.findall(r"<[^>]*>", html) if not ALLOWED.fullmatch(tag)] == []


def test_costly_text_keeps_its_paragraphs_and_crossheads() -> None:
    html = to_html("Ein \\* Absatz\n\n## Kreuz\n\n" + "[" * 50_000 + "<b>")
    assert html.startswith("<p>Ein * Absatz</p>\n<h2>Kreuz</h2>\n<p>[[[")
    assert html.endswith("[&lt;b&gt;</p>")


def test_parser_that_breaks_leaves_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def reset(self) -> None: ...

        def convert(self, text: str) -> str:
            raise AssertionError(text)

    monkeypatch.setattr(module, "_engine", Broken)
    assert to_html("*a* <b>") == "<p>*a* &lt;b&gt;</p>"


def test_sanitiser_removes_what_xml_forbids() -> None:
    assert sanitise("<p>a&#1;b&#8238;c\x0b</p>") == "<p>abc</p>"


def test_fenced_code_is_code() -> None:
    assert to_html("```\na *b* <c>\n\nd\n```") == "<pre><code>a *b* &lt;c&gt;\n\nd\n</code></pre>"
    assert to_html("~~~ python\nx = 1\n~~~\n\nText") == "<pre><code>x = 1\n</code></pre>\n<p>Text</p>"


def test_very_many_fences_do_not_stall() -> None:
    text = "```\n" * 4000 + "x"
    assert to_html(text).startswith("<p>")
