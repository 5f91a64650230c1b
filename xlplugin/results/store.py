"""The store: which workbook was issued to whom, as it was shipped.

One SQLite file unless a URL names another database. Its first row says which version of the schema it has; a store
of a later version is refused, an earlier one is brought up to date.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_bytes

from sqlalchemy import Column, Connection, Engine, Integer, LargeBinary, MetaData, String, Table, create_engine, event
from sqlalchemy.exc import DatabaseError

from xlplugin.errors import WrongUse, problem

SCHEMA = 1
"""The version of the schema that this program writes."""

KEY_BYTES = 32

_METADATA = MetaData()
_ABOUT = Table(
    "about",
    _METADATA,
    Column("schema", Integer, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("created_at", String, nullable=False),
)
_BASES = Table(
    "bases",
    _METADATA,
    Column("digest", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
_ISSUES = Table(
    "issues",
    _METADATA,
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
)


@dataclass(frozen=True, slots=True)
class Issue:
    """A workbook that went out.

    Attributes:
        id: its number, at random, by which a return is known.
        rubric, version, rubric_digest: of its scoring table.
        edition: of the workbook.
        body: whom it was issued to.
        position: the body's place in the list, from 1.
        file: its name.
        base: the digest of the workbook that it is a copy of, texts left open.
        seal: the keyed digest (HMAC-SHA-256) of all that.
        issued_at: when, as ISO 8601 with the offset from UTC.
        reason: why it replaces an earlier one; '' for the first.
    """

    id: str
    rubric: str
    version: str
    rubric_digest: str
    edition: str
    body: str
    position: int
    file: str
    base: str
    seal: str
    issued_at: str
    reason: str = ""


class Store:
    """An open store."""

    def __init__(self, engine: Engine, key: bytes) -> None:
        """Keep the engine, and the key of the seals, which never leaves the store."""
        self._engine, self.key = engine, key

    def issues(self, rubric: str = "", edition: str = "") -> list[Issue]:
        """Give the issues that stand, not those that were replaced; of one rubric and edition where they are named."""
        query = _ISSUES.select().where(_ISSUES.c.replaced_by == "")
        if rubric:
            query = query.where(_ISSUES.c.rubric == rubric)
        if edition:
            query = query.where(_ISSUES.c.edition == edition)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_ISSUES.c.rubric, _ISSUES.c.edition, _ISSUES.c.position))
            names = list(Issue.__dataclass_fields__)
            return [Issue(**{name: row._mapping[name] for name in names}) for row in rows]

    def base(self, digest: str) -> bytes | None:
        """Give a workbook as it was shipped, texts left open."""
        with self._engine.connect() as connection:
            found = connection.execute(_BASES.select().where(_BASES.c.digest == digest)).first()
            return None if found is None else bytes(found.content)

    def keep(self, issues: Iterable[Issue], digest: str, base: bytes) -> None:
        """Keep issues with their base, all or none; each replaces what stands for its body."""
        with self._engine.begin() as connection:
            if connection.execute(_BASES.select().where(_BASES.c.digest == digest)).first() is None:
                connection.execute(_BASES.insert().values(digest=digest, content=base))
            for issue in issues:
                standing = (
                    (_ISSUES.c.rubric == issue.rubric)
                    & (_ISSUES.c.edition == issue.edition)
                    & (_ISSUES.c.body == issue.body)
                    & (_ISSUES.c.replaced_by == "")
                )
                connection.execute(_ISSUES.update().where(standing).values(replaced_by=issue.id))
                connection.execute(_ISSUES.insert().values(**asdict(issue)))


@contextmanager
def open_store(where: str) -> Iterator[Store]:
    """Open a store, made where there is none.

    Args:
        where: a file, or a database's URL (``postgresql+psycopg://…``).

    Raises:
        WrongUse: it cannot be opened, is no store, or is of a later version.
    """
    url = where if "://" in where else f"sqlite:///{Path(where).absolute()}"
    if "://" not in where:
        Path(where).absolute().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _wait_for_others)
    try:
        with engine.begin() as connection:
            key = _prepared(connection, where)
        yield Store(engine, key)
    except DatabaseError as error:
        raise WrongUse([problem(where, "not-a-store", why=error.orig)]) from error
    finally:
        engine.dispose()


def _wait_for_others(connection: object, _record: object) -> None:
    """Let two programs write in turn, and never lose what was committed."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # sqlite3's
    cursor.execute("PRAGMA busy_timeout = 30000")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _prepared(connection: Connection, where: str) -> bytes:
    _METADATA.create_all(connection)
    about = connection.execute(_ABOUT.select()).first()
    if about is None:
        key = token_bytes(KEY_BYTES)
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        connection.execute(_ABOUT.insert().values(schema=SCHEMA, key=key, created_at=now))
        return key
    if about.schema > SCHEMA:
        raise WrongUse([problem(where, "later-store", schema=about.schema, known=SCHEMA)])
    return bytes(about.key)
