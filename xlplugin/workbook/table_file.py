"""Plain tables of people, as .xlsx: written with columns as wide as their texts, and read back."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font

from xlplugin.address import letters
from xlplugin.errors import WrongUse, problem
from xlplugin.workbook.measure import width
from xlplugin.workbook.package import finished

MOST_WIDTH = 60


def table_file(title: str, head: Sequence[str], rows: Sequence[Sequence[str | int]]) -> bytes:
    """Write a table; a text that begins with ``=`` stays text."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    for at, row in enumerate((head, *rows), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(vertical="center", wrap_text=True)
    for column in range(1, len(head) + 1):
        texts = [str(row[column - 1]) for row in (head, *rows)]
        sheet.column_dimensions[letters(column)].width = min(MOST_WIDTH, max(map(width, texts)) + 2)
        sheet.cell(1, column).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if sheet.sheet_properties.pageSetUpPr:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = BytesIO()
    workbook.save(out)
    return finished(out.getvalue(), {})


def first_column(path: Path) -> list[str]:
    """Read the first column of a workbook's first sheet, row by row; a blank cell is ''.

    Raises:
        WrongUse: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            sheet = load_workbook(file, data_only=True).worksheets[0]
    except FileNotFoundError as error:
        raise WrongUse([problem(str(path), "no-such-file")]) from error
    except OSError as error:
        raise WrongUse([problem(str(path), "cannot-read", why=error.strerror or error)]) from error
    except Exception as error:  # openpyxl fails on damaged files in dozens of ways
        raise WrongUse([problem(str(path), "damaged-package")]) from error
    return [str(value) if value is not None else "" for (value,) in sheet.iter_rows(max_col=1, values_only=True)]
