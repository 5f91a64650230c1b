"""结果: the totals, the grade and its basis, the dimensions with a chart, and the lost points."""

from collections.abc import Iterator, Mapping, Sequence

from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.notation.decimals import SCALE, exact_pattern, format_decimal, published_pattern
from xlplugin.rubric.model import Dimension, Indicator, Item
from xlplugin.scoring.as_excel_formula import quoted, shows_any
from xlplugin.scoring.states import ASSESSED, COMPLETE, FAULTY, NOT_APPLICABLE, PENDING, PROVISIONAL, UNASSESSED
from xlplugin.scoring.steps.rule_steps import rule_words
from xlplugin.workbook.columns import HEAD_ROW, RESULT_FIGURES, RESULTS_ROW
from xlplugin.workbook.editions import Edition
from xlplugin.workbook.form_texts import change_name, grade_basis
from xlplugin.workbook.layout import Layout, Side
from xlplugin.workbook.paging.line_breaks import POINT_OF_WIDTH
from xlplugin.workbook.paging.page_breaks import page_room
from xlplugin.workbook.paging.text_height import height
from xlplugin.workbook.prefilled_values import Prefill, change_text, changes_of, in_cell, longest_loss
from xlplugin.workbook.result_rows import RULE_COLUMNS
from xlplugin.workbook.sheet_model import AT_CAP, NOTHING, Chart, ConditionalFormat, Formula, Sheet
from xlplugin.workbook.sheet_names import RESULT_SHEET, SCORE_SHEET
from xlplugin.workbook.sheets.recalculation_block import put_block

CLEARED = '"▼"General'
"""The number format for the score of a dimension of which nothing is left."""

UNFINISHED = 'General"*"'
"""The number format for the score of a dimension whose indicators are not all assessed."""

STATES = (UNASSESSED, ASSESSED, FAULTY, NOT_APPLICABLE, PENDING)

CELL_HEIGHT, HEAD_HEIGHT = 19.0, 36.0

CHANGE_FIGURES = 3
"""Columns of the list of changes before the explanation."""


def result_sheet(layout: Layout, fillings: Mapping[str, Prefill]) -> tuple[Sheet, Cell]:
    """Lay out the sheet; gives it with the first cell of the block for a recalculation."""
    look = layout.look
    sheet = Sheet(RESULT_SHEET, look.papers["结果"], footer=look.text("页脚"))
    title = "自评标题" if layout.edition is Edition.SELF else "标题"
    widths = look.widths["结果（考核）" if layout.own else "结果"]
    figures = RESULT_FIGURES[layout.edition.value]
    sheet.last_column = figures + 2
    sheet.widths = {1: widths["名称"], **dict.fromkeys(range(2, figures + 2), widths["数字"])}
    sheet.widths[sheet.last_column] = widths["说明"]
    sheet.put_merged([1], range(1, sheet.last_column + 1), look.text(f"结果.{title}"), "标题")
    sheet.heights[1] = max(HEAD_HEIGHT, height("", 100, look.styles["标题"]))
    _put_results(sheet, layout, fillings)
    _put_dimensions(sheet, layout, fillings)
    _put_rules(sheet, layout, fillings)
    row = layout.results.notes_row
    wide = sum(sheet.widths.values())
    text = f"{grade_basis(layout.rubric.scheme, look)}\n{look.text('结果.注')}"
    sheet.put_merged([row], range(1, sheet.last_column + 1), text, "注释")
    sheet.heights[row] = height(text, wide, look.styles["注释"])
    _put_changes(sheet, layout, fillings[""], row + 1)
    sheet.title_rows = "1:1"
    return sheet, put_block(sheet, layout, sheet.last_row + 2)


