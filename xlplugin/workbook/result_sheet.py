"""结果: the totals, the grade and where it comes from, the dimensions with a chart, and where points were lost."""

from collections.abc import Iterator, Mapping

from xlplugin.amount import ONE
from xlplugin.calculation import UNASSESSED
from xlplugin.formula import quoted
from xlplugin.rubric import Indicator
from xlplugin.workbook.columns import HEAD_ROW, RESULT_SHEET, RESULTS, RESULTS_ROW, SCORE_SHEET
from xlplugin.workbook.filling import Filling, in_cell, longest_loss, loss_text
from xlplugin.workbook.layout import Layout, Side
from xlplugin.workbook.measure import POINT_OF_WIDTH, height
from xlplugin.workbook.pages import page_room
from xlplugin.workbook.sheet import NOTHING, Chart, Formula, Marking, Sheet, letters
from xlplugin.workbook.wording import grade_basis

CLEARED = '"▼"General'
"""How the score of a dimension of which nothing is left is shown."""

CELL_HEIGHT, HEAD_HEIGHT = 19.0, 36.0

LOSS_FIGURES = 3
"""Columns of the list of losses before the one that tells why."""


def result_sheet(layout: Layout, fillings: Mapping[str, Filling]) -> Sheet:
    """Lay the whole sheet out."""
    look = layout.look
    sheet = Sheet(RESULT_SHEET, look.papers["其他"], footer=look.text("页脚"))
    widths = look.widths["结果（考核）" if layout.own else "结果"]
    figures = 7 if layout.own else 4
    sheet.last_column = figures + 2
    sheet.widths = {1: widths["名称"], **dict.fromkeys(range(2, figures + 2), widths["数字"])}
    sheet.widths[sheet.last_column] = widths["说明"]
    sheet.put_merged([1], range(1, sheet.last_column + 1), look.text("结果.标题"), "标题")
    sheet.heights[1] = HEAD_HEIGHT
    _put_results(sheet, layout, fillings)
    _put_dimensions(sheet, layout, fillings)
    row = layout.dimensions_row + len(layout.rubric.dimensions) + 1
    wide = sum(sheet.widths.values())
    text = f"{grade_basis(layout.rubric.scheme, look)}\n{look.text('结果.注')}"
    sheet.put_merged([row], range(1, sheet.last_column + 1), text, "注释")
    sheet.heights[row] = height(text, wide)
    _put_losses(sheet, layout, fillings[""], row + 1)
    sheet.title_rows = "1:1"
    return sheet


def _put_results(sheet: Sheet, layout: Layout, fillings: Mapping[str, Filling]) -> None:
    look = layout.look
    heads = [look.text("结果.项目"), look.text("结果.考核" if layout.own else "结果.结果")]
    sheet.heights |= {RESULTS_ROW - 1: CELL_HEIGHT, layout.dimensions_row - 2: 10.0}
    sheet.put_row(RESULTS_ROW - 1, [*heads, *([look.text("结果.自评")] if layout.own else [])], "表头")
    for at, (step, label) in enumerate(RESULTS.items()):
        row = RESULTS_ROW + at
        sheet.put(row, 1, look.text(f"结果.{label}"), "正文")
        for side in layout.sides:
            style = "公布" if step == "published" else "数字"
            sheet.put(row, side.results_column, _figure(side, fillings, step), style)
        sheet.heights[row] = CELL_HEIGHT


def _put_dimensions(sheet: Sheet, layout: Layout, fillings: Mapping[str, Filling]) -> None:
    look, rubric, first = layout.look, layout.rubric, layout.dimensions_row
    names = ["一级指标", "赋分", "扣分", "加分", "得分"]
    names += ["自评扣分", "自评加分", "自评得分"] if layout.own else []
    sheet.put_row(first - 1, [look.text(f"结果.{name}") for name in names], "表头")
    sheet.heights[first - 1] = 32.0 if layout.own else CELL_HEIGHT
    drawn = sheet.last_column + 2
    sheet.widths[drawn] = 10
    sheet.put(first - 1, drawn, look.text("结果.图中得分"), "表头")
    total = layout.main.figures["total"].fixed
    for at, dimension in enumerate(rubric.dimensions):
        row, name = first + at, f"dimension{dimension.number}"
        sheet.put(row, 1, dimension.name, "正文")
        sheet.put(row, 2, in_cell(dimension.points), "数字")
        for side in layout.sides:
            for what in ("deduction", "bonus", "score"):
                cell = side.figures[f"{name}:{what}"]
                sheet.put(row, cell.column, _figure(side, fillings, f"{name}:{what}"), "数字")
                if what == "score":
                    _mark_score(sheet, side, cell.address, dimension.points)
        # An untouched sheet has lost nothing; its bars must not look like full marks.
        score = layout.main.figures[f"{name}:score"]
        earned = fillings[""].figures[f"{name}:score"]
        untouched = fillings[""].figures["total"] == UNASSESSED
        value = Formula(f"IF({total}={quoted(UNASSESSED)},0,{score.address})", 0 if untouched else earned)
        sheet.put(row, drawn, value, "数字")
        sheet.heights[row] = max(CELL_HEIGHT, height(dimension.name, sheet.widths[1]))
    last = first + len(rubric.dimensions) - 1
    helper = letters(drawn)
    high = sum(sheet.heights.get(row, CELL_HEIGHT) for row in range(RESULTS_ROW, last + 1))
    sheet.chart = Chart(
        title=look.text("结果.图表"),
        categories=f"$A${first}:$A${last}",
        series=(
            (look.text("结果.得分"), f"${helper}${first}:${helper}${last}", look.colours["得分"]),
            (look.text("结果.赋分"), f"$B${first}:$B${last}", look.colours["赋分"]),
        ),
        anchor=f"{letters(sheet.last_column)}{RESULTS_ROW}",
        width=sheet.widths[sheet.last_column] * POINT_OF_WIDTH - 8,
        height=high,
    )


