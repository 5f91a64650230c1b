"""Counts that may have been typed as dates: a person is asked, because the file does not show it."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from xlplugin.entries.cell_values import CellDoubtful, CellValue
from xlplugin.rubric.clause import slots
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.slots import Takes

FIRST_DAY, FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The date that workbooks count as 0: nearly always the first; the second in some workbooks from a Mac."""

DAYS, FROM_1904 = "=days", "1904"
"""A name that no cell has, and its value: the workbook counts days from 1904."""

_FIRST, _LAST = 10_959, 99_999
"""The serial number of 1 January 1930; and a number above every count."""

_NUMBERS = float, Decimal
_YEARS = range(1930, 2030)
"""The years that programs choose when two numbers are typed: 3-32 becomes 1 March 1932."""


def date_numbers(
    rubric: Rubric, values: Mapping[str, CellValue], year: int, first_day: date = FIRST_DAY
) -> dict[str, CellDoubtful]:
    """Find counts that equal the serial number of a date: 3-9 and 3/9 become a date, which without its format is 46090.

    Only dates in the year of issue and the next count, because programs use the current year, and first days of months
    in other years. Few real counts are as large.

    Args:
        rubric: the scoring table.
        values: the entries, normalised, by slot.
        year: the year in which the workbook was issued.
        first_day: the date that the workbook counts as 0.

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
    """Return what may have been typed for a date: 3-9 in the same year; '' if nothing is likely."""
    if day.year in (year, year + 1):
        return f"{day.month}-{day.day}"
    return f"{day.month}-{day:%y}" if day.day == 1 and day.year in _YEARS else ""


@lru_cache(maxsize=64)
def _counts(rubric: Rubric) -> tuple[str, ...]:
    """Return the slots that take whole numbers."""
    counts = (slot for clause in rubric.clauses for slot in slots(clause))
    return tuple(slot.name for slot in counts if slot.takes is Takes.WHOLE)
