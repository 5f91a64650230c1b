"""Workbooks as LibreOffice recalculates them."""

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.casefile import all_cases
from tests.support.filling import Shown, cells_of, differences, fill_file, layout_of
from tests.support.libreoffice import LibreOffice
from tests.support.openxml_validator import VERSIONS, Validator
from tests.support.scoresheets import an_ordinary_scoresheet
from xlplugin import Rubric, build_workbook, load_rubric, load_scheme, rubric_ids, score
from xlplugin.notation.cell_address import Cell
from xlplugin.rubric.clause import Clause, slots
from xlplugin.rubric.clause_kinds import Choice, Discretionary, Flat, Multiplied, PerOccurrence, Proportional
from xlplugin.workbook.build_options import BuildOptions

pytestmark = pytest.mark.office
UNFILLED: dict[str, object] = {}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, paths = tmp_path_factory.mktemp("built"), {}
    for rubric in {case.rubric.id: case.rubric for case in all_cases()}.values():
        paths[rubric.id] = folder / f"{rubric.id}.xlsx"
        build_workbook(rubric, paths[rubric.id])
    return paths


@pytest.mark.parametrize(
    "rubric",
    [
        pytest.param(id, marks=pytest.mark.long if id in ("gaoping-2022-a", "jincheng-spj-2021") else ())
        for id in rubric_ids()
    ],
    indirect=True,
)
def test_each_case_entered_into_a_live_workbook_gives_the_engines_figures(
    rubric: Rubric, built: dict[str, Path], office: LibreOffice
) -> None:
    cases = [case for case in all_cases() if case.rubric.id == rubric.id]
    assert cases
    layout, wrong = layout_of(rubric), {}
    office.open(built[rubric.id])
    try:
        for case in cases:
            office.set(cells_of(layout, case.data))
            if result := differences(case.rubric, layout.main, case.data, office.get()):
                wrong[case.name] = result
    finally:
        office.close()
    assert wrong == {}


def test_a_scoresheet_filled_into_the_file_gives_the_engines_figures(
    rubric: Rubric, built: dict[str, Path], office: LibreOffice, tmp_path: Path
) -> None:
    layout, filled, data = layout_of(rubric), tmp_path / "filled.xlsx", an_ordinary_scoresheet(rubric)
    fill_file(built[rubric.id], filled, layout, data)
    office.open(filled)
    try:
        assert differences(rubric, layout.main, data, office.get()) == []
    finally:
        office.close()


