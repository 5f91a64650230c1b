"""综合加分项 and 重大扣分项 with a cap for all items together (加分合计不超过 10 分)."""

from pathlib import Path

import pytest

from tests.support.filling import layout_of
from tests.support.second_engine import Recalculated
from xlplugin import build_workbook, check_rubric, compare_rubrics, explain, score
from xlplugin.rubric_files.library import load_table
from xlplugin.rubric_files.new_rubric import new_rubric_text
from xlplugin.workbook.build_options import BuildOptions


def rubric_of(folder: Path, bonus: str = "", major: str = "") -> str:
    """Write a rubric with 5 points, a bonus of 3 分 each and a major deduction of 5 分 each."""
    text = new_rubric_text("test-a")
    text = text.replace("综合加分项:\n", f"综合加分项:\n{bonus}").replace("重大扣分项:\n", f"重大扣分项:\n{major}")
    path = folder / "test-a.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("bonus", "major", "counts", "figures"),
    [
        ("", "", (4, 3), ["12", "15", "2"]),  # 5 + 4 × 3 − 3 × 5 = 2
        ("  加分上限: 10\n", "", (4, 3), ["10", "15", "0"]),  # 12, at most 10: 5 + 10 − 15 = 0
        ("  加分上限: 10\n", "", (3, 0), ["9", "0", "14"]),  # 9 is below the cap: 5 + 9 = 14
        ("  加分上限: 10\n", "  扣分上限: 8\n", (4, 3), ["10", "8", "7"]),  # 5 + 10 − 8 = 7
        ("  加分上限: 2.5\n", "", (1, 0), ["2.5", "0", "7.5"]),  # 3, at most 2.5: 5 + 2.5 = 7.5
    ],
)
def test_items_together_give_and_take_at_most_their_common_cap(
    bonus: str, major: str, counts: tuple[int, int], figures: list[str], tmp_path: Path
) -> None:
    rubric = load_table(rubric_of(tmp_path, bonus, major))
    sheet = {"rubric": rubric.id, "entries": {"1.1.1.d1": False, "bonus.1.b1": counts[0], "major.1.d1": counts[1]}}
    card = score(rubric, sheet)
    assert [str(figure) for figure in (card.general_bonus, card.major_deduction, card.total)] == figures
    layout = layout_of(rubric, "self")
    build_workbook(rubric, tmp_path / "w.xlsx", BuildOptions(edition="self"))
    engine = Recalculated(tmp_path / "w.xlsx")
    assert engine.wrong(layout, sheet) == []


def test_the_explanation_says_that_the_cap_was_reached(tmp_path: Path) -> None:
    rubric = load_table(rubric_of(tmp_path, "  加分上限: 10\n"))
    lines = explain(rubric, {"rubric": rubric.id, "entries": {"1.1.1.d1": False, "bonus.1.b1": 4}})
    (line,) = (line.text for line in lines if line.text.startswith("综合加分项"))
    assert line == "综合加分项：合计 12，上限 10，加 10"


@pytest.mark.parametrize(
    ("lead", "cap", "codes"),
    [
        ("加分合计不超过 10 分。", "  加分上限: 10\n", []),
        ("加分合计不超过 10 分。", "  加分上限: 12\n", ["common-cap-differs"]),
        ("加分合计最高 10 分。", "", ["common-cap-differs"]),
        ("有下列情形的予以加分。", "  加分上限: 10\n", []),
    ],
)
def test_a_cap_that_the_sentence_above_the_items_contradicts_is_found(
    lead: str, cap: str, codes: list[str], tmp_path: Path
) -> None:
    path = rubric_of(tmp_path, f"  总述: {lead}\n{cap}")
    assert [problem.code for problem in check_rubric(path)] == codes


def test_diff_tells_of_a_common_cap(tmp_path: Path) -> None:
    before = load_table(rubric_of(tmp_path))
    after = load_table(rubric_of(tmp_path, "  加分上限: 10\n"))
    (change,) = compare_rubrics(before, after)
    assert (change.name, change.what, change.before, change.after) == ("综合加分项", "合计上限", "无", "10 分")
