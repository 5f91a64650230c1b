"""Refuses changes of a round that is frozen (定稿); see ``decided.freezes``."""

from sqlalchemy import Connection, select

from xlplugin.errors import UsageError, new_problem
from xlplugin.store.log import lock_log
from xlplugin.store.schema import FREEZES, ISSUES


class FrozenError(UsageError):
    """The round is frozen; nothing of it can be changed."""


def refuse_if_frozen(connection: Connection, round_name: str) -> None:
    """Refuse a change of a round that is frozen.

    The log is locked first, as by everything that is written into it: whoever freezes waits for a change that has
    begun, and a change waits for the freeze.

    Raises:
        FrozenError: it is.
    """
    lock_log(connection)
    query = select(FREEZES.c.at, FREEZES.c.by).where(FREEZES.c.round == round_name, FREEZES.c.reopened_at == "")
    if row := connection.execute(query).first():
        raise FrozenError([new_problem(round_name, "is-frozen", day=row.at[:10], by=row.by)])


def refuse_if_frozen_issue(connection: Connection, issue: str) -> None:
    """Refuse a change of a workbook's returns if its round is frozen; see ``refuse_if_frozen``."""
    row = connection.execute(select(ISSUES.c.round).where(ISSUES.c.id == issue)).first() if issue else None
    if row:
        refuse_if_frozen(connection, row.round)
