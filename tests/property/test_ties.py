"""Halves of a ten-thousandth, where binary numbers would fall a little short: formulas round as the engine does."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.office.test_other_notices import wrong
from tests.support.libreoffice import LibreOffice
from tests.support.small_rubrics import differing, rubric_of

RATE = "率: 率, 分子: 件数, 分母: 总数"
DECIMALS = f"{RATE}, 小数位: 2"
PERCENT = "率: 率"
VALUE = "数值: 系数, 最大: 1"
CLAUSES = {
    "1": ("1.35", "扣分", RATE, "率×1.35"),
    "2": ("1.35", "扣分", RATE, "(1-率)×1.35"),
    "3": ("1.35", "扣分", DECIMALS, "率×1.35"),
    "4": ("1.35", "得分", DECIMALS, "(1-率)×1.35"),
    "5": ("50", "得分", PERCENT, "(1-率)×50"),
    "6": ("0.5", "扣分", VALUE, "系数×0.5"),
    "7": ("2.7", "扣分", RATE, "率×3.15"),
    "8": ("0.5", "得分", RATE, "(1-率)×0.5"),
}
TABLE = "指标:\n" + "".join(
    f"- {{编号: {number}, 名称: 指标{number}, 赋分: {points}, {word}标准: "
    f"[{{原文: 得分={score}, 填报: 率{number}, {measure}, 得分: {score}}}]}}\n"
    for number, (points, word, measure, score) in CLAUSES.items()
)


def is_tie(figure: Fraction) -> bool:
    return figure * 20_000 % 2 == 1


def counts() -> Iterator[tuple[int, int]]:
    """Give rates whose product with 1.35 ends in half a ten-thousandth."""
    for whole in (16, 80, 400, 1000, 2000, 4000):
        for part in (*range(1, 16), *range(whole - 15, whole)):
            if is_tie(Fraction(135 * part, 100 * whole)) or is_tie(Fraction(315 * part, 100 * whole)):
                yield part, whole


def sheets() -> list[dict[str, Any]]:
    found = []
    for at, (part, whole) in enumerate(sorted(set(counts()))):
        count: dict[str, Any] = {"part": part, "whole": whole}
        cents = {"part": f"0.{2 * at + 1:02}", "whole": 30} if at < 49 else count
        percent = {"rate": f"99.{9999 - 2 * at:04}"}
        factor = f"0.{9807 - 2 * at:04}"
        entries = {"1.d1": count, "2.d1": count, "3.d1": cents, "4.a1": cents, "5.a1": percent, "6.d1": factor}
        found.append({"entries": {**entries, "7.d1": count, "8.a1": count}})
    return found


def test_ties_are_rounded_up_by_a_second_engine_too(tmp_path: Path) -> None:
    assert len(sheets()) > 40
    assert differing(tmp_path, rubric_of(tmp_path, TABLE), sheets()) == []


@pytest.mark.office
def test_ties_are_rounded_up_by_libreoffice_too(office: LibreOffice, tmp_path: Path) -> None:
    assert wrong(office, rubric_of(tmp_path, TABLE), tmp_path / "w.xlsx", sheets()) == []


@pytest.mark.parametrize("part", [1, 999])
def test_a_tie_of_which_the_rest_cancels(part: int, tmp_path: Path) -> None:
    """1.35 × 1 ÷ 1000 = 0.00135, so 0.0014; computed in binary 1.35×1000 − 1.35×999 is less than 1.35."""
    entries = {"1.d1": {"part": part, "whole": 1000}}
    assert differing(tmp_path, rubric_of(tmp_path, TABLE), [{"entries": entries}]) == []
