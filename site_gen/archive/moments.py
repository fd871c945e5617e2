"""Moments, by which articles know each other, and the tables of what they have to do with each other.

A moment is an article's instant and a part of the digest of its file's path. It is the same wherever and whenever the
tables are made, and puts articles into one order for good; articles that are equal in it know nothing of each other.
"""

from __future__ import annotations

SCHEMA = """
CREATE TABLE kin (moment BLOB PRIMARY KEY, number INTEGER NOT NULL, base TEXT NOT NULL, pin TEXT NOT NULL,
 terms BLOB NOT NULL, follows BLOB, related BLOB NOT NULL, story TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX followed ON kin (follows) WHERE follows IS NOT NULL;
CREATE INDEX told ON kin (story) WHERE story <> '';
CREATE TABLE terms (term INTEGER NOT NULL, moment BLOB NOT NULL, opens INTEGER NOT NULL, PRIMARY KEY (term, moment))
 WITHOUT ROWID;
CREATE TABLE stories (slug TEXT PRIMARY KEY, first BLOB NOT NULL, last BLOB NOT NULL, count INTEGER NOT NULL)
 WITHOUT ROWID;
CREATE INDEX ended ON stories (last, slug);
CREATE TABLE echoes (moment BLOB NOT NULL, place INTEGER NOT NULL, number INTEGER NOT NULL, title INTEGER NOT NULL,
 terms BLOB NOT NULL, follows BLOB, PRIMARY KEY (moment, place)) WITHOUT ROWID;
CREATE INDEX echoed ON echoes (follows) WHERE follows IS NOT NULL;
CREATE INDEX echo_titles ON echoes (title);
CREATE TABLE echo_terms (term INTEGER NOT NULL, moment BLOB NOT NULL, place INTEGER NOT NULL,
 PRIMARY KEY (term, moment, place)) WITHOUT ROWID;
"""
"""`follows` and `related` are moments (one, and several in a row). The members of a story stand in `members` as those
of `story SLUG`; `first` and `last` are positions of articles. A story is one from two articles on. An echo is a line of
a headline list. `opens` is 1 where no article of the
week before that has the term is akin to this one."""
TABLES = ("kin", "terms", "stories", "echoes", "echo_terms")
LENGTH = 11
"""Bytes of a moment."""
SECONDS = 5
"""Bytes of its instant."""


def moment_of(position: bytes) -> bytes:
    """The moment of an article at a position."""
    return position[4 : 4 + SECONDS] + position[-6:]


def moments(packed: bytes) -> tuple[bytes, ...]:
    """The moments that stand in a row."""
    return tuple(packed[start : start + LENGTH] for start in range(0, len(packed), LENGTH))


def seconds_of(moment: bytes) -> int:
    """The seconds of a moment; 0 where neither date nor capture is known."""
    return int.from_bytes(moment[:SECONDS], "big")
