"""Returns in which rows, columns or sheets are not where they were issued: put in, taken out, moved, renamed."""

import io
import re
import warnings
from collections.abc import Callable
from html import escape

from tests.support.damage import with_book, with_part, with_values
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import column_letters, column_of

SHEET = "评分表"
_ROW = r'<row [^>]*?\br="{}".*?(?:</row>|/>(?=<row|</sheetData))'
_AT = re.compile(r'(<(?:row|c) [^>]*?\br=")([A-Z]*)([0-9]*)(?=")')
_COLUMNS = re.compile(r'(?<= (?:min|max)=")[0-9]+(?=")')
_MERGE = re.compile(r'(<mergeCell ref=")([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)(?=")')


def shifted(xml: str, row: Callable[[int], int], column: Callable[[int], int] = lambda at: at) -> str:
    """Return a sheet's part with its cells elsewhere; formulas, names and widths stay as they are."""

    def address(name: str, number: str) -> str:
        return (column_letters(column(column_of(name))) if name else "") + (str(row(int(number))) if number else "")

    xml = _AT.sub(lambda at: at[1] + address(at[2], at[3]), xml)
    return _MERGE.sub(lambda at: f"{at[1]}{address(at[2], at[3])}:{address(at[4], at[5])}", xml)


def row_put_in(content: bytes, before: int, cells: str = "", count: int = 1, sheet: str = SHEET) -> bytes:
    """Put rows in, as programs do that leave names and formulas as they are."""

    def change(xml: str) -> str:
        xml = shifted(xml, lambda row: row + count if row >= before else row)
        new = "".join(f'<row r="{row}">{cells if row == before else ""}</row>' for row in range(before, before + count))
        at = re.search(rf'<row [^>]*?\br="{before + count}"', xml)
        assert at
        return xml[: at.start()] + new + xml[at.start() :]

    return with_part(content, sheet, change)


def with_names_along(content: bytes, before: int, sheet: str = SHEET) -> bytes:
    """Let the names follow a row that was put in."""
    pattern = rf"(<definedName [^>]*>'?{sheet}'?!\$[A-Z]+\$)([0-9]+)(?=<)"
    return with_book(
        content, lambda xml: re.sub(pattern, lambda at: at[1] + str(int(at[2]) + (int(at[2]) >= before)), xml)
    )


def column_put_in(content: bytes, before: int) -> bytes:
    """Put a column in; widths and hidden columns follow, as in every program, names and formulas do not."""

    def after(at: int) -> int:
        return at + 1 if at >= before else at

    def change(xml: str) -> str:
        xml = shifted(xml, lambda row: row, after)
        return re.sub("<col [^>]*>", lambda col: _COLUMNS.sub(lambda at: str(after(int(at[0]))), col[0]), xml)

    return with_part(content, SHEET, change)


def columns_changed_places(content: bytes, column: int) -> bytes:
    """Let a column and the next change places."""
    other = {column: column + 1, column + 1: column}
    return with_part(content, SHEET, lambda xml: shifted(xml, lambda row: row, lambda at: other.get(at, at)))


def row_of(xml: str, number: int) -> re.Match[str]:
    match = re.search(_ROW.format(number), xml, re.DOTALL)
    assert match
    return match


def row_twice(content: bytes, row: int) -> bytes:
    """Copy a row and put it in below itself."""

    def change(xml: str) -> str:
        copy = shifted(row_of(xml, row)[0], lambda at: at + 1)
        xml = shifted(xml, lambda at: at + 1 if at > row else at)
        end = row_of(xml, row).end()
        return xml[:end] + copy + xml[end:]

    return with_part(content, SHEET, change)


def row_taken_out(content: bytes, row: int) -> bytes:
    def change(xml: str) -> str:
        result = row_of(xml, row)
        return shifted(xml[: result.start()] + xml[result.end() :], lambda at: at - 1 if at > row else at)

    return with_part(content, SHEET, change)


def rows_changed_places(content: bytes, row: int) -> bytes:
    """Let a row and the next change places."""

    def change(xml: str) -> str:
        first, other = row_of(xml, row), row_of(xml, row + 1)
        moved = shifted(other[0], lambda at: at - 1) + shifted(first[0], lambda at: at + 1)
        return xml[: first.start()] + moved + xml[other.end() :]

    return with_part(content, SHEET, change)


def renamed(content: bytes, sheet: str, name: str, *, with_names: bool) -> bytes:
    """Return a sheet another name, with or without the names of its cells."""

    def change(xml: str) -> str:
        xml = xml.replace(f'<sheet name="{sheet}"', f'<sheet name="{escape(name)}"', 1)
        quoted = escape(name.replace("'", "''"), quote=False)
        return re.sub(rf"(?<=>)'?{sheet}'?(?=!)", f"'{quoted}'", xml) if with_names else xml

    return with_book(content, change)


def padded(content: bytes) -> bytes:
    """Put a blank behind the name of every sheet."""
    return with_book(content, lambda xml: re.sub(r'(<sheet name="[^"]*)"', r'\1 "', xml))


def in_another_order(content: bytes) -> bytes:
    """Put the last sheet first."""

    def change(xml: str) -> str:
        (result,) = re.findall(r"<sheets>(.*?)</sheets>", xml, re.DOTALL)
        sheets = re.findall(r"<sheet [^>]*/>", result)
        return xml.replace(result, "".join([sheets[-1], *sheets[:-1]]))

    return with_book(content, change)


def by_openpyxl(content: bytes, before: int) -> bytes:
    """Put a row in as a program of somebody's own does."""
    from openpyxl import load_workbook

    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):
        workbook = load_workbook(io.BytesIO(content))
    workbook[SHEET].insert_rows(before)
    workbook.save(out)
    return out.getvalue()


def a_copy_instead(content: bytes) -> bytes:
    """Copy 评分表, and delete the original."""
    from openpyxl import load_workbook

    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):
        workbook = load_workbook(io.BytesIO(content))
    copy = workbook.copy_worksheet(workbook[SHEET])
    workbook.remove(workbook[SHEET])
    copy.title = f"{SHEET} (2)"
    workbook.save(out)
    return out.getvalue()


def put_in_and_changed(content: bytes, before: int) -> bytes:
    """Put a row in, and change a locked text below it."""
    book = WorkbookFile(content)
    text = next(at for at in ("E", "F") if len(str(book.contents(SHEET).cells[f"{at}{before}"].value)) > 1)
    return row_put_in(with_values(content, {f"{SHEET}!{text}{before}": "每件扣 0 分"}), before)
