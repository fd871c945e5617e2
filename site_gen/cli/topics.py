"""`topics explain`, `assign`, `learn` and `keywords`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_gen.cli.options import json_option, quiet_option, root_option, scheduler_option, workers_option
from site_gen.cli.showing import counted, print_all, progress_shown
from site_gen.model import Failure

if TYPE_CHECKING:
    from site_gen.ingest.enrich.topics.explaining import Candidate, Explanation
    from site_gen.ingest.enrich.topics.learning import Learned
    from site_gen.ingest.reassign import TopicChange
    from site_gen.subjects import Explained

_SHOWN_EVIDENCE = 8
_SHOWN_RUNNERS_UP = 5
_SHOWN_CHANGES = 40


@click.group()
def topics() -> None:
    """What articles are about: why, what the archive can learn, and what would change."""


@topics.command()
@click.argument("files", nargs=-1, type=click.Path(allow_dash=True, path_type=Path), required=True)
@root_option
@click.option("--lang", help="Language of a text from standard input; it is found out where none is given.")
@click.option("--all", "show_all", is_flag=True, help="Show all evidence and all topics for which anything speaks.")
@json_option
def explain(files: tuple[Path, ...], root: Path, lang: str | None, show_all: bool, as_json: bool) -> None:
    """Show why the articles of FILES have their topics: content files, documents, or - for standard input.

    Of a text from standard input the first line is the title.
    """
    from site_gen.subjects import explain_files, explain_text

    rows: list[Explained] = []
    failures: list[Failure] = []
    for path in files:
        if str(path) == "-":
            title, _, text = _standard_input().strip().partition("\n")
            found: Iterator[Explained | Failure] = iter((explain_text(root, title.strip(), text.strip(), lang),))
        else:
            found = explain_files(root, (path,))
        for item in found:
            if isinstance(item, Failure):
                failures.append(item)
            elif as_json:
                rows.append(item)
            else:
                _print_explained(item, show_all)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
    print_all("no article", [f"{item.source}: {item.message}" for item in failures])
    sys.exit(1 if failures else 0)


@topics.command()
@root_option
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@workers_option
@scheduler_option
@json_option
@quiet_option
def assign(root: Path, dry_run: bool, workers: int | None, scheduler: str | None, as_json: bool, quiet: bool) -> None:
    """Find topics again, as after topics.toml, the model or the program changed.

    Topics that a document or a person gave stand, and so does every file that was edited by hand.
    """
    from site_gen.build import BuildOptions
    from site_gen.subjects import assign_topics

    with progress_shown(quiet or as_json) as progress:
        options = BuildOptions(workers=workers, scheduler=scheduler)
        report = assign_topics(root, options, dry=dry_run, progress=progress)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        return
    if quiet:
        return
    for change in report.changes[:_SHOWN_CHANGES]:
        click.echo(_changed(change))
    if len(report.changes) > _SHOWN_CHANGES:
        click.echo(f"… and {len(report.changes) - _SHOWN_CHANGES:,} more (--json lists them)")
    if report.edited:
        click.echo(
            f"{counted(len(report.edited), 'file')} edited by hand would get other topics, and {_stays(report.edited)}"
        )
    verb = "would change" if dry_run else "changed"
    if report.lists:
        click.echo(
            f"lines of {counted(report.lists, 'headline list')} {'would have' if dry_run else 'have'} other topics"
        )
    click.echo(
        f"topics: {counted(len(report.changes), 'article')} {verb}, of {report.articles:,}; "
        f"{report.declared:,} have topics that a document or a person gave"
    )


def _stays(edited: tuple[TopicChange, ...]) -> str:
    return "stays as it is" if len(edited) == 1 else "stay as they are"


def _changed(change: TopicChange) -> str:
    before, after = (", ".join(names) or "unclassified" for names in (change.before, change.after))
    return f"{change.path}: {before} → {after}"


@topics.command()
@root_option
@click.option(
    "--labels",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Learn from the rows of this JSON Lines file (id, title, text, lang, topic) in place of the archive.",
)
@click.option("--dry-run", is_flag=True, help="Show the scores and write nothing.")
@json_option
def learn(root: Path, labels: Path | None, dry_run: bool, as_json: bool) -> None:
    """Learn from the articles whose topics a person or a document gave, and use that where it beats the lexicon."""
    from site_gen.subjects import learn_topics

    report = learn_topics(root, labels, dry=dry_run)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        return
    click.echo(f"{counted(report.articles, 'labelled article')}")
    for one in report.learned:
        _print_learned(one)
    for lang, number in report.too_few.items():
        click.echo(f"{lang}: {counted(number, 'labelled article')}, too few to learn from")
    if report.size:
        verb = "would be" if dry_run else "is"
        click.echo(
            f"topics.model.json {verb} {report.size / 1e3:,.0f} kB; site-gen topics assign applies it to what is there"
        )
    else:
        click.echo("The lexicon decides in all languages.")


def _print_learned(one: Learned) -> None:
    others = f"; {one.unlabelled:,} unlabelled" if one.unlabelled else ""
    click.echo(f"{one.lang}: {counted(one.examples, 'article')}, {counted(len(one.model.topics), 'topic')}{others}")
    scores = [score for score in (one.crossed, one.later) if score]
    names = ("cross-validated", f"newest {one.later.articles:,}" if one.later else "")
    click.echo(" " * 14 + "".join(f"{name:>18}" for name in names).rstrip())
    for way in one.crossed.right:
        mark = "   used" if way == one.chosen else ""
        click.echo(f"  {way:12}" + "".join(f"{score.share(way):18.3f}" for score in scores) + mark)


@topics.command()
@root_option
@json_option
def keywords(root: Path, as_json: bool) -> None:
    """List the keywords that are spelled in several ways: case and accents do not count, nor do aliases."""
    from site_gen.subjects import list_keywords

    found = list_keywords(root)
    if as_json:
        rows = [{"keyword": one.name, "articles": one.articles, "spellings": dict(one.spellings)} for one in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in found:
        spelled = ", ".join(f"{name} ({number:,})" for name, number in one.spellings)
        click.echo(f"{one.name}: {spelled}")
    click.echo(f"{counted(len(found), 'keyword')} spelled in several ways")


def _standard_input() -> str:
    """All of standard input, which is UTF-8 whatever the terminal says."""
    return sys.stdin.buffer.read().decode("utf-8", "replace")


# --- an explanation as text


def _print_explained(item: Explained, show_all: bool) -> None:
    found = item.explanation
    click.echo(f"{item.source}: {item.title}")
    if item.topics or item.by:
        click.echo(f"  has: {', '.join(item.topics) or 'unclassified'} (by {item.by or 'ingest'})")
    click.echo(
        f"  now: {', '.join(found.topics) or 'unclassified'} (by the {found.by}; language {item.lang or 'unknown'})"
    )
    if found.note:
        click.echo(f"  {found.note}")
    _print_chances(found, show_all)
    given = [one for one in found.candidates if not one.why_not]
    others = [one for one in found.candidates if one.why_not]
    for one in given:
        _print_candidate(one, show_all)
    for one in others if show_all else others[:_SHOWN_RUNNERS_UP]:
        _print_candidate(one, show_all)
    if len(others) > _SHOWN_RUNNERS_UP and not show_all:
        click.echo(f"  … and {counted(len(others) - _SHOWN_RUNNERS_UP, 'topic')} with less (--all shows them)")
    if not found.candidates:
        click.echo("  no word of the lexicon speaks for a topic")


def _print_chances(found: Explanation, show_all: bool) -> None:
    for one in found.chances if show_all else found.chances[:3]:
        words = f": {', '.join(one.words)}" if one.words else ""
        click.echo(f"  model  {one.chance:.2f}  {one.topic}{words}")


def _print_candidate(one: Candidate, show_all: bool) -> None:
    verdict = f"not given: {one.why_not}" if one.why_not else "given"
    click.echo(f"  lexicon {one.score:.2f}  {one.topic}  ({one.points:g} points; {verdict})")
    for evidence in one.evidence if show_all else one.evidence[:_SHOWN_EVIDENCE]:
        places = ", ".join(evidence.places)
        click.echo(f"      {evidence.points:5.1f}  {evidence.term}  (weight {evidence.weight:g}; {places})")
    if len(one.evidence) > _SHOWN_EVIDENCE and not show_all:
        click.echo(f"         …  and {len(one.evidence) - _SHOWN_EVIDENCE} more")
