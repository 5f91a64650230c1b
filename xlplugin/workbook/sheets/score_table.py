"""评分表: the notice's table, with entries and figures beside it."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.rubric.clause import Clause, slots
from xlplugin.rubric.kind_declaration import Standard
from xlplugin.rubric.limits import deduction_limit
from xlplugin.rubric.model import Indicator, Item
from xlplugin.rubric.slots import Takes, reason_name
from xlplugin.scoring.as_excel_formula import quoted, shows_any
from xlplugin.scoring.states import ASSESSED, FAULTY, NOT_APPLICABLE, PENDING, UNASSESSED
from xlplugin.workbook.columns import (
    ASSIGNMENT,
    CHANGES,
    HEAD_ROW,
    HIDDEN,
    OFFICIAL,
    OPEN,
    RESULT_SENTENCE,
    RESULT_SENTENCE_ROW,
)
from xlplugin.workbook.editions import Edition
from xlplugin.workbook.form_texts import (
    CENTRED,
    below_text,
    change_name,
    choice_validation,
    clause_number,
    dimension_text,
    head_text,
    item_text,
    label,
    note_texts,
    official_texts,
    slot_validation,
    text_validation,
)
from xlplugin.workbook.layout import Layout, Side, TableRow
from xlplugin.workbook.paging.line_breaks import with_breaks
from xlplugin.workbook.paging.page_breaks import Pages, note_heights
from xlplugin.workbook.prefilled_values import Prefill, change_text, changes_of, in_cell, loss_head
from xlplugin.workbook.sheet_model import AT_CAP, NOTHING, ConditionalFormat, Formula, Sheet, Value
from xlplugin.workbook.sheet_names import SCORE_SHEET

DIFFERS = '"≠"General;"≠"-General;"≠"General;"≠"@'
"""The number format for an entry that differs from the self-assessment."""

MOST_CHANGE = 2000
"""Characters of the explanation of a deduction or bonus."""


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
    sheet.hidden_columns = {layout.column(name) for name in layout.columns if name in HIDDEN}
    sheet.heights = dict(pages.heights)
    sheet.breaks = [row - 1 for row in pages.first_rows]
    sheet.title_rows = f"{RESULT_SENTENCE_ROW}:{HEAD_ROW}"
    sheet.freeze = f"{column_letters(layout.column('三级指标') + 1)}{HEAD_ROW + 1}"
    _put_head(sheet, layout, fillings, body)
    _put_official(sheet, layout, pages)
    for side in layout.sides:
        _put_side(sheet, layout, side, fillings[side.prefix])
        _mark_side(sheet, layout, side)
    _put_changes(sheet, layout, fillings[""])
    _put_open(sheet, layout, fillings[""])
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
    for at, name in enumerate(layout.columns, 1):
        if not (layout.own and name == "填报内容"):
            sheet.put(HEAD_ROW, at, head_text(layout.rubric, look, name), "表头")


def _groups(layout: Layout) -> list[tuple[str, range]]:
    """Return the headings above the column headings, each with its columns."""
    own = layout.column("自评") if layout.own else 0
    first, figures, last = layout.column("填报"), layout.column("扣分"), layout.last_printed
    label_at = layout.column("填报内容")
    groups = [("组_依据", range(1, label_at))]
    if own:
        groups += [("填报内容", range(label_at, own)), ("组_自评", range(own, first))]
        groups += [("组_考核", range(first, figures))]
    else:
        entered = "组_自填" if layout.edition is Edition.SELF else "组_填报"
        groups += [(entered, range(label_at, figures))]
    groups += [("组_计分", range(figures, last + 1))]
    shown = sum(name not in HIDDEN for name in layout.columns)
    groups += [("组_打印区外", range(last + 1, shown + 1))]
    return groups


def _put_official(sheet: Sheet, layout: Layout, pages: Pages) -> None:
    """Put the columns of the notice's table, merged as printed; names are repeated on each page."""

    def put(rows: range, first: int, text: Value, style: str, last: int = 0) -> None:
        columns = range(first, max(first, last) + 1)
        if isinstance(text, str):
            text = with_breaks(text, sum(sheet.widths[at] for at in columns), layout.look.styles[style])
        for part in pages.split(rows):
            sheet.put_merged(part, columns, text, style)

    for dimension, rows in layout.runs(lambda line: line.dimension) if layout.has_column("一级指标") else ():
        put(rows, layout.column("一级指标"), dimension_text(dimension), "居中")
    for part, rows in layout.runs(lambda line: line.subdimension) if layout.has_column("二级指标") else ():
        put(rows, layout.column("二级指标"), part.name, "居中")
    official = [name for name in (*OFFICIAL, *ASSIGNMENT) if layout.has_column(name)]
    for indicator, rows in layout.runs(lambda line: line.indicator):
        for name, text in official_texts(indicator, layout.look).items():
            if name in official:
                style = "居中" if name in CENTRED or text == NOTHING else "正文"
                value = in_cell(indicator.points) if name == "赋分" and indicator.points else text
                put(rows, layout.column(name), value, style)
    points, last = layout.column("赋分"), len(official)
    method = layout.column("考核方式") if layout.has_column("考核方式") else last + 1
    for below, rows in layout.runs(lambda line: line.below):
        put(rows, 1, below_text(layout.rubric, below, layout.look), "居中", points - 1)
        put(rows, points, NOTHING, "居中")
        if method <= last:
            put(rows, method, below.method, "居中", last)
    for item, rows in layout.runs(lambda line: line.item):
        put(rows, points + 1, item_text(item), "正文", method - 1)


