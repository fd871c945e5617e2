"""Which headlines of a headline list are on which topics: those that hold what its front matter names for a topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from site_gen.archive.naming import topic_slug
from site_gen.topics import Vocabulary

_MOST_LINES = 200
_MOST_TOPICS = 50
_MOST_CUES = 50
"""What is looked at, so that no list can take long; of cues in one topic."""

LineTopics = tuple[tuple[str, tuple[int, ...]], ...]
"""Slugs of topics, each with the places of its headlines in the list."""


def topics_of_lines(lines: Sequence[str], cues: Mapping[str, str], vocabulary: Vocabulary) -> LineTopics:
    """The places of the lines on each topic; `cues` are texts parted by commas, by id, code or name of a topic.

    A line on a sub-topic is on the topic above it, too.
    """
    found: dict[str, set[int]] = {}
    for topic, texts in islice(cues.items(), _MOST_TOPICS):
        slug = topic_slug(topic, vocabulary)
        wanted = [text for part in texts.split(",", _MOST_CUES)[:_MOST_CUES] if (text := part.strip())]
        places = {place for place, line in enumerate(lines[:_MOST_LINES]) if any(_holds(line, text) for text in wanted)}
        for name in vocabulary.order((slug,)) if places else ():
            found.setdefault(name, set()).update(places)
    return tuple((slug, tuple(sorted(found[slug]))) for slug in sorted(found))


def _holds(line: str, cue: str) -> bool:
    """Whether a text stands in a line as words of its own, case and all."""
    start = line.find(cue)
    while start >= 0:
        end = start + len(cue)
        is_cut = (cue[0].isalnum() and line[start - 1 : start].isalnum()) or (
            cue[-1].isalnum() and line[end : end + 1].isalnum()
        )
        if not is_cut:
            return True
        start = line.find(cue, start + 1)
    return False
