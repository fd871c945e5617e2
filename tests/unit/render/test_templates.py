"""The default templates: structure, escaping, languages, weight."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import Any

import feedparser
import pytest
from msgspec.structs import replace

from site_gen.model import DateSource, Page
from site_gen.pages.context import ArticlePage, FeedPage, Link, ListingPage, Mention, Reason, StoryBox
from site_gen.render.assets import stylesheet
from site_gen.render.defaults import default_template_folder
from site_gen.render.markdown import to_html
from site_gen.render.rendering import render_page
from site_gen.urls import root_prefix

LANGS = ("ar", "de", "en", "es", "fr")
VOID = frozenset("meta link br hr".split())
OPTIONAL_END = frozenset("li dt dd".split())


class Outline(HTMLParser):
    """The elements of a page, its headings, ids and links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes.append((tag, given))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name == "href" and value]
        if tag not in VOID | OPTIONAL_END:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in OPTIONAL_END:
            assert self.open.pop() == tag


def render(samples: Any, name: str, lang: str = "en", context: object = None) -> str:
    page: Page = samples.page(name, lang)
    if context is not None:
        page = Page(page.path, page.template, context, page.origin, page.text, page.digest)
    return render_page(samples.environments[lang], page).data.decode("utf-8")


def html_names(samples: Any) -> list[str]:
    return [name for name in samples.names if name.partition("#")[0].endswith(".html")]


def test_every_default_template_has_a_sample(samples: Any) -> None:
    files = {path.name for path in default_template_folder().glob("*.*")}
    assert {name.partition("#")[0] for name in samples.names} == files - {"_macros.html", "base.html"}


@pytest.mark.parametrize("lang", LANGS)
def test_pages_are_well_formed_with_one_h1_and_no_skipped_heading(samples: Any, lang: str) -> None:
    for name in html_names(samples):
        html = render(samples, name, lang)
        outline = Outline(html)
        assert outline.open == [], name
        assert html.startswith("<!DOCTYPE html>\n<html "), name
        assert "\n\n\n" not in html
        assert html.endswith("</html>\n")
        assert len(outline.ids) == len(set(outline.ids)), name
        if name != "redirect.html":
            assert outline.headings.count(1) == 1, name
            steps = zip(outline.headings, outline.headings[1:], strict=False)
            assert all(after <= before + 1 for before, after in steps), name


def test_hostile_text_is_escaped_in_every_template(samples: Any) -> None:
    for name in samples.names:
        text = render(samples, name)
        assert "<script>alert" not in text, name
        assert "</script> " not in text.replace("</script>\n", ""), name
        assert "49" not in re.sub(r"&#\d+;", "", text), name
        if name.partition("#")[0].endswith(".html"):
            tags = Outline(text).tags
            assert tags.count("script") == name.startswith("article.html"), name
            # A drawing may name its parts.
            assert Outline(re.sub(r"(?s)<svg.*?</svg>", "", text)).tags.count("title") == 1, name


def test_pages_ask_nobody_for_anything(samples: Any) -> None:
    for name in html_names(samples):
        for tag, attributes in Outline(render(samples, name)).attributes:
            assert tag not in {"img", "iframe", "style", "base", "form"}, name
            assert not [key for key in attributes if key.startswith("on") or key in {"src", "style"}], name


def test_links_inside_the_site_start_at_the_root_and_name_their_file(samples: Any) -> None:
    for name in html_names(samples):
        page = samples.page(name).context.page
        for link in Outline(render(samples, name)).links:
            if link.startswith(("https://", "#", "data:")):
                continue
            assert link.startswith(page.root), (name, link)
            assert re.search(r"\.(html|xml|css)$", link), (name, link)


def test_policy_against_injected_content_stands_on_one_line(samples: Any) -> None:
    lines = render(samples, "article.html").splitlines()
    found = [line for line in lines if "Content-Security-Policy" in line]
    assert len(found) == 1
    assert "default-src 'none'" in found[0]
    assert found[0].endswith(">")


def test_json_ld_survives_and_cannot_close_its_element(samples: Any) -> None:
    html = render(samples, "article.html")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found is not None
    assert json.loads(found[1]) == {"headline": samples.hostile}


