"""A file that came back: what was typed into it, what a person answered of it, what it came to.

A submission keeps the cells as they were read; scoresheets are made of them.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from xlplugin.entries.cell_values import CellValue
from xlplugin.entries.date_lookalikes import DAYS, FIRST_DAY, FIRST_DAY_1904, FROM_1904, date_numbers
from xlplugin.entries.normalise import Normalised, normalise
from xlplugin.entries.read_entries import Entered, read_cells
from xlplugin.errors import Problem
from xlplugin.rubric.model import Rubric
from xlplugin.store.answers import WHOLE_FILE, Answer, answers_of, answers_text
from xlplugin.store.lazy_cells import LazyCells
from xlplugin.store.schema import checksum


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
        cells: what is filled in, by defined name; ``LOST`` for what the file no longer has.
        places: where that stands (``评分表!H13``), by defined name, if not where it was issued.
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
    cells: LazyCells
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    result: Result
    found: tuple[Problem, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def meant(self) -> dict[str, CellValue]:
        """What was meant, by defined name: what was typed, or what a person answered."""
        answered = {name: answer.answer or None for name, answer in self.answers.items() if name != WHOLE_FILE}
        return {**self.cells, **answered}

    @property
    def verdict(self) -> str:
        """What a person answered of the whole file: 认可, 退回, 采用, or ''."""
        return self.answers[WHOLE_FILE].answer if WHOLE_FILE in self.answers else ""

    @property
    def is_clean(self) -> bool:
        """Whether nobody has to look at it."""
        return not self.problems


def normalised_in(
    rubric: Rubric, cells: Mapping[str, CellValue], issued_at: str = "", settled: Collection[str] = ()
) -> Normalised:
    """Read a return's cells, by defined name, as the form asks for them, as far as there is no doubt; by slot.

    Args:
        rubric: the scoring table.
        cells: what is filled in.
        issued_at: when the workbook was issued, as ISO 8601; '' where all doubts have been settled.
        settled: the names of the cells of which a person has said what is meant.
    """
    slots = {name.removeprefix("in_"): value for name, value in cells.items() if name.startswith(("in_", "na_"))}
    read = normalise(rubric, slots)
    if not issued_at:
        return read
    first_day = FIRST_DAY_1904 if cells.get(DAYS) == FROM_1904 else FIRST_DAY
    doubts = date_numbers(rubric, read.values, int(issued_at[: len("2026")]), first_day)
    open_doubts = {slot: value for slot, value in doubts.items() if f"in_{slot}" not in settled}
    return replace(read, values={**read.values, **open_doubts}) if open_doubts else read


def entered_in(
    rubric: Rubric, cells: Mapping[str, CellValue], body: str, issued_at: str = "", settled: Collection[str] = ()
) -> Entered:
    """Read a return's cells, by defined name, as a scoresheet; what is in doubt is a fault (see ``normalised_in``)."""
    return read_cells(rubric, normalised_in(rubric, cells, issued_at, settled).values, body)


_COLUMNS, _RESULT = (tuple(field.name for field in fields(kind)) for kind in (Submission, Result))


_text = json.JSONEncoder(ensure_ascii=False).encode


_text_of_facts = json.JSONEncoder(ensure_ascii=False, default=str).encode
"""Write JSON; of facts, what JSON has no word for (an exact number, a path) is written as its text."""


def row_of(submission: Submission) -> dict[str, object]:
    """Make a row of its table of a submission."""
    values: dict[str, object] = {name: getattr(submission, name) for name in _COLUMNS}
    values["cells"] = submission.cells.text
    for name in ("problems", "remarks", "found"):
        values[name] = _problems_text(values[name])  # type: ignore[arg-type]  # as they stand in a submission
    values["answers"] = answers_text(submission.answers)
    values["places"] = _text(dict(submission.places))
    values["result"] = _text([getattr(submission.result, name) for name in _RESULT])
    values["checksum"] = checksum(values)
    return values


def submission_of(row: Mapping[Any, Any]) -> Submission:
    """Make a submission of a row of its table.

    One that is not as it was written is damaged: it says so and has no score, until its file is read again.
    """
    if not is_intact(row):
        return _damaged(row)
    values = dict(row)
    del values["checksum"]
    values["cells"] = LazyCells.of_text(values["cells"])
    for name in ("problems", "remarks", "found"):
        values[name] = _problems(values[name])
    values["answers"] = answers_of(values["answers"])
    values["places"] = json.loads(values["places"]) if values["places"] != "{}" else {}
    values["result"] = Result(*json.loads(values["result"]))
    return Submission(**values)


def _problems_text(problems: Sequence[Problem]) -> str:
    return (
        _text_of_facts([(problem.where, problem.code, dict(problem.facts)) for problem in problems])
        if problems
        else "[]"
    )


def _problems(text: str) -> tuple[Problem, ...]:
    if text == "[]":
        return ()
    return tuple(Problem(where, code, tuple(facts.items())) for where, code, facts in json.loads(text))


def is_intact(row: Mapping[Any, Any]) -> bool:
    """Whether a row is as it was written."""
    return bool(row["checksum"] == checksum(row))


def _damaged(row: Mapping[Any, Any]) -> Submission:
    texts = {name: str(row[name]) for name in _COLUMNS if name not in _PARSED}
    size = row["size"] if isinstance(row["size"], int) else 0
    problems = (Problem("", ROW_DAMAGED, (("file", texts["file"][:80]),)),)
    return Submission(**{**texts, "size": size}, cells=LazyCells({}), problems=problems, remarks=(), result=Result())  # type: ignore[arg-type]  # by name


_PARSED = frozenset(("size", "cells", "problems", "remarks", "found", "answers", "places", "result"))


ROW_DAMAGED = "row-damaged"
