"""责任分解: a view for each responsible group (责任组): its indicators, what they involve, what was lost so far.

Source: 晋市审管发〔2021〕35号, which divides the work among groups (责任组（科室、单位）).
"""

import re

from xlplugin.notation.cell_address import Cell
from xlplugin.notation.decimals import format_decimal
from xlplugin.rubric.model import Indicator, Rubric
from xlplugin.scoring.as_excel_formula import quoted, shows_any
from xlplugin.scoring.states import UNASSESSED
from xlplugin.workbook.layout import Layout
from xlplugin.workbook.paging.line_breaks import with_breaks
from xlplugin.workbook.paging.page_breaks import break_pages
from xlplugin.workbook.paging.text_height import height
from xlplugin.workbook.prefilled_values import Prefill, change_text, in_cell, longest_loss
from xlplugin.workbook.sheet_model import NOTHING, Formula, Sheet
from xlplugin.workbook.sheet_names import GROUP_SHEET

EVERYBODY, NOBODY = "各组", ""
_BETWEEN = re.compile(r"[\s、，,]+(?![^（(]*[）)])")
"""What separates the names of groups, outside brackets: ``政务中心、法规科（牵头）`` are two."""

_EVERYBODY = re.compile(r"各组(?:[（(].*)?")
_ROLE = re.compile(r"(牵头|配合)$")

HEAD_ROW = 2

LINES = 1
"""Lines that the sentence of a loss needs at least."""


def groups(rubric: Rubric) -> dict[str, list[tuple[Indicator, bool]]]:
    """Return the indicators of each group, and whether it leads (牵头), in the order of the table.

    Indicators of every group (各组（科室、单位）) and of no group come last, under ``EVERYBODY`` and ``NOBODY``.
    """
    full_names = dict(rubric.group_names)
    groups_by_name: dict[str, list[tuple[Indicator, bool]]] = {}
    common: list[tuple[Indicator, bool]] = []
    nobodys: list[tuple[Indicator, bool]] = []
    for indicator in rubric.indicators:
        roles: dict[str, bool] = {}
        for printed in filter(None, _BETWEEN.split(indicator.responsible)):
            name = _ROLE.sub("", printed)
            name = EVERYBODY if re.fullmatch(_EVERYBODY, name) else full_names.get(name, name)
            roles[name] = roles.get(name, False) or printed.endswith("牵头")
        for name, leads in roles.items():
            of = common if name == EVERYBODY else groups_by_name.setdefault(name, [])
            of.append((indicator, leads))
        if not roles:
            nobodys.append((indicator, False))
    return groups_by_name | {name: of for name, of in ((EVERYBODY, common), (NOBODY, nobodys)) if of}


def group_sheet(layout: Layout, filling: Prefill) -> Sheet:
    """Lay out the sheet."""
    look = layout.look
    widths = look.widths["责任分解"]
    sheet = Sheet(GROUP_SHEET, look.papers["其他"], len(widths), footer=look.text("页脚"))
    sheet.widths = dict(enumerate(widths.values(), 1))
    columns = range(1, len(widths) + 1)
    sheet.put_merged([1], columns, look.text("责任分解.标题"), "标题")
    sheet.put_row(HEAD_ROW, [look.text(f"责任分解.{head}") for head in widths], "表头")
    sheet.heights |= {1: height("", 100, look.styles["标题"]), HEAD_ROW: 22.0}
    sheet.title_rows, sheet.freeze = f"1:{HEAD_ROW}", f"A{HEAD_ROW + 1}"
    row, headings = HEAD_ROW, []
    for name, of in groups(layout.rubric).items():
        headings.append(row + 1)
        row = _put_group(sheet, layout, filling, name, of, row + 1)
    break_pages(sheet, HEAD_ROW + 1, headings)
    return sheet


