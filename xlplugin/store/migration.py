"""Creates the tables of a store, and migrates those of earlier versions."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes

from sqlalchemy import Connection, Table, inspect, select

from xlplugin.errors import UsageError, XlpluginError, new_problem
from xlplugin.store.log import append, now, of_earlier_rows
from xlplugin.store.schema import (
    ABOUT,
    APPEALS,
    DECISIONS,
    ISSUES,
    KEY_BYTES,
    METADATA,
    RUBRICS,
    SCHEMA,
    SUBMISSIONS,
    checksum,
    keep_rubric,
)

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
    8: (),
    7: (
        (ISSUES, "ALTER TABLE issues ADD COLUMN round VARCHAR NOT NULL DEFAULT ''"),
        (ISSUES, "ALTER TABLE issues ADD COLUMN rater_kind VARCHAR NOT NULL DEFAULT ''"),
        (DECISIONS, "ALTER TABLE decisions ADD COLUMN round VARCHAR NOT NULL DEFAULT ''"),
        (APPEALS, "ALTER TABLE appeals ADD COLUMN round VARCHAR NOT NULL DEFAULT ''"),
    ),
    6: (
        (ISSUES, "ALTER TABLE issues ADD COLUMN rater VARCHAR NOT NULL DEFAULT ''"),
        (ISSUES, "ALTER TABLE issues ADD COLUMN responsible TEXT NOT NULL DEFAULT ''"),
        (ISSUES, "ALTER TABLE issues ADD COLUMN due VARCHAR NOT NULL DEFAULT ''"),
    ),
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
        connection.execute(ABOUT.insert().values(schema=SCHEMA, key=key, created_at=now()))
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
        if about.schema < _FIRST_WITH_LOG:
            append(connection, of_earlier_rows(connection))
        if about.schema < _FIRST_WITH_ROUNDS:
            _name_rounds(connection)
        connection.execute(ABOUT.update().values(schema=SCHEMA))
    return bytes(about.key)


def _has_column(connection: Connection, table: Table, statement: str) -> bool:
    """Whether the column that a statement adds exists already."""
    _, adds, column = statement.partition(" ADD COLUMN ")
    return bool(adds) and column.split()[0] in {
        column["name"] for column in inspect(connection).get_columns(table.name)
    }


_FIRST_WITH_CHECKSUMS, _FIRST_WITH_RUBRICS, _FIRST_WITH_LOG, _FIRST_WITH_ROUNDS = 5, 6, 7, 8


def _copy_rubrics(connection: Connection, folders: Sequence[Path]) -> None:
    """Copy the rubrics of an earlier store's issues into it; what is not found is looked for again when needed."""
    from xlplugin.rubric_files.versions import rubric_of  # only an upgrade needs it

    issued = (ISSUES.c.rubric, ISSUES.c.version, ISSUES.c.rubric_digest)
    for row in connection.execute(select(*issued).distinct()):
        facts = {"rubric": row.rubric, "version": row.version, "digest": row.rubric_digest}
        with suppress(XlpluginError):
            keep_rubric(connection, rubric_of(facts, folders))


def _name_rounds(connection: Connection) -> None:
    """Put what an earlier store sent into one round for each year; a rubric that is not there has its own."""
    from xlplugin.rubric_files.library import load_sources  # only an upgrade needs it
    from xlplugin.store.issue import round_of_year

    for row in connection.execute(select(ISSUES.c.rubric, ISSUES.c.rubric_digest).distinct()):
        query = select(RUBRICS.c.content).where(RUBRICS.c.digest == row.rubric_digest).order_by(RUBRICS.c.position)
        name = row.rubric
        with suppress(XlpluginError, IndexError):
            name = round_of_year(
                load_sources(row.rubric, [bytes(one.content) for one in connection.execute(query)]).year
            )
        for table in (ISSUES, DECISIONS, APPEALS):
            is_its = (table.c.rubric == row.rubric) & (table.c.round == "")
            connection.execute(table.update().where(is_its).values(round=name))


def _give_checksums(connection: Connection) -> None:
    """Add checksums to the rows of an earlier store; whether they are unchanged cannot be known."""
    rows = [dict(row) for row in connection.execute(SUBMISSIONS.select()).mappings()]
    for row in rows:
        statement = SUBMISSIONS.update().where(SUBMISSIONS.c.sha256 == row["sha256"])
        connection.execute(statement.values(checksum=checksum(row)))