def test_libreoffice_recalculates_on_loading_so_cached_values_are_never_compared_with_themselves(
    built: dict[str, Path], office: LibreOffice, tmp_path: Path
) -> None:
    rubric = load_rubric("gaoping-2022-a")
    tampered = tmp_path / "tampered.xlsx"
    with zipfile.ZipFile(built[rubric.id]) as old, zipfile.ZipFile(tampered, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename.startswith("xl/worksheets/"):
                content = content.replace("<v>未评</v>".encode(), "<v>错误</v>".encode())
            new.writestr(member, content)
    office.open(tampered)
    try:
        assert differences(rubric, layout_of(rubric).main, {"rubric": rubric.id}, office.get()) == []
    finally:
        office.close()


def test_the_cached_values_of_an_unfilled_workbook_are_what_a_recalculation_gives(
    rubric: Rubric, built: dict[str, Path], office: LibreOffice
) -> None:
    office.open(built[rubric.id])
    shown = office.get()
    office.close()
    book = load_workbook(built[rubric.id])
    cached = load_workbook(built[rubric.id], data_only=True)
    compared = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and cell.row and cell.column:
                    value = shown[sheet.title][cell.row - 1][cell.column - 1]
                    assert (cached[sheet.title][cell.coordinate].value or "") == value or value == 0, cell
                    compared += 1
    assert compared > 200


def test_saving_in_libreoffice_keeps_every_figure_and_name(
    rubric: Rubric, built: dict[str, Path], office: LibreOffice, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.xlsx"
    office.open(built[rubric.id])
    office.save(saved)
    office.close()
    office.open(saved)
    try:
        assert differences(rubric, layout_of(rubric).main, {"rubric": rubric.id}, office.get()) == []
    finally:
        office.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_open_xml_validator_finds_no_errors(
    rubric: Rubric, built: dict[str, Path], validator: Validator, version: str
) -> None:
    assert validator.errors(built[rubric.id], version) == []


@pytest.mark.parametrize("edition", [pytest.param("self", marks=pytest.mark.long), "assess"])
def test_the_open_xml_validator_finds_no_errors_in_the_other_editions(
    rubric: Rubric, edition: str, validator: Validator, tmp_path: Path
) -> None:
    path = tmp_path / "w.xlsx"
    build_workbook(rubric, path, BuildOptions(body="米山镇", edition=edition, password="政务"))
    for version in VERSIONS if rubric.id == "gaoping-2022-b" else VERSIONS[:1]:
        assert validator.errors(path, version) == []


@pytest.mark.parametrize("id", ["gaoping-2020", "shanxi-2020"])
def test_the_open_xml_validator_finds_no_errors_in_a_list_of_evidence(
    id: str, validator: Validator, tmp_path: Path
) -> None:
    path = tmp_path / "w.xlsx"
    build_workbook(load_scheme(id), path)
    for version in VERSIONS:
        assert validator.errors(path, version) == []


def test_the_validator_would_find_an_error(built: dict[str, Path], validator: Validator, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    shutil.copy(built["gaoping-2022-a"], broken)
    with zipfile.ZipFile(built["gaoping-2022-a"]) as old, zipfile.ZipFile(broken, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "xl/styles.xml":
                content = content.replace(b"<fonts", b"<surprise/><fonts")
            new.writestr(member, content)
    assert validator.errors(broken, "Office2019") != []


def nothing_lost(rubric: Rubric) -> dict[str, Any]:
    """Every required input entered so that it takes nothing."""
    given: dict[str, object] = {}
    for clause in rubric.clauses:
        if clause.required:
            match clause.kind:
                case Flat():
                    given[clause.key] = False
                case Choice() | PerOccurrence():
                    given[clause.key] = 0
                case Discretionary() | Multiplied():
                    given[clause.key] = {"amount": "0"}
                case _:
                    whole = {"whole": 0} if len(slots(clause)) > 1 else {}
                    given[clause.key] = {"part": 0, **whole}
    return {"rubric": rubric.id, "entries": given}


def something_lost(clause: Clause) -> object:
    """Return an entry of a clause that takes or gives points."""
    match clause.kind:
        case Flat():
            return True
        case Choice():
            return 1
        case PerOccurrence():
            return 1
        case Discretionary() | Multiplied():
            return {"amount": "0.25", "reason": "现场核实"}
        case Proportional(score=score):
            return {"part": 9 if score.of_rest else 1, "whole": 10}
        case _:
            return {"part": 7, "whole": 10} if len(slots(clause)) > 1 else {"part": 7}


def test_each_kind_of_clause_is_followed_from_its_input_to_the_grade_in_a_live_workbook(
    rubric: Rubric, built: dict[str, Path], office: LibreOffice
) -> None:
    layout, data = layout_of(rubric), nothing_lost(rubric)
    clauses = {type(clause.kind): clause for clause in reversed(rubric.clauses)}
    office.open(built[rubric.id])
    try:
        office.set(cells_of(layout, data))
        before = office.get()
        assert differences(rubric, layout.main, data, before) == []
        assert score(rubric, data).grade == shown_of(before, layout.main.figures["grade"])
        for clause in clauses.values():
            changed = data | {"entries": data["entries"] | {clause.key: something_lost(clause)}}
            office.set(cells_of(layout, changed))
            after = office.get()
            assert differences(rubric, layout.main, changed, after) == []
            sign = -1 if clause.deducts else 1
            amount = shown_of(after, layout.main.figures[f"{clause.key}:amount"])
            assert isinstance(amount, float)
            assert amount > 0, clause.key
            totals = [float(str(shown_of(show, layout.main.figures["total"]))) for show in (before, after)]
            assert totals[1] == pytest.approx(totals[0] + sign * amount), clause.key
        worst = data | {"entries": data["entries"] | {"major.1.d1": 9}}
        office.set(cells_of(layout, worst))
        assert shown_of(office.get(), layout.main.figures["grade"]) == score(rubric, worst).grade == "不合格"
    finally:
        office.close()


def shown_of(shown: Shown, cell: Cell) -> float | str | None:
    return shown[cell.sheet][cell.row - 1][cell.column - 1]
