"""Only typed, visible names in the one table of names get a workbook."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from xlplugin.distribution.recipients import RecipientList, read_recipients
from xlplugin.errors import UsageError

SHARED = Path(__file__).parents[2].parent / "shared" / "cases" / "bodies"


def listed(folder: Path, fill: Callable[[Workbook, Worksheet], None], *, with_hidden: bool = False) -> RecipientList:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("序号", "单位名称"), (1, "甲局"), (2, "乙镇"), (3, "丙办")):
        sheet.append(row)
    fill(book, sheet)
    path = folder / "名单.xlsx"
    book.save(path)
    return read_recipients(path, with_hidden=with_hidden)


def names(results: RecipientList) -> list[str]:
    return [recipient.name for recipient in results.recipients]


def put(address: str, value: Any) -> Callable[[Workbook, Worksheet], None]:
    def fill(_book: Workbook, sheet: Worksheet) -> None:
        sheet[address] = value

    return fill


@pytest.mark.parametrize("name", ["注册会计师协会", "审核查验中心", "电话局", "日期货交易所", "填表中心", "共青团市委"])
def test_a_name_that_begins_like_a_note_is_a_name(tmp_path: Path, name: str) -> None:
    assert names(listed(tmp_path, put("B3", name))) == ["甲局", name, "丙办"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("=VLOOKUP(A3,Z1:Z9,1,0)", "body-by-formula"),
        ("=B2", "body-by-formula"),
        ("#N/A", "body-no-text"),
        (True, "body-no-text"),
        (3.5, "no-bodys-name"),
        ("（注：以上排名不分先后）", "no-bodys-name"),
        ("注：请各单位按时报送", "no-bodys-name"),
        ("备注", "no-bodys-name"),
        ("填表人：张三", "no-bodys-name"),
        ("合计", "no-bodys-name"),
        ("制表人 张三", "no-bodys-name"),
        ("注 1", "no-bodys-name"),
        ("电话 0356-1234567", "no-bodys-name"),
        ("共3家", "no-bodys-name"),
        ("2026年3月9日", "no-bodys-name"),
        ("以上单位须于 3 月底前报送。", "no-bodys-name"),
        ("甲\u202e局", "bad-body"),
    ],
)
def test_anything_but_a_name_is_refused_with_its_cell(tmp_path: Path, value: Any, code: str) -> None:
    with pytest.raises(UsageError) as raised:
        listed(tmp_path, put("B4", value))
    (result,) = raised.value.problems
    assert result.code == code
    assert result.where.endswith("名单.xlsx!B4")


def test_a_hidden_row_gets_no_workbook_unless_it_is_asked_for(tmp_path: Path) -> None:
    def hide(_book: Workbook, sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    results = listed(tmp_path, hide)
    assert names(results) == ["甲局", "丙办"]
    assert [remark.code for remark in results.remarks] == ["body-hidden"]
    assert "乙镇" in results.remarks[0].text()
    assert names(listed(tmp_path, hide, with_hidden=True)) == ["甲局", "乙镇", "丙办"]


def test_a_name_that_is_struck_out_is_asked_about(tmp_path: Path) -> None:
    def strike(_book: Workbook, sheet: Worksheet) -> None:
        sheet["B3"].font = Font(strike=True)

    with pytest.raises(UsageError, match="struck out"):
        listed(tmp_path, strike)


def test_a_note_apart_from_the_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="separated by blank rows"):
        listed(tmp_path, put("B9", "经市政务公开工作领导小组办公室研究确定并报请同意"))


def test_the_sheet_with_the_head_is_taken_and_two_of_them_are_refused(tmp_path: Path) -> None:
    def behind_an_explanation(book: Workbook, _sheet: Worksheet) -> None:
        first = book.create_sheet("说明", 0)
        first["A1"] = "填报说明"

    results = listed(tmp_path, behind_an_explanation)
    assert names(results) == ["甲局", "乙镇", "丙办"]
    assert [remark.code for remark in results.remarks] == ["list-on-sheet"]

    def twice(book: Workbook, _sheet: Worksheet) -> None:
        other = book.create_sheet("B类")
        other["A1"], other["A2"] = "单位名称", "丁局"

    with pytest.raises(UsageError, match="several sheets"):
        listed(tmp_path, twice)

    def hidden(book: Workbook, sheet: Worksheet) -> None:
        twice(book, sheet)
        book.worksheets[1].sheet_state = "hidden"

    assert names(listed(tmp_path, hidden)) == ["甲局", "乙镇", "丙办"]


def test_a_format_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for name in ("名单.docx", "名单.pdf", "名单.xls", "名单"):
        with pytest.raises(UsageError, match=r"\.csv、\.txt、\.xlsx、\.xlsm"):
            read_recipients(tmp_path / name)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the samples are not in a checkout of the project alone")
def test_the_samples_are_refused_or_what_is_left_out_is_reported() -> None:
    for name in ("formula.xlsx", "vlookup_cached.xlsx", "note.csv"):
        with pytest.raises(UsageError):
            read_recipients(SHARED / name)
    assert [remark.code for remark in read_recipients(SHARED / "hidden.xlsx").remarks] == ["body-hidden"]
    assert [remark.code for remark in read_recipients(SHARED / "second_sheet.xlsx").remarks] == ["list-on-sheet"]
