"""What came back: each file once, known by its SHA-256, with all that was typed into it.

A submission keeps the cells as they were read; scoresheets are made of them. Nothing is written over: which file of a
body counts, and which it replaces, is told from all of them (see ``standing``).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from xlplugin.entered import CellError, CellFormula, CellPercent, CellValue, Entered, read_cells
from xlplugin.errors import Problem
from xlplugin.normalise import Normalised, normalise
from xlplugin.results.answers import CHOOSE, REJECT, WHOLE_FILE, Answer, answers_of, answers_text, record
from xlplugin.results.schema import SIGHTINGS, SUBMISSIONS
from xlplugin.results.store import Store
from xlplugin.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Result:
    """What a submission came to when it was collected: exact figures as text, '' where there is none.

    ``shown`` is what the workbook itself shows as its total.
    """

    total: str = ""
    published: str = ""
    grade: str = ""
    provisional: bool = False
    blank: int = 0
    shown: str = ""


@dataclass(frozen=True)
class Submission:
    """A file that came back.

    Attributes:
        sha256: of its bytes.
        issue: the number of the workbook that it is; '' where it is none that was issued.
        rubric, edition, body: of that issue.
        file: its name when it was first seen, within the folder that was collected.
        path: where it was seen first; elsewhere it may have been seen since.
        size: in bytes.
        saved_at: when a program saved it last, as the file itself says; '' where it does not.
        file_time: when the file was changed last, as the folder says; both in UTC.
        collected_at: when it was collected; all three as ISO 8601.
        reader: the version of the program that read it.
        cells: what is filled in, by defined name.
        problems: what a person has to look at.
        found: the same before anybody answered.
        answers: what a person answered, by the cell's name, '' for the whole file.
        remarks: what a person may want to know.
        result: what it came to.
    """

    sha256: str
    issue: str
    rubric: str
    edition: str
    body: str
    file: str
    path: str
    size: int
    saved_at: str
    file_time: str
    collected_at: str
    reader: str
    cells: Mapping[str, CellValue]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    result: Result
    found: tuple[Problem, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def meant(self) -> dict[str, CellValue]:
        """What was meant, by defined name: what was typed, or what a person answered."""
        answered = {name: one.answer or None for name, one in self.answers.items() if name != WHOLE_FILE}
        return {**self.cells, **answered}

    @property
    def verdict(self) -> str:
        """What a person answered of the whole file: 认可, 退回, 采用, or ''."""
        return self.answers[WHOLE_FILE].answer if WHOLE_FILE in self.answers else ""

    @property
    def is_clean(self) -> bool:
        """Whether nobody has to look at it."""
        return not self.problems

    def rank(self, issue: str) -> tuple[bool, bool, bool, str, bool, bool]:
        """Give what tells which of a body's files counts: the highest.

        One of the issue that stands comes before one of an earlier issue; one that may be somebody else's after all
        others; one with entries before one without, which is a workbook that was collected as it went out; then the
        one that was saved later, as it says itself, or was changed later, where it does not say. Only between files of
        one time it counts which a person has chosen or turned down: what comes later is another matter, and what was
        replaced does not count again.
        """
        is_its_own = _DOUBTFUL.isdisjoint(found.code for found in self.problems)
        has_entries = any(name.startswith(("in_", "na_")) for name in self.cells)
        verdict = self.verdict != REJECT, self.verdict == CHOOSE
        return self.issue == issue, is_its_own, has_entries, self.saved_at or self.file_time, *verdict


def normalised_in(rubric: Rubric, cells: Mapping[str, CellValue]) -> Normalised:
    """Read a return's cells, by defined name, as the form asks for them, as far as there is no doubt; by slot."""
    slots = {name.removeprefix("in_"): value for name, value in cells.items() if name.startswith(("in_", "na_"))}
    return normalise(rubric, slots)


def entered_in(rubric: Rubric, cells: Mapping[str, CellValue], body: str) -> Entered:
    """Read a return's cells, by defined name, as a scoresheet."""
    return read_cells(rubric, normalised_in(rubric, cells).values, body)


_READ = (
    *("issue", "rubric", "edition", "body", "saved_at", "reader", "cells", "problems", "remarks", "result"),
    *("found", "answers"),
)
"""What may be read otherwise, by a later program or under another name; it is then written anew, with that name."""

IN_ZIP = "!/"
"""What stands in a path between that of a zip file and that of a file in it."""

_DOUBTFUL = frozenset(("other-bodys-name", "seal-wrong"))
"""Problems of a file that may be somebody else's."""

# Made once, as making a statement takes longer than running it.
_OF = SUBMISSIONS.c.sha256 == bindparam("wanted")
_KNOWN, _READ_OF = (
    SUBMISSIONS.select().where(_OF),
    select(*(SUBMISSIONS.c[name] for name in ("path", *_READ))).where(_OF),
)
_DIGESTS = select(SUBMISSIONS.c.sha256)
_INSERT, _SEEN = SUBMISSIONS.insert(), SIGHTINGS.insert()
_ANEW = SUBMISSIONS.update().where(_OF).values({name: bindparam(name) for name in ("file", *_READ)})
_PATHS = select(SIGHTINGS.c.path).where(SIGHTINGS.c.sha256 == bindparam("wanted"))