def _put_results(sheet: Sheet, layout: Layout, fillings: Mapping[str, Prefill]) -> None:
    look = layout.look
    sheet.heights |= {RESULTS_ROW - 1: CELL_HEIGHT, layout.results.dimensions_row - 2: 10.0}
    sheet.put(RESULTS_ROW - 1, 1, look.text("结果.项目"), "表头")
    for side in layout.sides:
        columns = range(side.results_column, side.results_column + 2)
        words = "结果" if layout.own is None else "考核" if side is layout.main else "自评"
        sheet.put_merged([RESULTS_ROW - 1], columns, look.text(f"结果.{words}"), "表头")
        for at, step in enumerate(layout.results.totals):
            style = {"total": "总分", "published": "公布"}.get(step, "数字")
            sheet.put_merged([RESULTS_ROW + at], columns, _figure(side, fillings, step), style)
        is_provisional = f"{side.figures['status'].fixed}={quoted(PROVISIONAL)}"
        graded = {"grade": "@"} if layout.rubric.scheme.grades else {}
        places = layout.rubric.published_places
        shown_as = {"total": exact_pattern(places), "published": published_pattern(places)} | graded
        for step, shown in shown_as.items():
            words = f"{shown}{quoted(look.text('填表说明.暂定'))}"
            sheet.markings.append(ConditionalFormat(side.figures[step].address, is_provisional, "", words))
        for step, cap in (
            ("general_bonus", layout.rubric.general_bonus.cap),
            ("major_deduction", layout.rubric.major_deduction.cap),
        ):
            if cap is not None:
                cell = side.figures[step].address
                sheet.markings.append(ConditionalFormat(cell, f"{cell}>={format_decimal(cap)}", "已达上限", AT_CAP))
    for at, label in enumerate(layout.results.totals.values()):
        sheet.put(RESULTS_ROW + at, 1, label, "正文")
        sheet.heights[RESULTS_ROW + at] = max(CELL_HEIGHT, height(label, sheet.widths[1], look.styles["正文"]))


def _put_dimensions(sheet: Sheet, layout: Layout, fillings: Mapping[str, Prefill]) -> None:
    look, rubric, first = layout.look, layout.rubric, layout.results.dimensions_row
    names = ["一级指标", "赋分", "扣分", "加分", "得分"]
    names += ["自评扣分", "自评加分", "自评得分"] if layout.own else []
    sheet.put_row(first - 1, [look.text(f"结果.{name}") for name in names], "表头")
    sheet.heights[first - 1] = 36.0 if layout.own else CELL_HEIGHT
    drawn = sheet.last_column + 2
    charted = [drawn, drawn + 1 + len(layout.sides)][: len(layout.sides)]
    heads = [look.text(f"结果.{name}") for name in ("图中得分", "填报状态", "填报状态", "图中得分")][
        : 2 * len(layout.sides)
    ]
    sheet.put_row(first - 1, heads, "表头", drawn)
    for at, dimension in enumerate(rubric.dimensions):
        row, name = first + at, f"dimension{dimension.number}"
        for side in layout.sides:
            if applicable := side.figures.get(f"{name}:applicable"):
                sheet.put(first - 1, applicable.column, look.text("结果.参评"), "表头")
                sheet.put(row, applicable.column, _figure(side, fillings, f"{name}:applicable"), "数字")
        sheet.put(row, 1, dimension.name, "正文")
        sheet.put(row, 2, in_cell(dimension.points), "数字")
        for column, side in enumerate(layout.sides, drawn + 1):
            for what in ("deduction", "bonus", "score"):
                cell = side.figures[f"{name}:{what}"]
                sheet.put(row, cell.column, _figure(side, fillings, f"{name}:{what}"), "数字")
            state = Cell(RESULT_SHEET, column, row)
            sheet.put(row, column, _state(side, fillings[side.prefix], dimension), "数字")
            _mark_score(sheet, side.figures[f"{name}:score"].address, state.fixed, dimension.points)
        for side, column in zip(layout.sides, charted, strict=True):
            state = Cell(RESULT_SHEET, drawn + 1 + layout.sides.index(side), row)
            sheet.put(row, column, _charted(side, fillings[side.prefix], dimension, state), "数字")
        sheet.heights[row] = max(CELL_HEIGHT, height(dimension.name, sheet.widths[1], look.styles["正文"]))
    _add_chart(sheet, layout, [column_letters(column) for column in charted])


