"""The open store: a database of issues and returns.

It is one SQLite file, unless a URL names another database. It records the version of its schema; a store of a newer
version is refused, an older one is migrated.
"""

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    Select,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    select,
    true,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from xlplugin.errors import UsageError, new_problem
from xlplugin.rubric.model import Rubric
from xlplugin.store.frozen_rounds import refuse_if_frozen
from xlplugin.store.issue import Issue
from xlplugin.store.log import ISSUED, LogEntry, append
from xlplugin.store.migration import prepare
from xlplugin.store.schema import BASES, ISSUES, RUBRICS, SCHEMA, keep_rubric

_FIELDS = tuple(field.name for field in fields(Issue))
_ISSUE = select(*(ISSUES.c[name] for name in _FIELDS)).where(ISSUES.c.id == bindparam("wanted"))


class Store:
    """An open store: issued workbooks, returns and answers.

    Attributes:
        where: its file or URL.
        key: the secret of the seals; it never leaves the store.
        round: the round that it shows, see ``rounds``; None for all. Issues by number, and files, are found in all.
    """

    def __init__(self, engine: Engine, key: bytes, where: str) -> None:
        """Keep the engine, and the key of the seals, which never leaves the store."""
        self._engine, self.key, self.where = engine, key, where
        self.round: str | None = None

    def of_round(self, table: Table) -> ColumnElement[bool]:
        """Return the condition that a row is of the round that the store shows."""
        return true() if self.round is None else table.c.round == self.round

    @contextmanager
    def showing(self, name: str | None) -> Iterator[None]:
        """Let the store show a round for a while; None for all."""
        before, self.round = self.round, name
        try:
            yield
        finally:
            self.round = before

    def rounds_of_issues(self) -> dict[str, str]:
        """Return the round of every issue, valid or replaced, by its number."""
        with self.reading() as connection:
            return {row.id: row.round for row in connection.execute(select(ISSUES.c.id, ISSUES.c.round))}

    def rounds_of_rubric(self, rubric: str) -> tuple[str, ...]:
        """Return the names of the rounds in which a rubric was sent, the first one first."""
        query = select(ISSUES.c.round).where(ISSUES.c.replaced_by == "").where(ISSUES.c.rubric == rubric)
        query = query.group_by(ISSUES.c.round).order_by(func.min(ISSUES.c.issued_at))
        with self.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def one_issue_of_each_table(self) -> list[Issue]:
        """Return a valid issue for each version of each rubric that was sent, in any round."""
        query = select(func.min(ISSUES.c.id)).where(ISSUES.c.replaced_by == "").group_by(ISSUES.c.rubric_digest)
        with self.reading() as connection:
            ids = connection.execute(query).scalars().all()
        return [issue for id in ids if (issue := self.issue(id))]

    def round_names(self) -> tuple[str, ...]:
        """Return the names of all rounds, the first one first."""
        first = func.min(ISSUES.c.issued_at)
        query = select(ISSUES.c.round).where(ISSUES.c.replaced_by == "").group_by(ISSUES.c.round).order_by(first)
        with self.reading() as connection:
            return tuple(connection.execute(query).scalars())

    @property
    def folder(self) -> Path | None:
        """The folder of the file; None for a server."""
        return None if "://" in self.where else Path(self.where).parent

    @property
    def dialect(self) -> Dialect:
        """The kind of database."""
        return self._engine.dialect

    @cached_property
    def looking_up(self) -> Connection:
        """A connection for single rows outside any transaction; kept open, as opening costs ten times a look-up."""
        return self._engine.execution_options(isolation_level="AUTOCOMMIT").connect()

    @cached_property
    def _writer(self) -> Connection:
        return self._engine.connect().execution_options(xlplugin_writes=True)

    def close(self) -> None:
        """Close open connections."""
        for name in ("looking_up", "_writer"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Return a connection that only reads."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Return a connection in a transaction: all of its changes are kept, or none."""
        with self._writer.begin():
            yield self._writer

    def issues(self, rubric: str = "", edition: str = "") -> list[Issue]:
        """Return the valid issues, without replaced ones; optionally of one rubric and edition."""
        query = ISSUES.select().where(ISSUES.c.replaced_by == "").where(self.of_round(ISSUES))
        if rubric:
            query = query.where(ISSUES.c.rubric == rubric)
        if edition:
            query = query.where(ISSUES.c.edition == edition)
        return self._issues(query.order_by(ISSUES.c.rubric, ISSUES.c.edition, ISSUES.c.position, ISSUES.c.file))

    def issues_of_all_rounds(self) -> list[Issue]:
        """Return the valid issues of all rounds."""
        return self._issues(ISSUES.select().where(ISSUES.c.replaced_by == ""))

    def issued_editions(self) -> set[tuple[str, str]]:
        """Return the rubrics, by id, with the editions of which workbooks were issued."""
        query = select(ISSUES.c.rubric, ISSUES.c.edition).where(ISSUES.c.replaced_by == "").distinct()
        query = query.where(self.of_round(ISSUES))
        with self.reading() as connection:
            return {(row.rubric, row.edition) for row in connection.execute(query)}

    def issue(self, id: str) -> Issue | None:
        """Return the issue of a number, valid or replaced; None for an unknown number."""
        row = self.looking_up.execute(_ISSUE, {"wanted": id}).first()
        return Issue(**row._mapping) if row else None

    def replacing(self) -> dict[str, Issue]:
        """Give, for the number of each replaced issue, the issue that replaced it."""
        earlier = ISSUES.alias()
        pairs = select(earlier.c.id.label("replaced"), ISSUES).join(ISSUES, earlier.c.replaced_by == ISSUES.c.id)
        with self.reading() as connection:
            rows = (dict(row._mapping) for row in connection.execute(pairs))
            return {row.pop("replaced"): Issue(**row) for row in rows}

    def _issues(self, query: Select[tuple[object, ...]]) -> list[Issue]:
        with self.reading() as connection:
            return [Issue(**row._mapping) for row in connection.execute(query)]

    def base(self, digest: str) -> bytes | None:
        """Return the workbook that copies were made from, by its digest."""
        with self.reading() as connection:
            row = connection.execute(BASES.select().where(BASES.c.digest == digest)).first()
            return None if row is None else bytes(row.content)

    def rubric_sources(self, digest: str) -> tuple[bytes, ...]:
        """Return the files of a rubric that workbooks were issued with, by its digest; none for an unknown one."""
        query = select(RUBRICS.c.content).where(RUBRICS.c.digest == digest).order_by(RUBRICS.c.position)
        with self.reading() as connection:
            contents = [row.content for row in connection.execute(query)]
        # A damaged row may hold a text; its bytes are not those of the digest then.
        return tuple(one.encode() if isinstance(one, str) else bytes(one or b"") for one in contents)

    @contextmanager
    def issuing(self) -> Iterator["Issuing"]:
        """Return a transaction for issuing workbooks; nobody else can issue meanwhile."""
        with self.writing() as connection:
            if self.dialect.name == "postgresql":  # SQLite has only one writer
                connection.exec_driver_sql("LOCK TABLE issues IN SHARE ROW EXCLUSIVE MODE")
            yield Issuing(connection)


class Issuing:
    """A transaction in which workbooks are issued."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection, in a transaction that excludes other issuing."""
        self._connection = connection

    def valid_issues(self, round_name: str, rubric: str, edition: str, bodies: Collection[str]) -> list[Issue]:
        """Return the valid issues of some bodies in a round."""
        query = ISSUES.select().where(ISSUES.c.rubric == rubric).where(ISSUES.c.edition == edition)
        query = query.where(ISSUES.c.round == round_name)
        query = query.where(ISSUES.c.replaced_by == "").order_by(ISSUES.c.position)
        issues = (Issue(**row._mapping) for row in self._connection.execute(query))
        return [issue for issue in issues if issue.body in bodies]

    def keep(
        self, rubric: Rubric, issues: Sequence[Issue], before: Iterable[Issue], bases: Mapping[str, bytes]
    ) -> None:
        """Keep issues with their rubric and their bases; each replaces the valid issue of its body and assessor.

        Args:
            rubric: the rubric, whose files are kept.
            issues: the new issues.
            before: the valid issues that they replace (see ``standing``). One of another assessor is replaced by the
                body's first new one.
            bases: the workbooks that they are copies of, by digest.

        Raises:
            FrozenError: the round is frozen.
        """
        connection = self._connection
        for name in dict.fromkeys(issue.round for issue in issues):
            refuse_if_frozen(connection, name)
        keep_rubric(connection, rubric)
        for digest, content in bases.items():
            if connection.execute(select(BASES.c.digest).where(BASES.c.digest == digest)).first() is None:
                connection.execute(BASES.insert().values(digest=digest, content=content))
        first: dict[str, str] = {}
        for issue in issues:
            first.setdefault(issue.body, issue.id)
        later = {(issue.body, issue.rater): issue.id for issue in issues}
        replaced = [
            {"earlier": issue.id, "later": later.get((issue.body, issue.rater), first[issue.body])} for issue in before
        ]
        if replaced:
            update = ISSUES.update().where(ISSUES.c.id == bindparam("earlier")).values(replaced_by=bindparam("later"))
            connection.execute(update, replaced)
        connection.execute(ISSUES.insert(), [{name: getattr(issue, name) for name in _FIELDS} for issue in issues])
        append(connection, map(_as_entry, issues))


def _as_entry(issue: Issue) -> LogEntry:
    """Write an issue into the log."""
    about = issue.rubric, issue.edition, issue.body
    facts = {"id": issue.id, "file": issue.file, "digest": issue.rubric_digest, "round": issue.round}
    return LogEntry(ISSUED, issue.issued_at, "", issue.reason, *about, facts)


@contextmanager
def open_store(where: str, *, must_exist: bool = False) -> Iterator[Store]:
    """Open a store; a missing one is created.

    Args:
        where: a file, or the URL of a database (``postgresql+psycopg://…``).
        must_exist: whether a missing store is an error.

    Raises:
        UsageError: it cannot be opened, is not a store, has a newer version, or does not exist.
    """
    url = where if "://" in where else f"sqlite:///{Path(where).absolute()}"
    if "://" not in where:
        if must_exist and not Path(where).is_file():
            raise UsageError([new_problem(where, "no-such-store")])
        Path(where).absolute().parent.mkdir(parents=True, exist_ok=True)
    is_server = "://" in where
    if not is_server and not Path(where).exists():
        _make_private(Path(where))
    elif not is_server:
        _keep_copy(Path(where))
    try:
        shown_url = make_url(url).render_as_string(hide_password=True) if is_server else where
        engine = create_engine(url)
    except (
        ArgumentError,
        NoSuchModuleError,
        ModuleNotFoundError,
        ValueError,
        TypeError,
    ) as error:  # for example an invalid port
        raise UsageError([new_problem(where.partition("://")[0], "no-such-database", why=error)]) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    try:
        with engine.connect().execution_options(xlplugin_writes=True) as connection, connection.begin():
            folders = (Path.cwd(),) if is_server else (Path(where).absolute().parent, Path.cwd())
            key = prepare(connection, shown_url, folders)
        store = Store(engine, key, where if is_server else str(Path(where).absolute()))
        try:
            yield store
        finally:
            store.close()
    except OperationalError as error:
        code = (
            "store-read-only" if not is_server and Path(where).is_file() and not _is_foreign(where) else "not-a-store"
        )
        why = " ".join(str(error.orig).split())
        raise UsageError([new_problem(shown_url, "server-not-there" if is_server else code, why=why)]) from error
    except DatabaseError as error:
        raise UsageError([new_problem(shown_url, "not-a-store", why=error.orig)]) from error
    finally:
        engine.dispose()


def _keep_copy(path: Path) -> None:
    """Copy a store of an earlier version beside itself before it is upgraded: ``results.schema5.db``."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)) as earlier:
            (schema,) = earlier.execute("SELECT schema FROM about").fetchone()
            if not isinstance(schema, int) or not 0 < schema < SCHEMA:
                return
            kept = path.with_name(f"{path.stem}.schema{schema}{path.suffix}")
            if kept.exists():
                return
            beside = kept.with_name(f"{kept.name}.part")
            beside.unlink(missing_ok=True)
            with closing(sqlite3.connect(beside)) as copy:
                earlier.backup(copy)
            beside.chmod(0o600)
            beside.replace(kept)
    except (sqlite3.Error, TypeError, OSError):
        return  # no store, or one that cannot be read or copied here: what follows says so


def _make_private(path: Path) -> None:
    """Create a file that only its owner can read: it will contain the key of the seals."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise UsageError([new_problem(str(path), "cannot-write", why=error.strerror or error)]) from error


def _is_foreign(where: str) -> bool:
    """Whether a file is not an SQLite database."""
    try:
        with Path(where).open("rb") as file:
            return file.read(15) not in (b"SQLite format 3", b"")
    except OSError:
        return False


def _set_up(connection: object, _record: object) -> None:
    """Let two programs write in turn, and never lose committed data."""
    connection.isolation_level = None  # type: ignore[attr-defined]  # sqlite3's; transactions begin in ``_begin``
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA busy_timeout = 60000")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin a transaction; a writing one takes its turn at once, so that two never wait for each other."""
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    writes = options.get("xlplugin_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
