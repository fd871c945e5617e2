"""The countries and territories that an article is about."""

from site_gen.ingest.enrich.places.finder import find_places

__all__ = ["find_places"]
