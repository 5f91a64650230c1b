"""Corners where rules meet: found by random tables beside a computation by hand."""

from pathlib import Path
from typing import Any

import pytest

from tests.scoring.test_one_level_rules import awards, bonuses, deductions, given, indicator
from tests.support.small_rubrics import differing, rubric_of
from xlplugin import compare_rubrics, explain, score

D = "扣分标准: [{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}]"
TWO_DIMENSIONS = """指标:
- 一级指标: 甲
  赋分: {first}
{more}  二级指标:
{rows}- 一级指标: 乙
  赋分: {second}
  二级指标:
{others}"""


def row(id: str, points: object, *fields: str) -> str:
    return f"  - {{编号: {id}, 名称: 指标{id}, 赋分: {points}, {', '.join(fields)}}}\n"


def table(first: object, second: object, rows: str, others: str, head: str = "", more: str = "") -> str:
    return head + TWO_DIMENSIONS.format(first=first, second=second, rows=rows, others=others, more=more)


def total(folder: Path, text: str, entries: dict[str, Any], missing: tuple[str, ...] = ()) -> str:
    """Return the total, or the word instead; a second engine must say the same."""
    rubric = rubric_of(folder, text)
    sheet = {"rubric": rubric.id, "body": "甲", "entries": entries, "not_applicable": list(missing)}
    assert differing(folder, rubric, [sheet, {"entries": {}}]) == []
    card = score(rubric, sheet)
    return str(card.figures["total"]) if card.total is None else str(card.total)


def test_nothing_is_left_to_spread_over(tmp_path: Path) -> None:
    text = table(13, "—", row("1.1", 10, "可不适用: 是", D), row("2.1", "—", D), "缺项: 平摊\n可突破: 否\n")
    assert total(tmp_path, text, {"2.1.d1": 0}, ("1.1",)) == "待定"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (indicator(2, 10, D), "14.5"),
        ("- {一级指标: 乙, 赋分: 10, 二级指标: [{编号: 2.1, 名称: 子, 赋分: 10, " + D + "}]}\n", "14.5"),
    ],
)
def test_a_condition_on_a_plain_row_is_about_its_own_score(rows: str, expected: str, tmp_path: Path) -> None:
    text = "可突破: 否\n指标:\n" + indicator(1, 10, "权重: 50%", D) + rows
    text += "条件: [{名称: 底线, 原文: 无, 当: [{项: '1', 低于: 60%}], 则: {总分至多: 1}}]\n"
    entries = {"1.d1": 1, ("2.1.d1" if "2.1" in rows else "2.d1"): 0}
    assert total(tmp_path, text, entries) == expected


@pytest.mark.parametrize("missing", ["", "1.1"])
@pytest.mark.parametrize("way", ["折算", "平摊"])
def test_a_dimension_is_not_below_nought_whatever_is_left_out(way: str, missing: str, tmp_path: Path) -> None:
    rows = row("1.1", 10, "可不适用: 是", D) + row("1.2", 10, D)
    text = table(20, 10, rows, row("2.1", 10, D), f"缺项: {way}\n可突破: 是\n")
    entries = {"1.1.d1": 10, "1.2.d1": 30, "2.1.d1": 0}
    if missing:
        del entries["1.1.d1"]
    # With 折算 the other 10 of 20 points that remain are scaled to all 30.
    assert total(tmp_path, text, entries, (missing,) if missing else ()) == (
        "15" if missing and way == "折算" else "10"
    )


@pytest.mark.parametrize("members", ["1.1, 1.2", "1.2, 1.1"])
@pytest.mark.parametrize(
    ("rule", "first", "second", "expected"), [("取: 最高", 10, 10, "10"), ("上限: 10", 8, 10, "9")]
)
def test_of_equal_members_the_first_in_the_table_counts(
    members: str, rule: str, first: int, second: int, expected: str, tmp_path: Path
) -> None:
    rows = row("1.1", 10, awards(10)) + row("1.2", 10, "权重: 50%", awards(10))
    text = table(15, 10, rows, row("2.1", 10, D)) + f"组: [{{名称: 组, 成员: [{members}], {rule}}}]\n"
    entries = {"1.1.a1": given(first), "1.2.a1": given(second), "2.1.d1": 10}
    assert total(tmp_path, text, entries) == expected


def test_points_that_apply_are_never_negative(tmp_path: Path) -> None:
    rows = row("1.1", 13.5, "可不适用: 是", D) + row("1.2", 0.5, D)
    text = table(13, 5, rows, row("2.1", 5, D), "缺项: 折算\n可突破: 否\n")
    assert total(tmp_path, text, {"1.2.d1": 0, "2.1.d1": 0}, ("1.1",)) == "18"


