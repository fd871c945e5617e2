"""Topics of articles that are in content/ already, found again: after the lexicon, `topics.toml` or the model changed.

What a person or a document said stands, and so does every file that was edited by hand.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen.content import find_content, list_items, parse_content, shown_path, stat_content
from site_gen.executor import Executor, Map, ordered_map
from site_gen.ingest.enrich.topics import TopicOptions, assign_article, is_declared, with_topics
from site_gen.ingest.enrich.topics.cues import find_cues
from site_gen.ingest.held import Held, HeldFile
from site_gen.model import Article, Failure, Kind
from site_gen.state import State

Progress = Callable[[int, int], None]
"""Called with how many articles are done, and how many there are."""

_BATCH = 64


@dataclass(frozen=True, slots=True)
class TopicChange:
    """An article that is given other topics."""

    path: str
    """Its content file, relative to the content folder."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    by: str
    """What found the new ones: `lexicon` or `model`."""
    reasons: Mapping[str, str]
    """What front matter tells of the new ones, by topic."""


@dataclass(frozen=True, slots=True)
class CueChange:
    """A headline list whose lines are given other topics."""

    path: str
    cues: Mapping[str, str]
    """What tells them now, by topic."""


@dataclass(frozen=True, slots=True)
class AssignReport:
    """What was looked at, and what changed."""

    articles: int
    changes: tuple[TopicChange, ...]
    declared: int
    """Articles whose topics a document or a person gave."""
    edited: tuple[TopicChange, ...]
    """What would change in files that were edited by hand, and is left as it is."""
    lists: int = 0
    """Headline lists whose lines are given other topics."""

    def as_json(self) -> dict[str, object]:
        """The report as plain values for `--json`."""
        return {
            "articles": self.articles,
            "topics_changed": len(self.changes),
            "declared": self.declared,
            "changes": [_plain(change) for change in self.changes],
            "headline_lists_changed": self.lists,
            "edited": [_plain(change) for change in self.edited],
        }


@dataclass(frozen=True, slots=True)
class AssignRequest:
    """Which topics are to be found again, and how."""

    content: Path
    options: TopicOptions
    executor: Executor
    dry: bool = False
    """Whether nothing is to be written."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What became of one file."""

    is_article: bool
    is_declared: bool = False
    change: TopicChange | None = None
    cues: CueChange | None = None


def assign_again(request: AssignRequest, state: State, progress: Progress | None = None) -> AssignReport:
    """Find the topics of all articles again, and write those that changed."""
    held = Held(state, request.content)
    held.synchronise(request.executor)
    paths = [shown_path(path, request.content) for path in find_content(request.content)]
    batches = (tuple(paths[start : start + _BATCH]) for start in range(0, len(paths), _BATCH))
    look = functools.partial(_look, content=str(request.content), options=request.options)
    job: Map[tuple[str, ...], str, _Looked] = Map(look, list, _lost)
    looked: list[_Looked] = []
    changes: list[TopicChange] = []
    edited: list[TopicChange] = []
    lists = 0
    for _, results in ordered_map(job, batches, request.executor):
        looked.extend(results)
        found = [item.change for item in results if item.change]
        ours = [change for change in found if state.ledger.is_pristine(change.path)]
        cues = [item.cues for item in results if item.cues and state.ledger.is_pristine(item.cues.path)]
        changes += ours
        edited += [change for change in found if change not in ours]
        lists += len(cues)
        if not request.dry:
            _write(held, ours, cues)
        if progress:
            progress(len(looked), len(paths))
    articles = [item for item in looked if item.is_article]
    return AssignReport(len(articles), tuple(changes), sum(item.is_declared for item in articles), tuple(edited), lists)


def _look(paths: Sequence[str], content: str, options: TopicOptions) -> list[_Looked]:
    return [_look_at(path, Path(content), options) for path in paths]


def _look_at(path: str, content: Path, options: TopicOptions) -> _Looked:
    file = content / path
    if isinstance(stat_content(file, content, path), Failure):
        return _Looked(is_article=False)
    parsed = parse_content(path, file.read_bytes())
    if isinstance(parsed, Failure):
        return _Looked(is_article=False)
    return _look_again(path, parsed.article, options)


def _look_again(path: str, article: Article, options: TopicOptions) -> _Looked:
    if article.kind is not Kind.ARTICLE:
        return _Looked(is_article=False, cues=_look_at_list(path, article, options))
    if is_declared(article):
        return _Looked(is_article=True, is_declared=True)
    if not article.lang:
        return _Looked(is_article=True)
    assigned = assign_article(article, article.lang, options)
    topics = assigned.topics(options.vocabulary)
    if topics == article.topics:
        return _Looked(is_article=True)
    return _Looked(is_article=True, change=TopicChange(path, article.topics, topics, assigned.by, assigned.reasons))


def _look_at_list(path: str, headlines: Article, options: TopicOptions) -> CueChange | None:
    cues = find_cues(list_items(headlines.body), headlines.lang, options) if headlines.lang else {}
    return None if cues == headlines.headline_topics else CueChange(path, cues)


def _lost(path: str) -> _Looked:
    """A file that kills the process which reads it is left as it is."""
    return _Looked(is_article=bool(path), is_declared=True)


def _write(held: Held, changes: Sequence[TopicChange], lists: Sequence[CueChange]) -> None:
    for change in changes:
        article = held.at(change.path).article
        provenance = with_topics(article.provenance, change.by if change.after else "")
        new = replace(article, topics=change.after, topic_reasons=change.reasons, provenance=provenance)
        held.put(HeldFile(change.path, new, pristine=True), former=change.path)
    for listed in lists:
        new = replace(held.at(listed.path).article, headline_topics=listed.cues)
        held.put(HeldFile(listed.path, new, pristine=True), former=listed.path)
    held.flush()


def _plain(change: TopicChange) -> dict[str, object]:
    return {"path": change.path, "before": list(change.before), "after": list(change.after), "by": change.by}


def sort_articles(content: Path, state: State) -> Iterator[tuple[str, Article, bool]]:
    """The articles of an archive, each with the path of its file, and whether a document or person gave its topics."""
    for path in find_content(content):
        shown = shown_path(path, content)
        if isinstance(stat_content(path, content, shown), Failure):
            continue
        parsed = parse_content(shown, path.read_bytes())
        if isinstance(parsed, Failure) or parsed.article.kind is not Kind.ARTICLE:
            continue
        article = parsed.article
        given = state.assigned(article.id)
        yield shown, article, is_declared(article) or (given is not None and given != article.topics)
