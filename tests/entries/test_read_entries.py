"""Cells are read strictly, each error with its cell, and as the cells' own validation accepts them."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.filling import cells_of, layout_of, place
from tests.support.scoresheets import scoresheets
from xlplugin import Rubric, load_rubric, read_scoresheet
from xlplugin.entries.cell_values import CellError, CellValue
from xlplugin.entries.read_entries import read_cells
from xlplugin.notation.cell_address import Cell
from xlplugin.workbook.layout import Side

A = load_rubric("gaoping-2022-a")
B = load_rubric("gaoping-2022-b")


def codes(rubric: Rubric, values: dict[str, CellValue]) -> dict[str, str]:
    return {slot: fault.code for slot, fault in read_cells(rubric, values).faults}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("3", "cell-text"),
        ("３", "cell-text"),
        (" ", "cell-text"),
        (True, "cell-logical"),
        (datetime(2022, 3, 9), "cell-date"),
        (CellError("#N/A"), "cell-error"),
        (-1.0, "negative"),
        (2.5, "fractional"),
        (1e9, "over-limit"),
    ],
)
def test_anything_but_a_count_is_an_error_of_its_cell(value: CellValue, code: str) -> None:
    assert codes(B, {"2.1.3.d1": value}) == {"2.1.3.d1": code}


def test_every_invalid_cell_of_an_entry_is_named_not_the_entry_alone() -> None:
    values: dict[str, CellValue] = {"3.3.7.d1_part": 2.5, "3.3.7.d1_whole": "十"}
    result = codes(B, values)
    assert result["3.3.7.d1_whole"] == "cell-text"
    assert codes(B, {"3.3.7.d1_part": 2.5, "3.3.7.d1_whole": 10.0}) == {"3.3.7.d1_part": "fractional"}


def test_numbers_of_every_kind_that_a_spreadsheet_gives_are_taken_exactly() -> None:
    for value in (3, 3.0, Decimal("3.0000")):
        assert read_cells(B, {"2.1.3.d1": value}).scoresheet.values["2.1.3.d1"] == 30_000


def test_the_last_bits_of_a_sum_count_as_little_as_they_do_in_a_spreadsheet() -> None:
    amount = next(clause.key for clause in B.clauses if clause.kind.declaration.name == "discretionary")
    values: dict[str, CellValue] = {f"{amount}_amount": 0.1 + 0.2, f"{amount}_reason": "见附件"}
    entered = read_cells(B, values)
    assert entered.faults == ()
    assert entered.scoresheet.values[f"{amount}_amount"] == 3000


def test_a_fault_withholds_the_total_and_is_neither_blank_nor_entered() -> None:
    entered = read_cells(B, {"2.1.3.d1": "3"})
    assert entered.scoresheet.values["2.1.3.d1:state"] == "有误"
    assert "2.1.3.d1" not in entered.scoresheet.blank
    assert "2.1.3.d1" not in entered.data["entries"]
    assert len(entered.scoresheet.problems) == 1


def test_a_reason_is_asked_for_where_points_are_taken() -> None:
    discretionary = next(clause.key for clause in B.clauses if clause.kind.declaration.name == "discretionary")
    assert codes(B, {f"{discretionary}_amount": 0.5}) == {f"{discretionary}_reason": "reason-missing"}
    number: dict[str, CellValue] = {f"{discretionary}_amount": 0.5, f"{discretionary}_reason": 7.0}
    assert codes(B, number) == {f"{discretionary}_reason": "cell-reason-not-text"}


def test_an_unclear_not_applicable_spoils_all_inputs_of_its_indicator() -> None:
    indicator = next((indicator for indicator in B.indicators if indicator.may_be_not_applicable), None)
    if indicator is None:
        pytest.skip("the table has no 不适用")
    entered = read_cells(B, {f"na_{indicator.id}": "是"})
    assert [slot for slot, _ in entered.faults] == [f"na_{indicator.id}"]
    assert {entered.scoresheet.values[f"{clause.key}:state"] for clause in indicator.clauses} == {"有误"}


@given(st.data())
def test_a_clean_scoresheet_put_into_cells_is_read_back_as_it_was(data: st.DataObject) -> None:
    for rubric in (A, B):
        layout = layout_of(rubric)
        sheet = data.draw(scoresheets(rubric))
        cells = cells_of(layout, sheet)
        values: dict[str, CellValue] = {
            slot: cells[place(cell)]  # type: ignore[misc]  # a cell's value
            for slot, cell in _slots(layout.main)
        }
        entered = read_cells(rubric, values, sheet.get("body") or "")
        expected = read_scoresheet(rubric, sheet)
        assert entered.faults == ()
        assert dict(entered.scoresheet.values) == dict(expected.values)
        assert entered.scoresheet.blank == expected.blank
        assert entered.scoresheet.not_applicable == expected.not_applicable
        # And the exported object says the same again.
        assert dict(read_scoresheet(rubric, entered.data).values) == dict(expected.values)


def _slots(side: Side) -> list[tuple[str, Cell]]:
    return [*side.entries.items(), *((f"na_{indicator}", cell) for indicator, cell in side.not_applicable.items())]
