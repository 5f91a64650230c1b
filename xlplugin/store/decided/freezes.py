"""Freezes (定稿): everything that is published is fixed, and from then on nothing of the round changes.

A freeze holds the results of each body and what they follow from; its digest, and the entry of the log that records
it, are printed in what is published. To change something the round is reopened, with a name and a reason; the freeze
stays and is marked.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from xlplugin.errors import FileError, UsageError, new_problem
from xlplugin.store.database import Store
from xlplugin.store.frozen_rounds import refuse_if_frozen
from xlplugin.store.log import FROZEN, PUBLISHED, REOPENED, LogEntry, append, facts_of, head, now
from xlplugin.store.rounds import shown_round
from xlplugin.store.schema import FREEZES, FROZEN_BODIES, LOG


@dataclass(frozen=True, slots=True)
class Freeze:
    """A freeze.

    Attributes:
        id: its number.
        round: of which round.
        at, by, why: when it was made (ISO 8601), by whom, and the decision that it follows.
        digest: SHA-256 of its head and of the results of all bodies, in hex.
        log_number, log_hash: number and hash of the entry of the log that records it.
        reopened_at, reopened_by, reopened_why: when, by whom and why it was opened again; '' while it is in force.
    """

    id: int
    round: str
    at: str
    by: str
    why: str
    digest: str
    log_number: int
    log_hash: str
    reopened_at: str = ""
    reopened_by: str = ""
    reopened_why: str = ""

    @property
    def in_force(self) -> bool:
        """Whether it was not opened again."""
        return not self.reopened_at


_FIELDS = tuple(FREEZES.c[name] for name in Freeze.__slots__)
_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def freezes_in(store: Store) -> list[Freeze]:
    """Return all freezes of the round that the store shows, the first one first."""
    query = select(*_FIELDS).where(store.of_round(FREEZES)).order_by(FREEZES.c.id)
    with store.reading() as connection:
        return [Freeze(**row._mapping) for row in connection.execute(query)]


def freeze_in_force(store: Store) -> Freeze | None:
    """Return the freeze of the round that the store shows; None if nothing is frozen."""
    return next((one for one in reversed(freezes_in(store)) if one.in_force), None)


def keep_freeze(
    store: Store,
    facts: Mapping[str, object],
    bodies: Iterable[tuple[str, str, Mapping[str, object]]],
    seen: tuple[int, str],
    *,
    by: str,
    why: str,
) -> Freeze:
    """Freeze the round that the store shows.

    Args:
        store: the store.
        facts: what holds for all bodies: rubrics, schemes, times.
        bodies: the rubric, the name and the results of each body.
        seen: number and hash of the last entry of the log when the results were computed.
        by: who freezes it.
        why: after which decision.

    Raises:
        UsageError: it is frozen already, or something was done meanwhile.
    """
    at, name = now(), shown_round(store)
    with store.writing() as connection:
        refuse_if_frozen(connection, name)
        if head(connection) != seen:
            raise UsageError([new_problem(name, "changed-meanwhile")])
        text = _text({**facts, "round": name, "at": at, "by": by, "why": why, "log": list(seen)})
        values = {"round": name, "at": at, "by": by, "why": why, "head": text, "digest": ""}
        key = connection.execute(FREEZES.insert().values(**values, log_number=0, log_hash="")).inserted_primary_key
        id = int(key[0]) if key else 0
        made = _digest_of(text)
        rows: list[dict[str, object]] = []
        for position, (rubric, body, result) in enumerate(bodies, 1):
            content = _text(result)
            _add(made, content)
            rows.append({"freeze": id, "position": position, "rubric": rubric, "body": body, "content": content})
            if len(rows) == _BATCH:
                connection.execute(FROZEN_BODIES.insert(), rows)
                rows = []
        if rows:
            connection.execute(FROZEN_BODIES.insert(), rows)
        digest = made.hexdigest()
        append(connection, [LogEntry(FROZEN, at, by, why, facts={"id": id, "digest": digest, "round": name})])
        number, last = head(connection)
        written = {"digest": digest, "log_number": number, "log_hash": last}
        connection.execute(FREEZES.update().where(FREEZES.c.id == id).values(**written))
    return Freeze(id, name, at, by, why, digest, number, last)


_BATCH = 200


def require_intact(store: Store, freeze: Freeze) -> None:
    """Refuse a freeze that is not what was frozen: nothing is published of it.

    Raises:
        FileError: its digest, or the entry of the log that records it, is another one.
    """
    entry = select(LOG.c.hash, LOG.c.what, LOG.c.facts).where(LOG.c.number == freeze.log_number)
    with store.reading() as connection:
        text = connection.execute(select(FREEZES.c.head).where(FREEZES.c.id == freeze.id)).scalar_one()
        is_whole = recomputed_digest(connection, freeze.id, str(text)) == freeze.digest
        row = connection.execute(entry).first()
    if not is_whole:
        raise FileError([new_problem(store.where, "freeze-damaged", round=freeze.round, at=freeze.at[:10])])
    if row is None or not records_freeze(row, freeze.log_hash, freeze.digest):
        facts = {"round": freeze.round, "number": freeze.log_number}
        raise FileError([new_problem(store.where, "freeze-of-another-log", **facts)])


def records_freeze(row: Any, log_hash: str, digest: str) -> bool:
    """Whether an entry of the log (hash, what, facts) is the one that records a freeze."""
    return bool(row.hash == log_hash and row.what == FROZEN and facts_of(row.facts).get("digest") == digest)


def facts_of_freeze(store: Store, freeze: Freeze) -> dict[str, Any]:
    """Return what holds for all bodies of a freeze."""
    with store.reading() as connection:
        text = connection.execute(select(FREEZES.c.head).where(FREEZES.c.id == freeze.id)).scalar_one()
    facts: dict[str, Any] = json.loads(text)
    return facts


def frozen_results(store: Store, freeze: Freeze) -> Iterator[dict[str, Any]]:
    """Return the results of each body in a freeze, in their order."""
    query = FROZEN_BODIES.select().where(FROZEN_BODIES.c.freeze == freeze.id).order_by(FROZEN_BODIES.c.position)
    with store.reading() as connection:
        for row in connection.execution_options(yield_per=200).execute(query):
            yield json.loads(row.content)


def freeze_texts(store: Store, freeze: Freeze) -> tuple[str, list[str]]:
    """Return the texts of a freeze whose digest it has: what holds for all bodies, and the results of each."""
    query = select(FROZEN_BODIES.c.content).where(FROZEN_BODIES.c.freeze == freeze.id)
    with store.reading() as connection:
        text = connection.execute(select(FREEZES.c.head).where(FREEZES.c.id == freeze.id)).scalar_one()
        return str(text), list(connection.execute(query.order_by(FROZEN_BODIES.c.position)).scalars())


def record_publication(store: Store, freeze: Freeze, day: str) -> None:
    """Record that a freeze was published, with the date of its documents: the time for rectification runs from it."""
    facts = {"id": freeze.id, "digest": freeze.digest, "day": day, "round": freeze.round}
    with store.writing() as connection:
        append(connection, [LogEntry(PUBLISHED, now(), facts=facts)])


def published_on(store: Store, freeze: Freeze) -> str:
    """Return the date of the documents that were published last of a freeze (``2026-12-01``); '' for none."""
    query = select(LOG.c.facts).where(LOG.c.what == PUBLISHED).order_by(LOG.c.number)
    with store.reading() as connection:
        facts = [facts_of(text) for text in connection.execute(query).scalars()]
    days = [str(one.get("day")) for one in facts if one.get("digest") == freeze.digest]
    return days[-1] if days else ""


def reopen(store: Store, *, by: str, why: str) -> Freeze:
    """Open the round that the store shows again: what was frozen stays, marked, and a new freeze can be made.

    Args:
        store: the store.
        by: who decided it.
        why: the reason.

    Raises:
        UsageError: nothing is frozen, or name or reason is missing.
    """
    problems = [new_problem("--by", "answers-by-nobody")] if not by.strip() else []
    problems += [new_problem("--reopen", "reopened-without-reason")] if not why.strip() else []
    freeze = freeze_in_force(store)
    if freeze is None:
        problems.append(new_problem(shown_round(store), "not-frozen"))
    if problems or freeze is None:
        raise UsageError(problems)
    at = now()
    values = {"reopened_at": at, "reopened_by": by.strip(), "reopened_why": why.strip()}
    with store.writing() as connection:
        is_its = (FREEZES.c.id == freeze.id) & (FREEZES.c.reopened_at == "")
        if not connection.execute(FREEZES.update().where(is_its).values(**values)).rowcount:
            raise UsageError([new_problem(freeze.round, "not-frozen")])
        facts = {"id": freeze.id, "digest": freeze.digest, "round": freeze.round}
        append(connection, [LogEntry(REOPENED, at, by.strip(), why.strip(), facts=facts)])
    return freeze


def recomputed_digest(connection: Connection, id: int, text: str) -> str:
    """Compute the digest of a freeze from what the store holds of it."""
    made = _digest_of(text)
    query = select(FROZEN_BODIES.c.content).where(FROZEN_BODIES.c.freeze == id).order_by(FROZEN_BODIES.c.position)
    for content in connection.execute(query).scalars():
        _add(made, str(content))
    return str(made.hexdigest())


def digest_of_results(facts_text: str, contents: Iterable[str]) -> str:
    """Compute the digest of a freeze from its texts, as they are in an archive."""
    made = _digest_of(facts_text)
    for content in contents:
        _add(made, content)
    return str(made.hexdigest())


def _digest_of(text: str) -> Any:
    made = sha256()
    _add(made, text)
    return made


def _add(made: Any, text: str) -> None:
    """Add a text, preceded by its length, so that none can take from its neighbour."""
    value = text.encode("utf-8", "surrogatepass")
    made.update(b"%d:" % len(value))
    made.update(value)
