"""``collect --return``: returns with problems go back annotated, and come in again without problems."""

import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.returns.test_collect import BODIES, Office
from tests.support.damage import (
    AMOUNT,
    COUNT,
    FLAT,
    REASON,
    STRICT,
    as_date,
    as_percent,
    repeated,
    saved_by_openpyxl,
    strict,
    struck_out,
    with_code,
    with_values,
)
from tests.support.filled_returns import saved, saved_by_office
from tests.support.libreoffice import LibreOffice
from tests.support.openxml_validator import VERSIONS, Validator
from xlplugin.errors import UsageError, new_problem
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.ooxml.package import Package
from xlplugin.ooxml.worksheet.worksheet_part import Value
from xlplugin.returns.send_back.annotated_copy import annotated_copy
from xlplugin.workbook.sheet_names import SENT_BACK_SHEET

FAULTY: dict[str, Value] = {COUNT: "约3件", FLAT: "基本有", AMOUNT: 12345.0}
RIGHT: dict[str, Value] = {COUNT: 3.0, FLAT: "是", AMOUNT: 0.5, REASON: "见附件"}
TIMES = [f"2026-11-20T{hour:02}:00:00Z" for hour in (8, 9, 10)]
"""When a return was saved first, and each time that it was sent in again."""
PROGRAMS = ["as first written", "openpyxl", pytest.param("LibreOffice", marks=pytest.mark.office)]


@pytest.fixture
def office_of_three(tmp_path: Path) -> Office:
    return Office(tmp_path, BODIES[:3])


