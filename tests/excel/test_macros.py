"""What the buttons do, in a real ``xw.Book``: the same figures, nothing left unprotected, no input touched."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.casefile import all_cases
from tests.support.filling import cells_of, layout_of, place
from tests.support.libreoffice import LibreOffice
from tests.support.openpyxl_engine import Book, open_book
from tests.support.scoresheets import an_ordinary_scoresheet
from xlplugin import Rubric, build_workbook, load_rubric, read_scoresheet, score
from xlplugin.excel import macros
from xlplugin.scoring.scorecard import figures_and_sentences
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.layout import Layout
from xlplugin.workbook.sheets.recalculation_block import block_rows

RUBRIC = load_rubric("gaoping-2022-b")
COUNT = "2.1.3.d1"
SHEETS = ("填表说明", "评分表", "结果", "印证材料")


@pytest.fixture
def opened(tmp_path: Path) -> Book:
    """An unfilled workbook of gaoping-2022-b, open, with the values that it was written with."""
    path = tmp_path / "评分表（副本）.xlsm.xlsx"
    build_workbook(RUBRIC, path)
    return open_book(path)[1]


def inputs(book: Book, layout: Layout) -> dict[str, object]:
    cells = [*layout.main.entries.values(), *layout.main.not_applicable.values()]
    return {place(cell): book.workbook[cell.sheet][cell.address].value for cell in cells}


def enter(book: Book, cells: dict[str, object]) -> None:
    for at, value in cells.items():
        sheet, address = at.split("!")
        book.workbook[sheet][address].value = value


def block(book: Book, rubric: Rubric) -> dict[str, list[Any]]:
    first = int(book.workbook.defined_names["recalculated"].attr_text.rpartition("$")[2])
    last = first + block_rows(rubric) - 1
    rows = [
        list(row) for row in book.workbook["结果"].iter_rows(min_row=first, max_row=last, max_col=6, values_only=True)
    ]
    return {str(row[0]).partition(" ")[0]: row[1:] for row in rows if row[0]}


@pytest.mark.office
@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.long)], ids=["third case", "case"])
def test_each_case_gives_the_engines_figures_with_no_cell_differing(
    rubric: Rubric, every: int, office: LibreOffice, tmp_path: Path
) -> None:
    cases = [case for case in all_cases() if case.rubric.id == rubric.id][::every]
    layout, path = layout_of(rubric), tmp_path / "w.xlsx"
    build_workbook(cases[0].rubric, path)
    book, wrong = open_book(path)[1], {}
    office.open(path)
    try:
        for case in cases:
            if case.rubric.digest != rubric.digest:
                continue  # a variant of the table that a case makes up; the button finds published rubrics only
            cells = cells_of(layout, case.data)
            office.set(cells)
            book.values = office.get()
            enter(book, cells)
            before = inputs(book, layout)
            macros.recalculate()
            title, message, mode = book.app.alerts[-1]
            expected = figures_and_sentences(rubric, read_scoresheet(rubric, case.data))
            block_rows = block(book, rubric)
            figures = {
                indicator.id: [expected[f"{indicator.id}:{what}"] / 10_000 for what in ("deduction", "bonus", "score")]
                for indicator in rubric.indicators
            }
            if (title, mode) != ("重新计算", "info") or block_rows["核对结论"][3] != "一致" or "一致" not in message:
                wrong[case.name] = [message, *map(str, block_rows["核对结论"])]
            elif {id: block_rows[id][:2] for id in figures} != {id: figures[id][:2] for id in figures} or inputs(
                book, layout
            ) != before:
                wrong[case.name] = ["figures or inputs"]
    finally:
        office.close()
    assert wrong == {}
    assert all(book.workbook[sheet].protection.sheet for sheet in SHEETS)


def test_a_press_crosses_to_excel_at_most_ten_times_to_read_and_write(opened: Book) -> None:
    macros.recalculate()
    crossings = opened.crossings
    assert crossings.count("read", "write") <= 10
    assert [what for kind, what in crossings.log if kind == "write"] == [
        what for kind, what in crossings.log if kind == "write" and what.startswith("结果!")
    ]
    assert crossings.count("write") == 1


def test_the_workbook_is_left_as_it_was_but_for_the_block(opened: Book) -> None:
    layout = layout_of(RUBRIC)
    state = (opened.app.calculation, opened.app.screen_updating, opened.app.selection)
    before = {
        sheet.title: {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
        for sheet in opened.workbook.worksheets
    }
    protection = {name: dict(opened.workbook[name].protection) for name in SHEETS}
    macros.recalculate()
    assert (opened.app.calculation, opened.app.screen_updating, opened.app.selection) == state
    assert {name: dict(opened.workbook[name].protection) for name in SHEETS} == protection
    first = int(opened.workbook.defined_names["recalculated"].attr_text.rpartition("$")[2])
    for sheet in opened.workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if sheet.title != "结果" or (cell.row or 0) < first:
                    assert cell.value == before[sheet.title].get(cell.coordinate), cell
    assert inputs(opened, layout) == {
        place(cell): None for cell in [*layout.main.entries.values(), *layout.main.not_applicable.values()]
    }


def test_formulas_are_calculated_first_where_excel_calculates_by_hand(opened: Book) -> None:
    opened.app.calculation = "manual"
    macros.recalculate()
    assert (opened.app.calculated, opened.app.calculation) == (1, "manual")


def test_an_invalid_input_is_marked_until_it_is_corrected(opened: Book) -> None:
    cell = layout_of(RUBRIC).main.entries[COUNT]
    sheet = opened.workbook["评分表"]
    sheet[cell.address].value = "3件"
    macros.recalculate()
    assert sheet[cell.address].comment.text.startswith("【重新计算】")
    assert "3件" in sheet[cell.address].comment.text
    assert sheet[cell.address].fill.fgColor.rgb == "FFFF9999"
    assert sheet.protection.sheet
    assert place(cell) in opened.app.alerts[-1][1]
    # The sheet's own values are those of the unfilled workbook, so the comparison finds differences.
    assert block(opened, RUBRIC)["核对结论"][3] == "不符"
    sheet[cell.address].value = 3
    macros.check_entries()
    assert sheet[cell.address].comment is None
    assert sheet[cell.address].fill.fgColor.rgb == "FFFFF2CC"
    assert sheet[cell.address].value == 3


def test_an_overwritten_formula_is_listed(opened: Book) -> None:
    cell = layout_of(RUBRIC).main.figures["2.1.3:deduction"]
    sheet = opened.workbook["评分表"]
    sheet[cell.address].value = 0
    macros.recalculate()
    message = opened.app.alerts[-1][1]
    assert f"{place(cell)}：公式已被覆盖，现为 0，程序计算为 0" in message
    block_rows = block(opened, RUBRIC)
    assert (block_rows["核对结论"][3], block_rows["2.1.3"][3], block_rows["2.1.1"][3]) == ("不符", "不符", "一致")
    assert block_rows[place(cell)][4] == "公式已被覆盖，现为 0，程序计算为 0"


def test_rows_that_moved_are_found_by_their_names(opened: Book) -> None:
    sheet = opened.workbook["评分表"]
    for name in list(opened.workbook.defined_names):
        defined = opened.workbook.defined_names[name]
        title, _, address = defined.attr_text.replace("$", "").partition("!")
        if title.strip("'") == "评分表":
            column, row = address.rstrip("0123456789"), int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            defined.attr_text = f"评分表!${column}${row + 1}"
    sheet.insert_rows(3)
    values = opened.values or {}
    opened.values = {**values, "评分表": [*values["评分表"][:2], [None] * 40, *values["评分表"][2:]]}
    cell = layout_of(RUBRIC).main.entries[COUNT]
    sheet.cell(cell.row + 1, cell.column).value = "x"
    macros.recalculate()
    assert f"评分表!{cell.address[: -len(str(cell.row))]}{cell.row + 1}" in opened.app.alerts[-1][1]


@pytest.mark.parametrize("macro", ["recalculate", "check_entries", "clear_entries", "export_scores"])
def test_whatever_call_fails_the_sheets_stay_protected_and_the_inputs_as_they_were(
    macro: str, opened: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    layout = layout_of(RUBRIC)
    run: Callable[[], None] = getattr(macros, macro)
    entered = {place(layout.main.entries[COUNT]): "3件", place(layout.main.entries["2.1.2.d1_amount"]): 0.5}
    enter(opened, entered)
    before, after = inputs(opened, layout), {}
    opened.app.answer = "no"  # clear_entries asks, and the user says no
    run()
    for at in range(1, len(opened.crossings.log) + 1):
        opened.workbook["评分表"][layout.main.entries[COUNT].address].comment = None
        opened.crossings.log.clear()
        opened.crossings.fail_at = at
        run()
        opened.crossings.fail_at = None
        if not all(opened.workbook[sheet].protection.sheet for sheet in SHEETS) or inputs(opened, layout) != before:
            after[at] = opened.crossings.log[-3:]
    assert after == {}


def test_clearing_that_fails_half_way_leaves_the_sheets_protected_and_does_not_say_that_nothing_changed(
    opened: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    layout = layout_of(RUBRIC)
    enter(opened, cells_of(layout, an_ordinary_scoresheet(RUBRIC)))
    opened.crossings.fail_at = 1 + next(at for at in range(1, 200) if _fails_while_clearing(opened, layout, at))
    opened.crossings.log.clear()
    enter(opened, cells_of(layout, an_ordinary_scoresheet(RUBRIC)))
    macros.clear_entries()
    message = opened.app.alerts[-1][1]
    assert "可能只清空了一部分" in message
    assert "未改动" not in message
    assert all(opened.workbook[sheet].protection.sheet for sheet in SHEETS)


def _fails_while_clearing(book: Book, layout: Layout, at: int) -> bool:
    enter(book, cells_of(layout, an_ordinary_scoresheet(RUBRIC)))
    book.crossings.log.clear()
    book.crossings.fail_at = at
    macros.clear_entries()
    book.crossings.fail_at = None
    return book.crossings.log[-1][0] == "write"


def test_a_sheet_that_cannot_be_protected_again_is_reported_with_the_log(
    opened: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    opened.is_jammed = True
    macros.recalculate()
    message = opened.app.alerts[-1][1]
    assert "“结果”没能重新保护" in message


def test_invalid_entries_are_corrected_before_anything_is_exported(opened: Book) -> None:
    enter(opened, {place(layout_of(RUBRIC).main.entries[COUNT]): "约两次"})
    macros.export_scores()
    assert "改正后才能导出" in opened.app.alerts[-1][1]
    assert list(opened.path.parent.glob("*.json")) == []


def test_a_single_input_that_was_moved_is_found_by_its_name(opened: Book) -> None:
    """Cut and pasted in Excel, a cell takes its name and the formulas that refer to it along."""
    layout = layout_of(RUBRIC)
    cell, state = layout.main.entries[COUNT], layout.main.figures[f"{COUNT}:state"]
    sheet = opened.workbook["评分表"]
    opened.workbook.defined_names[f"in_{COUNT}"].attr_text = "评分表!$Z$99"
    sheet[state.address].value = str(sheet[state.address].value).replace(cell.address, "Z99")
    sheet["Z99"].value = "x"
    macros.recalculate()
    assert "评分表!Z99" in opened.app.alerts[-1][1]


def test_an_unexpected_error_is_reported_in_chinese_and_kept_in_a_file(
    opened: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(macros, "write_block", lambda *_: 1 / 0)
    macros.recalculate()
    _, message, mode = opened.app.alerts[-1]
    assert mode == "critical"
    assert "Traceback" not in message
    log = Path(message.splitlines()[-1])
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_a_password_is_taken_from_the_environment_and_a_wrong_one_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.xlsx"
    build_workbook(RUBRIC, path, BuildOptions(password="高平2022"))
    book = open_book(path, password="高平2022")[1]
    macros.recalculate()
    assert "XLPLUGIN_PASSWORD" in book.app.alerts[-1][1]
    assert book.workbook["结果"].protection.sheet
    monkeypatch.setenv("XLPLUGIN_PASSWORD", "高平2022")
    macros.recalculate()
    assert "一致" in book.app.alerts[-1][1]
    assert book.workbook["结果"].protection.sheet


def test_another_version_is_refused(opened: Book) -> None:
    opened.workbook["工作簿信息"]["B4"].value = "0" * 64
    macros.recalculate()
    _, message, mode = opened.app.alerts[-1]
    assert mode == "critical"
    assert "不能计算" in message
    assert opened.crossings.count("write") == 0


def test_a_workbook_that_is_not_ours_is_reported(opened: Book) -> None:
    del opened.workbook["工作簿信息"]
    macros.recalculate()
    assert "不是本程序生成的评分工作簿" in opened.app.alerts[-1][1]


def test_exports_stand_beside_the_workbook_and_a_second_one_overwrites_nothing(opened: Book) -> None:
    layout = layout_of(RUBRIC)
    data = an_ordinary_scoresheet(RUBRIC)
    enter(opened, cells_of(layout, data))
    macros.export_scores()
    macros.export_scores()
    stem = Path(opened.name).stem
    names = {path.name for path in opened.path.parent.glob("*.json")}
    assert names == {f"{stem}_{what}{again}.json" for what in ("评分数据", "考核结果") for again in ("", "（2）")}
    exported = json.loads((opened.path.parent / f"{stem}_评分数据.json").read_text("utf-8"))
    card = json.loads((opened.path.parent / f"{stem}_考核结果.json").read_text("utf-8"))
    assert score(RUBRIC, exported).total == score(RUBRIC, data).total
    assert card == {**score(RUBRIC, exported).as_json(), "blank": [], "warnings": card["warnings"]}


def test_nothing_is_exported_from_a_workbook_in_the_cloud(opened: Book) -> None:
    opened.fullname = "https://d.docs.live.net/abc/评分表.xlsm"
    macros.export_scores()
    assert "另存到本机" in opened.app.alerts[-1][1]


def test_clearing_asks_first_and_then_empties_every_input(opened: Book) -> None:
    layout = layout_of(RUBRIC)
    cells = cells_of(layout, an_ordinary_scoresheet(RUBRIC))
    enter(opened, cells)
    before = inputs(opened, layout)
    opened.app.answer = "no"
    macros.clear_entries()
    assert inputs(opened, layout) == before
    opened.app.answer = "yes"
    macros.clear_entries()
    assert set(inputs(opened, layout).values()) == {None}
    assert "已清空" in opened.app.alerts[-1][1]
    macros.clear_entries()
    assert "不需要清空" in opened.app.alerts[-1][1]


def test_the_assessors_side_is_scored_and_the_bodys_own_is_compared(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    own = an_ordinary_scoresheet(RUBRIC)
    build_workbook(RUBRIC, path, BuildOptions(edition="assess", own=read_scoresheet(RUBRIC, own)))
    book = open_book(path)[1]
    macros.recalculate()
    assert "一致" in book.app.alerts[-1][1]
    layout = layout_of(RUBRIC, "assess")
    assert layout.own is not None
    cell = layout.own.figures["total"]
    book.workbook[cell.sheet][cell.address].value = 100
    macros.recalculate()
    assert f"{place(cell)}：公式已被覆盖" in book.app.alerts[-1][1]


def test_the_environment_can_be_asked_for(opened: Book) -> None:
    macros.check_environment()
    assert opened.app.alerts[-1][0] == "环境检查"
    assert "Python" in opened.app.alerts[-1][1]
