"""A submission as a row of its table, and back; what has no place of its own in a row is JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from xlplugin.errors import Problem
from xlplugin.results.answers import answers_of, answers_text
from xlplugin.results.cells import Cells
from xlplugin.results.submission import Result, Submission

_COLUMNS, _RESULT = (tuple(one.name for one in fields(kind)) for kind in (Submission, Result))

_text = json.JSONEncoder(ensure_ascii=False).encode
_text_of_facts = json.JSONEncoder(ensure_ascii=False, default=str).encode
"""Write JSON; of facts, what JSON has no word for (an exact number, a path) is written as its text."""


def row_of(one: Submission) -> dict[str, object]:
    """Make a row of its table of a submission."""
    values: dict[str, object] = {name: getattr(one, name) for name in _COLUMNS}
    values["cells"] = one.cells.text
    for name in ("problems", "remarks", "found"):
        values[name] = _problems_text(values[name])  # type: ignore[arg-type]  # as they stand in a submission
    values["answers"] = answers_text(one.answers)
    values["places"] = _text(dict(one.places))
    values["result"] = _text([getattr(one.result, name) for name in _RESULT])
    return values


def submission_of(row: Mapping[Any, Any]) -> Submission:
    """Make a submission of a row of its table."""
    values = dict(row)
    values["cells"] = Cells.of_text(values["cells"])
    for name in ("problems", "remarks", "found"):
        values[name] = _problems(values[name])
    values["answers"] = answers_of(values["answers"])
    values["places"] = json.loads(values["places"]) if values["places"] != "{}" else {}
    values["result"] = Result(*json.loads(values["result"]))
    return Submission(**values)


def _problems_text(problems: Sequence[Problem]) -> str:
    return _text_of_facts([(one.where, one.code, dict(one.facts)) for one in problems]) if problems else "[]"


def _problems(text: str) -> tuple[Problem, ...]:
    if text == "[]":
        return ()
    return tuple(Problem(where, code, tuple(facts.items())) for where, code, facts in json.loads(text))
