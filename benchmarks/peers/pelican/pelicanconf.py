import os
from pelican import signals

SITENAME = "Archive des dépêches"
SITEURL = "https://news.example.org"
AUTHOR = "Rédaction"
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "fr"
DEFAULT_DATE_FORMAT = "%d/%m/%Y"
DEFAULT_METADATA = {}
DEFAULT_CATEGORY = "articles"
USE_FOLDER_AS_CATEGORY = False
THEME = os.path.join(os.path.dirname(os.path.abspath(__file__)), "theme")
THEME_STATIC_DIR = ""
THEME_STATIC_PATHS = ["static"]
ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
ARTICLE_LANG_URL = ARTICLE_URL
ARTICLE_LANG_SAVE_AS = ARTICLE_SAVE_AS
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = "topics/{slug}/index.html"
AUTHOR_URL = "authors/{slug}/"
AUTHOR_SAVE_AS = "authors/{slug}/index.html"
CATEGORY_SAVE_AS = ""
CATEGORIES_SAVE_AS = ""
TAGS_SAVE_AS = ""
AUTHORS_SAVE_AS = ""
ARCHIVES_SAVE_AS = ""
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
YEAR_ARCHIVE_URL = "{date:%Y}/"
MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/index.html"
MONTH_ARCHIVE_URL = "{date:%Y}/{date:%m}/"
DEFAULT_PAGINATION = 50
PAGINATED_TEMPLATES = {"index": None, "tag": None, "author": None, "period_archives": None}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
FEED_ALL_ATOM = "feed.xml"
TAG_FEED_ATOM = "topics/{slug}/feed.xml"
AUTHOR_FEED_ATOM = "authors/{slug}/feed.xml"
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 20
FEED_DOMAIN = SITEURL
FEED_APPEND_REF = False
MARKDOWN = {"extension_configs": {"markdown.extensions.meta": {}}, "output_format": "html5"}
if os.environ.get("P_EXTRA"):
    MARKDOWN = {
        "extension_configs": {
            "markdown.extensions.meta": {},
            "markdown.extensions.extra": {},
            "markdown.extensions.codehilite": {},
        },
        "output_format": "html5",
    }
FORMATTED_FIELDS = []
PAGE_PATHS = []
STATIC_PATHS = []
ARTICLE_PATHS = [""]
DIRECT_TEMPLATES = ["index"]
JINJA_ENVIRONMENT = {"trim_blocks": False, "lstrip_blocks": False, "autoescape": False}
LOAD_CONTENT_CACHE = CACHE_CONTENT = bool(os.environ.get("P_CACHE"))
CONTENT_CACHING_LAYER = os.environ.get("P_CACHE_LAYER", "reader")
CACHE_PATH = os.environ.get("P_CACHE") or "cache"
GZIP_CACHE = False
SLUGIFY_SOURCE = "title"
from pelican.plugins import neighbors, sitemap
from markupsafe import escape


def prepare(gen):
    for a in gen.articles:
        a.summary_text = escape(a.metadata.get("summary", ""))
        ents = getattr(a, "entities", "")
        a.entity_list = [e.strip() for e in ents.split(",") if e.strip()] if isinstance(ents, str) else ents
        a.language = getattr(a, "language", "fr")
        tags = getattr(a, "tags", ())
        pool = gen.tags[tags[0]] if tags else ()
        a.related5 = [x for x in pool[:6] if x is not a][:5]
    T = sorted(gen.tags.items(), key=lambda kv: -len(kv[1]))
    gen.context["nav_topics"] = [dict(url="/" + t.url, name=t.name) for t, _ in T[:12]]
    gen.context["all_topics"] = sorted((dict(url="/" + t.url, name=t.name) for t, _ in T), key=lambda d: d["name"])
    gen.context["nav_years"] = sorted({a.date.year for a in gen.articles})


class _P:  # tiny local plugin
    @staticmethod
    def register():
        signals.article_generator_finalized.connect(prepare)


_P.__name__ = "prep"
PLUGINS = [neighbors, sitemap, _P]
SITEMAP = {"format": "xml"}