def test_article_tells_machines_what_it_is(samples: Any) -> None:
    metas = [attrs for tag, attrs in Outline(render(samples, "article.html")).attributes if tag == "meta"]
    named = {meta["name"]: meta["content"] for meta in metas if meta.get("name")}
    properties = {meta["property"]: meta["content"] for meta in metas if meta.get("property")}
    assert named["DC.type"] == "newspaperArticle"
    assert named["DC.title"] == samples.hostile
    assert named["DC.date"] == "2025-09-11T08:15:00+02:00"
    assert named["DC.language"] == "fr"
    assert named["DC.publisher"] == "Une source"
    assert properties["og:type"] == "article"
    assert properties["og:title"] == samples.hostile
    assert properties["article:published_time"] == "2025-09-11T08:15:00+02:00"
    assert '<link rel="original" href="https://news.example/a?b=1&amp;c=2">' in render(samples, "article.html")


def test_article_in_another_language_says_so_and_its_frame_keeps_its_own(samples: Any) -> None:
    html = render(samples, "article.html")
    assert '<html lang="en" dir="ltr">' in html
    assert '<article lang="fr" dir="ltr">' in html
    assert '<div class="byline" lang="en" dir="ltr">' in html
    assert '<bdi lang="ar" dir="rtl">' in html
    assert '<bdi lang="" dir="auto">' in html
    assert "<article>" in render(samples, "article.html", "fr")


def test_dateline_runs_into_the_first_paragraph(samples: Any) -> None:
    context = replace(samples.contexts["en"]["article.html"], dateline="PARIS (AFP)")
    html = render(samples, "article.html", context=context)
    assert '<p><span class="dateline">PARIS (AFP) –</span> Un paragraphe.</p>\n<h2>Un intertitre</h2>' in html


def test_missing_date_is_said_and_not_invented(samples: Any) -> None:
    html = render(samples, "article.html#undated")
    assert "Undated: the document carries no date." in html
    assert "DC.date" not in html
    assert "published_time" not in html
    assert "../undated/index.html" in html


@pytest.mark.parametrize("source", [source for source in DateSource if source is not DateSource.NONE])
def test_origin_of_a_date_is_told_in_words(samples: Any, source: DateSource) -> None:
    html = render(samples, "article.html", context=replace(samples.contexts["en"]["article.html"], date_source=source))
    found = re.search(r"<dt>Date<dd>(.+)\n", html)
    assert found is not None
    assert found[1] != "of unknown origin"


