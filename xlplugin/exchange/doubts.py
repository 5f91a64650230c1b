"""Figures that may mean something else than they say; a person is asked, as nothing of it can be seen in the file."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from xlplugin.clauses import Slot, Takes, slots
from xlplugin.errors import Problem, problem
from xlplugin.exchange.remarks import slot_name
from xlplugin.rubric import Rubric
from xlplugin.workbook.verification import Returned

_FIRST_DAY = date(1899, 12, 30)
"""The day that programs count as 0."""


def date_numbers(rubric: Rubric, returned: Returned, issued_at: str) -> Iterator[Problem]:
    """Find counts that are the number of a day: of 3-9 or 3/9, typed where numbers are asked for, Excel makes 46090.

    Only days of the year in which the workbook was issued, and of the next, are meant: programs take the year in which
    they run, and few counts come to as much.

    Args:
        rubric: the scoring table.
        returned: what is filled in.
        issued_at: when the workbook was issued, as ISO 8601.
    """
    year = date.fromisoformat(issued_at[: len("2026-11-22")]).year
    first, last = ((day - _FIRST_DAY).days for day in (date(year, 1, 1), date(year + 1, 12, 31)))
    for name, value in returned.values.items():
        if type(value) is float and first <= value <= last and value.is_integer() and name in _counts(rubric):
            day, cell = _FIRST_DAY + timedelta(days=int(value)), returned.cells[name]
            facts = {"label": _counts(rubric)[name].label, "value": int(value), "typed": f"{day.month}-{day.day}"}
            yield problem(f"{cell.sheet}!{cell.address}", "date-number", **facts, cell=name)


@lru_cache(maxsize=64)
def _counts(rubric: Rubric) -> Mapping[str, Slot]:
    """Give the slots that take whole numbers, by their defined names."""
    found = (slot for clause in rubric.clauses for slot in slots(clause))
    return {slot_name(slot.name): slot for slot in found if slot.takes is Takes.WHOLE}