class Submissions:
    """The submissions of a store."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    @cached_property
    def _at_first(self) -> frozenset[bytes]:
        """The files that were there when this was asked first; a return is rarely one of them, and asking is slow."""
        with self._store.reading() as connection:
            return frozenset(bytes.fromhex(digest) for digest in connection.execute(_DIGESTS).scalars())

    def known(self, sha256: str) -> Submission | None:
        """Give the submission of a file that had been collected before this was asked first."""
        if bytes.fromhex(sha256) not in self._at_first:
            return None
        row = self._store.looking_up.execute(_KNOWN, {"wanted": sha256}).first()
        return submission_of(row._mapping) if row else None

    def keep(self, one: Submission, path: str = "") -> str:
        """Keep a file, in one transaction; it may be there already, or be read anew by a later program.

        Args:
            one: the file.
            path: where it was seen this time, if it is known from elsewhere.

        Returns:
            The path under which the same bytes were seen first, where that is another; '' for none.
        """
        values = _values(one)
        try:
            with self._store.writing() as connection:
                connection.execute(_INSERT, values)
        except IntegrityError:
            return self._keep_again(values, path or one.path)
        return ""

    def answer(self, before: Submission, one: Submission, answers: Sequence[Answer]) -> bool:
        """Keep answers, and what a file comes to by them, in one transaction.

        Args:
            before: the file as it was known.
            one: the file, judged by the answers.
            answers: the new ones.

        Returns:
            Whether they were kept: not where somebody else has answered meanwhile.
        """
        values = _values(one)
        typed = {name: _written(value) for name, value in one.cells.items()}
        with self._store.writing() as connection:
            now = connection.execute(_READ_OF, {"wanted": one.sha256}).one()
            if now.answers != answers_text(before.answers):
                return False
            record(connection, one.sha256, answers, typed)
            connection.execute(_ANEW, {"wanted": one.sha256} | {name: values[name] for name in ("file", *_READ)})
        return True

    def _keep_again(self, values: Mapping[str, object], path: str) -> str:
        """Keep a file that is there already."""
        digest = {"wanted": values["sha256"]}
        with self._store.writing() as connection:
            before = connection.execute(_READ_OF, digest).one()
            # Somebody may have answered meanwhile: that stays, and the file is read anew the next time.
            is_as_known = before.answers == values["answers"]
            if is_as_known and tuple(before[1:]) != tuple(values[name] for name in _READ):
                connection.execute(_ANEW, digest | {name: values[name] for name in ("file", *_READ)})
            first = str(before.path)
            if path != first and path not in connection.execute(_PATHS, digest).scalars().all():
                connection.execute(_SEEN, {"sha256": values["sha256"], "path": path})
        return "" if path == first else first

    def strays(self) -> Iterator[Submission]:
        """Give the files that are no workbook that was issued, but for those that somebody has taken away since."""
        query = SUBMISSIONS.select().where(SUBMISSIONS.c.issue == "").order_by(SUBMISSIONS.c.file)
        with self._store.reading() as connection:
            for row in connection.execute(query):
                one = submission_of(row._mapping)
                path = Path(one.path.partition(IN_ZIP)[0])
                if path.exists() or not path.parent.exists():
                    yield one


def _values(one: Submission) -> dict[str, object]:
    values: dict[str, object] = {column.name: getattr(one, column.name) for column in fields(one)}
    values["cells"] = json.dumps({name: _written(one.cells[name]) for name in sorted(one.cells)}, ensure_ascii=False)
    for name in ("problems", "remarks", "found"):
        values[name] = _problems_text(values[name])  # type: ignore[arg-type]  # as they stand in a submission
    values["answers"] = answers_text(one.answers)
    values["result"] = json.dumps(list(astuple(one.result)), ensure_ascii=False)
    return values


def submission_of(row: Mapping[Any, Any]) -> Submission:
    """Make a submission of a row of its table."""
    values = dict(row)
    values["cells"] = {name: _read(value) for name, value in json.loads(values["cells"]).items()}
    for name in ("problems", "remarks", "found"):
        values[name] = _problems(values[name])
    values["answers"] = answers_of(values["answers"])
    values["result"] = Result(*json.loads(values["result"]))
    return Submission(**values)


def _problems_text(problems: Sequence[Problem]) -> str:
    return json.dumps([(one.where, one.code, dict(one.facts)) for one in problems], ensure_ascii=False, default=str)


def _problems(text: str) -> tuple[Problem, ...]:
    return tuple(Problem(where, code, tuple(facts.items())) for where, code, facts in json.loads(text))


def _written(value: CellValue) -> object:
    """Write a cell's value as JSON: numbers, texts and truth values as they are, the rest with its kind."""
    match value:
        case str() | float():
            return value
        case CellError():
            return {"error": value.code}
        case CellPercent():
            return {"percent": value.value}
        case CellFormula():
            return {"formula": _written(value.shown)}
        case datetime():
            return {"date": value.isoformat()}
        case date() | time() | Decimal():
            return {"text": str(value)}
        case _:
            return value


def _read(value: Any) -> CellValue:
    match value:
        case {"error": code}:
            return CellError(code)
        case {"percent": number}:
            return CellPercent(number)
        case {"formula": shown}:
            return CellFormula(_read(shown))
        case {"date": text}:
            return datetime.fromisoformat(text)
        case {"text": text}:
            return str(text)
        case _:
            return value  # type: ignore[no-any-return]  # JSON's own: text, number, truth value
