"""All returned files, each once, known by its SHA-256, with everything that was typed into it.

Nothing is overwritten: which file of a body counts is decided from all of them (see ``standings``).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import IntegrityError

from xlplugin.store.database import Store
from xlplugin.store.decided.answers import OWNER, Answer, answers_given, record
from xlplugin.store.frozen_rounds import FrozenError, refuse_if_frozen_issue
from xlplugin.store.log import ANSWERED, COLLECTED, READ_AGAIN, LogEntry, answer_facts, append, now
from xlplugin.store.schema import EVIDENCE, ISSUES, SIGHTINGS, SUBMISSIONS, checksum
from xlplugin.store.submission import Submission, is_intact, row_of, submission_of

_READ = (
    *("issue", "rubric", "edition", "body", "saved_at", "reader", "cells", "problems", "remarks", "result"),
    *("found", "answers", "places"),
)
"""Columns that are rewritten when a newer reader, or another file name, changes how a file is read."""

LEAST_OF_DIGEST = 8
"""Characters of a SHA-256 by which a file may be named."""

IN_ZIP = "!/"
"""Separates the path of a zip file from that of a file inside it."""

# Made once: making a statement takes longer than running it.
_OF = SUBMISSIONS.c.sha256 == bindparam("wanted")
_KNOWN = SUBMISSIONS.select().where(_OF)
_DIGESTS = select(SUBMISSIONS.c.sha256)
_INSERT, _SEEN = SUBMISSIONS.insert(), SIGHTINGS.insert()
_WRITTEN = ("file", *_READ, "checksum")
_ANEW = SUBMISSIONS.update().where(_OF).values({name: bindparam(name) for name in _WRITTEN})
_WHOLE = (
    SUBMISSIONS.update()
    .where(_OF)
    .values({column.name: bindparam(column.name) for column in SUBMISSIONS.c if column.name != "sha256"})
)
_PATHS = select(SIGHTINGS.c.path).where(SIGHTINGS.c.sha256 == bindparam("wanted"))

Keep = Callable[[Submission, Sequence[Answer]], None]


def _write_anew(connection: Connection, before: Mapping[Any, Any], values: Mapping[str, object]) -> None:
    """Update the row of a file that was read again; when and where it was first seen stays."""
    row = dict(before) | {name: values[name] for name in ("file", *_READ)}
    row["checksum"] = checksum(row)
    connection.execute(_ANEW, {"wanted": values["sha256"]} | {name: row[name] for name in _WRITTEN})


def _write_whole(connection: Connection, values: Mapping[str, object]) -> None:
    """Replace a damaged row."""
    connection.execute(
        _WHOLE, {"wanted": values["sha256"]} | {name: value for name, value in values.items() if name != "sha256"}
    )


class Submissions:
    """The submissions of a store."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    @cached_property
    def _at_first(self) -> frozenset[bytes]:
        """The files known when this was first asked; a new return is rarely one of them, and a query is slow."""
        with self._store.reading() as connection:
            return frozenset(bytes.fromhex(digest) for digest in connection.execute(_DIGESTS).scalars())

    def known(self, sha256: str) -> Submission | None:
        """Return the submission of a file that was known at the beginning."""
        return self.of(sha256) if bytes.fromhex(sha256) in self._at_first else None

    def of(self, sha256: str) -> Submission | None:
        """Return the present submission of a file."""
        row = self._store.looking_up.execute(_KNOWN, {"wanted": sha256}).first()
        if row is None:
            return None
        if not is_intact(row._mapping):
            # Answers are in a table of their own, from which the row can be restored.
            answers = answers_given(self._store.looking_up, sha256)
            return replace(submission_of(row._mapping), answers=answers)
        return submission_of(row._mapping)

    def keep(self, submission: Submission, path: str = "") -> str:
        """Keep a file, in one transaction; it may be known already, or have been read again.

        Args:
            submission: the file, as judged.
            path: where it was seen this time, if that differs.

        Returns:
            The path where the same bytes were first seen, if that is another; otherwise ''.

        Raises:
            FrozenError: it is new, and its round is frozen.
        """
        values = row_of(submission)
        try:
            with self._store.writing() as connection:
                refuse_if_frozen_issue(connection, submission.issue)
                connection.execute(_INSERT, values)
                append(connection, [_as_entry(COLLECTED, submission)])
        except FrozenError:
            if self.of(submission.sha256) is None:
                raise
            return ""  # it was there before the round was frozen, and stays as it was read then
        except IntegrityError:
            return self._keep_again(submission, values, path or submission.path)
        return ""

    @contextmanager
    def answering(self, sha256: str) -> Iterator[tuple[Submission | None, "Keep"]]:
        """Return the present submission of a file, and a function that keeps answers about it, in one transaction.

        The function takes the file as judged with the answers, and the new answers.
        """
        with self._store.writing() as connection:
            row = connection.execute(_KNOWN.with_for_update(), {"wanted": sha256}).first()

            def keep(submission: Submission, answers: Sequence[Answer]) -> None:
                refuse_if_frozen_issue(connection, submission.issue)
                values = row_of(submission)
                typed = json.loads(str(values["cells"]))
                ids = record(connection, sha256, answers, typed)
                for id, answer in zip(ids, answers, strict=True):
                    before = typed.get(answer.name) if answer.name != OWNER else answer.about
                    facts = answer_facts(id, submission.file, answer.name, before, answer.answer)
                    about = submission.rubric, submission.edition, submission.body
                    append(connection, [LogEntry(ANSWERED, answer.at, answer.by, answer.why, *about, facts)])
                if row is not None:
                    _write_anew(connection, row._mapping, values)

            yield submission_of(row._mapping) if row else None, keep

    def _keep_again(self, submission: Submission, values: Mapping[str, object], path: str) -> str:
        """Keep a file that is known already."""
        digest = {"wanted": values["sha256"]}
        with self._store.writing() as connection:
            before = connection.execute(_KNOWN.with_for_update(), digest).one()._mapping
            if not is_intact(before):
                _write_whole(connection, values)
                append(connection, [_as_entry(READ_AGAIN, submission)])
                return ""
            # Somebody may have answered meanwhile: the answer stays, and the file is read again the next time.
            is_as_known = before["answers"] == values["answers"]
            is_frozen = _is_frozen(connection, submission.issue)
            if is_as_known and not is_frozen and any(before[name] != values[name] for name in _READ):
                _write_anew(connection, before, values)
                append(connection, [_as_entry(READ_AGAIN, submission, submission_of(before))])
            first = str(before["path"])
            if path != first and path not in connection.execute(_PATHS, digest).scalars().all():
                connection.execute(_SEEN, {"sha256": values["sha256"], "path": path})
        return "" if path == first else first

    def places(self, sha256: str) -> tuple[str, ...]:
        """Return where a file was seen: the place where it was first collected, then others."""
        with self._store.reading() as connection:
            row = connection.execute(_KNOWN, {"wanted": sha256}).first()
            others = connection.execute(_PATHS, {"wanted": sha256}).scalars().all()
        return (*([str(row.path)] if row else []), *map(str, others))

    def editions(self, rubric: str = "") -> list[str]:
        """Return the editions of returned workbooks, of one rubric or of all."""
        query = select(SUBMISSIONS.c.edition).distinct().where(SUBMISSIONS.c.issue != "")
        if self._store.round is not None:
            of_round = select(ISSUES.c.id).where(self._store.of_round(ISSUES))
            query = query.where(SUBMISSIONS.c.issue.in_(of_round))
        query = query.where(SUBMISSIONS.c.rubric == rubric) if rubric else query
        with self._store.reading() as connection:
            return sorted(connection.execute(query).scalars())

    def called(self, name: str) -> list[Submission]:
        """Return the files of a name, of the end of a path (``报送/甲.xlsx``), or of a SHA-256 or its beginning."""
        end = f"/{name.replace(chr(92), '/').lstrip('./')}"
        query = select(SUBMISSIONS.c.sha256, SUBMISSIONS.c.file, SUBMISSIONS.c.path).order_by(SUBMISSIONS.c.path)
        with self._store.reading() as connection:
            rows = connection.execute(query).all()
        is_digest = len(name) >= LEAST_OF_DIGEST and not set(name) - set("0123456789abcdef")
        found = [
            row.sha256
            for row in rows
            if f"/{row.file}".endswith(end) or row.path.endswith(end) or (is_digest and row.sha256.startswith(name))
        ]
        return [submission for sha256 in found if (submission := self.of(sha256))]

    def names(self) -> tuple[str, ...]:
        """Return the names of all files."""
        with self._store.reading() as connection:
            return tuple(connection.execute(select(SUBMISSIONS.c.file).distinct()).scalars())

    def strays(self) -> Iterator[Submission]:
        """Return the files that are not issued workbooks nor evidence, unless they were removed or replaced since."""
        same = (EVIDENCE.c.sha256 == SUBMISSIONS.c.sha256) & (EVIDENCE.c.name == SUBMISSIONS.c.file)
        is_evidence = select(EVIDENCE.c.id).where(same & (EVIDENCE.c.body != "")).exists()
        query = SUBMISSIONS.select().where(SUBMISSIONS.c.issue == "").order_by(SUBMISSIONS.c.file)
        query = query.where(~is_evidence)
        with self._store.reading() as connection:
            for row in connection.execute(query):
                submission = submission_of(row._mapping)
                path, _, inside = submission.path.partition(IN_ZIP)
                if _is_still_there(Path(path), "" if inside else submission.sha256):
                    yield submission


def _is_frozen(connection: Connection, issue: str) -> bool:
    """Whether the round of a workbook is frozen: what was read before stays then."""
    try:
        refuse_if_frozen_issue(connection, issue)
    except FrozenError:
        return True
    return False


def _as_entry(what: str, submission: Submission, before: Submission | None = None) -> LogEntry:
    """Write a file into the log: with its total, and the total before it was read again."""
    facts = {"id": submission.sha256, "file": submission.file, "total": submission.result.total}
    facts |= {"before": before.result.total} if before else {}
    return LogEntry(what, now(), "", "", submission.rubric, submission.edition, submission.body, facts)


def _is_still_there(path: Path, digest: str) -> bool:
    """Whether a file is still there with the same bytes; also true if its folder cannot be seen from here.

    Args:
        path: where it was.
        digest: the SHA-256 of its bytes; '' if these cannot be compared because it is in a zip.
    """
    if not path.is_file() or not digest:
        return path.exists() or not path.parent.exists()
    try:
        return sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return True