@pytest.mark.parametrize("way", ["折算", "平摊"])
def test_a_dimension_without_points_has_nothing_to_scale(way: str, tmp_path: Path) -> None:
    text = table("—", 10, row("1.1", "—", "可不适用: 是", D), row("2.1", 10, D), more=f"  缺项: {way}\n")
    assert total(tmp_path, text, {"1.1.d1": 0, "2.1.d1": 1}) == "9"


def test_with_everything_left_out_the_total_is_undecided(tmp_path: Path) -> None:
    rows = row("1.1", 10, "可不适用: 是", D)
    text = table(10, 10, rows, row("2.1", 10, "可不适用: 是", D), "缺项: 折算\n可突破: 否\n")
    assert total(tmp_path, text, {}, ("1.1", "2.1")) == "待定"
    assert total(tmp_path, text, {}, ("1.1",)) == "未评"


@pytest.mark.parametrize("test", ["不超过: 50%", "不低于: 50%", "低于: 50%", "超过: 50%"])
def test_a_rate_of_nothing_fulfils_no_condition(test: str, tmp_path: Path) -> None:
    rate = "得分标准: [{原文: 得分=率×10, 填报: 率, 得分: 率×10, 分子: 件数, 分母: 总数}]"
    text = "可突破: 否\n指标:\n" + indicator(1, 10, rate) + indicator(2, 10, D)
    text += f"条件: [{{名称: 限, 原文: 无, 当: [{{项: 1.a1, {test}}}], 则: {{总分至多: 5}}}}]\n"
    assert total(tmp_path, text, {"1.a1": {"part": 0, "whole": 0}, "2.d1": 0}) == "20"


@pytest.mark.parametrize(("missing", "expected"), [((), "20"), (("1.2",), "30")])
def test_of_a_single_score_none_is_the_worst(missing: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    rows = row("1.1", 10, awards(10)) + row("1.2", 10, "可不适用: 是", awards(10))
    text = table(20, 10, rows, row("2.1", 10, D), "缺项: 折算\n可突破: 否\n")
    text += "组: [{名称: 组, 成员: [1.1, 1.2], 取: 去掉最低}]\n"
    assert total(tmp_path, text, {"1.1.a1": given(10), "2.1.d1": 0}, missing) == expected


@pytest.mark.parametrize(
    ("then", "expected"),
    [("不得分: ['1.1']", "14"), ("不失分: ['1.1']", "29"), ("乘以: 1.5, 对象: ['1.1']", "11.5")],
)
def test_what_takes_points_never_raises_and_what_exempts_never_lowers(then: str, expected: str, tmp_path: Path) -> None:
    text = table(20, 10, row("1.1", 10, D) + row("1.2", 10, D), row("2.1", 10, D), "可突破: 是\n")
    text += f"条件: [{{名称: 规则, 原文: 无, 当: [{{项: 1.2.d1, 不低于: 1}}], 则: {{{then}}}}}]\n"
    assert total(tmp_path, text, {"1.1.d1": 15, "1.2.d1": 1, "2.1.d1": 0}) == expected


def test_what_a_rule_takes_of_an_indicator_with_bonuses_only_is_listed(tmp_path: Path) -> None:
    text = "可突破: 否\n指标:\n" + indicator(1, 10, bonuses(1)) + indicator(2, 10, "扣分上限: 10", deductions())
    text += "条件: [{名称: 规则, 原文: 无, 当: [{项: 2.d1, 不低于: 1}], 则: {不得分: ['1']}}]\n"
    assert total(tmp_path, text, {"2.d1": 1}) == "9"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("分母: 7", "分母: 14"),
        ("可突破: 是", "可突破: 否"),
        ("最多: 9", "最多: 5"),
        ("小数位: 2", "小数位: 1"),
    ],
)
def test_diff_names_what_changes_a_total(old: str, new: str, tmp_path: Path) -> None:
    rate = "得分标准: [{原文: 得分=率×10, 填报: 率, 得分: 率×10, 分子: 件数, 分母: 7, 小数位: 2}]"
    text = "可突破: 是\n指标:\n" + indicator(1, 10, rate, D.replace("每: 处", "每: 处, 最多: 9"))
    before = rubric_of(tmp_path, text)
    after = rubric_of(tmp_path, text.replace(old, new))
    changes = [change for change in compare_rubrics(before, after) if change.who != "没有单位"]
    assert changes


def test_equations_of_explanations_are_true(tmp_path: Path) -> None:
    rows = row("1.1", 10, "可不适用: 是", deductions()) + row("1.2", 10, deductions())
    text = table(20, 10, rows, row("2.1", 10, D), more="  缺项: 折算\n")
    rubric = rubric_of(tmp_path, text)
    lines = [
        one.text for one in explain(rubric, {"rubric": rubric.id, "entries": {"1.1.d1": 2, "1.2.d1": 3, "2.1.d1": 0}})
    ]
    assert any("得分 20 × 15 ÷ 20 = 15" in line or "20 − （2 + 3 = 5，上限 20） = 15" in line for line in lines), lines
