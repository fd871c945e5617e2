"""The people that an article names."""

from site_gen.ingest.enrich.people.finder import find_people

__all__ = ["find_people"]
