"""One page to its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import TracebackType
from typing import Any, cast

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, UndefinedError

from site_gen.errors import TemplateError
from site_gen.model import Page, RenderedPage, clean_text

# Contexts hold clean text; should a filter or a template of the user bring in something else, it stops here.
_UNCLEAN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_PLAIN = b"\t\n" + bytes(range(0x20, 0x7F))


def render_page(environment: Environment, page: Page) -> RenderedPage:
    """The bytes of a page: UTF-8, lines ending in LF. Raises TemplateError with the template's name and line."""
    engine: Any = environment
    values = {name: getattr(page.context, name) for name in _names(page)}
    try:
        text = engine.engine_of(page.template).get_template(page.template).render(values)
    except Exception as error:  # noqa: BLE001 - whatever a template does wrong is told with its place
        text = _as_written(engine, page, values, error)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return RenderedPage(page.path, _clean_bytes(text))


def _clean_bytes(text: str) -> bytes:
    """A text in UTF-8, without the characters that no page may hold."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        return clean_text(text).encode("utf-8")
    # To look at what is no plain ASCII alone is twice as fast.
    return clean_text(text).encode("utf-8") if _UNCLEAN.search(data.translate(None, _PLAIN).decode("utf-8")) else data


def _names(page: Page) -> tuple[str, ...]:
    """The names that a template finds the parts of a page's value by."""
    kind: Any = type(page.context)
    return _field_names(kind)


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(kind.__annotations__)


def _as_written(engine: Any, page: Page, values: Mapping[str, Any], error: Exception) -> str:
    """The text of a page that could not be made, from its template as it is written.

    That looks further for what a name stands for; and where it fails, too, it tells the place.
    """
    plain: Environment | None = engine.plain
    if plain is None or isinstance(error, TemplateSyntaxError):
        raise _explain(engine, page, error) from error
    try:
        text = plain.get_template(page.template).render(values)
    except Exception as other:
        raise _explain(plain, page, other) from other
    engine.leave(page.template)
    return text


def _explain(environment: Environment, page: Page, error: Exception) -> TemplateError:
    """The error that tells a template's author where to look."""
    if isinstance(error, TemplateSyntaxError):
        return TemplateError(error.name or page.template, error.lineno, error.message or "syntax error", page.path)
    template, line = _place(environment, page.template, error.__traceback__)
    if isinstance(error, TemplateNotFound):
        message = f"there is no template '{error.message}'"
    elif isinstance(error, UndefinedError):
        # Jinja names the Python class; a template's author knows it by what it holds.
        said = re.sub(r"'(?:[\w.]+\.)?(\w+) object'", r"'\1'", error.message or "undefined")
        message = f"{said}; {page.template} is given: {', '.join(_names(page))}"
    elif isinstance(error, RecursionError):
        message = "templates or macros call each other without end"
    else:
        message = f"{type(error).__name__}: {error}"
    return TemplateError(template, line, message, page.path)


def _place(environment: Environment, template: str, trace: TracebackType | None) -> tuple[str, int | None]:
    """The template and line that ran last: Jinja puts frames with both into the traceback."""
    files = dict(_template_files(environment))
    place: tuple[str, int | None] = (template, None)
    while trace is not None:
        name = files.get(trace.tb_frame.f_code.co_filename)
        if name is not None:
            place = (name, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _template_files(environment: Environment) -> Iterator[tuple[str, str]]:
    """Each template's file with its name; the plain name last, so that it wins over the one with a prefix."""
    for name in sorted(environment.list_templates(), key=lambda name: ("/" not in name, name)):
        try:
            source = cast("Any", environment.loader).get_source(environment, name)
        except (TemplateNotFound, UnicodeDecodeError):
            continue
        if source[1] is not None:
            yield source[1], name
