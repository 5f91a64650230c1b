"""The workbook as it is written, without any office program."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlplugin import Rubric, build_workbook, load_rubric
from xlplugin.clauses import slots
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.measure import width
from xlplugin.workbook.package import finished

FUNCTIONS = {
    *("AND", "CHAR", "COUNTIF", "IF", "INT", "ISERROR", "ISLOGICAL", "ISNUMBER", "MAX", "MIN", "NOT", "OR"),
    *("ROUND", "SUBSTITUTE", "SUM", "TRIM"),
}
"""Of Excel 2007, in every program, not volatile, the same in every locale."""


@pytest.fixture(scope="module")
def path(rubric: Rubric, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / f"{rubric.id}.xlsx"
    build_workbook(rubric, path, "=米山镇")
    return path


@pytest.fixture(scope="module")
def workbook(path: Path) -> Workbook:
    return load_workbook(path)


def named(workbook: Workbook) -> dict[str, Cell]:
    found = {}
    for name, defined in workbook.defined_names.items():
        ((sheet, address),) = defined.destinations
        found[name] = workbook[sheet][address.replace("$", "")]
    return found


def formulas(workbook: Workbook) -> Iterator[str]:
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            yield from (str(cell.value) for cell in row if cell.data_type == "f")


def test_every_name_of_the_contract_is_there(rubric: Rubric, workbook: Workbook) -> None:
    expected = {f"in_{slot.name}" for clause in rubric.clauses for slot in slots(clause)}
    expected |= {f"na_{indicator.id}" for indicator in rubric.indicators if indicator.may_be_not_applicable}
    expected |= {f"out_{name}" for name in ("total", "published", "grade", "status", "blank", "faulty")}
    for what in ("deduction", "bonus", "score"):
        expected |= {f"out_{indicator.id}_{what}" for indicator in rubric.indicators}
        expected |= {f"out_dimension{dimension.number}_{what}" for dimension in rubric.dimensions}
    assert expected <= set(workbook.defined_names)


def test_inputs_are_open_and_everything_else_is_locked(workbook: Workbook) -> None:
    open_cells = {
        (cell.parent.title, cell.coordinate)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    inputs = {
        (cell.parent.title, cell.coordinate)
        for name, cell in named(workbook).items()
        if name.startswith(("in_", "na_"))
    }
    merged_tails = {
        (sheet.title, cell)
        for sheet in workbook.worksheets
        for merged in sheet.merged_cells.ranges
        for cell in (f"{col}{row}" for row, col in _tail(sheet, merged.bounds))
    }
    assert open_cells - merged_tails == inputs
    for sheet in workbook.worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.objects
        assert sheet.protection.scenarios
        assert not sheet.protection.formatRows  # rows may be made higher
    assert workbook.security.lockStructure


def _tail(sheet: Worksheet, bounds: tuple[int, int, int, int]) -> Iterator[tuple[int, str]]:
    left, top, right, bottom = bounds
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                yield row, re.sub("[0-9]", "", sheet.cell(1, column).coordinate)


def test_every_input_has_validation_with_texts_that_excel_can_hold(rubric: Rubric, workbook: Workbook) -> None:
    sheet = workbook["评分表"]
    validated: dict[str, DataValidation] = {}
    for validation in sheet.data_validations.dataValidation:
        assert len(validation.prompt) <= 255
        assert len(validation.error) <= 255
        assert len(validation.promptTitle) <= 32
        assert len(validation.formula1 or "") <= 257
        validated |= {str(cells): validation for cells in validation.sqref.ranges}
    for name, cell in named(workbook).items():
        if name.startswith(("in_", "na_")):
            assert cell.coordinate in validated, name
    assert rubric.id


def test_formulas_use_only_functions_that_every_program_has(workbook: Workbook) -> None:
    used = set()
    for formula in formulas(workbook):
        assert len(formula) < 1000
        assert max([len(literal) for literal in re.findall(r'"((?:[^"]|"")*)"', formula)], default=0) <= 255
        assert max(sums.count(",") for sums in [*re.findall(r"SUM\(([^()]*)\)", formula), ""]) < 255
        used |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", formula)))
    assert used <= FUNCTIONS


def test_formulas_write_numbers_as_programs_that_save_again_do(workbook: Workbook) -> None:
    for formula in formulas(workbook):
        bare = re.sub(r'"[^"]*"|[A-Z]+[0-9]+', "", formula)
        assert re.findall(r"[0-9]+\.[0-9]*0\b|(?<![0-9.])0[0-9]", bare) == []


def test_an_unfilled_workbook_reads_unassessed_and_never_full_marks(path: Path) -> None:
    values = {name: cell.value for name, cell in named(load_workbook(path, data_only=True)).items()}
    assert {values[f"out_{name}"] for name in ("total", "published", "grade", "status")} == {"未评"}
    assert isinstance(values["out_blank"], int)
    assert values["out_blank"] > 0
    assert values["out_faulty"] == 0


def test_scores_of_what_is_not_assessed_show_so_and_stay_numbers(rubric: Rubric, workbook: Workbook) -> None:
    shown = {
        (sheet.title, f"{get_column_letter(column)}{row}"): rule.dxf.numFmt.formatCode
        for sheet in workbook.worksheets
        for formatting in sheet.conditional_formatting
        for rule in formatting.rules
        if rule.dxf.numFmt
        for area in formatting.cells.ranges
        for row, column in area.cells
    }
    cells = named(workbook)
    for indicator in rubric.indicators:
        if indicator.deductions:
            cell = cells[f"out_{indicator.id}_score"]
            assert "未评" in shown[(cell.parent.title, cell.coordinate)]
    for dimension in rubric.dimensions:
        cell = cells[f"out_dimension{dimension.number}_score"]
        assert "未评" in shown[(cell.parent.title, cell.coordinate)]


def test_a_bodys_name_that_begins_with_an_equals_sign_stays_text(workbook: Workbook) -> None:
    cell = workbook["评分表"]["A3"]
    assert (cell.data_type, cell.value) == ("s", "考核对象：=米山镇")


def test_the_official_words_are_all_there(rubric: Rubric, workbook: Workbook) -> None:
    text = "\n".join(str(cell.value) for row in workbook["评分表"].iter_rows() for cell in row)
    for indicator in rubric.indicators:
        for words in (indicator.name, indicator.method, indicator.contents, indicator.responsible):
            assert words in text
    for clause in rubric.clauses:
        assert clause.quote in text
        assert clause.label in text


def test_the_same_rubric_makes_the_same_bytes(rubric: Rubric, monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook_bytes(rubric)
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert re.findall(rb">([^<]+)</dcterms:", package.read("docProps/core.xml")) == [b"2000-01-01T00:00:00Z"] * 2
    assert workbook_bytes(rubric) == first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert workbook_bytes(rubric) != first


def test_every_row_is_high_enough_for_its_text(workbook: Workbook) -> None:
    sheet = workbook["评分表"]
    spans = {merged.coord.partition(":")[0]: merged.bounds for merged in sheet.merged_cells.ranges}
    for row in sheet.iter_rows(min_row=6):
        for cell in row:
            if cell.data_type != "s" or not cell.value:
                continue
            alone = (cell.column, cell.row, cell.column, cell.row)
            left, top, right, bottom = spans.get(cell.coordinate, alone)
            columns = [get_column_letter(at) for at in range(left, right + 1)]
            wide = sum(sheet.column_dimensions[letter].width for letter in columns)
            high = sum(sheet.row_dimensions[at].height or 0 for at in range(top, bottom + 1))
            # Each line holds at least its width less one character that did not fit at its end.
            lines = sum(max(1, -int(-width(line) // (wide - 2))) for line in str(cell.value).split("\n"))
            assert high >= min(409.0, lines * 10.5 * 1.3), cell.coordinate


def test_a_workbook_part_that_is_not_understood_is_never_passed_over() -> None:
    package = workbook_bytes(load_rubric("gaoping-2022-a"))
    with pytest.raises((KeyError, ValueError)):
        finished(package, {"xl/worksheets/sheet1.xml": {}})


def test_the_package_holds_no_time_of_its_making(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
