"""Writes 评分表: the notice's table, beside it what is entered and what it comes to."""

from collections.abc import Callable
from itertools import groupby

from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlplugin.amount import shown
from xlplugin.calculation import FAULTY, NOT_APPLICABLE, calculation
from xlplugin.clauses import Clause, Slot, Takes, slots
from xlplugin.formula import formula
from xlplugin.rubric import Indicator
from xlplugin.workbook.layout import HEAD_ROW, RESULT_SENTENCE, SCORE_SHEET, Layout, Line
from xlplugin.workbook.measure import height
from xlplugin.workbook.styles import BODY_SIZE, Formula, Painter
from xlplugin.workbook.wording import input_prompt, input_rule, label, standard

MOST_HEIGHT = 409.0
"""Points; no row may be higher."""


def write_score_sheet(sheet: Worksheet, layout: Layout, painter: Painter, body: str) -> None:
    """Write the whole sheet."""
    _write_head(sheet, layout, painter, body)
    _write_official(sheet, layout, painter)
    _write_entries(sheet, layout, painter)
    _set_heights(sheet, layout)
    _add_marks(sheet, layout)
    _set_page(sheet, layout)


def _write_head(sheet: Worksheet, layout: Layout, painter: Painter, body: str) -> None:
    rubric, last = layout.rubric, len(layout.columns)
    painter.put(sheet, 1, 1, rubric.title, "title")
    painter.put(sheet, 2, 1, f"{rubric.notice.title}（{rubric.notice.number}）{rubric.notice.annex}", "note")
    painter.put(sheet, 3, 1, f"考核对象：{body}", "summary")
    expressions = {step.name: step.expression for step in calculation(rubric).steps}
    live = formula(expressions[RESULT_SENTENCE], layout.cells(SCORE_SHEET))
    painter.put(sheet, 4, 1, Formula(live), "summary")
    for row in (1, 2, 3, 4):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    sheet.row_dimensions[1].height = 36
    for at, column in enumerate(layout.columns, 1):
        painter.put(sheet, HEAD_ROW, at, column.head, "head")
        sheet.column_dimensions[sheet.cell(HEAD_ROW, at).column_letter].width = column.width
    sheet.row_dimensions[HEAD_ROW].height = 32


def _write_official(sheet: Worksheet, layout: Layout, painter: Painter) -> None:
    """Write the columns of the notice's table, merged as it is printed."""
    for key, column in (("dimension", 1), ("subdimension", 2)):
        for line, rows in _runs(layout, lambda line, key=key: getattr(line, key)):
            group = getattr(line, key)
            text = group.name
            if key == "dimension" and group.points_printed and group.points:
                text += f"（{shown(group.points)}分）"
            _put_merged(sheet, painter, rows, column, text, "centre")
    for line, rows in _runs(layout, lambda line: line.indicator):
        for name, text, style in _official_cells(layout, line.indicator):
            _put_merged(sheet, painter, rows, layout.column(name), text, style)
    for line, rows in _runs(layout, lambda line: line.below):
        head = "综合加分项" if line.below is layout.rubric.general_bonus else "重大扣分项"
        text = f"{head}\n{line.below.lead}" if line.below.lead else head
        _put_merged(sheet, painter, rows, 1, text, "centre", layout.column("points") - 1)
        _put_merged(sheet, painter, rows, layout.column("points"), "—", "centre")
        _put_merged(sheet, painter, rows, layout.column("method"), line.below.method, "centre", _before_entry(layout))
    for line, rows in _runs(layout, lambda line: line.item):
        text = f"（{line.item.numeral}）{''.join(clause.quote for clause in line.item.clauses)}"
        last = layout.column("method") - 1
        _put_merged(sheet, painter, rows, layout.column("deduction_standard"), text, "text", last)


def _official_cells(layout: Layout, indicator: Indicator) -> list[tuple[str, str, str]]:
    cells = [
        ("indicator", indicator.name, "centre"),
        ("points", shown(indicator.points) if indicator.points else "—", "centre"),
        ("deduction_standard", standard(indicator.deductions), "text"),
        ("bonus_standard", standard(indicator.bonuses), "text"),
        ("method", indicator.method, "centre"),
        ("contents", indicator.contents, "text"),
        ("responsible", indicator.responsible, "centre"),
        ("remark", indicator.remark, "centre"),
    ]
    present = {column.name for column in layout.columns}
    return [cell for cell in cells if cell[0] in present]


def _runs(layout: Layout, of: Callable[[Line], object]) -> list[tuple[Line, range]]:
    """Give the first line and the rows of each run of lines that belong to the same thing."""
    runs = []
    for thing, group in groupby(layout.lines, of):
        members = list(group)
        if thing is not None:
            runs.append((members[0], range(members[0].row, members[-1].row + 1)))
    return runs


def _put_merged(
    sheet: Worksheet, painter: Painter, rows: range, column: int, text: str, style: str, last: int = 0
) -> None:
    last = max(column, last)
    for row in rows:
        for at in range(column, last + 1):
            painter.put(sheet, row, at, text if (row, at) == (rows[0], column) else None, style)
    if len(rows) > 1 or last > column:
        sheet.merge_cells(start_row=rows[0], start_column=column, end_row=rows[-1], end_column=last)


def _before_entry(layout: Layout) -> int:
    return layout.column("label") - 1


