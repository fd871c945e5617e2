"""What the commands `site-gen topics …` do: explain, assign, learn, and list the spellings of keywords."""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_gen.archive import spellings
from site_gen.archive.spelling import Spelled
from site_gen.build import BuildOptions, configured, executor_of, found_by_all
from site_gen.config import Config
from site_gen.content import find_content, parse_content, shown_path
from site_gen.errors import LabelError
from site_gen.files import write_atomically
from site_gen.ingest.enrich.keywords import headline_prefix
from site_gen.ingest.enrich.language import detect_language
from site_gen.ingest.enrich.topics import TopicOptions, cues_of
from site_gen.ingest.enrich.topics.assigning import weigh
from site_gen.ingest.enrich.topics.classifier import Weighing
from site_gen.ingest.enrich.topics.explaining import Explanation, explain_topics
from site_gen.ingest.enrich.topics.fitting import Example
from site_gen.ingest.enrich.topics.learned import LEXICON, MODEL_NAME, find_model, load_model
from site_gen.ingest.enrich.topics.learning import Learned, format_model, learn_language
from site_gen.ingest.reading import articles_in
from site_gen.ingest.reassign import AssignReport, AssignRequest, assign_again, sort_articles
from site_gen.lock import locked
from site_gen.model import Article, Failure, clean_line, clean_text
from site_gen.state import STATE_FOLDER, State
from site_gen.topics import Vocabulary

Progress = Callable[[str, int, int, int], None]
_MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Explained:
    """An article and why it has its topics."""

    source: str
    """The content file or document."""
    title: str
    lang: str
    topics: tuple[str, ...]
    """Those that it has; none for a text that stands in no file."""
    by: str
    """Where these come from, by its provenance."""
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class LearnReport:
    """What was learned from labelled articles."""

    articles: int
    learned: tuple[Learned, ...]
    too_few: Mapping[str, int]
    """Labelled articles of languages in which there are too few to learn from."""
    size: int
    """Bytes of the model that is used from now on; 0 where the lexicon decides everywhere."""

    def as_json(self) -> dict[str, object]:
        """The report as plain values for `--json`."""
        return {
            "articles": self.articles,
            "size": self.size,
            "too_few": dict(self.too_few),
            "languages": {one.lang: _plain(one) for one in self.learned},
        }


def topic_options(root: Path, config: Config) -> TopicOptions:
    """What decides on topics in an archive. Raises ConfigError where its model cannot be used."""
    model = find_model(root)
    if model:
        load_model(model)
    return TopicOptions(config.topics, model)


# --- explain


def explain_files(root: Path, paths: Iterable[Path]) -> Iterator[Explained | Failure]:
    """Explain the articles of content files and documents, one after the other."""
    config = configured(root, BuildOptions())
    options = topic_options(root, config)
    for path in paths:
        for article in articles_in(path, root, config.fields):
            if isinstance(article, Failure):
                yield article
            else:
                yield _explained(article, str(path), options)


def explain_text(root: Path, title: str, text: str, lang: str | None) -> Explained:
    """Explain a text that stands in no file."""
    options = topic_options(root, configured(root, BuildOptions()))
    title, text = clean_line(title), clean_text(text)
    lang = lang or detect_language(f"{title}. {text[:900]}")
    found = explain_topics(title, text, lang, headline_prefix(title, lang), options)
    return Explained("-", title, lang or "", (), "", found)


def _explained(article: Article, source: str, options: TopicOptions) -> Explained:
    lang = article.lang or detect_language(f"{article.title}. {article.body[:900]}") or ""
    found = explain_topics(*cues_of(article, lang, options))
    by = article.provenance.get("topics", "a person" if article.topics else "")
    return Explained(source, article.title, lang, article.topics, by, found)


# --- assign


def assign_topics(root: Path, options: BuildOptions, *, dry: bool, progress: Progress | None = None) -> AssignReport:
    """Find the topics of all articles again whose topics no document and no person gave."""
    config = configured(root, options)
    root = found_by_all(root, config)
    found = topic_options(root, config)
    shown = None if progress is None else (lambda done, total: progress("articles", done, total, done))
    executors = executor_of(root, config, options)
    with locked(root / STATE_FOLDER), State(root / STATE_FOLDER) as state, executors as executor:
        return assign_again(AssignRequest(root / config.content, found, executor, dry), state, shown)


# --- learn


