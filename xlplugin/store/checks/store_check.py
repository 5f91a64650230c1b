"""Checks that every record of a store is intact."""

import hmac
from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import select

from xlplugin.errors import Problem, new_problem
from xlplugin.rubric.model import digest_of
from xlplugin.store.checks.log_check import check_log
from xlplugin.store.database import Store
from xlplugin.store.decided.freezes import recomputed_digest, records_freeze
from xlplugin.store.issue import Issue
from xlplugin.store.schema import BASES, FREEZES, ISSUES, LOG, RUBRICS, SUBMISSIONS
from xlplugin.store.seal import seal_of
from xlplugin.store.submission import ROW_DAMAGED, is_intact


def check_store(store: Store) -> Iterator[Problem]:
    """Find damaged records: issues by seals, workbooks and rubrics by digests, returns by checksums, freezes, the log.

    Args:
        store: the store to check; it is only read.

    Yields:
        A problem for each damaged record; none if all are intact.

    Raises:
        UsageError: the database cannot be read.
    """
    with store.reading() as connection:
        for row in connection.execution_options(yield_per=500).execute(ISSUES.select().order_by(ISSUES.c.position)):
            issue = Issue(**row._mapping)
            if not hmac.compare_digest(issue.seal.encode(), seal_of(issue, store.key).encode()):
                yield new_problem(store.where, "issue-damaged", body=issue.body)
    with store.reading() as connection:
        for row in connection.execute(BASES.select()):
            if sha256(bytes(row.content)).hexdigest() != row.digest:
                yield new_problem(store.where, "base-damaged", digest=str(row.digest)[:8])
    with store.reading() as connection:
        digests = [row.digest for row in connection.execute(select(RUBRICS.c.digest).distinct())]
    for digest in digests:
        if digest_of(store.rubric_sources(digest)) != digest:
            yield new_problem(store.where, "stored-rubric-damaged", digest=str(digest)[:8])
    with store.reading() as connection:
        for row in connection.execution_options(yield_per=100).execute(
            SUBMISSIONS.select().order_by(SUBMISSIONS.c.file)
        ):
            if not is_intact(row._mapping):
                yield new_problem(store.where, ROW_DAMAGED, file=str(row.file)[:80])
    with store.reading() as connection:
        for row in connection.execute(FREEZES.select().order_by(FREEZES.c.id)).all():
            if recomputed_digest(connection, row.id, row.head) != row.digest:
                yield new_problem(store.where, "freeze-damaged", round=row.round, at=str(row.at)[:10])
                continue
            entry = select(LOG.c.hash, LOG.c.what, LOG.c.facts).where(LOG.c.number == row.log_number)
            found = connection.execute(entry).first()
            if found is None or not records_freeze(found, row.log_hash, row.digest):
                yield new_problem(store.where, "freeze-of-another-log", round=row.round, number=row.log_number)
    with store.reading() as connection:
        yield from check_log(connection, store.where)
