"""Near-duplicates: which articles may be one (sketch, bands), and whether two are (relation)."""

from site_gen.ingest.near.pair import Facts
from site_gen.ingest.near.relation import Relation, Verdict, relation
from site_gen.ingest.near.sketch import bands, similarity, sketch

__all__ = ["Facts", "Relation", "Verdict", "bands", "relation", "similarity", "sketch"]
