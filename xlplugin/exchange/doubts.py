"""Figures that may mean something else than they say; a person is asked, as nothing of it can be seen in the file."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from xlplugin.clauses import Slot, Takes, slots
from xlplugin.entered import CellValue
from xlplugin.errors import Problem, problem
from xlplugin.exchange.remarks import slot_name
from xlplugin.rubric import Rubric
from xlplugin.workbook.sheet import Cell

_FIRST_DAY = date(1899, 12, 30)
"""The day that programs count as 0."""

_FIRST, _LAST = 10_959, 99_999
"""The first of January 1930; and what no count is above."""

_NUMBERS = float, Decimal
_MONTHS = range(1930, 2030)
"""The years that programs take two figures for: 3-32 is the first of March 1932."""


def date_numbers(
    rubric: Rubric, values: Mapping[str, CellValue], cells: Mapping[str, Cell], issued_at: str
) -> Iterator[Problem]:
    """Find counts that are the number of a day: 3-9 and 3/9 become a date, and without its format that is 46090.

    Only days of the year in which the workbook was issued, and of the next, are meant, as programs take the year in
    which they run, and firsts of months of other years. Few counts come to as much.

    Args:
        rubric: the scoring table.
        values: what is filled in, normalised, by slot.
        cells: where it stands, by defined name.
        issued_at: when the workbook was issued, as ISO 8601.
    """
    year = date.fromisoformat(issued_at[: len("2026-11-22")]).year
    for name, slot in _counts(rubric).items():
        value, cell = values.get(slot.name), cells.get(name)
        if not isinstance(value, _NUMBERS) or not _FIRST <= value <= _LAST or value != int(value) or cell is None:
            continue
        day = _FIRST_DAY + timedelta(days=int(value))
        if day.year in (year, year + 1):
            typed = f"{day.month}-{day.day}"
        elif day.day == 1 and day.year in _MONTHS:
            typed = f"{day.month}-{day:%y}"
        else:
            continue
        facts = {"label": slot.label, "value": int(value), "typed": typed}
        yield problem(f"{cell.sheet}!{cell.address}", "date-number", **facts, cell=name)


@lru_cache(maxsize=64)
def _counts(rubric: Rubric) -> Mapping[str, Slot]:
    """Give the slots that take whole numbers, by their defined names."""
    found = (slot for clause in rubric.clauses for slot in slots(clause))
    return {slot_name(slot.name): slot for slot in found if slot.takes is Takes.WHOLE}