def _put_rules(sheet: Sheet, layout: Layout, fillings: Mapping[str, Prefill]) -> None:
    """Put what the rules (条件) change, a row for each: whether it holds, the figure before and after, and why."""
    if not layout.results.consequences:
        return
    look, first = layout.look, layout.results.rules_row
    heads = [look.text(f"结果.{name}") for name in ("条件", "是否触发", "条件前", "条件后")]
    sheet.put_row(first - 1, heads, "表头")
    explained = range(RULE_COLUMNS[-1], sheet.last_column + 1)
    sheet.put_merged([first - 1], explained, look.text("结果.条件说明"), "表头")
    sheet.heights[first - 1] = CELL_HEIGHT
    wide = sum(sheet.widths[column] for column in explained)
    for at, (name, rule, is_first) in enumerate(layout.results.consequences):
        row = first + at
        sheet.put(row, 1, rule, "正文")
        for side in layout.sides:
            holds = side.figures[f"{name.partition('.')[0]}:holds"]
            if is_first:
                sheet.put(row, holds.column, _figure(side, fillings, f"{name.partition('.')[0]}:holds"), "数字")
            else:
                sheet.put(row, holds.column, NOTHING, "居中")
            for what in ("before", "after"):
                cell = side.figures[f"{name}:{what}"]
                sheet.put(row, cell.column, _figure(side, fillings, f"{name}:{what}"), "数字")
            said, cell = _figure(side, fillings, f"{name}:sentence"), side.figures[f"{name}:sentence"]
            columns = explained if side is layout.main else range(cell.column, cell.column + 1)
            sheet.put_merged([row], columns, said, "正文")
        why = rule_words(layout.rubric, name)
        sheet.heights[row] = max(
            CELL_HEIGHT,
            height(rule, sheet.widths[1], look.styles["正文"]),
            height(why, wide, look.styles["正文"]),
        )


def _charted(side: Side, filling: Prefill, dimension: Dimension, state: Cell) -> Formula:
    """Return the length of a bar: while nothing is assessed nothing is lost, and it must not look like full marks."""
    name = f"dimension{dimension.number}:score"
    score, value = side.figures[name].address, filling.figures[name]
    is_unscored = _state(side, filling, dimension).value in (UNASSESSED, FAULTY) or isinstance(value, str)
    if side.layout.may_be_word(name):
        score = f"IF(ISNUMBER({score}),{score},0)"
    text = f"IF(OR({state.address}={quoted(UNASSESSED)},{state.address}={quoted(FAULTY)}),0,{score})"
    return Formula(text, 0 if is_unscored else value)


def _add_chart(sheet: Sheet, layout: Layout, charted: Sequence[str]) -> None:
    """Add the picture of the scores: those of the assessors beside the body's own, and the points."""
    look, first = layout.look, layout.results.dimensions_row
    last = first + len(layout.rubric.dimensions) - 1
    names = ("得分", "自评得分") if layout.own else ("得分",)
    sheet.chart = Chart(
        title=look.text("结果.图表考核" if layout.own else "结果.图表"),
        categories=f"$A${first}:$A${last}",
        series=(
            *(
                (look.text(f"结果.{name}"), f"${column}${first}:${column}${last}", look.colours[name])
                for name, column in zip(names, charted, strict=True)
            ),
            (look.text("结果.赋分"), f"$B${first}:$B${last}", look.colours["赋分"]),
        ),
        anchor=f"{column_letters(sheet.last_column)}{RESULTS_ROW}",
        width=sheet.widths[sheet.last_column] * POINT_OF_WIDTH - 8,
        height=sum(sheet.heights.get(row, CELL_HEIGHT) for row in range(RESULTS_ROW, last + 1)),
    )


