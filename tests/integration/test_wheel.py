"""The wheel as users get it: built, installed alone, and run far from the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from site_gen.render.assets import stylesheet
from tests.integration.archives import REPOSITORY, news
from tests.integration.site_checker import link_problems, read_site

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path, **environment: str) -> str:
    """What a program prints; it must succeed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # From a copy: a build in the repository itself would leave its traces there.
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("site_gen", "templates"):
        shutil.copytree(REPOSITORY / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(REPOSITORY / name, source)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder / "dist", cwd=source)
    (path,) = (folder / "dist").glob("*.whl")
    return path


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed `site-gen`, in an environment whose other packages are those of this one."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    site_packages = run(
        folder / "bin/python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
    ).strip()
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin/python", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    # The .pth file adds a folder, but does not run the .pth files in it: the editable install stays out of sight.
    (Path(site_packages) / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin/site-gen"


def test_the_wheel_holds_all_it_needs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "default_templates/article.html",
        "default_templates/assets/style.css",
        "render/locales/ar.po",
        "data/media_topics.json",
        "ingest/enrich/topics/lexicon/fr.txt",
        "ingest/enrich/topics/sections.txt",
        "preview/reload.js",
        "scaffold/site.toml",
        "py.typed",
    ):
        assert f"site_gen/{name}" in names
    templates = {path.relative_to(REPOSITORY / "templates").as_posix() for path in _files(REPOSITORY / "templates")}
    packed = {name.removeprefix("site_gen/default_templates/") for name in names if "/default_templates/" in name}
    assert packed == templates
    assert not [name for name in names if not name.startswith(("site_gen/", "site_gen-"))]
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".tmp", "~"))]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_it_runs_from_the_wheel_alone(program: Path, tmp_path: Path) -> None:
    python = program.with_name("python")
    module = run(python, "-c", "import site_gen; print(site_gen.__file__)", cwd=tmp_path).strip()
    assert Path(module).is_relative_to(program.parents[1])
    run(program, "init", "my-archive", cwd=tmp_path)
    archive = tmp_path / "my-archive"
    assert (archive / "site.toml").is_file()
    assert (archive / ".github/workflows/pages.yml").is_file()
    out = run(program, "build", cwd=archive)
    assert out.startswith("0 articles → ")
    (archive / "inbox/a.txt").write_text(news("Bridge closes", 1), encoding="utf-8")
    (archive / "inbox/b.txt").write_text(news("Ferry sails", 2), encoding="utf-8")
    out = run(program, "build", cwd=archive)
    assert "2 documents = 2 new" in out
    assert "2 articles → " in out
    site = read_site(archive / "output")
    assert link_problems(site) == []
    assert "undated/bridge-closes.html" in site.pages
    # The templates are those of the wheel: the stylesheet has the same bytes.
    (style,) = [data for path, data in site.files.items() if path.startswith("assets/style-")]
    assert style == stylesheet([])[1]
    assert run(program, "build", "--quiet", cwd=archive) == ""


def test_the_languages_of_the_interface_come_along(program: Path, tmp_path: Path) -> None:
    for lang, word in (("ar", 'dir="rtl"'), ("fr", ">Thèmes<")):
        folder = tmp_path / lang
        folder.mkdir()
        (folder / "site.toml").write_text(f'lang = "{lang}"\n', encoding="utf-8")
        run(program, "build", "--quiet", cwd=folder)
        assert word in (folder / "output/index.html").read_text(encoding="utf-8"), lang


def test_the_version_is_that_of_the_package(program: Path, wheel: Path, tmp_path: Path) -> None:
    version = wheel.name.split("-")[1]
    assert run(program, "--version", cwd=tmp_path).strip() == f"site-gen, version {version}"