def _mark_score(sheet: Sheet, side: Side, score: str, points: int) -> None:
    # The dimensions of an untouched sheet add up to full marks; they must not read so.
    untouched = f"{side.figures['total'].fixed}={quoted(UNASSESSED)}"
    sheet.markings.append(Marking(score, untouched, "", f'"{UNASSESSED}";"{UNASSESSED}";"{UNASSESSED}"'))
    if points:
        sheet.markings.append(Marking(score, f"{score}<=0", "已扣完", CLEARED))


def _put_losses(sheet: Sheet, layout: Layout, filling: Filling, row: int) -> None:
    """List the indicators that lost points, in the table's order, from a row on.

    评分表 numbers them in a column that is not printed; each row here looks its own number up, so the list
    needs no function beyond those of Excel 2007. What fits on one page is printed; the rest stands below it.
    """
    look, last, indicators = layout.look, sheet.last_column, layout.rubric.indicators
    sheet.breaks.append(row - 1)
    sheet.put_row(row + 1, [look.text(f"结果.{name}") for name in ("失分指标", "赋分", "扣分")], "表头")
    sheet.put_merged([row + 1], range(LOSS_FIGURES + 1, last + 1), look.text("结果.失分说明"), "表头")
    sheet.heights |= {row: 24.0, row + 1: CELL_HEIGHT}
    lost = [one for one in indicators if int(filling.figures[f"{one.id}:deduction"]) > 0]
    high, first = _loss_height(sheet, layout), row + 2
    room = page_room(sheet) - HEAD_HEIGHT - sheet.heights[row] - sheet.heights[row + 1]
    printed = min(len(indicators), int(room / high))
    sheet.put_merged([row], range(1, last + 1), _loss_head(layout, len(lost), printed), "小标题")
    for at in range(len(indicators)):
        _put_loss(sheet, layout, filling, first + at, at + 1, lost[at] if at < len(lost) else None)
        sheet.heights[first + at] = high
    sheet.last_printed_row = first + printed - 1
    area = f"A{first}:{letters(last)}{first + len(indicators) - 1}"
    sheet.markings.append(Marking(area, f'$A{first}<>""', "失分"))


def _loss_head(layout: Layout, lost: int, printed: int) -> Formula:
    """Say how many indicators lost points, and how many of them are not printed."""
    look, counted = layout.look, f"MAX({_column(layout, '失分序')})"
    none = look.text("结果.无失分")
    before, after = look.around("结果.失分", "项数")
    more_before, more_after = look.around("结果.另有", "项数")
    more = f'IF({counted}>{printed},{quoted(more_before)}&({counted}-{printed})&{quoted(more_after)},"")'
    text = f"IF({counted}=0,{quoted(none)},{quoted(before)}&{counted}&{quoted(after)}&{more})"
    told = f"{more_before}{lost - printed}{more_after}" if lost > printed else ""
    return Formula(text, f"{before}{lost}{after}{told}" if lost else none)


def _put_loss(sheet: Sheet, layout: Layout, filling: Filling, row: int, number: int, found: Indicator | None) -> None:
    last, counted = sheet.last_column, _column(layout, "失分序")
    at = f"${letters(last + 2)}{row}"
    text = f'IF({number}>MAX({counted}),"",MATCH({number},{counted},0))'
    sheet.put(row, last + 2, Formula(text, _position(layout, found)), "数字")
    for column, (name, value) in enumerate(_looked_up(found, filling), 1):
        looked_up = Formula(f'IF({at}="","",INDEX({_column(layout, name)},{at}))', value)
        is_text = name in ("三级指标", "失分说明")
        merged = range(column, last + 1) if name == "失分说明" else [column]
        sheet.put_merged([row], merged, looked_up, "失分" if is_text else "失分数")


def _column(layout: Layout, name: str) -> str:
    """Give the cells of a column of 评分表 beside its clauses."""
    column = letters(layout.column(name))
    return f"{SCORE_SHEET}!${column}${HEAD_ROW + 1}:${column}${layout.last_row}"


def _position(layout: Layout, found: Indicator | None) -> int | str:
    """Give the place of an indicator among the rows of 评分表, from 1."""
    return (layout.main.figures[f"{found.id}:deduction"].row - HEAD_ROW) * ONE if found else ""


def _looked_up(found: Indicator | None, filling: Filling) -> Iterator[tuple[str, int | str]]:
    """Give the columns of 评分表 that the list shows, and what they hold for an indicator."""
    yield "三级指标", found.name if found else ""
    yield "赋分", (found.points or NOTHING) if found else ""
    yield "扣分", filling.figures[f"{found.id}:deduction"] if found else ""
    yield "失分说明", loss_text(found, filling.figures) if found else ""


def _loss_height(sheet: Sheet, layout: Layout) -> float:
    wide = sum(sheet.widths[column] for column in range(LOSS_FIGURES + 1, sheet.last_column + 1))
    names = max(height(indicator.name, sheet.widths[1]) for indicator in layout.rubric.indicators)
    return max(names, height(longest_loss(layout.rubric), wide), CELL_HEIGHT)


def _figure(side: Side, fillings: Mapping[str, Filling], step: str) -> Formula:
    return Formula(side.formula(step, RESULT_SHEET), fillings[side.prefix].figures[step])
