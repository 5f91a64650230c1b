"""A rate under 加分标准 gives its score, never the complement: figure, formula and sentence."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.filling import cells_of, layout_of
from tests.support.second_engine import Recalculated
from xlplugin import Rubric, build_workbook, load_rubric, read_scoresheet
from xlplugin.notation.decimals import format_decimal
from xlplugin.scoring.scorecard import figures_and_sentences

GOOD = Path("templates/rubric.yaml").read_text(encoding="utf-8")
RATE = "        {mark}: {value}\n        分子: 完成数\n        分母: 任务数\n"
QUOTES = {
    "得分": "加分标准：得分=完成率×5",
    "得分 of the rest": "加分标准：得分=(1-未完成率)×5",
    "得分 over the points": "加分标准：得分=完成率×8",
    "分段": "完成率低于 50%的，加 0 分；不低于 50%的，得分=完成率×5",
}
KINDS = {
    "得分": RATE.format(mark="得分", value="完成率×5"),
    "得分 of the rest": RATE.format(mark="得分", value="(1-未完成率)×5"),
    "得分 over the points": RATE.format(mark="得分", value="完成率×8"),
    "分段": RATE.format(mark="率", value="完成率")
    + "        分段:\n        - 低于: 50%\n          加分: 0\n        - 不低于: 50%\n          得分: 完成率×5\n",
}
ERRATUM = "errata:\n- {位置: 1.1.1.b1, 事项: 满分, 印作: 8, 读作: 5, 理由: 以赋分为限}\n"


def rubric_with(folder: Path, kind: str) -> Rubric:
    """Return a rubric whose first indicator, of 5 points, has a bonus by a rate."""
    bonus = f"      加分标准:\n      - 原文: {QUOTES[kind]}\n        填报: 完成数和任务数\n{KINDS[kind]}"
    path = folder / "rate-2026-a.yaml"
    text = GOOD.replace("      考核方式: 被考核单位", f"{bonus}      考核方式: 被考核单位", 1)
    path.write_text(text + (ERRATUM if kind == "得分 over the points" else ""), encoding="utf-8")
    return load_rubric(str(path))


@pytest.mark.parametrize(
    ("kind", "part", "whole", "amount", "sentence"),
    [
        ("得分", 9, 10, "4.5", "完成率 9 ÷ 10，得分 5 × 9 ÷ 10 = 4.5，上限 5，加 4.5"),
        ("得分", 10, 10, "5", "完成率 10 ÷ 10，得分 5 × 10 ÷ 10 = 5，上限 5，加 5"),
        ("得分", 0, 10, "0", "完成率 0 ÷ 10，得分 5 × 0 ÷ 10 = 0，上限 5，加 0"),
        ("得分", 1, 3, "1.6667", "完成率 1 ÷ 3，得分 5 × 1 ÷ 3 = 1.6667，上限 5，加 1.6667"),
        ("得分", 0, 0, "0", "任务数为 0，没有可计量的，加 0"),
        ("得分 of the rest", 1, 10, "4.5", "未完成率 1 ÷ 10，得分 5 × (10 − 1) ÷ 10 = 4.5，上限 5，加 4.5"),
        ("得分 over the points", 9, 10, "5", "完成率 9 ÷ 10，得分 8 × 9 ÷ 10 = 7.2，上限 5，加 5"),
        ("分段", 10, 10, "5", "完成率 10 ÷ 10 = 100%，得分 5 × 10 ÷ 10 = 5，上限 5，加 5"),
        ("分段", 6, 10, "3", "完成率 6 ÷ 10 = 60%，得分 5 × 6 ÷ 10 = 3，上限 5，加 3"),
        ("分段", 4, 10, "0", "完成率 4 ÷ 10 = 40%，低于 50%，加 0"),
    ],
)
def test_a_bonus_by_a_rate_gives_its_score_in_all_three_readings(
    tmp_path: Path, kind: str, part: int, whole: int, amount: str, sentence: str
) -> None:
    rubric = rubric_with(tmp_path, kind)
    sheet = {"rubric": rubric.id, "body": "甲", "entries": {"1.1.1.b1": {"part": part, "whole": whole}}}
    figures = figures_and_sentences(rubric, read_scoresheet(rubric, sheet))
    assert format_decimal(figures["1.1.1.b1:amount"]) == amount
    assert figures["1.1.1.b1:sentence"] == sentence
    layout = layout_of(rubric, "plain")
    build_workbook(rubric, tmp_path / "w.xlsx")
    recalculated = Recalculated(tmp_path / "w.xlsx")
    recalculated.set(cells_of(layout, sheet))
    cell = layout.main.figures["1.1.1:bonus"]
    assert recalculated.workbook.evaluate_cell(cell.sheet, cell.row, cell.column) == float(amount)
    assert round(min(Fraction(5), max(Fraction(0), Fraction(figures["1.1.1.b1:amount"], 10_000))), 4) == Fraction(
        amount
    )


def test_a_general_bonus_by_a_rate_is_held_to_the_full_mark_of_its_formula(tmp_path: Path) -> None:
    path = tmp_path / "rate-2026-a.yaml"
    item = f"原文: {QUOTES['得分']}\n      填报: 完成数和任务数\n{KINDS['得分'].replace('        ', '      ')}"
    begun, ended = GOOD.index("原文: 受到省级表彰"), GOOD.index("\n重大扣分项")
    path.write_text(GOOD[:begun] + item + GOOD[ended:], encoding="utf-8")
    rubric = load_rubric(str(path))
    sheet = {"rubric": rubric.id, "body": "甲", "entries": {"bonus.1.b1": {"part": 9, "whole": 10}}}
    assert format_decimal(figures_and_sentences(rubric, read_scoresheet(rubric, sheet))["general_bonus"]) == "4.5"