def test_right_to_left_interface(samples: Any) -> None:
    html = render(samples, "home.html", "ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert "1,234 مقالة" in html
    assert 'lang="fr" dir="ltr"' in html


def test_pages_without_a_name_of_their_own_are_named(samples: Any) -> None:
    assert "<h1>Undated</h1>" in render(samples, "listing.html#undated")
    assert "<h1>Unclassified</h1>" in render(samples, "listing.html#unclassified")
    assert "<h1>Seite nicht gefunden</h1>" in render(samples, "404.html", "de")
    assert "<title>September 2025 · " in render(samples, "month.html")
    assert "<title>Donnerstag, 11. September 2025 · " in render(samples, "day.html", "de")
    assert "<h2>Non classé</h2>" in render(samples, "day.html", "fr")


def test_listing_leads_to_older_and_newer_pages(samples: Any) -> None:
    newest = render(samples, "listing.html")
    assert '<a rel="next" href="../../topics/sport/page-2.html">Older</a>' in newest
    assert "Page 3 of 3" in newest
    assert 'rel="prev"' not in newest
    older = render(samples, "listing.html#older")
    assert '<a rel="prev" href="../../topics/sport/index.html">Newer</a>' in older
    assert "Page 2<" in older
    assert "· Page 2 · " in older


def test_a_topic_is_told_at_a_glance(samples: Any) -> None:
    html = render(samples, "listing.html")
    assert '<ul class="meta" aria-label="Sub-topics">' in html
    assert (
        '<svg class="bars" viewBox="0 0 28 60" preserveAspectRatio="none" role="img" aria-label="Articles by month">'
        in html
    )
    assert '<rect x="0" y="40" width="8" height="20"><title>July 2025: 3 articles</title></rect>' in html
    assert '<rect x="10" y="59" width="8" height="1"><title>August 2025: 0 articles</title></rect>' in html
    assert '<rect x="20" y="0" width="8" height="60"><title>September 2025: 9 articles</title></rect>' in html
    assert '<p class="count">July 2025 to September 2025, most in September 2025: 9</p>' in html
    assert re.findall(r"<title>(\d+): 12 articles", html) == ["2023", "2024", "2025"]
    assert '<a href="../../topics/sport/2024/index.html"><bdi>2024</bdi></a>' in html
    assert re.findall(r"<h2>(Recent .+)</h2>", html) == ["Recent keywords", "Recent places", "Recent people"]
    assert '<li><a href="../../stories/fog/index.html" lang="fr" dir="auto">' in html
    older = render(samples, "listing.html#older")
    assert "<svg" not in older
    assert "Sub-topics" not in older


def test_charts_of_years_end_with_the_newest_of_at_most_twenty_four(samples: Any) -> None:
    context: ListingPage = samples.contexts["en"]["listing.html"]
    years = tuple(Link(str(year), "", 7) for year in range(2025, 1925, -1))
    html = render(samples, "listing.html", context=replace(context, years=years))
    assert re.findall(r"<title>(\d+): 7 articles", html) == [str(year) for year in range(2002, 2026)]
    # A listing that is no topic is told without a chart.
    assert "<svg" not in render(samples, "listing.html", context=replace(context, years=years, summary=None))


def test_a_year_of_a_topic_is_named_in_words(samples: Any) -> None:
    html = render(samples, "topic_year.html#unclassified", "fr")
    assert "<h1>Non classé 2025</h1>" in html
    assert "<title>Non classé 2025 · " in html
    assert '<h2><a href="../../../2025/09/index.html">septembre 2025</a></h2>' in html
    assert '<time class="n" datetime="2025-09-11">11 septembre</time>' in html
    assert '<a rel="prev" href="../../../topics/sport/2024/index.html">2024</a>' in html
    older = render(samples, "topic_year.html#older")
    assert '<p class="count">Page 2</p>' in older
    assert "Neighbours in time" not in older


def test_single_page_has_no_pager(samples: Any) -> None:
    context: ListingPage = samples.contexts["en"]["listing.html"]
    single = replace(context, pagination=replace(context.pagination, number=1, total=1, older=""))
    assert "pager" not in render(samples, "listing.html", context=single)


def test_calendar_is_a_table_with_counts(samples: Any) -> None:
    html = render(samples, "month.html", "fr")
    assert html.count('<th scope="col"><abbr title=') == 7
    assert '<abbr title="lundi">lun.</abbr>' in html
    assert '<td class="heat4"><a href="../../2025/09/11/index.html">11 <span class="n">12</span></a></td>' in html
    assert "<td></td>" in html
    assert ">octobre 2025</a>" in html


def test_only_indexed_pages_have_a_canonical_address(samples: Any) -> None:
    for name in ("tombstone.html", "404.html"):
        html = render(samples, name)
        assert '<meta name="robots" content="noindex">' in html
        assert "canonical" not in html
    assert '<link rel="canonical" href="https://a.example/b/index.html">' in render(samples, "home.html")


def test_redirect_leads_to_its_target(samples: Any) -> None:
    html = render(samples, "redirect.html")
    assert '<meta http-equiv="refresh" content="0; url=../../../2025/09/11/b.html">' in html
    assert '<link rel="canonical" href="https://a.example/b/2025/09/11/b.html">' in html
    assert '<a href="../../../2025/09/11/b.html">This page has moved.</a>' in html


def test_page_for_unknown_addresses_links_from_the_root_of_the_host(samples: Any) -> None:
    html = render(samples, "404.html")
    assert 'href="/b/assets/style-0.css"' in html
    assert 'href="/b/topics/sport/index.html"' in html


def test_feed_is_valid_atom(samples: Any) -> None:
    text = render(samples, "feed.xml")
    feed = feedparser.parse(text)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert ET.fromstring(text)[1].text == samples.hostile
    assert [entry.id for entry in feed.entries] == ["urn:uuid:1", "urn:uuid:2"]
    assert {link.rel for link in feed.feed.links} == {"alternate", "self"}
    context: FeedPage = samples.contexts["en"]["feed.xml"]
    without = feedparser.parse(render(samples, "feed.xml", context=replace(context, self_href="")))
    assert {link.rel for link in without.feed.links} == {"alternate"}


def test_sitemaps_and_robots(samples: Any) -> None:
    tree = ET.fromstring(render(samples, "sitemap.xml"))
    assert [node.text for node in tree.iter()][2:] == ["https://a.example/b/?a&b", "2025-09-11"]
    index = ET.fromstring(render(samples, "sitemap_index.xml"))
    assert [node.text for node in index.iter()][2:] == ["https://a.example/b/sitemaps/1.xml"]
    robots = render(samples, "robots.txt")
    assert robots == "User-agent: *\nAllow: /\nSitemap: https://a.example/b/sitemap.xml\n"


def typical_article(samples: Any) -> ArticlePage:
    """An article as agencies send it, with the metadata that most have."""
    article: ArticlePage = samples.contexts["en"]["article.html"]
    path = "2025/09/11/taxe-sur-les-drones-le-parlement-hesite-avant-le-vote.html"
    canonical = f"https://user.github.io/archive/{path}"
    title = "Taxe sur les drones: le Parlement hésite avant le vote"
    known = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2025-09-11T08:15:00+02:00",
        "inLanguage": "en",
        "author": [{"@type": "Person", "name": "A. Nom"}],
        "publisher": {"@type": "Organization", "name": "Agence Exemple"},
        "creditText": "AE",
        "articleSection": ["Politics"],
        "keywords": ["Taxe sur les drones"],
        "identifier": "urn:uuid:6a5ad0b1-52cf-5f4c-9d0c-3f0a9a8f2c11",
    }
    item = article.older
    assert item is not None
    title_before = "Drones: les constructeurs demandent un délai de deux ans"
    mention = Mention("2025/09/04/drones-les-constructeurs-demandent-un-delai.html", title_before, "en", "ltr", None)
    return replace(
        article,
        site=replace(article.site, title="The Sample Archive", description=""),
        page=replace(article.page, path=path, root=root_prefix(path), title=title, canonical=canonical, description=""),
        title=title,
        lang="en",
        standfirst="",
        dateline="PARIS (AE)",
        authors=("A. Nom",),
        credit="AE",
        updated=None,
        topics=(Link("Politics", "topics/politics-and-government/index.html"),),
        reasons=(Reason("Politics", 82, "Parlement européen, vote, député…, projet de loi, amendement…, ministre"),),
        keywords=(Link("Taxe sur les drones", "keywords/taxe-sur-les-drones/index.html"),),
        places=(Link("France", "places/fr/index.html"),),
        people=(Link("Jeanne Exemple", "people/jeanne-exemple/index.html"), Link("Pierre Modèle", "")),
        source=Link("Agence Exemple", "sources/agence-exemple/index.html"),
        source_code="",
        original="https://www.example.org/2025/09/taxe-sur-les-drones",
        document="inbox/agence/2025-09-11-drones.txt",
        also=(),
        headlines=(),
        story=StoryBox(
            Link(
                "Taxe sur les drones: le gouvernement dépose son projet",
                "stories/taxe-sur-les-drones-1f2e3d/index.html",
            ),
            "ltr",
            3,
            mention,
        ),
        related=(mention,) * 5,
        newer=replace(item, title="Un titre de longueur moyenne, comme il y en a beaucoup", lang="en"),
        older=replace(item, title="Un autre titre de longueur moyenne, qui dit l'essentiel", lang="en"),
        extra=(),
        structured_data=json.dumps(known, ensure_ascii=False, separators=(",", ":")),
    )


