"""Topics from end to end: `topics.toml`, assigning again, learning, explaining, keywords, and what the reports say."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_gen.build import BuildOptions, build, verify
from site_gen.cli import main
from site_gen.content import parse_content
from site_gen.ingest.enrich.topics import Assigned
from site_gen.model import Article, ContentFile
from site_gen.watching import Watched
from tests.integration.archives import Archive, differences, make_archive

HARBOUR = '[topics.harbour]\nname = "The harbour"\nrules = ["5: quay*, tug boat*"]\n'


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_archive(tmp_path / "archive", keyword_min_articles=1)


def read(path: Path) -> Article:
    parsed = parse_content(path.name, path.read_bytes())
    assert isinstance(parsed, ContentFile)
    return parsed.article


def clean_differences(archive: Archive) -> list[str]:
    """How the site differs from a clean build."""
    return list(verify(archive.root, BuildOptions(workers=1)))


def news(title: str, text: str) -> str:
    return f"{title}\n{text} It was seen by many people of the town who came from all around on that day.\n"


# --- topics.toml in a build


def test_topics_toml_names_merges_and_hides_on_pages(archive: Archive) -> None:
    archive.article("a.md", title="A", published="2025-01-01", topics=["labour"])
    archive.article("b.md", title="B", published="2025-01-02", topics=["economy-business-and-finance", "weather"])
    archive.article("c.md", title="C", published="2025-01-03", topics=["weather"])
    archive.build()
    assert (archive.root / "output/topics/weather/index.html").exists()
    archive.write(
        "topics.toml",
        'hide = ["weather"]\n[merge]\nlabour = "economy-business-and-finance"\n'
        '[topics.economy-business-and-finance]\nname = "Money & work <b>"\n',
    )
    report = archive.build()
    assert report.topics_changed == 3
    assert not (archive.root / "output/topics/weather/index.html").exists()
    page = archive.text("output/topics/economy-business-and-finance/index.html")
    assert "Money &amp; work &lt;b&gt;" in page
    assert page.count("<article") == 2 or (">A<" in page and ">B<" in page)
    redirect = archive.text("output/topics/labour/index.html")
    assert "../../topics/economy-business-and-finance/index.html" in redirect
    assert ">C<" in archive.text("output/topics/unclassified/index.html")
    assert clean_differences(archive) == []
    (archive.root / "topics.toml").unlink()
    report = archive.build()
    assert report.topics_changed == 3
    assert "Money" not in archive.text("output/topics/index.html")
    assert ">A<" in archive.text("output/topics/labour/index.html")
    assert clean_differences(archive) == []


def test_rules_alone_change_no_page(archive: Archive) -> None:
    archive.article("a.md", title="A", published="2025-01-01", topics=["sport"])
    archive.write("topics.toml", HARBOUR)
    archive.build()
    archive.write("topics.toml", HARBOUR.replace("quay*", "quays"))
    report = archive.build()
    assert (report.written, report.removed, report.topics_changed) == (0, 0, 0)


def test_aliases_of_keywords_join_their_pages(archive: Archive) -> None:
    archive.article("a.md", title="A", published="2025-01-01", keywords=["USA"])
    archive.article("b.md", title="B", published="2025-01-02", keywords=["États-Unis", "usa"])
    archive.write("topics.toml", '[keywords.aliases]\n"USA" = "États-Unis"\n')
    archive.build()
    page = archive.text("output/keywords/etats-unis/index.html")
    assert ">A<" in page
    assert ">B<" in page
    assert "../../keywords/etats-unis/index.html" in archive.text("output/keywords/usa/index.html")
    assert clean_differences(archive) == []
    archive.article("c.md", title="C", published="2025-01-03", keywords=["Usa!"])
    archive.build()
    assert clean_differences(archive) == []


def test_aliases_of_people_join_their_pages(archive: Archive) -> None:
    archive.article("a.md", title="A", published="2025-01-01", people=["Vladimir Poutine"])
    archive.article("b.md", title="B", published="2025-01-02", people=["Vladimir Putin", "Élie Vladimir-Poutine"])
    archive.build()
    assert (archive.root / "output/people/vladimir-poutine/index.html").exists()
    archive.write("topics.toml", '[people.aliases]\n"Vladimir Poutine" = "Vladimir Putin"\n')
    archive.build()
    page = archive.text("output/people/vladimir-putin/index.html")
    assert ">A<" in page
    assert ">B<" in page
    assert "people/vladimir-putin/index.html" in archive.text("output/people/vladimir-poutine/index.html")
    article = archive.text("output/2025/01/01/a.html")
    assert "Vladimir Putin" in article
    assert "Poutine" not in article
    assert clean_differences(archive) == []
    archive.article("c.md", title="C", published="2025-01-03", people=["VLADIMIR POUTINE"])
    archive.build()
    assert ">C<" in archive.text("output/people/vladimir-putin/index.html")
    assert clean_differences(archive) == []


def test_a_topic_names_people_as_soon_as_they_have_pages(archive: Archive) -> None:
    archive.write("site.toml", "keyword_min_articles = 3\n")
    for name in ("a", "b"):
        archive.article(f"{name}.md", title=name, published="2025-01-01", topics=["sport"], people=["Ann Orr"])
    archive.build()
    assert "Recent people" not in archive.text("output/topics/sport/index.html")
    archive.article("c.md", title="C", published="2025-01-02", topics=["health"], people=["Ann Orr"])
    archive.build()
    assert "Recent people" in archive.text("output/topics/sport/index.html")
    assert clean_differences(archive) == []
    (archive.root / "content/c.md").unlink()
    archive.build()
    assert "Recent people" not in archive.text("output/topics/sport/index.html")
    assert clean_differences(archive) == []


def test_a_topic_edited_by_hand_is_counted_by_the_next_build(archive: Archive) -> None:
    archive.article("a.md", title="A", published="2025-01-01", topics=["sport"])
    archive.article("b.md", title="B", published="2025-01-02", topics=["sport"])
    archive.build()
    archive.article("a.md", title="A", published="2025-01-01", topics=["health"])
    archive.article("b.md", title="B!", published="2025-01-02", topics=["sport"])
    result = archive.run("build", "--workers", "1")
    assert "topics: 1 article changed" in result.output.splitlines()
    archive.article("a.md", title="A", published="2025-01-01", topics=["sport"])
    report = json.loads(archive.run("build", "--workers", "1", "--json").output)
    assert report["topics_changed"] == 1


def test_serve_sees_topics_toml(archive: Archive) -> None:
    archive.article("a.md", title="A", published="2025-01-01", topics=["labour"])
    watched = Watched(archive.root, BuildOptions(ingest=False, workers=1))
    path = archive.root / "topics.toml"
    assert path in watched.watched_paths()
    watched.rebuild(None)
    archive.write("topics.toml", '[topics.labour]\nname = "Toil"\n')
    snapshot = watched.rebuild(frozenset((path,)))
    assert b"Toil" in snapshot.files["topics/labour/index.html"]


def test_processes_classify_as_one_does(archive: Archive, tmp_path: Path) -> None:
    archive.write("topics.toml", HARBOUR)
    for number in range(60):
        archive.document(f"{number}.txt", news(f"Tug boats number {number} wait", f"The quays of {number} are full."))
    other = make_archive(tmp_path / "other")
    other.write("topics.toml", HARBOUR)
    for path, data in archive.files("inbox").items():
        other.write(f"inbox/{path}", data)
    archive.run("ingest", "--workers", "1")
    other.run("ingest", "--workers", "2")
    assert differences(archive.files("content"), other.files("content")) == []
    assert all(b"topics: [harbour]" in data for data in archive.files("content").values())


def test_a_wrong_topics_toml_stops_a_build(archive: Archive) -> None:
    archive.article("a.md", title="A")
    archive.write("topics.toml", 'hide = ["wether"]\n')
    result = archive.run("build")
    assert result.exit_code == 2
    assert "topics.toml:1: hide = 'wether': a topic was expected; did you mean 'weather'?" in result.output


# --- assign


def test_assign_finds_topics_again_and_leaves_what_people_said(archive: Archive) -> None:
    archive.document("a.txt", news("Tug boats wait for the tide", "The quays are full."))
    archive.document("b.txt", news("More tug boats have come", "Quays and yet more quays."))
    archive.document("c.txt", news("A tug boat is christened", "On the quay, of course."), topics=["religion"])
    archive.ingest()
    paths = {read(path).title: path for path in archive.root.glob("content/**/*.md")}
    edited = paths["More tug boats have come"]
    edited.write_text(edited.read_text(encoding="utf-8").replace("yet more", "still more"), encoding="utf-8")
    before = archive.files("content")
    archive.write("topics.toml", HARBOUR)

    dry = archive.run("topics", "assign", "--dry-run", "--workers", "1")
    assert dry.exit_code == 0
    name = paths["Tug boats wait for the tide"].relative_to(archive.root / "content").as_posix()
    assert f"{name}: unclassified → harbour" in dry.output
    assert "1 file edited by hand would get other topics, and stays as it is" in dry.output
    assert "topics: 1 article would change, of 3; 1 have topics that a document or a person gave" in dry.output
    assert archive.files("content") == before

    report = json.loads(archive.run("topics", "assign", "--json", "--workers", "1").output)
    assert report["topics_changed"] == 1
    assert report["changes"] == [{"path": name, "before": [], "after": ["harbour"], "by": "lexicon"}]
    article = read(paths["Tug boats wait for the tide"])
    assert article.topics == ("harbour",)
    assert article.provenance["topics"] == "lexicon"
    assert list(article.provenance)[:2] == ["title", "lang"]
    assert article.topic_reasons["harbour"].endswith(" tug boat…, quay…")
    after = archive.files("content")
    assert {path for path in after if after[path] != before[path]} == {name}

    # What was assigned counts as written by ingest: the next one lets it be, and so does assigning again.
    assert set(archive.ingest().counts.items()) >= {("unchanged", 3), ("new", 0), ("updated", 0)}
    assert archive.files("content") == after
    assert "topics: 0 articles changed" in archive.run("topics", "assign", "--workers", "1").output
    (archive.root / "topics.toml").unlink()
    archive.run("topics", "assign", "--workers", "1")
    assert archive.files("content") == before


def test_assign_finds_the_topics_of_headlines_again(archive: Archive) -> None:
    lines = ("Tug boats wait for the tide", "Football: United win the cup", "Nothing at all")
    body = "\n".join(f"- {line}" for line in lines)
    facts = {"kind": "headlines", "captured": "2025-01-02", "lang": "en"}
    archive.article("by-hand.md", f"{body}\n- More", title="By hand", **facts)
    archive.document("a.txt", f"{news('Gulls are back', 'They came.')}\nOther headlines\n{body}\n", lang="en")
    archive.ingest()
    (ours,) = archive.root.glob("content/headlines/**/*.md")
    assert read(ours).headline_topics == {"soccer": "Football:"}
    archive.article("b.md", "Quays.", title="B", published="2025-01-03", topics=["harbour"])
    archive.write("topics.toml", HARBOUR)
    archive.build()
    page = archive.root / "output/topics/harbour/index.html"
    assert "Tug boats wait" not in page.read_text(encoding="utf-8")

    dry = archive.run("topics", "assign", "--dry-run", "--workers", "1")
    assert "lines of 1 headline list would have other topics" in dry.output
    assert read(ours).headline_topics == {"soccer": "Football:"}
    report = json.loads(archive.run("topics", "assign", "--json", "--workers", "1").output)
    assert (report["headline_lists_changed"], report["topics_changed"]) == (1, 0)
    assert read(ours).headline_topics == {"harbour": "Tug boats", "soccer": "Football:"}
    assert read(archive.root / "content/by-hand.md").headline_topics == {}
    assert json.loads(archive.run("topics", "assign", "--json").output)["headline_lists_changed"] == 0
    archive.build()
    assert "Tug boats wait" in page.read_text(encoding="utf-8")
    archive.article("c.md", "They wait.", title="TUG BOATS wait for the tide", published="2025-01-04")
    archive.build()
    assert "Tug boats wait" not in page.read_text(encoding="utf-8")
    assert clean_differences(archive) == []


def test_reasons_are_kept_for_what_a_program_found(archive: Archive) -> None:
    football = news("Football: United win the cup", "The goalkeeper saved two penalties in the final.")
    archive.document("a.txt", football)
    archive.document("b.txt", football.replace("two", "three").replace("United", "Rovers"), topics=["religion"])
    archive.ingest()
    found = {article.title: article for article in map(read, archive.root.glob("content/**/*.md"))}
    reasons = found["Football: United win the cup"].topic_reasons
    assert tuple(reasons) == found["Football: United win the cup"].topics
    assert "goalkeeper" in reasons["sport"]
    assert found["Football: Rovers win the cup"].topic_reasons == {}
    archive.build(BuildOptions(workers=1))
    pages = {
        path: data.decode() for path, data in archive.files("output").items() if path.startswith("undated/football")
    }
    assert sorted("Why these topics" in page for page in pages.values()) == [False, True]
    assert ["goalkeeper" in page.partition("<details>")[2] for page in pages.values() if "<details>" in page] == [True]


def test_reading_again_adds_reasons_to_files_that_nobody_edited(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.document("a.txt", news("Football: United win the cup", "The goalkeeper saved two penalties."))
    archive.document("b.txt", news("Football: Rovers win the cup", "The goalkeeper saved three penalties, and wept."))
    with monkeypatch.context() as former:
        former.setattr(Assigned, "reasons", {})
        archive.ingest()
    (edited,) = archive.root.glob("content/**/*rovers*.md")
    edited.write_text(edited.read_text(encoding="utf-8").replace("wept", "left"), encoding="utf-8")
    before = archive.files("content")
    assert not [path for path, data in before.items() if b"topic_reasons" in data]
    report = archive.ingest(reread=True)
    assert report.counts["updated"] == 1
    after = archive.files("content")
    changed = [path for path in after if after[path] != before[path]]
    assert [b"topic_reasons: {sport:" in after[path] for path in changed] == [True]
    assert set(archive.ingest(reread=True).counts.items()) >= {("unchanged", 2), ("updated", 0)}


def test_assign_right_after_ingest_changes_nothing(tmp_path: Path) -> None:
    from tests.integration.archives import copy_sample

    sample = copy_sample(tmp_path / "sample")
    for path in sample.root.glob("content/**/*.md"):
        path.unlink()
    sample.ingest()
    report = json.loads(sample.run("topics", "assign", "--json", "--workers", "1").output)
    assert report["articles"] > 50
    assert report["changes"] == []


def test_a_version_that_says_nothing_of_its_subject_keeps_what_was_declared(archive: Archive) -> None:
    url = "https://paper.example/tugs"
    archive.document("a.txt", news("Tug boats wait", "Old."), url=url, topics=["religion"], captured="2025-01-01")
    archive.ingest()
    archive.document("b.txt", news("Tug boats wait on", "New text of it all."), url=url, captured="2025-01-02")
    report = archive.ingest()
    article = read(archive.the_only("content/**/*.md"))
    assert article.title == "Tug boats wait on"
    assert article.topics == ("religion",)
    assert article.provenance["topics"] == "sidecar"
    assert report.topics_changed == 0


def test_a_version_with_another_subject_is_counted(archive: Archive) -> None:
    url = "https://paper.example/tugs"
    archive.document("a.txt", news("Football match ends", "Goal."), url=url, captured="2025-01-01")
    archive.ingest()
    archive.document("b.txt", news("Earthquake hits town", "Rescue teams."), url=url, captured="2025-01-02")
    result = archive.run("ingest", "--workers", "1")
    assert "topics: 1 article changed as documents were read" in result.output


def test_reading_again_finds_topics_again_and_counts_them(archive: Archive) -> None:
    archive.document("a.txt", news("Tug boats wait for the tide", "The quays are full."))
    archive.document("b.txt", news("A tug boat is christened", "On the quay, of course."), topics=["religion"])
    archive.ingest()
    archive.write("topics.toml", HARBOUR)
    assert archive.ingest().topics_changed == 0
    report = archive.ingest(reread=True)
    assert report.topics_changed == 1
    found = {read(path).title: read(path).topics for path in archive.root.glob("content/**/*.md")}
    assert found == {"Tug boats wait for the tide": ("harbour",), "A tug boat is christened": ("religion",)}
    assert archive.ingest(reread=True).topics_changed == 0


# --- learn


def rows(number: int, *, labelled: bool) -> str:
    """JSON Lines about two subjects of which no lexicon knows a word."""
    own = {"religion": "zqvesper zqlitany zqabbot".split(), "education": "zqexam zqpupil zqtutor".split()}
    lines = []
    for at in range(number):
        topic = ("religion", "education")[at % 2]
        words = own[topic]
        # Words of its own, so that no two are versions of one article.
        other = hashlib.sha256(f"{labelled}{at}".encode()).hexdigest()
        filler = " ".join(other[start : start + 4] for start in range(0, 60, 4))
        title = f"{words[at % 3]} and {words[(at + 1) % 3]} in house {other[:5]}"
        text = f"On day {at} there was {words[at % 3]} with {words[(at + 2) % 3]}: {filler}."
        row = {"id": f"{labelled}-{at}", "title": title, "text": text, "lang": "en"}
        lines.append(json.dumps({**row, "topic": topic} if labelled else row))
    return "\n".join(lines) + "\n"


def by_id(archive: Archive) -> dict[str, Article]:
    return {read(path).source.id or "": read(path) for path in archive.root.glob("content/**/*.md")}


def test_what_was_learned_decides_on_what_is_new(archive: Archive) -> None:
    archive.write("site.toml", '[fields]\ntopics = "topic"\n')
    archive.write("inbox/labelled.jsonl", rows(60, labelled=True))
    archive.ingest()
    dry = archive.run("topics", "learn", "--dry-run")
    assert "60 labelled articles" in dry.output
    assert not (archive.root / "topics.model.json").exists()
    result = archive.run("topics", "learn")
    assert result.exit_code == 0
    assert "used" in result.output
    first = archive.text("topics.model.json")
    archive.run("topics", "learn")
    assert archive.text("topics.model.json") == first

    archive.write("inbox/new.jsonl", rows(10, labelled=False))
    archive.ingest()
    found = by_id(archive)
    for at in range(10):
        article = found[f"False-{at}"]
        assert article.topics == (("religion", "education")[at % 2],)
        assert article.provenance["topics"] == "model"
        assert found[f"True-{at}"].provenance["topics"] == "topic"

    path = next(path for path in archive.root.glob("content/**/*.md") if read(path).source.id == "False-0")
    shown = archive.run("topics", "explain", str(path))
    assert "now: religion (by the model; language en)" in shown.output
    (archive.root / "topics.model.json").unlink()
    report = json.loads(archive.run("topics", "assign", "--json", "--workers", "1").output)
    assert report["topics_changed"] == 10
    assert report["declared"] == 60


def test_topics_that_a_person_edited_are_labels(archive: Archive) -> None:
    archive.write("inbox/new.jsonl", rows(60, labelled=False))
    archive.ingest()
    for path in archive.root.glob("content/**/*.md"):
        at = int((read(path).source.id or "").rpartition("-")[2])
        text = path.read_text(encoding="utf-8")
        assert "topics: []" in text
        if at < 50:
            topic = ("religion", "education")[at % 2]
            path.write_text(text.replace("topics: []", f"topics: [{topic}]"), encoding="utf-8")
        else:
            # An edit of the text says nothing of the topics.
            path.write_text(text.replace("On day", "At day"), encoding="utf-8")
    report = json.loads(archive.run("topics", "learn", "--json").output)
    assert report["articles"] == 50
    assert report["languages"]["en"]["used"] != "lexicon"


def test_labels_may_come_from_a_file(archive: Archive) -> None:
    archive.article("a.md", title="A")
    labels = archive.write("labels.jsonl", rows(60, labelled=True))
    result = archive.run("topics", "learn", "--labels", str(labels))
    assert "60 labelled articles" in result.output
    assert (archive.root / "topics.model.json").exists()
    labels.write_text(
        '{"title": "x", "lang": "en", "topic": "Spirt"}\n[]\nnonsense\n{"topic": "sport"}\n', encoding="utf-8"
    )
    wrong = archive.run("topics", "learn", "--labels", str(labels))
    assert wrong.exit_code == 2
    assert (
        "labels.jsonl:1: topic = 'Spirt': a topic of the vocabulary was expected, by id, code or name" in wrong.output
    )
    assert [line.partition("labels.jsonl:")[2][:1] for line in wrong.output.splitlines()] == ["1", "2", "3", "4"]


def test_a_model_that_no_language_needs_is_removed(archive: Archive) -> None:
    archive.article("a.md", title="A", lang="en", topics=["sport"])
    archive.write("topics.model.json", "{}")
    result = archive.run("topics", "learn")
    assert "en: 1 labelled article, too few to learn from" in result.output
    assert "The lexicon decides in all languages." in result.output
    assert not (archive.root / "topics.model.json").exists()


def test_a_broken_model_stops_an_ingest_and_no_document_is_blamed(archive: Archive) -> None:
    archive.document("a.txt", news("Tug boats wait", "The quays are full."))
    archive.write("topics.model.json", "{}")
    result = archive.run("ingest")
    assert result.exit_code == 2
    assert "topics.model.json: is no model" in result.output
    assert list(archive.root.glob("content/**/*.md")) == []


# --- explain


def test_explain_takes_documents_content_files_and_standard_input(archive: Archive) -> None:
    document = archive.document("a.txt", news("Football: late goal decides", "The striker scored twice."))
    archive.ingest()
    file = archive.the_only("content/**/*.md")
    for path in (document, file):
        result = archive.run("topics", "explain", str(path))
        assert result.exit_code == 0
        assert "has: sport, soccer (by lexicon)" in result.output
        assert "Football  (weight 0; prefix)" in result.output
    row = json.loads(archive.run("topics", "explain", str(file), "--json").output)[0]
    assert row["explanation"]["topics"] == ["sport", "soccer"]
    assert row["explanation"]["candidates"][0]["evidence"][0]["places"]
    typed = CliRunner().invoke(
        main, ["topics", "explain", "-", "--root", str(archive.root)], input="Foot: le PSG bat Lens\nLe club a gagné."
    )
    assert "now: sport, soccer (by the lexicon; language fr)" in typed.output
    hostile = CliRunner().invoke(
        main, ["topics", "explain", "-", "--root", str(archive.root)], input="A \x1b[31mtitle\u202e\n\x00", color=True
    )
    assert hostile.output.startswith("-: A [31mtitle\n")


def test_explain_says_what_is_no_article(archive: Archive) -> None:
    archive.article("list.md", kind="headlines", title="x")
    wrong = archive.write("content/b.md", "---\ntitle: [\n---\n")
    result = archive.run("topics", "explain", str(archive.root / "content/list.md"), str(wrong))
    assert result.exit_code == 1
    assert "list.md: is a headline list, which has no topics" in result.output
    assert "b.md:" in result.output
    assert archive.run("topics", "explain", str(archive.root / "nowhere.md")).exit_code == 1


# --- keywords


def test_keywords_that_are_spelled_in_several_ways_are_listed(archive: Archive) -> None:
    archive.article("a.md", title="A", keywords=["Népal", "USA"])
    archive.article("b.md", title="B", keywords=["NEPAL", "Tides"])
    archive.article("c.md", title="C", keywords=["Népal", "États-Unis"])
    archive.article("d.md", title="D", keywords=["nepal"], status="draft")
    archive.write("topics.toml", '[keywords.aliases]\n"USA" = "États-Unis"\n')
    result = archive.run("topics", "keywords")
    assert result.output.splitlines() == [
        "Népal: Népal (2), NEPAL (1)",
        "États-Unis: USA (1), États-Unis (1)",
        "2 keywords spelled in several ways",
    ]
    assert json.loads(archive.run("topics", "keywords", "--json").output)[0] == {
        "keyword": "Népal",
        "articles": 3,
        "spellings": {"Népal": 2, "NEPAL": 1},
    }


HOSTILE = [
    *(
        "C",
        "C++",
        "C#",
        "c",
        "..",
        "../..",
        "/",
        "\\",
        "index",
        "feed",
        "404",
        "page-2",
        "con",
        "nul.txt",
        "aux",
        "1984",
    ),
    *(
        "<script>",
        "{{ 7*7 }}",
        "%2e%2e",
        "a/b",
        "a b",
        "a-b",
        "A_B",
        "é",
        "e\u0301",
        "日本",
        "😀",
        "😁",
        "'",
        '"',
        "-",
        ".",
    ),
    *("\u202eabc", "\u200b", "x" * 300, "x" * 299, "Ⅳ", "ﬁ", "fi", "İ", "i", "ß", "ss", "ن", "نن"),
]


def test_no_keyword_gets_an_empty_slug_or_the_address_of_another(archive: Archive) -> None:
    for number, keyword in enumerate(HOSTILE):
        archive.article(f"{number:03}.md", title=f"Article {number}", published="2025-01-01", keywords=[keyword])
    report = build(archive.root, BuildOptions(workers=1))
    assert report.failures == ()
    folders = {path.parent.name for path in archive.root.glob("output/keywords/*/index.html")}
    assert "" not in folders
    shown = [path.relative_to(archive.root / "output") for path in archive.root.glob("output/keywords/**/*.html")]
    assert all(len(path.parts) in (2, 3) for path in shown)
    assert len({os.path.normcase(path).casefold() for path in map(str, shown)}) == len(shown)
    # Each article stands on the page of its keyword, if that has a letter or mark at all.
    listed = sum(archive.text(f"output/{path.as_posix()}").count("Article ") > 0 for path in shown)
    assert listed >= len(folders)
    assert clean_differences(archive) == []