def _put_side(sheet: Sheet, layout: Layout, side: Side, filling: Prefill) -> None:
    columns, is_main = side.columns, side is layout.main

    def put(line: TableRow, name: str, value: Value, style: str) -> None:
        if layout.has_column(name):
            sheet.put(line.row, layout.column(name), value, style)

    for line in layout.lines:
        if is_main:
            words = label(layout.worded(line.clause), layout.look)
            put(line, "填报内容", with_breaks(words, layout.widths["填报内容"], layout.look.styles["正文"]), "正文")
        _put_entries(sheet, layout, side, line, filling)
        for what, name, style in (
            ("state", columns.state, "数字"),
            ("amount", columns.amount, "数字"),
            ("sentence", columns.sentence, "正文"),
        ):
            put(line, name, _formula(side, filling, f"{line.clause.key}:{what}"), style)
        if f"{line.clause.key}:alone" in side.figures:
            put(line, columns.alone, _formula(side, filling, f"{line.clause.key}:alone"), "数字")
        if line.below:
            put(line, columns.not_applicable, NOTHING, "居中")
    for indicator, rows in layout.runs(lambda line: line.indicator):
        for what, name in (("deduction", columns.deduction), ("bonus", columns.bonus), ("score", columns.score)):
            value = _formula(side, filling, f"{indicator.id}:{what}")
            sheet.put_merged(rows, [layout.column(name)], value, "数字")
        if f"{indicator.id}:alone" in side.figures:
            value = _formula(side, filling, f"{indicator.id}:alone")
            sheet.put(rows[0], layout.column(columns.alone_score), value, "数字")
        if layout.has_column(columns.not_applicable):
            _put_not_applicable(sheet, layout, side, indicator, rows, filling)
    for item, rows in layout.runs(lambda line: line.item):
        _put_item(sheet, layout, side, item, rows, filling)


def _put_item(sheet: Sheet, layout: Layout, side: Side, item: Item, rows: range, filling: Prefill) -> None:
    """Put what an item of 综合加分项 or 重大扣分项 takes or gives; it has no score of its own."""
    columns = side.columns
    for name, deducts in ((columns.deduction, True), (columns.bonus, False)):
        keys = [f"{clause.key}:amount" for clause in item.clauses if clause.deducts is deducts]
        value: Value = NOTHING
        if keys:
            cells = "+".join(side.figures[key].address for key in keys)
            value = Formula(
                cells if len(keys) == 1 else f"ROUND({cells},4)", sum(int(filling.figures[key]) for key in keys)
            )
        sheet.put_merged(rows, [layout.column(name)], value, "数字" if keys else "居中")
    sheet.put_merged(rows, [layout.column(columns.score)], NOTHING, "居中")


def _put_entries(sheet: Sheet, layout: Layout, side: Side, line: TableRow, filling: Prefill) -> None:
    clause = layout.worded(line.clause)
    cells = {side.entries[slot.name].column: slot for slot in slots(clause)}
    for name in (side.columns.first, side.columns.second, side.columns.reason):
        if not layout.has_column(name):
            continue
        column = layout.column(name)
        slot = cells.get(column)
        reason = side.free_reasons.get(reason_name(clause.key)) if name == side.columns.reason else None
        is_asked = side is layout.main and layout.is_open_row(line)
        if reason:
            style = "填报文字" if is_asked else "自评"
            sheet.put(line.row, column, filling.entry(reason_name(clause.key)), style)
            if not is_asked:
                continue
            sheet.validate(reason.address, text_validation(layout.look, "考核理由", layout.look.text("提示.理由过长")))
            continue
        if slot is None:
            sheet.put(line.row, column, NOTHING, "居中")
            continue
        style = "填报文字" if slot.takes is Takes.REASON else "填报"
        sheet.put(line.row, column, filling.entry(slot.name), style if is_asked else "自评")
        if is_asked:
            sheet.validate(side.entries[slot.name].address, slot_validation(clause, slot, layout.look))


