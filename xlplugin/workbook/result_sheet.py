"""Writes 结果: the totals, the grade and where it comes from, and the dimensions."""

from openpyxl.worksheet.worksheet import Worksheet

from xlplugin.amount import ONE
from xlplugin.calculation import UNASSESSED, calculation
from xlplugin.formula import formula
from xlplugin.workbook.layout import RESULT_SHEET, RESULTS, RESULTS_ROW, Layout, letters
from xlplugin.workbook.measure import height
from xlplugin.workbook.page import fit_width
from xlplugin.workbook.styles import BODY_SIZE, Formula, Painter, shown_as
from xlplugin.workbook.wording import grade_basis

WIDTHS = (34.0, 14.0, 12.0, 12.0, 12.0)


def write_result_sheet(sheet: Worksheet, layout: Layout, painter: Painter) -> None:
    """Write the whole sheet."""
    expressions = {step.name: step.expression for step in calculation(layout.rubric).steps}
    cells = layout.cells(RESULT_SHEET)

    def put_figure(step: str, style: str = "figure") -> None:
        cell = layout.figures[step]
        painter.put(sheet, cell.row, cell.column, Formula(formula(expressions[step], cells)), style)

    painter.put(sheet, 1, 1, "考核结果", "title")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(WIDTHS))
    sheet.row_dimensions[1].height = 36
    for at, (name, label) in enumerate(RESULTS):
        painter.put(sheet, RESULTS_ROW + at, 1, label, "text")
        put_figure(name, "published" if name == "published" else "figure")
    head = layout.dimensions_row - 1
    for column, text in enumerate(("一级指标", "赋分", "扣分", "加分", "得分"), 1):
        painter.put(sheet, head, column, text, "head")
    for at, dimension in enumerate(layout.rubric.dimensions):
        row, name = layout.dimensions_row + at, f"dimension{dimension.number}"
        painter.put(sheet, row, 1, dimension.name, "text")
        painter.put(sheet, row, 2, _number(dimension.points), "figure")
        for what in ("deduction", "bonus", "score"):
            put_figure(f"{name}:{what}")
    first = layout.figures[f"dimension{layout.rubric.dimensions[0].number}:score"]
    last = layout.figures[f"dimension{layout.rubric.dimensions[-1].number}:score"]
    total = layout.figures["total"]
    # The dimensions of an untouched sheet add up to full marks; they must not read so.
    untouched = f'${letters(total.column)}${total.row}="{UNASSESSED}"'
    sheet.conditional_formatting.add(f"{first.address}:{last.address}", shown_as(UNASSESSED, untouched))
    _write_notes(sheet, layout, painter)
    for letter, wide in zip("ABCDE", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = wide
    sheet.page_setup.paperSize = 9  # A4
    fit_width(sheet, "portrait")


def _write_notes(sheet: Worksheet, layout: Layout, painter: Painter) -> None:
    row = layout.dimensions_row + len(layout.rubric.dimensions) + 1
    for text in (grade_basis(layout.rubric.scheme), *layout.rubric.footnotes):
        painter.put(sheet, row, 1, text, "note")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(WIDTHS))
        sheet.row_dimensions[row].height = height(text, sum(WIDTHS), BODY_SIZE)
        row += 1


def _number(amount: int) -> float | int:
    """Give an amount as the number that a cell holds; whole ones without a decimal point."""
    return amount // ONE if amount % ONE == 0 else amount / ONE
