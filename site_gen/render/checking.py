"""Templates before anything is written: every one compiled, every reference followed, and a digest for page keys."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from weakref import WeakKeyDictionary

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, nodes

from site_gen.errors import TemplateError
from site_gen.render.environment import DEFAULTS
from site_gen.render.translations import catalogue_source
from site_gen.versions import version_of

_SUFFIXES = (".html", ".xml", ".txt")
_ENGINES = ("babel", "jinja2", "markdown", "markupsafe", "nh3")


def check_templates(environment: Environment) -> None:
    """Compile every template. Raises TemplateError for one that is broken or names a missing or computed one."""
    for name, source in _sources(environment, _template_names(environment)).items():
        for reference in source.references:
            if reference.is_required and not _exists(environment, reference.name):
                raise TemplateError(name, reference.line, f"there is no template '{reference.name}'")
        try:
            environment.get_template(name)  # which keeps what it compiled for the pages
        except TemplateSyntaxError as error:
            raise TemplateError(name, error.lineno, error.message or "syntax error") from error


def template_digests(environment: Environment, lang: str) -> Mapping[str, str]:
    """For each template a digest of all that decides how it renders a context.

    That is its source, those of the templates that it includes or extends, the catalogue of the interface's language,
    and the versions of the libraries that write the HTML.
    """
    names = _template_names(environment)
    sources = _sources(environment, names)
    engine = _engine_digest(lang)
    return {name: _digest(engine, *(sources[part].text for part in sorted(_closure(name, sources)))) for name in names}


class _Reference:
    """A template that another one names, where, and whether it must exist."""

    __slots__ = ("is_required", "line", "name")

    def __init__(self, name: str, line: int, *, is_required: bool) -> None:
        self.name = name
        self.line = line
        self.is_required = is_required


class _Source:
    """The text of a template, and the templates that it extends, includes and imports."""

    __slots__ = ("references", "text")

    def __init__(self, text: str, references: tuple[_Reference, ...]) -> None:
        self.text = text
        self.references = references


_read: WeakKeyDictionary[Environment, dict[str, _Source]] = WeakKeyDictionary()
"""What was parsed already: an environment reads each template once."""


def _template_names(environment: Environment) -> list[str]:
    """The templates by name; ours under their prefix too are only looked at where a user's template names them."""
    names = environment.list_templates(filter_func=lambda name: name.endswith(_SUFFIXES))
    return sorted(name for name in names if not name.startswith(f"{DEFAULTS}/"))


def _sources(environment: Environment, names: list[str]) -> dict[str, _Source]:
    """Those of `names` and of all the existing templates that they name, directly or not."""
    read = _read.setdefault(environment, {})
    sources: dict[str, _Source] = {}
    queue = list(reversed(names))
    while queue:
        name = queue.pop()
        if name in sources:
            continue
        if name not in read:
            text, tree = _parse(environment, name)
            read[name] = _Source(text, tuple(_references(name, tree)))
        sources[name] = read[name]
        queue.extend(part.name for part in read[name].references if _exists(environment, part.name))
    return sources


def _closure(name: str, sources: Mapping[str, _Source]) -> set[str]:
    seen: set[str] = set()
    queue = [name]
    while queue:
        part = queue.pop()
        if part in sources and part not in seen:
            seen.add(part)
            queue.extend(reference.name for reference in sources[part].references)
    return seen


def _parse(environment: Environment, name: str) -> tuple[str, nodes.Template]:
    assert environment.loader is not None
    try:
        source = environment.loader.get_source(environment, name)[0]
        return source, environment.parse(source, name)
    except TemplateSyntaxError as error:
        raise TemplateError(name, error.lineno, error.message or "syntax error") from error
    except UnicodeDecodeError as error:
        raise TemplateError(name, None, f"is not UTF-8: {error}") from error


def _exists(environment: Environment, name: str) -> bool:
    assert environment.loader is not None
    try:
        environment.loader.get_source(environment, name)
    except TemplateNotFound:
        return False
    return True


def _references(name: str, tree: nodes.Template) -> Iterator[_Reference]:
    """What a template extends, includes and imports. Raises TemplateError where that cannot be known beforehand."""
    for node in tree.find_all((nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)):
        target: nodes.Expr = node.template  # type: ignore[attr-defined]  # all four have it
        items = target.items if isinstance(target, (nodes.List, nodes.Tuple)) else [target]
        is_required = len(items) == 1 and not (isinstance(node, nodes.Include) and node.ignore_missing)
        for item in items:
            if not isinstance(item, nodes.Const) or not isinstance(item.value, str):
                raise TemplateError(
                    name,
                    node.lineno,
                    "includes or extends a template whose name is computed; write the name in quotes, "
                    "so that a change of that template rebuilds the right pages",
                )
            yield _Reference(item.value, node.lineno, is_required=is_required)


@cache
def _engine_digest(lang: str) -> str:
    words = catalogue_source(lang).decode("utf-8")
    return _digest(words, *(f"{name} {version_of(name)}" for name in _ENGINES))


def _digest(*texts: str) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
    return digest.hexdigest()
