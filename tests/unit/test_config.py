"""site.toml: every problem at once, each with line, value and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_gen.config import Config, load_config, parse_base_url, parse_config
from site_gen.errors import ConfigError


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        parse_config(text)
    return caught.value.problems


def test_defaults_where_there_is_no_file(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()


def test_all_problems_are_reported_together() -> None:
    found = problems('titel = "x"\nlang = "xx"\npage_size = 1\nbase_url = "example.org"\ntimezone = "Europe/Pariss"\n')
    assert found == (
        "site.toml:1: unknown key 'titel'; did you mean 'title'?",
        "site.toml:2: lang = 'xx': one of ar, de, en, es, fr was expected",
        "site.toml:3: page_size = 1: a whole number from 5 to 1000 was expected",
        "site.toml:4: base_url = 'example.org': an absolute address such as "
        "https://user.github.io/archive/ was expected",
        "site.toml:5: timezone = 'Europe/Pariss': a zone such as Europe/Paris was expected; "
        "did you mean 'Europe/Paris'?",
    )


@pytest.mark.parametrize(
    "line",
    [
        "content = '../x'",
        "content = '/x'",
        "content = ''",
        "content = 'a\\b'",
        "inbox = [1]",
        "inbox = 5",
        "title = ''",
        "title = 3",
        "feed_size = true",
        "base_url = 'ftp://x.example'",
        "base_url = 'https://x.example/?q'",
        "base_url = 'https://[x/'",
    ],
)
def test_wrong_values_are_refused(line: str) -> None:
    assert problems(line)[0].startswith(f"site.toml:1: {line.split(' ', 1)[0]} = ")


@pytest.mark.parametrize("other", ["content", "templates", "static", "inbox"])
def test_output_must_not_share_a_folder(other: str) -> None:
    value = "['output/x']" if other == "inbox" else "'output/x'"
    assert "must not share a folder" in problems(f"{other} = {value}")[0]


def test_broken_toml_names_the_line() -> None:
    assert "line 2" in problems("title = 'x'\nlang = \n")[0]


@pytest.mark.parametrize(
    ("given", "url", "path"),
    [("https://a.example", "https://a.example/", "/"), ("https://a.example/b/c", "https://a.example/b/c/", "/b/c/")],
)
def test_base_url_ends_with_a_slash(given: str, url: str, path: str) -> None:
    config = parse_config(f'base_url = "{given}"')
    assert (config.base_url, config.base_path) == (url, path)
    assert parse_base_url(given) == url


def test_a_wrong_base_url_of_the_command_line_is_named() -> None:
    with pytest.raises(ConfigError, match="--base-url x: an absolute address"):
        parse_base_url("x")


def test_the_executor_is_in_a_table_of_its_own() -> None:
    config = parse_config('[build]\nexecutor = "dask"\nscheduler = "tcp://10.0.0.1:8786"')
    assert (config.executor, config.scheduler) == ("dask", "tcp://10.0.0.1:8786")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("build = 3", "site.toml:1: build = 3: a table was expected, for example [build]"),
        ("[build]\nexecuter = 'dask'", "site.toml:2: unknown key 'build.executer'; did you mean 'executor'?"),
        ("[build]\nexecutor = 'spark'", "site.toml:2: build.executor = 'spark': one of processes, dask was expected"),
        (
            "[build]\nexecutor = 'dask'",
            "site.toml:2: build.executor = 'dask': needs an address, for example scheduler =",
        ),
        ("[build]\nscheduler = 'x:y'", "site.toml:2: build.scheduler = 'x:y': the address of a Dask scheduler"),
        ("[build]\nscheduler = 'tcp://a:b'", "site.toml:2: build.scheduler = 'tcp://a:b': the address of a Dask"),
    ],
)
def test_a_wrong_executor_is_named(text: str, problem: str) -> None:
    assert problems(text)[0].startswith(problem)


def test_columns_of_rows_are_a_table_of_facts() -> None:
    config = parse_config('title = "x"\n[fields]\ntitle = "kop"\n"published" = " meta.datum "\n')
    assert config.fields == {"title": "kop", "published": "meta.datum"}
    assert parse_config("").fields == {}


def test_all_problems_of_the_columns_are_reported_with_their_lines() -> None:
    assert problems('titel = "x"\n\n[fields]\ntitel = "kop"\npublished = 3\nurl = ""\nzzz = "a"\n') == (
        "site.toml:1: unknown key 'titel'; did you mean 'title'?",
        "site.toml:4: unknown key 'fields.titel'; did you mean 'title'?",
        "site.toml:5: fields.published = 3: the name of a column in quotes was expected, or a dotted path",
        "site.toml:6: fields.url = '': the name of a column in quotes was expected, or a dotted path",
        "site.toml:7: unknown key 'fields.zzz'; known keys: text, title, summary, url, published, updated, captured, "
        "authors, lang, keywords, topics, source, id, dateline, credit",
    )


def test_the_columns_must_be_a_table() -> None:
    assert problems("fields = 3") == (
        'site.toml:1: fields = 3: a table was expected, for example [fields] and title = "headline"',
    )
    assert problems("feilds = 3") == ("site.toml:1: unknown key 'feilds'; did you mean 'fields'?",)
