"""待汇总: what is known only when the data of other bodies is."""

from pathlib import Path
from typing import Any

from tests.support.small_rubrics import differing, rubric_of
from xlplugin import score

TABLE = """指标:
- {编号: 1, 名称: 报送, 赋分: 60, 扣分标准: [{原文: 每次扣 5 分, 填报: 次数, 每: 次, 扣分: 5}]}
- 编号: 2
  名称: 排名
  赋分: 40
  得分标准:
  - 原文: 第1名得 40 分，第2名得 30 分，其他得 20 分
    填报: 名次
    待汇总: 是
    数值: 名次
    小数位: 0
    最小: 1
    分段: [{不超过: 1, 得分: 40}, {不超过: 2, 得分: 30}, {得分: 20}]
"""


def test_there_is_no_total_until_the_data_of_the_others_is_known(tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, TABLE)
    waiting: dict[str, Any] = {"rubric": rubric.id, "entries": {"1.d1": 2}}
    card = score(rubric, waiting)
    assert card.pending == ("2.a1",)
    assert card.blank == ()
    written = card.as_json()
    assert (written["total"], written["published"], written["grade"], written["pending"]) == (
        None,
        None,
        None,
        ("2.a1",),
    )
    assert [card.figures[step] for step in ("status", "total", "published", "grade")] == ["待汇总"] * 4
    ranked = waiting | {"entries": {"1.d1": 2, "2.a1": 2}}
    assert str(score(rubric, ranked).total) == "80"
    assert score(rubric, ranked).pending == ()
    assert differing(tmp_path, rubric, [{"entries": {}}, waiting, ranked, {"entries": {"2.a1": 1}}], "assess") == []


def test_a_bonus_that_others_decide_is_awaited_too(tmp_path: Path) -> None:
    bonus = "加分标准: [{原文: 第一名加 3 分, 填报: 是第一名, 加分: 3, 待汇总: 是}]"
    rows = (
        "- {编号: 1, 名称: 报送, 赋分: 100, 扣分标准: [{原文: 每次扣 5 分, 填报: 次数, 每: 次, 扣分: 5}], "
        + bonus
        + "}\n"
    )
    rubric = rubric_of(tmp_path, "指标:\n" + rows)
    waiting: dict[str, Any] = {"rubric": rubric.id, "entries": {"1.d1": 2}}
    ranked: dict[str, Any] = {"rubric": rubric.id, "entries": {"1.d1": 2, "1.b1": True}}
    assert score(rubric, waiting).pending == ("1.b1",)
    assert score(rubric, waiting).total is None
    assert str(score(rubric, ranked).total) == "93"
    assert differing(tmp_path, rubric, [{"entries": {}}, waiting, ranked, {"entries": {"1.b1": False}}], "assess") == []
