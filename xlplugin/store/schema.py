"""The tables of the store."""

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    select,
)

from xlplugin.rubric.model import Rubric

SCHEMA = 9
"""The version that is written: 1 had issues only; 2 added submissions; 3 answers; 4 places; 5 checksums; 6 rubrics;
7 the log, assessors, decisions, appeals; 8 evidence, rounds; 9 grades, freezes, rectification."""

KEY_BYTES = 32

METADATA = MetaData()
ABOUT = Table(
    "about",
    METADATA,
    Column("schema", Integer, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("created_at", String, nullable=False),
)
BASES = Table(
    "bases",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
ISSUES = Table(
    "issues",
    METADATA,
    Column("id", String, primary_key=True),
    Column("rubric", String, nullable=False),
    Column("version", String, nullable=False),
    Column("rubric_digest", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("body", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("file", String, nullable=False),
    Column("base", String, nullable=False),
    Column("seal", String, nullable=False),
    Column("issued_at", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("replaced_by", String, nullable=False, server_default=""),
    Column("own", String, nullable=False, server_default=""),
    Column("rater", String, nullable=False, server_default=""),
    Column("responsible", Text, nullable=False, server_default=""),
    Column("due", String, nullable=False, server_default=""),
    Column("round", String, nullable=False, server_default=""),
    Column("rater_kind", String, nullable=False, server_default=""),
)
SUBMISSIONS = Table(
    "submissions",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("issue", String, nullable=False),
    Column("rubric", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("body", String, nullable=False),
    Column("file", String, nullable=False),
    Column("path", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("saved_at", String, nullable=False),
    Column("file_time", String, nullable=False),
    Column("collected_at", String, nullable=False),
    Column("reader", String, nullable=False),
    Column("cells", Text, nullable=False),
    Column("problems", Text, nullable=False),
    Column("remarks", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("found", Text, nullable=False, server_default="[]"),
    Column("answers", Text, nullable=False, server_default="[]"),
    Column("places", Text, nullable=False, server_default="{}"),
    Column("checksum", String(64), nullable=False, server_default=""),
    Index("submissions_by_body", "rubric", "edition", "body"),
)
SIGHTINGS = Table(
    "sightings",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("path", String, primary_key=True),
)

ANSWERS = Table(
    "answers",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("typed", Text, nullable=False),
    Column("answer", String, nullable=False),
    Column("by", String, nullable=False),
    Column("why", String, nullable=False),
    Column("at", String, nullable=False),
)

RUBRICS = Table(
    "rubrics",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("version", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""The files of every rubric that workbooks were issued with: its own at position 0, then its schemes'."""

LOG = Table(
    "log",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("what", String, nullable=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("rubric", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("body", String, nullable=False),
    Column("facts", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""What was done, by whom, when and why (``log``)."""

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("rubric", String, nullable=False),
    Column("body", String, nullable=False),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("values_json", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("appeal", Integer, nullable=False),
    Column("round", String, nullable=False, server_default=""),
)
"""What a person decided about entries: a choice among several assessors', corrections (``decisions``)."""

APPEALS = Table(
    "appeals",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("rubric", String, nullable=False),
    Column("body", String, nullable=False),
    Column("place", String, nullable=False),
    Column("says", Text, nullable=False),
    Column("opened_by", String, nullable=False),
    Column("opened_at", String, nullable=False),
    Column("outcome", String, nullable=False, server_default=""),
    Column("decided_by", String, nullable=False, server_default=""),
    Column("decided_at", String, nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
    Column("round", String, nullable=False, server_default=""),
)
"""What bodies object to, and how it was decided (``appeals``)."""


EVIDENCE = Table(
    "evidence",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("path", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("file_time", String, nullable=False),
    Column("rubric", String, nullable=False),
    Column("body", String, nullable=False),
    Column("seen_at", String, nullable=False),
    Column("round", String, nullable=False, server_default=""),
)
"""Files of evidence that came with returns (``evidence``)."""


GRADES = Table(
    "grades",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("round", String, nullable=False),
    Column("rubric", String, nullable=False),
    Column("body", String, nullable=False),
    Column("published", String, nullable=False),
    Column("basis", Text, nullable=False),
    Column("proposed", String, nullable=False),
    Column("grade", String, nullable=False),
    Column("by", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", String, nullable=False),
)
"""The grades that the leading group decided on (``grades``)."""

FREEZES = Table(
    "freezes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("round", String, nullable=False, index=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("head", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("log_number", Integer, nullable=False),
    Column("log_hash", String(64), nullable=False),
    Column("reopened_at", String, nullable=False, server_default=""),
    Column("reopened_by", String, nullable=False, server_default=""),
    Column("reopened_why", Text, nullable=False, server_default=""),
)
"""Results that were fixed (``freezes``)."""

FROZEN_BODIES = Table(
    "frozen_bodies",
    METADATA,
    Column("freeze", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("rubric", String, nullable=False),
    Column("body", String, nullable=False),
    Column("content", Text, nullable=False),
)
"""The results of each body in a freeze, as JSON."""

RECTIFICATIONS = Table(
    "rectifications",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("freeze", Integer, nullable=False),
    Column("round", String, nullable=False),
    Column("rubric", String, nullable=False),
    Column("body", String, nullable=False),
    Column("place", String, nullable=False),
    Column("about", Text, nullable=False),
    Column("what", String, nullable=False),
    Column("says", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("day", String, nullable=False),
    Column("at", String, nullable=False),
)
"""What bodies report about rectification (整改), and what a re-check found (``rectifications``)."""


def keep_rubric(connection: Connection, rubric: Rubric) -> None:
    """Store the files of a rubric, unless they are there."""
    if connection.execute(select(RUBRICS.c.id).where(RUBRICS.c.digest == rubric.digest)).first():
        return
    same = {"digest": rubric.digest, "id": rubric.id, "version": rubric.version}
    rows = [{**same, "position": at, "content": content} for at, content in enumerate(rubric.sources)]
    connection.execute(RUBRICS.insert(), rows)


def checksum(row: Mapping[str, object]) -> str:
    """Return the checksum (SHA-256) of a submission's row, without the checksum itself.

    Every value is preceded by its length, so that no value can take characters from its neighbour.
    """
    made = sha256()
    for name in _SUMMED:
        value = str(row[name]).encode("utf-8", "surrogatepass")
        made.update(b"%d:" % len(value))
        made.update(value)
    return made.hexdigest()


_SUMMED = tuple(column.name for column in SUBMISSIONS.c if column.name != "checksum")
