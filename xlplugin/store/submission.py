"""A file that came back: its entries, the answers about it, its result.

A submission keeps the cells as they were read; scoresheets are made from them.
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
from xlplugin.store.decided.answers import WHOLE_FILE, Answer, answers_of, answers_text, is_about_cell
from xlplugin.store.lazy_cells import LazyCells
from xlplugin.store.schema import checksum


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a submission when it was collected: exact figures as text, '' if there are none.

    ``shown`` is the total that the workbook itself shows.
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
        issue: the number of its issue; '' if it is not an issued workbook.
        rubric, edition, body: of that issue.
        file: its name in the collected folder when it was first seen.
        path: where it was first seen; other places are recorded separately.
        size: in bytes.
        saved_at: when it was last saved, by its own properties; '' if they do not say.
        file_time: when it was last changed, by its folder; both in UTC.
        collected_at: when it was collected; all three as ISO 8601.
        reader: the version of the program that read it.
        cells: the entries, by defined name; ``LOST`` for cells that the file no longer has.
        places: the cells (``评分表!H13``) that are not where they were issued, by defined name.
        problems: what a person has to look at.
        found: the problems before any answer.
        answers: the answers, by the name of the cell, '' for the whole file.
        remarks: what a person may want to know.
        result: its result.
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
        """What was meant, by defined name: the entry, or the answer about it."""
        answered = {name: answer.answer or None for name, answer in self.answers.items() if is_about_cell(name)}
        return {**self.cells, **answered}

    @property
    def verdict(self) -> str:
        """The answer about the whole file: 认可, 退回, 采用, or ''."""
        return self.answers[WHOLE_FILE].answer if WHOLE_FILE in self.answers else ""

    @property
    def is_clean(self) -> bool:
        """Whether no person has to look at it."""
        return not self.problems


def normalised_in(
    rubric: Rubric, cells: Mapping[str, CellValue], issued_at: str = "", settled: Collection[str] = ()
) -> Normalised:
    """Read the cells of a return as the form asks for them, as far as there is no doubt; by slot.

    Args:
        rubric: the scoring table.
        cells: the entries, by defined name.
        issued_at: when the workbook was issued, as ISO 8601; '' if all doubts are settled.
        settled: the names of the cells for which a person has decided.
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
    """Read the cells of a return as a scoresheet; doubtful entries are faults (see ``normalised_in``)."""
    return read_cells(rubric, normalised_in(rubric, cells, issued_at, settled).values, body)


_COLUMNS, _RESULT = (tuple(field.name for field in fields(kind)) for kind in (Submission, Result))


_text = json.JSONEncoder(ensure_ascii=False).encode


_text_of_facts = json.JSONEncoder(ensure_ascii=False, default=str).encode
"""Write JSON; facts that JSON cannot express (an exact number, a path) are written as text."""


def row_of(submission: Submission) -> dict[str, object]:
    """Turn a submission into a row of its table."""
    values: dict[str, object] = {name: getattr(submission, name) for name in _COLUMNS}
    values["cells"] = submission.cells.text
    for name in ("problems", "remarks", "found"):
        values[name] = _problems_text(values[name])  # type: ignore[arg-type]  # as in a submission
    values["answers"] = answers_text(submission.answers)
    values["places"] = _text(dict(submission.places))
    values["result"] = _text([getattr(submission.result, name) for name in _RESULT])
    values["checksum"] = checksum(values)
    return values


def submission_of(row: Mapping[Any, Any]) -> Submission:
    """Turn a row of its table into a submission.

    A row with a wrong checksum is damaged: it has that problem and no score until its file is read again.
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
    """Whether a row fits its checksum."""
    return bool(row["checksum"] == checksum(row))


def _damaged(row: Mapping[Any, Any]) -> Submission:
    texts = {name: str(row[name]) for name in _COLUMNS if name not in _PARSED}
    size = row["size"] if isinstance(row["size"], int) else 0
    problems = (Problem("", ROW_DAMAGED, (("file", texts["file"][:80]),)),)
    return Submission(**{**texts, "size": size}, cells=LazyCells({}), problems=problems, remarks=(), result=Result())  # type: ignore[arg-type]  # by name


_PARSED = frozenset(("size", "cells", "problems", "remarks", "found", "answers", "places", "result"))


ROW_DAMAGED = "row-damaged"
