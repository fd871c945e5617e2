"""The pages of the sample archive, and of an awkward article, as a browser lays them out: width and contrast."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_gen.build import BuildOptions, build

if TYPE_CHECKING:
    from tests.browser.webdriver import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenversicherungspolice"
AWKWARD = f"""---
title: "{WORD}: {"a headline that does not end " * 6}"
published: 2025-11-21T08:15:00+02:00
lang: en
topics: [weather]
keywords: ["{WORD}"]
authors: ["{WORD}"]
source: {{name: "{WORD}", url: "https://gazette.example/{"x" * 120}", document: "inbox/{"x" * 120}.txt"}}
{WORD}: {"x" * 120}
---
https://gazette.example/{"y" * 200} and `{"z" * 200}`

| {WORD} | Harvest in hectolitres | {WORD} |
|---|---|---|
| 1 | 2 | 3 |

    {"code " * 60}

> {WORD} {WORD}

## {WORD} {WORD}

- {WORD} {WORD}
"""
PAGES = (
    "2025/11/21/awkward.html",
    "2025/09/24/vendanges-le-lac-recolte-peu-mais-tot.html",
    "2025/10/30/como-contamos-los-faros-apagados-de-la-costa-sur.html",
    "2025/11/20/tqs-sywl-t-zl-thlth-qr-jbly-fy-umn-wlnqdh-ysl-syr-l-lqdm.html",
    "index.html",
    "topics/index.html",
    "topics/weather/index.html",
    "keywords/ferry/index.html",
    "places/index.html",
    "sources/index.html",
    "dates/index.html",
    "2025/index.html",
    "2025/10/index.html",
    "2025/11/21/index.html",
    "headlines/index.html",
    "undated/index.html",
)
OVERFLOW = """
const root = document.documentElement;
return root.scrollWidth <= root.clientWidth ? "" : [...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > root.clientWidth)
    .map(element => element.tagName + "." + element.className).join(" ") || "page";
"""
# Colours are painted one over the other on a canvas, so that it does not matter in which notation they are given.
LOW_CONTRAST = """
const pen = Object.assign(document.createElement("canvas"), {width: 1, height: 1})
    .getContext("2d", {willReadFrequently: true});
const luminance = () => {
    const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data].map(value =>
        (value / 255 <= .04045 ? value / 255 / 12.92 : ((value / 255 + .055) / 1.055) ** 2.4));
    return .2126 * red + .7152 * green + .0722 * blue;
};
const paint = colour => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); return luminance(); };
const problems = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const around = [];
    for (let at = element; at; at = at.parentElement) around.unshift(getComputedStyle(at).backgroundColor);
    let below = paint("white");
    for (const colour of [getComputedStyle(document.body).backgroundColor, ...around]) below = paint(colour);
    const above = paint(getComputedStyle(element).color);
    const ratio = (Math.max(above, below) + .05) / (Math.min(above, below) + .05);
    if (ratio < 4.5) problems.add(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
}
return [...problems];
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the built sample archive with the awkward article."""
    folder = tmp_path_factory.mktemp("archive")
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "site.toml", folder)
    (folder / "content/awkward.md").write_text(AWKWARD, encoding="utf-8")
    build(folder, BuildOptions(workers=1))
    return (folder / "output").as_uri()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_its_window(browser: Browser, site: str, width: int) -> None:
    browser.devtools(
        "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
    )
    problems = {}
    for path in PAGES:
        browser.navigate(f"{site}/{path}")
        problems[path] = browser.script(OVERFLOW)
    browser.devtools("Emulation.clearDeviceMetricsOverride")
    assert {path: found for path, found in problems.items() if found} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, site: str, scheme: str) -> None:
    browser.color_scheme(scheme)
    problems = {}
    for path in PAGES:
        browser.navigate(f"{site}/{path}")
        problems[path] = browser.script(LOW_CONTRAST)
    browser.color_scheme("light")
    assert {path: found for path, found in problems.items() if found} == {}
