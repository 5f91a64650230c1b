"""缺项 (what is not applicable), 权重 and 折算: what points count one level up."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.small_rubrics import differing, rubric_of
from xlplugin import Rubric, explain, score

FOUR = """{head}指标:
- 一级指标: 甲
  赋分: 60
{first}  二级指标:
  - 编号: 1.1
    名称: 一
    赋分: 40
    可不适用: 是
{more}    得分标准: [{{原文: 评 40 分, 填报: 评分, 酌情: 40}}]
  - 编号: 1.2
    名称: 二
    赋分: 20
    可不适用: 是
    扣分标准: [{{原文: 每处扣 2 分, 填报: 处数, 每: 处, 扣分: 2}}]
- 一级指标: 乙
  赋分: 40
{second}  二级指标:
  - 编号: 2.1
    名称: 三
    赋分: 25
    得分标准: [{{原文: 评 25 分, 填报: 评分, 酌情: 25}}]
  - 编号: 2.2
    名称: 四
    赋分: 15
    可不适用: 是
    得分标准: [{{原文: 评 15 分, 填报: 评分, 酌情: 15}}]
综合加分项:
  各项: [{{序号: 一, 加分标准: [{{原文: 每项加 1 分, 填报: 项数, 每: 项, 加分: 1}}]}}]
"""
ENTRIES: dict[str, Any] = {
    "1.1.a1": {"amount": 30, "reason": "缺台账"},
    "1.2.d1": 2,
    "2.1.a1": {"amount": 20, "reason": "缺记录"},
    "2.2.a1": {"amount": 12, "reason": "缺照片"},
    "bonus.1.b1": 3,
}
"""30 + (20 − 4) + 20 + 12 = 78 of 100, and 3 more."""


def table(head: str = "", first: str = "", second: str = "", more: str = "") -> str:
    return FOUR.format(head=head, first=first, second=second, more=more)


def sheet(rubric: Rubric, *missing: str) -> dict[str, Any]:
    entries = {key: value for key, value in ENTRIES.items() if key.rpartition(".")[0] not in missing}
    return {"rubric": rubric.id, "body": "甲", "entries": entries, "not_applicable": list(missing)}


RATIO, SPREAD = "缺项: 折算\n", "缺项: 平摊\n"


@pytest.mark.parametrize(
    ("text", "missing", "total"),
    [
        (table(), (), "81"),
        (table(), ("1.1",), "91"),  # nothing lost: 40 + 16 + 32 + 3
        (table("缺项: 满分\n"), ("1.1",), "91"),
        (table(RATIO), (), "81"),  # nothing is left out
        (table(RATIO), ("1.1",), "83"),  # (16 + 32) ÷ (100 − 40) × 100 = 80
        (table(RATIO), ("2.2",), "80.6471"),  # (46 + 20) ÷ 85 × 100 = 77.6471
        (table(RATIO), ("1.1", "1.2", "2.2"), "83"),  # 20 ÷ 25 × 100 = 80
        (table("", first="  缺项: 折算\n"), ("1.1",), "83"),  # 16 ÷ 20 × 60 = 48, + 32
        (table("", second="  缺项: 折算\n"), ("2.2",), "81"),  # 20 ÷ 25 × 40 = 32, + 46
        (table(RATIO, more="    缺项: 满分\n"), ("1.1",), "91"),  # this one keeps its points
        # 40 points spread over three: each has 13.3333 more. 16 ÷ 20, 20 ÷ 25 and 12 ÷ 15 are all 0.8: 32 more.
        (table(SPREAD), ("1.1",), "83"),
        # 15 points over three, 5 more each: 46 + 20 + 5 × (30 ÷ 40 + 16 ÷ 20 + 20 ÷ 25) = 66 + 11.75
        (table(SPREAD), ("2.2",), "80.75"),
        # in its own dimension: 25 + 15 points for one, 20 ÷ 25 of them: 32, + 46
        (table("", second="  缺项: 平摊\n"), ("2.2",), "81"),
        (table("折算为: 50\n"), (), "42"),  # 78 × 50 ÷ 100, + 3
        (table(f"{RATIO}折算为: 50\n"), ("1.1",), "43"),  # 48 ÷ 60 × 50 = 40
        (table("", first="  权重: 50%\n"), (), "58"),  # 46 × 50 % + 32 + 3
        (table("", first="  折算为: 30\n", second="  折算为: 70\n"), (), "82"),  # 46 ÷ 60 × 30 + 32 ÷ 40 × 70 = 79
        (table("", more="    权重: 50%\n", first="").replace("赋分: 60", "赋分: 40", 1), (), "66"),  # 15 + 16 + 32
        (table("", more="    折算为: 60\n").replace("赋分: 60", "赋分: 80", 1), (), "96"),  # 30 ÷ 40 × 60 = 45
    ],
)
def test_points_that_do_not_apply_are_treated_as_the_rubric_says(
    text: str, missing: tuple[str, ...], total: str, tmp_path: Path
) -> None:
    rubric = rubric_of(tmp_path, text)
    card = score(rubric, sheet(rubric, *missing))
    assert card.problems == ()
    assert str(card.total) == total
    assert differing(tmp_path, rubric, [sheet(rubric, *missing), {"entries": {}}]) == []


@pytest.mark.parametrize("edition", ["self", "assess"])
@pytest.mark.parametrize("text", [table(RATIO), table("", first="  缺项: 折算\n"), table(SPREAD)])
def test_both_sides_of_a_form_agree_with_the_engine(text: str, edition: str, tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, text)
    partly = {"entries": {"1.2.d1": 1}, "not_applicable": ["1.1"]}
    assert differing(tmp_path, rubric, [sheet(rubric, "1.1"), sheet(rubric, "1.1", "1.2"), partly], edition) == []


def test_a_share_of_nothing_is_undecided_and_never_a_division(tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, table("", first="  缺项: 折算\n"))
    everything = sheet(rubric, "1.1", "1.2")
    card = score(rubric, everything)
    assert card.total is None
    assert card.figures["status"] == "待定"
    assert card.dimensions[0].score is None
    assert [warning.code for warning in card.warnings] == ["undecided"]
    assert differing(tmp_path, rubric, [everything]) == []


def test_what_is_left_out_has_no_score(tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, table(RATIO))
    card = score(rubric, sheet(rubric, "1.1"))
    assert card.indicators["1.1"].score is None
    written: Any = card.as_json()
    assert written["indicators"]["1.1"] == {"deduction": None, "bonus": "0", "score": None}


def test_the_explanation_shows_the_scaling(tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, table(RATIO))
    lines = "\n".join(line.text for line in explain(rubric, sheet(rubric, "1.1")))
    assert "参评分值：20 + 40 = 60" in lines
    assert "100 × 48 ÷ 60 = 80" in lines.replace("得分 ", "")


def test_points_are_spread_over_a_hundred_indicators(tmp_path: Path) -> None:
    rows = "".join(
        f"- {{编号: {number}, 名称: 指标{number}, 赋分: 1, 可不适用: 是, "
        "扣分标准: [{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}]}\n"
        for number in range(1, 101)
    )
    rubric = rubric_of(tmp_path, f"缺项: 平摊\n指标:\n{rows}")
    entries = {f"{number}.d1": int(number == 3) for number in range(3, 101)}
    data = {"rubric": rubric.id, "entries": entries, "not_applicable": ["1", "2"]}
    assert score(rubric, data).published == Decimal("98.98")  # 97 and 2 ÷ 98 × 97
    assert differing(tmp_path, rubric, [data]) == []