def _put_not_applicable(
    sheet: Sheet, layout: Layout, side: Side, indicator: Indicator, rows: range, filling: Prefill
) -> None:
    column = [layout.column(side.columns.not_applicable)]
    cell = side.not_applicable.get(indicator.id)
    if cell is None:
        sheet.put_merged(rows, column, NOTHING, "居中")
        return
    value = NOT_APPLICABLE if indicator.id in filling.not_applicable else None
    is_asked = side is layout.main and layout.is_open(indicator.id)
    sheet.put_merged(rows, column, value, "填报" if is_asked else "自评")
    if is_asked:
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
                for rows in _open_rows(layout):
                    area, cell = f"{at}{rows[0]}:{at}{rows[-1]}", f"${at}{rows[0]}"
                    at_row = f"${column}{rows[0]}"
                    faulty = f"AND({at_row}={quoted(FAULTY)},{cell}<>{quoted(NOTHING)})"
                    blank = f'AND({at_row}={quoted(UNASSESSED)},{cell}="")'
                    sheet.markings.append(ConditionalFormat(area, faulty, "有误"))
                    sheet.markings.append(ConditionalFormat(area, blank, "未评"))
    if side is layout.main and layout.own:  # after what is invalid, which is the first thing to see
        _mark_differences(sheet, layout, layout.own)
    for indicator, rows in layout.runs(lambda line: line.indicator):
        if any(clause.required for clause in indicator.clauses):
            unassessed = shows_any(f"${column}${rows[0]}:${column}${rows[-1]}", UNASSESSED)
            score = side.figures[f"{indicator.id}:score"].address
            words = f'"{UNASSESSED}";"{UNASSESSED}";"{UNASSESSED}"'
            sheet.markings.append(ConditionalFormat(score, unassessed, "", words))
        if any(clause.awaits_others for clause in indicator.clauses):
            awaiting = shows_any(f"${column}${rows[0]}:${column}${rows[-1]}", PENDING)
            score = side.figures[f"{indicator.id}:score"].address
            sheet.markings.append(ConditionalFormat(score, awaiting, "", ";".join([quoted(PENDING)] * 3)))
        for what, clauses, cap in (
            ("deduction", indicator.deductions, deduction_limit(layout.rubric, indicator)),
            ("bonus", indicator.bonuses, indicator.bonus_cap),
        ):
            reached = cap or (len(clauses) == 1 and cap_of(clauses[0]))
            if reached and not (what == "deduction" and indicator.awards):
                cell_at = side.figures[f"{indicator.id}:{what}"].address
                sheet.markings.append(
                    ConditionalFormat(cell_at, f"{cell_at}>={format_decimal(reached)}", "已达上限", AT_CAP)
                )


def _open_rows(layout: Layout) -> Iterator[range]:
    """Return the rows that can be filled in, as far as they follow one another; usually all in one."""
    for is_open, lines in groupby(layout.lines, layout.is_open_row):
        if is_open:
            rows = [line.row for line in lines]
            yield range(rows[0], rows[-1] + 1)


def _mark_differences(sheet: Sheet, layout: Layout, own: Side) -> None:
    """Mark the assessors' entries that differ from the body's own by colour, and the body's by ≠ before the number.

    The mark is not put before the assessor's entry: no format may change what an entry of a return shows.
    """
    first, last = HEAD_ROW + 1, layout.last_row
    pairs = ((layout.main.columns.first, own.columns.first), (layout.main.columns.second, own.columns.second))
    for assessed, entered in pairs:
        if layout.has_column(assessed):
            at, before = (column_letters(layout.column(name)) for name in (assessed, entered))
            nothing = quoted(NOTHING)
            condition = f'AND(${at}{first}<>"",${at}{first}<>{nothing},${at}{first}<>${before}{first})'
            for marked, shown_as in ((at, ""), (before, DIFFERS)):
                area = f"{marked}{first}:{marked}{last}"
                sheet.markings.append(ConditionalFormat(area, condition, "与自评不同", shown_as))