def _put_group(
    sheet: Sheet, layout: Layout, filling: Prefill, name: str, of: list[tuple[Indicator, bool]], row: int
) -> int:
    """Put the view of a group from a row on; gives its last row."""
    look, last = layout.look, sheet.last_column
    points = sum(indicator.points for indicator, _ in of)
    title = {EVERYBODY: look.text("责任分解.各组"), NOBODY: look.text("责任分解.未列")}.get(name, name)
    losses = [Cell("", 5, row + 1 + at).address for at in range(len(of))]
    known = [_lost(layout, filling, indicator).value for indicator, _ in of]
    lost = sum(value for value in known if isinstance(value, int))
    summed = look.text("责任分解.合计", 赋分=format_decimal(points))
    span = losses[0] if len(losses) == 1 else f"{losses[0]}:{losses[-1]}"
    sheet.put_merged([row], range(1, 4), title, "小标题栏")
    sheet.put(row, 4, summed, "右")
    is_open = not any(isinstance(value, int) for value in known)
    summed_up = f"IF(COUNT({span})=0,{quoted(UNASSESSED)},ROUND(SUM({span}),4))"
    sheet.put(row, 5, Formula(summed_up, UNASSESSED if is_open else lost), "数字")
    sheet.put(row, last, None, "正文")
    sheet.heights[row] = 26.0
    for at, (indicator, leads) in enumerate(of, row + 1):
        _put_indicator(sheet, layout, filling, indicator, leads, at)
    return row + len(of)


def _put_indicator(sheet: Sheet, layout: Layout, filling: Prefill, indicator: Indicator, leads: bool, row: int) -> None:
    text = indicator.name + (layout.look.text("责任分解.牵头") if leads else "")
    deduction = layout.main.figures[f"{indicator.id}:deduction"]
    why = Cell(deduction.sheet, layout.column("变动说明"), deduction.row).seen_from(GROUP_SHEET)
    at = deduction.seen_from(GROUP_SHEET)
    taken = filling.figures[f"{indicator.id}:deduction"]
    lost = taken if isinstance(taken, int) else 0
    is_lost = layout.takes(f"{indicator.id}:deduction", at)
    sheet.put(row, 1, indicator.id, "居中")
    style = layout.look.styles["正文"]
    sheet.put(row, 2, with_breaks(text, sheet.widths[2], style), "正文")
    sheet.put(row, 3, in_cell(indicator.points) if indicator.points else NOTHING, "居中")
    sheet.put(row, 4, with_breaks(indicator.contents, sheet.widths[4], style), "正文")
    sheet.put(row, 5, _lost(layout, filling, indicator), "数字")
    why_lost = change_text(indicator, filling.figures, filling.entered) if lost else ""
    sheet.put(row, 6, Formula(f'IF({is_lost},{why},"")', why_lost), "正文")
    needed = [height(words, sheet.widths[column], style) for column, words in ((2, text), (4, indicator.contents))]
    longest = height(
        longest_loss(layout.rubric, layout.look.text("评分表.理由样例"), indicator), sheet.widths[6], style
    )
    sheet.heights[row] = max(*needed, longest, height("\n" * (LINES - 1), sheet.widths[6], style))


def _lost(layout: Layout, filling: Prefill, indicator: Indicator) -> Formula:
    """Return what an indicator has lost so far, or 未评: as long as nothing is assessed, no loss is known."""
    figures, keys = layout.main.figures, [f"{clause.key}:state" for clause in indicator.clauses]
    states = f"{figures[keys[0]].seen_from(GROUP_SHEET)}:{figures[keys[-1]].address}"
    lost = figures[f"{indicator.id}:deduction"].seen_from(GROUP_SHEET)
    is_open = UNASSESSED in [filling.figures[key] for key in keys]
    text = f"IF({shows_any(states, UNASSESSED)},{quoted(UNASSESSED)},{lost})"
    return Formula(text, UNASSESSED if is_open else filling.figures[f"{indicator.id}:deduction"])
