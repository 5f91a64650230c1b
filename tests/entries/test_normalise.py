"""What clerks type is read as a person would; what could mean two things is not guessed."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.support.filling import cells_of, layout_of, place
from tests.support.scoresheets import scoresheets
from xlplugin import load_rubric
from xlplugin.entries.cell_values import CellError, CellFormula, CellPercent, CellValue
from xlplugin.entries.normalise import have_word, normalise
from xlplugin.entries.read_entries import read_cells
from xlplugin.rubric.clause import rate_of

B, J = load_rubric("gaoping-2022-b"), load_rubric("jincheng-spj-2021")
CASES = yaml.safe_load((Path(__file__).parent / "messy-entries.yaml").read_text(encoding="utf-8"))
RUBRIC_OF = {case["键"]: case.get("评分表", "gaoping-2022-b") for case in CASES.values()}
UNDERSTOOD = [(case["键"], typed, read) for case in CASES.values() for typed, read in case["读作"].items()]
ASKED = [(case["键"], str(typed)) for case in CASES.values() for typed in case["不猜"]]


@pytest.mark.parametrize(("slot", "typed", "read"), UNDERSTOOD)
def test_unambiguous_entries_are_read_and_reported(slot: str, typed: str, read: object) -> None:
    rubric = load_rubric(RUBRIC_OF[slot])
    normalised = normalise(rubric, {slot: typed})
    value = normalised.values[slot]
    expected = None if read == "空" else read
    assert (float(value) if isinstance(value, Decimal) else value) == expected
    (change,) = normalised.changes
    assert (change.slot, change.before, change.after) == (slot, typed, value)
    assert slot not in dict(read_cells(rubric, normalised.values).faults)


@pytest.mark.parametrize(("slot", "typed"), ASKED)
def test_what_is_not_clear_is_left_as_it_was_typed_and_is_a_fault(slot: str, typed: str) -> None:
    rubric = load_rubric(RUBRIC_OF[slot])
    normalised = normalise(rubric, {slot: typed})
    assert normalised.changes == ()
    assert normalised.values == {slot: typed}
    assert slot in dict(read_cells(rubric, normalised.values).faults)


@pytest.mark.parametrize("typed", ["3/9", " ３／９ ", datetime(2026, 3, 9)])
def test_a_part_of_a_whole_in_one_cell_is_both_where_the_other_is_blank_or_agrees(typed: CellValue) -> None:
    part, whole = "3.3.7.d1_part", "3.3.7.d1_whole"
    for given_whole in (None, 9.0, "9", "9条"):
        values = normalise(B, {part: typed, whole: given_whole}).values
        assert (values[part], float(str(values[whole]))) == (3.0, 9.0)
    assert normalise(B, {part: typed, whole: 10.0}).changes == ()


@pytest.mark.parametrize("typed", [datetime(1940, 1, 1), datetime(2026, 1, 1), datetime(1931, 3, 9)])
def test_a_date_outside_the_round_is_not_read_as_a_fraction_because_its_second_figure_was_a_year(
    typed: CellValue,
) -> None:
    assert normalise(B, {"3.3.7.d1_part": typed}).changes == ()


@pytest.mark.parametrize("typed", [datetime(2026, 9, 3), datetime(2026, 3, 9, 8, 30), "9/3"])
def test_a_date_that_is_not_a_part_of_a_whole_stays_a_date(typed: CellValue) -> None:
    assert normalise(B, {"3.3.7.d1_part": typed}).changes == ()


@pytest.mark.parametrize(
    "typed", [datetime(2026, 3, 9), True, CellError("#N/A"), CellFormula(3.0), CellPercent(0.1), "1e3", "0x10"]
)
def test_only_texts_are_read_as_counts(typed: CellValue) -> None:
    normalised = normalise(B, {"2.1.3.d1": typed})
    assert normalised.changes == ()
    assert "2.1.3.d1" in dict(read_cells(B, normalised.values).faults)


def test_none_of_a_rate_is_nought_only_where_there_is_a_whole() -> None:
    part, whole = "3.3.7.d1_part", "3.3.7.d1_whole"
    assert normalise(B, {part: "无", whole: 10.0}).values[part] == 0
    for typed in ("无", "/"):
        assert normalise(B, {part: typed}).changes == ()
        assert normalise(B, {part: typed, whole: "/"}).changes == ()


@pytest.mark.parametrize("stroke", ["—", "/", "-", "\\"])
def test_a_stroke_in_a_rate_may_be_not_applicable_and_is_asked(stroke: str) -> None:
    rates = [(rubric, clause.key, rate) for rubric in (B, J) for clause in rubric.clauses if (rate := rate_of(clause))]
    assert {isinstance(rate.whole, str) for _, _, rate in rates} == {True, False}
    for rubric, key, _ in rates:
        values: dict[str, CellValue] = {f"{key}_part": stroke, f"{key}_whole": 10.0}
        assert normalise(rubric, values).changes == ()


def test_a_mark_in_the_cell_for_not_applicable_is_understood() -> None:
    name = next(f"na_{indicator.id}" for indicator in B.indicators if indicator.may_be_not_applicable)
    for typed in ("√", " 不适用", "是", "Y", True, "不适用。"):
        assert normalise(B, {name: typed}).values[name] == "不适用"
    for unmarked in ("×", "否", "  ", "适用", False):
        assert normalise(B, {name: unmarked}).values[name] is None
    for doubtful in ("/", "无", "—", "部分"):
        assert normalise(B, {name: doubtful}).changes == ()


def test_where_evidence_is_listed_signs_are_words_too() -> None:
    assert [have_word(typed) for typed in ("√", "有 ", "×", "无", "是", "—", 1.0)] == (
        ["有", "有", "无", "无", "有", "—", 1.0]
    )


@given(st.data())
def test_what_is_in_order_is_left_alone(data: st.DataObject) -> None:
    layout = layout_of(B)
    cells = cells_of(layout, data.draw(scoresheets(B)))
    values = {slot: _as_read(cells[place(cell)]) for slot, cell in layout.main.entries.items()}
    assert normalise(B, values).changes == ()


def _as_read(value: object) -> CellValue:
    """Return what a program would read where this was typed."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return float(value)
    return value  # type: ignore[return-value]  # texts, or nothing


@given(st.text(max_size=12), st.sampled_from(["2.1.3.d1", "2.1.2.d1_amount", "1.1.1.d1", "1.2.1.b1", "3.3.7.d1_part"]))
def test_whatever_is_typed_comes_out_as_the_form_asks_for_it_or_as_it_was(text: str, slot: str) -> None:
    normalised = normalise(B, {slot: text})
    again = normalise(B, {name: _as_read(value) for name, value in normalised.values.items()})
    assert again.changes == ()
    if normalised.changes:
        assert slot not in dict(read_cells(B, normalised.values).faults) or isinstance(normalised.values[slot], Decimal)
