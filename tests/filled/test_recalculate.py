"""``recalculate`` on files: as LibreOffice saved them, with people's own sheets, with overwritten formulas."""

import io
import json
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook
from openpyxl.comments import Comment

from tests.support.filling import cells_of, layout_of, place
from tests.support.libreoffice import LibreOffice
from tests.support.openxml_validator import VERSIONS, Validator
from tests.support.scoresheets import an_ordinary_scoresheet, scoresheets
from xlplugin import Rubric, build_workbook, load_rubric, read_scoresheet, score
from xlplugin.cli import main
from xlplugin.filled.recalculate import conclusion
from xlplugin.filled.recalculate_file import recalculate_file
from xlplugin.notation.cell_address import column_of, row_of
from xlplugin.notation.decimals import SCALE
from xlplugin.scoring.scorecard import figures_and_sentences
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.layout import Layout

pytestmark = pytest.mark.office
RUBRIC = load_rubric("gaoping-2022-b")
COUNT = "2.1.3.d1"


def filled_by_office(
    office: LibreOffice, layout: Layout, data: dict[str, Any], path: Path, own: dict[str, Any] | None = None
) -> Path:
    """Build a workbook, fill it in in LibreOffice, and save it from there."""
    built = path.with_name(f"built-{path.name}")
    read = read_scoresheet(layout.rubric, own) if own else None
    build_workbook(layout.rubric, built, BuildOptions(edition=layout.edition.value, own=read))
    office.open(built)
    try:
        office.set(cells_of(layout, data))
        office.save(path)
    finally:
        office.close()
    return path


@pytest.fixture
def filled(office: LibreOffice, tmp_path: Path) -> Path:
    data = an_ordinary_scoresheet(RUBRIC)
    return filled_by_office(office, layout_of(RUBRIC), data, tmp_path / "filled.xlsx")


def block(path: Path, rows: int = 7) -> list[list[object]]:
    workbook = load_workbook(path)
    at = workbook.defined_names["recalculated"].attr_text.replace("$", "").partition("!")[2]
    first = int(at.lstrip("A"))
    cells = workbook["结果"].iter_rows(min_row=first, max_row=first + rows - 1, max_col=6, values_only=True)
    return [list(row) for row in cells]


