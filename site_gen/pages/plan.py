"""The whole plan: every page of the site, in an order that depends on the archive alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from site_gen.config import Config
from site_gen.entries import Archive
from site_gen.model import Page
from site_gen.pages.article import plan_articles
from site_gen.pages.dates import plan_dates
from site_gen.pages.feeds import plan_feeds
from site_gen.pages.frame import Frame
from site_gen.pages.headlines import plan_headlines
from site_gen.pages.home import plan_home, plan_not_found, plan_robots
from site_gen.pages.listings import plan_listings
from site_gen.pages.overview import plan_overviews
from site_gen.pages.redirects import plan_redirects, plan_tombstones
from site_gen.pages.sitemap import plan_sitemap


@dataclass(frozen=True, slots=True)
class Plan:
    """All pages of the site, and what was left out of it."""

    pages: tuple[Page, ...]
    problems: tuple[str, ...]
    """A line for each alias that cannot redirect."""


def plan_pages(archive: Archive, config: Config, stylesheet: str) -> Plan:
    """Every page of the archive's site; `stylesheet` is the output path of its style sheet.

    Articles with one address are planned all the same: `check_plan` reports them.
    """
    frame = Frame.of(archive, config, stylesheet)
    planners = (
        plan_home,
        plan_articles,
        plan_tombstones,
        plan_overviews,
        plan_listings,
        plan_dates,
        plan_headlines,
        plan_feeds,
        plan_not_found,
        plan_robots,
    )
    planned = tuple(chain.from_iterable(planner(frame) for planner in planners))
    pages = (*(plan.page for plan in planned), *plan_sitemap(planned, config))
    redirects = plan_redirects(frame, stylesheet, pages)
    return Plan(pages + redirects.pages, redirects.problems)
