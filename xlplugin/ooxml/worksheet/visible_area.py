"""Which rows and columns of a sheet a reader can see: not hidden, and reachable by scrolling."""

from dataclasses import dataclass

from xlplugin.ooxml.worksheet.scanner import LAST_COLUMN, LEAST_WIDTH
from xlplugin.ooxml.worksheet.worksheet_elements import ScannedSheet


@dataclass(frozen=True, slots=True)
class VisibleArea:
    """The visible part of a sheet.

    Attributes:
        hidden_rows: the numbers of the rows that cannot be seen.
        hidden_columns: the first and the last of columns that cannot be seen.
        frozen_rows: the height (points) of the rows that stay in place when the sheet is scrolled.
        frozen_columns: the width (characters) of such columns.
    """

    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    frozen_rows: float
    frozen_columns: float


def visible_area(sheet: ScannedSheet, last_row: int) -> VisibleArea:
    """Work out what can be seen of a sheet.

    Args:
        sheet: its scanned part.
        last_row: the last row with content.
    """
    rows, columns = set(sheet.hidden_rows), list(sheet.hidden_columns)
    if sheet.hides_others:
        rows |= {row for row in range(1, last_row + 1) if row not in sheet.heights}
    if sheet.default_width < LEAST_WIDTH:
        columns += _others(sheet)
    high = wide = 0.0
    if frozen := sheet.frozen:
        # The frozen rows begin where the view does: those before it can never be reached.
        if frozen.rows:
            rows |= set(range(1, frozen.first_row))
            shown = range(frozen.first_row, min(frozen.first_row + frozen.rows, last_row + 1))
            high = sum(sheet.heights.get(row, sheet.default_height) for row in shown if row not in rows)
        if frozen.columns:
            if frozen.first_column > 1:
                columns.append((1, frozen.first_column - 1))
            first, last = frozen.first_column, min(frozen.first_column + frozen.columns - 1, LAST_COLUMN)
            wide = sum(width_of(sheet.widths, column, sheet.default_width) for column in range(first, last + 1)[:500])
    return VisibleArea(frozenset(rows), tuple(columns), high, wide)


def width_of(widths: list[tuple[int, int, float]] | tuple[tuple[int, int, float], ...], at: int, other: float) -> float:
    """Return the width of a column; ``other`` for one without a width of its own."""
    return next((width for first, last, width in widths if first <= at <= last), other)


def _others(sheet: ScannedSheet) -> list[tuple[int, int]]:
    """Return the runs of columns without a width of their own."""
    runs, begun = [], 1
    for first, last, _ in sorted(sheet.widths):
        if begun < first:
            runs.append((begun, first - 1))
        begun = max(begun, last + 1)
    return [*runs, (begun, LAST_COLUMN)] if begun <= LAST_COLUMN else runs
