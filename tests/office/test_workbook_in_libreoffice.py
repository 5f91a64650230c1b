"""Workbooks as LibreOffice recalculates them."""

import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.casefile import Case, all_cases
from tests.filling import differences, fill_file, layout_of
from tests.office.libreoffice import LibreOffice
from tests.office.validator import VERSIONS, Validator
from xlplugin import Rubric, build_workbook, load_rubric

pytestmark = pytest.mark.office
UNFILLED: dict[str, object] = {}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, paths = tmp_path_factory.mktemp("built"), {}
    for rubric in {case.rubric.id: case.rubric for case in all_cases()}.values():
        paths[rubric.id] = folder / f"{rubric.id}.xlsx"
        build_workbook(rubric, paths[rubric.id])
    return paths


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.rubric.id}: {case.name}")
def test_a_case_filled_into_the_workbook_comes_to_the_engines_figures(
    case: Case, built: dict[str, Path], office: LibreOffice, tmp_path: Path
) -> None:
    layout = layout_of(case.rubric)
    filled = tmp_path / "filled.xlsx"
    fill_file(built[case.rubric.id], filled, layout, case.data)
    office.open(filled)
    try:
        assert differences(case.rubric, layout.main, case.data, office.get()) == []
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