def _put_changes(sheet: Sheet, layout: Layout, filling: Prefill) -> None:
    """Put the numbers and explanations of what changes the total into hidden columns, for the list on 结果."""
    columns = [layout.column(name) for name in CHANGES]
    order, numbered = column_letters(columns[0]), 0
    for owner, rows in layout.owners:
        row, above = rows[0], f"{order}${HEAD_ROW}:{order}{rows[0] - 1}"
        has_changed = any(changes_of(owner, filling.figures))
        numbered += has_changed
        amounts = [_takes(layout, owner, name, row) for name in _amount_columns(layout, owner)]
        condition = amounts[0] if len(amounts) == 1 else f"OR({','.join(amounts)})"
        number = f'IF({condition},COUNT({above})+1,"")'
        why = change_text(owner, filling.figures, filling.entered)
        sheet.put(row, columns[0], Formula(number, numbered * SCALE if has_changed else ""), "数字")
        sheet.put(row, columns[1], change_name(layout.rubric, owner, layout.look), "正文")
        sheet.put(row, columns[2], Formula(_change_formula(layout, owner), why), "正文")


def _put_open(sheet: Sheet, layout: Layout, filling: Prefill) -> None:
    """Put the numbers of blank and invalid inputs into hidden columns, for the links on 填表说明."""
    order, names = (layout.column(name) for name in OPEN)
    letters, count = column_letters(order), 0
    for line in layout.lines:
        key = f"{line.clause.key}:state"
        state, value = layout.main.figures[key].address, filling.figures[key]
        if not layout.is_open_row(line):
            sheet.put(line.row, order, "", "数字")
            sheet.put(line.row, names, clause_number(line.clause), "居中")
            continue
        is_open = value in (UNASSESSED, FAULTY)
        count += is_open
        words = f"{state}={quoted(UNASSESSED)},{state}={quoted(FAULTY)}"
        text = f'IF(OR({words}),COUNT({letters}${HEAD_ROW}:{letters}{line.row - 1})+1,"")'
        sheet.put(line.row, order, Formula(text, count * SCALE if is_open else ""), "数字")
        sheet.put(line.row, names, clause_number(line.clause), "居中")


def _takes(layout: Layout, owner: Indicator | Item, name: str, row: int) -> str:
    """Write whether an indicator or item takes (or gives) points."""
    cell = Cell("", layout.column(name), row).address
    is_deduction = name == "扣分" and isinstance(owner, Indicator)
    return layout.takes(f"{owner.id}:deduction", cell) if is_deduction else f"{cell}>0"


def _amount_columns(layout: Layout, owner: Indicator | Item) -> list[str]:
    """Return which of 扣分 and 加分 an indicator or item may have; a rule or group may take from any indicator."""
    kinds = {clause.standard is not Standard.BONUS for clause in owner.clauses}
    kinds |= {True} if isinstance(owner, Indicator) and owner.id in layout.changed_scores else set()
    return [name for name, takes in (("扣分", True), ("加分", False)) if takes in kinds]


def _change_formula(layout: Layout, owner: Indicator | Item) -> str:
    figures, entries, clauses = layout.main.figures, layout.main.entries, owner.clauses
    parts = []
    for clause in clauses:
        state, amount, sentence = (figures[f"{clause.key}:{what}"].address for what in ("state", "amount", "sentence"))
        words = f"{quoted(f'；{loss_head(clause)}')}&{sentence}"
        if reason := entries.get(reason_name(clause.key)):
            words += f'&IF({reason.address}="","","（"&{reason.address}&"）")'
        listed = clause is clauses[-1] or clause.earns
        condition = f"{state}={quoted(ASSESSED)}" if listed else f"{amount}>0"
        parts.append(f'IF({condition},{words},"")')
    return f"MID({'&'.join(parts)},2,{MOST_CHANGE})"


def cap_of(clause: Clause) -> int | None:
    """Return a clause's own cap, in ten-thousandths of a point."""
    cap: int | None = getattr(clause.kind, "cap", None)
    return cap


def _put_notes(sheet: Sheet, layout: Layout) -> None:
    """Put the table's footnotes, and the legend of the marks, below it."""
    texts = note_texts(layout.rubric, layout.look)
    for row, (text, high) in enumerate(zip(texts, note_heights(layout), strict=True), layout.last_row + 1):
        sheet.put_merged([row], range(1, layout.last_printed + 1), text, "注释")
        sheet.heights[row] = high


def _formula(side: Side, filling: Prefill, step: str) -> Formula:
    return Formula(side.formula(step, SCORE_SHEET), filling.figures[step])
