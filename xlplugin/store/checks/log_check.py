"""Checks the log: that its chain is whole, and that it tells what the records of the store say.

A figure depends on what people decided, so their answers, choices, corrections and appeals are compared in full; of
workbooks and returns, which have a seal and a checksum of their own, only that the log tells of each.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from xlplugin.errors import Problem, new_problem
from xlplugin.store.log import (
    ANSWERED,
    APPEAL_DECIDED,
    APPEALED,
    BEGINNING,
    COLLECTED,
    CORRECTED,
    DEEDS,
    EVIDENCE_SEEN,
    FROZEN,
    GRADED,
    ISSUED,
    MERGED,
    RECTIFIED,
    REOPENED,
    WITHDRAWN,
    facts_of,
    hash_of,
)
from xlplugin.store.schema import (
    ANSWERS,
    APPEALS,
    DECISIONS,
    EVIDENCE,
    FREEZES,
    GRADES,
    ISSUES,
    LOG,
    RECTIFICATIONS,
    SUBMISSIONS,
)

Said = Mapping[str, object]


def check_log(connection: Connection, where: str) -> Iterator[Problem]:
    """Find the first broken link of the chain, and what the records of the store say otherwise."""
    before = BEGINNING
    known: dict[str, set[str]] = {ISSUED: set(), COLLECTED: set()}
    decided: dict[tuple[str, str], tuple[int, Said]] = {}
    rows = connection.execution_options(yield_per=500).execute(LOG.select().order_by(LOG.c.number))
    for number, row in enumerate(rows, 1):
        if row.number != number or row.hash != hash_of(before, row._asdict()):
            yield new_problem(where, "log-broken", number=number)
            return
        before, facts = row.hash, facts_of(row.facts)
        id = str(facts.get("id", ""))
        if row.what in known:
            known[row.what].add(id)
        elif row.what in _RECORD_OF:
            decided[_RECORD_OF[row.what], id] = number, {**facts, **row._asdict()}
    for what, column in _COUNTED:
        there = set(connection.execute(select(column)).scalars())
        if missing := there - known[what]:
            yield new_problem(where, "log-incomplete", what=DEEDS[what], count=len(missing))
        if gone := known[what] - there:
            yield new_problem(where, "records-gone", what=DEEDS[what], count=len(gone))
    for name, (table, said) in _RECORDS.items():
        yield from _compared(connection, where, name, table, said, decided)


def _compared(  # a record's name, table and reading, and what the log tells
    connection: Connection,
    where: str,
    name: str,
    table: Table,
    said: Callable[[Any], Said | None],
    decided: Mapping[tuple[str, str], tuple[int, Said]],
) -> Iterator[Problem]:
    records = {str(row.id): expected for row in connection.execute(table.select()) if (expected := said(row))}
    if missing := sum((name, id) not in decided for id in records):
        yield new_problem(where, "log-incomplete", what=name, count=missing)
    for (record, id), (number, told) in decided.items():
        if record == name and not _agree(told, records.get(id)):
            yield new_problem(where, "log-differs", what=name, number=number)


def _agree(told: Said, record: Said | None) -> bool:
    """Whether a record says what the log tells; what is blank may be absent."""
    if record is None:
        return False
    said = {name: value for name, value in record.items() if name in told or name != "round"}  # which once nobody told
    return all((told.get(name) or None) == (value or None) for name, value in said.items())


def _answer(row: Any) -> Said:
    return {"by": row.by, "why": row.why, "at": row.at, "name": row.name, "after": row.answer}


def _decision(row: Any) -> Said:
    about = {"rubric": row.rubric, "body": row.body, "name": row.name, "what": row.kind, "before": row.about}
    about |= {"round": row.round}
    made = {"by": row.by, "why": row.why, "at": row.at, "evidence": row.evidence, "appeal": row.appeal}
    return about | made | {"values": json.loads(row.values_json)}


def _appeal(row: Any) -> Said:
    about = {"rubric": row.rubric, "body": row.body, "round": row.round, "name": row.place, "after": row.says}
    return about | {"by": row.opened_by, "at": row.opened_at}


def _outcome(row: Any) -> Said | None:
    decided = {"by": row.decided_by, "why": row.why, "at": row.decided_at, "outcome": row.outcome}
    return {"rubric": row.rubric, "body": row.body, **decided} if row.outcome else None


def _evidence(row: Any) -> Said:
    return {"rubric": row.rubric, "body": row.body, "round": row.round, "sha256": row.sha256, "file": row.name}


def _grade(row: Any) -> Said:
    made = {"by": row.by, "why": row.why, "at": row.at, "round": row.round, "published": row.published}
    return {"rubric": row.rubric, "body": row.body, "before": row.proposed, "after": row.grade} | made


def _freeze(row: Any) -> Said:
    return {"by": row.by, "why": row.why, "at": row.at, "round": row.round, "digest": row.digest}


def _reopened(row: Any) -> Said | None:
    made = {"by": row.reopened_by, "why": row.reopened_why, "at": row.reopened_at, "round": row.round}
    return {**made, "digest": row.digest} if row.reopened_at else None


def _rectification(row: Any) -> Said:
    about = {"rubric": row.rubric, "body": row.body, "name": row.place, "step": row.what, "after": row.says}
    about |= {"freeze": row.freeze, "about": row.about}
    return about | {"by": row.by, "why": row.why, "at": row.at, "day": row.day, "round": row.round}


_COUNTED: tuple[tuple[str, Column[Any]], ...] = ((ISSUED, ISSUES.c.id), (COLLECTED, SUBMISSIONS.c.sha256))

_RECORDS: Mapping[str, tuple[Table, Callable[[Any], Said | None]]] = {
    DEEDS[ANSWERED]: (ANSWERS, _answer),
    DEEDS[CORRECTED]: (DECISIONS, _decision),
    DEEDS[APPEALED]: (APPEALS, _appeal),
    DEEDS[APPEAL_DECIDED]: (APPEALS, _outcome),
    DEEDS[EVIDENCE_SEEN]: (EVIDENCE, _evidence),
    DEEDS[GRADED]: (GRADES, _grade),
    DEEDS[FROZEN]: (FREEZES, _freeze),
    DEEDS[REOPENED]: (FREEZES, _reopened),
    DEEDS[RECTIFIED]: (RECTIFICATIONS, _rectification),
}
"""The records that are compared in full, by the Chinese name of what was done."""

_RECORD_OF = {what: DEEDS[what] for what in (ANSWERED, CORRECTED, APPEALED, APPEAL_DECIDED, EVIDENCE_SEEN)}
_RECORD_OF |= {what: DEEDS[what] for what in (GRADED, FROZEN, REOPENED, RECTIFIED)}
_RECORD_OF |= dict.fromkeys((MERGED, WITHDRAWN), DEEDS[CORRECTED])
"""What of an entry's deed is recorded where: choices and withdrawals are decisions, as corrections are."""
