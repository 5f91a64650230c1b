"""The tables of the store, and the migration of earlier stores."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

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
    inspect,
    select,
)

from xlplugin.errors import UsageError, XlpluginError, new_problem
from xlplugin.rubric.model import Rubric

SCHEMA = 6
"""The version that is written: 1 had issues only; 2 added submissions; 3 answers; 4 places; 5 checksums; 6 rubrics."""

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

_MIGRATIONS = {
    1: ((ISSUES, "ALTER TABLE issues ADD COLUMN own VARCHAR NOT NULL DEFAULT ''"),),
    2: (
        (SUBMISSIONS, "ALTER TABLE submissions ADD COLUMN found TEXT NOT NULL DEFAULT '[]'"),
        (SUBMISSIONS, "ALTER TABLE submissions ADD COLUMN answers TEXT NOT NULL DEFAULT '[]'"),
        (SUBMISSIONS, "UPDATE submissions SET found = problems"),
    ),
    3: ((SUBMISSIONS, "ALTER TABLE submissions ADD COLUMN places TEXT NOT NULL DEFAULT '{}'"),),
    4: ((SUBMISSIONS, "ALTER TABLE submissions ADD COLUMN checksum VARCHAR(64) NOT NULL DEFAULT ''"),),
    5: (),
}
"""The statements that migrate each earlier version to the next; new tables are created in their present form."""


def prepare(connection: Connection, where: str, folders: Sequence[Path] = ()) -> bytes:
    """Create or migrate the tables; gives the key of the seals.

    Rubrics that an earlier store issued workbooks with are copied into it, if they are found by their digest: built in,
    or in one of the ``folders``.

    Raises:
        UsageError: the store has a newer version.
    """
    about = connection.execute(ABOUT.select()).first() if inspect(connection).has_table(ABOUT.name) else None
    if about and (not isinstance(about.schema, int) or isinstance(about.schema, bool) or about.schema < 1):
        raise UsageError([new_problem(where, "store-damaged", what=f"about.schema = {str(about.schema)[:20]!r}")])
    if about and len(bytes(about.key or b"")) != KEY_BYTES:
        raise UsageError([new_problem(where, "store-without-key")])
    if about is None and inspect(connection).has_table(ISSUES.name):
        raise UsageError([new_problem(where, "store-without-key")])
    if about and about.schema > SCHEMA:
        raise UsageError([new_problem(where, "later-store", schema=about.schema, known=SCHEMA)])
    had = {name for name in METADATA.tables if inspect(connection).has_table(name)}
    METADATA.create_all(connection)
    if about is None:
        key = token_bytes(KEY_BYTES)
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        connection.execute(ABOUT.insert().values(schema=SCHEMA, key=key, created_at=now))
        return key
    for version in range(about.schema, SCHEMA):
        for table, statement in _MIGRATIONS[version]:
            if table.name in had and not _has_column(connection, table, statement):
                connection.exec_driver_sql(statement)
    if about.schema < SCHEMA:
        if about.schema < _FIRST_WITH_CHECKSUMS:
            _give_checksums(connection)
        if about.schema < _FIRST_WITH_RUBRICS:
            _copy_rubrics(connection, folders)
        connection.execute(ABOUT.update().values(schema=SCHEMA))
    return bytes(about.key)


def _has_column(connection: Connection, table: Table, statement: str) -> bool:
    """Whether the column that a statement adds exists already."""
    _, adds, column = statement.partition(" ADD COLUMN ")
    return bool(adds) and column.split()[0] in {
        column["name"] for column in inspect(connection).get_columns(table.name)
    }


_FIRST_WITH_CHECKSUMS, _FIRST_WITH_RUBRICS = 5, 6


def _copy_rubrics(connection: Connection, folders: Sequence[Path]) -> None:
    """Copy the rubrics of an earlier store's issues into it; what is not found is looked for again when needed."""
    from xlplugin.rubric_files.versions import rubric_of  # only an upgrade needs it

    issued = (ISSUES.c.rubric, ISSUES.c.version, ISSUES.c.rubric_digest)
    for row in connection.execute(select(*issued).distinct()):
        facts = {"rubric": row.rubric, "version": row.version, "digest": row.rubric_digest}
        with suppress(XlpluginError):
            keep_rubric(connection, rubric_of(facts, folders))


def keep_rubric(connection: Connection, rubric: Rubric) -> None:
    """Store the files of a rubric, unless they are there."""
    if connection.execute(select(RUBRICS.c.id).where(RUBRICS.c.digest == rubric.digest)).first():
        return
    same = {"digest": rubric.digest, "id": rubric.id, "version": rubric.version}
    rows = [{**same, "position": at, "content": content} for at, content in enumerate(rubric.sources)]
    connection.execute(RUBRICS.insert(), rows)


def _give_checksums(connection: Connection) -> None:
    """Add checksums to the rows of an earlier store; whether they are unchanged cannot be known."""
    rows = [dict(row) for row in connection.execute(SUBMISSIONS.select()).mappings()]
    for row in rows:
        statement = SUBMISSIONS.update().where(SUBMISSIONS.c.sha256 == row["sha256"])
        connection.execute(statement.values(checksum=checksum(row)))


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
