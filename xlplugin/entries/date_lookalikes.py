"""Figures that may mean something else than they say; a person is asked, as nothing of it can be seen in the file."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from xlplugin.entries.cell_values import CellDoubtful, CellValue
from xlplugin.rubric.clause_kinds import Takes, slots
from xlplugin.rubric.model import Rubric

FIRST_DAY, FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The day that programs count as 0: in by far the most workbooks the first, in some from a Mac the second."""

DAYS, FROM_1904 = "=days", "1904"
"""Among the cells of a return, by a name that no cell has: that the workbook counts days from 1904."""

_FIRST, _LAST = 10_959, 99_999
"""The first of January 1930; and what no count is above."""

_NUMBERS = float, Decimal
_MONTHS = range(1930, 2030)
"""The years that programs take two figures for: 3-32 is the first of March 1932."""


def date_numbers(
    rubric: Rubric, values: Mapping[str, CellValue], year: int, first_day: date = FIRST_DAY
) -> dict[str, CellDoubtful]:
    """Find counts that are the number of a day: 3-9 and 3/9 become a date, and without its format that is 46090.

    Only days of the year in which the workbook was issued, and of the next, are meant, as programs take the year in
    which they run, and firsts of months of other years. Few counts come to as much.

    Args:
        rubric: the scoring table.
        values: what is filled in, normalised, by slot.
        year: in which the workbook was issued.
        first_day: the day that the workbook counts as 0.

    Returns:
        These counts, by slot, each with what may have been typed.
    """
    doubtful: dict[str, CellDoubtful] = {}
    for name in _counts(rubric):
        value = values.get(name)
        if not isinstance(value, _NUMBERS) or not _FIRST <= value <= _LAST or value != int(value):
            continue
        if typed := _typed(first_day + timedelta(days=int(value)), year):
            doubtful[name] = CellDoubtful(int(value), typed)
    return doubtful


def _typed(day: date, year: int) -> str:
    """Give what programs make a day of, when it is typed: of 3-9 in 2026; '' where nothing is likely."""
    if day.year in (year, year + 1):
        return f"{day.month}-{day.day}"
    return f"{day.month}-{day:%y}" if day.day == 1 and day.year in _MONTHS else ""


@lru_cache(maxsize=64)
def _counts(rubric: Rubric) -> tuple[str, ...]:
    """Give the slots that take whole numbers."""
    counts = (slot for clause in rubric.clauses for slot in slots(clause))
    return tuple(slot.name for slot in counts if slot.takes is Takes.WHOLE)
