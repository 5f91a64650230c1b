"""Writes 评分表: the notice's table, beside it what is entered and what it comes to."""

from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlplugin.amount import shown
from xlplugin.calculation import FAULTY, NOT_APPLICABLE, UNASSESSED, calculation
from xlplugin.clauses import Clause, Slot, Takes, slots
from xlplugin.formula import formula
from xlplugin.rubric import Dimension, Indicator
from xlplugin.workbook.layout import HEAD_ROW, RESULT_SENTENCE, SCORE_SHEET, Layout, Line, letters
from xlplugin.workbook.measure import height
from xlplugin.workbook.page import fit_width
from xlplugin.workbook.styles import BODY_SIZE, Formula, Painter, shown_as
from xlplugin.workbook.wording import input_prompt, input_rule, item_text, label, standard

FROZEN = 3
"""Columns that stay in sight: the three levels of indicators."""

MOST_HEIGHT = 409.0
"""Points; no row may be higher."""


def write_score_sheet(sheet: Worksheet, layout: Layout, painter: Painter, body: str) -> None:
    """Write the whole sheet."""
    _write_head(sheet, layout, painter, body)
    _write_official(sheet, layout, painter)
    _write_entries(sheet, layout, painter)
    _set_heights(sheet, layout)
    _add_marks(sheet, layout)
    _set_page(sheet)


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
        sheet.column_dimensions[letters(at)].width = column.width
    sheet.row_dimensions[HEAD_ROW].height = 32


def _write_official(sheet: Worksheet, layout: Layout, painter: Painter) -> None:
    """Write the columns of the notice's table, merged as it is printed."""
    for dimension, rows in layout.runs(lambda line: line.dimension):
        _put_merged(sheet, painter, rows, layout.column("dimension"), _dimension_text(dimension), "centre")
    for part, rows in layout.runs(lambda line: line.subdimension):
        _put_merged(sheet, painter, rows, layout.column("subdimension"), part.name, "centre")
    for indicator, rows in layout.runs(lambda line: line.indicator):
        for name, text, style in _official_cells(layout, indicator):
            _put_merged(sheet, painter, rows, layout.column(name), text, style)
    points, method = layout.column("points"), layout.column("method")
    for below, rows in layout.runs(lambda line: line.below):
        head = "综合加分项" if below is layout.rubric.general_bonus else "重大扣分项"
        _put_merged(sheet, painter, rows, 1, "\n".join(filter(None, (head, below.lead))), "centre", points - 1)
        _put_merged(sheet, painter, rows, points, "—", "centre")
        _put_merged(sheet, painter, rows, method, below.method, "centre", layout.column("label") - 1)
    for item, rows in layout.runs(lambda line: line.item):
        _put_merged(sheet, painter, rows, points + 1, item_text(item), "text", method - 1)


def _dimension_text(dimension: Dimension) -> str:
    printed = dimension.points_printed and dimension.points
    return f"{dimension.name}（{shown(dimension.points)}分）" if printed else dimension.name


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


def _put_merged(
    sheet: Worksheet, painter: Painter, rows: range, column: int, text: str | None, style: str, last: int = 0
) -> None:
    last = max(column, last)
    for row in rows:
        for at in range(column, last + 1):
            painter.put(sheet, row, at, text if (row, at) == (rows[0], column) else None, style)
    if len(rows) > 1 or last > column:
        sheet.merge_cells(start_row=rows[0], start_column=column, end_row=rows[-1], end_column=last)


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
    for indicator, rows in layout.runs(lambda line: line.indicator):
        inapplicable = indicator.id in layout.not_applicable
        _put_merged(sheet, painter, rows, layout.column("not_applicable"), None, "input" if inapplicable else "centre")
        for what in ("deduction", "bonus", "score"):
            _put_merged(sheet, painter, rows, layout.column(what), None, "figure")
            put_figure(rows[0], what, f"{indicator.id}:{what}")
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
    for indicator, rows in layout.runs(lambda line: line.indicator):
        for name, text, _ in _official_cells(layout, indicator):
            _share_height(heights, rows, height(text, widths[name], BODY_SIZE))
    for dimension, rows in layout.runs(lambda line: line.dimension):
        _share_height(heights, rows, height(_dimension_text(dimension), widths["dimension"], BODY_SIZE))
    for part, rows in layout.runs(lambda line: line.subdimension):
        _share_height(heights, rows, height(part.name, widths["subdimension"], BODY_SIZE))
    wide = widths["deduction_standard"] + widths["bonus_standard"]
    for item, rows in layout.runs(lambda line: line.item):
        _share_height(heights, rows, height(item_text(item), wide, BODY_SIZE))
    for row, high in heights.items():
        sheet.row_dimensions[row].height = min(MOST_HEIGHT, round(high, 1))


def _share_height(heights: dict[int, float], rows: range, needed: float) -> None:
    missing = needed - sum(heights[row] for row in rows)
    if missing > 0:
        for row in rows:
            heights[row] += missing / len(rows)


def _add_marks(sheet: Worksheet, layout: Layout) -> None:
    """Set what is faulty apart in bold on a dark ground, which also shows without colours.

    The score of an indicator that is not assessed yet is a number (points less nothing), but reads 未评.
    """
    states = letters(layout.column("state"))
    for indicator, rows in layout.runs(lambda line: line.indicator):
        if any(clause.required for clause in indicator.clauses):
            unassessed = f'COUNTIF(${states}${rows[0]}:${states}${rows[-1]},"{UNASSESSED}")>0'
            score = layout.figures[f"{indicator.id}:score"].address
            sheet.conditional_formatting.add(score, shown_as(UNASSESSED, unassessed))
    column = letters(layout.column("state"))
    fill, font = PatternFill("solid", bgColor="FFC00000"), Font(bold=True, color="FFFFFFFF")
    rule = CellIsRule(  # type: ignore[no-untyped-call]  # the stubs leave it untyped
        operator="equal", formula=[f'"{FAULTY}"'], fill=fill, font=font
    )
    sheet.conditional_formatting.add(f"{column}{HEAD_ROW + 1}:{column}{layout.last_row}", rule)


def _set_page(sheet: Worksheet) -> None:
    sheet.freeze_panes = f"{letters(FROZEN + 1)}{HEAD_ROW + 1}"
    sheet.page_setup.paperSize = 8  # A3
    fit_width(sheet, "landscape")
    sheet.print_title_rows = f"1:{HEAD_ROW}"
