"""Front matter read without a parser is what YAML reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.content.head import read_head

REPOSITORY = Path(__file__).parents[2]

_scalar = st.sampled_from(
    [
        "a",
        '"b c"',
        '"d\\"e"',
        '"f\\\\g"',
        '"\\u00e9"',
        '"\\n\\t"',
        "2025-09-12T08:15:00+02:00",
        "null",
        "~",
        "yes",
        "1.5",
        "x:y",
        "x: y",
        "a:",
        "'q'",
        "- a",
        "#c",
        "a #b",
        "&a",
        "*a",
        "!t",
        "|",
        ">",
        "[",
        "]",
        "{",
        "}",
        "[]",
        "{}",
        "[a]",
        '["x, y", z]',
        "[a: b]",
        "{a: b}",
        '{a-b: "0.82 c, d…", e-: f}',
        "{-a: b}",
        '{a: "b", a-c: "d"}',
        '{a: "b", a: "c"}',
        '{a: "b", c: d, e: "f"}',
        '{a"}',
        '{"}',
        '{a: "b" c: "d"}',
        '{a: "b",c: "d"}',
        "{- a: b}",
        '{a: "b, c", d: e}',
        "{a: b, a: c}",
        "[a,b]",
        "[a, ]",
        "",
        " ",
        "é",
        "@x",
        "`x`",
        "%a",
        "?",
        "? a",
        "-",
        "--- a",
        "...",
        "=",
        "<<",
        "0x1",
        "\u2028",
        '"\u2028"',
        '"\x85"',
        '"\ufeff"',
        "a\tb",
        '"a\tb"',
        "http://e.org/a?b=c",
        '"http://e.org"',
        "a,b",
        "a b",
    ]
)
_key = st.sampled_from(["id", "title", "source", "also", "a b", "é", "x-y", '"k"', "yes", "<<", "- a", "_k", "1", ""])
_line = st.one_of(
    st.builds("{}: {}".format, _key, _scalar),
    st.builds("{}:{}".format, _key, _scalar),
    st.builds("  {}: {}".format, _key, _scalar),
    st.builds("  - {}".format, _scalar),
    st.builds("- {}".format, _scalar),
    st.builds("    {}".format, _scalar),
    st.builds("{}:".format, _key),
    _scalar,
)
_heads = st.lists(_line, max_size=6).map("\n".join)


def by_yaml(head: str) -> Any:
    try:
        return yaml.load(head, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError) as error:
        return error


@settings(max_examples=3000, deadline=None)
@given(_heads)
def test_it_reads_as_yaml_or_not_at_all(head: str) -> None:
    found = read_head(head)
    assert found is None or found == (by_yaml(head) or {})


@settings(deadline=None)
@given(st.text("ab:\"\\ -[]{},'#\n&*~1", max_size=40))
def test_any_text_reads_as_yaml_or_not_at_all(head: str) -> None:
    found = read_head(head)
    assert found is None or found == (by_yaml(head) or {})


def test_what_site_gen_writes_needs_no_yaml() -> None:
    heads = [
        path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n")
        for path in sorted((REPOSITORY / "content").rglob("*.md"))
    ]
    read = [read_head(head) for head in heads]
    assert len(read) > 50
    assert [head for head, found in zip(heads, read, strict=True) if found is None] == []
    assert read == [by_yaml(head) for head in heads]
