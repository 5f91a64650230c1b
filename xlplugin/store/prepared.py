"""A statement in its database's own words: SQLAlchemy writes it once, not each time that it is run."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect
from sqlalchemy.sql import ClauseElement


class PreparedStatement:
    """A statement that is run for every return; looking up what SQLAlchemy made of it takes longer than running it.

    Values go to the database and come back as its driver gives them: for texts and whole numbers, that is as they are.
    """

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        """Write it in the words of a kind of database."""
        compiled = statement.compile(dialect=dialect)
        self._text, self._order = str(compiled), compiled.positiontup  # type: ignore[attr-defined]  # of all statements

    def run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Run it with values by their names."""
        given = values if self._order is None else tuple(values[name] for name in self._order)
        return connection.exec_driver_sql(self._text, given)
