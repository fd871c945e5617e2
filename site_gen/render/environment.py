"""The template engine: where templates come from and what they can use beside their context."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from site_gen.render import dates
from site_gen.render.markdown import to_html
from site_gen.render.translations import load_translations

DEFAULTS = "default"
"""Prefix under which a template of ours can be reached although the user's folder replaces it."""
_JSON_IN_SCRIPT = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def default_template_folder() -> Path:
    """The folder of the default templates: in the installed package, else at the top of the repository."""
    package = Path(__file__).parent.parent
    packaged = package / "default_templates"
    return packaged if packaged.is_dir() else package.parent / "templates"


def make_environment(template_folders: Sequence[Path], lang: str) -> Environment:
    """The engine for an interface language; a template in an earlier folder replaces ours of the same name.

    Everything is escaped in every file, an unknown name is an error, and templates are read once: make a new
    environment to see changed ones.
    """
    environment = Environment(
        loader=_make_loader(template_folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    _add_translations(environment, lang)
    _add_filters(environment, lang)
    return environment


def _make_loader(template_folders: Sequence[Path]) -> BaseLoader:
    ours = FileSystemLoader(default_template_folder())
    users = [FileSystemLoader(folder) for folder in template_folders]
    return ChoiceLoader([*users, ours, PrefixLoader({DEFAULTS: ours})])


def _add_translations(environment: Environment, lang: str) -> None:
    """Hook the catalogue in; it is read when the first word is needed, since that takes tens of milliseconds."""

    def translate(text: str) -> str:
        return load_translations(lang).gettext(text)

    def translate_plural(singular: str, plural: str, number: int) -> str:
        return load_translations(lang).ngettext(singular, plural, number)

    environment.install_gettext_callables(translate, translate_plural, newstyle=True)  # type: ignore[attr-defined]


def _add_filters(environment: Environment, lang: str) -> None:
    filters = environment.filters
    for kind in dates.KINDS:
        filters[kind] = partial(dates.day_text, kind, lang)
    filters["time"] = partial(dates.time_text, lang)
    filters["date_time"] = partial(dates.date_time_text, lang)
    filters["iso"] = dates.iso_text
    filters["number"] = partial(dates.number_text, lang)
    filters["markdown"] = markdown_filter
    filters["json_script"] = json_script
    filters["heat"] = heat
    filters["host"] = host


def markdown_filter(text: str, dateline: str = "") -> Markup:
    """Markdown as safe HTML."""
    return Markup(to_html(text, dateline))  # noqa: S704 (sanitised by `to_html`)


def json_script(text: str) -> Markup:
    """A JSON text that can stand inside a `<script>` element whatever its strings hold."""
    return Markup(text.translate(_JSON_IN_SCRIPT))  # noqa: S704 (`<`, `>` and `&` are escaped as JSON does)


def host(address: str) -> str:
    """The host of an absolute address without its `www.`: what a link to it shows."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def heat(count: int, highest: int) -> int:
    """How much `count` is beside the `highest` one, from 0 (none) to 4: the tint of a day in a calendar."""
    return 0 if count <= 0 else max(1, min(4, -(-4 * count // max(highest, 1))))
