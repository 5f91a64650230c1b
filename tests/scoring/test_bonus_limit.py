"""A scheme's limit of bonuses: a warning by default, a cap where it says 封顶 (晋政办函〔2020〕42号, 三)."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.filling import cells_of, differences, layout_of
from tests.support.libreoffice import LibreOffice
from xlplugin import Rubric, build_workbook, load_rubric, score
from xlplugin.rubric_files.new_rubric import new_rubric_text

BONUS = """      加分标准:
      - 原文: 有创新举措的，每项加 1 分，加分上限为 3 分
        填报: 创新举措的项数
        每: 项
        加分: 1
        上限: 3
      考核方式: 被考核单位提供相关印证材料
"""


def rubric_with(tmp_path: Path, beyond: str) -> Rubric:
    """A rubric whose only indicator has 5 points, so that 20 % of its subdimension are 1 point."""
    text = new_rubric_text("test-a").replace("考核方案: gaoping-2020", "考核方案: shanxi-2020")
    text = text.replace("      考核方式: 被考核单位提供相关印证材料\n", BONUS, 1)
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    scheme = (ROOT / "rubrics" / "shanxi-2020.yaml").read_text(encoding="utf-8")
    (tmp_path / "shanxi-2020.yaml").write_text(scheme.replace("超出时: 提示", f"超出时: {beyond}"), encoding="utf-8")
    return load_rubric(str(tmp_path / "r.yaml"))


def sheet(count: int) -> dict[str, object]:
    return {"rubric": "test-a", "entries": {"1.1.1.d1": False, "1.1.1.b1": count}}


def test_a_bonus_above_the_limit_counts_with_a_warning(tmp_path: Path) -> None:
    rubric = rubric_with(tmp_path, "提示")
    card = score(rubric, sheet(2))
    assert [card.indicators["1.1.1"].bonus, card.total] == [2, 7]
    assert [(warning.where, warning.code) for warning in card.warnings] == [("1.1.1", "bonus-above-limit")]
    assert "20%" in card.warnings[0].text("zh")
    assert score(rubric, sheet(1)).warnings == ()


@pytest.mark.parametrize(("count", "bonus"), [(0, 0), (1, 1), (2, 1), (9, 1)])
def test_a_binding_limit_is_a_cap(tmp_path: Path, count: int, bonus: int) -> None:
    card = score(rubric_with(tmp_path, "封顶"), sheet(count))
    assert [card.indicators["1.1.1"].bonus, card.total] == [bonus, 5 + bonus]
    assert card.warnings == ()


@pytest.mark.office
@pytest.mark.parametrize("beyond", ["提示", "封顶"])
def test_the_workbook_limits_bonuses_as_the_engine_does(tmp_path: Path, beyond: str, office: LibreOffice) -> None:
    rubric = rubric_with(tmp_path, beyond)
    layout, path = layout_of(rubric), tmp_path / "w.xlsx"
    build_workbook(rubric, path)
    office.open(path)
    try:
        for count in (0, 1, 2, 9):
            office.set(cells_of(layout, sheet(count)))
            assert differences(rubric, layout.main, sheet(count), office.get()) == []
    finally:
        office.close()
