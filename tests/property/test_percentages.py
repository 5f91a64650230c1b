"""Rates with fractional percentages: the workbook's binary numbers give the engine's figures."""

from pathlib import Path

import formualizer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.filling import layout_of
from tests.support.second_engine import at, literal
from xlplugin import build_workbook, load_rubric, score
from xlplugin.rubric_files.new_rubric import new_rubric_text

TARGETS = [("90.1%", "0.3%"), ("99.5%", "0.1%"), ("99.9%", "0.1%"), ("90%", "0.1%"), ("33.3%", "0.7%"), ("90%", "2%")]


def rubric_file(folder: Path, clause: str) -> Path:
    text = new_rubric_text("test-a")
    start, end = text.index("      - 原文: 未听取"), text.index("      考核方式: 被考核单位")
    path = folder / "test-a.yaml"
    path.write_text(text[:start] + clause + text[end:], encoding="utf-8")
    return path


@pytest.mark.parametrize(("target", "step"), TARGETS)
def test_steps_short_of_a_target_are_counted_exactly(target: str, step: str, tmp_path: Path) -> None:
    points = step.removesuffix("%")
    clause = f"""\
      - 原文: 占比不得少于{target}，每降低{points}个百分点，扣0.5分
        填报: 占比
        率: 占比
        分子: 达标数
        分母: 总数
        目标: {target}
        每低: {step}
        扣分: 0.5
"""
    agree(rubric_file(tmp_path, clause), tmp_path)


@pytest.mark.parametrize("edge", ["20.1%", "33.3%", "12.5%", "20%"])
def test_a_rate_at_the_edge_of_a_band_falls_where_the_engine_has_it(edge: str, tmp_path: Path) -> None:
    clause = f"""\
      - 原文: 瞒报率低于{edge}的扣1分，{edge}及以上的扣2分
        填报: 瞒报率
        率: 瞒报率
        分子: 瞒报数
        分母: 总数
        分段:
        - 低于: {edge}
          扣分: 1
        - 不低于: {edge}
          扣分: 2
"""
    agree(rubric_file(tmp_path, clause), tmp_path)


def agree(path: Path, folder: Path) -> None:
    rubric = load_rubric(str(path))
    layout = layout_of(rubric)
    build_workbook(rubric, folder / "w.xlsx")
    workbook = formualizer.load_workbook(str(folder / "w.xlsx"), strategy="eager_all")
    cells = {name: cell.label for name, cell in layout.main.entries.items()}
    total = layout.main.figures["1.1.1:deduction"]

    @settings(max_examples=150)
    @given(st.integers(1, 1200).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
    def same(rate: tuple[int, int]) -> None:
        for name, value in zip(("1.1.1.d1_part", "1.1.1.d1_whole"), rate, strict=True):
            workbook.set_value(*at(cells[name]), literal(value))
        card = score(rubric, {"rubric": "test-a", "entries": {"1.1.1.d1": {"part": rate[0], "whole": rate[1]}}})
        shown = workbook.evaluate_cell(total.sheet, total.row, total.column)
        assert float(card.indicators["1.1.1"].deduction or 0) == shown

    same()
