"""Building one workbook, beside openpyxl and xlsxwriter writing the same cells; its size; LibreOffice opening it."""

import tempfile
import time
from copy import copy
from io import BytesIO
from pathlib import Path
from statistics import median

import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.harness import report, side_by_side
from xlplugin import load_rubric
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.look_file import load_look

BOUND = 0.6
"""Of the time that openpyxl takes for the same cells."""

MOST_BYTES = 60_000
OURS, OPENPYXL = "xlplugin building it, with cached values", "openpyxl writing the same cells"


def run() -> bool:
    """Measure; whether the bounds of time and size hold."""
    rubric, look = load_rubric("gaoping-2022-b"), load_look()
    content = workbook_bytes(rubric, BuildOptions(look=look))
    model = load_workbook(BytesIO(content))
    variants = {
        OPENPYXL: lambda: _by_openpyxl(model),
        "xlsxwriter writing the same cells": lambda: _by_xlsxwriter(model),
        OURS: lambda: workbook_bytes(rubric, BuildOptions(look=look)),
        "xlplugin building the edition assess": lambda: workbook_bytes(
            rubric, BuildOptions(look=look, edition="assess")
        ),
        "xlplugin building it with a password": lambda: workbook_bytes(
            rubric,
            BuildOptions(look=look, password="政务"),  # noqa: S106  # no secret
        ),
    }
    times = side_by_side(variants, rounds=9)
    is_fast = report("Building the workbook of gaoping-2022-b", times, OPENPYXL, {OURS: BOUND})
    print(f"  its file: {len(content) / 1000:.1f} kB, bound {MOST_BYTES / 1000:.0f} kB")
    _open_in_libreoffice(content)
    return is_fast and len(content) <= MOST_BYTES


def _open_in_libreoffice(content: bytes) -> None:
    """State how long LibreOffice takes to load and recalculate it."""
    from tests.support.libreoffice import LibreOffice

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.xlsx"
        path.write_bytes(content)
        office = LibreOffice.find(Path(folder) / "profile")
        if office is None:
            print("  LibreOffice is not installed: not measured")
            return
        taken = []
        for _ in range(7):
            start = time.perf_counter()
            office.open(path)
            taken.append(time.perf_counter() - start)
            office.close()
        office.stop()
    print(f"  LibreOffice loading and recalculating it: {median(taken) * 1000:.0f} ms")


def _styles(cell: Cell) -> tuple[object, ...]:
    return tuple(copy(part) for part in (cell.font, cell.fill, cell.border, cell.alignment, cell.protection))


def _by_openpyxl(model: Workbook) -> None:
    """Write values, styles, widths, heights, merges, validations and names by openpyxl's public interface."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for old in model.worksheets:
        new: Worksheet = made.create_sheet(old.title)
        styles: dict[int, tuple[object, ...]] = {}
        for row in old.iter_rows():
            for cell in row:
                if not cell.has_style:
                    continue
                kind = cell.style_id
                if kind not in styles:
                    styles[kind] = (*_styles(cell), cell.number_format)  # type: ignore[arg-type]  # merged ones too
                written = new.cell(cell.row, cell.column)  # type: ignore[arg-type]  # None only where a cell is loose
                for name, part in zip(
                    ("font", "fill", "border", "alignment", "protection", "number_format"), styles[kind], strict=True
                ):
                    setattr(written, name, part)
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


def _by_xlsxwriter(model: Workbook) -> None:
    """Write values, formats, widths, heights, merges and names by xlsxwriter, with a format for each kind of cell."""
    made = xlsxwriter.Workbook(BytesIO(), {"in_memory": True})
    formats: dict[int, object] = {}
    for old in model.worksheets:
        new = made.add_worksheet(old.title)
        for row in old.iter_rows():
            for cell in row:
                if not cell.has_style:
                    continue
                kind = cell.style_id
                if kind not in formats:
                    formats[kind] = made.add_format(
                        {
                            "font_name": cell.font.name,
                            "font_size": cell.font.size,
                            "border": 1 if cell.border.left and cell.border.left.style else 0,
                            "text_wrap": True,
                            "align": cell.alignment.horizontal or "left",
                            "valign": "vcenter",
                            "locked": bool(cell.protection.locked),
                        }
                    )
                at = (cell.row or 1) - 1, (cell.column or 1) - 1
                if cell.data_type == "f":
                    new.write_formula(*at, str(cell.value), formats[kind])
                elif cell.value is None:
                    new.write_blank(*at, None, formats[kind])
                else:
                    new.write(*at, cell.value, formats[kind])
        for merged in old.merged_cells.ranges:
            left, top, right, bottom = merged.bounds
            first = old.cell(top, left)
            new.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", formats[first.style_id])
        for letter, column in old.column_dimensions.items():
            new.set_column(f"{letter}:{letter}", column.width)
        for at_row, dimension in old.row_dimensions.items():
            new.set_row(at_row - 1, dimension.height)
    for name, defined in model.defined_names.items():
        made.define_name(name, f"={defined.attr_text}")
    made.close()
