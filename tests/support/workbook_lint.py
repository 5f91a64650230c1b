"""What the Open XML SDK validator does not see and Excel would repair, refuse or show wrongly."""

import re
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

_NAME = re.compile(r"[A-Za-z_\\][A-Za-z0-9_.\\]{0,254}")
_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}|[Rr][0-9]*[Cc][0-9]*")
_BAD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")


def faults(workbook: Workbook) -> list[str]:
    """Return everything that is out of order."""
    return [*_names(workbook), *(fault for sheet in workbook.worksheets for fault in _sheet(sheet))]


def _names(workbook: Workbook) -> Iterator[str]:
    titles = [sheet.title for sheet in workbook.worksheets]
    if len({title.casefold() for title in titles}) < len(titles):
        yield "two sheets of one name"
    for name, defined in workbook.defined_names.items():
        if not _NAME.fullmatch(name) or _CELL.fullmatch(name):
            yield f"bad name {name}"
        for sheet, _ in defined.destinations:
            if sheet not in titles:
                yield f"{name} leads to no sheet"


def _sheet(sheet: Worksheet) -> Iterator[str]:
    title = sheet.title
    if len(title) > 31 or re.search(r"[\\/*?:\[\]]", title) or title.startswith("'") or title == "History":
        yield f"bad title {title}"
    taken: set[tuple[int, int]] = set()
    for merged in sheet.merged_cells.ranges:
        cells = set(merged.cells)
        if cells & taken:
            yield f"{title}!{merged.coord} overlaps another merge"
        taken |= cells
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and (len(cell.value) > 32_767 or _BAD.search(cell.value)):
                yield f"{title}!{cell.coordinate} holds what Excel cannot"
            if cell.data_type == "f" and re.search("[，（）；]", re.sub(r'"[^"]*"', "", str(cell.value))):
                yield f"{title}!{cell.coordinate} has full-width punctuation in its formula"
    for letter, column in sheet.column_dimensions.items():
        if not 0 < column.width <= 255:
            yield f"{title}: column {letter} is {column.width} wide"
    for at, dimension in sheet.row_dimensions.items():
        if dimension.height is not None and not 0 < dimension.height <= 409:
            yield f"{title}: row {at} is {dimension.height} high"
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            fill = rule.dxf.fill if rule.dxf else None
            if fill and not (fill.bgColor and fill.bgColor.rgb != "00000000"):
                yield f"{title}!{area.sqref} has a mark without a ground"