def _write_entries(sheet: Worksheet, layout: Layout, painter: Painter) -> None:
    expressions = {step.name: step.expression for step in calculation(layout.rubric).steps}
    cells = layout.cells(SCORE_SHEET)

    def put_figure(row: int, column: str, step: str, style: str = "figure") -> None:
        painter.put(sheet, row, layout.column(column), Formula(formula(expressions[step], cells)), style)

    for line in layout.lines:
        row, key = line.row, line.clause.key
        painter.put(sheet, row, layout.column("label"), label(line.clause), "text")
        _put_slots(sheet, layout, painter, line)
        put_figure(row, "state", f"{key}:state")
        put_figure(row, "amount", f"{key}:amount")
        put_figure(row, "sentence", f"{key}:sentence", "text")
    for line, rows in _runs(layout, lambda line: line.indicator):
        inapplicable = line.indicator.id in layout.not_applicable
        _put_merged(sheet, painter, rows, layout.column("not_applicable"), "", "input" if inapplicable else "centre")
        for what in ("deduction", "bonus", "score"):
            _put_merged(sheet, painter, rows, layout.column(what), "", "figure")
            put_figure(rows[0], what, f"{line.indicator.id}:{what}")
    for line in layout.lines:
        if line.below:
            for name in ("not_applicable", "deduction", "bonus", "score"):
                painter.put(sheet, line.row, layout.column(name), None, "centre")
    if layout.not_applicable:
        choice = _list_of([NOT_APPLICABLE], "该指标确实不涉及本单位时选“不适用”，此时不填其他数据。")
        for cell in layout.not_applicable.values():
            choice.add(cell.address)
        sheet.add_data_validation(choice)


def _put_slots(sheet: Worksheet, layout: Layout, painter: Painter, line: Line) -> None:
    given = slots(line.clause)
    for at, name in enumerate(("first", "second")):
        column = layout.column(name)
        if at >= len(given):
            painter.put(sheet, line.row, column, None, "centre")
            continue
        slot = given[at]
        painter.put(sheet, line.row, column, None, "input text" if slot.takes is Takes.REASON else "input")
        validation = _validation(line.clause, slot)
        validation.add(layout.entries[slot.name].address)
        sheet.add_data_validation(validation)


def _validation(clause: Clause, slot: Slot) -> DataValidation:
    prompt = input_prompt(clause, slot)
    if slot.takes is Takes.WORD:
        return _list_of(slot.words, prompt)
    if slot.takes is Takes.REASON:
        validation = DataValidation(type="textLength", operator="lessThanOrEqual", formula1="1000")
    else:
        validation = DataValidation(
            type="whole" if slot.takes is Takes.WHOLE else "decimal",
            operator="between",
            formula1="0",
            formula2=shown(slot.most),
        )
    return _with_texts(validation, prompt, input_rule(slot))


def _list_of(words: tuple[str, ...] | list[str], prompt: str) -> DataValidation:
    return _with_texts(DataValidation(type="list", formula1=f'"{",".join(words)}"'), prompt, "请从下拉列表中选择。")


def _with_texts(validation: DataValidation, prompt: str, error: str) -> DataValidation:
    validation.allow_blank = True
    validation.promptTitle, validation.prompt = "填报", prompt[:255]
    validation.errorTitle, validation.error = "填报有误", error[:255]
    validation.showInputMessage = validation.showErrorMessage = True
    return validation


def _set_heights(sheet: Worksheet, layout: Layout) -> None:
    """Make every row high enough for its own texts, then for those that are merged over several rows."""
    heights = {}
    widths = {column.name: column.width for column in layout.columns}
    for line in layout.lines:
        # A sentence is at its longest about as long as four lines of its column.
        own = [(label(line.clause), widths["label"]), ("计" * 44, widths["sentence"])]
        heights[line.row] = max(height(text, wide, BODY_SIZE) for text, wide in own)
    for line, rows in _runs(layout, lambda line: line.indicator):
        for name, text, _ in _official_cells(layout, line.indicator):
            _share_height(heights, rows, height(text, widths[name], BODY_SIZE))
    for key, name in (("dimension", "dimension"), ("subdimension", "subdimension")):
        for line, rows in _runs(layout, lambda line, key=key: getattr(line, key)):
            _share_height(heights, rows, height(f"{getattr(line, key).name}（99分）", widths[name], BODY_SIZE))
    wide = widths["deduction_standard"] + widths["bonus_standard"]
    for line, rows in _runs(layout, lambda line: line.item):
        text = "（一）" + "".join(clause.quote for clause in line.item.clauses)
        _share_height(heights, rows, height(text, wide, BODY_SIZE))
    for row, high in heights.items():
        sheet.row_dimensions[row].height = min(MOST_HEIGHT, round(high, 1))


def _share_height(heights: dict[int, float], rows: range, needed: float) -> None:
    missing = needed - sum(heights[row] for row in rows)
    if missing > 0:
        for row in rows:
            heights[row] += missing / len(rows)


def _add_marks(sheet: Worksheet, layout: Layout) -> None:
    """Set what is faulty apart in bold on a dark ground, which also shows without colours."""
    column = sheet.cell(HEAD_ROW, layout.column("state")).column_letter
    fill, font = PatternFill("solid", bgColor="FFC00000"), Font(bold=True, color="FFFFFFFF")
    rule = CellIsRule(operator="equal", formula=[f'"{FAULTY}"'], fill=fill, font=font)
    sheet.conditional_formatting.add(f"{column}{HEAD_ROW + 1}:{column}{layout.last_row}", rule)


def _set_page(sheet: Worksheet, layout: Layout) -> None:
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 4)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8  # A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{HEAD_ROW}"
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