def sent(office: Office, program: str, request: pytest.FixtureRequest) -> Path:
    """Let a body send in a workbook with problems, saved by some program."""
    path = office.returns(BODIES[0], 1)
    content = with_values(path.read_bytes(), FAULTY)
    if program == "openpyxl":
        content = saved_by_openpyxl(content)
    elif program == "strict":
        content = strict(content)
    elif program == "LibreOffice":
        libre: LibreOffice = request.getfixturevalue("office")
        content = saved_by_office(libre, content, office.folder)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_return_with_problems_goes_back_with_notes_and_a_list_and_comes_in_again_clean(
    program: str, office_of_three: Office, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    path = sent(office, program, request)
    folder = office.folder / "退回"
    assert office.run("collect", "--return", str(folder)) == 1
    assert f"退回件 1 个，写在 {folder}" in capsys.readouterr().out
    (copy,) = folder.iterdir()
    assert copy.name == f"{BODIES[0]}_退回修改.xlsx"

    workbook = load_workbook(copy)
    places = {name: office.names[name] for name in (COUNT, FLAT, AMOUNT)}
    for name, cell in places.items():
        note = workbook[cell.sheet][cell.address].comment
        assert note, name
        assert note.text.startswith("【退回修改】")
    assert workbook.sheetnames[-1] == SENT_BACK_SHEET
    rows = [row for row in workbook[SENT_BACK_SHEET].iter_rows(min_row=5) if row[1].value != "整个文件"]
    assert {row[1].value for row in rows} == {cell.label for cell in places.values()}
    for row in rows:
        name, _, address = str(row[1].value).partition("!")
        assert row[1].hyperlink
        assert row[1].hyperlink.location == f"'{name}'!{address}"
        assert (noted := workbook[name][address].comment)
        assert str(row[2].value) in noted.text

    # Entries and their formats are unchanged.
    before = load_workbook(path)
    for sheet in before.worksheets:
        after = workbook[sheet.title]
        assert [[item.value for item in row] for row in sheet.iter_rows()] == (
            [[item.value for item in row] for row in after.iter_rows(max_row=sheet.max_row, max_col=sheet.max_column)]
        )
        assert {at: item.height for at, item in sheet.row_dimensions.items()} == (
            {at: item.height for at, item in after.row_dimensions.items()}
        )
        assert sheet.merged_cells.ranges == after.merged_cells.ranges

    # As it is, it says the same again; put right, it is in order, whatever it was saved by.
    again = office.back / "again.xlsx"
    again.write_bytes(copy.read_bytes())
    path.unlink()
    assert office.run("collect", "--json") == 1
    output = json.loads(capsys.readouterr().out)
    assert {entry["where"] for entry in output["problems"]} == {cell.label for cell in places.values()}
    assert output["remarks"] == []
    mended = with_values(copy.read_bytes(), RIGHT)
    if program == "LibreOffice":
        mended = saved_by_office(request.getfixturevalue("office"), mended, office.folder)
    again.write_bytes(saved(mended, f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"))
    assert office.run("collect", "--json") == 0
    assert json.loads(capsys.readouterr().out)["problems"] == []


@pytest.mark.parametrize("name", ["米山.zip", "米山.xlsx.bak", "米山", "米山.et"])
def test_what_is_sent_back_has_the_name_of_a_workbook(name: str, office_of_three: Office) -> None:
    office_of_three.returns(BODIES[0], 1, name, values=FAULTY)
    folder = office_of_three.folder / "退回"
    assert office_of_three.run("collect", "--return", str(folder)) == 1
    assert [path.name for path in folder.iterdir()] == [f"{BODIES[0]}_退回修改.xlsx"]


@pytest.mark.office
@pytest.mark.parametrize(
    "program", [*(pytest.param(one, marks=pytest.mark.long) for one in PROGRAMS[:2]), PROGRAMS[2], "strict"]
)
def test_what_is_sent_back_is_sound(
    program: str,
    office_of_three: Office,
    request: pytest.FixtureRequest,
    validator: Validator,
    tmp_path: Path,
) -> None:
    path = sent(office_of_three, program, request)
    known = {str(error) for version in VERSIONS for error in validator.errors(path, version)}
    assert office_of_three.run("collect", "--return", str(tmp_path / "退回")) == 1
    (copy,) = (tmp_path / "退回").iterdir()
    for version in VERSIONS:
        assert [error for error in validator.errors(copy, version) if str(error) not in known] == []
        if program == "as first written":
            assert known == set()


def test_a_file_of_the_strict_form_stays_one(office_of_three: Office) -> None:
    content = strict(with_values(office_of_three.returns(BODIES[0], 1).read_bytes(), FAULTY))
    cell = office_of_three.names[COUNT]
    fault = new_problem(cell.label, "cell-text", label="件数", value="约3件")
    package = Package(annotated_copy(content, BODIES[0], [fault]))
    assert package.has("xl/comments1.xml")
    for part in package.parts:
        if part.endswith((".xml", ".rels", ".vml")):
            assert not [item for item in STRICT if item in package.text(part)], part


def test_what_is_sent_back_twice_has_only_what_is_wrong_now(office_of_three: Office) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 1)
    path.write_bytes(with_values(path.read_bytes(), FAULTY))
    folder = office.folder / "退回"
    assert office.run("collect", "--return", str(folder)) == 1
    (copy,) = folder.iterdir()
    path.write_bytes(with_values(copy.read_bytes(), {COUNT: 3.0, FLAT: "是"}))
    assert office.run("collect", "--return", str(folder)) == 1
    (copy,) = folder.iterdir()
    book = WorkbookFile(copy.read_bytes())
    assert list(book.sheets).count(SENT_BACK_SHEET) == 1
    notes = book.notes("评分表")
    assert [at for at, text in notes.items() if "【退回修改】" in text] == [office.names[AMOUNT].address]
    assert len(load_workbook(io.BytesIO(copy.read_bytes()))[SENT_BACK_SHEET]["B"]) == 5


@pytest.mark.parametrize("saves", [bytes, saved_by_openpyxl])
@pytest.mark.parametrize(
    ("damage", "text"),
    [
        (lambda content: as_date(content, COUNT, "2026-03-09"), "2026-03-09"),
        (lambda content: as_percent(content, COUNT, 0.1), "10%"),
        (lambda content: with_code(content, COUNT, 3.0, '0"万"'), '3 [0"万"]'),
        (lambda content: repeated(content, COUNT, 3.0), "3 [重复填充]"),
        (lambda content: struck_out(with_values(content, {COUNT: 3.0}), COUNT), "〔划去：3〕"),
    ],
)
def test_a_cell_that_became_a_date_or_a_percentage_takes_numbers_again(
    damage: Callable[[bytes], bytes], text: str, saves: Callable[[bytes], bytes], office_of_three: Office
) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 1)
    path.write_bytes(saved(saves(damage(path.read_bytes())), TIMES[0]))
    folder = office.folder / "退回"
    assert office.run("collect", "--return", str(folder)) == 1
    (copy,) = folder.iterdir()
    cell = office.names[COUNT]
    shown = load_workbook(copy)[cell.sheet][cell.address]
    assert (shown.value, shown.number_format) == (text, "General")
    assert not shown.font.strike
    assert shown.alignment.horizontal != "fill"

    # Sent in again as it is, it is no better; with a number typed into it, it is in order.
    path.write_bytes(saved(copy.read_bytes(), TIMES[1]))
    assert office.run("collect") == 1
    path.write_bytes(saved(with_values(copy.read_bytes(), {COUNT: 3.0}), TIMES[2]))
    assert office.run("collect") == 0


def test_a_note_of_a_persons_own_stays(office_of_three: Office) -> None:
    office = office_of_three
    content = with_values(office.returns(BODIES[0], 1).read_bytes(), FAULTY)
    book = WorkbookFile(content)
    cell = office.names[COUNT]
    with book.editing(cell.sheet) as editor:
        editor.note(cell, "数据由信息科提供", "")
    path = office.back / "noted.xlsx"
    path.write_bytes(book.content())
    folder = office.folder / "退回"
    assert office.run("collect", "--return", str(folder)) == 1
    note = WorkbookFile((folder / f"{BODIES[0]}_退回修改.xlsx").read_bytes()).notes(cell.sheet)[cell.address]
    assert note.splitlines()[0] == "数据由信息科提供"
    assert note.splitlines()[1].startswith("【退回修改】")


def test_what_cannot_be_written_into_is_reported_and_a_folder_within_the_returns_is_refused(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    (office.back / "a.xlsx").write_bytes(b"no workbook")
    office.returns(BODIES[1], 1)
    folder = office.folder / "退回"
    assert office.run("collect", "--return", str(folder)) == 1
    assert "退回件 0 个" in (output := capsys.readouterr().out)
    assert "另有 1 个不能加注" in output
    assert not folder.exists()
    assert office.run("collect", "--return", str(office.back / "退回")) == 2
    assert "会被当作报送来的文件" in capsys.readouterr().err


def test_a_place_with_an_apostrophe_or_of_no_sheet_is_not_a_broken_link(office_of_three: Office) -> None:
    from xlplugin.errors import new_problem

    content = office_of_three.returns(BODIES[0], 1).read_bytes()
    problems = [
        new_problem("没有'这个!A1", "sheet-gone"),
        new_problem("评分表", "sheet-hidden"),
        new_problem("", "return-blank"),
    ]
    workbook = load_workbook(io.BytesIO(annotated_copy(content, "甲'局 & <乙>", problems)))
    sheet = workbook[SENT_BACK_SHEET]
    links = [sheet[f"B{row}"].hyperlink for row in (5, 6, 7)]
    assert [link and link.location for link in links] == [None, "'评分表'!A1", None]
    assert sheet["A2"].value == "考核对象：甲'局 & <乙>"


@pytest.mark.parametrize(
    ("part", "pattern"), [("xl/_rels/workbook.xml.rels", r"/styles(?=\")"), ("xl/workbook.xml", r'sheetId="\d+"')]
)
def test_a_workbook_that_lacks_what_the_list_needs_is_refused_with_a_word(
    part: str, pattern: str, office_of_three: Office
) -> None:
    package = Package(office_of_three.returns(BODIES[0], 1).read_bytes())
    package.put(part, re.sub(pattern, "", package.text(part)))
    with pytest.raises(UsageError) as raised:
        annotated_copy(
            package.content(), BODIES[0], [new_problem("评分表!H9", "cell-text", label="件数", value="约3件")]
        )
    assert [problem.code for problem in raised.value.problems] == ["damaged-package"]


def test_a_workbook_with_changed_formulas_goes_back_as_the_original_with_the_bodys_entries(
    office_of_three: Office,
) -> None:
    """A clerk cannot put back a formula; what comes back afterwards is in order and has the same entries."""
    office = office_of_three
    content = with_values(office.returns(BODIES[0], 1).read_bytes(), RIGHT)
    total = WorkbookFile(content).names["out_total"]
    path = office.back / "pasted.xlsx"
    pasted = load_workbook(io.BytesIO(content))
    pasted[total.sheet][total.address].value = 100
    pasted.save(path)
    for other in office.back.iterdir():
        if other != path:
            other.unlink()
    path.write_bytes(saved(path.read_bytes(), TIMES[0]))
    folder = office.folder / "退回"
    assert office.run("collect", "--return", str(folder)) == 1
    (copy,) = folder.iterdir()
    listed = [cell.value for cell in load_workbook(copy)[SENT_BACK_SHEET]["C"] if cell.value]
    assert any("已换成发放时的原件" in str(text) for text in listed)
    back = load_workbook(copy)
    assert str(back[total.sheet][total.address].value).startswith("=")
    for name, value in RIGHT.items():
        cell = office.names[name]
        assert back[cell.sheet][cell.address].value == value
    path.write_bytes(saved(copy.read_bytes(), TIMES[1]))
    assert office.run("collect") == 0
