"""评分表: the notice's table, with entries and figures beside it."""

from collections.abc import Mapping

from xlplugin.notation.cell_address import column_letters
from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.rubric.clause_kinds import Clause, Takes, slots
from xlplugin.rubric.model import Indicator
from xlplugin.scoring.as_excel_formula import quoted, shows_any
from xlplugin.scoring.states import ASSESSED, FAULTY, NOT_APPLICABLE, UNASSESSED
from xlplugin.workbook.columns import ASSIGNMENT, HEAD_ROW, OFFICIAL, RESULT_SENTENCE, RESULT_SENTENCE_ROW
from xlplugin.workbook.editions import Edition
from xlplugin.workbook.form_texts import (
    CENTRED,
    below_text,
    choice_validation,
    dimension_text,
    errata_texts,
    item_text,
    label,
    official_texts,
    slot_validation,
)
from xlplugin.workbook.layout import Layout, Side, TableRow
from xlplugin.workbook.paging.page_breaks import Pages
from xlplugin.workbook.paging.text_height import height
from xlplugin.workbook.prefilled_values import Prefill, in_cell, loss_head, loss_text
from xlplugin.workbook.sheet_model import NOTHING, ConditionalFormat, Formula, Sheet, Value
from xlplugin.workbook.sheet_names import SCORE_SHEET

AT_CAP = '"▲"General'
"""The number format for a figure at its cap: the number in the cell is unchanged."""

MOST_LOSS = 2000
"""Characters of the explanation of a loss."""


def score_sheet(layout: Layout, fillings: Mapping[str, Prefill], pages: Pages, body: Value) -> Sheet:
    """Lay out the sheet.

    Args:
        layout: the places of everything.
        fillings: the entries and figures of each side, by the side's prefix.
        pages: row heights and page breaks.
        body: the assessed body's name, or the formula that refers to it.
    """
    sheet = Sheet(SCORE_SHEET, layout.paper, layout.last_printed, footer=layout.look.text("页脚"), has_grid=True)
    sheet.widths = dict(enumerate(layout.widths.values(), 1))
    sheet.heights = dict(pages.heights)
    sheet.breaks = [row - 1 for row in pages.first_rows]
    sheet.title_rows = f"1:{HEAD_ROW}"
    sheet.freeze = f"{column_letters(layout.column('三级指标') + 1)}{HEAD_ROW + 1}"
    _put_head(sheet, layout, fillings, body)
    _put_official(sheet, layout, pages)
    for side in layout.sides:
        _put_side(sheet, layout, side, fillings[side.prefix])
        _mark_side(sheet, layout, side)
    _put_losses(sheet, layout, fillings[""])
    _put_notes(sheet, layout)
    return sheet


def _put_head(sheet: Sheet, layout: Layout, fillings: Mapping[str, Prefill], body: Value) -> None:
    look, last = layout.look, layout.last_printed
    sheet.put_merged([1], range(1, last + 1), layout.rubric.title, "标题")
    first = layout.main.figures[RESULT_SENTENCE].column
    sheet.put_merged([RESULT_SENTENCE_ROW], range(1, first), body, "信息")
    for side in layout.sides:
        cell = side.figures[RESULT_SENTENCE]
        merged = range(first, last + 1) if side is layout.main else [cell.column]
        value = _formula(side, fillings[side.prefix], RESULT_SENTENCE)
        sheet.put_merged([cell.row], merged, value, "信息")
    for words, columns in _groups(layout):
        rows = [HEAD_ROW - 1, HEAD_ROW] if words == "填报内容" else [HEAD_ROW - 1]
        sheet.put_merged(rows, columns, look.text(f"评分表.{words}"), "表头")
    for at, name in enumerate(layout.widths, 1):
        if not (layout.own and name == "填报内容"):
            sheet.put(HEAD_ROW, at, look.text(f"评分表.{name}"), "表头")


def _groups(layout: Layout) -> list[tuple[str, range]]:
    """Return the headings above the column headings, each with its columns."""
    own = layout.column("自评") if layout.own else 0
    first, state, last = layout.column("填报"), layout.column("状态"), layout.last_printed
    label_at = layout.column("填报内容")
    groups = [("组_依据", range(1, label_at))]
    if own:
        groups += [("填报内容", range(label_at, own)), ("组_自评", range(own, first))]
        groups += [("组_考核", range(first, state))]
    else:
        entered = "组_自填" if layout.edition is Edition.SELF else "组_填报"
        groups += [(entered, range(label_at, state))]
    groups += [("组_计分", range(state, last + 1))]
    if len(layout.widths) > last:
        groups += [("组_打印区外", range(last + 1, len(layout.widths) + 1))]
    return groups


