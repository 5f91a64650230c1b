"""组: clauses, items or indicators that count together."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.small_rubrics import codes, differing, rubric_of
from xlplugin import explain, score

TABLE = """指标:
- 一级指标: 甲
  赋分: 30
  二级指标:
  - 编号: 1.1
    名称: 一
    赋分: 10
    得分标准: [{原文: 评 10 分, 填报: 评分, 酌情: 10}]
    加分标准: [{原文: 每篇加 1 分, 填报: 篇数, 每: 篇, 加分: 1}]
  - 编号: 1.2
    名称: 二
    赋分: 10
    得分标准: [{原文: 评 10 分, 填报: 评分, 酌情: 10}]
    加分标准: [{原文: 受省表彰的，加 3 分, 填报: 受省表彰, 加分: 3}]
  - 编号: 1.3
    名称: 三
    赋分: 10
    扣分标准: [{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}]
综合加分项:
  各项:
  - {序号: 一, 加分标准: [{原文: 受国家表彰的，加 5 分, 填报: 受国家表彰, 加分: 5}]}
重大扣分项:
  各项:
  - {序号: 一, 扣分标准: [{原文: 每起扣 4 分, 填报: 起数, 每: 起, 扣分: 4}]}
  - {序号: 二, 扣分标准: [{原文: 瞒报扣 6 分, 填报: 瞒报, 扣分: 6}]}
组:
"""
ENTRIES: dict[str, Any] = {
    "1.1.a1": {"amount": 8, "reason": "缺一项"},
    "1.1.b1": 4,
    "1.2.a1": {"amount": 6, "reason": "缺两项"},
    "1.2.b1": True,
    "1.3.d1": 3,
    "bonus.1.b1": True,
    "major.1.d1": 2,
    "major.2.d1": True,
}
"""8 + 6 + 7 + 4 + 3 + 5 − 8 − 6 = 19."""


def group(members: str, more: str, name: str = "表彰") -> str:
    return f"- {{名称: {name}, 成员: [{members}], {more}}}\n"


@pytest.mark.parametrize(
    ("groups", "total"),
    [
        (group("1.1.b1, 1.2.b1, bonus.1", "取: 最高"), "12"),  # of 4, 3 and 5 only 5
        (group("1.1.b1, 1.2.b1, bonus.1", "上限: 10"), "17"),  # 12, at most 10
        (group("1.1.b1, 1.2.b1, bonus.1", "上限: 15"), "19"),
        (group("1.2.b1, bonus.1.b1", "取: 最高, 上限: 4"), "15"),  # of 3 and 5, at most 4
        (group("'1.1', '1.2', '1.3'", "取: 去掉最低"), "13"),  # less the 6
        (group("'1.1', '1.2'", "取: 最高"), "13"),  # of 8 and 6 only 8
        (group("major.1, major.2", "上限: 10"), "23"),  # 14, at most 10
        (group("major.1, major.2", "取: 最高"), "25"),  # 8 only
        (group("major.1, major.2", "取: 去掉最低"), "27"),  # less the worst, 8
        (group("1.2.b1, bonus.1", "取: 最高") + group("major.1, major.2", "上限: 10", "重大"), "20"),
    ],
)
def test_a_group_counts_what_the_rubric_says(groups: str, total: str, tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, TABLE + groups)
    sheet = {"rubric": rubric.id, "body": "甲", "entries": ENTRIES}
    assert str(score(rubric, sheet).total) == total
    blank = {"entries": {"1.1.a1": {"amount": 10}, "1.2.b1": True}}
    assert differing(tmp_path, rubric, [sheet, blank], "assess") == []


def test_the_explanation_names_the_group(tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, TABLE + group("1.1.b1, 1.2.b1, bonus.1", "取: 最高"))
    lines = [line.text for line in explain(rubric, {"rubric": rubric.id, "entries": ENTRIES})]
    assert any(line.startswith("表彰（最高）：") and line.endswith("不计 7") for line in lines)
    assert "4 篇 × 1 分 = 4；“表彰”按最高算，加 0" in lines
    rubric = rubric_of(tmp_path, TABLE + group("'1.1', '1.2'", "取: 最高", "得分"), "test-b")
    lines = [line.text for line in explain(rubric, {"rubric": rubric.id, "entries": ENTRIES})]
    assert "是，加 3；“得分”按最高算，得 0" in lines


@pytest.mark.parametrize(
    ("groups", "code"),
    [
        (group("1.1.b1, bonus.1", "原文: 无"), "group-limits-nothing"),
        (group("1.1.b1", "取: 最高"), "group-too-small"),
        (group("1.1.b1, major.1", "取: 最高"), "group-of-several-sorts"),
        (group("1.1.b1, 7.7.b1", "取: 最高"), "unknown-place"),
    ],
)
def test_a_group_that_says_nothing_clear_is_refused(groups: str, code: str, tmp_path: Path) -> None:
    assert code in codes(tmp_path, TABLE + groups)


@pytest.mark.parametrize("counts", ["取: 最高", "取: 去掉最低", "上限: 12"])
def test_a_blank_member_is_unassessed_and_no_proven_nought(counts: str, tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, TABLE + group("'1.1', '1.2'", counts))
    sheet: dict[str, Any] = {"rubric": rubric.id, "body": "甲", "entries": {"1.1.a1": ENTRIES["1.1.a1"], "1.3.d1": 0}}
    card = score(rubric, sheet)
    assert card.indicators["1.2"].score is None
    assert card.figures["1.2:score"] == "未评"
    assert differing(tmp_path, rubric, [sheet], "assess") == []
