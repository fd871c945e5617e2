"""When a post was published and changed: WordPress gives each time twice, in the site's zone and in UTC."""

from __future__ import annotations

from site_gen.ingest.enrich.dates import YEARS, parse_date
from site_gen.ingest.formats.wxr.fields import Item
from site_gen.model import Timestamp

_DAY = 86_400


def published(item: Item) -> tuple[Timestamp | None, str]:
    """When the item was published, and the element that says so."""
    at = _zoned(item, "wp:post_date")
    if at:
        return at, "wp:post_date"
    at = parse_date(item.text("pubDate"))
    # What never was published has the first second that Unix knows.
    return (None, "") if at is None or at.sort_key < _UNSET else (at, "pubDate")


_UNSET = Timestamp.parse("1970-01-03").sort_key  # type: ignore[union-attr] # a real date


def updated(item: Item, since: Timestamp | None) -> Timestamp | None:
    """When the item was last changed, if that was after `since`."""
    at = _zoned(item, "wp:post_modified")
    return at if at and since and at.sort_key > since.sort_key else None


def disagreement(item: Item, at: Timestamp | None) -> str | None:
    """A warning where the item's other date is a day or more away."""
    other = parse_date(item.text("pubDate"))
    if at is None or other is None or other.sort_key < _UNSET:
        return None
    if abs(at.sort_key[0] - other.sort_key[0]) < _DAY:
        return None
    return f"its dates disagree: wp:post_date {at.isoformat()}, pubDate {other.isoformat()}; the first counts"


def _zoned(item: Item, name: str) -> Timestamp | None:
    """The time on the site's clock, with what that clock was ahead of UTC; a time in UTC where that alone is known."""
    local = _timestamp(item.text(name))
    utc = _timestamp(item.text(f"{name}_gmt"))
    if local is None:
        return utc.with_offset(0) if utc else None
    if utc is None:
        return local
    # The two are taken one after the other, so that they can be a second apart.
    quarters = round((local.sort_key[0] - utc.sort_key[0]) / 900)
    exact = abs(local.sort_key[0] - utc.sort_key[0] - quarters * 900) <= 60
    return local.with_offset(quarters * 15) if exact and abs(quarters) <= 14 * 4 else local


def _timestamp(text: str) -> Timestamp | None:
    at = Timestamp.parse(text)
    return at if at and at.day.year in YEARS else None
