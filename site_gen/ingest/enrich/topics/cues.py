"""The topics of the lines of a headline list, and what tells them.

A line says little, so that it has a topic only where it says so plainly: by a prefix that the lexicon knows (`Foot: …`)
or by a decisive word, with little that speaks for anything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice

from site_gen.ingest.enrich.keywords import headline_prefix
from site_gen.ingest.enrich.topics.assigning import TopicOptions, weigh
from site_gen.ingest.enrich.topics.classifier import PREFIX_POINTS, terms_in
from site_gen.ingest.enrich.topics.lexicons import archive_lexicon
from site_gen.ingest.enrich.topics.terms import WORD, Lexicon, Term
from site_gen.topics import TopicSettings

MOST_LINES = 200
"""Lines of a list that are looked at."""
DECISIVE_WEIGHT = 5.0
"""What a word must weigh that tells the topic of a line."""
LEAST_SHARE = 0.7
"""The share of all that a line says that must speak for its topic."""
MOST_WORDS = 6
"""Words of a phrase of the lexicon."""
MOST_LETTERS = 500
"""How long the cues of one topic may be together, so that front matter stays a thing to read."""


def find_cues(lines: Iterable[str], lang: str, options: TopicOptions) -> Mapping[str, str]:
    """What tells the topics of headlines, by topic: texts as they stand in the lines, parted by commas.

    The narrowest topic is named alone: a headline on football is one on sport.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for line in islice(lines, MOST_LINES):
        topic, cue = _cue_of(line, lang, options.settings)
        if topic:
            found[topic].setdefault(cue)
    return {topic: _joined(found[topic]) for topic in sorted(found)}


def _joined(cues: Iterable[str]) -> str:
    text = ""
    for cue in cues:
        longer = f"{text}, {cue}" if text else cue
        if len(longer) > MOST_LETTERS:
            break
        text = longer
    return text


@lru_cache(maxsize=1 << 14)  # the lists of one day share most of their lines
def _cue_of(line: str, lang: str, settings: TopicSettings) -> tuple[str, str]:
    """The topic of a headline and the text in it that tells it; both empty where it is not plain."""
    prefix = headline_prefix(line, lang)
    weighing = weigh(line, "", lang, prefix, TopicOptions(settings))
    lexicon = archive_lexicon(settings, lang)
    if weighing is None or lexicon is None:
        return "", ""
    points = weighing.points
    decisive = [term for term in points if _is_decisive(term, points[term])]
    # A prefix, which has no weight of its own, goes before a word.
    for term in sorted(decisive, key=lambda term: (term.weight > 0, -points[term], term.text)):
        same = {other: value for other, value in points.items() if other.topic == term.topic}
        if sum(same.values()) < LEAST_SHARE * sum(points.values()):
            continue
        text = _words_of(term, line, lexicon) if term.weight else _prefix_of(prefix, line)
        if text and "," not in text:
            is_narrow = all(other.sub in ("", term.sub) for other in same)
            return (term.sub if is_narrow else "") or term.topic, text
    return "", ""


def _is_decisive(term: Term, points: float) -> bool:
    return term.weight >= DECISIVE_WEIGHT if term.weight else points >= PREFIX_POINTS


def _prefix_of(prefix: str | None, line: str) -> str:
    """A prefix as it stands in a headline, with its colon."""
    start = line.find(prefix) if prefix else -1
    end = line.find(":", start)
    return line[start : end + 1] if start >= 0 and end > 0 else ""


def _words_of(term: Term, line: str, lexicon: Lexicon) -> str:
    """The fewest words of a headline, as they stand there, in which a term is found; the first ones of several."""
    words = list(WORD.finditer(line))
    texts = [word[0] for word in words]
    starts = [start for start, text in enumerate(texts) if lexicon.memory[text].speaks]
    for length in range(1, MOST_WORDS + 1):
        for start in starts:
            part = texts[start : start + length]
            if len(part) == length and term in terms_in(lexicon, part):
                return line[words[start].start() : words[start + length - 1].end()]
    return ""
