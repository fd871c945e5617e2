"""The Nu HTML checker, which the W3C's validator runs, over whole sites.

It is a Java program from npm: `npm install --prefix .cache/vnu vnu-jar@26 --ignore-scripts`, or name a jar in $VNU_JAR.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.integration.archives import REPOSITORY, Archive

# What the checker warns of although it is meant so: a file has no origin that 'self' could mean, and the policy
# forbids scripts, of which JSON-LD is none (browsers do not run data blocks). `line-clamp` is of CSS Overflow 4.
_ACCEPTED = (
    "Resource violates Content Security Policy",
    "Inline script violates Content Security Policy",
    "CSS: “line-clamp”: Property “line-clamp” doesn't exist",
)


@pytest.fixture(scope="module")
def checker() -> list[str]:
    java = shutil.which("java")
    if java is None:
        pytest.skip("needs Java: apt-get install default-jre-headless")
    named = os.environ.get("VNU_JAR")
    places = [*([Path(named)] if named else []), REPOSITORY / ".cache/vnu/node_modules/vnu-jar/build/dist/vnu.jar"]
    jars = [place for place in places if place.is_file()]
    if not jars:
        pytest.skip("needs the checker: npm install --prefix .cache/vnu vnu-jar@26 --ignore-scripts")
    return [java, "-Xss4m", "-jar", str(jars[0])]


@pytest.mark.slow
def test_sites_are_valid(checker: list[str], sample: Archive, full: Archive) -> None:
    """The sample archive, and the one that has an Arabic interface and one of everything."""
    folders = [archive.root / "output" for archive in (sample, full)]
    paths = [path for folder in folders for path in sorted(folder.rglob("*"))]
    files = [str(path) for path in paths if path.suffix in (".html", ".css")]
    done = subprocess.run(
        [*checker, "--format", "json", "--also-check-css", "--exit-zero-always", *files],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    messages = json.loads(done.stderr)["messages"]
    shown = {_shown(message) for message in messages if not message["message"].startswith(_ACCEPTED)}
    assert sorted(shown) == []


def _shown(message: dict[str, str]) -> str:
    path = message.get("url", "").rpartition("/output/")[2]
    kind = message.get("subType", message["type"])
    return f"{path}:{message.get('lastLine')}: {kind}: {message['message']}"
