"""The documentation is held to the program: generated parts, named things, links, and a tutorial that is executed.

`python tests/unit/test_docs.py` writes the generated parts of `docs/reference/` anew.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner
from jinja2 import Environment

from site_gen import config
from site_gen.cli import main
from site_gen.content import reading
from site_gen.ingest import documents
from site_gen.pages import context
from site_gen.render.defaults import default_template_folder
from site_gen.render.environment import make_environment

REPOSITORY = Path(__file__).parent.parent.parent
DOCS = REPOSITORY / "docs"
REFERENCE = DOCS / "reference"
TUTORIAL = DOCS / "tutorial" / "first-archive.md"
PAGES = sorted([*(REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")), *DOCS.rglob("*.md")])


def all_commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """A command by its whole name, and those below it."""
    yield name, command
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from all_commands(f"{name} {below.name}", below)


COMMANDS: dict[str, click.Command] = dict(all_commands("site-gen", main))
MARKS = ("<!-- generated: do not edit by hand -->", "<!-- end of the generated part -->")


# --- what is generated -----------------------------------------------------------------------------------------


def describe_commands() -> str:
    """The `--help` of every command."""
    return "\n\n".join(f"## {name}\n\n```text\n{help_text(name)}\n```" for name in COMMANDS)


def help_text(name: str) -> str:
    """What a command says of itself, 90 columns wide whatever the terminal."""
    # A command keeps the help option of the first context that asks: this one must be like that of a real call.
    names = ["-h", "--help"]
    shown = click.Context(
        COMMANDS[name], info_name=name, terminal_width=90, max_content_width=90, help_option_names=names
    )
    return shown.get_help()


_KINDS = {
    "str": "text",
    "int": "whole number",
    "tuple[str, ...]": "list of texts",
    "Mapping[str, str]": "table of texts",
}


def default_of(field: Field[object]) -> object:
    """The default of a setting as JSON has it."""
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return list(default) if isinstance(default, tuple) else default


def key_of(name: str) -> str:
    """The key of `site.toml` behind a setting, with its table."""
    return f"build.{name}" if name in {"executor", "scheduler"} else name


def describe_settings() -> str:
    """A table of the keys of `site.toml`."""
    meanings = field_texts(config, "Config")
    rows = ["| key | type | default | meaning |", "|---|---|---|---|"]
    for field in SETTINGS:
        kind = _KINDS[str(field.type)]
        default = default_of(field)
        rows.append(f"| `{key_of(field.name)}` | {kind} | `{json.dumps(default)}` | {meanings[field.name]} |")
    return "\n".join(rows)


def describe_contexts() -> str:
    """Every class that templates see, with its fields."""
    parts = []
    for node in classes(context):
        rows = ["| field | type | meaning |", "|---|---|---|"]
        for name, text in field_texts(context, node.name).items():
            kind = context.__dict__[node.name].__annotations__[name].replace("|", "\\|")
            rows.append(f"| `{name}` | `{kind}` | {text.replace('|', '&#124;')} |")
        parts.append(f"### {node.name}\n\n{one_line(ast.get_docstring(node) or '')}\n\n" + "\n".join(rows))
    return "\n\n".join(parts)


def classes(module: ModuleType) -> list[ast.ClassDef]:
    nodes = ast.parse(inspect.getsource(module)).body
    return [node for node in nodes if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]


def field_texts(module: ModuleType, name: str) -> dict[str, str]:
    """The fields of a class and the text below each, empty where there is none."""
    body = next(node for node in classes(module) if node.name == name).body
    texts = {}
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            written = after.value if isinstance(after, ast.Expr) else None
            texts[node.target.id] = one_line(str(written.value)) if isinstance(written, ast.Constant) else ""
    return texts


def one_line(text: str) -> str:
    return " ".join(text.split())


SETTINGS = [field for field in fields(config.Config) if field.name != "topics"]
"""The settings of `site.toml`; what `topics.toml` says stands in docs/reference/topics.md."""
GENERATED = {
    "cli.md": describe_commands,
    "configuration.md": describe_settings,
    "templates.md": describe_contexts,
}


def split_page(name: str) -> tuple[str, str, str]:
    """What stands before, in and after the generated part of a reference page."""
    before, _, rest = (REFERENCE / name).read_text(encoding="utf-8").partition(MARKS[0])
    middle, mark, after = rest.partition(MARKS[1])
    assert mark, f"docs/reference/{name}: the marks of the generated part are missing"
    return before, middle.strip("\n"), after


@pytest.mark.parametrize("name", GENERATED)
def test_generated_parts_are_up_to_date(name: str) -> None:
    assert split_page(name)[1] == GENERATED[name](), "run: python tests/unit/test_docs.py"


# --- what is named ---------------------------------------------------------------------------------------------


def reference(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_every_option_is_in_the_reference() -> None:
    text = reference("cli.md")
    for name, command in COMMANDS.items():
        section = text.partition(f"## {name}\n")[2].partition("\n## ")[0]
        for param in command.params:
            shown = param.opts if isinstance(param, click.Option) else [param.make_metavar(click.Context(command))]
            assert all(option in section for option in shown), (name, shown)


def test_every_setting_is_in_the_reference_with_its_default() -> None:
    text = reference("configuration.md")
    for field in SETTINGS:
        default = default_of(field)
        assert re.search(
            rf"^\| `{re.escape(key_of(field.name))}` \|.*`{re.escape(json.dumps(default))}`", text, re.MULTILINE
        )
        assert field_texts(config, "Config")[field.name]


def test_every_template_and_filter_is_in_the_reference() -> None:
    text = reference("templates.md")
    names = [path.name for path in default_template_folder().iterdir() if path.is_file()]
    filters = set(make_environment([], "en").filters) - set(Environment(autoescape=True).filters)
    assert not [name for name in (*names, *filters) if f"`{name}`" not in text]


def test_every_front_matter_key_and_synonym_is_in_the_reference() -> None:
    text = reference("content-files.md")
    assert not [name for name in (*reading.KNOWN, *reading.SYNONYMS, "draft") if f"`{name}`" not in text]


def test_every_sidecar_key_is_in_the_reference() -> None:
    text = reference("documents.md")
    assert not [name for name in documents._SIDECAR_KEYS if f"`{name}`" not in text]


# --- links and targets -----------------------------------------------------------------------------------------


def prose(page: Path) -> str:
    """A page without its code."""
    return re.sub(r"^(`{3,}).*?^\1$|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?) *$", text, re.MULTILINE):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = again = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number = 0
        while again in found:
            number += 1
            again = f"{anchor}-{number}"
        found.add(again)
    return found


def broken_links(page: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"(?:https?|mailto):", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        missing = not linked.is_relative_to(REPOSITORY) or not linked.exists()
        if missing or (anchor and anchor not in anchors(linked)):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_links_lead_somewhere(page: Path) -> None:
    assert not list(broken_links(page))


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    queue = [REPOSITORY / "README.md"]
    while queue:
        page = queue.pop()
        if page not in seen and page.suffix == ".md" and page.exists():
            seen.add(page)
            targets = re.findall(r"\]\(([^)\s#]+)", prose(page))
            queue.extend((page.parent / target).resolve() for target in targets if ":" not in target)
    assert not [str(page) for page in DOCS.rglob("*.md") if page.resolve() not in seen]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_named_make_targets_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE))
    assert {"site", "test"} <= named <= targets


# --- the tutorial ----------------------------------------------------------------------------------------------

_BLOCK = re.compile(r"^```(\w+)(?: +(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What may change with the default templates or from machine to machine.
_CHANGING = re.compile(r"\d+(?:\.\d+)? (?:[kM]B|s|files? written|unchanged|removed)\b")


def test_the_tutorial_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`text NAME` blocks are written, `diff NAME` blocks applied, commands run and their output compared."""
    monkeypatch.chdir(tmp_path)
    text = TUTORIAL.read_text(encoding="utf-8")
    replayed, commands = replay(text, monkeypatch)
    assert _CHANGING.sub("", replayed) == _CHANGING.sub("", text)
    assert commands > 5


