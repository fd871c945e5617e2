"""Whatever the history of edits: an incremental build is what a clean one writes, byte for byte."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)

from site_gen.build import BuildOptions, build
from site_gen.errors import SiteGenError
from site_gen.render.defaults import default_template_folder
from site_gen.watching import Watched
from tests.integration.archives import Archive, differences, tree

_COMPILED = Path(tempfile.mkdtemp(prefix="compiled-"))
_EXAMPLES = int(os.environ.get("SITE_GEN_HISTORIES", "200"))
_FOREIGN = "mine/keep.txt"

names = st.sampled_from(["a", "b", "c/d", "c/e", "2025/f", "g", "h", "i"]).map("{}.md".format)
titles = st.sampled_from(["Bridge closes", "Le pont ferme", "BRIDGE: closes", "Brücke", "Same", "same!", "x" * 90])
# These make stories where they are near enough in time.
told = st.sampled_from(
    [
        "Ferry Senan grounded off Lorient",
        "Ferry: le pompage du Senan à Lorient",
        "Senan: fioul devant Lorient",
        "Lorient refuse le fioul du Senan",
    ]
)
days = st.sampled_from(
    [
        None,
        "2025-01-01",
        "2025-01-01T08:00:00+02:00",
        "2025-01-02",
        "2025-02-03T23:30:00-05:00",
        "2024-12-31",
        "2025-01-03",
    ]
)
topics = st.lists(
    st.sampled_from(
        ["sport", "Sport", "politics", "Own topic", "own Topic", "unclassified", "soccer", "Rugby", "weather", "health"]
    ),
    max_size=3,
)
keywords = st.lists(st.sampled_from(["C", "C++", "c#", "Népal", "nepal", "index", "page-1"]), max_size=3)
# With these there may be more names than an overview shows on one page, and more of one letter.
many_keywords = st.sampled_from([(0, 28), (0, 40), (20, 33)]).map(
    lambda ends: [f"{'cdé'[number % 3]} {number}" for number in range(*ends)] + ["Мир", "東京"]
)
places = st.lists(st.sampled_from(["FR", "fr", "MT", "AQ", "XX", "../.."]), max_size=3)
people = st.lists(
    st.sampled_from(["Zoé Le Gal", "zoe le gal", "Ann-Lee Orr", "Ann Lee Orr", "C", "NEPAL", "Index", "page 1", "!?"]),
    max_size=3,
)
bodies = st.sampled_from(
    [
        "Text.",
        "Text on the Senan, which Atlanval has left off Lorient with its fioul, says Prigentel.",
        "Text that *is* [linked](https://e.org).\n\n## Head\n\n- a\n- b",
        "> quote\n\n`code`",
        "| a | b |\n|---|---|",
        "",
    ]
)
aliases = st.lists(
    st.sampled_from(["old", "old/", "topics/sport", "feed.xml/x", "2025/01/01", "a.html", "Old"]), max_size=2
)
fields = st.fixed_dictionaries(
    {"title": titles | told},
    optional={
        "published": days,
        "updated": st.just("2025-03-01"),
        "captured": st.just("2025-01-02T10:00:00Z"),
        "topics": topics,
        "topic_reasons": st.sampled_from([{"sport": "0.82 goal, match"}, {"soccer": "goal", "Politics": "0.5"}]),
        "keywords": keywords | many_keywords,
        "places": places,
        "people": people | many_keywords,
        "authors": st.just(["A. Name"]),
        "source": st.fixed_dictionaries(
            {},
            optional={
                "name": st.sampled_from(["Gazette", "gazette", "Héraut"]),
                "url": st.sampled_from(["https://www.e.org/a", "javascript:x"]),
                "document": st.sampled_from(["inbox/1.txt", "inbox/2.txt"]),
            },
        ),
        "status": st.sampled_from(["published", "draft", "withdrawn"]),
        "aliases": aliases,
        "summary": st.sampled_from(["Text.", "A summary."]),
        "mood": st.just("calm"),
        "story": st.sampled_from(["senan", "none", "No slug"]),
    },
)
headlines = st.lists(titles, min_size=1, max_size=4).map(lambda lines: "\n".join(f"- {line}" for line in lines))
cues = st.sampled_from(
    [{}, {"sport": "Senan, Bridge", "soccer": "Same"}, {"Politics": "pont, BRIDGE:"}, {"Own topic": "fioul, same"}]
)
configs = st.fixed_dictionaries(
    {"page_size": st.sampled_from([5, 6]), "keyword_min_articles": st.sampled_from([1, 2]), "feed_size": st.just(5)},
    optional={
        "title": st.sampled_from(["One", "Two"]),
        "lang": st.sampled_from(["fr", "ar"]),
        "base_url": st.sampled_from(["https://e.org/", "https://e.org/x/"]),
        "latest": st.sampled_from([1, 5]),
    },
)

topic_settings = st.sampled_from(
    [
        "",
        'hide = ["sport"]\n',
        '[merge]\nsport = "politics-and-government"\n',
        '[topics.sport]\nname = "Games"\n[topics.own]\nname = "Own topic"\n',
        'replace = true\n[topics.sport]\nname = "Sport"\n',
        '[keywords.aliases]\n"C" = "C++"\n"nepal" = "index"\n'
        '[people.aliases]\n"Zoe Le Gal" = "Ann Lee Orr"\n"C 1" = "Index"\n',
    ]
)


class Histories(RuleBasedStateMachine):
    """An archive that is edited and built; after each build it is compared with a clean one."""

    files = Bundle("files")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        self.archive = Archive(self.folder / "archive")
        self.archive.write("site.toml", "page_size = 5\n")
        (self.archive.root / "content").mkdir()
        self.archive.write(f"output/{_FOREIGN}", "mine")
        self.watched = Watched(self.archive.root, BuildOptions(ingest=False, workers=1))
        self.seen: set[Path] | None = None
        """What changed since the watch mode looked last; None is anything."""
        self.number = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name: str) -> Path:
        return self.archive.root / name

    def touched(self, *paths: Path) -> None:
        if self.seen is not None:
            self.seen.update(paths)

    # --- edits

    @initialize(target=files, found=st.lists(fields, min_size=7, max_size=14))
    def begin(self, found: list[dict[str, Any]]) -> MultipleResults[str]:
        paths = [f"begin/{number}.md" for number in range(len(found))]
        for number, facts in enumerate(found):
            self.archive.article(paths[number], "Text.", slug=f"begin-{number}", **facts)
        return multiple(*paths)

    @rule(target=files, name=names, facts=fields, body=bodies, clash=st.integers(0, 30))
    def write_article(self, name: str, facts: dict[str, Any], body: str, clash: int) -> str:
        """Two articles want one address now and then; were it often, hardly any archive could be built."""
        slug = "begin-1" if clash == 30 else name.removesuffix(".md").replace("/", "-")
        self.touched(self.archive.article(name, body, slug=slug, **facts))
        return name

    @rule(
        target=files,
        name=names,
        title=titles,
        body=headlines,
        document=st.sampled_from(["inbox/1.txt", "inbox/2.txt"]),
        cues=cues,
    )
    def write_list(self, name: str, title: str, body: str, document: str, cues: dict[str, str]) -> str:
        facts: dict[str, Any] = {
            "slug": "list-" + name.removesuffix(".md").replace("/", "-"),
            "kind": "headlines",
            "captured": "2025-01-02T10:00:00Z",
            "source": {"document": document},
            "headline_topics": cues,
        }
        self.touched(self.archive.article(name, body, title=title, **facts))
        return name

    @rule(target=files, name=files, text=bodies)
    def edit_text(self, name: str, text: str) -> str:
        path = self.path(f"content/{name}")
        if path.exists():
            path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
            self.touched(path)
        return name

    @rule(name=consumes(files))
    def delete(self, name: str) -> None:
        self.path(f"content/{name}").unlink(missing_ok=True)
        self.touched(self.path(f"content/{name}"))

    @rule(target=files, name=consumes(files), other=names)
    def move(self, name: str, other: str) -> str:
        source, target = self.path(f"content/{name}"), self.path(f"content/{other}")
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
            self.touched(source, target)
        return other

    @rule(one=files, other=files)
    def swap(self, one: str, other: str) -> None:
        paths = [self.path(f"content/{name}") for name in (one, other)]
        if one != other and all(path.exists() for path in paths):
            data = [path.read_bytes() for path in paths]
            for path, text in zip(paths, reversed(data), strict=True):
                path.write_bytes(text)
            self.touched(*paths)

    @rule(name=files)
    def touch(self, name: str) -> None:
        if self.path(f"content/{name}").exists():
            os.utime(self.path(f"content/{name}"))
            self.touched(self.path(f"content/{name}"))

    @rule(name=files)
    def edit_keeping_size_and_time(self, name: str) -> None:
        path = self.path(f"content/{name}")
        if path.exists():
            times = path.stat()
            path.write_bytes(path.read_bytes().replace(b"Text", b"Tint").replace(b"Bridge", b"Fridge"))
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
            self.touched(path)

    @rule(name=files)
    def spoil(self, name: str) -> None:
        self.touched(self.archive.write(f"content/{name}", "---\ntitle: [\n---\n"))

    @rule(settings=configs)
    def configure(self, settings: dict[str, Any]) -> None:
        lines = (f"{key} = {value!r}\n".replace("'", '"') for key, value in settings.items())
        self.touched(self.archive.write("site.toml", "".join(lines)))

    @rule(
        name=st.sampled_from(["_macros.html", "listing.html", "article.html", "feed.xml", "assets/style.css"]),
        number=st.integers(0, 1),
    )
    def replace_template(self, name: str, number: int) -> None:
        text = (default_template_folder() / name).read_text(encoding="utf-8")
        text = text.replace("</h1>", f" {number}</h1>").replace("</id>", f"{number}</id>") + ("\n" * number)
        self.touched(self.archive.write(f"templates/{name}", text))

    @rule()
    def remove_templates(self) -> None:
        shutil.rmtree(self.path("templates"), ignore_errors=True)
        self.touched(self.path("templates"))

    @rule(name=st.sampled_from(["a.txt", "b/c.txt", "topics/mine.css"]), text=st.sampled_from(["1", "2"]))
    def write_static(self, name: str, text: str) -> None:
        self.touched(self.archive.write(f"static/{name}", text))

    @rule()
    def remove_static(self) -> None:
        shutil.rmtree(self.path("static"), ignore_errors=True)
        self.touched(self.path("static"))

    @rule(text=topic_settings)
    def change_topics(self, text: str) -> None:
        self.touched(self.archive.write("topics.toml", text))

    # --- accidents

    @rule()
    def lose_state(self) -> None:
        for name in (".site-gen/build.sqlite", ".site-gen/build.sqlite-wal", ".site-gen/build.sqlite-shm"):
            self.path(name).unlink(missing_ok=True)

    @rule(share=st.sampled_from([0, 1, 3, 9]))
    def truncate_state(self, share: int) -> None:
        path = self.path(".site-gen/build.sqlite")
        if path.exists():
            for name in ("build.sqlite-wal", "build.sqlite-shm"):
                path.with_name(name).unlink(missing_ok=True)
            path.write_bytes(path.read_bytes()[: path.stat().st_size * share // 10])

    @rule(place=st.integers(0, 500), how=st.sampled_from(["edit", "delete", "touch"]))
    def damage_output(self, place: int, how: str) -> None:
        pages = [path for path in sorted(self.path("output").rglob("*")) if path.is_file() and path.name != "keep.txt"]
        if pages:
            page = pages[place % len(pages)]
            if how == "touch":
                os.utime(page)
            elif how == "edit":
                page.write_bytes(page.read_bytes() + b"x")
            else:
                page.unlink()

    @rule()
    def lose_output(self) -> None:
        for path in self.path("output").iterdir():
            if path.name != "mine":
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    # --- builds

    def clean(self) -> dict[str, bytes] | str:
        """What a clean build writes, or why there can be none."""
        self.number += 1
        copy = self.folder / f"clean-{self.number}"
        copy.mkdir()
        for name in ("content", "templates", "static"):
            if self.path(name).is_dir():
                shutil.copytree(self.path(name), copy / name)
        for name in ("site.toml", "topics.toml"):
            if self.path(name).exists():
                shutil.copy(self.path(name), copy)
        # To compile the templates is much of a small build. What is kept bears the digest of all that it is made from.
        compiled, kept = copy / ".site-gen/templates", _COMPILED / "templates"
        if kept.exists():
            compiled.parent.mkdir()
            kept.rename(compiled)
        try:
            build(copy, BuildOptions(ingest=False, workers=1))
            return tree(copy / "output")
        except SiteGenError as error:
            return str(error)
        finally:
            if compiled.exists():
                compiled.rename(kept)
            shutil.rmtree(copy)

    # A rule is chosen as often as any other: there have to be several for builds to come between edits.
    build_1 = rule()(lambda self: self.build(paranoid=False))
    build_2 = rule()(lambda self: self.build(paranoid=False))
    build_3 = rule()(lambda self: self.build(paranoid=False))
    build_4 = rule()(lambda self: self.build(paranoid=False))
    watch_1 = rule()(lambda self: self.watch())
    watch_2 = rule()(lambda self: self.watch())

    @rule(paranoid=st.booleans())
    def build(self, paranoid: bool) -> None:
        wanted = self.clean()
        before = tree(self.path("output"))
        options = BuildOptions(ingest=False, workers=1, paranoid=paranoid)
        try:
            build(self.archive.root, options)
        except SiteGenError as error:
            assert str(error) == wanted  # noqa: PT017 - one of two outcomes
            assert tree(self.path("output")) == before
            return
        found = tree(self.path("output"))
        assert found.pop(_FOREIGN) == b"mine"
        assert isinstance(wanted, dict)
        differing = differences(wanted, found)
        assert not differing, differing
        times = {path: path.stat().st_mtime_ns for path in self.path("output").rglob("*")}
        again = build(self.archive.root, BuildOptions(ingest=False, workers=1))
        assert (again.written, again.removed) == (0, 0)
        assert {path: path.stat().st_mtime_ns for path in self.path("output").rglob("*")} == times

    @rule()
    def watch(self) -> None:
        wanted = self.clean()
        seen = None if self.seen is None else frozenset(self.seen)
        try:
            files = self.watched.rebuild(seen).files
        except SiteGenError as error:
            assert str(error) == wanted  # noqa: PT017 - what was seen is owed to the next rebuild
            return
        self.seen = set()
        assert isinstance(wanted, dict)
        differing = differences(wanted, dict(files))
        assert not differing, differing

    @invariant()
    def foreign_files_stay(self) -> None:
        assert self.path(f"output/{_FOREIGN}").read_bytes() == b"mine"


Histories.TestCase.settings = settings(
    max_examples=_EXAMPLES,
    stateful_step_count=10,
    deadline=None,
    derandomize="SITE_GEN_HISTORIES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TestHistories = pytest.mark.slow(Histories.TestCase)
