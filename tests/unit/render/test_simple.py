"""What is written without a parser is what Python-Markdown and the sanitiser give, byte for byte."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.content import possible_bodies
from site_gen.model import clean_text
from site_gen.render.markdown import _rich_html
from site_gen.render.simple import simple_html

REPOSITORY = Path(__file__).parents[3]
_EXAMPLES = int(os.environ.get("SITE_GEN_EXAMPLES", "1500"))

_words = st.sampled_from(
    "a le la vie Müller l'été AT&T 3,5 % № «\xa0mot\xa0» \u201cq\u201d x_y __init__ 2*3 * ** _ ` [sic] [] () ! "
    "\\ \\* \\_ \\[a\\] \\# \\> &amp; &lt; &nbsp; &eacute; &#233; &bogus; & &; &# &#; &#x; &#12345678; &#x1234567; "
    "&#0; &#x110000; &#128; &copy &amp &ampx; &#38;amp; <b> <i>x</i> < > 1. 2) 5.453 12.x - + # ## > | : = ~ ~~x~~ "
    "http://a.b/c https://a.b www.a.b a@b.c ... – — © 😀 \u2028 \u00ad \u200b \u200d שלום مرحبا 日本 *** ---".split(" ")
)
_text = st.lists(_words, min_size=1, max_size=6).map(" ".join)
_host = st.sampled_from(
    ["e.org", "www.e-f.example", "E.org", "e", "localhost", "1.2.3.4", "1.2.3.4.5", "256.1.1.1", "e.1", "0x7f.1",
     "[::1]", "xn--a.org", "xn--mller-kva.org", "a.xn--b", "e..org", "e.org.", "-e.org", "e-.org", "a--b.org",
     "ab--cd.org", "a_b.org", "%31.org", "müller.org", "e,f.org", "a" * 70 + ".org", "a." * 130 + "org", ""]
)  # fmt: skip
_url = st.one_of(
    st.builds(
        "{}://{}{}{}{}".format,
        st.sampled_from(["https", "http", "https", "HTTPS", "ftp", "javascript"]),
        st.sampled_from(["", "", "", "user@", "user:pass@"]),
        _host,
        st.sampled_from(["", "", "", ":", ":80", ":99999", ":x", "\\@x.org"]),
        st.text("ab/._-~%?&#=;:@,+()*!'[]\"<> é\n", max_size=8) | st.sampled_from(
            ["/", "?a=b&c=d", "#g", "/&amp;x", "/?a&copy;", "/?a&copy=1", "/?&#65;", "/%C3%A9", "/a_b_c", "/..", "//x"]
        ),
    ),
    st.sampled_from(["mailto:a@b.c", "/x", "//x.org", "", "https:/e.org", "https:e.org", "https://"]),
)  # fmt: skip
_mark = st.sampled_from(["*", "**", "***", "_", "__", "`", "~~"])
_spaced = st.sampled_from(["{0}{1}{0}", "{0} {1}{0}", "{0}{1} {0}", "{0}{1}", "x{0}{1}{0}y"])
_inline = st.recursive(
    _text,
    lambda inner: st.one_of(
        st.builds(lambda mark, form, text: form.format(mark, text), _mark, _spaced, inner),
        st.builds("[{}]({})".format, inner, _url),
        st.builds("![{}]({})".format, inner, _url),
        st.builds("<{}>".format, _url),
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map("".join),
    ),
    max_leaves=5,
)
_line = st.builds(lambda start, text, end: start + text + end, st.sampled_from(["", " ", "  ", "    "]), _inline,
                  st.sampled_from(["", " ", "  ", "\\"]))  # fmt: skip
_lines = st.lists(st.one_of(_inline, _line), min_size=1, max_size=4)
_prefix = st.sampled_from(["", "> ", ">", "- ", "* ", "+ ", "1. ", "2. ", "10. ", "1) ", "## ", "# ", "###### ", "    ",
                           "-", "1.", ": ", "| ", "=", "[1]: "])  # fmt: skip
_block = st.one_of(
    _lines.map("\n".join),
    st.builds(lambda prefix, lines: "\n".join(prefix + line for line in lines), _prefix, _lines),
    st.lists(st.builds("{}{}".format, _prefix, _inline), min_size=1, max_size=4).map("\n".join),
    st.builds("{} {} {}".format, st.sampled_from(["#", "##", "###"]), _text, st.sampled_from(["", "#", "##"])),
    st.sampled_from(["---", "***", "a\n---", "a\n===", "a | b\n--- | ---\n1 | 2", "```\nx\n```", "<div>\nx\n</div>"]),
)
_documents = st.lists(_block, max_size=5).map("\n\n".join)
_gap = st.sampled_from(["\n", "\n\n", "\n \n", "\n\n\n", "\n\t\n"])
_glued = st.builds(
    lambda blocks, gaps: "".join(block + gap for block, gap in zip(blocks, gaps, strict=False)),
    st.lists(_block, max_size=5),
    st.lists(_gap, min_size=5, max_size=5),
)


def assert_same(text: str) -> bool:
    """Whether the text is simple; if it is, it is written as the parser would."""
    text = clean_text(text).strip("\n")
    html = simple_html(text)
    assert html is None or html == _rich_html(text)
    return html is not None


@settings(max_examples=_EXAMPLES, deadline=None)
@given(_documents | _glued)
def test_any_document_of_blocks(text: str) -> None:
    assert_same(text)


@settings(max_examples=_EXAMPLES, deadline=None)
@given(st.builds("{}[{}]({}){}".format, _text, _text, _url, _text))
def test_any_link(text: str) -> None:
    assert_same(text)


@settings(max_examples=_EXAMPLES, deadline=None)
@given(st.text("ab *_`[]()!<>&;#-+1.\n\t\\|:=~\"'\xa0é/", max_size=60))
def test_any_text_of_marks(text: str) -> None:
    assert_same(text)


SIMPLE = [
    "One paragraph.",
    "Hard\nwrapped\nlines.",
    "## A crosshead\n\nText with **strong**, *em* and [a link](https://e.org/a_b?c=d&e=f).",
    "> A quote.\n\n> Its second paragraph,\n> wrapped.\n\nAfter it.",
    "- one\n- two *marked*\n- three",
    "1. one\n2. two\n\nText",
    "\\*no star\\*, AT&amp;T, 3 &lt; 4 & more «\xa0quoted\xa0»",
    "*Marks\nin two* lines, **and\nso** on, [a\nlink](https://www.e-f.example)",
    "*He said \\[...\\] \\*so\\* twice*, **1\\. and**, [x\\_y](https://e.org)",
    "5.453 cases\n12.5 % of all",
    "## Only *marked*\n\n### Below\n\n## Again",
]


@pytest.mark.parametrize("text", SIMPLE)
def test_what_news_is_made_of_is_simple(text: str) -> None:
    assert assert_same(text)


@pytest.mark.parametrize(
    "text",
    ["a `b` c", "a ***b*** c", "![a](https://e.org)", "[a](javascript:x)", "    code", "a\n---", "- a\n    - b", "<b>",
     "a  \nb", "[a]: https://e.org", "- a\n\n- b", "a | b\n--- | ---", "_em_", "[a][b]", "x\n- y", "> - x", ">x",
     "[a](https://user:pass@e.org/)", "[a](https://e.org:80/)", "[a](https://1.2.3.4/)", "[a](https://xn--a.org/)",
     "&#12345678;", "**a *b* c**", "1. a\n\n2. b", "2. a", "10) a"],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_left_to_the_parser(text: str) -> None:
    assert simple_html(text) is None


def test_the_sample_archive_is_simple() -> None:
    bodies = [
        body
        for path in sorted((REPOSITORY / "content").rglob("*.md"))
        for body in list(possible_bodies(path.read_bytes()))[:1]
    ]
    simple = [assert_same(body) for body in bodies]
    assert sum(simple) >= 0.9 * len(simple)
