"""The locked block on 结果 that a recalculation fills: its place and its content.

It has a row for each important figure, then the list of cells that show another value than they should. Its size
depends on the rubric only, so that one block of values completely replaces the one before.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.notation.decimals import SCALE, format_published
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.model import Indicator, Rubric
from xlplugin.scoring.as_excel_formula import quoted
from xlplugin.scoring.breakdown import sentence_of
from xlplugin.scoring.states import ASSESSED, FAULTY, NOT_APPLICABLE, UNASSESSED
from xlplugin.workbook.layout import Layout
from xlplugin.workbook.paging.text_height import height
from xlplugin.workbook.prefilled_values import longest_loss
from xlplugin.workbook.sheet_model import ConditionalFormat, Formula, Sheet
from xlplugin.workbook.sheet_names import RESULT_SHEET

RECALCULATED = "recalculated"
"""The name of the first cell of the block."""

MOST_DIFFERENCES = 12
"""Cells that are listed; further ones are counted."""

AGREES, DIFFERS, UNKNOWN = "一致", "不符", "未核对"

_HIGH = 19.0
_SUMMARY_ROWS, _TOTAL_AT, _COLUMNS = 7, 3, 5
"""Rows before the dimensions; the row of the total (from 0); columns before the one for words."""

Row: TypeAlias = list[str | float | None]


def state_cell(first: Cell) -> Cell:
    """Return the cell above the block that shows whether the block belongs to the present entries."""
    return Cell(first.sheet, 1, first.row - 2)


def block_rows(rubric: Rubric) -> int:
    """Return the number of rows of the block."""
    return _SUMMARY_ROWS + len(rubric.dimensions) + len(rubric.indicators) + 2 + 1 + MOST_DIFFERENCES + 1


def put_block(sheet: Sheet, layout: Layout, row: int) -> Cell:
    """Lay out the empty block from a row on; gives its first cell."""
    look, rubric, last = layout.look, layout.rubric, sheet.last_column
    sheet.put_merged([row], range(1, last + 1), look.text("结果.重新计算"), "小标题")
    first = row + 3
    total = f"$D${first + _TOTAL_AT}"
    current = layout.main.figures["total"].fixed
    never, same, changed = (look.text(f"结果.{word}") for word in ("未重新计算", "已重新计算", "已变动"))
    formula = f'IF({total}="",{quoted(never)},IF({total}={current},{quoted(same)},{quoted(changed)}))'
    sheet.put_merged([row + 1], range(1, last + 1), Formula(formula, never), "注释")
    heads = [look.text(f"结果.{word}") for word in ("项目", "扣分", "加分", "得分", "核对")]
    sheet.put_row(first - 1, heads, "表头")
    sheet.put_merged([first - 1], range(_COLUMNS + 1, last + 1), look.text("结果.说明"), "表头")
    sheet.heights |= {row: 24.0, row + 1: _HIGH, first - 1: _HIGH}
    heights = _heights(sheet, layout)
    # The content of the block has the style of its columns. Gnumeric would write a style of its rows as cells up to the
    # last column, more than a million of them.
    sheet.column_styles |= dict.fromkeys(range(2, _COLUMNS + 1), "失分数")
    for at in range(block_rows(rubric)):
        for column in (1, last):
            sheet.put(first + at, column, None, "失分")
        sheet.heights[first + at] = heights.get(at, _HIGH)
    area = f"A{first}:{column_letters(last)}{first + block_rows(rubric) - 1}"
    sheet.markings.append(ConditionalFormat(area, f'$A{first}<>""', "失分"))
    return Cell(RESULT_SHEET, 1, first)


def _heights(sheet: Sheet, layout: Layout) -> dict[int, float]:
    """Return the heights of the rows with long texts, by their place in the block."""
    rubric, style = layout.rubric, layout.look.styles["正文"]
    wide = sheet.widths[sheet.last_column]
    first = _SUMMARY_ROWS + len(rubric.dimensions)
    return {0: 2 * _HIGH} | {
        first + at: max(
            _HIGH,
            height(_label(indicator), sheet.widths[1], style),
            height(longest_loss(rubric, layout.look.text("评分表.理由样例"), indicator), wide, style),
        )
        for at, indicator in enumerate(rubric.indicators)
    }


def block(  # noqa: PLR0913  # what a block tells
    rubric: Rubric,
    figures: Mapping[str, int | str],
    verdicts: Mapping[str, str],
    conclusion: tuple[str, str],
    differing: Sequence[tuple[str, str]],
    *,
    at: datetime,
    version: str,
    columns: int,
) -> list[Row]:
    """Return the values of the block.

    Args:
        rubric: the scoring table.
        figures: every step, including sentences; numbers in ten-thousandths.
        verdicts: 一致, 不符 or 未核对 by figure (``2.1.1``, ``dimension1``, ``total``).
        conclusion: the result of the comparison: a word, and a sentence.
        differing: the cells that differ, each with what is wrong.
        at: the time of the computation.
        version: of this program, and of the rubric.
        columns: the number of printed columns of the sheet.
    """
    blank: Row = [None] * columns

    def row(name: str, values: Sequence[int | str | None] = (), verdict: str = "", text: str = "") -> Row:
        made = list(blank)
        made[0] = name
        for place, value in enumerate(values, 1):
            made[place] = value / SCALE if isinstance(value, int) else value
        made[4], made[-1] = verdict or None, text or None
        return made

    def figure(name: str, step: str, text: str = "") -> Row:
        value = figures[step]
        if step == "published" and isinstance(value, int):
            value = format_published(value, rubric.published_places)
        return row(name, (None, None, value), verdicts.get(step, ""), text)

    def three(name: str, of: str, clauses: Iterable[Clause], text: str = "") -> Row:
        made = row(
            name, [figures[f"{of}:{what}"] for what in ("deduction", "bonus", "score")], verdicts.get(of, ""), text
        )
        made[3] = _score(made[3], {str(figures[f"{clause.key}:state"]) for clause in clauses})
        return made

    rows = [
        row("核对结论", verdict=conclusion[0], text=conclusion[1]),
        row("计算时间", text=f"{at:%Y-%m-%d %H:%M:%S}"),
        row("程序与评分表", text=version),
        figure("总分", "total", str(figures["result:sentence"])),
        figure("公布得分", "published"),  # with its decimal places, as the form shows it
        figure("考核等次", "grade"),
        figure("填报状态", "status"),
    ]
    for dimension in rubric.dimensions:
        clauses = [clause for indicator in dimension.indicators for clause in indicator.clauses]
        rows.append(three(dimension.name, f"dimension{dimension.number}", clauses))
    rows += [
        three(_label(indicator), indicator.id, indicator.clauses, sentence_of(indicator, figures))
        for indicator in rubric.indicators
    ]
    rows += [figure("综合加分", "general_bonus"), figure("重大扣分", "major_deduction")]
    rows.append(list(blank))
    rows += [row(place, text=text) for place, text in differing[:MOST_DIFFERENCES]]
    if len(differing) > MOST_DIFFERENCES:
        rows.append(row("", text=f"另有 {len(differing) - MOST_DIFFERENCES} 处不符，未逐一列出"))
    return rows + [list(blank) for _ in range(block_rows(rubric) - len(rows))]


def _label(indicator: Indicator) -> str:
    return f"{indicator.id} {indicator.name}"


def _score(score: str | float | None, states: set[str]) -> str | float | None:
    """Return a score as the sheet shows it: 未评 or 有误 instead, or with an asterisk if it is not final."""
    if FAULTY in states:
        return FAULTY
    if UNASSESSED in states:
        if isinstance(score, str):
            return score
        return f"{score:g}*" if states & {ASSESSED, NOT_APPLICABLE} else UNASSESSED
    return score
