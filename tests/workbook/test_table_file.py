"""Tables that the program writes: how they print, and that texts of others never become formulas."""

import io

import pytest
from openpyxl import load_workbook

from xlplugin.workbook.writing.table_file import PAGE_WIDTH, table_file

HEAD = ("考核对象", "状态", "公布得分", "说明")


def test_a_table_has_a_title_repeated_headings_a_filter_and_one_page_width() -> None:
    rows = [("米山镇", "完成", 82.5, "评分表!H7 须为数。" * 20)] * 3
    sheet = load_workbook(io.BytesIO(table_file("报送情况", HEAD, rows))).worksheets[0]
    assert sheet["A1"].value == "报送情况"
    assert [cell.value for cell in sheet[2]] == list(HEAD)
    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.auto_filter.ref == "A2:D5"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sum(sheet.column_dimensions[letter].width for letter in "ABCD") <= PAGE_WIDTH


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "=HYPERLINK(A1)"])
def test_a_text_that_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    """Without the mark, Excel makes a formula of it as soon as somebody edits the cell."""
    sheet = load_workbook(io.BytesIO(table_file("名单", ("考核对象",), [(text,), ("米山镇",)]))).worksheets[0]
    assert (sheet["A3"].value, sheet["A3"].data_type) == (text, "s")
    assert sheet["A3"].quotePrefix
    assert not sheet["A4"].quotePrefix
