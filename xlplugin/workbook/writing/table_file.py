"""Plain tables of people, as .xlsx: written with columns as wide as their texts, and read back."""

from collections.abc import Sequence
from copy import copy
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.reading import read_file
from xlplugin.notation.cell_address import column_letters
from xlplugin.notation.excel_text import replace_unseen
from xlplugin.notation.text_width import text_width
from xlplugin.workbook.writing.finish_package import finished

MOST_WIDTH, LINE_HEIGHT, MOST_HEIGHT = 60, 15, 400
MOST_COLUMNS = 50
"""Of a list of names that are looked at."""
_BORDER = Border(*(Side("thin", "BFBFBF"),) * 4)


def table_file(title: str, head: Sequence[str], rows: Sequence[Sequence[str | float]]) -> bytes:
    """Write a table; a text that begins with ``=`` stays text, a number is shown with two places if it has any."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    plain, number, title_style = _styles(sheet)
    for at, row in enumerate((head, *rows), 1):
        for column, value in enumerate(row, 1):
            cell: Any = sheet.cell(at, column)
            if isinstance(value, str):
                cell.value = replace_unseen(value)
                cell.data_type = "s"
            else:
                cell.value = value
            # Styles made once: giving each cell its own takes ten times as long.
            cell._style = title_style if at == 1 else number if isinstance(value, float) else plain
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


def _styles(sheet: Worksheet) -> tuple[StyleArray, StyleArray, StyleArray]:
    """Make the styles of texts, of numbers with places and of the head."""
    cell: Any = sheet.cell(1, 1)  # its types leave its style out
    cell.alignment, cell.border = Alignment(vertical="center", wrap_text=True), _BORDER
    plain = copy(cell._style)
    cell.number_format = "0.00"
    number = copy(cell._style)
    cell.number_format, cell.font = "General", Font(bold=True)
    return plain, number, copy(cell._style)


def _lines(text: str, wide: float) -> int:
    """Give how many lines a text takes in a column."""
    return sum(max(1, ceil(text_width(line) / (wide - 1))) for line in text.splitlines() or [""])


def first_sheet(path: Path) -> list[list[str]]:
    """Read a workbook's first sheet, row by row; a blank cell is ''.

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