def learn_topics(root: Path, labels: Path | None, *, dry: bool) -> LearnReport:
    """Learn from the labelled articles of the archive, or of a file of labels, and keep what beats the lexicon."""
    config = configured(root, BuildOptions())
    options = TopicOptions(config.topics)
    vocabulary = options.vocabulary
    with locked(root / STATE_FOLDER), State(root / STATE_FOLDER) as state:
        examples, unlabelled = _examples(root / config.content, state, options)
        if labels is not None:
            examples = list(_examples_of_file(labels, vocabulary))
        others = _by_language(unlabelled)
        learned: list[Learned] = []
        too_few = {}
        for lang, found in sorted(_by_language(examples).items()):
            one = learn_language(lang, found, functools.partial(_weigh, options), others.get(lang, ()))
            if one is None:
                too_few[lang] = len(found)
            else:
                learned.append(one)
        size = _keep(root / MODEL_NAME, learned, dry=dry)
    return LearnReport(len(examples), tuple(learned), too_few, size)


def _keep(path: Path, learned: Sequence[Learned], *, dry: bool) -> int:
    """Write the languages in which the lexicon was beaten; a model in which there are none is removed."""
    better = [one for one in learned if one.chosen != LEXICON]
    data = format_model(better) if better else b""
    if not dry and better:
        write_atomically(path, data)
    elif not dry:
        path.unlink(missing_ok=True)
    return len(data)


def _weigh(options: TopicOptions, one: Example) -> Weighing | None:
    return weigh(one.title, one.text, one.lang, one.prefix, options, one.hints)


def _by_language(examples: Iterable[Example]) -> Mapping[str, list[Example]]:
    found: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        found[example.lang.partition("-")[0].lower()].append(example)
    return found


def _examples(content: Path, state: State, options: TopicOptions) -> tuple[list[Example], list[Example]]:
    """The labelled articles of an archive, and the others."""
    vocabulary = options.vocabulary
    examples: list[Example] = []
    unlabelled: list[Example] = []
    for path, article, is_label in sort_articles(content, state):
        if not article.lang:
            continue
        topic = _first(article.topics, vocabulary) if is_label else ""
        if topic or not is_label:
            title, text, lang, prefix, _, hints = cues_of(article, article.lang, options)
            day = article.published.day.isoformat() if article.published else ""
            one = Example(path, title, text, lang, topic, day, prefix, hints)
            (examples if topic else unlabelled).append(one)
    return examples, unlabelled


def _first(topics: Iterable[str], vocabulary: Vocabulary) -> str:
    """The first topic of the vocabulary's top level among those of an article; empty where there is none."""
    for text in topics:
        known = vocabulary.topics.get(vocabulary.meaning(text))
        if known is not None:
            return known.parent or known.id
    return ""


def _examples_of_file(path: Path, vocabulary: Vocabulary) -> Iterator[Example]:
    """The rows of a file of labels. Raises LabelError with all that is wrong."""
    faults: list[str] = []
    examples: dict[str, Example] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            example = _example(json.loads(line), str(number), vocabulary)
        except (ValueError, AttributeError) as error:
            faults.append(f"{path}:{number}: {error}")
        else:
            examples[example.id] = example
    if faults:
        more = len(faults) - _MOST_FAULTS
        raise LabelError((*faults[:_MOST_FAULTS], *((f"… and {more} more",) if more > 0 else ())))
    yield from examples.values()


def _example(row: Mapping[str, object], number: str, vocabulary: Vocabulary) -> Example:
    given = row.get("topic", row.get("topics"))
    names = [given] if isinstance(given, str) else given
    topic = _first([name for name in names if isinstance(name, str)], vocabulary) if isinstance(names, list) else ""
    if not topic:
        raise ValueError(f"topic = {given!r}: a topic of the vocabulary was expected, by id, code or name")
    title, text = (str(row.get(name) or "") for name in ("title", "text"))
    if not title and not text:
        raise ValueError("a title or a text was expected")
    lang = str(row.get("lang") or "") or detect_language(f"{title}. {text[:900]}")
    if not lang:
        raise ValueError("lang: its language cannot be told; a language such as fr was expected")
    return Example(str(row.get("id") or number), title, text, lang, topic, str(row.get("published") or "")[:10])


def _plain(one: Learned) -> dict[str, object]:
    scores = {
        name: {"articles": score.articles, **{by: round(score.share(by), 4) for by in score.right}}
        for name, score in (("crossvalidated", one.crossed), ("later", one.later))
        if score is not None
    }
    return {
        "examples": one.examples,
        "unlabelled": one.unlabelled,
        "topics": list(one.model.topics),
        "used": one.chosen,
        **scores,
    }


# --- keywords


def list_keywords(root: Path) -> tuple[Spelled, ...]:
    """The keywords of the archive that are spelled in several ways, with these."""
    config = configured(root, BuildOptions())
    folder = root / config.content
    files = (parse_content(shown_path(path, folder), path.read_bytes()) for path in find_content(folder))
    return spellings((file for file in files if not isinstance(file, Failure)), config.topics)