@pytest.mark.parametrize("faulty", [False, True], ids=["clean", "faulty"])
@pytest.mark.parametrize("examples", [2, pytest.param(40, marks=pytest.mark.long)])
def test_a_file_saved_by_libreoffice_gives_the_same_with_no_cell_differing(
    rubric: Rubric, faulty: bool, examples: int, office: LibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> None:
    layout, folder = layout_of(rubric), tmp_path_factory.mktemp("recalculated")

    @settings(
        max_examples=examples,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(scoresheets(rubric, faulty))
    def agree(data: dict[str, Any]) -> None:
        path = filled_by_office(office, layout, data, folder / "w.xlsx")
        recalculation = recalculate_file(path)
        assert recalculation.verdict == "一致"
        assert [difference.chinese for difference in recalculation.differences] == []
        expected = figures_and_sentences(rubric, read_scoresheet(rubric, data))
        assert {step: recalculation.figures[step] for step in layout.main.figures} == {
            step: expected[step] for step in layout.main.figures
        }
        # A second time changes nothing but the time, and the marks are those of now.
        again = recalculate_file(path)
        assert (again.verdict, again.faults) == ("一致", recalculation.faults)

    agree()


def test_both_sides_of_the_assessors_workbook_are_compared(office: LibreOffice, tmp_path: Path) -> None:
    own = an_ordinary_scoresheet(RUBRIC)
    layout = layout_of(RUBRIC, "assess")
    path = filled_by_office(office, layout, {"entries": {COUNT: 1}}, tmp_path / "assess.xlsx", own)
    recalculation = recalculate_file(path)
    assert recalculation.verdict == "一致"
    assert recalculation.compared > 2 * len(layout.main.figures)
    assert recalculation.own is not None
    assert score(RUBRIC, recalculation.own.data).total == score(RUBRIC, own).total


def test_the_block_tells_total_grade_and_each_indicator_with_its_explanation(filled: Path) -> None:
    recalculation = recalculate_file(filled)
    rows = block(filled, 60)
    card = score(RUBRIC, an_ordinary_scoresheet(RUBRIC))
    assert rows[0][4:] == ["一致", conclusion(recalculation)]
    assert rows[3][:4] == ["总分", None, None, float(card.total or 0)]
    assert rows[4][3] == f"{card.published:.2f}"
    assert rows[5][3] == card.grade
    data = {str(row[0]).partition(" ")[0]: row for row in rows if row[0]}
    for id, figures in card.indicators.items():
        assert data[id][1:4] == [float(figures.deduction or 0), float(figures.bonus), float(figures.score or 0)]
        assert data[id][4] == "一致"
        assert data[id][5]


def test_everything_else_in_the_file_keeps_its_bytes(filled: Path, tmp_path: Path) -> None:
    workbook = load_workbook(filled)
    own = workbook.create_sheet("本单位台账")
    own["A1"], own["B2"] = "自己的表", "=1+1"
    own["A1"].comment = Comment("自己的批注", "某人")
    edited = tmp_path / "edited.xlsx"
    workbook.save(edited)
    with zipfile.ZipFile(edited) as file:
        before = {name: file.read(name) for name in file.namelist()}
    recalculate_file(edited)
    with zipfile.ZipFile(edited) as file:
        after = {name: file.read(name) for name in file.namelist()}
    changed = {name for name in before if before[name] != after.get(name)}
    results = next(name for name in before if "结果" in name or name.endswith("sheet3.xml"))
    assert changed == {results}
    assert set(after) == set(before)


def test_an_overwritten_formula_is_named_with_its_content_and_the_issued_formula(filled: Path) -> None:
    layout = layout_of(RUBRIC)
    deduction, total = layout.main.figures["2.1.3:deduction"], layout.main.figures["published"]
    workbook = load_workbook(filled)  # keeps formulas, drops their values: so they are put back by LibreOffice's
    values = load_workbook(filled, data_only=True)
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = values[sheet.title][cell.coordinate].value
    pasted = filled.with_name("pasted.xlsx")
    workbook.save(pasted)
    recalculation = recalculate_file(pasted)
    assert len(recalculation.differences) == recalculation.compared
    assert {difference.figure for difference in recalculation.differences} >= set(layout.main.figures)

    content = _with_value(filled, deduction.address, 0)
    content = _with_value(content, total.address, 100, sheet="结果")
    recalculation = recalculate_file(content)
    assert {difference.place for difference in recalculation.differences} == {place(deduction), place(total)}
    assert recalculation.verdict == "不符"
    assert not recalculation.is_clean
    block_rows = {row[0]: row[5] for row in block(content, 99) if row[0]}
    expected = recalculation.figures["2.1.3:deduction"]
    assert isinstance(expected, int)
    assert block_rows[place(deduction)] == f"公式已被覆盖，现为 0，程序计算为 {expected / SCALE:g}"
    verdicts = {str(row[0]).partition(" ")[0]: row[4] for row in block(content, 60) if row[0]}
    assert (verdicts["2.1.3"], verdicts["2.1.1"], verdicts["公布得分"]) == ("不符", "一致", "不符")


def _with_value(path: Path, address: str, value: int | str, sheet: str = "评分表") -> Path:
    """Paste a value over a formula, in the file's own XML."""
    from xlplugin.filled.workbook_file import WorkbookFile
    from xlplugin.notation.cell_address import Cell

    book = WorkbookFile(path.read_bytes())
    with book.editing(sheet) as editor:
        editor.write(Cell(sheet, column_of(address), row_of(address)), [[value]])
    out = path.with_name("overwritten.xlsx")
    out.write_bytes(book.content())
    return out


def test_invalid_inputs_get_a_note_and_a_ground_that_go_when_they_are_corrected(
    office: LibreOffice, validator: Validator, tmp_path: Path
) -> None:
    layout = layout_of(RUBRIC)
    cell = layout.main.entries[COUNT]
    path = filled_by_office(office, layout, {"entries": {COUNT: 2.5}}, tmp_path / "faulty.xlsx")
    workbook = load_workbook(path)
    assert workbook["评分表"][cell.address].fill.fgColor.rgb == "FFFFF2CC"
    recalculation = recalculate_file(path)
    assert [place(where) for where, _ in recalculation.faults] == [place(cell)]
    marked = load_workbook(path)["评分表"][cell.address]
    assert marked.comment.text.startswith("【重新计算】")
    assert marked.fill.fgColor.rgb == "FFFF9999"
    assert marked.value == 2.5
    assert not marked.protection.locked
    for version in VERSIONS:
        assert validator.errors(path, version) == []
    # LibreOffice opens it, the clerk mends it, and it is saved from there.
    mended = tmp_path / "mended.xlsx"
    office.open(path)
    try:
        office.set({place(cell): 2})
        office.save(mended)
    finally:
        office.close()
    assert load_workbook(mended)["评分表"][cell.address].comment is not None
    assert recalculate_file(mended).is_clean
    clean = load_workbook(mended)["评分表"][cell.address]
    assert clean.comment is None
    assert clean.fill.fgColor.rgb == "FFFFF2CC"


def test_a_persons_own_note_stays_beside_ours(filled: Path) -> None:
    layout = layout_of(RUBRIC)
    cell = layout.main.entries[COUNT]
    workbook = load_workbook(filled)
    workbook["评分表"][cell.address].comment = Comment("已电话核实", "某人")
    workbook["评分表"][cell.address].value = "两件"
    workbook.save(filled)
    recalculate_file(filled)
    workbook = load_workbook(filled)
    text = workbook["评分表"][cell.address].comment.text
    assert text.startswith("已电话核实\n【重新计算】")
    workbook["评分表"][cell.address].value = 2
    workbook.save(filled)
    recalculate_file(filled)
    assert load_workbook(filled)["评分表"][cell.address].comment.text == "已电话核实"


def test_formulas_that_nobody_has_computed_yet_are_not_called_equal(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    build_workbook(RUBRIC, path)
    workbook = load_workbook(path)  # openpyxl drops the values of formulas
    workbook.save(path)
    recalculation = recalculate_file(path)
    assert recalculation.verdict == "未核对"
    assert {(cell.sheet, cell.address) for cell in recalculation.unknown} >= {
        (cell.sheet, cell.address) for cell in layout_of(RUBRIC).main.figures.values()
    }
    assert not recalculation.is_clean


def test_another_version_of_the_rubric_is_refused_and_the_file_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (Path(__file__).parents[2] / "rubrics" / "gaoping-2022-a.yaml").read_text(encoding="utf-8")
    mine = tmp_path / "my-town.yaml"
    mine.write_text(
        source.replace("编号: gaoping-2022-a", "编号: my-town").replace("gaoping-2022-a", "my-town"), "utf-8"
    )
    assert main(["build", str(mine), "-o", str(tmp_path), "--lang", "zh"]) == 0
    workbook = tmp_path / "my-town.xlsx"
    assert main(["recalculate", str(workbook), "--lang", "zh"]) == 0  # the rubric is beside it
    mine.write_text(mine.read_text("utf-8") + "\n# 改了一行\n", "utf-8")
    before = workbook.read_bytes()
    capsys.readouterr()
    assert main(["recalculate", str(workbook), "--lang", "zh"]) == 2
    output = capsys.readouterr().err
    assert "第 1 版" in output
    assert "不能计算" in output
    assert workbook.read_bytes() == before
    mine.unlink()
    assert main(["recalculate", str(workbook), "--lang", "zh"]) == 2
    assert "找不到评分表 my-town" in capsys.readouterr().err


def test_files_that_are_not_our_workbooks_are_named_and_the_others_are_recalculated(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange, text, evidence = tmp_path / "strange.xlsx", tmp_path / "text.xlsx", tmp_path / "evidence.xlsx"
    workbook = load_workbook(filled)
    for name in workbook.sheetnames[1:]:
        del workbook[name]
    workbook.defined_names.clear()
    workbook.save(strange)
    text.write_text("不是工作簿", "utf-8")
    from xlplugin import load_scheme

    build_workbook(load_scheme("shanxi-2020"), evidence)
    missing = tmp_path / "missing.xlsx"
    paths = [str(path) for path in (strange, filled, text, missing, evidence)]
    assert main(["recalculate", *paths, "--json", "--lang", "zh"]) == 2
    out, err = capsys.readouterr()
    assert [load["verdict"] for load in json.loads(out)] == ["一致"]
    lines = err.strip().splitlines()
    assert len(lines) == 4
    for path, line in zip((strange, text, missing, evidence), lines, strict=True):
        assert line.startswith(str(path))


def test_the_result_can_go_to_another_file(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, out = filled.read_bytes(), tmp_path / "out.xlsx"
    assert main(["recalculate", str(filled), "-o", str(out), "--lang", "zh"]) == 0
    assert filled.read_bytes() == before
    assert block(out)[0][4] == "一致"
    assert "全部" in capsys.readouterr().out
    copied = tmp_path / "评分表（副本）.xlsx"
    shutil.copy(out, copied)
    assert main(["recalculate", str(copied), "--lang", "zh"]) == 0
    assert zipfile.ZipFile(io.BytesIO(copied.read_bytes())).testzip() is None


def test_the_signed_page_is_compared_too(filled: Path) -> None:
    """Each formula of the workbook is looked at, not only the named figures."""
    sheet = load_workbook(filled)["填表说明"]
    formulas = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) == 18
    for address in formulas:
        recalculation = recalculate_file(_with_value(filled, address, 100, sheet="填表说明"))
        assert [difference.place for difference in recalculation.differences] == [f"填表说明!{address}"]


@pytest.mark.parametrize("sheet", ["评分表", "结果", "印证材料"])
def test_every_formula_that_is_cleared_is_found(sheet: str, filled: Path) -> None:
    from xlplugin.filled.workbook_file import WorkbookFile
    from xlplugin.notation.cell_address import Cell

    cells = [cell for row in load_workbook(filled)[sheet].iter_rows() for cell in row if cell.data_type == "f"]
    book = WorkbookFile(filled.read_bytes())
    with book.editing(sheet) as editor:
        for cell in cells:
            editor.write(Cell(sheet, column_of(cell.coordinate), row_of(cell.coordinate)), [[None]])
    filled.write_bytes(book.content())
    recalculation = recalculate_file(filled)
    assert {difference.place for difference in recalculation.differences} == {
        f"{sheet}!{cell.coordinate}" for cell in cells
    }


def test_control_characters_that_a_program_escaped_do_no_harm(filled: Path) -> None:
    layout = layout_of(RUBRIC)
    with zipfile.ZipFile(filled) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    cell = layout.main.entries[COUNT].address
    name = "xl/worksheets/sheet2.xml"
    typed = f'<c r="{cell}" t="str"><v>_x000B_2_xD800_</v></c>'.encode()
    parts[name], count = re.subn(rb'<c r="%s"[^>]*>.*?</c>' % cell.encode(), typed, parts[name], count=1)
    assert count == 1
    with zipfile.ZipFile(filled, "w") as file:
        for part, content in parts.items():
            file.writestr(part, content)
    recalculate_file(filled)
    assert "文字" in load_workbook(filled)["评分表"][cell].comment.text
    assert recalculate_file(filled).faults


def test_what_people_wrote_after_our_line_of_a_note_stays(filled: Path) -> None:
    cell = layout_of(RUBRIC).main.entries[COUNT].address
    workbook = load_workbook(filled)
    workbook["评分表"][cell].value = "两件"
    workbook["评分表"][cell].comment = Comment("先核实\n【重新计算】旧的一行\n李科长：已电话核实", "李科长")
    # A copied cell took its note along to one that is no input.
    workbook["评分表"]["C7"].comment = Comment("【重新计算】旧的一行", "某人")
    workbook.save(filled)
    recalculate_file(filled)
    workbook = load_workbook(filled)
    lines = workbook["评分表"][cell].comment.text.splitlines()
    assert (lines[0], lines[2]) == ("先核实", "李科长：已电话核实")
    assert "两件" in lines[1]
    assert workbook["评分表"][cell].comment.author == "李科长"
    assert workbook["评分表"]["C7"].comment is None
    workbook["评分表"][cell].value = 2
    workbook.save(filled)
    recalculate_file(filled)
    assert load_workbook(filled)["评分表"][cell].comment.text == "先核实\n李科长：已电话核实"


def test_a_red_ground_whose_note_was_deleted_goes_when_the_input_is_corrected(filled: Path) -> None:
    cell = layout_of(RUBRIC).main.entries[COUNT].address
    workbook = load_workbook(filled)
    workbook["评分表"][cell].value = "两件"
    workbook.save(filled)
    recalculate_file(filled)
    workbook = load_workbook(filled)
    workbook["评分表"][cell].comment, workbook["评分表"][cell].value = None, 2
    workbook.save(filled)
    recalculate_file(filled)
    assert load_workbook(filled)["评分表"][cell].fill.fgColor.rgb == "FFFFF2CC"


def test_the_assessors_rows_are_not_blamed_for_the_bodys_own_column(office: LibreOffice, tmp_path: Path) -> None:
    own = an_ordinary_scoresheet(RUBRIC)
    layout = layout_of(RUBRIC, "assess")
    assert layout.own is not None
    path = filled_by_office(office, layout, {"entries": {COUNT: 1}}, tmp_path / "assess.xlsx", own)
    figure, entry = layout.own.figures["2.1.3:deduction"], layout.own.entries[COUNT]
    recalculation = recalculate_file(_with_value(path, figure.address, 0))
    assert [difference.place for difference in recalculation.differences] == [place(figure)]
    assert recalculation.verdicts["2.1.3"] == "一致"
    assert recalculation.verdict == "不符"
    changed = recalculate_file(_with_value(path, entry.address, "四件"))
    assert any(
        difference.place == place(entry) and "锁定的自评内容有误" in difference.chinese
        for difference in changed.differences
    )


def test_invalid_entries_are_not_left_out_of_a_scoresheet_that_would_then_score(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cell = layout_of(RUBRIC).main.entries[COUNT].address
    path = _with_value(filled, cell, "约两次")
    capsys.readouterr()
    assert main(["recalculate", str(path), "--json", "--lang", "zh"]) == 1
    output = json.loads(capsys.readouterr().out)
    assert output["scoresheet"] is None
    assert output["faults"][0]["cell"] == f"评分表!{cell}"


def test_a_file_that_is_there_is_not_overwritten_and_the_suffix_stays(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.xlsx"
    out.write_text("别人的", "utf-8")
    assert main(["recalculate", str(filled), "-o", str(out), "--lang", "zh"]) == 2
    assert out.read_text("utf-8") == "别人的"
    assert main(["recalculate", str(filled), "-o", str(tmp_path / "out.xlsm"), "--lang", "zh"]) == 2
    assert "扩展名" in capsys.readouterr().err


def test_lost_names_are_reported_in_one_line(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook = load_workbook(filled)
    workbook.defined_names.clear()
    workbook.save(filled)
    assert main(["recalculate", str(filled), "--lang", "zh"]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "个名称" in line


def test_a_date_in_an_input_is_a_fault_and_the_formulas_are_not_accused(office: LibreOffice, tmp_path: Path) -> None:
    layout = layout_of(RUBRIC)
    cell = layout.main.entries[COUNT].address
    build_workbook(RUBRIC, tmp_path / "built.xlsx")
    workbook = load_workbook(tmp_path / "built.xlsx")
    workbook["评分表"][cell].value = date(2022, 3, 5)
    workbook["评分表"][cell].number_format = 'm"月"d"日"'
    workbook.save(tmp_path / "typed.xlsx")
    office.open(tmp_path / "typed.xlsx")
    try:
        office.save(tmp_path / "saved.xlsx")
    finally:
        office.close()
    recalculation = recalculate_file(tmp_path / "saved.xlsx")
    assert [fault.code for _, fault in recalculation.faults] == ["cell-date"]
    assert recalculation.verdict == "不符"  # the sheet's own formulas take the date for a number
    assert "先改正有误的填报项" in conclusion(recalculation)
    assert "00:00" not in recalculation.faults[0][1].text()


def test_an_input_that_is_a_formula_which_nobody_computed_is_not_read_as_blank(filled: Path) -> None:
    cell = layout_of(RUBRIC).main.entries[COUNT].address
    with zipfile.ZipFile(filled) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = "xl/worksheets/sheet2.xml"
    typed = f'<c r="{cell}"><f>1+1</f></c>'.encode()
    parts[name] = re.sub(rb'<c r="%s"[^>]*>.*?</c>' % cell.encode(), typed, parts[name], count=1)
    with zipfile.ZipFile(filled, "w") as file:
        for part, content in parts.items():
            file.writestr(part, content)
    recalculation = recalculate_file(filled)
    assert (recalculation.verdict, recalculation.differences) == ("未核对", ())


def test_a_broken_rubric_beside_one_workbook_does_not_stop_the_others(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    shutil.copy(filled, folder / "w.xlsx")
    (folder / f"{RUBRIC.id}.yaml").write_text("格式: 1\n", "utf-8")
    assert main(["recalculate", str(folder / "w.xlsx"), str(filled), "--lang", "zh"]) == 2
    assert "一致" in capsys.readouterr().out


@pytest.mark.parametrize("change", [0.0001, -0.5, 1.0])
def test_a_formula_that_was_changed_is_reported_by_the_smallest_difference_in_its_figure(
    change: float, filled: Path
) -> None:
    cell = layout_of(RUBRIC).main.figures["2.1.3:deduction"]
    with zipfile.ZipFile(filled) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = "xl/worksheets/sheet2.xml"
    match = re.search(rb'<c r="%s"[^>]*>.*?</c>' % cell.address.encode(), parts[name])
    assert match
    shown = re.search(rb"<v>([^<]*)</v>", match.group())
    assert shown
    other = match.group().replace(shown.group(), f"<v>{float(shown[1]) + change!r}</v>".encode())
    parts[name] = parts[name].replace(match.group(), other)
    with zipfile.ZipFile(filled, "w") as file:
        for part, content in parts.items():
            file.writestr(part, content)
    recalculated = recalculate_file(filled)
    assert [difference.place for difference in recalculated.differences] == [place(cell)]
    assert recalculated.differences[0].is_formula
