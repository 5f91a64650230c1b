"""Building one workbook, beside openpyxl writing the same cells with its styles made once for each kind."""

from copy import copy
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.harness import report, side_by_side
from xlplugin import load_rubric
from xlplugin.workbook.build import workbook_bytes


def run() -> bool:
    """Measure; stated without a bound."""
    rubric = load_rubric("gaoping-2022-b")
    model = load_workbook(BytesIO(workbook_bytes(rubric)))
    variants = {
        "openpyxl writing the same cells": lambda: _same_cells(model),
        "xlplugin building it, with cached values": lambda: workbook_bytes(rubric),
    }
    times = side_by_side(variants, rounds=9)
    return report("Building the workbook of gaoping-2022-b", times, "openpyxl writing the same cells", {})


def _same_cells(model: Workbook) -> None:
    """Write values, styles, widths, heights, merges, validations and names by openpyxl's public interface."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for old in model.worksheets:
        new: Worksheet = made.create_sheet(old.title)
        styles: dict[int, tuple[object, ...]] = {}
        for row in old.iter_rows():
            for cell in row:
                if cell.has_style:
                    kind = cell.style_id
                    if kind not in styles:
                        parts = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
                        styles[kind] = (*(copy(part) for part in parts), cell.number_format)
                    written = new.cell(cell.row, cell.column)  # type: ignore[arg-type]  # None only where a cell is loose
                    (
                        written.font,
                        written.fill,
                        written.border,
                        written.alignment,
                        written.protection,
                        written.number_format,
                    ) = styles[kind]  # type: ignore[assignment]  # as they were collected above
                    if cell.value is not None:
                        written.value = cell.value
        for merged in old.merged_cells.ranges:
            new.merge_cells(merged.coord)
        for letter, column in old.column_dimensions.items():
            new.column_dimensions[letter].width = column.width
        for at, dimension in old.row_dimensions.items():
            new.row_dimensions[at].height = dimension.height
        for validation in old.data_validations.dataValidation:
            new.add_data_validation(copy(validation))
    for name, defined in model.defined_names.items():
        made.defined_names[name] = copy(defined)
    made.save(BytesIO())
