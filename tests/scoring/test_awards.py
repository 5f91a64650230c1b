"""得分标准: figures that are built from zero, up to the indicator's points."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.small_rubrics import differing, rubric_of
from xlplugin import Rubric, list_inputs, score

TABLE = """
指标:
- 一级指标: 制度
  赋分: 20
  二级指标:
  - 名称: 建立
    三级指标:
    - 编号: 1.1.1
      名称: 制度健全
      赋分: 6
      得分标准:
      - {原文: 建立制度的，得 3 分；, 填报: 建立制度, 得分: 3}
      - {原文: 每公开一项得 1 分，最高得 3 分, 填报: 公开的项数, 每: 项, 得分: 1, 上限: 3}
    - 编号: 1.1.2
      名称: 任务完成
      赋分: 5
      可不适用: 是
      得分标准:
      - {原文: 完成得 3 分，, 填报: 完成任务, 得分: 3}
      - {原文: 提前完成的，得 2 分，, 填报: 提前完成, 得分: 2}
      扣分标准:
      - {原文: 每少一项扣 1 分, 填报: 少的项数, 每: 项, 扣分: 1}
    - 编号: 1.1.3
      名称: 评价
      赋分: 4
      得分标准:
      - 原文: 方案、记录齐全的，得满分；有记录无方案的，得 50%；无，不得分
        填报: 评价情况
        选项:
        - {名称: 方案和记录齐全, 得分: 满分}
        - {名称: 有记录无方案, 得分: 50%}
    - 编号: 1.1.4
      名称: 现场检查
      赋分: 5
      得分标准:
      - {原文: 由考核组评分, 填报: 考核组评分, 酌情: 5}
