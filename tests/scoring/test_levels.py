"""Tables with fewer levels than three, other headings, and weights at any level."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.small_rubrics import codes, differing, rubric_of
from xlplugin import Rubric, explain, score
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.build_options import BuildOptions

ONE = """指标:
- {编号: 1, 名称: 一, 赋分: 60, 扣分标准: [{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}]}
- {编号: 2, 名称: 二, 赋分: 40, 得分标准: [{原文: 完成的，得满分, 填报: 完成, 得分: 满分}]}
"""
TWO = """栏目: {二级指标: 考核项目, 扣分标准: 考核标准, 备注: 计量单位}
指标:
- 一级指标: 甲
  赋分: 60
  二级指标:
  - {编号: 1.1, 名称: 一, 赋分: 20, 备注: 处, 扣分标准: [{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}]}
  - {编号: 1.2, 名称: 二, 赋分: 40, 得分标准: [{原文: 完成的，得满分, 填报: 完成, 得分: 满分}]}
- 一级指标: 乙
  赋分: 40
  二级指标:
  - {编号: 2.1, 名称: 三, 赋分: 40, 得分标准: [{原文: 评 40 分, 填报: 评分, 酌情: 40}]}
"""
MIXED = """指标:
- 一级指标: 甲
  赋分: 60
  二级指标:
  - 名称: 子
    权重: 50%
    三级指标:
    - {编号: 1.1.1, 名称: 一, 赋分: 40, 扣分标准: [{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}]}
    - {编号: 1.1.2, 名称: 二, 赋分: 80, 权重: 50%, 得分标准: [{原文: 完成的，得满分, 填报: 完成, 得分: 满分}]}
  - 名称: 丑
    三级指标:
    - {编号: 1.2.1, 名称: 三, 赋分: 20, 得分标准: [{原文: 评 20 分, 填报: 评分, 酌情: 20}]}
- 一级指标: 乙
  赋分: 40
  二级指标:
  - {编号: 2.1, 名称: 四, 赋分: 40, 得分标准: [{原文: 评 40 分, 填报: 评分, 酌情: 40}]}
"""


def heads(rubric: Rubric) -> list[str]:
    book = load_workbook(BytesIO(workbook_bytes(rubric, BuildOptions())))
    cells = [cell.value for cell in book["评分表"][4] if cell.value]
    return [str(cell).replace("\n", "") for cell in cells]


@pytest.mark.parametrize(
    ("text", "levels", "first"),
    [
        (ONE, 1, ["一级指标", "赋分", "评分标准"]),
        (TWO, 2, ["一级指标", "考核项目", "赋分", "考核标准", "计量单位"]),
        (MIXED, 3, ["一级指标", "二级指标", "三级指标", "赋分", "评分标准"]),
    ],
)
def test_a_table_has_a_column_for_each_of_its_levels(text: str, levels: int, first: list[str], tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, text)
    assert rubric.levels == levels
    assert [name for name in heads(rubric) if name in first] == first


ENTRIES: dict[str, dict[str, Any]] = {
    ONE: {"1.d1": 7, "2.a1": True},
    TWO: {"1.1.d1": 7, "1.2.a1": True, "2.1.a1": {"amount": 30, "reason": "缺记录"}},
    MIXED: {
        "1.1.1.d1": 10,
        "1.1.2.a1": True,
        "1.2.1.a1": {"amount": 15, "reason": "缺记录"},
        "2.1.a1": {"amount": 30, "reason": "缺记录"},
    },
}


@pytest.mark.parametrize(
    ("text", "total"),
    [
        (ONE, "93"),  # 53 + 40
        (TWO, "83"),  # 13 + 40 + 30
        # 40 × 50 % = 20 points, of which 10 × 50 % = 5 are lost; 80 × 50 % × 50 % = 20; 15; 30: 15 + 20 + 15 + 30
        (MIXED, "80"),
    ],
)
def test_a_table_of_any_shape_scores_and_its_workbook_agrees(text: str, total: str, tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, text)
    sheet = {"rubric": rubric.id, "body": "甲", "entries": ENTRIES[text]}
    assert str(score(rubric, sheet).total) == total
    assert explain(rubric, sheet)
    for edition in ("self", "assess"):
        assert differing(tmp_path, rubric, [sheet, {"entries": {}}], edition) == []


@pytest.mark.parametrize(("old", "new"), [("编号: 1.2,", "编号: 1.3,"), ("编号: 2.1", "编号: 2.1.1")])
def test_a_number_out_of_order_is_found(old: str, new: str, tmp_path: Path) -> None:
    assert "id-out-of-order" in codes(tmp_path, TWO.replace(old, new))


def test_weights_that_make_other_points_than_the_dimensions_are_found(tmp_path: Path) -> None:
    assert codes(tmp_path, MIXED.replace("权重: 50%\n", "权重: 40%\n")) == ["points-differ", "exceeding-unsaid"]
