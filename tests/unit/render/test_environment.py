"""The template engine: overriding, errors with their place, checks before a build, digests, the style sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec.structs import replace

from site_gen.errors import TemplateError
from site_gen.model import Page
from site_gen.render.assets import stylesheet
from site_gen.render.checking import check_templates, template_digests
from site_gen.render.environment import heat, host, json_script, make_environment
from site_gen.render.rendering import render_page

Override = Callable[..., Environment]


@dataclass(frozen=True, slots=True)
class Greeting:
    """A context as small as can be."""

    name: str


@pytest.fixture
def override(tmp_path: Path) -> Override:
    def make(lang: str = "en", **templates: str) -> Environment:
        for name, source in templates.items():
            (tmp_path / name.replace("_xml", ".xml").replace("_html", ".html")).write_text(source, encoding="utf-8")
        return make_environment([tmp_path], lang)

    return make


def render(environment: Environment, template: str, name: str = "x") -> str:
    return render_page(environment, Page("a/b.html", template, Greeting(name))).data.decode("utf-8")


def failure(environment: Environment, template: str) -> str:
    with pytest.raises(TemplateError) as caught:
        render(environment, template)
    return str(caught.value)


def refusal(environment: Environment) -> str:
    with pytest.raises(TemplateError) as caught:
        check_templates(environment)
    return str(caught.value)


@pytest.mark.parametrize("suffix", ["html", "xml", "txt"])
def test_everything_is_escaped_whatever_the_file_is_called(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a.{suffix}").write_text("{{ name }}")
    environment = make_environment([tmp_path], "en")
    assert render(environment, f"a.{suffix}", "<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"


def test_output_is_clean_utf8_with_unix_lines(override: Override) -> None:
    environment = override(a_html="{{ name }}\r\n")
    assert render(environment, "a.html", "a\r\nb\rc\x00\x0b\u202e\ud800é\u2028") == "a\nb\ncé\u2028\n"


def test_template_of_the_user_replaces_ours(samples: Any, override: Override) -> None:
    source = '{% extends "default/404.html" %}{% block title %}Lost{% endblock %}'
    environment = override(**{"404_html": source})
    check_templates(environment)
    html = render_page(environment, samples.page("404.html")).data.decode("utf-8")
    assert "<title>Lost · " in html
    assert "<h1>Page not found</h1>" in html


def test_base_of_the_user_reaches_our_templates(samples: Any, override: Override) -> None:
    environment = override(base_html='{% extends "default/base.html" %}{% block csp %}<!-- none -->\n{% endblock %}')
    html = render_page(environment, samples.page("home.html")).data.decode("utf-8")
    assert "<!-- none -->" in html
    assert "Content-Security-Policy" not in html


def test_undefined_name_is_an_error_with_its_place(override: Override) -> None:
    text = failure(override(a_html="a\nb {{ nmae }}\n"), "a.html")
    assert text == "a.html:2: 'nmae' is undefined; a.html is given: name (while rendering a/b.html)"


def test_error_in_an_included_template_names_that_one(override: Override) -> None:
    environment = override(a_html='\n{% include "b.html" %}', b_html="x\n\n{{ name.nothing }}")
    assert failure(environment, "a.html").startswith("b.html:3: 'str' has no attribute 'nothing'")


def test_error_in_our_template_under_a_replacement_names_ours(samples: Any, override: Override) -> None:
    environment = override(home_html='{% extends "default/home.html" %}')
    page = Page("index.html", "home.html", replace(samples.contexts["en"]["home.html"], topics=(1,)))
    with pytest.raises(TemplateError) as caught:
        render_page(environment, page)
    assert caught.value.template == "default/home.html"
    assert caught.value.line is not None


def test_failing_filter_is_an_error_with_its_place(override: Override) -> None:
    environment = override(a_html="\n\n{{ name|iso }}", b_html="{{ missing|date }}")
    assert failure(environment, "a.html").startswith("a.html:3: AttributeError: ")
    assert failure(environment, "b.html").startswith("b.html:1: 'missing' is undefined")


def test_missing_template_is_an_error(override: Override) -> None:
    assert failure(override(), "a.html").startswith("a.html: there is no template 'a.html'")
    assert failure(override(a_html='\n{% include "b.html" %}'), "a.html").startswith("a.html:2: there is no template")


def test_endless_recursion_is_an_error(override: Override) -> None:
    environment = override(a_html='{% include "a.html" %}')
    assert "templates or macros call each other without end" in failure(environment, "a.html")


def test_syntax_error_is_an_error_with_its_place(override: Override) -> None:
    environment = override(a_html="a\n{% if %}\n")
    assert failure(environment, "a.html").startswith("a.html:2: Expected an expression")
    assert refusal(environment).startswith("a.html:2: Expected an expression")


@pytest.mark.parametrize("lang", ["ar", "de", "en", "es", "fr"])
def test_default_templates_pass_their_check(lang: str) -> None:
    check_templates(make_environment([], lang))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "\n{% include name %}",
            "a.html:2: includes or extends a template whose name is computed; write the name in quotes",
        ),
        ("{% extends name ~ '.html' %}", "a.html:1: includes or extends a template whose name is computed"),
        ("{% import name as n %}", "a.html:1: includes or extends a template whose name is computed"),
        ("\n\n{% include 'b.html' %}", "a.html:3: there is no template 'b.html'"),
        ("{% from 'b.html' import c %}", "a.html:1: there is no template 'b.html'"),
        ("\n{{ name|nofilter }}", "a.html:2: No filter named 'nofilter'."),
        ("{% unknown %}", "a.html:1: Encountered unknown tag 'unknown'."),
    ],
)
def test_broken_template_is_found_before_anything_is_written(override: Override, source: str, message: str) -> None:
    assert refusal(override(a_html=source)).startswith(message)


def test_template_that_may_be_missing_is_no_error(override: Override) -> None:
    check_templates(override(a_html="{% include 'b.html' ignore missing %}{% include ['b.html', 'base.html'] %}"))


def test_template_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"caf\xe9")
    assert refusal(make_environment([tmp_path], "en")).startswith("a.html: is not UTF-8")


def test_files_that_are_no_templates_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("{% broken")
    (tmp_path / "a.html~").write_text("{% broken")
    check_templates(make_environment([tmp_path, tmp_path / "nowhere"], "en"))


def test_digest_follows_what_a_template_names(override: Override) -> None:
    before = template_digests(override(a_html='{% include "b.html" %}', b_html="1", c_html="1"), "en")
    after = template_digests(override(b_html="2"), "en")
    assert {name for name in before if before[name] != after[name]} == {"a.html", "b.html"}
    assert before == template_digests(override(b_html="1"), "en")
    assert before["c.html"] != template_digests(override(), "fr")["c.html"]


def test_digest_reaches_our_template_under_a_replacement(override: Override) -> None:
    plain = template_digests(override(), "en")
    replaced = template_digests(override(_macros_html='{% extends "default/_macros.html" %}'), "en")
    assert plain["home.html"] != replaced["home.html"]
    assert plain["robots.txt"] == replaced["robots.txt"]


def test_style_sheet_is_named_after_its_content(tmp_path: Path) -> None:
    path, data = stylesheet([tmp_path])
    assert b"/*" not in data
    assert b"}\n" not in data.rstrip()
    assert b":root{color-scheme: light dark;--paper:" in data
    assert path == f"assets/style-{hashlib.sha256(data).hexdigest()[:8]}.css"
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/style.css").write_bytes(b"p{}")
    own = stylesheet([tmp_path / "nowhere", tmp_path])
    assert own == (f"assets/style-{hashlib.sha256(b'p{}').hexdigest()[:8]}.css", b"p{}")


def test_json_in_a_script_element_cannot_end_it() -> None:
    assert json_script('"</script>&\u2028"') == '"\\u003c/script\\u003e\\u0026\\u2028"'


@pytest.mark.parametrize(("count", "tint"), [(0, 0), (1, 1), (25, 1), (26, 2), (50, 2), (75, 3), (76, 4), (100, 4)])
def test_heat(count: int, tint: int) -> None:
    assert heat(count, 100) == tint


def test_host() -> None:
    assert host("https://www.a.example/b?c") == "a.example"
    assert host("b") == "b"


PARTS = {
    "base.html": "<{% block title %}base{% endblock %}|{% block main %}{% endblock %}|{{ self.title() }}>",
    "part.html": "[{{ name|default('none') }}]",
    "plain.html": "(part)",
    "macros.html": "{% set n = '<' %}"
    "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{% macro c(x) %}{{ x }}:{{ caller() }}{% endmacro %}",
}


@pytest.mark.parametrize(
    "source",
    [
        "a{{ name }}b{{ name|safe }}c{{ 1 }}{{ none }}{{ [name] }}{{ name|length }}",
        "a{% include 'part.html' %}b{% include 'plain.html' without context %}c",
        "{% for x in [1, 2] %}{{ x }}{% include 'plain.html' without context %};{% else %}none{% endfor %}!",
        "{% for x in [] %}{{ x }}{% else %}none{% endfor %}",
        "{% for x in [[1, [2]], 3] recursive %}{{ x if x is number else loop(x) }},{% endfor %}",
        "{% extends 'base.html' %}out{% block main %}{{ super() }}m{{ name }}{% endblock %}",
        "{% if name %}{% extends 'base.html' %}{% endif %}out{% block main %}in{% endblock %}",
        "{% if not name %}{% extends 'base.html' %}{% endif %}out{% block main %}in{% endblock %}",
        "{% extends 'base.html' %}{% block main %}a{% include 'plain.html' without context %}b{% endblock %}",
        "{% import 'macros.html' as m %}{{ m.m(name) }}{% call m.c('&') %}{{ name }}{% endcall %}{{ m.n }}",
        "{% from 'macros.html' import m with context %}{{ m(m(name)) }}",
        "{% macro m() %}{{ name }}{{ caller() }}{% endmacro %}{% call m() %}<b>{{ name }}</b>{% endcall %}",
        "{% filter upper %}a{{ name }}{% include 'part.html' %}{% endfilter %}",
        "{% set x %}<{{ name }}>{% endset %}{{ x }}",
        "{% with y = name %}{{ y }}{% endwith %}{% autoescape false %}{{ name }}{% endautoescape %}{{ name ~ '<' }}",
        "{% include ['missing.html', 'part.html'] %}{% include 'missing.html' ignore missing %}",
        "{{ _('a & b') }}{{ _('<%(x)s>', x=name) }}{{ ngettext('%(num)s x', '%(num)s <xs>', 2) }}{{ _('x') or name }}",
        "{% for i in [1] %}{% block b scoped %}{{ i }}{% endblock %}{% endfor %}",
    ],
)
def test_templates_write_what_jinja_writes(tmp_path: Path, source: str) -> None:
    for name, text in {**PARTS, "a.html": source}.items():
        (tmp_path / name).write_text(text)
    usual = Environment(
        loader=FileSystemLoader(tmp_path), autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"]
    )
    usual.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    wanted = usual.get_template("a.html").render(name="<T & 'u'>")
    assert render(make_environment([tmp_path], "en"), "a.html", "<T & 'u'>") == wanted


def _stamps(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_compiled_templates_are_kept_and_taken_up(tmp_path: Path) -> None:
    users, cache = tmp_path / "templates", tmp_path / "cache"
    users.mkdir()
    (users / "a.html").write_text("{{ name }} {{ _('Home') }}")
    assert render(make_environment([users], "en", cache), "a.html") == "x Home"
    kept = _stamps(cache)
    assert len(kept) == 1
    assert render(make_environment([users], "en", cache), "a.html") == "x Home"
    assert _stamps(cache) == kept
    assert render(make_environment([users], "fr", cache), "a.html") == "x Accueil"
    (users / "a.html").write_text("{{ name }}!")
    assert render(make_environment([users], "en", cache), "a.html") == "x!"
    assert len(_stamps(cache)) == 2


@pytest.mark.parametrize("damage", [b"", b"x" * 10, b"\xff" * 400, None])
def test_damaged_compiled_templates_are_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    users, cache = tmp_path / "templates", tmp_path / "cache"
    users.mkdir()
    (users / "a.html").write_text("{{ name }}")
    render(make_environment([users], "en", cache), "a.html")
    (path,) = cache.iterdir()
    sound = path.read_bytes()
    path.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]) if damage is None else damage)
    assert render(make_environment([users], "en", cache), "a.html") == "x"
    assert path.read_bytes() == sound


def test_templates_are_compiled_where_they_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{{ name }}")
    (tmp_path / "file").write_text("")
    assert render(make_environment([tmp_path], "en", tmp_path / "file"), "a.html") == "x"
