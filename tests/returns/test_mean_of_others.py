"""缺项: 平均分. What does not apply to a body counts with the mean of the scores of those to which it does."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.returns.test_over_all_bodies import Bodies
from tests.support.filled_returns import filled, saved
from tests.support.filling import cells_of, layout_of
from tests.support.small_rubrics import codes, differing, rubric_of
from xlplugin import collect, open_store, score
from xlplugin.cli import main

TABLE = """可突破: 否
指标:
- 编号: 1
  名称: 招商
  赋分: 60
  可不适用: 是
  缺项: 平均分
  扣分标准: [{原文: 每次扣 1 分, 填报: 次数, 每: 次, 扣分: 1}]
- {编号: 2, 名称: 报送, 赋分: 40, 扣分标准: [{原文: 每件扣 2 分, 填报: 件数, 每: 件, 扣分: 2}]}
"""


@pytest.fixture
def bodies(tmp_path: Path) -> Bodies:
    return Bodies(tmp_path, rubric_of(tmp_path, TABLE), ["甲镇", "乙镇", "丙镇", "丁镇"])


def returns(bodies: Bodies, body: str, counts: tuple[int | None, int]) -> None:
    """Return a workbook; None: the first indicator does not apply."""
    first, second = counts
    data: dict[str, Any] = {"entries": {"2.d1": second}, "not_applicable": ["1"] if first is None else []}
    data["entries"] |= {} if first is None else {"1.d1": first}
    cells = cells_of(layout_of(bodies.rubric), data)
    (workbook,) = (bodies.folder / "out").glob(f"*_{body}.xlsx")
    content = filled(workbook.read_bytes(), {at: value for at, value in cells.items() if value is not None})
    (bodies.folder / "back" / f"{body}.xlsx").write_bytes(saved(content, "2026-11-20T08:00:00Z"))
    with open_store(str(bodies.folder / "s.db")) as store:
        assert list(collect(store, [bodies.folder / "back"]))


def test_it_awaits_the_others_and_has_their_mean_then(bodies: Bodies, capsys: pytest.CaptureFixture[str]) -> None:
    for body, counts in (("甲镇", (3, 0)), ("乙镇", (8, 1)), ("丙镇", (None, 2))):
        returns(bodies, body, counts)
    assert bodies.totals() == {"甲镇": "97", "乙镇": "90", "丙镇": "待汇总"}
    assert bodies.totals(so_far=True)["丙镇"] == "90.5"  # (57 + 52) / 2 + 36
    returns(bodies, "丁镇", (0, 0))
    assert bodies.totals()["丙镇"] == "92.3333"  # (57 + 52 + 60) / 3 + 36
    main(["score", "--store", str(bodies.folder / "s.db"), "--body", "丙镇", "--json", "--lang", "zh"])
    card = json.loads(capsys.readouterr().out)
    assert card["indicators"]["1"] == {"deduction": "3.6667", "bonus": "0", "score": "56.3333"}
    assert (card["pending"], card["warnings"]) == ([], ["1：不适用，按其他 3 个单位的平均分 56.3333 计"])
    main(["rank", "--store", str(bodies.folder / "s.db"), "--json"])
    (ranking,) = json.loads(capsys.readouterr().out)
    assert [one["body"] for one in ranking["ranked"]] == ["丁镇", "甲镇", "丙镇", "乙镇"]


def test_a_late_change_of_another_changes_the_mean_and_is_named(
    bodies: Bodies, capsys: pytest.CaptureFixture[str]
) -> None:
    for body, counts in (("甲镇", (3, 0)), ("乙镇", (8, 1)), ("丙镇", (None, 2)), ("丁镇", (0, 0))):
        returns(bodies, body, counts)
    capsys.readouterr()
    given = ["--by", "李四", "--why", "核定", "--store", str(bodies.folder / "s.db"), "--lang", "zh"]
    assert main(["correct", "甲镇", "1.d1", "6", *given]) == 0
    assert "丙镇 的得分随之改变：92.33 → 91.33（甲镇 的数据变了）" in capsys.readouterr().out


def test_where_it_applies_to_nobody_there_is_no_mean(bodies: Bodies) -> None:
    for body in ("甲镇", "乙镇", "丙镇", "丁镇"):
        returns(bodies, body, (None, 0))
    assert set(bodies.totals().values()) == {"待汇总"}


def test_the_sheet_itself_says_that_it_awaits_the_others(tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, TABLE)
    sheets: list[dict[str, Any]] = [
        {"entries": {"2.d1": 1}, "not_applicable": ["1"]},
        {"entries": {"1.d1": 2, "2.d1": 1}},
        {"entries": {}, "not_applicable": ["1"]},
        {"entries": {}},
        {"entries": {"1.d1": 2}},
    ]
    assert differing(tmp_path, rubric, sheets) == []
    card = score(rubric, {"rubric": rubric.id, "body": "甲", **sheets[0]})
    assert (card.total, card.pending, card.figures["status"]) == (None, ("1.d1",), "待汇总")
    assert score(rubric, {"rubric": rubric.id, "body": "甲", **sheets[3]}).figures["status"] == "未评"


def test_it_is_no_rule_for_raters_or_periods(tmp_path: Path) -> None:
    assert "joined-over-all" in codes(tmp_path, f"{TABLE}考核人合成: {{至少: 2}}\n")
