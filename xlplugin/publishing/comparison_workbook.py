"""The comparison of two rounds as a workbook: bodies, parts, losses in both, what is in one only; with charts."""

from collections.abc import Iterable

from xlplugin.files.csv_tables import csv_bytes
from xlplugin.publishing.round_comparison import OF_DIMENSION, PartChange, RoundComparison, Suggestion
from xlplugin.workbook.sheet_model import Chart
from xlplugin.workbook.sheet_names import sheet_name
from xlplugin.workbook.writing.table_file import HEAD_ROW, TableSheet, tables_file

Row = list[str | float]
_MOST_CHARTED = 40


def comparison_workbook(found: RoundComparison) -> bytes:
    """Write the comparison."""
    before, after = found.before, found.after
    bodies: list[Row] = [
        [
            *(one.group, one.body, _figure(one.before), _figure(one.after)),
            "" if one.change is None else float(one.change),
            *(one.rank_before or "", one.rank_after or "", one.grade_before, one.grade_after),
        ]
        for one in found.bodies
    ]
    head = ["类别", "考核对象", f"{before}得分", f"{after}得分", "变化", f"{before}名次", f"{after}名次"]
    head += [f"{before}等次", f"{after}等次"]
    parts: list[Row] = [
        [
            *(one.table, one.kind, one.before_name, one.name),
            *("" if share is None else float(share) for share in (one.before, one.after)),
            float(one.after - one.before) if one.before is not None and one.after is not None else "",
            one.bodies,
        ]
        for one in found.parts
    ]
    shares = [
        "类别",
        "种类",
        f"{before}名称",
        f"{after}名称",
        f"{before}得分率（%）",
        f"{after}得分率（%）",
        "变化",
        "单位数",
    ]
    lost: list[Row] = [[one.body, one.indicator, _figure(one.before), _figure(one.after)] for one in found.persistent]
    lone: list[Row] = [[before, kind, name] for kind, name in found.only_before]
    lone += [[after, kind, name] for kind, name in found.only_after]
    sheets = [TableSheet("考核对象", f"{before}与{after} 得分比较", head, bodies, frozen_columns=2)]
    sheets.append(TableSheet("指标", f"{before}与{after} 得分率比较", shares, parts))
    sheets.append(TableSheet("连续失分", "两次都失分的指标", ["考核对象", "指标", before, after], lost))
    sheets.append(TableSheet("只有一次", "只有一次有的，没有比较", ["轮次", "种类", "名称"], lone))
    return tables_file([*sheets, *_charts(found)])


def _figure(text: str) -> str | float:
    return float(text) if text else ""


def _charts(found: RoundComparison) -> list[TableSheet]:
    """Return the chart of the dimensions' shares in both rounds, class by class."""
    sheets = []
    for table in dict.fromkeys(one.table for one in found.parts):
        own = [one for one in found.parts if one.table == table and one.kind == OF_DIMENSION]
        rows = [row for one in own[:_MOST_CHARTED] if (row := _charted(one))]
        if rows:
            last = HEAD_ROW + len(rows)
            title = f"各一级指标得分率（%）：{found.before}（白）与{found.after}（灰）"
            series = tuple(
                (name, f"${column}${HEAD_ROW + 1}:${column}${last}", colour)
                for name, column, colour in ((found.before, "B", "FFFFFF"), (found.after, "C", "808080"))
            )
            chart = Chart(title, f"$A${HEAD_ROW + 1}:$A${last}", series, f"E{HEAD_ROW}", 520, 80 + 40 * len(rows))
            sheets.append(
                TableSheet(sheet_name(table, "图"), title, ["一级指标", found.before, found.after], rows, [chart])
            )
    return sheets


def _charted(one: PartChange) -> Row:
    """Return the row of a chart; none if a share is missing."""
    return [] if one.before is None or one.after is None else [one.name, float(one.before), float(one.after)]


def suggestions_table(found: Iterable[Suggestion]) -> bytes:
    """Write suggestions as the table that ``xlplugin correct --table`` takes: who accepts one leaves its row."""
    head = ["考核对象", "填报项", "更正为", "理由", "依据"]
    return csv_bytes(head, [[one.body, one.key, "是", one.why, "历年定稿"] for one in found])
