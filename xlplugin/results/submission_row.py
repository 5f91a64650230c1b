"""A submission as a row of its table, and back; what has no place of its own in a row is JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xlplugin.entered import CellDisguised, CellError, CellFormula, CellPercent, CellValue
from xlplugin.errors import Problem
from xlplugin.results.answers import answers_of, answers_text
from xlplugin.results.submission import Result, Submission

_COLUMNS, _RESULT = (tuple(one.name for one in fields(kind)) for kind in (Submission, Result))

_text = json.JSONEncoder(ensure_ascii=False).encode
_text_of_facts = json.JSONEncoder(ensure_ascii=False, default=str).encode
"""Write JSON; of facts, what JSON has no word for (an exact number, a path) is written as its text."""


def row_of(one: Submission) -> dict[str, object]:
    """Make a row of its table of a submission."""
    values: dict[str, object] = {name: getattr(one, name) for name in _COLUMNS}
    values["cells"] = _text_of_cells(dict(one.cells))
    for name in ("problems", "remarks", "found"):
        values[name] = _problems_text(values[name])  # type: ignore[arg-type]  # as they stand in a submission
    values["answers"] = answers_text(one.answers)
    values["places"] = _text(dict(one.places))
    values["result"] = _text([getattr(one.result, name) for name in _RESULT])
    return values


def submission_of(row: Mapping[Any, Any]) -> Submission:
    """Make a submission of a row of its table."""
    values = dict(row)
    cells = json.loads(values["cells"]).items()
    values["cells"] = {name: _read(value) if type(value) is dict else value for name, value in cells}
    for name in ("problems", "remarks", "found"):
        values[name] = _problems(values[name])
    values["answers"] = answers_of(values["answers"])
    values["places"] = json.loads(values["places"])
    values["result"] = Result(*json.loads(values["result"]))
    return Submission(**values)


def _problems_text(problems: Sequence[Problem]) -> str:
    return _text_of_facts([(one.where, one.code, dict(one.facts)) for one in problems]) if problems else "[]"


def _problems(text: str) -> tuple[Problem, ...]:
    return tuple(Problem(where, code, tuple(facts.items())) for where, code, facts in json.loads(text))


def _written(value: object) -> object:
    """Write a cell's value for which JSON has no word: with its kind."""
    match value:
        case CellError():
            return {"error": value.code}
        case CellPercent():
            return {"percent": value.value}
        case CellDisguised():
            return {"disguised": value.value, "format": value.format}
        case CellFormula():
            return {"formula": value.shown}
        case datetime():
            return {"date": value.isoformat()}
        case date() | time() | Decimal():
            return {"text": str(value)}
        case _:
            raise TypeError(type(value).__name__)


_text_of_cells = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_written).encode
"""Write cells, by name."""


def _read(value: Any) -> CellValue:
    match value:
        case {"error": code}:
            return CellError(code)
        case {"percent": number}:
            return CellPercent(number)
        case {"disguised": number, "format": code}:
            return CellDisguised(number, code)
        case {"formula": shown}:
            return CellFormula(_read(shown))
        case {"date": text}:
            return datetime.fromisoformat(text)
        case {"text": text}:
            return str(text)
        case _:
            return value  # type: ignore[no-any-return]  # JSON's own: text, number, truth value
