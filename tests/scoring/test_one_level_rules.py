"""Groups, weights, 缺项 and conditions in tables of one level: what limits what, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.small_rubrics import codes, differing, rubric_of
from xlplugin import explain, score


def indicator(number: int, points: int, *fields: str) -> str:
    return f"- {{编号: {number}, 名称: 指标{number}, 赋分: {points}, {', '.join(fields)}}}\n"


def awards(most: int) -> str:
    return f"得分标准: [{{原文: 评 {most} 分, 填报: 评分, 酌情: {most}}}]"


def deductions(points: int = 1) -> str:
    return f"扣分标准: [{{原文: 每处扣 {points} 分, 填报: 处数, 每: 处, 扣分: {points}}}]"


def bonuses(*points: int) -> str:
    each = ", ".join(f"{{原文: 每篇加 {one} 分, 填报: 篇数{one}, 每: 篇, 加分: {one}}}" for one in points)
    return f"加分标准: [{each}]"


def given(amount: float) -> dict[str, Any]:
    return {"amount": amount, "reason": "查阅记录"}


TWO = "指标:\n{}{}"
BONUSES = "指标:\n" + indicator(1, 10, deductions(), bonuses(1)) + indicator(2, 10, deductions(), bonuses(1))
ZEROS: dict[str, Any] = {"1.d1": 0, "2.d1": 0}


@pytest.mark.parametrize(
    ("text", "entries", "missing", "total"),
    [
        # A group inside an indicator's cap: 4 is held to 2, of 2 and 3 only 3.
        (
            BONUSES.replace("加分标准", "加分上限: 2, 加分标准", 1)
            + "组: [{名称: 组, 成员: [1.b1, 2.b1], 取: 最高}]\n",
            ZEROS | {"1.b1": 4, "2.b1": 3},
            (),
            "22",
        ),
        # The group's cap leaves 5 of 9.
        (BONUSES + "组: [{名称: 组, 成员: [1.b1, 2.b1], 上限: 5}]\n", ZEROS | {"1.b1": 4, "2.b1": 5}, (), "25"),
        # Bonuses that do not count take nothing with them.
        (
            BONUSES
            + "组: [{名称: 组, 成员: [1.b1, 2.b1], 取: 最高}]\n"
            + "条件: [{名称: 门槛, 原文: 无, 当: [{项: 基本分, 低于: 9}], 则: {不计: [加分]}}]\n",
            {"1.d1": 8, "2.d1": 7, "1.b1": 3, "2.b1": 4},
            (),
            "5",
        ),
        # Deductions of a group, held to the points of an indicator: 4 of 100 at most, and 5 together.
        (
            "可突破: 否\n"
            + TWO.format(indicator(1, 4, deductions()), indicator(2, 6, deductions()))
            + "组: [{名称: 组, 成员: [1.d1, 2.d1], 上限: 5}]\n",
            {"1.d1": 100, "2.d1": 3},
            (),
            "6",
        ),
        # Of weighted indicators 50 and 40 only 50 counts: 5 of 10.
        (
            "折算为: 10\n"
            + TWO.format(indicator(1, 50, awards(50)), indicator(2, 50, awards(50)))
            + "组: [{名称: 组, 成员: ['1', '2'], 取: 最高}]\n",
            {"1.a1": given(50), "2.a1": given(40)},
            (),
            "5",
        ),
        # Less the lowest of what applies: 8 and 6, less the 6.
        (
            "缺项: 不失分\n"
            + "指标:\n"
            + indicator(1, 10, "可不适用: 是", "缺项: 不失分", awards(10))
            + indicator(2, 10, awards(10))
            + indicator(3, 10, awards(10))
            + "组: [{名称: 组, 成员: ['2', '3'], 取: 去掉最低}]\n",
            {"2.a1": given(8), "3.a1": given(6)},
            ("1",),
            "18",
        ),
        # Weights of indicators in a table of one level: 50 × 30 % + 100 × 70 %.
        (
            TWO.format(indicator(1, 100, "权重: 30%", awards(100)), indicator(2, 100, "权重: 70%", awards(100))),
            {"1.a1": given(50), "2.a1": given(100)},
            (),
            "85",
        ),
    ],
)
def test_what_a_rule_limits_is_what_counts(
    text: str, entries: dict[str, Any], missing: tuple[str, ...], total: str, tmp_path: Path
) -> None:
    rubric = rubric_of(tmp_path, text)
    sheet = {"rubric": rubric.id, "body": "甲", "entries": entries, "not_applicable": list(missing)}
    assert str(score(rubric, sheet).total) == total
    assert differing(tmp_path, rubric, [sheet, {"entries": {}}], "assess") == []


DOUBLED = "条件: [{{名称: 加倍, 原文: 无, 当: [{{项: 2.d1, 不低于: 1}}], 则: {{乘以: 2, 对象: [{}]}}}}]\n"


@pytest.mark.parametrize(
    ("text", "entries", "total"),
    [
        (
            TWO.format(
                indicator(1, 4, "得分标准: [{原文: 建立的得 4 分, 填报: 已建立, 得分: 4}]"),
                indicator(2, 6, deductions()),
            )
            + DOUBLED.format("1.a1"),
            {"1.a1": True, "2.d1": 1},
            "9",
        ),
        (
            "可突破: 否\n"
            + TWO.format(
                indicator(1, 4, "扣分标准: [{原文: 瞒报扣 3 分, 填报: 瞒报, 扣分: 3}]"), indicator(2, 6, deductions())
            )
            + DOUBLED.format("1.d1"),
            {"1.d1": True, "2.d1": 1},
            "5",
        ),
    ],
)
def test_what_is_doubled_is_still_held_to_the_points(
    text: str, entries: dict[str, Any], total: str, tmp_path: Path
) -> None:
    rubric = rubric_of(tmp_path, text)
    sheet = {"rubric": rubric.id, "body": "甲", "entries": entries}
    assert str(score(rubric, sheet).total) == total
    assert differing(tmp_path, rubric, [sheet]) == []


def test_an_indicator_lifted_above_its_points_is_listed_as_a_change(tmp_path: Path) -> None:
    text = TWO.format(indicator(1, 4, deductions()), indicator(2, 6, deductions())) + DOUBLED.format("1")
    rubric = rubric_of(tmp_path, text)
    sheet = {"rubric": rubric.id, "body": "甲", "entries": {"1.d1": 1, "2.d1": 1}}
    assert str(score(rubric, sheet).indicators["1"].deduction) == "-2"
    assert differing(tmp_path, rubric, [sheet]) == []


def test_a_faulty_rate_holds_no_rule_and_is_no_error_of_the_workbook(tmp_path: Path) -> None:
    rate = "得分标准: [{原文: 得分=达标率×10, 填报: 达标率, 得分: 达标率×10, 分子: 达标数, 分母: 总数}]"
    text = TWO.format(indicator(1, 10, rate), indicator(2, 10, deductions()))
    text += "条件: [{名称: 底线, 原文: 无, 当: [{项: 1.a1, 低于: 60%}], 则: {总分为: 0}}]\n"
    rubric = rubric_of(tmp_path, text)
    sheets = [
        {"entries": {"1.a1": {"part": part, "whole": whole}, "2.d1": 0}}
        for part, whole in (("abc", 3), (1, 3), (2, 3), (0, 0), (3, "x"))
    ]
    assert differing(tmp_path, rubric, sheets, "assess") == []
    scored = [score(rubric, {"rubric": rubric.id, "body": "甲", **sheet}) for sheet in sheets]
    assert [str(one.total) for one in scored[1:3]] == ["0", "16.6667"]


def test_a_share_of_the_total_is_of_what_the_total_counts(tmp_path: Path) -> None:
    rule = "条件: [{名称: 底线, 原文: 无, 当: [{项: 基本分, 低于: 60%}], 则: {不计: [加分]}}]\n"
    for head, least in (("", "12 分"), ("折算为: 10\n", "6 分")):
        rubric = rubric_of(tmp_path, head + BONUSES + rule)
        assert rubric.rules[0].tests[0].shown.endswith(least)


def test_nothing_left_to_divide_by_is_explained_and_not_divided(tmp_path: Path) -> None:
    text = "缺项: 平摊\n指标:\n" + "".join(indicator(at, 5, "可不适用: 是", awards(5)) for at in (1, 2, 3))
    rubric = rubric_of(tmp_path, text)
    sheet = {"rubric": rubric.id, "body": "甲", "entries": {}, "not_applicable": ["1", "2", "3"]}
    assert score(rubric, sheet).total is None
    assert explain(rubric, sheet)
    assert differing(tmp_path, rubric, [sheet]) == []


DIMENSION = """{}指标:
- 一级指标: 甲
  赋分: 12
{}  二级指标:
  - {{编号: 1.1, 名称: 一, 赋分: 10, 可不适用: 是, 得分标准: [{{原文: 评 10 分, 填报: 评分, 酌情: 10}}]}}
