"""Appeals (申诉): what a body objects to, and how it was decided. An open one holds up publication."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection, select

from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.store.database import Store
from xlplugin.store.frozen_rounds import refuse_if_frozen
from xlplugin.store.issue import Issue
from xlplugin.store.log import ANNOUNCED, APPEAL_DECIDED, APPEALED, LogEntry, append, facts_of, now
from xlplugin.store.rounds import shown_round
from xlplugin.store.schema import APPEALS, LOG

UPHELD, IN_PART, REJECTED = "upheld", "in-part", "rejected"

OUTCOMES = {UPHELD: "成立", IN_PART: "部分成立", REJECTED: "不成立"}
"""How an appeal is decided, with its Chinese name."""


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal.

    Attributes:
        id: its number.
        rubric, body: whose.
        place: the indicator that it is about (``2.1.1``), or ``总分``.
        says: what the body says.
        opened_by, opened_at: who recorded it, and when (ISO 8601).
        outcome: one of ``OUTCOMES``; '' while it is open.
        decided_by, decided_at, why: who decided it, when, and the reason.
        round: of the body's workbook.
    """

    id: int
    rubric: str
    body: str
    place: str
    says: str
    opened_by: str
    opened_at: str
    outcome: str = ""
    decided_by: str = ""
    decided_at: str = ""
    why: str = ""
    round: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it has to be decided."""
        return not self.outcome


def appeals_in(store: Store, body: str = "") -> list[Appeal]:
    """Return the appeals, the first one first; of one body, or of all."""
    query = APPEALS.select().where(store.of_round(APPEALS)).order_by(APPEALS.c.id)
    query = query.where(APPEALS.c.body == body) if body else query
    with store.reading() as connection:
        return [Appeal(**row._mapping) for row in connection.execute(query)]


def open_appeal(store: Store, issue: Issue, place: str, says: str, by: str, late: str = "") -> int:
    """Record an appeal about a body's workbook, and write it into the log; gives its number.

    ``late`` is why it is taken although its time is over.
    """
    rubric, body = issue.rubric, issue.body
    values = {"rubric": rubric, "body": body, "place": place, "says": says, "opened_by": by, "opened_at": now()}
    values["round"] = issue.round
    with store.writing() as connection:
        refuse_if_frozen(connection, issue.round)
        key = connection.execute(APPEALS.insert().values(**values)).inserted_primary_key
        id = int(key[0]) if key else 0
        facts = {"id": id, "name": place, "before": "", "after": says, "round": values["round"]}
        append(connection, [LogEntry(APPEALED, values["opened_at"], by, late, rubric, "", body, facts)])
    return id


def announce(store: Store, day: str, by: str, last: Mapping[str, str] = MappingProxyType({})) -> None:
    """Record the day on which figures were announced to the bodies of the round: the time for appeals begins.

    ``last`` are the last days that the bodies were told, by the id of their table.
    """
    name = shown_round(store)
    with store.writing() as connection:
        refuse_if_frozen(connection, name)
        facts = {"day": day, "round": name} | ({"last": dict(last)} if last else {})
        append(connection, [LogEntry(ANNOUNCED, now(), by, facts=facts)])


def announced_on(store: Store) -> str:
    """Return the day on which figures were announced in the round, the latest; '' for none."""
    return str(_announced(store).get("day", ""))


def announced_last_day(store: Store, rubric: str) -> str:
    """Return the last day for appeals that the bodies of a table were told then; '' for none."""
    last = _announced(store).get("last", {})
    return str(last.get(rubric, "")) if isinstance(last, dict) else ""


def _announced(store: Store) -> Mapping[str, object]:
    query = select(LOG.c.facts).where(LOG.c.what == ANNOUNCED).order_by(LOG.c.number)
    with store.reading() as connection:
        facts = [facts_of(text) for text in connection.execute(query).scalars()]
    return next((one for one in reversed(facts) if store.round in (None, one.get("round"))), {})


def close_appeal(connection: Connection, appeal: Appeal, outcome: str, by: str, why: str) -> None:
    """Record how an appeal was decided, in the transaction of the corrections that follow from it.

    Raises:
        UsageError: somebody else has decided it meanwhile.
    """
    refuse_if_frozen(connection, appeal.round)
    at = now()
    values = {"outcome": outcome, "decided_by": by, "decided_at": at, "why": why}
    is_still_open = (APPEALS.c.id == appeal.id, APPEALS.c.outcome == "")
    if not connection.execute(APPEALS.update().where(*is_still_open).values(**values)).rowcount:
        row = connection.execute(APPEALS.select().where(APPEALS.c.id == appeal.id)).one()
        raise UsageError([is_decided(Appeal(**row._mapping))])
    facts = {"id": appeal.id, "name": appeal.place, "before": appeal.says, "after": OUTCOMES[outcome]}
    facts |= {"outcome": outcome, "round": appeal.round}
    append(connection, [LogEntry(APPEAL_DECIDED, at, by, why, appeal.rubric, "", appeal.body, facts)])


def is_decided(appeal: Appeal) -> Problem:
    """Report an appeal that was decided before."""
    return new_problem("", "appeal-is-decided", id=appeal.id, outcome=OUTCOMES[appeal.outcome], by=appeal.decided_by)
