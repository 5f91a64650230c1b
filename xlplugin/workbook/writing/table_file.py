"""Plain tables for people, as .xlsx: written with columns as wide as their texts, and read."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from math import ceil
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.csv_tables import read_csv_rows
from xlplugin.files.reading import cannot_read, read_file
from xlplugin.notation.cell_address import column_letters
from xlplugin.notation.decimals import PUBLISHED_PLACES, exact_pattern
from xlplugin.notation.excel_text import replace_unseen
from xlplugin.notation.text_width import text_width
from xlplugin.workbook.sheet_model import Chart
from xlplugin.workbook.writing.bar_chart import draw_bars
from xlplugin.workbook.writing.finish_package import finished
from xlplugin.workbook.writing.openpyxl_internals import StyleIndex, put_value, scratch_cell, style_index

MOST_WIDTH, LEAST_WIDTH, LINE_HEIGHT, MOST_HEIGHT = 60, 8, 15, 400
PAGE_WIDTH = 150
"""The width of all columns, in characters of half width, at which a table on A4 landscape is printed at 9 points."""

MOST_PAGE_WIDTH = 200
"""The width at which such a page is still readable."""

TITLE_SIZE, TABLE_SIZE = 16, 11
"""Points."""

MOST_COLUMNS = 50
"""Columns of a list of names that are read."""

HEAD_ROW = 2
"""The row of the headings, below the title."""

ACTIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Characters at which programs begin a formula when somebody edits the cell: such texts are marked as texts."""

