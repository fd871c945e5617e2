"""Addresses of articles on the web: one for each article, whatever way it was reached."""

from __future__ import annotations

import functools
import re
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from site_gen.urls import safe_url

LONGEST = 2_000
"""Characters; browsers and servers agree on no more, and no article's address needs it."""

# What marketing and analytics software adds to a link: Google Analytics and Ads, Meta, Microsoft, Twitter, TikTok,
# AT Internet (xtor, at_), Adobe (cmpid, s_cid), comScore (ns_), Mailchimp (mc_), HubSpot (_hs, hsa_), Marketo,
# Matomo (mtm_, pk_), Webtrekk (wt_), Taboola (tblci), Outbrain (dicbo), Yandex, Klaviyo, Chartbeat, session numbers,
# the newsrooms' own `ref`, `rss`, `smid`; not those that somewhere tell the article (`id`, `p`, `sid`, `cid`).
_TRACKING = re.compile(
    r"(?:utm|at|ns|mc|mtm|pk|piwik|matomo|hsa|__hs|_hs|vero|ito|wt|taboola|ga|itm|fb|hss)_"
    r"|(?:fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|yclid|ymclid|_openstat"
    r"|xtor|xtref|xtcr|xtmc|xts|xtnp|cmpid|cmp|ocid|mkt_tok|wickedid|s_cid|icid|ncid|sr_share|smid|smtyp|smprod"
    r"|ref|ref_src|ref_url|referer|referrer|rss|campaign_id|echobox|spref|share|mbid|ftcamp|ftag|wtmc|dicbo|oborigurl"
    r"|tblci|_ga|_gl|_ke|cx_testid|cx_testvariant|phpsessid|jsessionid)$",
    re.IGNORECASE,
)
_AMP_QUERY = re.compile(r"(?:amp|_amp|isamp)(?:=|$)|(?:outputtype|output|view)=amp$", re.IGNORECASE)
# Most addresses need no more than a look: host in lower case and plain, no query, nothing that tells AMP or a cache.
_CLEAN = re.compile(
    r"https?://(?!(?:m|mobile|amp)\.|web\.archive\.)(?:(?!google|ampproject|\.m\.)[a-z0-9.-])+(?<!\.)"
    r"/(?!amp/)(?:(?!/amp(?:/?$)|\.amp)[A-Za-z0-9._~/!$'()*+,=@-])*$"
)
_ARCHIVED = re.compile(r"/web/\d{4,14}(?:\*|[a-z]{2}_)?/(https?:/{0,2}.+)$", re.IGNORECASE)
_AMP_CACHE = re.compile(r"/(?:[a-z]/)?(s/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+/.*)$", re.IGNORECASE)
_GOOGLE_AMP = re.compile(r"/amp/(s/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+/.*)$", re.IGNORECASE)
_GOOGLE = re.compile(r"(?:www\.)?google\.(?:[a-z]{2,3}|com?\.[a-z]{2})$")
_MOBILE = re.compile(r"(?:(?:m|mobile|amp)\.)(?=[^.]+\.[^.])|(?<=^[a-z]{2}\.)(?:m|mobile)\.(?=[^.]+\.[^.])")
# `m.co.uk` is a site of its own: what is left of it would be no host of anybody's.
_SUFFIX = re.compile(r"(?:com?|org|net|gov|gouv|ac|edu|or|ne|go)\.[a-z]{2}$")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Reserved characters and the percent sign keep what they mean; all else that is not plain is encoded.
_KEPT = "!#$%&'()*+,/:;=?@[]~"


def canonical_url(url: str | None, base: str | None = None) -> str | None:
    """The address without tracking parameters, fragment, AMP and mobile forms; None where it is no http(s) address.

    A relative address is resolved against `base`.
    """
    if not url:
        return None
    if _CLEAN.match(url) and len(url) <= LONGEST:
        return url
    return _canonical(url, base)


@functools.lru_cache(maxsize=4096)
def _canonical(url: str, base: str | None) -> str | None:
    text = _UNSAFE.sub("", url).strip().replace("&amp;", "&")
    if not text or len(text) > LONGEST:
        return None
    try:
        if base:
            text = urljoin(base, text)
        elif text.startswith("//"):
            text = f"https:{text}"
        text = _original(text)
        safe = safe_url(quote(text, safe=_KEPT), ("http", "https"))
        return _rebuilt(safe) if safe else None
    except ValueError:  # `http://[`, a port that is no number
        return None


def _original(url: str) -> str:
    """The address of the page of which `url` is a snapshot or a cached copy."""
    for _ in range(3):
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        whole = parts.path + (f"?{parts.query}" if parts.query else "")
        if host in ("web.archive.org", "archive.org", "wayback.archive.org"):
            inner = _ARCHIVED.match(whole)
            if inner is None:
                return url
            url = re.sub(r"^(https?:)/*", r"\1//", unquote(inner[1]) if "%3A%2F" in inner[1] else inner[1])
            continue
        if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
            inner = _AMP_CACHE.match(whole)
        else:
            inner = _GOOGLE_AMP.match(whole) if _GOOGLE.match(host) else None
        if inner is None:
            return url
        url = f"http{'s' if inner[1] else ''}://{inner[2]}"
    return url


def _rebuilt(url: str) -> str:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    host = _plain_host(unquote(parts.hostname or ""))
    port = f":{parts.port}" if parts.port not in (None, _DEFAULT_PORTS[scheme]) else ""
    path = _plain_path(re.sub(r";jsessionid=[^/?]*", "", parts.path, flags=re.IGNORECASE) or "/")
    kept = [pair for pair in parts.query.split("&") if pair and _is_kept(pair)]
    return re.sub(r"%[0-9a-f]{2}", lambda m: m[0].upper(), urlunsplit((scheme, host + port, path, "&".join(kept), "")))


def _is_kept(pair: str) -> bool:
    return not (_TRACKING.match(unquote(pair.partition("=")[0])) or _AMP_QUERY.match(pair))


def _plain_host(host: str) -> str:
    host = host.lower().rstrip(".")
    plain = _MOBILE.sub("", host, count=1)
    if plain != host and _SUFFIX.match(plain):
        plain = host
    if plain.isascii():
        return plain
    try:
        return plain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"no host name: {plain}") from error


def _plain_path(path: str) -> str:
    """The path without the mark of an AMP page: `/story/amp/`, `/story.amp.html`, `/amp/story`."""
    path = re.sub(r"(?<=[^/])/amp(/?)$", r"\1", path, flags=re.IGNORECASE)
    path = re.sub(r"\.amp(?=\.html?$|$)", "", path, flags=re.IGNORECASE)
    # A short rest may be the section named so, with its index.
    return path[4:] if path.startswith("/amp/") and len(path) > 16 else path