"""
FULL: dict[str, Any] = {
    "1.1.1.a1": True,
    "1.1.1.a2": 3,
    "1.1.2.a1": True,
    "1.1.2.a2": True,
    "1.1.2.d1": 0,
    "1.1.3.a1": 1,
    "1.1.4.a1": {"amount": 5},
}


def card(rubric: Rubric, entries: dict[str, Any], **more: Any) -> Any:
    return score(rubric, {"rubric": rubric.id, "body": "甲", "entries": entries, **more})


@pytest.fixture
def rubric(tmp_path: Path) -> Rubric:
    return rubric_of(tmp_path, TABLE)


def test_awards_come_before_deductions_in_the_list_of_inputs(rubric: Rubric) -> None:
    keys = [one["key"] for one in list_inputs(rubric)]
    assert keys[:5] == ["1.1.1.a1", "1.1.1.a2", "1.1.2.a1", "1.1.2.a2", "1.1.2.d1"]
    assert all(one["required"] for one in list_inputs(rubric))


@pytest.mark.parametrize(
    ("changed", "indicator", "deduction", "got"),
    [
        ({}, "1.1.1", "0", "6"),
        ({"1.1.1.a1": False}, "1.1.1", "3", "3"),  # 0 + 3 of 6
        ({"1.1.1.a2": 2}, "1.1.1", "1", "5"),  # 3 + 2
        ({"1.1.1.a2": 9}, "1.1.1", "0", "6"),  # 9 × 1, at most 3
        ({}, "1.1.2", "0", "5"),  # 3 + 2
        ({"1.1.2.d1": 2}, "1.1.2", "2", "3"),  # 5 - 2
        ({"1.1.2.a2": False, "1.1.2.d1": 1}, "1.1.2", "3", "2"),  # 3 - 1
        ({"1.1.2.a1": False, "1.1.2.a2": False, "1.1.2.d1": 4}, "1.1.2", "5", "0"),  # 0 - 4, not below 0
        ({"1.1.3.a1": 0}, "1.1.3", "4", "0"),  # 无 earns nothing
        ({"1.1.3.a1": 2}, "1.1.3", "2", "2"),  # 50 % of 4
        ({"1.1.4.a1": {"amount": "3.5", "reason": "缺记录"}}, "1.1.4", "1.5", "3.5"),
    ],
)
def test_an_award_gives_what_is_earned(
    rubric: Rubric, changed: dict[str, Any], indicator: str, deduction: str, got: str
) -> None:
    result = card(rubric, FULL | changed)
    assert result.problems == ()
    figures = result.indicators[indicator]
    assert (str(figures.deduction), str(figures.score)) == (deduction, got)
    assert str(result.total) == str(20 - float(deduction)).removesuffix(".0")


def test_a_blank_award_is_neither_full_marks_nor_a_proven_nought(rubric: Rubric) -> None:
    entries = {key: value for key, value in FULL.items() if key != "1.1.3.a1"}
    result = card(rubric, entries)
    assert result.indicators["1.1.3"].score is None
    assert result.indicators["1.1.3"].deduction is None
    assert result.blank == ("1.1.3.a1",)
    assert result.provisional
    assert str(result.total) == "16"  # what is earned so far, 暂定
    written = result.as_json()
    assert written["indicators"]["1.1.3"] == {"deduction": None, "bonus": "0", "score": None}


def test_a_sheet_without_any_entry_has_no_figure(rubric: Rubric) -> None:
    result = card(rubric, {})
    assert result.total is None
    assert result.as_json()["dimensions"][0]["score"] is None


def test_what_is_not_applicable_loses_nothing(rubric: Rubric) -> None:
    entries = {key: value for key, value in FULL.items() if not key.startswith("1.1.2")}
    result = card(rubric, entries, not_applicable=["1.1.2"])
    assert str(result.indicators["1.1.2"].score) == "5"
    assert str(result.total) == "20"


def test_less_than_full_marks_at_discretion_needs_a_reason(rubric: Rubric) -> None:
    (problem,) = card(rubric, FULL | {"1.1.4.a1": {"amount": 3}}).problems
    assert problem.code == "reason-missing-of-loss"
    assert card(rubric, FULL).problems == ()


@pytest.mark.parametrize("edition", ["self", "assess"])
def test_workbook_explanation_and_engine_agree(rubric: Rubric, tmp_path: Path, edition: str) -> None:
    sheets: list[dict[str, Any]] = [
        {"entries": {}},
        {"entries": FULL},
        {"entries": FULL | {"1.1.2.a1": False, "1.1.2.a2": False, "1.1.2.d1": 4}},
        {"entries": {"1.1.1.a1": True, "1.1.2.d1": 1, "1.1.3.a1": 0}},
        {"entries": {key: FULL[key] for key in FULL if key[:5] != "1.1.2"}, "not_applicable": ["1.1.2"]},
        {"entries": FULL | {"1.1.4.a1": {"amount": "2", "reason": "缺台账"}, "1.1.3.a1": 2}},
        {"entries": FULL | {"1.1.4.a1": {"amount": 2}}},
        {"entries": FULL | {"1.1.1.a2": "x", "1.1.3.a1": 2}},
    ]
    assert differing(tmp_path, rubric, sheets, edition) == []


def test_only_the_highest_award_counts_where_the_rubric_says_so(tmp_path: Path) -> None:
    highest = TABLE.replace("      赋分: 6\n", "      赋分: 6\n      得分按最高计: 是\n")
    rubric = rubric_of(tmp_path, highest)
    assert str(card(rubric, FULL | {"1.1.1.a2": 2}).indicators["1.1.1"].score) == "3"  # of 3 and 2
    assert differing(tmp_path, rubric, [{"entries": FULL | {"1.1.1.a2": 2}}]) == []


def test_an_award_less_deductions_goes_below_nought_only_where_the_rubric_says_so(tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, TABLE.replace("      可不适用: 是\n", "      可突破: 是\n"))
    entries = FULL | {"1.1.2.a1": False, "1.1.2.a2": False, "1.1.2.d1": 4}
    assert str(card(rubric, entries).indicators["1.1.2"].score) == "-4"
    assert differing(tmp_path, rubric, [{"entries": entries}]) == []