_BORDER = Border(*(Side("thin", "BFBFBF"),) * 4)


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A table on a sheet of its own.

    Attributes:
        name: of the sheet.
        title: above the table.
        head: the headings.
        rows: a text stays a text, whatever it begins with; a number with decimals is shown with two places.
        charts: drawn beside or below; their cells are those of this sheet (see ``HEAD_ROW``).
        frozen_columns: columns that stay in sight, and are repeated where the table is several pages wide.
        least_widths: of columns that people fill in, by their place from 0.
        choices: what such a column offers, by its place from 0.
    """

    name: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str | float]]
    charts: Sequence[Chart] = ()
    frozen_columns: int = 0
    least_widths: Mapping[int, float] = field(default_factory=dict)
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


def table_file(title: str, head: Sequence[str], rows: Sequence[Sequence[str | float]]) -> bytes:
    """Write a table with a title, repeated headings and a filter, one page of A4 landscape wide.

    A text stays a text, whatever it begins with; a number with decimals is shown with two places.
    """
    return tables_file([TableSheet(title, title, head, rows)])


def tables_file(sheets: Sequence[TableSheet]) -> bytes:
    """Write tables, each on a sheet of its own; see ``table_file``."""
    workbook = Workbook()
    for number, one in enumerate(sheets):
        sheet = workbook.create_sheet() if number else workbook.worksheets[0]
        _write(sheet, one)
    out = BytesIO()
    workbook.save(out)
    return finished(out.getvalue(), {})


def _write(sheet: Worksheet, table: TableSheet) -> None:
    head, rows = table.head, table.rows
    sheet.title = table.name
    styles = _Styles(sheet)
    put_value(sheet, 1, 1, table.title, "s", styles.title)
    for at, row in enumerate((head, *rows), HEAD_ROW):
        for column, value in enumerate(row, 1):
            if isinstance(value, str):
                style = styles.head if at == HEAD_ROW else styles.marked if value.startswith(ACTIVE) else styles.plain
                put_value(sheet, at, column, replace_unseen(value), "s", style)
            else:
                put_value(sheet, at, column, value, "n", styles.number if isinstance(value, float) else styles.plain)
    widths = _widths((head, *rows), table.frozen_columns)
    # A table with columns in sight may be several pages wide, a sheet with charts is one page.
    pages_wide = ceil(sum(widths) / MOST_PAGE_WIDTH) if table.frozen_columns else 1
    widths = [max(width, table.least_widths.get(at, 0)) for at, width in enumerate(widths)]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[column_letters(column)].width = width
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT
    for at, row in enumerate((head, *rows), HEAD_ROW):
        lines_high = max(_lines(str(value), wide) for value, wide in zip(row, widths, strict=True))
        sheet.row_dimensions[at].height = min(MOST_HEIGHT, LINE_HEIGHT * lines_high + 4)
    last = column_letters(len(head))
    if pages_wide > 1 or TITLE_SIZE / TABLE_SIZE * text_width(table.title) > sum(widths):
        put_value(sheet, 1, 1, table.title, "s", styles.left_title)
    elif len(head) > 1:
        sheet.merged_cells.add(f"A1:{last}1")
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{len(rows) + HEAD_ROW}"
    sheet.freeze_panes = f"{column_letters(table.frozen_columns + 1)}{HEAD_ROW + 1}"
    sheet.print_title_rows = f"1:{HEAD_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 1 if table.charts else 0
    if pages_wide > 1:
        sheet.print_title_cols = f"A:{column_letters(table.frozen_columns)}"
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"  # type: ignore[union-attr]  # never missing
    if sheet.sheet_properties.pageSetUpPr:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for at, words in table.choices.items():
        offered = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
        letters = column_letters(at + 1)
        offered.add(f"{letters}{HEAD_ROW + 1}:{letters}{HEAD_ROW + max(1, len(rows))}")
        sheet.add_data_validation(offered)
    for chart in table.charts:
        draw_bars(sheet, chart)


def _widths(rows: Sequence[Sequence[str | float]], kept: int) -> list[float]:
    """Return the widths of the columns: as their texts need, the widest ones narrower until the page is wide enough.

    The first columns, as many as ``kept``, stay as wide as they need to be: names should not be broken.
    """
    widths = []
    for column in zip(*rows, strict=True):
        longest = max(text_width(line) for value in column for line in str(value).splitlines() or [""])
        widths.append(float(min(MOST_WIDTH, longest + 2)))
    while sum(widths) > PAGE_WIDTH and max(widths[kept:], default=0) > LEAST_WIDTH:
        widths[widths.index(max(widths[kept:]), kept)] -= 1
    return widths


class _Styles:
    """The styles of a table, each made once on a cell that is then discarded."""

    def __init__(self, sheet: Worksheet) -> None:
        cell = scratch_cell(sheet)
        cell.alignment, cell.border = Alignment(vertical="center", wrap_text=True), _BORDER
        self.plain: StyleIndex = style_index(cell)
        cell.number_format = exact_pattern(PUBLISHED_PLACES)
        self.number = style_index(cell)
        cell.number_format = "General"
        cell.quotePrefix = True
        self.marked = style_index(cell)
        cell.quotePrefix = False
        cell.font = Font(bold=True)
        self.head = style_index(cell)
        cell.font, cell.border = Font(bold=True, size=TITLE_SIZE), Border()
        cell.alignment = Alignment(horizontal="center", vertical="center")
        self.title = style_index(cell)
        cell.alignment = Alignment(horizontal="left", vertical="center")
        self.left_title = style_index(cell)


def _lines(text: str, wide: float) -> int:
    """Return the number of lines of a text in a column."""
    return sum(max(1, ceil(text_width(line) / (wide - 1))) for line in text.splitlines() or [""])


def read_rows(path: Path, option: str, kinds: Sequence[str] = (".csv", ".xlsx")) -> list[list[str]]:
    """Read a table that an office filled in: CSV in any usual encoding, or the first sheet of a workbook.

    Args:
        path: the table.
        option: the option that names it, for the message.
        kinds: extensions that are taken.

    Raises:
        UsageError: it is of another kind, or cannot be read.
    """
    kind = path.suffix.lower()
    if kind not in kinds:
        raise UsageError([new_problem(option, "no-such-table-format", file=path.name, kinds="、".join(kinds))])
    if kind in (".xlsx", ".xlsm"):
        return first_sheet(path)
    try:
        return read_csv_rows(read_file(path))
    except csv.Error as error:
        raise cannot_read(path, error) from error


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