def _state(side: Side, filling: Prefill, dimension: Dimension) -> Formula:
    """Return how far a dimension is assessed: 未评, 有误, 暂定 or 完成, in a column that is not printed."""
    keys = [f"{clause.key}:state" for indicator in dimension.indicators for clause in indicator.clauses]
    first, last = (side.figures[key] for key in (keys[0], keys[-1]))
    states = f"{first.seen_from(RESULT_SHEET)}:{last.address}"
    counts = {word: [filling.figures[key] for key in keys].count(word) for word in STATES}
    text, value = quoted(COMPLETE), COMPLETE
    if any(clause.required for indicator in dimension.indicators for clause in indicator.clauses):
        touched = ",".join(shows_any(states, word) for word in (ASSESSED, NOT_APPLICABLE))
        text = f"IF({shows_any(states, UNASSESSED)},{quoted(PROVISIONAL)},{text})"
        value = PROVISIONAL if counts[UNASSESSED] else COMPLETE
        if any(clause.awaits_others for indicator in dimension.indicators for clause in indicator.clauses):
            text = f"IF({shows_any(states, PENDING)},{quoted(PROVISIONAL)},{text})"
            value = PROVISIONAL if counts[PENDING] else value
        text = f"IF(OR({touched}),{text},{quoted(UNASSESSED)})"
        value = value if counts[ASSESSED] + counts[NOT_APPLICABLE] else UNASSESSED
    text = f"IF({shows_any(states, FAULTY)},{quoted(FAULTY)},{text})"
    return Formula(text, FAULTY if counts[FAULTY] else value)


def _mark_score(sheet: Sheet, score: str, state: str, points: int) -> None:
    """Show 未评 or 有误 instead of an invalid score, and an asterisk at a score that is not final."""
    for word in (UNASSESSED, FAULTY):
        shown = ";".join([quoted(word)] * 3)
        sheet.markings.append(ConditionalFormat(score, f"{state}={quoted(word)}", "", shown))
    if points:
        sheet.markings.append(
            ConditionalFormat(score, f"AND({state}={quoted(COMPLETE)},{score}<=0)", "已扣完", CLEARED)
        )
    sheet.markings.append(ConditionalFormat(score, f"{state}={quoted(PROVISIONAL)}", "", UNFINISHED))


def _put_changes(sheet: Sheet, layout: Layout, filling: Prefill, row: int) -> None:
    """List the indicators and items that take or give points, in the order of the table, from a row on.

    评分表 numbers them in a hidden column; each row here looks up its own number, so the list needs no function beyond
    Excel 2007. As many rows as fit on the first page are printed, so that no page is blank while little is lost; the
    heading counts the others, which 评分表 prints with the same sentences.
    """
    look, last = layout.look, sheet.last_column
    owners = [owner for owner, _ in layout.owners]
    sheet.put_row(row + 1, [look.text(f"结果.{name}") for name in ("变动项", "扣分", "加分")], "表头")
    sheet.put_merged([row + 1], range(CHANGE_FIGURES + 1, last + 1), look.text("结果.变动说明"), "表头")
    sheet.heights |= {row: 24.0, row + 1: CELL_HEIGHT}
    changed = [owner for owner in owners if any(changes_of(owner, filling.figures))]
    high, first = _change_height(sheet, layout), row + 2
    room = page_room(sheet) - sum(sheet.heights.get(above, CELL_HEIGHT) for above in range(1, row + 2))
    printed = min(len(owners), max(1, int(room / high)))
    heading = _change_head(layout, len(changed), printed, filling.figures["total"])
    sheet.put_merged([row], range(1, last + 1), heading, "小标题")
    for at in range(len(owners)):
        _put_change(sheet, layout, filling, first + at, at + 1, changed[at] if at < len(changed) else None)
        sheet.heights[first + at] = high
    sheet.last_printed_row = first + printed - 1
    area = f"A{first}:{column_letters(last)}{first + len(owners) - 1}"
    sheet.markings.append(ConditionalFormat(area, f'$A{first}<>""', "失分"))


