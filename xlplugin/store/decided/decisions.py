"""What a person decided about a body's entries: which of several assessors' entries counts, and corrections (更正).

Decisions are only added. What was typed stays in the returns; taking a correction back is another decision.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from xlplugin.errors import UsageError, new_problem
from xlplugin.store.database import Store
from xlplugin.store.frozen_rounds import refuse_if_frozen
from xlplugin.store.log import CORRECTED, MERGED, WITHDRAWN, LogEntry, append
from xlplugin.store.schema import DECISIONS

Value = str | float | None
"""What stands in an input: a number, a word or text, or nothing."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about one entry: all inputs of a clause together, or 不适用 of an indicator.

    Attributes:
        rubric, body: whose entry.
        name: the defined name of the entry: ``in_2.1.1.d1``, ``na_3.3.4``.
        kind: ``merged`` (one of several assessors' entries), ``corrected``, or ``withdrawn``.
        values: what counts, by slot (``3.3.7.d1_part``); empty where a correction is taken back.
        about: what stood before, in words; a merged entry counts as long as exactly that stands.
        by, why: who decided it, and the reason.
        evidence: where it can be seen: a file, a page.
        at: when, as ISO 8601 with the offset from UTC.
        appeal: the number of the appeal that it answers; 0 for none.
        round: of the body's workbook.
    """

    rubric: str
    body: str
    name: str
    kind: str
    values: Mapping[str, Value] = field(default_factory=dict)
    about: str = ""
    by: str = ""
    why: str = ""
    evidence: str = ""
    at: str = ""
    appeal: int = 0
    round: str = ""


Decisions = Mapping[tuple[str, str], tuple[Decision, ...]]
"""All decisions by rubric and body, the first one first."""


def decisions_in(store: Store) -> Decisions:
    """Return all decisions of a store, in the round that it shows.

    Raises:
        UsageError: it holds several rounds, and shows none of them.
    """
    if store.round is None and len(names := store.round_names()) > 1:
        raise UsageError([new_problem("--round", "several-rounds", rounds="、".join(names))])
    found: dict[tuple[str, str], list[Decision]] = {}
    with store.reading() as connection:
        for row in connection.execute(DECISIONS.select().where(store.of_round(DECISIONS)).order_by(DECISIONS.c.id)):
            values = {**row._mapping, "values": json.loads(row.values_json)}
            del values["id"], values["values_json"]
            found.setdefault((row.rubric, row.body), []).append(Decision(**values))
    return {key: tuple(some) for key, some in found.items()}


def keep_decision(connection: Connection, decision: Decision, shown: str) -> None:
    """Keep a decision, and write it into the log.

    Args:
        connection: of the store, in a writing transaction.
        decision: the decision.
        shown: what counts now, in words.

    Raises:
        FrozenError: the round is frozen.
    """
    refuse_if_frozen(connection, decision.round)
    values = {
        name: getattr(decision, name)
        for name in ("rubric", "body", "name", "kind", "about", "by", "why", "evidence", "at", "appeal", "round")
    }
    values["values_json"] = json.dumps(dict(decision.values), ensure_ascii=False)
    key = connection.execute(DECISIONS.insert().values(**values)).inserted_primary_key
    facts: dict[str, object] = {"id": int(key[0]) if key else 0, "name": decision.name, "before": decision.about}
    facts |= {"after": shown, "values": dict(decision.values)} | (
        {"evidence": decision.evidence} if decision.evidence else {}
    )
    facts |= {"appeal": decision.appeal} if decision.appeal else {}
    facts["round"] = decision.round
    whose = decision.rubric, "", decision.body
    append(connection, [LogEntry(decision.kind, decision.at, decision.by, decision.why, *whose, facts)])


def corrections_in_force(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Return the corrections that count: of each entry the latest, unless it was taken back."""
    latest: dict[str, Decision] = {}
    for decision in decisions:
        if decision.kind in (CORRECTED, WITHDRAWN):
            latest[decision.name] = decision
    return tuple(decision for decision in latest.values() if decision.kind == CORRECTED)


def merged_entries(decisions: tuple[Decision, ...]) -> dict[str, Decision]:
    """Return, by entry, the latest choice among several assessors' entries."""
    return {decision.name: decision for decision in decisions if decision.kind == MERGED}