def replay(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """A page with what its commands print now, and how many were run."""
    pieces: list[str] = []
    at = commands = 0
    for block in _BLOCK.finditer(text):
        language, name, body = block.groups()
        if language == "console":
            printed = [(line, expected, run(line, monkeypatch)) for line, expected in dialogue(body)]
            commands += len(printed)
            pieces.append(text[at : block.start(3)])
            pieces.extend(f"$ {line}\n{expected if found is None else found}" for line, expected, found in printed)
            at = block.end(3)
        elif name and language == "diff":
            change(Path(name), body)
        elif name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(body, encoding="utf-8")
    return "".join((*pieces, text[at:])), commands


def dialogue(block: str) -> list[tuple[str, str]]:
    """Each command of a console block with the output below it."""
    return [
        (part.partition("\n")[0], part.partition("\n")[2]) for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    ]


def run(line: str, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """What a command prints; None for one that only a person runs."""
    program, *arguments = line.split()
    if program == "cd":
        monkeypatch.chdir(arguments[0])
        return ""
    if program == "cat":
        return "".join(Path(argument).read_text(encoding="utf-8") for argument in arguments)
    if program == "rm":
        for argument in arguments:
            Path(argument).unlink()
        return ""
    if program == "site-gen" and arguments[0] != "serve":
        return CliRunner().invoke(main, arguments).output
    return None


def change(path: Path, diff: str) -> None:
    """Apply the lines of a diff: each `-` line is replaced by the `+` lines after it."""
    text = path.read_text(encoding="utf-8")
    for old, new in re.findall(r"^-(.*\n)((?:\+.*\n)*)", diff, re.MULTILINE):
        assert text.count(old) == 1, old
        text = text.replace(old, re.sub(r"^\+", "", new, flags=re.MULTILINE))
    path.write_text(text, encoding="utf-8")


def rewrite() -> None:
    """Bring the generated parts of the documentation up to date."""
    for page_name, describe in GENERATED.items():
        start, _, end = split_page(page_name)
        (REFERENCE / page_name).write_text(f"{start}{MARKS[0]}\n\n{describe()}\n\n{MARKS[1]}{end}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as monkeypatch, tempfile.TemporaryDirectory() as folder:
        monkeypatch.chdir(folder)
        text, _ = replay(TUTORIAL.read_text(encoding="utf-8"), monkeypatch)
    TUTORIAL.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
