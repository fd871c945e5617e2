"""Flat templates write what templates as they are written do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from jinja2 import Environment

from site_gen.archive import make_archive
from site_gen.config import Config, load_config
from site_gen.content import find_content, parse_content, shown_path
from site_gen.model import ContentFile, Page
from site_gen.pages.context import NotFoundPage, PageInfo
from site_gen.pages.plan import plan_pages
from site_gen.render.environment import make_environment
from site_gen.render.rendering import render_page

REPOSITORY = Path(__file__).parents[3]
PARTS = {
    "base.html": "{% set shared = 'S' %}<{% block outer %}{% block title %}base {{ name }}{% endblock %}·{% endblock %}"
    "|{{ self.outer() }}|{% block main %}main{% endblock %}{% if flag %}{% block flagged %}f{% endblock %}{% endif %}>",
    "middle.html": "{% extends 'base.html' %}{% import 'm.html' as m %}{% set word = name ~ '!' %}"
    "{% block main %}{{ super() }}+{{ m.item(word, 'x') }}{% block inner %}in{% endblock %}{% endblock %}",
    "m.html": "{% macro tag(text) %}<i>{{ text }}</i>{% endmacro %}\n"
    "{% macro item(text, root='/', tag2=none) %}[{{ root }}{{ text }}{{ tag(text) }}{% set text = 'own' %}{{ text }}]"
    "{% endmacro %}\n"
    "{% macro shadow(tag) %}{{ tag }}{% endmacro %}\n"
    "{% macro list(items) %}{% for tag in items %}{{ loop.index }}{{ tag }}{{ item(tag, root='r') }}{% endfor %}"
    "{% endmacro %}\n"
    "{% macro down(n) %}{{ n }}{% if n %}{{ down(n - 1) }}{% endif %}{% endmacro %}\n"
    "{% macro wrap() %}({{ caller() }}){% endmacro %}\n"
    "{% macro many() %}{{ varargs|join('-') }}{% endmacro %}\n"
    "{% macro told(n) %}{{ _('%(a)s of 100%%', a=tag(n)) }}{{ ngettext('%(num)s x', '%(num)s xs', n) }}{% endmacro %}",
}


@pytest.mark.parametrize(
    "source",
    [
        "{% extends 'base.html' %}",
        "{% extends 'base.html' %}{% block main %}{{ super() }}{{ super() }}{% endblock %}",
        "{% extends 'base.html' %}{% block title %}T{% endblock %}{% block flagged %}{{ super() }}g{% endblock %}",
        "{% extends 'middle.html' %}",
        "{% extends 'middle.html' %}{% block inner %}{{ super() }}{{ word }}{% endblock %}"
        "{% block title %}{{ super() }}t{% endblock %}",
        "{% extends 'base.html' %}{% block main %}{{ super()|upper }}{% endblock %}",
        "{% extends 'base.html' %}{% set name = 'set' %}{% block main %}{{ name }}{% set name = 'in' %}{{ name }}"
        "{% endblock %}{% block flagged %}{{ name }}{% endblock %}",
        "{% extends 'base.html' %}{% macro own(x) %}{{ x }}{{ name }}{% endmacro %}"
        "{% block main %}{{ own('<') }}{% endblock %}",
        "{% import 'm.html' as m %}{{ m.item(name) }}{{ m.item(text=name, root='<') }}{{ m.list([1, '<']) }}",
        "{% import 'm.html' as m %}{{ m.shadow(name) }}{{ m.down(3) }}{{ m.many(1, 2) }}{{ m.told(2) }}",
        "{% import 'm.html' as m %}{% call m.wrap() %}{{ m.tag(name) }}{% endcall %}{{ m.tag(m.tag(name)) }}",
        "{% import 'm.html' as m %}{% for text in [1, 2] %}{{ text }}{{ m.item(text * 2) }}{{ text }}{% endfor %}",
        "{% import 'm.html' as m %}{{ _('by %(who)s %(what)s', who=m.tag(name), what='<') }}{{ m.item(*['a']) }}",
        "{% import 'm.html' as m %}{% set text = 'outer' %}{{ m.item('given') }}{{ text }}{{ m.tag(text) }}",
        "{% from 'm.html' import item %}{{ item(name) }}{% import 'm.html' as m %}{% set m = none %}{{ m }}",
        "{% import 'm.html' as m with context %}{{ m.item(name) }}",
    ],
)
def test_it_writes_the_same(tmp_path: Path, source: str) -> None:
    for name, text in {**PARTS, "day.html": source}.items():
        (tmp_path / name).write_text(text)
    flat = make_environment([tmp_path], "en")
    values = {"name": "<T & 'u'>", "flag": True}
    assert flat.get_template("day.html").render(values) == _plain(flat).get_template("day.html").render(values)


def test_all_pages_of_the_sample_are_the_same() -> None:
    folder = REPOSITORY / "content"
    files = [parse_content(shown_path(path, folder), path.read_bytes()) for path in find_content(folder)]
    config: Config = load_config(REPOSITORY)
    archive = make_archive((file for file in files if isinstance(file, ContentFile)), config)
    flat = make_environment([], "fr")
    plain = _plain(flat)
    templates = set()
    for page in plan_pages(archive, config, "style.css").pages:
        templates.add(page.template)
        assert render_page(flat, page).data == render_page(plain, page).data, page.path
        assert cast("Any", flat).engine_of(page.template) is flat, f"{page.template} asks for what is no attribute"
    assert {"article.html", "listing.html", "day.html", "home.html", "month.html"} <= templates


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ page.title|upper }}", "THE BRIDGE"),
        ("{{ page.nothing|default('none') }}{{ page.nothing is defined }}", "noneFalse"),
        ("{{ {'key': 'value'}.key }}{{ 'text'.upper() }}", "valueTEXT"),
        ("{% set own = {'items': 3, 'class': 4} %}{{ own['items'] }}{{ own.class }}", "34"),
    ],
)
def test_names_are_looked_for_as_far_as_jinja_does(tmp_path: Path, source: str, text: str) -> None:
    (tmp_path / "404.html").write_text(source)
    environment = make_environment([tmp_path], "en")
    context = NotFoundPage(cast("Any", None), PageInfo("404.html", "", "The bridge", "", "", "feed.xml", True), ())
    for _ in range(2):
        found = render_page(environment, Page("404.html", "404.html", context))
        assert found.data.decode() == text


@pytest.mark.parametrize("name", ["article.html", "listing.html", "day.html", "month.html", "topic_year.html"])
def test_our_templates_are_flat(name: str) -> None:
    environment = make_environment([], "en")
    code = environment.compile(_source(environment, name), name, raw=True)
    assert "get_template" not in code
    assert "def block_" not in code


def test_a_template_that_cannot_be_made_flat_is_put_on_its_base_as_it_is_written(tmp_path: Path) -> None:
    code = make_environment([tmp_path], "en").compile("{% extends 'base.html' %}text", "day.html", raw=True)
    assert "as written/base.html" in code


def _plain(environment: Environment) -> Environment:
    return cast("Environment", cast("Any", environment).plain)


def _source(environment: Environment, name: str) -> str:
    assert environment.loader
    return environment.loader.get_source(environment, name)[0]
