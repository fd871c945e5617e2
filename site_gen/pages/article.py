"""Article pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_gen.entries import Chain, Entry, Label, folder_of
from site_gen.folding import fold_person
from site_gen.model import Page
from site_gen.pages.context import ArticlePage, Link, Reason
from site_gen.pages.frame import BESIDE_LIMIT, Frame, Planned, direction, in_turn, place_link, source_link, topic_link
from site_gen.pages.stories import make_mention, story_box
from site_gen.pages.structured import describe_article
from site_gen.urls import day_folder, listing_path

RELATED_LIMIT = 5


def plan_articles(frame: Frame, chain: Chain) -> Iterator[Planned]:
    """A page for each of the dated or of the undated articles, oldest first."""
    for older, entry, newer in in_turn(frame.archive.walk(chain.name.lower())):
        yield plan_article(frame, entry, newer, older)


def plan_article(frame: Frame, entry: Entry, newer: Entry | None, older: Entry | None) -> Planned:
    """The page of an article between its neighbours in time."""
    kin = frame.archive.kin(entry, RELATED_LIMIT)
    keywords, people = _name_links(frame, entry)
    context = ArticlePage(
        site=frame.site,
        page=frame.info(entry.path, entry.title, entry.summary if entry.has_summary else ""),
        title=entry.title,
        lang=entry.lang,
        dir=direction(entry.lang),
        standfirst=entry.standfirst,
        body="",
        dateline=entry.dateline,
        authors=entry.authors,
        credit=entry.credit,
        published=entry.published,
        date_source=entry.date_source,
        updated=entry.updated,
        captured=entry.captured,
        topics=_topic_links(frame, entry),
        reasons=_reasons(entry) if entry.reasons else (),
        keywords=keywords,
        places=tuple(map(place_link, entry.places)),
        people=people,
        source=source_link(entry, frame.archive),
        source_code=entry.source_code,
        original=entry.original,
        document=entry.document,
        also=tuple(pair for pair in entry.also if any(pair)),
        headlines=_headline_links(frame, entry),
        day=_day_link(entry),
        story=story_box(kin),
        related=tuple(map(make_mention, kin.related)),
        newer=frame.item(newer) if newer else None,
        older=frame.item(older) if older else None,
        extra=entry.extra,
        structured_data=describe_article(entry),
    )
    part = entry.published.day.isoformat()[:7] if entry.published else "undated"
    page = Page(entry.path, "article.html", context, frame.origin(entry), entry.file, entry.body)
    return Planned(page, f"file {entry.file}", lastmod=entry.changed_day, part=part)


def _topic_links(frame: Frame, entry: Entry) -> tuple[Link, ...]:
    """The topics and sub-topics of an article; the path of a sub-topic that has too few articles is empty."""
    slugs = frame.archive.slugs("topic", entry.topics)
    return tuple(
        topic_link(topic) if slug else Link(topic.name, "") for topic, slug in zip(entry.topics, slugs, strict=True)
    )


def _reasons(entry: Entry) -> tuple[Reason, ...]:
    names = {topic.key: topic.name for topic in entry.topics}
    return tuple(Reason(names[reason.key], reason.percent, reason.words) for reason in entry.reasons)


def _name_links(frame: Frame, entry: Entry) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """The keywords and the people of an article; who is both is a keyword only if that alone has a page."""
    keywords = _links(frame, "keyword", entry.keywords)
    if not entry.people:
        return tuple(keywords.values()), ()
    people = _links(frame, "person", entry.people)
    for key, keyword in list(keywords.items()):
        person = people.get(fold_person(key))
        if person is not None:
            if keyword.path and not person.path:
                del people[fold_person(key)]
            else:
                del keywords[key]
    return tuple(keywords.values()), tuple(people.values())


def _links(frame: Frame, kind: str, labels: Sequence[Label]) -> dict[str, Link]:
    """The links to listings by their keys; the path of one that has too few articles is empty."""
    folder = folder_of(kind)
    return {
        label.key: Link(label.name, listing_path(f"{folder}/{slug}") if slug else "")
        for label, slug in zip(labels, frame.archive.slugs(kind, labels), strict=True)
    }


def _headline_links(frame: Frame, entry: Entry) -> tuple[Link, ...]:
    if not frame.site.has_headlines:
        return ()
    lists = frame.archive.beside(entry, BESIDE_LIMIT)
    return tuple(Link(beside.title, beside.path, lang=beside.lang) for beside in lists)


def _day_link(entry: Entry) -> Link | None:
    if entry.published is None:
        return None
    day = entry.published.day
    return Link(day.isoformat(), listing_path(day_folder(day.year, day.month, day.day)))
