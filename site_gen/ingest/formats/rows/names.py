"""The names under which common dumps keep a fact, in order of trust.

Names are compared without case, `_`, `-`, `.`, `:` and spaces. They are those of crawlers and extractors
(trafilatura, newspaper, news-please, Fundus), of corpora (CC-News, RealNews, C4, OSCAR, CNN/DailyMail, AG News, TREC),
of newsroom interfaces (Guardian, New York Times, NewsAPI, Mediastack, GDELT, WordPress) and of schema.org.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_MARKS = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def folded_name(name: str) -> str:
    """`name` without case and marks: `datePublished`, `date_published` and `Date Published` are one."""
    return _MARKS.sub("", name[:200]).lower()


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded_name(word) for word in text.split()))


TEXT = _names(
    "content_html article_html body_html html_content body_xhtml maintext text article_text articleBody body_text "
    "plain_text full_text cleaned_text clean_text content_text content body raw_text article article_content story "
    "document contents paragraphs raw_content texte contenu corps inhalt artikel artikeltext texto contenido cuerpo "
    "html"
)
"""The whole text. Marked-up forms come first, since they know crossheads and links; `html` is mostly a whole page."""
SUMMARY = _names(
    "summary standfirst abstract lead_paragraph description excerpt lead teaser trailText short_description snippet "
    "dek subtitle subheadline highlights meta_description chapo chapeau résumé vorspann resumen"
)
"""A summary. It stands in for the text where there is none: some corpora hold nothing else."""
TITLE = _names(
    "title headline webTitle article_title news_title heading name og_title meta_title titre titel "
    "überschrift schlagzeile titulo título subject"
)
URL = _names(
    "url canonical_url canonical_link canonical link web_url article_url webUrl permalink page_url news_url "
    "original_url target_uri warc_target_uri document_identifier uri source_url source id"
)
"""Addresses; a value that is no http address is passed over, so that `source` and `id` may be either."""
PUBLISHED = _names(
    "datePublished date_published published_at publishedAt publishing_date publish_date published_date date_publish "
    "first_publication_date webPublicationDate pub_date pubDate publication_date published published_time "
    "article_published_time date_publication date_de_publication veröffentlicht fecha_publicacion "
    "published_on publish_time release_date versioncreated issued date_gmt date datum fecha"
)
"""When an article was published, where the name leaves no doubt."""
PUBLISHED_LOOSE = _names("timestamp datetime date_time time created_at created created_utc day")
"""Times of which the name does not say what happened then."""
UPDATED = _names(
    "date_modify dateModified date_modified updated_at updated modified modified_at modified_time modified_gmt lastmod "
    "last_modified article_modified_time last_updated update_date modification_date"
)
CAPTURED = _names(
    "captured crawl_date crawled_at crawl_time crawl_timestamp date_download download_date date_crawled scraped_at "
    "scrape_date scraped_date date_scraped fetched_at fetch_time retrieved_at retrieved accessed access_date warc_date "
    "filedate seendate added_at"
)
AUTHORS = _names(
    "authors author byline byline_original creator creators dc_creator author_name writer writers contributors "
    "meta_author auteur auteurs autor autoren autores verfasser"
)
LANG = _names(
    "language lang in_language inLanguage language_code meta_lang lang_code detected_language identification "
    "langue sprache idioma"
)
KEYWORDS = _names(
    "section section_name sectionName article_section news_desk desk rubric category category_name categories topic "
    "topics rubrique ressort rubrik sección seccion label tags tag keywords keyword meta_keywords"
)
"""All of them are taken, in this order."""
SEVERAL = frozenset(_names("categories topics tags keywords keyword meta_keywords tag"))
"""Names under which a text with commas holds several keywords."""
SUBJECTS = _names("subject_codes subjects subject medtop mediatopics media_topics iptc iptc_codes")
"""IPTC subject codes."""
SOURCE = _names(
    "publisher site_name sitename source_name publication newspaper outlet provider source source_common_name site "
    "source_domain domain hostname source_hostname"
)
ID = _names("id _id uuid guid doc_id docid document_id article_id articleid news_id story_id item_id")
DATELINE = _names("dateline")
CREDIT = _names("credit credit_line creditline agency news_agency wire")
STATUS = _names("status publication_status pub_status post_status")
DRAFT = _names("draft is_draft")

CONTAINERS = frozenset(
    _names("fields article node metadata meta data attributes warc_headers item post record document doc story value")
)
"""Objects inside a row whose members count as the row's own, after these; `_source` (of search engines) is one too."""

INNER: Mapping[str, tuple[str, ...]] = {
    "text": _names("rendered html value text content body plain $t"),
    "title": _names("main rendered original name title value text $t default"),
    "date": _names("$date iso date value datetime $t start"),
    "id": _names("$oid value id rendered"),
    "keyword": _names("webTitle label title term value name text $t"),
    "name": _names("original name full_name display_name title label value webTitle term text $t"),
    "url": _names("rendered url href link value @id"),
    "code": _names("qcode code uri value id name"),
}
"""Where an object that stands for one fact holds it."""

LISTS = _names(
    "articles items docs results rows data news posts entries stories documents records hits response feed graph "
    "channel content list value"
)
"""Names under which an object holds its rows, the likeliest first."""
