"""The grades (等次) that the leading group decided on; a later decision replaces an earlier one, which stays."""

from collections.abc import Iterable
from dataclasses import dataclass

from xlplugin.store.database import Store
from xlplugin.store.frozen_rounds import refuse_if_frozen
from xlplugin.store.log import GRADED, LogEntry, append, now
from xlplugin.store.rounds import shown_round
from xlplugin.store.schema import GRADES

NO_GRADE = "不定等次"
"""The decision that a body gets no grade: it has no complete score."""


@dataclass(frozen=True, slots=True)
class GradeDecision:
    """A decision about the grade of a body.

    Attributes:
        rubric, body: whose.
        published: the published total that it was made on, as text; '' without one.
        basis: everything that it was made on, in words: the total, the grade by bands, conditions, why there is no
            score; if that changes the decision has to be made again.
        proposed: the grade that was proposed; '' for none.
        grade: what was decided; ``NO_GRADE`` for none.
        by: who decided it.
        why: the reason, where it departs from the proposal.
        at: when, as ISO 8601 with the offset from UTC.
        round: of which round.
    """

    rubric: str
    body: str
    published: str
    basis: str
    proposed: str
    grade: str
    by: str
    why: str
    at: str = ""
    round: str = ""


_FIELDS = GradeDecision.__slots__


def decided_grades(store: Store) -> dict[tuple[str, str], GradeDecision]:
    """Return, by rubric and body, the decision that counts in the round that the store shows."""
    query = GRADES.select().where(store.of_round(GRADES)).order_by(GRADES.c.id)
    with store.reading() as connection:
        found = [GradeDecision(**{name: row._mapping[name] for name in _FIELDS}) for row in connection.execute(query)]
    return {(one.rubric, one.body): one for one in found}


def keep_grades(store: Store, decisions: Iterable[GradeDecision]) -> None:
    """Keep decisions about the round that the store shows: all of them, or none.

    Args:
        store: the store.
        decisions: the decisions; times and round are those of now.

    Raises:
        FrozenError: the round is frozen.
    """
    at, name = now(), shown_round(store)
    with store.writing() as connection:
        refuse_if_frozen(connection, name)
        for one in decisions:
            values = {field: getattr(one, field) for field in _FIELDS} | {"at": at, "round": name}
            key = connection.execute(GRADES.insert().values(**values)).inserted_primary_key
            facts = {"id": int(key[0]) if key else 0, "before": one.proposed, "after": one.grade, "round": name}
            facts |= {"published": one.published}
            append(connection, [LogEntry(GRADED, at, one.by, one.why, one.rubric, "", one.body, facts)])
