"""How many articles have other topics than before, where all of them were read anew: the tables know none of before."""

from __future__ import annotations

from site_gen.database import Connection

_TOPICS = (
    "SELECT folder, name, series FROM members JOIN entries USING (number) "
    "WHERE series >= 'topic ' AND series < 'topic!'"
)

_DIFFERING = """
SELECT count(*) FROM (
 SELECT folder, name FROM temp.former INTERSECT SELECT folder, name FROM temp.latter INTERSECT
 SELECT folder, name FROM (
  SELECT * FROM (SELECT * FROM temp.former EXCEPT SELECT * FROM temp.latter) UNION ALL
  SELECT * FROM (SELECT * FROM temp.latter EXCEPT SELECT * FROM temp.former)))
"""


def keep_topics(db: Connection) -> None:
    """Put the topics of all articles aside, before the tables are emptied."""
    db.execute("DROP TABLE IF EXISTS temp.former")
    db.execute(f"CREATE TEMP TABLE former AS {_TOPICS}")


def changed_topics(db: Connection) -> int:
    """How many of the articles whose topics were put aside have other topics now; those that are gone do not count."""
    is_kept = db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'former'").fetchone()
    if is_kept is None or db.execute("SELECT 1 FROM temp.former LIMIT 1").fetchone() is None:
        return 0
    db.execute(f"CREATE TEMP TABLE latter AS {_TOPICS}")
    (number,) = db.execute(_DIFFERING).fetchone()
    db.execute("DROP TABLE temp.latter")
    db.execute("DROP TABLE temp.former")
    return int(number)
