"""Files that hold files: compressed files, zip, tar and web archives, read as streams and never unpacked to disk.

`walk` is the one entry: it goes through any file, whether it holds one document or a million in several layers.
"""

from site_gen.ingest.formats.containers import compressed, foreign, tarred, warc, zipped
from site_gen.ingest.formats.containers.member import MAX_MEMBER, Member
from site_gen.ingest.formats.containers.walking import MAX_DEPTH, Detect, walk

FORMATS = (*compressed.FORMATS, zipped.FORMAT, tarred.FORMAT, warc.FORMAT, foreign.FORMAT)
"""All containers, told apart by their first bytes."""

__all__ = ["FORMATS", "MAX_DEPTH", "MAX_MEMBER", "Detect", "Member", "walk"]
