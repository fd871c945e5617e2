"""The template engine: where templates come from and what they can use beside their context."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from contextlib import suppress
from functools import cache, cached_property, partial
from hashlib import sha256
from importlib.util import MAGIC_NUMBER
from keyword import iskeyword
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import jinja2
from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from site_gen.files import write_atomically
from site_gen.render import dates
from site_gen.render.defaults import default_template_folder
from site_gen.render.flattening import AS_WRITTEN, as_written, clone, flatten
from site_gen.render.markdown import to_html
from site_gen.render.translations import catalogue_source, load_translations

try:
    from markupsafe import _escape_inner  # type: ignore[attr-defined]  # of version 3; it takes texts alone
except ImportError:

    def _escape_inner(text: str, /) -> str:
        return str(escape(text))


_DIGEST_SIZE = 32
_MANY = frozenset(
    ("article.html", "day.html", "headlines.html", "listing.html", "month.html", "story.html", "topic_year.html")
)
"""Templates with many pages: it pays to make them flat."""
DEFAULTS = "default"
"""Prefix under which a template of ours can be reached although the user's folder replaces it."""
_JSON_IN_SCRIPT = tuple((char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029")


def make_environment(
    template_folders: Sequence[Path], lang: str, cache: Path | None = None, *, is_flat: bool = True
) -> Environment:
    """The engine for an interface language; a template in an earlier folder replaces ours of the same name.

    Everything is escaped in every file, an unknown name is an error, and templates are read once: make a new
    environment to see changed ones. In the folder `cache` compiled templates are kept from one run to the next.
    """
    environment = _FastEnvironment(
        loader=_make_loader(template_folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=_CompiledTemplates(cache, lang, template_folders) if cache else None,
    )
    if is_flat:
        environment.make_plain = partial(make_environment, template_folders, lang, is_flat=False)
    _add_translations(environment, lang)
    _add_filters(environment, lang)
    return environment


class _Generator(CodeGenerator):
    """Writes code that does less on each page than Jinja's own, to the same end.

    Values are escaped to plain texts, where Jinja makes an object of each only to join it with the others. What a
    template or block writes is gathered in a list and passed on in one piece, not in hundreds through every parent.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        # Texts, which nearly all values are, are spared a call.
        self.write("(escaped_text(v) if type(v := ")
        if finalize.src is not None:
            self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
            return
        if finalize.src is not None:
            self.write(")")
        self.write(") is str else escaped(v))")

    def write_commons(self) -> None:
        """Write what every function begins with: our own two calls of each value by short names, too."""
        super().write_commons()
        self.writeline("escaped = environment.escaped")
        self.writeline("escaped_text = environment.escaped_text")
        self.writeline("get = environment.getattr")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - named by Jinja
        """Write the look-up of an attribute: Python's own, which finds all that the values of pages have.

        Where there is none, Jinja looks for an item, else gives an undefined value; `render_page` then takes the
        template as it is written.
        """
        is_own = cast("_FastEnvironment", self.environment).make_plain is not None
        is_own = is_own and node.attr.isascii() and node.attr.isidentifier() and not iskeyword(node.attr)
        is_own = is_own and not (isinstance(node.node, nodes.Name) and node.node.name == "self")  # the blocks
        self.write("(" if is_own else "get(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}" if is_own else f", {node.attr!r})")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write the code of a template, a block, or of a part of one, which goes on with the list of the whole."""
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802 - named by Jinja
        """Write an include: one without context is passed on at once by Jinja, so what comes before it goes first."""
        if not node.with_context:
            self.writeline(f"yield concat({frame.buffer})")
            self.writeline(f"{frame.buffer}.clear()")
        super().visit_Include(node, frame)


class _FastEnvironment(Environment):
    """An engine that does at compile time what can be done then.

    The constant texts of templates are translated when they are read and become part of what the template writes as
    it is: looking each up on every page is a third of the time of a page.
    """

    code_generator_class = _Generator
    translate: Callable[[str], str] | None = None
    make_plain: Callable[[], Environment] | None = None
    """Makes the same engine with templates as they are written."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._trees: dict[tuple[str | None, str], nodes.Template] = {}
        self._unfit: set[str] = set()

    def engine_of(self, template: str) -> Environment:
        """The engine that a template is for: this one, unless it was found to be unfit."""
        return cast("Environment", self.plain) if template in self._unfit else self

    @cached_property
    def plain(self) -> Environment | None:
        """The same engine with templates as they are written: where one fails, that tells the place."""
        return self.make_plain() if self.make_plain else None

    def leave(self, template: str) -> None:
        """Take a template as it is written from now on."""
        self._unfit.add(template)

    escaped_text = staticmethod(_escape_inner)

    @staticmethod
    def escaped(value: object) -> str:
        """A value as HTML text: what is HTML already stays."""
        if type(value) is str:
            return _escape_inner(value)
        return value if type(value) is Markup else str(escape(value))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        # Its maker may change it.
        return clone(self._parsed(source, name, filename))

    def _parsed(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """A template as it was parsed, once: it is asked for by the check, by itself, and by those that need it."""
        key = (name, source)
        if key not in self._trees:
            tree = super()._parse(source, name, filename)
            if self.translate:
                tree = cast("nodes.Template", _Constants(self.translate).visit(tree))
            self._trees[key] = tree
        return self._trees[key]

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        if self.make_plain:
            source = flatten(source, self._tree, self.translate) if name in _MANY else as_written(source)
        return super()._generate(source, name, filename, defer_init)

    def _tree(self, name: str) -> nodes.Template:
        assert self.loader is not None
        source, filename, _ = self.loader.get_source(self, name)
        return self._parsed(source, name, filename)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that every template knows: one dictionary, since Jinja's chain of two is slow to copy."""
        return super().make_globals(d) if d else self.globals


class _CompiledTemplates(BytecodeCache):
    """Compiled templates in a folder: one file for each template and language, written anew when the template changes.

    A file begins with a digest of its code and of all that the code was made by, so that neither a damaged file nor
    one of another version is run. Where nothing can be written, templates are compiled in each run.
    """

    def __init__(self, folder: Path, lang: str, template_folders: Sequence[Path]) -> None:
        self._folder = folder
        self._lang = lang
        # A template holds parts of others.
        self._maker = _maker_digest(lang) + _templates_digest((*template_folders, default_template_folder()))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket its code where the folder holds it."""
        try:
            data = self._path(bucket).read_bytes()
        except OSError:
            return
        code = data[_DIGEST_SIZE:]
        if data[:_DIGEST_SIZE] == self._digest(bucket, code):
            bucket.code = marshal.loads(code)  # noqa: S302 (of this program's making, as the digest tells)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket."""
        code = marshal.dumps(bucket.code)
        with suppress(OSError):
            write_atomically(self._path(bucket), self._digest(bucket, code) + code)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}-{self._lang}"

    def _digest(self, bucket: Bucket, code: bytes) -> bytes:
        return sha256(self._maker + bucket.checksum.encode() + code).digest()


def _templates_digest(folders: Iterable[Path]) -> bytes:
    whole = sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".css":
                whole.update(sha256(str(path.relative_to(folder)).encode("utf-8", "surrogateescape")).digest())
                whole.update(sha256(path.read_bytes()).digest())
        whole.update(b"\0")
    return whole.digest()


@cache
def _maker_digest(lang: str) -> bytes:
    """What decides what a template is compiled to beside its source: Python, libraries, our modules, the catalogue."""
    parts = [MAGIC_NUMBER, dates.version().encode(), jinja2.__version__.encode()]
    parts += [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    parts.append(catalogue_source(lang))
    return sha256(b"".join(sha256(part).digest() for part in parts)).digest()


class _Constants(NodeTransformer):
    """Puts the translation in the place of `_("…")`."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - named by Jinja
        is_constant = (
            isinstance(node.node, nodes.Name)
            and node.node.name in ("_", "gettext")
            and len(node.args) == 1
            and isinstance(node.args[0], nodes.Const)
            and isinstance(node.args[0].value, str)
            and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        )
        if not is_constant:
            return self.generic_visit(node)
        # A translation is HTML, and a format even where nothing is filled in, as in Jinja's own.
        text = self._translate(cast("nodes.Const", node.args[0]).value) % {}
        return nodes.TemplateData(text, lineno=node.lineno, environment=node.environment)


def _make_loader(template_folders: Sequence[Path]) -> BaseLoader:
    ours = FileSystemLoader(default_template_folder())
    users = [FileSystemLoader(folder) for folder in template_folders]
    known = ChoiceLoader([*users, ours, PrefixLoader({DEFAULTS: ours})])
    return ChoiceLoader([known, _AsWritten(known)])


class _AsWritten(BaseLoader):
    """Gives templates by their names with `AS_WRITTEN` before them, so that they are known by these."""

    def __init__(self, known: BaseLoader) -> None:
        self._known = known

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Source, file, and whether it is still the same."""
        prefix, _, name = template.partition("/")
        if prefix != AS_WRITTEN:
            raise TemplateNotFound(template)
        return self._known.get_source(environment, name)

    def list_templates(self) -> list[str]:
        """No names but those that the templates have."""
        return []


def _add_translations(environment: Environment, lang: str) -> None:
    """Hook the catalogue in; it is read when the first word is needed, since that takes tens of milliseconds."""

    def translate(text: str) -> str:
        return load_translations(lang).gettext(text)

    def translate_plural(singular: str, plural: str, number: int) -> str:
        return load_translations(lang).ngettext(singular, plural, number)

    cast("_FastEnvironment", environment).translate = translate
    environment.install_gettext_callables(translate, translate_plural, newstyle=True)  # type: ignore[attr-defined]


def _add_filters(environment: Environment, lang: str) -> None:
    filters = environment.filters
    for kind in dates.KINDS:
        filters[kind] = partial(dates.day_text, kind, lang)
    filters["time"] = partial(dates.time_text, lang)
    filters["date_time"] = partial(dates.date_time_text, lang)
    filters["iso"] = dates.iso_text
    filters["number"] = partial(dates.number_text, lang)
    filters["percent"] = partial(dates.percent_text, lang)
    filters["markdown"] = markdown_filter
    filters["json_script"] = json_script
    filters["heat"] = heat
    filters["host"] = host


def markdown_filter(text: str, dateline: str = "") -> Markup:
    """Markdown as safe HTML."""
    return Markup(to_html(text, dateline))  # noqa: S704 (sanitised by `to_html`)


def json_script(text: str) -> Markup:
    """A JSON text that can stand inside a `<script>` element whatever its strings hold."""
    for char, escaped in _JSON_IN_SCRIPT:  # a translation table takes ten times as long
        text = text.replace(char, escaped)
    return Markup(text)  # noqa: S704 (`<`, `>` and `&` are escaped as JSON does)


def host(address: str) -> str:
    """The host of an absolute address without its `www.`: what a link to it shows."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def heat(count: int, highest: int) -> int:
    """How much `count` is beside the `highest` one, from 0 (none) to 4: the tint of a day in a calendar."""
    return 0 if count <= 0 else max(1, min(4, -(-4 * count // max(highest, 1))))
