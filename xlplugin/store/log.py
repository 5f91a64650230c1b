"""The log (办理记录): everything that was done in a store, by whom, when and why; append-only.

Each entry has the hash of the one before it, so that an entry that is changed, removed or put in between breaks the
chain. Only a chain whose last hash is known elsewhere (in a published document) also shows that it was not replayed as
a whole. An entry is written in the transaction of what it tells of.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from xlplugin.store.schema import ANSWERS, ISSUES, LOG, SUBMISSIONS

ISSUED, COLLECTED, READ_AGAIN, ANSWERED, UPGRADED = "issued", "collected", "read-again", "answered", "upgraded"
MERGED, CORRECTED, WITHDRAWN = "merged", "corrected", "withdrawn"
APPEALED, APPEAL_DECIDED, EVIDENCE_SEEN = "appealed", "appeal-decided", "evidence"
AFFECTED, ANNOUNCED = "affected", "announced"
GRADED, FROZEN, REOPENED, RECTIFIED = "graded", "frozen", "reopened", "rectified"
PUBLISHED = "published"

DEEDS = {
    ISSUED: "发放",
    COLLECTED: "收取",
    READ_AGAIN: "重读",
    ANSWERED: "答复",
    MERGED: "认定",
    CORRECTED: "更正",
    WITHDRAWN: "撤回更正",
    APPEALED: "申诉",
    APPEAL_DECIDED: "申诉处理",
    EVIDENCE_SEEN: "收取印证材料",
    AFFECTED: "影响他人得分",
    ANNOUNCED: "告知得分",
    GRADED: "审定等次",
    FROZEN: "定稿",
    REOPENED: "重新审定",
    PUBLISHED: "公布",
    RECTIFIED: "整改",
    UPGRADED: "升级",
}
"""What can be done, with its Chinese name."""

BEGINNING = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry.

    Attributes:
        what: what was done, one of ``DEEDS``.
        at: when, as ISO 8601 with the offset from UTC.
        by: who decided it; '' where nobody decides.
        why: the reason; '' where none is asked for.
        rubric, edition, body: what it is about; each may be ''.
        facts: the particulars: file, before, after …
        number: its position, from 1; 0 before it is kept.
        hash: SHA-256 of the hash before it and of all this.
    """

    what: str
    at: str
    by: str = ""
    why: str = ""
    rubric: str = ""
    edition: str = ""
    body: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    hash: str = ""


def now() -> str:
    """Return the present time as entries have it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


_COLUMNS = ("what", "at", "by", "why", "rubric", "edition", "body")
_LAST = select(LOG.c.number, LOG.c.hash).order_by(LOG.c.number.desc()).limit(1)
_INSERT = LOG.insert()
_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def append(connection: Connection, entries: Iterable[LogEntry]) -> None:
    """Add entries at the end of the log.

    Args:
        connection: of the store, in the writing transaction of what the entries tell of.
        entries: in the order in which things happened.
    """
    lock_log(connection)
    last = connection.execute(_LAST).first()
    number, before = (last.number, last.hash) if last else (0, BEGINNING)
    rows = []
    for entry in entries:
        number += 1
        row = {name: getattr(entry, name) for name in _COLUMNS} | {"number": number, "facts": _text(entry.facts)}
        row["hash"] = before = hash_of(before, row)
        rows.append(row)
    if rows:
        connection.execute(_INSERT, rows)


def lock_log(connection: Connection) -> None:
    """Let nobody else write into the log until the transaction ends; SQLite has only one writer."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE log IN SHARE ROW EXCLUSIVE MODE")


def hash_of(before: str, row: Mapping[str, object]) -> str:
    """Compute the hash of an entry; each value is preceded by its length, so that none can take from its neighbour."""
    made = sha256(before.encode())
    for name in ("number", *_COLUMNS, "facts"):
        value = str(row[name]).encode("utf-8", "surrogatepass")
        made.update(b"%d:" % len(value))
        made.update(value)
    return made.hexdigest()


def entries(connection: Connection) -> Iterator[LogEntry]:
    """Return all entries, the first one first."""
    for row in connection.execution_options(yield_per=500).execute(LOG.select().order_by(LOG.c.number)):
        yield LogEntry(**{**row._mapping, "facts": facts_of(row.facts)})


def log_rows(connection: Connection, last: int) -> Iterator[dict[str, Any]]:
    """Return the entries up to a number as they are hashed: ``facts`` is a text."""
    query = LOG.select().where(LOG.c.number <= last).order_by(LOG.c.number)
    for row in connection.execution_options(yield_per=500).execute(query):
        yield dict(row._mapping)


def facts_of(text: object) -> dict[str, Any]:
    """Read the particulars of an entry."""
    try:
        facts = json.loads(str(text))
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def head(connection: Connection) -> tuple[int, str]:
    """Return number and hash of the last entry: what is published, so that the log cannot be replayed unnoticed."""
    last = connection.execute(_LAST).first()
    return (last.number, last.hash) if last else (0, BEGINNING)


def of_earlier_rows(connection: Connection) -> Sequence[LogEntry]:
    """Return entries for what an earlier store did before it had a log, in the order of its times."""
    found = [
        LogEntry(
            ISSUED, row.issued_at, "", row.reason, row.rubric, row.edition, row.body, {"id": row.id, "file": row.file}
        )
        for row in connection.execute(ISSUES.select())
    ]
    about = {}
    for row in connection.execute(SUBMISSIONS.select()):
        about[row.sha256] = (row.rubric, row.edition, row.body, row.file)
        facts = {"id": row.sha256, "file": row.file}
        found.append(LogEntry(COLLECTED, row.collected_at, "", "", row.rubric, row.edition, row.body, facts))
    for row in connection.execute(ANSWERS.select().order_by(ANSWERS.c.id)):
        rubric, edition, body, file = about.get(row.sha256, ("", "", "", ""))
        facts = answer_facts(row.id, file, row.name, _plain(row.typed), row.answer)
        found.append(LogEntry(ANSWERED, row.at, row.by, row.why, rubric, edition, body, facts))
    found.sort(key=lambda entry: _moment(entry.at))
    return [LogEntry(UPGRADED, now(), facts={"entries": len(found)}), *found]


def answer_facts(id: int, file: str, name: str, before: object, after: str) -> dict[str, object]:
    """Return the particulars of an answer; ``name`` is that of the cell, '' for the whole file."""
    return {"id": id, "file": file, "name": name, "before": before, "after": after}


def _plain(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _moment(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return 0.0
