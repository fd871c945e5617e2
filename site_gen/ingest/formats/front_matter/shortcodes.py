"""Markdown with the codes of its generator made plain: shortcodes of Hugo and Nikola, Liquid of Jekyll."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

_FENCED = re.compile(r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
# Every length is bounded, or ends at the next sign of its kind: what is never closed must not cost the square of it.
_HUGO_HIGHLIGHT = (
    re.compile(r"\{\{[<%]\s?highlight\s[\"']?([\w+#.-]{0,40})[^{}]{0,200}\}\}"),
    re.compile(r"\{\{[<%]\s{0,9}/\s{0,9}highlight\s{0,9}[>%]\}\}"),
)
_LIQUID_HIGHLIGHT = (
    re.compile(r"\{%-?\s{0,9}highlight\s[\"']?([\w+#.-]{0,40})[^{}]{0,200}%\}"),
    re.compile(r"\{%-?\s{0,9}endhighlight\s{0,9}-?%\}"),
)
_RAW = (re.compile(r"\{%-?\s{0,9}raw\s{0,9}-?%\}()"), re.compile(r"\{%-?\s{0,9}endraw\s{0,9}-?%\}"))
_COMMENT = (re.compile(r"\{%-?\s{0,9}comment\s{0,9}-?%\}()"), re.compile(r"\{%-?\s{0,9}endcomment\s{0,9}-?%\}"))
_HUGO_COMMENT = (re.compile(r"\{\{[<%]\s{0,9}/\*()"), re.compile(r"\*/\s{0,9}[>%]\}\}"))
_REFERENCE = re.compile(
    r"\[([^\]\n]{0,300})\]\((?:\{\{[<%]\s?(?:rel)?ref\s[^{}]{0,300}\}\}|\{%-?\s?(?:post_url|link)\s[^{}]{0,300}%\})[^)\n]{0,300}\)"
)
_SITE_URL = re.compile(
    r"\{\{-?\s?(?:site\.(?:baseurl|url)|[\"'](?P<path>[^\"'{}]{0,300})[\"']\s?\|\s?(?:relative|absolute)_url)\s?-?\}\}"
)
_CODE = re.compile(
    r"\{\{[<%]\s{0,9}(?P<end>/?)\s{0,9}(?P<name>[\w./-]{1,80})(?![\w./-])(?P<given>(?:[^{}]|\{(?!\{)|\}(?!\})){0,2000})\}\}"
    r"|\{%-?\s{0,9}(?P<tag>[\w-]{1,80})(?![\w-])(?P<rest>(?:[^%]|%(?!\})){0,2000})%\}"
)
_OUTPUT = re.compile(r"\{\{(?![<%])[^{}\n]*\}\}")
_MORE = re.compile(
    r"<!--[ \t]?(?:more|TEASER_END|excerpt|end_excerpt|readmore)\b[^>\n]{0,80}-->[ \t]*\n?", re.IGNORECASE
)
_ARGUMENT = re.compile(r"(?:([\w-]+)\s?=\s?)?(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|`([^`]*)`|([^\s\"'=`,]+))")
_ATTRIBUTES = re.compile(r"\{:[^{}\n]{0,300}\}[ \t]*$", re.MULTILINE)
_LIQUID_WORDS = frozenset(
    "if else elsif endif unless endunless for endfor case when endcase assign capture endcapture".split()
)
_VIDEOS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
}
_HTTP = re.compile(r"https?://[^\s\"'<>()]+")


def without_codes(body: str) -> tuple[str, tuple[str, ...]]:
    """The body with its codes made plain or taken out, code blocks untouched; and the names of codes taken out."""
    if "{" not in body and "<!--" not in body:
        return body, ()
    for marks in (_HUGO_HIGHLIGHT, _LIQUID_HIGHLIGHT):
        body = _between(body, marks, _fenced)
    dropped: dict[str, None] = {}
    parts = []
    at = 0
    for block in _FENCED.finditer(body):
        parts.append(_plain(body[at : block.start()], dropped))
        parts.append(block[0])
        at = block.end()
    parts.append(_plain(body[at:], dropped))
    return "".join(parts), tuple(dropped)


def _between(text: str, marks: tuple[re.Pattern[str], re.Pattern[str]], made: Callable[[str, str], str]) -> str:
    """The text with each pair of marks and what it encloses replaced by what is made of it."""
    parts = []
    at = 0
    while (first := marks[0].search(text, at)) and (last := marks[1].search(text, first.end())):
        parts.append(text[at : first.start()])
        parts.append(made(first[1], text[first.end() : last.start()]))
        at = last.end()
    return "".join((*parts, text[at:]))


def _fenced(language: str, code: str) -> str:
    fence = "```" if "```" not in code else "~~~~"
    return "\n{0}{1}\n{2}\n{0}\n".format(fence, language, code.strip("\n"))


def _plain(text: str, dropped: dict[str, None]) -> str:
    # On a line of its own such a mark parts two paragraphs.
    text = _MORE.sub(
        lambda found: "\n" if found[0].endswith("\n") and text[max(found.start() - 1, 0)] == "\n" else "", text
    )
    if "{" not in text:
        return text
    for marks in (_COMMENT, _HUGO_COMMENT):
        text = _between(text, marks, lambda _, __: "")
    text = _between(text, _RAW, lambda _, inner: inner)
    text = _REFERENCE.sub(r"\1", text)
    text = _SITE_URL.sub(lambda found: found["path"] or "", text)
    text = _CODE.sub(lambda found: _replaced(found, dropped), text)

    def without_output(found: re.Match[str]) -> str:
        dropped.setdefault(found[0].strip("{} ")[:40])
        return ""

    text = _OUTPUT.sub(without_output, text)
    return _ATTRIBUTES.sub("", text)


def _replaced(found: re.Match[str], dropped: dict[str, None]) -> str:
    """What stands in place of one code: a link where it shows something, else nothing."""
    name = found["name"] or found["tag"]
    given, named = _arguments((found["given"] or found["rest"] or "").rstrip(" >%-").removesuffix("/"))
    if found["name"] and not found["end"]:
        link = _link(name.lower(), given, named)
        if link:
            return link
    if name.lower() not in _LIQUID_WORDS or found["name"]:
        dropped.setdefault(name)
    return ""


def _link(name: str, given: list[str], named: dict[str, str]) -> str | None:
    if name in ("figure", "image", "img", "imgproc", "picture"):
        source = named.get("src") or named.get("link") or (given[0] if given else "")
        credit = named.get("attr", "")
        caption = named.get("caption") or named.get("title") or named.get("alt") or source.rpartition("/")[2]
        shown = f"{caption} ({credit})" if credit else caption
        return f"[{_text(shown)}]({source})" if _is_address(source) else _text(shown)
    if name in _VIDEOS:
        key = named.get("id") or "/".join(given[:2] if name == "gist" else given[:1])
        return f"<{_VIDEOS[name].format(key)}>" if re.fullmatch(r"[\w/-]{1,80}", key) else None
    address = next((value for value in (*given, *named.values()) if _HTTP.fullmatch(value)), None)
    return f"<{address}>" if address else None


def _is_address(text: str) -> bool:
    return re.fullmatch(r"(?:https?://|/)?[^\s\"'<>():\\]+(?:\?[^\s\"'<>()\\]*)?", text) is not None


def _text(text: str) -> str:
    return re.sub(r"([\\\[\]`*_<])", r"\\\1", html.unescape(" ".join(text.split())))


def _arguments(text: str) -> tuple[list[str], dict[str, str]]:
    """The unnamed and the named arguments of a code."""
    given: list[str] = []
    named: dict[str, str] = {}
    for name, value in _pairs(text[:2000]):
        if name:
            named.setdefault(name.lower(), value)
        else:
            given.append(value)
    return given, named


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for found in _ARGUMENT.finditer(text):
        value = next((value for value in found.groups()[1:] if value is not None), "")
        yield found[1] or "", value.replace('\\"', '"')
