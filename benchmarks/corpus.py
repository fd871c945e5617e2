"""Invented articles for the benchmark, the same for every generator and on every machine."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SEED = 20260901
_START = dt.datetime(2015, 10, 1, tzinfo=dt.UTC)
_SECONDS = 3652 * 86400
_WORDS = 9000
_AUTHORS, _TAGS = 200, 2000
TOPICS = (
    "Politique Économie International Société Sport Culture Sciences Santé Environnement Technologie Justice Éducation "
    "Europe Afrique Asie Amériques Moyen-Orient Climat Énergie Transports Industrie Finance Bourse Emploi Logement "
    "Agriculture Défense Diplomatie Migrations Religions Médias Cinéma Musique Littérature Football Rugby Tennis "
    "Cyclisme Espace Consommation"
).split()
SOURCES = ("Agence A", "Agence B", "Le Quotidien", "La Dépêche", "Correspondance", "The Herald", "Wire Service")
_SYLLABLES: Mapping[str, Sequence[str]] = {
    "fr": "a ma né ta ri so lé vou per con tra dé mi lan ture gé que pé ment tion eau ai où re le ne se in en".split(),
    "en": "a the ing re ter con pro sta ver men low ish ght ound per dis un all wa er ly ness th st oo ea in".split(),
}


@dataclass(frozen=True, slots=True)
class Article:
    """One invented article."""

    title: str
    date: dt.datetime
    slug: str
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    author: str
    source: str
    summary: str
    lang: str
    body: str
    """Markdown."""


class Corpus:
    """Articles by their numbers; each is the same however many there are."""

    def __init__(self) -> None:
        chance = random.Random(_SEED)
        self._words = {lang: _vocabulary(chance, syllables) for lang, syllables in _SYLLABLES.items()}
        self._weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(_WORDS)))
        names = [f"{a.capitalize()} {b.capitalize()}" for a, b in itertools.pairwise(self._words["fr"][400:])]
        chance.shuffle(names)
        self._authors, self._tags = names[:_AUTHORS], names[_AUTHORS : _AUTHORS + _TAGS]

    def articles(self, number: int) -> Iterator[Article]:
        """The first articles."""
        return (self.article(index) for index in range(number))

    def article(self, index: int) -> Article:
        """One article."""
        chance = random.Random(_SEED * 1_000_003 + index)
        lang = "fr" if chance.random() < 0.7 else "en"
        words = iter(chance.choices(self._words[lang], cum_weights=self._weights, k=1200))
        title = _capital(" ".join(itertools.islice(words, chance.randint(6, 12))))
        topics = chance.choices(TOPICS, cum_weights=_zipf(len(TOPICS), 1.5), k=chance.choice((1, 1, 2, 2, 3)))
        return Article(
            title=title,
            date=_START + dt.timedelta(seconds=int(chance.random() * _SECONDS)),
            slug=f"{_slug(title)}-{index}",
            topics=tuple(dict.fromkeys(topics)),
            tags=tuple(dict.fromkeys(chance.choices(self._tags, cum_weights=_zipf(_TAGS, 5), k=chance.randint(0, 4)))),
            author=chance.choices(self._authors, cum_weights=_zipf(_AUTHORS, 3))[0],
            source=chance.choice(SOURCES),
            summary=_sentence(chance, words, marked=False),
            lang=lang,
            body=_body(chance, words),
        )


def _vocabulary(chance: random.Random, syllables: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < _WORDS:
        found["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4))))] = None
    return list(found)


def _zipf(number: int, flat: float) -> list[float]:
    return list(itertools.accumulate(1 / (rank + flat) ** 0.8 for rank in range(number)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")


def _sentence(chance: random.Random, words: Iterator[str], *, marked: bool = True) -> str:
    """8 to 26 words; of the marked ones one in ten has emphasis or a link."""
    found = list(itertools.islice(words, chance.randint(8, 26))) or ["fin"]
    kind = chance.random() if marked and len(found) > 12 else 1.0
    at = len(found) // 3
    if kind < 0.04:
        found[at] = f"**{found[at]}**"
    elif kind < 0.075:
        found[at] = f"*{found[at]}*"
    elif kind < 0.1:
        found[at] = f"[{found[at]}](https://example.org/{chance.randint(1, 9999)})"
    elif kind < 0.2:
        found[at] = f'"{found[at]}"'
    return _capital(" ".join(found)) + "."


def _body(chance: random.Random, words: Iterator[str]) -> str:
    """6 to 12 paragraphs: some are quotes, some stand below crossheads, some articles end with a list."""
    number = chance.randint(6, 12)
    heads = set(chance.sample(range(2, number), chance.choice((0, 0, 1, 2, 3))))
    blocks = []
    for place in range(number):
        if place in heads:
            blocks.append("## " + _capital(" ".join(itertools.islice(words, 4))))
        text = " ".join(_sentence(chance, words) for _ in range(chance.randint(2, 4)))
        blocks.append(f"> {text}" if chance.random() < 0.04 else text)
    if chance.random() < 0.05:
        blocks.append("\n".join(f"- {_sentence(chance, words)}" for _ in range(3)))
    return "\n\n".join(blocks) + "\n"


def lay_out(layout: str, articles: Iterable[Article], root: Path) -> None:
    """Write articles as the content of a site of `site-gen`, `hugo`, `hugo-tuned` (TOML) or `pelican`."""
    made: set[Path] = set()
    for article in articles:
        path, text = _FORMS[layout](article)
        target = root / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_text(text, encoding="utf-8")
    if layout.startswith("hugo"):
        _sections(root / "content/articles")


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _site_gen(article: Article) -> tuple[str, str]:
    head = {
        "title": article.title,
        "published": article.date.isoformat(),
        "slug": article.slug,
        "lang": article.lang,
        "topics": article.topics,
        "keywords": (article.author,),
        "authors": (article.author,),
        "summary": article.summary,
    }
    lines = "".join(f"{key}: {_quoted(value)}\n" for key, value in head.items())
    text = f"---\n{lines}source:\n  name: {_quoted(article.source)}\n---\n{article.body}"
    return f"content/{article.date:%Y/%m/%d}/{article.slug}.md", text


def _hugo(article: Article) -> tuple[str, str]:
    return _hugo_file(article, "---", ": ")


def _hugo_tuned(article: Article) -> tuple[str, str]:
    """TOML, which Hugo reads faster; JSON's strings and lists are TOML's, too."""
    return _hugo_file(article, "+++", " = ")


def _hugo_file(article: Article, fence: str, equals: str) -> tuple[str, str]:
    head = {
        "title": article.title,
        "date": article.date.isoformat(),
        "slug": article.slug,
        "topics": article.topics,
        "tags": article.tags,
        "authors": (article.author,),
        "source": article.source,
        "summary": article.summary,
        "lang": article.lang,
    }
    lines = "".join(f"{key}{equals}{_quoted(value)}\n" for key, value in head.items())
    return f"content/articles/{article.date:%Y/%m/%d}-{article.slug}.md", f"{fence}\n{lines}{fence}\n{article.body}"


def _pelican(article: Article) -> tuple[str, str]:
    head = (
        f"Title: {article.title}\nDate: {article.date:%Y-%m-%d %H:%M:%S}\nSlug: {article.slug}\n"
        f"Tags: {', '.join(article.topics)}\nEntities: {', '.join(article.tags)}\nAuthors: {article.author}\n"
        f"Source: {article.source}\nSummary: {article.summary}\nLanguage: {article.lang}\n\n"
    )
    return f"content/{article.date:%Y/%m/%d}-{article.slug}.md", head + article.body


_FORMS = {"site-gen": _site_gen, "hugo": _hugo, "hugo-tuned": _hugo_tuned, "pelican": _pelican}


def _sections(root: Path) -> None:
    """The files from which Hugo makes the pages of years and months."""
    (root / "_index.md").write_text("---\ntitle: Archives\nurl: /archives/\n---\n", encoding="utf-8")
    for year in sorted(path for path in root.iterdir() if path.is_dir()):
        (year / "_index.md").write_text(f'---\ntitle: "{year.name}"\nurl: /{year.name}/\n---\n', encoding="utf-8")
        for month in sorted(path for path in year.iterdir() if path.is_dir()):
            address = f"/{year.name}/{month.name}/"
            text = f'---\ntitle: "{month.name}/{year.name}"\nurl: {address}\n---\n'
            (month / "_index.md").write_text(text, encoding="utf-8")