def _put_official(sheet: Sheet, layout: Layout, pages: Pages) -> None:
    """Put the columns of the notice's table, merged as printed; names are repeated on each page."""

    def put(rows: range, first: int, text: Value, style: str, last: int = 0) -> None:
        for part in pages.split(rows):
            sheet.put_merged(part, range(first, max(first, last) + 1), text, style)

    for dimension, rows in layout.runs(lambda line: line.dimension):
        put(rows, layout.column("一级指标"), dimension_text(dimension), "居中")
    for part, rows in layout.runs(lambda line: line.subdimension):
        put(rows, layout.column("二级指标"), part.name, "居中")
    official = [name for name in (*OFFICIAL, *ASSIGNMENT) if layout.has_column(name)]
    for indicator, rows in layout.runs(lambda line: line.indicator):
        for name, text in official_texts(indicator).items():
            if name in official:
                style = "居中" if name in CENTRED or text == NOTHING else "正文"
                value = in_cell(indicator.points) if name == "赋分" and indicator.points else text
                put(rows, layout.column(name), value, style)
    points, method = layout.column("赋分"), layout.column("考核方式")
    for below, rows in layout.runs(lambda line: line.below):
        put(rows, 1, below_text(layout.rubric, below, layout.look), "居中", points - 1)
        put(rows, points, NOTHING, "居中")
        put(rows, method, below.method, "居中", len(official))
    for item, rows in layout.runs(lambda line: line.item):
        put(rows, points + 1, item_text(item), "正文", method - 1)


def _put_side(sheet: Sheet, layout: Layout, side: Side, filling: Prefill) -> None:
    columns, is_main = side.columns, side is layout.main

    def put(line: TableRow, name: str, value: Value, style: str) -> None:
        if layout.has_column(name):
            sheet.put(line.row, layout.column(name), value, style)

    for line in layout.lines:
        if is_main:
            put(line, "填报内容", label(line.clause, layout.look), "正文")
        _put_entries(sheet, layout, side, line, filling)
        for what, name, style in (
            ("state", columns.state, "数字"),
            ("amount", columns.amount, "数字"),
            ("sentence", columns.sentence, "正文"),
        ):
            put(line, name, _formula(side, filling, f"{line.clause.key}:{what}"), style)
        if line.below:
            for name in (columns.not_applicable, columns.deduction, columns.bonus, columns.score):
                put(line, name, NOTHING, "居中")
    for indicator, rows in layout.runs(lambda line: line.indicator):
        for what, name in (("deduction", columns.deduction), ("bonus", columns.bonus), ("score", columns.score)):
            value = _formula(side, filling, f"{indicator.id}:{what}")
            sheet.put_merged(rows, [layout.column(name)], value, "数字")
        if layout.has_column(columns.not_applicable):
            _put_not_applicable(sheet, layout, side, indicator, rows, filling)


def _put_entries(sheet: Sheet, layout: Layout, side: Side, line: TableRow, filling: Prefill) -> None:
    cells = {side.entries[slot.name].column: slot for slot in slots(line.clause)}
    for name in (side.columns.first, side.columns.second, side.columns.reason):
        if not layout.has_column(name):
            continue
        column = layout.column(name)
        slot = cells.get(column)
        if slot is None:
            sheet.put(line.row, column, NOTHING, "居中")
            continue
        style = "填报文字" if slot.takes is Takes.REASON else "填报"
        if side is not layout.main:
            style = "自评"
        sheet.put(line.row, column, filling.entry(slot.name), style)
        if side is layout.main:
            sheet.validate(side.entries[slot.name].address, slot_validation(line.clause, slot, layout.look))


def _put_not_applicable(
    sheet: Sheet, layout: Layout, side: Side, indicator: Indicator, rows: range, filling: Prefill
) -> None:
    column = [layout.column(side.columns.not_applicable)]
    cell = side.not_applicable.get(indicator.id)
    if cell is None:
        sheet.put_merged(rows, column, NOTHING, "居中")
        return
    value = NOT_APPLICABLE if indicator.id in filling.not_applicable else None
    sheet.put_merged(rows, column, value, "填报" if side is layout.main else "自评")
    if side is layout.main:
        prompt = layout.look.text("提示.不适用")
        sheet.validate(cell.address, choice_validation(layout.look, (NOT_APPLICABLE,), prompt))


