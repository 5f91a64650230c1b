"""Measured values and typed rates as clerks type them."""

from decimal import Decimal

import pytest

from tests.scoring.test_measures import TEXT
from tests.support.small_rubrics import rubric_of
from xlplugin import Rubric
from xlplugin.entries.cell_values import CellPercent, CellValue
from xlplugin.entries.normalise import normalise
from xlplugin.entries.read_entries import read_cells


@pytest.fixture(scope="module")
def rubric(tmp_path_factory: pytest.TempPathFactory) -> Rubric:
    return rubric_of(tmp_path_factory.mktemp("measured"), TEXT)


@pytest.mark.parametrize(
    ("slot", "typed", "read"),
    [
        ("1.a1_rate", "89.5", Decimal("89.5")),
        ("1.a1_rate", "８９．５％", Decimal("89.5")),
        ("1.a1_rate", CellPercent(0.895), Decimal("89.5")),  # a program makes this of 89.5%
        ("4.d1", "6.6天", Decimal("6.6")),
        ("4.d1", "6。6", Decimal("6.6")),
        ("2.a1", "第3名", "第3名"),  # asked about
        ("2.a1", "3名", Decimal(3)),
        ("4.d1", "约6天", "约6天"),
        ("4.d1", CellPercent(0.1), CellPercent(0.1)),
    ],
)
def test_a_measured_value_is_read_where_there_is_no_doubt(
    rubric: Rubric, slot: str, typed: CellValue, read: CellValue
) -> None:
    assert normalise(rubric, {slot: typed}).values[slot] == read


def test_strict_reading_takes_numbers_only(rubric: Rubric) -> None:
    entered = read_cells(rubric, {"1.a1_rate": 89.5, "4.d1": 6.6, "6.a1": "八十", "2.a1": True})
    assert entered.data["entries"] == {"1.a1": {"rate": "89.5"}, "4.d1": "6.6"}
    assert {slot: problem.code for slot, problem in entered.faults} == {"6.a1": "cell-text", "2.a1": "cell-logical"}
