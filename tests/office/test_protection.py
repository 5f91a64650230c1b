"""What a user can and cannot do to a workbook, tried through LibreOffice's own user interface."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.cell_range import CellRange

from tests.support.filling import layout_of
from tests.support.libreoffice import LibreOffice
from xlplugin import Rubric, build_workbook, load_rubric
from xlplugin.workbook.build_options import BuildOptions

pytestmark = pytest.mark.office
VISIBLE = ("填表说明", "评分表", "结果", "印证材料", "责任分解")


def cells_by_lock(workbook: Workbook) -> tuple[list[str], list[str]]:
    """Return the places of locked and of open cells, without those that a merge hides."""
    locked: list[str] = []
    unlocked: list[str] = []
    for sheet in workbook.worksheets:
        if sheet.title not in VISIBLE:
            continue
        hidden = {
            (row, column)
            for merged in sheet.merged_cells.ranges
            for row, column in CellRange(merged.coord).cells
            if (row, column) != (merged.min_row, merged.min_col)
        }
        for line in sheet.iter_rows():
            for cell in line:
                if (cell.row, cell.column) not in hidden:
                    (locked if cell.protection.locked else unlocked).append(f"{sheet.title}!{cell.coordinate}")
    return locked, unlocked


@pytest.mark.parametrize(
    "edition", ["assess", *(pytest.param(one, marks=pytest.mark.long) for one in ("plain", "self"))]
)
@pytest.mark.parametrize("every", [61, pytest.param(1, marks=pytest.mark.long)], ids=["some", "all"])
def test_every_locked_cell_refuses_typing_and_every_input_takes_it(
    rubric: Rubric, edition: str, every: int, office: LibreOffice, tmp_path: Path
) -> None:
    path = tmp_path / "w.xlsx"
    build_workbook(rubric, path, BuildOptions(edition=edition))
    workbook = load_workbook(path)
    locked, unlocked = cells_by_lock(workbook)
    before = {place: workbook[place.split("!")[0]][place.split("!")[1]].value for place in locked}
    opened = [name for name in workbook.defined_names if name.startswith(("in_", "na_", "form_", "evidence_"))]
    assert len(unlocked) == len(opened)
    office.open(path, hidden=False)
    try:
        tried = locked[::every]  # typing takes 20 ms, and there are thousands
        after = office.type(dict.fromkeys(tried, "改动"))
        assert [place for place in tried if "改动" in after[place]] == []
        assert {place for place in tried if before[place] and not after[place]} == set()
        typed = office.type(dict.fromkeys(unlocked[:: 1 + every // 8], "0"))
        assert [place for place, held in typed.items() if held not in ("0", "'0")] == []
    finally:
        office.close()


@pytest.mark.parametrize("command", ["InsertRowsBefore", "DeleteRows"])
def test_rows_can_be_neither_inserted_nor_deleted(command: str, office: LibreOffice, tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    build_workbook(load_rubric("gaoping-2022-a"), path)
    office.open(path, hidden=False)
    try:
        for sheet in VISIBLE[:4]:
            before, after = office.rows(f"{sheet}!A6", command)
            assert before == after
    finally:
        office.close()


def test_the_same_commands_do_work_where_nothing_is_protected(office: LibreOffice, tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    build_workbook(load_rubric("gaoping-2022-a"), path)
    workbook = load_workbook(path)
    for sheet in workbook.worksheets:
        sheet.protection.sheet = False
    workbook.save(path)
    layout = layout_of(load_rubric("gaoping-2022-a"))
    office.open(path, hidden=False)
    try:
        cell = f"评分表!A{layout.lines[0].row}"
        assert office.type({cell: "改动"}) == {cell: "改动"}
        before, after = office.rows("评分表!A6", "InsertRowsBefore")
        assert before != after
    finally:
        office.close()


def test_a_password_opens_the_workbook_and_another_does_not(office: LibreOffice, tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    build_workbook(load_rubric("gaoping-2022-a"), path, BuildOptions(password="政务公开2022"))
    office.open(path, hidden=False)
    assert not office.unlock("")
    assert not office.unlock("政务公开2023")
    assert office.unlock("政务公开2022")
    office.close()


def test_without_a_password_protection_asks_for_none(office: LibreOffice, tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    build_workbook(load_rubric("gaoping-2022-a"), path)
    office.open(path, hidden=False)
    assert office.unlock("")
    office.close()
