"""Plain tables for people, as .xlsx: written with columns as wide as their texts, and read."""

from collections.abc import Sequence
from io import BytesIO
from math import ceil
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.reading import read_file
from xlplugin.notation.cell_address import column_letters
from xlplugin.notation.excel_text import replace_unseen
from xlplugin.notation.text_width import text_width
from xlplugin.workbook.writing.finish_package import finished
from xlplugin.workbook.writing.openpyxl_internals import StyleIndex, put_value, scratch_cell, style_index

MOST_WIDTH, LINE_HEIGHT, MOST_HEIGHT = 60, 15, 400
MOST_COLUMNS = 50
"""Columns of a list of names that are read."""
_BORDER = Border(*(Side("thin", "BFBFBF"),) * 4)


def table_file(title: str, head: Sequence[str], rows: Sequence[Sequence[str | float]]) -> bytes:
    """Write a table; a text that begins with ``=`` stays text, a number with decimals is shown with two places."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    plain, number, title_style = _styles(sheet)
    for at, row in enumerate((head, *rows), 1):
        for column, value in enumerate(row, 1):
            style = title_style if at == 1 else number if isinstance(value, float) else plain
            if isinstance(value, str):
                put_value(sheet, at, column, replace_unseen(value), "s", style)
            else:
                put_value(sheet, at, column, value, "n", style)
    widths = []
    for column in range(1, len(head) + 1):
        lines = [line for row in (head, *rows) for line in str(row[column - 1]).splitlines()]
        widths.append(min(MOST_WIDTH, max(map(text_width, lines)) + 2))
        sheet.column_dimensions[column_letters(column)].width = widths[-1]
    for at, row in enumerate((head, *rows), 1):
        lines_high = max(_lines(str(value), wide) for value, wide in zip(row, widths, strict=True))
        sheet.row_dimensions[at].height = min(MOST_HEIGHT, LINE_HEIGHT * lines_high + 4)
    sheet.auto_filter.ref = f"A1:{column_letters(len(head))}{len(rows) + 1}"
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if sheet.sheet_properties.pageSetUpPr:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = BytesIO()
    workbook.save(out)
    return finished(out.getvalue(), {})


def _styles(sheet: Worksheet) -> tuple[StyleIndex, StyleIndex, StyleIndex]:
    """Make the styles of texts, of numbers with decimals and of headings."""
    cell = scratch_cell(sheet)
    cell.alignment, cell.border = Alignment(vertical="center", wrap_text=True), _BORDER
    plain = style_index(cell)
    cell.number_format = "0.00"
    number = style_index(cell)
    cell.number_format, cell.font = "General", Font(bold=True)
    return plain, number, style_index(cell)


def _lines(text: str, wide: float) -> int:
    """Return the number of lines of a text in a column."""
    return sum(max(1, ceil(text_width(line) / (wide - 1))) for line in text.splitlines() or [""])


def first_sheet(path: Path) -> list[list[str]]:
    """Read the first sheet of a workbook, row by row; a blank cell is ''.

    Raises:
        UsageError: it cannot be read.
    """
    content = read_file(path)
    try:
        sheet = load_workbook(BytesIO(content), data_only=True).worksheets[0]
    except Exception as error:  # openpyxl fails on damaged files in dozens of ways
        raise UsageError([new_problem(str(path), "damaged-package")]) from error
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    return [["" if value is None else str(value) for value in row] for row in rows]
