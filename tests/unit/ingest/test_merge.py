"""Whether a document is new, a copy, an update or a conflict."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from site_gen.content import find_content, format_content, parse_content
from site_gen.executor import Processes
from site_gen.ingest.dating import date_by_headlines
from site_gen.ingest.held import Held, content_path
from site_gen.ingest.identity import article_id, list_key, same_text, text_key
from site_gen.ingest.merge import Decision, file_article, file_headlines
from site_gen.ingest.outcome import Outcome
from site_gen.model import Also, Article, ContentFile, DateSource, Kind, Source, Status, Timestamp
from site_gen.state import State

BODY = "Le conseil municipal a voté l'abandon du tramway jeudi.\n\nUn réseau de bus doit le remplacer d'ici trois ans."
OTHER = (
    "La criée du port a rouvert lundi après deux ans de travaux.\n\nQuarante pêcheurs y ont vendu leur première prise."
)


def article(
    document: str, body: str = BODY, *, title: str = "Un titre", url: str | None = None, published: str | None = None
) -> Article:
    return Article(
        id=article_id(url, title, body),
        title=title,
        slug="un-titre",
        body=body,
        published=Timestamp.parse(published) if published else None,
        source=Source(url=url, document=document, sha256=f"{document} {len(body)} {title} {published}".encode().hex()),
    )


@dataclass
class Archives:
    """Makes content folders, each with a state of its own."""

    folder: Path
    states: ExitStack
    made: int = 0

    def __call__(self, *articles: Article, pristine: bool = True, broken: Sequence[str] = ()) -> Held:
        self.made += 1
        root = self.folder / str(self.made)
        state = self.states.enter_context(State(root / "state"))
        for item in articles:
            path, data = content_path(item), format_content(item).encode()
            (root / "content" / path).parent.mkdir(parents=True, exist_ok=True)
            (root / "content" / path).write_bytes(data)
            if pristine:
                state.add_written([(path, hashlib.sha256(data).hexdigest())])
        for path in broken:
            (root / "content" / path).parent.mkdir(parents=True, exist_ok=True)
            (root / "content" / path).write_text("---\nno end", encoding="utf-8")
        store = Held(state, root / "content")
        store.synchronise(Processes(1))
        return store


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Archives]:
    with ExitStack() as states:
        yield Archives(tmp_path, states)


def articles_of(store: Held) -> list[Article]:
    """What the content folder holds after everything was put into place."""
    store.flush()
    found = []
    for path in sorted(find_content(store.folder)):
        file = parse_content(path.name, path.read_bytes())
        assert isinstance(file, ContentFile)
        found.append(replace(file.article, body=file.article.body.strip("\n")))
    return found


def only(store: Held) -> Article:
    (found,) = articles_of(store)
    return found


def test_the_first_document_is_new(held: Archives) -> None:
    store = held()
    assert file_article(store, article("a.txt")) == Decision(Outcome.NEW, "undated/un-titre.md")
    assert list(store.planned) == ["undated/un-titre.md"]


def test_the_same_document_again_is_unchanged(held: Archives) -> None:
    store = held(article("a.txt"))
    assert file_article(store, article("a.txt")).outcome is Outcome.UNCHANGED
    assert not store.planned


def test_the_same_text_from_another_file_is_merged(held: Archives) -> None:
    store = held(article("b.txt"))
    assert file_article(store, article("a.txt", BODY.replace("'", "’") + "  ")).outcome is Outcome.MERGED
    (also,) = only(store).also
    assert also.document == "a.txt"
    assert file_article(store, article("a.txt", BODY.replace("'", "’") + "  ")).outcome is Outcome.UNCHANGED


def test_one_text_under_two_titles_stays_two_articles(held: Archives) -> None:
    store = held(article("a.txt"))
    assert file_article(store, article("b.txt", title="Un autre titre")).outcome is Outcome.NEW


def test_two_articles_with_one_title_on_one_day_get_two_addresses(held: Archives) -> None:
    one, two = article("a.txt", published="2025-09-12"), article("b.txt", OTHER, published="2025-09-12")
    for first, second in ((one, two), (two, one)):
        store = held(first)
        decision = file_article(store, second)
        assert decision.outcome is Outcome.NEW
        assert decision.path == f"2025/09/12/un-titre-{second.id[:6]}.md"


def test_a_changed_document_updates_its_article_and_keeps_the_address(held: Archives) -> None:
    old = replace(article("a.txt"), aliases=("/old/",), story="told", extra={"k": "v"})
    store = held(old)
    new = replace(article("a.txt", BODY + "\n\nUne phrase de plus."), slug="another", title="Un titre corrigé")
    assert file_article(store, new).outcome is Outcome.UPDATED
    found = only(store)
    assert (found.id, found.slug, found.aliases, found.extra) == (old.id, old.slug, ("/old/",), {"k": "v"})
    assert found.story == "told"
    assert found.title == "Un titre corrigé"


def test_an_update_that_moves_the_article_leaves_an_alias(held: Archives) -> None:
    store = held(article("a.txt"))
    decision = file_article(store, article("a.txt", BODY + " Fin.", published="2025-09-12"))
    assert decision == Decision(Outcome.UPDATED, "2025/09/12/un-titre.md")
    assert only(store).aliases == ("undated/un-titre.html",)
    assert not (store.folder / "undated/un-titre.md").exists()


def test_a_file_name_used_again_for_another_article_keeps_both(held: Archives) -> None:
    store = held(article("latest.txt"))
    assert file_article(store, article("latest.txt", OTHER, title="La criée rouvre")).outcome is Outcome.NEW
    assert len(articles_of(store)) == 2


def test_a_hand_edited_file_is_a_conflict_and_stays(held: Archives) -> None:
    edited = article("a.txt")
    store = held(edited, pristine=False)
    decision = file_article(store, article("a.txt", BODY + "\n\nUne phrase de plus."))
    assert decision.outcome is Outcome.UNCHANGED
    assert decision.conflict is not None
    assert "Une phrase de plus" in decision.conflict.body
    assert only(store) == edited
    assert not store.planned


def test_a_copy_of_a_hand_edited_article_is_merged_without_a_write(held: Archives) -> None:
    store = held(replace(article("a.txt"), body="Corrigé à la main."), pristine=False)
    assert file_article(store, article("b.txt")).outcome is Outcome.MERGED
    assert not store.planned


def test_new_text_at_the_same_address_is_an_update_and_does_not_flip_back(held: Archives) -> None:
    url = "https://a.example/x"
    first, second = article("a.txt", url=url), article("b.txt", OTHER, url=url)
    store = held(first)
    assert file_article(store, second).outcome is Outcome.UPDATED
    found = only(store)
    assert found.source.document == "b.txt"
    assert found.also == (Also("a.txt", url, first.source.sha256),)
    again = held(found)
    assert file_article(again, first).outcome is Outcome.UNCHANGED
    assert file_article(again, second).outcome is Outcome.UNCHANGED


def test_an_older_version_that_comes_late_does_not_replace_the_newer(held: Archives) -> None:
    url = "https://a.example/x"
    newer = replace(article("b.txt", OTHER, url=url), captured=Timestamp.parse("2025-09-13"))
    older = replace(article("a.txt", url=url), captured=Timestamp.parse("2025-09-12"))
    store = held(newer)
    assert file_article(store, older).outcome is Outcome.MERGED
    assert only(store).body == OTHER


def test_a_withdrawn_article_stays_withdrawn(held: Archives) -> None:
    store = held(replace(article("a.txt"), status=Status.WITHDRAWN))
    assert file_article(store, article("b.txt")).outcome is Outcome.MERGED
    assert file_article(store, article("a.txt", BODY + " Fin.")).outcome is Outcome.UPDATED
    assert only(store).status is Status.WITHDRAWN


def test_a_broken_content_file_is_never_written_over(held: Archives) -> None:
    store = held(broken=["undated/un-titre.md"])
    decision = file_article(store, article("a.txt"))
    assert decision.outcome is Outcome.UNCHANGED
    assert decision.conflict is not None
    assert not store.planned


def headline_list(document: str, *lines: str) -> Article:
    return Article(
        id=list_key(lines)[:20],
        title=lines[0],
        slug="list",
        kind=Kind.HEADLINES,
        body="\n".join(f"- {line}" for line in lines),
        source=Source(document=document, sha256=f"sha {document}"),
    )


def test_identical_headline_lists_are_one_file(held: Archives) -> None:
    store = held(headline_list("a.txt", "Un", "Deux"))
    assert file_headlines(store, headline_list("b.txt", "Un", "Deux")).outcome is Outcome.MERGED
    assert file_headlines(store, headline_list("c.txt", "Deux", "Un")).outcome is Outcome.NEW


def test_a_list_seen_again_takes_other_topics_of_its_lines_unless_it_was_edited(held: Archives) -> None:
    old = headline_list("a.txt", "Foot: Un", "Deux")
    new = replace(old, headline_topics={"sport": "Foot:"})
    store = held(old)
    assert file_headlines(store, new).outcome is Outcome.UPDATED
    assert [item.headline_topics for item in articles_of(store)] == [{"sport": "Foot:"}]
    assert file_headlines(store, new).outcome is Outcome.UNCHANGED
    edited = held(old, pristine=False)
    assert file_headlines(edited, new).outcome is Outcome.UNCHANGED
    assert not edited.planned


def test_an_undated_article_is_captured_after_the_newest_headline_beside_it(held: Archives) -> None:
    old, new = "2025-09-01T08:00:00+02:00", "2025-09-03T08:00:00+02:00"
    store = held(
        article("x.txt", OTHER, title="La criée rouvre", published=old),
        article("y.txt", OTHER, title="Le lac monte", published=new),
        article("a.txt", title="Sans date"),
        headline_list("a.txt", "Le lac monte!", "La criée  rouvre", "Autre chose"),
    )
    assert date_by_headlines(store) == 1
    undated = next(item for item in articles_of(store) if item.title == "Sans date")
    assert (undated.published, undated.captured) == (None, Timestamp.parse(new))
    assert undated.date_source is DateSource.HEADLINES
    assert date_by_headlines(store) == 0


def test_a_known_capture_is_not_replaced_by_a_guess(held: Archives) -> None:
    known = replace(article("a.txt", title="Sans date"), captured=Timestamp.parse("2025-01-01"))
    store = held(
        article("y.txt", OTHER, title="Le lac monte", published="2025-09-03"),
        replace(known, date_source=DateSource.CAPTURED),
        headline_list("a.txt", "Le lac monte", "x"),
    )
    assert date_by_headlines(store) == 0


def test_texts_are_compared_without_typography() -> None:
    assert text_key("« Été »", "L’eau – \\*claire\\*") == text_key('"ete"', "L'eau - *claire*")
    assert text_key("ab", "c") != text_key("a", "bc")
    assert same_text(BODY, BODY + " Une phrase de plus.")
    assert not same_text(BODY, OTHER)