@pytest.mark.parametrize(
    ("with_kin", "with_people", "most"), [(False, False, 4096), (True, False, 5280), (True, True, 5480)]
)
def test_page_adds_at_most_four_kilobytes_around_its_text(
    samples: Any, with_kin: bool, with_people: bool, most: int
) -> None:
    """Its story and five related articles, where it has that many, and two people are let in beyond these."""
    article = typical_article(samples)
    if not with_kin:
        article = replace(article, story=None, related=())
    if not with_people:
        article = replace(article, people=(), site=replace(article.site, has_people=False))
    for lang in LANGS:
        page = render(samples, "article.html", lang, replace(article, site=replace(article.site, lang="en")))
        around = len(page.encode()) - len(article.title.encode()) - len(to_html(article.body).encode())
        assert around <= (most if lang != "ar" else most + 304), (lang, around)  # Arabic letters take two bytes each


def test_style_sheet_is_light_and_mirrors_itself() -> None:
    css = (default_template_folder() / "assets/style.css").read_text(encoding="utf-8")
    sent = stylesheet([])[1]
    assert len(sent) < 14_336
    assert sent.count(b"{") == sent.count(b"}") == css.count("{")
    physical = r"\b(?:margin|padding|border)-(?:left|right)\b|(?<!-)\b(?:left|right):|text-align: (?:left|right)"
    assert re.findall(physical, css) == []
    assert "url(" not in css
    assert "@import" not in css