- 一级指标: 乙
  赋分: 10
  二级指标:
  - {{编号: 2.1, 名称: 二, 赋分: 10, 得分标准: [{{原文: 评 10 分, 填报: 评分, 酌情: 10}}]}}
errata: [{{编号: '1', 栏: 赋分合计, 说明: 印作 12, 裁定: 照印}}]
"""


@pytest.mark.parametrize("way", ["平摊", "折算"])
def test_points_printed_above_the_sum_are_not_earned_where_nothing_is_left(way: str, tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, DIMENSION.format("", f"  缺项: {way}\n").partition("errata")[0])
    sheet = {"rubric": rubric.id, "body": "甲", "entries": {"2.1.a1": given(5)}, "not_applicable": ["1.1"]}
    assert score(rubric, sheet).total is None
    assert differing(tmp_path, rubric, [sheet]) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            BONUSES + "组: [{名称: 甲, 成员: [1.b1, 2.b1], 取: 最高}, {名称: 乙, 成员: [1.b1, 2.b1], 上限: 3}]\n",
            "grouped-twice",
        ),
        (TWO.format(indicator(1, 0, "折算为: 30", deductions()), indicator(2, 5, deductions())), "worth-of-nothing"),
        (
            "折算为: 100\n" + TWO.format(indicator(1, 0, deductions()), indicator(2, 0, deductions())),
            "worth-of-nothing",
        ),
        (TWO.format(indicator(1, 5, "扣分标准: []"), indicator(2, 5, deductions())), "no-standard"),
        (
            TWO.format(indicator(1, 40, "可不适用: 是", "缺项: 折算", awards(40)), indicator(2, 60, awards(60))),
            "missing-not-scaled",
        ),
        (
            "缺项: 折算\n"
            + TWO.format(indicator(1, 40, "可不适用: 是", "缺项: 平摊", awards(40)), indicator(2, 60, awards(60))),
            "missing-not-scaled",
        ),
        (
            BONUSES + "条件: [{名称: 甲, 原文: 无, 当: [{项: 加分, 不低于: 50%}], 则: {总分为: 0}}]\n",
            "not-points",
        ),
        (BONUSES.replace("每: 篇, ", "每: 2篇, ", 1), "unit-with-number"),
        (
            TWO.format(
                indicator(1, 10, "得分标准: [{原文: 得分=率×10, 填报: 率, 得分: 率×10, 率: 率}]"),
                indicator(2, 10, deductions()),
            )
            + "条件: [{名称: 甲, 原文: 无, 当: [{项: 1.a1, 低于: 60.005%}], 则: {总分为: 0}}]\n",
            "not-a-bound",
        ),
        (
            TWO.format(indicator(1, 5, "得分标准: [{原文: 无, 填报: 结果, 选项: []}]"), indicator(2, 5, deductions()))
            + "条件: [{名称: 甲, 原文: 无, 当: [{项: 2.d1, 不低于: 1}], 则: {总分为: 0}}]\n",
            "",
        ),
    ],
)
def test_what_cannot_be_computed_is_a_problem_and_not_a_traceback(text: str, code: str, tmp_path: Path) -> None:
    found = codes(tmp_path, text)
    assert found
    assert code in found or not code


def test_a_table_that_spreads_over_weights_is_refused(tmp_path: Path) -> None:
    text = DIMENSION.format("缺项: 平摊\n", "  权重: 50%\n").partition("errata")[0]
    assert "spread-over-weights" in codes(tmp_path, text)
