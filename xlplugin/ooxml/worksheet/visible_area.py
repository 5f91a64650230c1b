"""What of a sheet its readers can see: which rows and columns are hidden, or cannot be reached by scrolling."""

from dataclasses import dataclass

from xlplugin.ooxml.worksheet.scanner import LAST_COLUMN, LEAST_WIDTH
from xlplugin.ooxml.worksheet.worksheet_elements import Found


@dataclass(frozen=True, slots=True)
class Visible:
    """What can be seen.

    Attributes:
        hidden_rows: the numbers of the rows that cannot be.
        hidden_columns: the first and the last of columns that cannot be.
        frozen_rows: the height (points) of the rows that stay in place when the sheet is scrolled.
        frozen_columns: the width (characters) of such columns.
    """

    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    frozen_rows: float
    frozen_columns: float


def visible(found: Found, last_row: int) -> Visible:
    """Tell what can be seen of a sheet.

    Args:
        found: what its part holds.
        last_row: the last in which anything stands.
    """
    rows, columns = set(found.hidden_rows), list(found.hidden_columns)
    if found.hides_others:
        rows |= {row for row in range(1, last_row + 1) if row not in found.heights}
    if found.default_width < LEAST_WIDTH:
        columns += _others(found)
    high = wide = 0.0
    if frozen := found.frozen:
        # What stays in place begins where the view does: what stands before can never be scrolled to.
        if frozen.rows:
            rows |= set(range(1, frozen.first_row))
            shown = range(frozen.first_row, min(frozen.first_row + frozen.rows, last_row + 1))
            high = sum(found.heights.get(row, found.default_height) for row in shown if row not in rows)
        if frozen.columns:
            if frozen.first_column > 1:
                columns.append((1, frozen.first_column - 1))
            first, last = frozen.first_column, min(frozen.first_column + frozen.columns - 1, LAST_COLUMN)
            wide = sum(width_of(found.widths, column, found.default_width) for column in range(first, last + 1)[:500])
    return Visible(frozenset(rows), tuple(columns), high, wide)


def width_of(widths: list[tuple[int, int, float]] | tuple[tuple[int, int, float], ...], at: int, other: float) -> float:
    """Give a column's width; ``other`` for one that has none of its own."""
    return next((width for first, last, width in widths if first <= at <= last), other)


def _others(found: Found) -> list[tuple[int, int]]:
    """Give the runs of columns that have no width of their own."""
    runs, begun = [], 1
    for first, last, _ in sorted(found.widths):
        if begun < first:
            runs.append((begun, first - 1))
        begun = max(begun, last + 1)
    return [*runs, (begun, LAST_COLUMN)] if begun <= LAST_COLUMN else runs
