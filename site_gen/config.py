"""`site.toml` and `topics.toml` to a typed, frozen `Config`, or every problem at once."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from site_gen.errors import ConfigError
from site_gen.topics import NO_SETTINGS, TOPICS_NAME, TopicSettings

CONFIG_NAME = "site.toml"
LANGUAGES = ("ar", "de", "en", "es", "fr")
"""Languages that the interface of the site speaks."""
FACTS = (
    "text title summary url published updated captured authors lang keywords topics source id dateline credit".split()
)
"""What `[fields]` can name a column or JSON path for: the front matter key that it fills, and `text`."""


EXECUTORS = ("processes", "dask")


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that a user can set. Paths are relative to the archive's folder."""

    title: str = "News archive"
    """Name of the archive, shown on every page."""
    description: str = ""
    """One sentence about the archive, for the home page, feeds and search engines."""
    lang: str = "en"
    """Language of the interface: ar, de, en, es or fr. Articles keep their own."""
    base_url: str = ""
    """Absolute address of the site's root. Sitemap and canonical links need it; no other link does."""
    timezone: str = "UTC"
    """Zone in which times without one are meant, such as `Europe/Paris`. Feeds need it; no date is ever converted."""
    inbox: tuple[str, ...] = ("inbox",)
    """Folders that `site-gen build` ingests."""
    content: str = "content"
    """Folder of the content files."""
    output: str = "output"
    """Folder of the generated site."""
    templates: str = "templates"
    """Folder whose templates replace the default ones of the same name."""
    static: str = "static"
    """Folder whose files are copied into the site as they are."""
    page_size: int = 50
    """Articles on a page of a listing (a newest page holds up to twice as many)."""
    feed_size: int = 50
    """Newest articles in a feed."""
    latest: int = 20
    """Newest articles on the home page."""
    keyword_min_articles: int = 3
    """Articles that a keyword, a person or a sub-topic needs before it gets a page."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Where rows of JSON and CSV hold a fact: `title = "kop"`, `published = "meta.date"`."""
    executor: str = "processes"
    """What does the work: `processes` of this machine, or `dask` on many machines."""
    scheduler: str = ""
    """Address of the Dask scheduler: `tcp://10.0.0.1:8786`."""
    topics: TopicSettings = NO_SETTINGS
    """What `topics.toml` says of topics and keywords."""

    @property
    def base_path(self) -> str:
        """The path part of `base_url`, with a slash at both ends: `/` or `/repo/`."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"


def load_config(folder: Path) -> Config:
    """The configuration of the archive in `folder`; defaults where `site.toml` or `topics.toml` is absent.

    Raises ConfigError with all problems of both: file, line, key, value and what was expected.
    """
    config, topics = Config(), NO_SETTINGS
    problems: list[str] = []
    try:
        config = _load_site(folder / CONFIG_NAME)
    except ConfigError as error:
        problems.extend(error.problems)
    if (folder / TOPICS_NAME).exists():
        from site_gen.topics import load_topics

        try:
            topics = load_topics(folder)
        except ConfigError as error:
            problems.extend(error.problems)
    if problems:
        raise ConfigError(tuple(problems))
    return replace(config, topics=topics)


def _load_site(path: Path) -> Config:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError((f"{CONFIG_NAME}: cannot be read: {error}",)) from error
    return parse_config(text)


def require_archive(folder: Path, config: Config) -> None:
    """Raise ConfigError where nothing in `folder` says that it is an archive: a build in a wrong place makes a mess."""
    names = (CONFIG_NAME, config.content, *config.inbox)
    if not any((folder / name).exists() for name in names):
        wanted = ", ".join(f"{name}" for name in names)
        raise ConfigError((f"{folder.absolute()}: is no archive (it holds none of {wanted}); run: site-gen init",))


def parse_config(text: str) -> Config:
    """The configuration that the text of a `site.toml` gives. Raises ConfigError with all problems."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((f"{CONFIG_NAME}: not valid TOML: {error}",)) from error
    values: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in table.items():
        where = f"{CONFIG_NAME}:{_line_of(key, text)}"
        if key in ("fields", "build"):
            found, wrong = _table(key, value, text, _COLUMNS if key == "fields" else _BUILD_CHECKS)
            values.update({"fields": found} if key == "fields" else found)
            problems.extend(wrong)
            continue
        if key not in _CHECKS:
            problems.append(f"{where}: unknown key '{key}'{_suggestion(key, (*_CHECKS, 'fields', 'build'))}")
            continue
        try:
            values[key] = _CHECKS[key](value)
        except ValueError as error:
            problems.append(f"{where}: {key} = {value!r}: {error}")
    config = Config(**values)
    if config.executor == "dask" and not config.scheduler and not problems:
        where = f"{CONFIG_NAME}:{_line_of('executor', text)}"
        problems.append(
            f"{where}: build.executor = 'dask': needs an address, for example scheduler = \"tcp://10.0.0.1:8786\""
        )
    problems.extend(_nesting_problems(config))
    if problems:
        raise ConfigError(tuple(problems))
    return config


