"""One walk over a tree of HTML that gathers blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_gen.ingest.markup import lists, tables
from site_gen.ingest.markup.gathering import is_hidden
from site_gen.ingest.markup.images import Image, caption_of, credit_of, image_markdown, read_image
from site_gen.ingest.markup.inline import BREAK, EM, STRONG, Run, folded, plain
from site_gen.ingest.markup.paragraphs import paragraphs
from site_gen.ingest.markup.targets import link_target
from site_gen.model import Block, BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_DEPTH: Final = 120
"""Below it an element is read as text alone."""

_KINDS: Final[dict[str, str]] = (
    dict.fromkeys(
        "script style noscript template iframe frame object embed applet svg math canvas form input button select "
        "textarea datalist nav video audio map head title meta link base dialog del s strike".split(),
        "drop",
    )
    | dict.fromkeys(
        "address article aside body center dd details div dl dt fieldset figcaption footer header hgroup hr html "
        "legend main option p section summary block li td th tr tbody thead tfoot caption".split(),
        "block",
    )
    | dict.fromkeys("h1 h2 h3 h4 h5 h6 hl2".split(), "heading")
    | dict.fromkeys("ul ol menu dir".split(), "list")
    | dict.fromkeys("b strong".split(), "strong")
    | dict.fromkeys("i em cite dfn var".split(), "em")
    | {name: name for name in "a br blockquote figure img pre q table".split()}
)
_CAPTIONED = re.compile(r"(?:^|\s)wp-caption(?:\s|$)")


class Walker:
    """Gathers the blocks of what it reads; in `flat` use everything becomes one run of text."""

    def __init__(
        self, base_url: str | None = None, depth: int = 0, *, flat: bool = False, crossheads: bool = True
    ) -> None:
        self.blocks: list[Block] = []
        self.lists: set[int] = set()
        """The indexes of those blocks that are lists."""
        self.runs: list[Run] = []
        self.base_url = base_url
        self.depth = depth
        self._flat = flat
        self._crossheads = crossheads
        self._style = 0
        self._href: str | None = None
        self._images: list[Image] = []

    def read(self, element: _Element) -> None:
        """Add what stands in `element`."""
        self._inside(element)
        self.flush()

    def inner(self, *, flat: bool = False, crossheads: bool = True) -> Walker:
        """A walker for a part that becomes one block here; without `crossheads` only headings are crossheads."""
        return Walker(
            self.base_url, self.depth + 1, flat=flat or self._flat, crossheads=crossheads and self._crossheads
        )

    def line(self, element: _Element) -> list[Run]:
        """All that stands in `element` as the runs of one line."""
        walker = self.inner(flat=True)
        walker._inside(element)  # noqa: SLF001 (another of the same kind)
        return folded(walker.runs)

    def flush(self) -> None:
        """End the current paragraph."""
        if self._flat:
            self.runs.append((" ", 0, None))
            return
        if self.runs:
            self.blocks.extend(paragraphs(self.runs, crossheads=self._crossheads))
            self.runs.clear()
        for image in self._images:
            self.blocks.append(Block(BlockKind.MARKDOWN, image_markdown(image)))
        self._images.clear()

    def add(self, block: Block, *, is_list: bool = False) -> None:
        """Add a whole block after the current paragraph."""
        self.flush()
        if is_list:
            self.lists.add(len(self.blocks))
        self.blocks.append(block)

    def _inside(self, element: _Element) -> None:
        if self.depth > _MAX_DEPTH:
            self._text_alone(element)
            return
        self.depth += 1
        if element.text:
            self.runs.append((element.text, self._style, self._href))
        for child in element:
            tag = child.tag
            if isinstance(tag, str):
                self._child(child, _KINDS.get(tag))
            if child.tail:
                self.runs.append((child.tail, self._style, self._href))
        self.depth -= 1

    def _text_alone(self, element: _Element) -> None:
        dropped = {tag for tag, kind in _KINDS.items() if kind == "drop"}
        for part in element.iter():
            if isinstance(part.tag, str) and part.tag not in dropped and part.text:
                self.runs.append((part.text, self._style, self._href))
            if part is not element and part.tail:
                self.runs.append((part.tail, self._style, self._href))

    def _child(self, child: _Element, kind: str | None) -> None:
        if kind == "br":
            self.runs.append((" ", 0, None) if self._flat else BREAK)
        elif kind == "drop" or is_hidden(child):
            # A part that is not shown still parts the words around it, a script does not.
            return
        elif kind is None:
            self._inside(child)
        elif kind in ("strong", "em"):
            self._marked(child, STRONG if kind == "strong" else EM)
        elif kind == "a":
            self._linked(child)
        elif kind == "q":
            self.runs.append(('"', self._style, self._href))
            self._inside(child)
            self.runs.append(('"', self._style, self._href))
        elif self._flat:
            self._flat_child(child, kind)
        else:
            self._block_child(child, kind)

    def _marked(self, child: _Element, style: int) -> None:
        before = self._style
        self._style |= style
        self._inside(child)
        self._style = before

    def _linked(self, child: _Element) -> None:
        before = self._href
        self._href = link_target(child.get("href"), self.base_url)
        self._inside(child)
        self._href = before

    def _flat_child(self, child: _Element, kind: str) -> None:
        if kind == "img":
            return
        self.flush()
        self._inside(child)
        self.flush()

    def _block_child(self, child: _Element, kind: str) -> None:
        if kind == "img":
            image = read_image(child, self.base_url)
            if image is not None:
                self._images.append(image)
            return
        # Emphasis and links around whole blocks (`<b><p>…`) hold for each of their paragraphs.
        self.flush()
        if kind == "heading":
            self._heading(child)
        elif kind == "list":
            lists.add_list(self, child)
        elif kind == "blockquote":
            lists.add_quote(self, child)
        elif kind == "table":
            tables.add_table(self, child)
        elif kind == "pre":
            lists.add_preformatted(self, child)
        elif kind == "figure" or _CAPTIONED.search(child.get("class") or ""):
            self._figure(child)
        else:
            self._inside(child)
        self.flush()

    def _heading(self, child: _Element) -> None:
        text = plain(self.line(child)).strip("-–— ")
        if text:
            kind = BlockKind.CROSSHEAD if len(text) <= 300 else BlockKind.PARAGRAPH
            self.add(Block(kind, text))
        for image in child.iter("img"):
            self._block_child(image, "img")

    def _figure(self, child: _Element) -> None:
        """Its images under its caption; where it holds something else (a quote, a table), that."""
        images = [image for part in child.iter("img") if (image := read_image(part, self.base_url, figure=True))]
        if not images:
            self._inside(child)
            return
        caption = caption_of(child, lambda part: plain(self.line(part)))
        credit = credit_of(child, lambda part: plain(self.line(part)))
        first, *others = dict.fromkeys(images)
        first = Image(first.url, caption or first.text, credit or first.credit)
        for image in (first, *others):
            if image.text or image.credit:
                self.add(Block(BlockKind.MARKDOWN, image_markdown(image)))
