"""The table of all results (汇总表.xlsx).

Bodies × indicators with 自评, 考核 and 最终, deductions by dimension, charts.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlplugin.notation.cell_address import column_letters
from xlplugin.publishing.round_result import BodyResult, IndicatorResult, RoundResult
from xlplugin.publishing.round_statistics import group_statistics, indicator_losses
from xlplugin.scoring.states import NOT_APPLICABLE
from xlplugin.store.decided.grades import NO_GRADE
from xlplugin.workbook.sheet_model import Chart
from xlplugin.workbook.sheet_names import sheet_name
from xlplugin.workbook.writing.table_file import HEAD_ROW, TableSheet, tables_file

Row = list[str | float]

_COLOURS, _COLOUR_NAMES = ("FFFFFF", "808080", "404040", "BFBFBF"), ("白", "灰", "深灰", "浅灰")
_MOST_CHARTED = 40
"""Bodies or indicators that a chart can show; of more it shows the first ones, and says so."""


def summary_workbook(result: RoundResult) -> bytes:
    """Write the table of all results of a round, the sheets of each class one after the other, then the charts."""
    sheets: list[TableSheet] = []
    for (rubric, group), bodies in result.groups.items():
        called = group or rubric
        title = f"{result.name} {group or result.table(rubric).title}".strip()
        sheets.append(TableSheet(sheet_name(called), f"{title} 得分汇总表", *_totals(bodies), frozen_columns=2))
        for what, pick in (("最终", _final), ("考核", _assessed), ("自评", _own)):
            head, rows = _by_indicator(bodies, pick)
            if rows:
                name = sheet_name(called, ending=what)
                sheets.append(TableSheet(name, f"{title} 各项指标{what}得分", head, rows, frozen_columns=1))
    return tables_file([*sheets, *_charts(result)])


def _number(text: str) -> str | float:
    """Return a figure as the number that a cell holds; '' for none, a word as it is."""
    return text if text in ("", NOT_APPLICABLE) else float(text)


def _totals(bodies: Sequence[BodyResult]) -> tuple[list[str], list[Row]]:
    """Return a row for each body: rank, grade, the three totals, and what each dimension took."""
    first = next((body for body in bodies if body.dimensions), None)
    names = [f"{one.number} {one.name} 扣分" for one in first.dimensions] if first else []
    head = ["名次", "考核对象", "等次", "自评", "考核", "最终", *names, "加分合计", "重大扣分", "说明"]
    rows: list[Row] = []
    for body in _in_rank_order(bodies):
        bonus = sum((Decimal(one.bonus or 0) for one in body.dimensions), Decimal(body.general_bonus or 0))
        rows.append(
            [
                *(body.rank or "", body.body, body.grade),
                *(_number(text) for text in (body.own, body.assessed, body.published)),
                *([_number(one.deduction) for one in body.dimensions] or [""] * len(names)),
                *(float(bonus) if body.dimensions else "", _number(body.major_deduction)),
                body.no_score or body.grade_why,
            ]
        )
    return head, rows


def _in_rank_order(bodies: Iterable[BodyResult]) -> list[BodyResult]:
    return sorted(bodies, key=lambda body: (not body.published, -Decimal(body.published or 0)))


def _shown(one: IndicatorResult, score: str) -> str:
    return NOT_APPLICABLE if one.state == NOT_APPLICABLE else score


def _final(one: IndicatorResult) -> str:
    return _shown(one, one.score)


def _assessed(one: IndicatorResult) -> str:
    return _shown(one, one.assessed)


def _own(one: IndicatorResult) -> str:
    return _shown(one, one.own)


def _by_indicator(bodies: Sequence[BodyResult], pick: object) -> tuple[list[str], list[Row]]:
    """Return a row for each body with its scores; no rows if nobody has any."""
    first = next((body for body in bodies if body.indicators), None)
    if first is None or not callable(pick):
        return [], []
    head = ["考核对象", *(f"{one.id} {one.name}（{one.points}）" for one in first.indicators)]
    rows: list[Row] = [
        [body.body, *([_number(pick(one)) for one in body.indicators] or [""] * len(first.indicators))]
        for body in bodies
    ]
    return (head, rows) if any(isinstance(cell, float) for row in rows for cell in row[1:]) else ([], [])


def _charts(result: RoundResult) -> list[TableSheet]:
    """Return the charts, each beside the table that it shows: grades, losses by indicator, own against final totals."""
    groups = group_statistics(result)
    sheets = []
    names = list(dict.fromkeys(grade for group in groups for grade, _ in group.by_grade))
    names += [NO_GRADE] if any(group.ungraded for group in groups) else []
    if names and groups:
        labels = [group.name or group.rubric for group in groups]
        counts: list[Row] = []
        for grade in names:
            own = {id(group): len(bodies) for group in groups for one, bodies in group.by_grade if one == grade}
            own |= {id(group): len(group.ungraded) for group in groups if grade == NO_GRADE}
            counts.append([grade, *(own.get(id(group), 0) for group in groups)])
        series = [(label, at) for at, label in enumerate(labels, 2)]
        coloured = "、".join(f"{label}（{colour}）" for label, colour in zip(labels, _COLOUR_NAMES, strict=False))
        title = f"各等次的单位数：{coloured}" if len(labels) > 1 else "各等次的单位数"
        chart = _chart(title, len(counts), series, len(labels) + 1)
        sheets.append(TableSheet("等次图", title, ["等次", *labels], counts, [chart]))
    for rubric in dict.fromkeys(group.rubric for group in groups):
        losses = [one for one in indicator_losses(result, rubric) if one.lost]
        losses.sort(key=lambda one: -one.rate)
        rows: list[Row] = [[f"{one.id} {one.name}", float(one.rate), len(one.bodies)] for one in losses]
        if rows:
            shown = min(len(rows), _MOST_CHARTED)
            of = _suffix(rubric, result)
            title = f"{of}各项指标的失分率（%）" + (f"，前 {shown} 项" if shown < len(rows) else "")
            chart = _chart(title, shown, [("失分率（%）", 2)], 3)
            name = sheet_name(of, "失分图")
            sheets.append(TableSheet(name, title, ["指标", "失分率（%）", "失分单位数"], rows, [chart]))
    for group in groups:
        rows = [[body.body, _number(body.own), _number(body.published)] for body in group.scored if body.own]
        if rows:
            shown = min(len(rows), _MOST_CHARTED)
            title = "自评得分（白）与最终得分（灰）" + (f"，前 {shown} 个单位" if shown < len(rows) else "")
            chart = _chart(title, shown, [("自评", 2), ("最终", 3)], 3)
            name = sheet_name(group.name or group.rubric, "自评图")
            sheets.append(TableSheet(name, title, ["考核对象", "自评", "最终"], rows, [chart]))
    return sheets


def _suffix(rubric: str, result: RoundResult) -> str:
    """Return what tells the sheets of tables apart: the class where a table has one."""
    groups = [group or rubric for (table, group) in result.groups if table == rubric]
    return groups[0] if len(groups) == 1 else rubric


def _chart(title: str, count: int, series: Sequence[tuple[str, int]], columns: int) -> Chart:
    """Make a chart of the first rows of a table, to the right of it; the first series is white, the next one grey."""
    first, last = HEAD_ROW + 1, HEAD_ROW + count
    colours = _COLOURS if len(series) > 1 else _COLOURS[1:2]
    drawn = tuple(
        (name, f"${column_letters(at)}${first}:${column_letters(at)}${last}", colours[number % len(colours)])
        for number, (name, at) in enumerate(series)
    )
    height = 80 + 18 * count * max(1, len(series))
    return Chart(title, f"$A${first}:$A${last}", drawn, f"{column_letters(columns + 2)}{HEAD_ROW}", 520, height)
