"""Builds, one after the other: what has not changed is not touched, what is gone goes, what is not ours stays."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_gen.build import BuildOptions, build
from site_gen.cli import main
from site_gen.watching import Watched
from tests.integration.archives import Archive, differences, news, times
from tests.integration.site_checker import link_problems, read_site, sitemap_paths


@pytest.fixture
def built(archive: Archive) -> Archive:
    """An archive with three articles, built."""
    archive.article("one.md", title="One", published="2025-01-01", topics=["sport"])
    archive.article("two.md", title="Two", published="2025-02-02", topics=["politics"])
    archive.article("three.md", title="Three", published="2025-02-03", topics=["sport"])
    archive.build()
    return archive


def clean_build(archive: Archive, fresh: Archive) -> dict[str, bytes]:
    """What a build from nothing makes of the same content."""
    for path, data in archive.files("content").items():
        fresh.write(f"content/{path}", data)
    fresh.write("site.toml", archive.text("site.toml"))
    fresh.build()
    return fresh.files("output")


# --- what changes ----------------------------------------------------------------------------------------------


def test_a_second_build_writes_nothing(built: Archive) -> None:
    before = times(built.root / "output")
    report = built.build()
    assert (report.written, report.removed) == (0, 0)
    assert report.unchanged == len(before)
    assert times(built.root / "output") == before


def test_the_sample_archive_is_built_once(sample: Archive) -> None:
    before = times(sample.root / "output")
    report = sample.build()
    assert (report.written, report.removed) == (0, 0)
    assert times(sample.root / "output") == before
    assert report.ok
    assert report.warnings == ()


def test_only_pages_that_change_are_written(built: Archive) -> None:
    before = times(built.root / "output")
    path = built.root / "content/one.md"
    path.write_text(path.read_text().replace("A text that", "The text that"))
    built.build()
    after = times(built.root / "output")
    changed = {path.rpartition("/output/")[2] for path in after if after[path] != before.get(path)}
    assert "2025/01/01/one.html" in changed
    assert not {"2025/02/02/two.html", "2025/02/03/three.html", "2025/02/02/index.html", "404.html"} & changed


def test_touching_files_changes_nothing(built: Archive) -> None:
    for path in (built.root / "content").iterdir():
        path.touch()
    before = times(built.root / "output")
    assert built.build().written == 0
    assert times(built.root / "output") == before


def test_a_change_that_keeps_size_and_time_is_seen(built: Archive) -> None:
    path = built.root / "content/one.md"
    stat = path.stat()
    path.write_text(path.read_text().replace("A text that", "B text that"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    built.build()
    assert "B text that" in built.text("output/2025/01/01/one.html")


def test_a_deleted_article_takes_its_pages_and_folders_along(built: Archive) -> None:
    (built.root / "content/one.md").unlink()
    report = built.build()
    assert report.removed == 4  # the article, its day, its month, their sitemap
    assert not (built.root / "output/2025/01").exists()
    assert "sitemaps/2025-01.xml" not in built.files("output")
    assert not [path for path, data in built.files("output").items() if b"one.html" in data]
    (built.root / "content/two.md").unlink()
    (built.root / "content/three.md").unlink()
    built.build()
    assert not (built.root / "output/2025").exists()
    assert not (built.root / "output/topics/sport").exists()


def test_builds_after_edits_equal_a_clean_one(built: Archive, new_archive: Callable[..., Archive]) -> None:
    built.article("four.md", title="Four", published="2025-02-03", keywords=["x"], aliases=["old.html"])
    built.build()
    built.article("two.md", title="Two again", published="2025-03-03", slug="two", status="draft")
    (built.root / "content/one.md").unlink()
    built.build()
    built.article("two.md", title="Two for good", published="2025-03-04")
    (built.root / "content/four.md").rename(built.root / "content/five.md")
    built.build()
    assert differences(built.files("output"), clean_build(built, new_archive())) == []


def test_swapped_articles_equal_a_clean_build(built: Archive, new_archive: Callable[..., Archive]) -> None:
    one, two = built.text("content/one.md"), built.text("content/two.md")
    built.write("content/one.md", two)
    built.write("content/two.md", one)
    built.build()
    assert differences(built.files("output"), clean_build(built, new_archive())) == []


def test_a_page_may_become_a_folder_and_back(archive: Archive) -> None:
    archive.article("a.md", title="A", aliases=["x/y.html"])
    archive.build()
    archive.article("a.md", title="A", aliases=["x/y.html/z.html"])
    archive.build()
    assert (archive.root / "output/x/y.html/z.html").is_file()
    archive.article("a.md", title="A", aliases=["x/y.html"])
    archive.build()
    assert (archive.root / "output/x/y.html").is_file()


# --- what is not ours ------------------------------------------------------------------------------------------


def test_foreign_files_stay(built: Archive) -> None:
    foreign = {"CNAME": b"x.example", "2025/01/note.txt": b"mine", "mine/index.html": b"mine", ".git/HEAD": b"ref"}
    for path, data in foreign.items():
        built.write(f"output/{path}", data)
    (built.root / "content/one.md").unlink()
    built.build()
    built.build()
    files = built.files("output")
    assert {path: files[path] for path in foreign} == foreign
    assert "2025/01/01/one.html" not in files


def test_a_page_that_was_edited_by_hand_is_repaired(built: Archive) -> None:
    before = built.files("output")
    built.write("output/2025/01/01/one.html", "edited")
    (built.root / "output/index.html").unlink()
    report = built.build()
    assert report.written == 2
    assert built.files("output") == before


def test_a_page_that_was_edited_and_is_no_longer_planned_stays(built: Archive) -> None:
    built.write("output/2025/01/01/one.html", "edited")
    (built.root / "content/one.md").unlink()
    built.build()
    assert built.text("output/2025/01/01/one.html") == "edited"


def test_an_output_folder_that_vanished_is_written_again(built: Archive) -> None:
    before = built.files("output")
    shutil.rmtree(built.root / "output")
    built.build()
    assert built.files("output") == before


# --- templates and static files --------------------------------------------------------------------------------


def test_a_template_of_the_user_replaces_one_of_ours(built: Archive) -> None:
    before = built.files("output")
    built.write("templates/404.html", '{% extends "default/404.html" %}{% block title %}Lost{% endblock %}')
    built.build()
    assert differences(before, built.files("output")) == ["404.html"]
    assert "<title>Lost · Test archive</title>" in built.text("output/404.html")
    (built.root / "templates/404.html").unlink()
    built.build()
    assert built.files("output") == before


def test_a_style_sheet_of_the_user_replaces_ours(built: Archive) -> None:
    built.write("templates/assets/style.css", "body { color: red }")
    built.build()
    sheets = [path for path in built.files("output") if path.startswith("assets/style-")]
    assert [built.text(f"output/{path}") for path in sheets] == ["body { color: red }"]
    assert link_problems(read_site(built.root / "output"), "/news/") == []


def test_static_files_are_copied(built: Archive) -> None:
    image = bytes(range(256))
    built.write("static/images/logo.png", image)
    built.write("static/CNAME", "x.example\n")
    built.write("static/.well-known/security.txt", "x")
    report = built.build()
    files = built.files("output")
    assert (files["images/logo.png"], files["CNAME"]) == (image, b"x.example\n")
    assert ".well-known/security.txt" in files
    assert report.written == 3
    (built.root / "static/images/logo.png").unlink()
    built.build()
    assert not (built.root / "output/images").exists()


def test_values_of_a_context_are_all_that_a_template_sees(built: Archive) -> None:
    built.write("templates/article.html", "{{ archive }}")
    done = built.run("build")
    assert done.exit_code == 1
    assert "article.html:1: 'archive' is undefined" in done.stderr


# --- statuses and addresses ------------------------------------------------------------------------------------


def test_an_article_may_be_drafted_published_and_withdrawn(archive: Archive) -> None:
    def build(status: str) -> dict[str, bytes]:
        archive.article("a.md", title="Secret plan", published="2025-01-01", topics=["sport"], status=status)
        archive.build()
        return archive.files("output")

    def naming(files: dict[str, bytes]) -> set[str]:
        return {path for path, data in files.items() if b"Secret plan" in data or b"/a.html" in data}

    assert naming(build("draft")) == set()
    page = "2025/01/01/a.html"
    assert {page, "index.html", "feed.xml", "topics/sport/index.html", "sitemaps/2025-01.xml"} <= naming(
        build("published")
    )
    files = build("withdrawn")
    assert naming(files) == set()
    assert b"Withdrawn" in files[page]
    assert b"noindex" in files[page]
    assert page not in sitemap_paths(read_site(archive.root / "output"), "https://archive.example/news/")
    assert page not in build("draft")


def test_an_alias_redirects(archive: Archive) -> None:
    archive.article("a.md", title="A", published="2025-01-01", aliases=["/news/2024/a", "https://x.example/b.html"])
    archive.build()
    site = read_site(archive.root / "output")
    for path in ("news/2024/a/index.html", "b.html"):
        assert site.resolve(path, site.pages[path].refresh) == ("2025/01/01/a.html", "")
        assert site.resolve(path, site.pages[path].links[0]) == ("2025/01/01/a.html", "")
        assert not site.pages[path].is_indexed


def test_an_alias_never_takes_a_page_away(archive: Archive) -> None:
    archive.article("a.md", title="A", aliases=["/", "undated/b.html", "assets", "../x", "a/con/b", "UNDATED/B.HTML"])
    archive.article("b.md", title="B", aliases=["same.html"])
    archive.article("c.md", title="C", aliases=["same.html"])
    report = archive.build()
    told = [text for text in report.warnings if "alias '" in text]
    assert len(told) >= 5
    assert "<h1>B</h1>" in archive.text("output/undated/b.html")
    assert link_problems(read_site(archive.root / "output"), "/news/") == []


# --- reports ---------------------------------------------------------------------------------------------------


def test_json_tells_what_was_done(built: Archive) -> None:
    built.article("bad.md", "x")
    built.document("a.txt", news("Bridge closes", 1))
    done = built.run("build", "--json")
    table = json.loads(done.stdout)
    assert done.exit_code == 1
    assert table["articles"] == 4
    assert table["failures"][0]["path"].endswith("bad.md:1")
    assert table["ingest"]["new"] == 1
    files = built.files("output")
    assert table["written"] + table["unchanged"] == len(files)
    assert table["bytes"] == sum(map(len, files.values()))


def test_the_text_tells_what_was_done(built: Archive) -> None:
    done = built.run("build", "--no-ingest")
    assert done.exit_code == 0
    assert done.stdout.startswith("3 articles → ")
    assert "0 files written" in done.stdout
    quiet = built.run("build", "--quiet")
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, "", "")


def test_the_inbox_can_be_left_alone(built: Archive) -> None:
    built.document("a.txt", news("Bridge closes", 1))
    report = built.build(BuildOptions(ingest=False))
    assert (report.articles, report.ingest.documents) == (3, 0)


def test_the_base_url_can_be_given(built: Archive) -> None:
    done = built.run("build", "--base-url", "https://other.example/x")
    assert done.exit_code == 0
    assert "https://other.example/x/2025/01/01/one.html" in built.text("output/2025/01/01/one.html")
    assert "archive.example" not in "".join(data.decode() for data in built.files("output").values())
    bad = built.run("build", "--base-url", "other.example")
    assert bad.exit_code == 2
    assert "--base-url other.example: an absolute address such as" in bad.stderr


def test_settings_change_the_pages(built: Archive) -> None:
    before = built.files("output")
    built.write("site.toml", "title = 'Renamed'\nlang = 'fr'\n")
    built.build()
    assert b'<html lang="fr"' in built.files("output")["index.html"]
    assert "sitemap.xml" not in built.files("output")
    built.write("site.toml", 'title = "Test archive"\nbase_url = "https://archive.example/news/"\n')
    built.build()
    assert built.files("output") == before


def test_an_archive_without_folders_is_built_and_a_folder_without_archive_is_not(archive: Archive) -> None:
    for name in ("inbox", "content"):
        shutil.rmtree(archive.root / name)
    assert archive.build().articles == 0
    assert "index.html" in archive.files("output")
    shutil.rmtree(archive.root / "output")
    (archive.root / "site.toml").unlink()
    done = archive.run("build")
    assert done.exit_code == 2
    assert "is no archive" in done.stderr
    assert not (archive.root / "output").exists()


def test_folders_can_be_named_otherwise(new_archive: Callable[..., Archive]) -> None:
    archive = new_archive(content="data/texts", output="public/site", inbox=["in/a", "in/b"], templates="look")
    archive.write("in/a/1.txt", news("Bridge closes", 1))
    archive.write("in/b/2.txt", news("Ferry sails", 2))
    archive.write("look/robots.txt", "own")
    report = archive.build()
    assert report.articles == 2
    assert len(archive.files("data/texts")) == 2
    assert archive.text("public/site/robots.txt") == "own"


def test_the_watch_mode_shows_what_a_build_writes(built: Archive, sample: Archive) -> None:
    watched = Watched(sample.root, BuildOptions(workers=1))
    assert differences(watched.rebuild(None).files, sample.files("output")) == []
    built_watch = Watched(built.root, BuildOptions(workers=1))
    built_watch.rebuild(None)
    path = built.root / "content/two.md"
    path.write_text(path.read_text().replace("Two", "Second"))
    (built.root / "content/one.md").unlink()
    shown = built_watch.rebuild(frozenset({path})).files
    built.build()
    assert differences(shown, built.files("output")) == []


@pytest.mark.parametrize("blocked", [".site-gen", "content/undated"])
def test_a_file_in_the_place_of_a_folder_is_named_without_a_traceback(tmp_path: Path, blocked: str) -> None:
    (tmp_path / "inbox").mkdir()
    text = "Un pont rouvre à Brument\n" + "Le pont a rouvert lundi matin à la circulation, après trois ans. " * 3
    (tmp_path / "inbox/a.txt").write_text(text, encoding="utf-8")
    (tmp_path / blocked).parent.mkdir(exist_ok=True)
    (tmp_path / blocked).write_text("in the way", encoding="utf-8")
    result = CliRunner().invoke(main, ["build", "--root", str(tmp_path)])
    assert result.exit_code == 1
    assert blocked in result.output
    assert isinstance(result.exception, SystemExit)


def test_the_watch_mode_follows_a_setting_that_decides_which_listings_there_are(archive: Archive) -> None:
    for number in range(2):
        archive.article(f"{number}.md", title=f"T{number}", keywords=["Népal"])
    watched = Watched(archive.root, BuildOptions(ingest=False, workers=1))
    assert "keywords/nepal/index.html" not in watched.rebuild(None).files
    config = archive.write("site.toml", "keyword_min_articles = 2\n")
    assert "keywords/nepal/index.html" in watched.rebuild(frozenset((config,))).files


def test_the_profile_names_stages_and_templates(archive: Archive) -> None:
    archive.article("a.md", "Text.", title="A", published="2025-01-01")
    result = CliRunner().invoke(main, ["build", "--root", str(archive.root), "--profile"])
    assert result.exit_code == 0
    for word in ("scan", "read", "render", "place", "commit"):
        assert re.search(rf"(?m)^ *{word} +\d+\.\d{{3}} s$", result.output), word
    assert re.search(r"(?m)^ *article\.html +\d+\.\d{3} s  1 page, \d+ µs each$", result.output)


def test_progress_is_told_of_reading_and_rendering(archive: Archive) -> None:
    for number in range(3):
        archive.article(f"{number}.md", "Text.", title=f"A {number}", published="2025-01-01")
    told: dict[str, list[tuple[int, int]]] = {}
    report = build(archive.root, None, lambda stage, done, total, _: told.setdefault(stage, []).append((done, total)))
    assert told["articles"] == [(1, 3), (2, 3), (3, 3)]
    assert told["pages"][-1] == (report.pages, report.pages)