def _change_head(layout: Layout, changed: int, printed: int, total: int | str) -> Formula:
    """Return how many indicators and items changed the total, and how many of them are not printed."""
    look, counted = layout.look, f"MAX({_column(layout, '变动序')})"
    none = look.text("结果.无变动")
    before, after = look.around("结果.变动", "项数")
    more_before, more_after = look.around("结果.另有", "项数")
    more = f'IF({counted}>{printed},{quoted(more_before)}&{counted}-{printed}&{quoted(more_after)},"")'
    untouched, unfilled = f"{layout.main.figures['total'].fixed}={quoted(UNASSESSED)}", look.text("结果.未填报")
    text = f"IF({counted}=0,{quoted(none)},{quoted(before)}&{counted}&{quoted(after)}&{more})"
    text = f"IF({untouched},{quoted(unfilled)},{text})"
    remainder = f"{more_before}{changed - printed}{more_after}" if changed > printed else ""
    heading = f"{before}{changed}{after}{remainder}" if changed else none
    return Formula(text, unfilled if total == UNASSESSED else heading)


def _put_change(
    sheet: Sheet, layout: Layout, filling: Prefill, row: int, number: int, owner: Indicator | Item | None
) -> None:
    last, counted = sheet.last_column, _column(layout, "变动序")
    at = f"${column_letters(last + 2)}{row}"
    text = f'IF({number}>MAX({counted}),"",MATCH({number},{counted},0))'
    sheet.put(row, last + 2, Formula(text, _position(layout, owner)), "数字")
    for column, (name, value) in enumerate(_looked_up(layout, owner, filling), 1):
        looked_up = Formula(f'IF({at}="","",INDEX({_column(layout, name)},{at}))', value)
        is_text = name in ("变动项", "变动说明")
        merged = range(column, last + 1) if name == "变动说明" else [column]
        sheet.put_merged([row], merged, looked_up, "失分" if is_text else "失分数")


def _column(layout: Layout, name: str) -> str:
    """Return the cells of a column of 评分表 in the rows of clauses."""
    column = column_letters(layout.column(name))
    return f"{SCORE_SHEET}!${column}${HEAD_ROW + 1}:${column}${layout.last_row}"


def _position(layout: Layout, owner: Indicator | Item | None) -> int | str:
    """Return the position of an indicator or item among the rows of 评分表, from 1."""
    if owner is None:
        return ""
    return (layout.main.figures[f"{owner.clauses[0].key}:state"].row - HEAD_ROW) * SCALE


def _looked_up(layout: Layout, owner: Indicator | Item | None, filling: Prefill) -> Iterator[tuple[str, int | str]]:
    """Return the columns of 评分表 that the list shows, with their values for an indicator or item."""
    taken: int | str
    given: int | str
    taken, given = changes_of(owner, filling.figures) if owner else ("", "")
    if isinstance(owner, Indicator):
        taken = filling.figures[f"{owner.id}:deduction"]  # or a word, where there is no score yet
    if isinstance(owner, Item):
        taken, given = (taken, NOTHING) if owner.clauses[0].deducts else (NOTHING, given)
    yield "变动项", change_name(layout.rubric, owner, layout.look) if owner else ""
    yield "扣分", taken
    yield "加分", given
    yield "变动说明", change_text(owner, filling.figures, filling.entered) if owner else ""


def _change_height(sheet: Sheet, layout: Layout) -> float:
    wide = sum(sheet.widths[column] for column in range(CHANGE_FIGURES + 1, sheet.last_column + 1))
    style = layout.look.styles["正文"]
    names = max(
        height(change_name(layout.rubric, owner, layout.look), sheet.widths[1], style)
        for owner in layout.rubric.indicators
    )
    return max(
        names, height(longest_loss(layout.rubric, layout.look.text("评分表.理由样例")), wide, style), CELL_HEIGHT
    )


def _figure(side: Side, fillings: Mapping[str, Prefill], step: str) -> Formula:
    return Formula(side.formula(step, RESULT_SHEET), fillings[side.prefix].figures[step])