def _mark_side(sheet: Sheet, layout: Layout, side: Side) -> None:
    """Mark what is invalid, what is still to be entered, and what has reached its cap."""
    first, last = HEAD_ROW + 1, layout.last_row
    state = f"${column_letters(layout.column(side.columns.state))}{first}"
    column = column_letters(layout.column(side.columns.state))
    states = f"{column}{first}:{column}{last}"
    sheet.markings.append(ConditionalFormat(states, f"{state}={quoted(FAULTY)}", "有误"))
    sheet.markings.append(ConditionalFormat(states, f"{state}={quoted(UNASSESSED)}", "未评"))
    if side is layout.main:
        for name in (side.columns.first, side.columns.second):
            if layout.has_column(name):
                at = column_letters(layout.column(name))
                area, cell = f"{at}{first}:{at}{last}", f"${at}{first}"
                faulty = f"AND({state}={quoted(FAULTY)},{cell}<>{quoted(NOTHING)})"
                sheet.markings.append(ConditionalFormat(area, faulty, "有误"))
                sheet.markings.append(ConditionalFormat(area, f'AND({state}={quoted(UNASSESSED)},{cell}="")', "未评"))
    for indicator, rows in layout.runs(lambda line: line.indicator):
        if any(clause.required for clause in indicator.clauses):
            unassessed = shows_any(f"${column}${rows[0]}:${column}${rows[-1]}", UNASSESSED)
            score = side.figures[f"{indicator.id}:score"].address
            words = f'"{UNASSESSED}";"{UNASSESSED}";"{UNASSESSED}"'
            sheet.markings.append(ConditionalFormat(score, unassessed, "", words))
        for what, clauses, cap in (
            ("deduction", indicator.deductions, indicator.deduction_cap),
            ("bonus", indicator.bonuses, indicator.bonus_cap),
        ):
            if reached := cap or (len(clauses) == 1 and cap_of(clauses[0])):
                cell_at = side.figures[f"{indicator.id}:{what}"].address
                sheet.markings.append(
                    ConditionalFormat(cell_at, f"{cell_at}>={format_decimal(reached)}", "已达上限", AT_CAP)
                )
    for line in layout.lines:
        if reached := cap_of(line.clause):
            cell_at = side.figures[f"{line.clause.key}:amount"].address
            sheet.markings.append(
                ConditionalFormat(cell_at, f"{cell_at}>={format_decimal(reached)}", "已达上限", AT_CAP)
            )


def _put_losses(sheet: Sheet, layout: Layout, filling: Prefill) -> None:
    """Put numbers and explanations beside indicators that lost points, for the list on 结果."""
    order, why = layout.column("失分序"), layout.column("失分说明")
    figures, lost = layout.main.figures, 0
    for indicator, rows in layout.runs(lambda line: line.indicator):
        row, above = rows[0], f"{column_letters(order)}${HEAD_ROW}:{column_letters(order)}{rows[0] - 1}"
        has_lost = int(filling.figures[f"{indicator.id}:deduction"]) > 0
        lost += has_lost
        numbered = f'IF({figures[f"{indicator.id}:deduction"].address}>0,COUNT({above})+1,"")'
        sheet.put(row, order, Formula(numbered, lost * SCALE if has_lost else ""), "数字")
        sheet.put(row, why, Formula(_loss_formula(layout, indicator), loss_text(indicator, filling.figures)), "正文")


def _loss_formula(layout: Layout, indicator: Indicator) -> str:
    figures, clauses = layout.main.figures, indicator.clauses
    parts = []
    for clause in clauses:
        state, amount, sentence = (figures[f"{clause.key}:{what}"].address for what in ("state", "amount", "sentence"))
        head = f"；{loss_head(clause)}"
        if clause is clauses[-1]:
            parts.append(f'IF({state}={quoted(ASSESSED)},{quoted(head)}&{sentence},"")')
        elif clause.deducts:
            parts.append(f'IF({amount}>0,{quoted(head)}&{sentence},"")')
    return f"MID({'&'.join(parts)},2,{MOST_LOSS})"


def cap_of(clause: Clause) -> int | None:
    """Return a clause's own cap, in ten-thousandths of a point."""
    cap: int | None = getattr(clause.kind, "cap", None)
    return cap


def _put_notes(sheet: Sheet, layout: Layout) -> None:
    """Put the table's footnotes, and the legend of the marks, below it."""
    row, last = layout.last_row, layout.last_printed
    wide = sum(list(layout.widths.values())[:last])
    for text in filter(
        None, (*layout.rubric.footnotes, *errata_texts(layout.rubric, layout.look), layout.look.text("评分表.注"))
    ):
        row += 1
        sheet.put_merged([row], range(1, last + 1), text, "注释")
        sheet.heights[row] = height(text, wide, layout.look.styles["注释"])


def _formula(side: Side, filling: Prefill, step: str) -> Formula:
    return Formula(side.formula(step, SCORE_SHEET), filling.figures[step])