def parse_base_url(text: str) -> str:
    """A base URL given outside `site.toml`, checked and with a slash at its end. Raises ConfigError."""
    try:
        return _base_url(text)
    except ValueError as error:
        raise ConfigError((f"--base-url {text}: {error}",)) from error


def parse_scheduler(text: str) -> str:
    """The address of a scheduler given outside `site.toml`, checked. Raises ConfigError."""
    try:
        return _scheduler(text)
    except ValueError as error:
        raise ConfigError((f"--scheduler {text}: {error}",)) from error


def _line_of(key: str, text: str) -> int:
    found = re.search(rf"^\s*\[*\s*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _suggestion(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f"; did you mean '{near[0]}'?" if near else f"; known keys: {', '.join(known)}"


def _table(
    name: str, value: object, text: str, known: Mapping[str, Callable[[object], Any]]
) -> tuple[dict[str, Any], list[str]]:
    """The values of a table `[name]`, and what is wrong with it."""
    if not isinstance(value, dict):
        where = f"{CONFIG_NAME}:{_line_of(name, text)}"
        return {}, [f"{where}: {name} = {value!r}: a table was expected, for example [{name}] and {_EXAMPLES[name]}"]
    start = re.search(rf"^\s*\[\s*[\"']?{name}[\"']?\s*\]", text, re.MULTILINE)
    above = text.count("\n", 0, start.start()) if start else 0
    below = text[start.start() :] if start else text
    values: dict[str, Any] = {}
    problems = []
    for key, item in value.items():
        where = f"{CONFIG_NAME}:{above + _line_of(key, below)}"
        if key not in known:
            problems.append(f"{where}: unknown key '{name}.{key}'{_suggestion(key, tuple(known))}")
            continue
        try:
            values[key] = known[key](item)
        except ValueError as error:
            problems.append(f"{where}: {name}.{key} = {item!r}: {error}")
    return values, problems


def _column(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("the name of a column in quotes was expected, or a dotted path")
    return value.strip()


def _executor(value: object) -> str:
    if value not in EXECUTORS:
        raise ValueError(f"one of {', '.join(EXECUTORS)} was expected")
    return str(value)


def _scheduler(value: object) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("tcp", "tls", "ws", "wss", "ucx") and bool(parts.hostname and parts.port)
    except ValueError:
        is_good = False
    if not is_good:
        raise ValueError("the address of a Dask scheduler such as tcp://10.0.0.1:8786 was expected")
    return text


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("a text in quotes was expected")
    return " ".join(value.split())


def _title(value: object) -> str:
    text = _text(value)
    if not text:
        raise ValueError("a title must not be empty")
    return text


def _lang(value: object) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"one of {', '.join(LANGUAGES)} was expected")
    return str(value)


def _base_url(value: object) -> str:
    text = _text(value)
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or " " in text:
        raise ValueError("an absolute address such as https://user.github.io/archive/ was expected")
    return text.rstrip("/") + "/"


def _timezone(value: object) -> str:
    text = _text(value)
    from zoneinfo import available_timezones  # few name one

    if text not in available_timezones():
        near = difflib.get_close_matches(text, available_timezones(), n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise ValueError(f"a zone such as Europe/Paris was expected{hint}")
    return text


def _folder(value: object) -> str:
    text = _text(value).strip("/").removeprefix("./")
    parts = text.split("/")
    if not text or text == "." or ".." in parts or "\\" in text or Path(str(value)).is_absolute():
        raise ValueError("a folder inside the archive was expected, for example 'content'")
    return text


def _folders(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_folder(value),)
    if not isinstance(value, list):
        raise ValueError("a list of folders was expected, for example ['inbox']")
    return tuple(_folder(item) for item in value)


def _count(low: int, high: int) -> Callable[[object], int]:
    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"a whole number from {low} to {high} was expected")
        return value

    return check


_CHECKS: Mapping[str, Callable[[object], Any]] = {
    "title": _title,
    "description": _text,
    "lang": _lang,
    "base_url": _base_url,
    "timezone": _timezone,
    "inbox": _folders,
    "content": _folder,
    "output": _folder,
    "templates": _folder,
    "static": _folder,
    "page_size": _count(5, 1000),
    "feed_size": _count(1, 500),
    "latest": _count(1, 200),
    "keyword_min_articles": _count(1, 1000),
}
_COLUMNS: Mapping[str, Callable[[object], Any]] = dict.fromkeys(FACTS, _column)
_BUILD_CHECKS: Mapping[str, Callable[[object], Any]] = {"executor": _executor, "scheduler": _scheduler}
_EXAMPLES = {"fields": 'title = "headline"', "build": 'executor = "dask"'}


def _nesting_problems(config: Config) -> list[str]:
    """Output inside content (or the other way round) would feed the site to itself."""
    problems = []
    others = {"content": config.content, "templates": config.templates, "static": config.static}
    others.update({f"inbox {folder}": folder for folder in config.inbox})
    for name, folder in others.items():
        one, two = Path(config.output), Path(folder)
        if one == two or one in two.parents or two in one.parents:
            problems.append(f"{CONFIG_NAME}: output '{config.output}' and {name} '{folder}' must not share a folder")
    return problems
