"""扣完为止 or 可突破: whether the deductions of an indicator may exceed its points."""

from pathlib import Path

import pytest

from tests.support.filling import layout_of
from tests.support.second_engine import Recalculated
from xlplugin import Rubric, build_workbook, check_rubric, compare_rubrics, explain, score
from xlplugin.rubric.limits import deduction_limit
from xlplugin.rubric_files.library import load_table
from xlplugin.rubric_files.new_rubric import new_rubric_text
from xlplugin.workbook.build_options import BuildOptions

FLAT = """      - 原文: 未听取政务公开工作汇报的，扣 5 分
        填报: 未听取政务公开工作汇报
        扣分: 5
"""
TWO = """      - 原文: 会议记录不全的，每次扣 2 分；
        填报: 会议记录不全的次数
        每: 次
        扣分: 2
      - 原文: 没有部署的，扣 1 分
        填报: 没有部署
        扣分: 1
"""
BESIDE = """    - 编号: 1.1.2
      名称: 另一项
      赋分: 5
      扣分标准:
      - 原文: 未完成的，扣 1 分
        填报: 未完成
        扣分: 1
"""
NO_SCHEME = ("考核方案", "参照理由")


def rubric_of(folder: Path, *, on_rubric: str = "", on_dimension: str = "", on_indicator: str = "") -> str:
    """Write a rubric whose first indicator has 5 points and two clauses that can take more; 10 points in all."""
    text = "".join(
        line for line in new_rubric_text("test-a").splitlines(keepends=True) if not line.startswith(NO_SCHEME)
    )
    text = text.replace(FLAT, TWO).replace("综合加分项和重大", "", 1)
    text = text.replace("\n指标:\n", f"\n{on_rubric}指标:\n")
    text = text.replace("  赋分: 5  ", f"{on_dimension}  赋分: 10  ")
    text = text.replace("      赋分: 5\n", f"      赋分: 5\n{on_indicator}", 1)
    text = text.replace(
        "      考核方式: 被考核单位提供相关印证材料\n", "      考核方式: 被考核单位提供相关印证材料\n" + BESIDE, 1
    )
    path = folder / "test-a.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def deduction(rubric: Rubric, times: int, *, unplanned: bool) -> str:
    entries = {"1.1.1.d1": times, "1.1.1.d2": unplanned, "1.1.2.d1": False}
    return str(score(rubric, {"rubric": rubric.id, "entries": entries}).indicators["1.1.1"].deduction)


@pytest.mark.parametrize(
    ("said", "times", "unplanned", "taken"),
    [
        ({}, 3, True, "7"),  # 3 × 2 + 1 = 7: nothing is said, so it may exceed the 5 points
        ({"on_rubric": "可突破: 是\n"}, 3, True, "7"),
        ({"on_rubric": "可突破: 否\n"}, 3, True, "5"),  # 7, but the indicator has 5
        ({"on_rubric": "可突破: 否\n"}, 2, True, "5"),  # 2 × 2 + 1 = 5: just all of it
        ({"on_rubric": "可突破: 否\n"}, 2, False, "4"),
        ({"on_dimension": "  可突破: 否\n"}, 3, True, "5"),
        ({"on_indicator": "      可突破: 否\n"}, 3, True, "5"),
        ({"on_rubric": "可突破: 否\n", "on_dimension": "  可突破: 是\n"}, 3, True, "7"),  # the nearer one holds
        ({"on_rubric": "可突破: 否\n", "on_indicator": "      可突破: 是\n"}, 3, True, "7"),
        ({"on_rubric": "可突破: 否\n", "on_indicator": "      扣分上限: 3\n"}, 3, True, "3"),  # the lower limit holds
    ],
)
def test_deductions_stop_at_the_points_where_the_rubric_says_so(
    said: dict[str, str], times: int, unplanned: bool, taken: str, tmp_path: Path
) -> None:
    assert deduction(load_table(rubric_of(tmp_path, **said)), times, unplanned=unplanned) == taken


def test_workbook_and_explanation_say_the_same(tmp_path: Path) -> None:
    rubric = load_table(rubric_of(tmp_path, on_rubric="可突破: 否\n"))
    layout = layout_of(rubric, "self")
    build_workbook(rubric, tmp_path / "w.xlsx", BuildOptions(edition="self"))
    engine = Recalculated(tmp_path / "w.xlsx")
    for times in (0, 2, 3):
        sheet = {"rubric": rubric.id, "entries": {"1.1.1.d1": times, "1.1.1.d2": True, "1.1.2.d1": False}}
        assert engine.wrong(layout, sheet) == []
    lines = "\n".join(line.text for line in explain(rubric, sheet))
    assert "合计 6 + 1 = 7，上限 5，扣 5" in lines


def test_check_asks_where_deductions_can_exceed_the_points_and_nothing_is_said(tmp_path: Path) -> None:
    (problem,) = check_rubric(rubric_of(tmp_path))
    assert problem.code == "exceeding-unsaid"
    for said in (
        {"on_rubric": "可突破: 是\n"},
        {"on_dimension": "  可突破: 否\n"},
        {"on_indicator": "      可突破: 否\n"},
    ):
        assert check_rubric(rubric_of(tmp_path, **said)) == []


def test_points_are_no_limit_of_their_own_where_clauses_cannot_take_more(tmp_path: Path) -> None:
    rubric = load_table(rubric_of(tmp_path, on_rubric="可突破: 否\n"))
    first, second = rubric.indicators
    assert deduction_limit(rubric, first) == first.points
    assert deduction_limit(rubric, second) is None


def test_diff_says_whose_scores_change(tmp_path: Path) -> None:
    before = load_table(rubric_of(tmp_path))
    after = load_table(rubric_of(tmp_path, on_rubric="可突破: 否\n"))
    (change,) = compare_rubrics(before, after)
    assert (change.place, change.what, change.before, change.after) == ("1.1.1", "扣完为止", "无", "5 分")
    assert change.who == "扣分超过 5 分的单位"
