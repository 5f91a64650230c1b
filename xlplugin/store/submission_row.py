"""A submission as a row of its table, and back; what has no place of its own in a row is JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from xlplugin.errors import Problem
from xlplugin.store.answers import answers_of, answers_text
from xlplugin.store.lazy_cells import LazyCells
from xlplugin.store.schema import checksum
from xlplugin.store.submission import Result, Submission

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
