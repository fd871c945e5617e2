"""Real news and hostile texts as bodies: written without a parser only where the parser gives the same."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_gen.content import markdown_body
from site_gen.model import Block, BlockKind, clean_line, clean_text
from site_gen.render.markdown import _is_costly, _rich_html
from site_gen.render.simple import simple_html

pytestmark = pytest.mark.corpus

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"


def _members(archive: str, pattern: str) -> Iterator[str]:
    """The text of the files of an archive whose name matches."""
    path = CORPORA / f"{archive}.tar.xz"
    if not path.exists():
        pytest.skip(f"needs the corpus {path.name}, which is not beside this checkout")
    with tarfile.open(path) as tar:
        for member in tar:
            file = tar.extractfile(member) if re.search(pattern, member.name) else None
            if file is not None:
                yield file.read().decode("utf-8", "replace")


def _is_simple(text: str) -> bool:
    text = clean_text(text).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    html = simple_html(text)
    assert html is None or _is_costly(text) or html == _rich_html(text)
    return html is not None


def test_news() -> None:
    (rows,) = _members("topics", r"topics\.jsonl$")
    texts = [json.loads(row)["text"] for row in rows.splitlines()]
    blocks = [
        [Block(BlockKind.PARAGRAPH, line) for line in map(clean_line, text.splitlines()) if line] for text in texts
    ]
    assert sum(_is_simple(markdown_body(body)) for body in blocks) >= 0.999 * len(texts)


def test_news_as_it_came() -> None:
    """Unescaped, and with its lines as they are: what a person might paste into a content file."""
    (rows,) = _members("topics", r"topics\.jsonl$")
    texts = [json.loads(row)["text"] for row in rows.splitlines()]
    assert sum(_is_simple(text) for text in texts) >= 0.85 * len(texts)


def test_news_from_the_wire() -> None:
    texts = list(_members("wire-text", r"wire/.*\.txt$"))
    assert len(texts) > 200
    assert sum(_is_simple(text) for text in texts) > 0


@pytest.mark.parametrize("frame", ["{}", "> {}", "- a\n- {}", "## {}", "a **{}** b", "[{}](https://e.org)", "*{}\nb*"])
def test_hostile_texts(frame: str) -> None:
    (spec,) = _members("hostile", r"commonmark/spec\.txt$")
    (vectors,) = _members("hostile", r"xss_vectors\.jsonl$")
    examples = re.findall(r"^`{32} example\n(.*?)\n\.\n", spec, re.DOTALL | re.MULTILINE)
    assert len(examples) > 600
    texts = [text.replace("→", "\t") for text in examples]
    texts += [json.loads(row)["payload"] for row in vectors.splitlines()]
    for text in texts:
        _is_simple(frame.format(text))
