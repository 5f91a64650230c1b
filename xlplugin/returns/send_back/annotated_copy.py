"""A return with its problems written into it, to be corrected and sent in again.

Each invalid cell gets a note, and a last sheet 退回修改 lists all problems with links. Nothing else changes except
formats that would turn the next number into a date or a percentage, too. When the file comes back, notes and sheet
are ignored. If a file is sent back again, the earlier notes and sheet are replaced.
"""

import re
from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from xlplugin.entries.cell_values import CellDisguised, CellPercent
from xlplugin.errors import Problem, new_problem
from xlplugin.filled.fault_comments import with_line
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import Cell, column_letters, column_of, row_of
from xlplugin.ooxml.comments import threaded_cells
from xlplugin.ooxml.package import OFFICE
from xlplugin.ooxml.shared_strings import STRUCK, UNSEEN, escaped
from xlplugin.ooxml.signatures import is_signed, take_signatures_away
from xlplugin.ooxml.styles import Styles
from xlplugin.workbook.paging.text_height import line_height, lines
from xlplugin.workbook.sheet_names import SENT_BACK_SHEET

MARK = "【退回修改】"
"""First characters of our line in a note."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PLACE = re.compile(r"(?P<sheet>.+)!(?P<address>[A-Z]{1,3}[1-9][0-9]*)")
WIDTHS, SIZE = (6, 20, 90), 11
"""Widths of the columns 序号, 位置 and 需要修改的内容, in characters; and their font size in points."""


def annotated_copy(content: bytes, body: str, problems: Sequence[Problem]) -> bytes:
    """Write the problems into a return.

    Args:
        content: the return's bytes.
        body: the assessed body.
        problems: the problems; those with a place such as ``评分表!H12`` become notes there.

    Raises:
        UsageError: it is not a workbook, or it is damaged.
    """
    book = WorkbookFile(content)
    if is_signed(book.package):
        problems = [*problems, new_problem("", "signature-taken-away")]
        take_signatures_away(book.package)
    lines: dict[str, dict[str, list[str]]] = {sheet: {} for sheet in book.sheets if sheet != SENT_BACK_SHEET}
    for problem in problems:
        if (place := _PLACE.fullmatch(problem.where)) and place["sheet"] in lines:
            lines[place["sheet"]].setdefault(place["address"], []).append(" ".join(problem.at("").text().split("\n")))
    _take_formats_away(book, problems)
    for sheet, given in lines.items():
        notes, wanted = book.notes(sheet), _beside_threads(given, threaded_cells(book.package, book.sheets[sheet]))
        marked = [address for address, text in notes.items() if MARK in text]
        changes = {
            address: with_line(notes.get(address, ""), MARK, "；".join(wanted.get(address, ())))
            for address in dict.fromkeys((*wanted, *marked))
        }
        if any(text != notes.get(address, "") for address, text in changes.items()):
            with book.editing(sheet) as editor:
                for address, text in changes.items():
                    editor.note(Cell.at(sheet, address), text or None, "")
    _list(book, book.sheets.get(SENT_BACK_SHEET, ""), body, problems)
    return book.content()


def _beside_threads(wanted: Mapping[str, list[str]], threads: Set[str]) -> dict[str, list[str]]:
    """Move the note for a cell with a threaded comment to the next cell without one.

    Excel 365 shows the thread in place of the cell's note, so that the note would not be seen.
    """
    placed: dict[str, list[str]] = {}
    for address, texts in wanted.items():
        column, at = column_of(address), address
        while at in threads:
            column += 1
            at = f"{column_letters(column)}{row_of(address)}"
        placed.setdefault(at, []).extend(texts if at == address else [f"{address}：{text}" for text in texts])
    return placed


def _take_formats_away(book: WorkbookFile, problems: Sequence[Problem]) -> None:
    """Reset the formats of entries that show as dates or struck out, because the sheet is protected.

    Their values are written as texts, so that they stay to be corrected.
    """
    places = [
        place for problem in problems if problem.code.startswith("cell-") and (place := _PLACE.fullmatch(problem.where))
    ]
    for cell in [Cell.at(place["sheet"], place["address"]) for place in places if place["sheet"] in book.sheets]:
        value = book.read([cell])[cell].value
        is_struck = isinstance(value, str) and value.startswith((f"〔{STRUCK}：", f"〔{UNSEEN}："))
        if is_struck or isinstance(value, date | CellPercent | CellDisguised):
            with book.editing(cell.sheet) as editor:
                editor.write(cell, [[value.date().isoformat() if isinstance(value, datetime) else str(value)]])
                editor.show_as_it_is(cell)


def _list(book: WorkbookFile, part: str, body: str, problems: Sequence[Problem]) -> None:
    """Add the sheet 退回修改, or replace it."""
    package = book.package
    styles_part = next(
        (relation.target for relation in package.relations(book.book) if relation.kind == "styles"), None
    )
    if styles_part is None:
        raise package.damaged()
    styles = Styles(package.text(styles_part), package.damaged)
    xml = _sheet(styles, body, [(problem, _link(book, problem)) for problem in problems])
    package.put(styles_part, styles.xml)
    if part:
        package.put(part, xml)
        return
    part = package.free_name("xl/worksheets/sheet{}.xml")
    package.add(part, xml, _SHEET_TYPE)
    id = package.relate(book.book, f"{OFFICE}/worksheet", part)
    text = package.text(book.book)
    sheets = re.search(r"<((?:[\w.-]+:)?)sheets\b.*?</\1sheets\s*>", text, re.DOTALL)
    numbers = re.findall(r'sheetId="(\d+)"', sheets[0]) if sheets else []
    if sheets is None or not numbers:
        raise package.damaged()
    number = max(map(int, numbers)) + 1
    p, end = sheets[1], text.rindex("</", sheets.start(), sheets.end())
    element = f'<{p}sheet xmlns:r="{OFFICE}" name="{SENT_BACK_SHEET}" sheetId="{number}" r:id="{id}"/>'
    package.put(book.book, text[:end] + element + text[end:])


def _link(book: WorkbookFile, problem: Problem) -> str:
    """Return the link to a problem's place; '' if it is not a cell or sheet of this workbook."""
    place = _PLACE.fullmatch(problem.where)
    sheet, address = (place["sheet"], place["address"]) if place else (problem.where, "A1")
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{address}" if sheet in book.sheets else ""


def _sheet(styles: Styles, body: str, problems: Sequence[tuple[Problem, str]]) -> str:
    title = styles.with_text(size=16, bold=True)
    plain = styles.with_text(size=SIZE)
    head = styles.with_text(size=SIZE, bold=True, bordered=True, centred=True, ground="D9E1F2")
    number = styles.with_text(size=SIZE, bordered=True, centred=True)
    text = styles.with_text(size=SIZE, bordered=True)
    link = styles.with_text(size=SIZE, bordered=True, colour="0563C1", underlined=True)
    rows = [
        _row(1, 30, [(SENT_BACK_SHEET, title)]),
        _row(2, 20, [(f"考核对象：{body}", plain)]),
        _row(3, 2 * line_height(SIZE) + 6, [(EXPLANATION.format(count=len(problems)), plain)]),
        _row(4, 22, [("序号", head), ("位置", head), ("需要修改的内容", head)]),
    ]
    links = []
    for at, (fault, target) in enumerate(problems, 1):
        message = fault.at("").text()
        high = max(lines(message, WIDTHS[2], SIZE), lines(fault.where, WIDTHS[1], SIZE)) * line_height(SIZE) + 6
        place = (fault.where or "整个文件", link if target else text)
        rows.append(_row(at + 4, min(high, 400), [(at, number), place, (message, text)]))
        if target:
            links.append(f'<hyperlink ref="B{at + 4}" location={quoteattr(target)} display={quoteattr(fault.where)}/>')
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(WIDTHS, 1)
    )
    merges = "".join(f'<mergeCell ref="A{row}:C{row}"/>' for row in (1, 2, 3))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
        '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData>'
        f'<mergeCells count="3">{merges}</mergeCells>'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


EXPLANATION = (
    "以下 {count} 处需要修改，相应的单元格上有批注。点击“位置”可转到该单元格；改好后保存，仍报送本文件。"
    "本页和批注不影响报送，不必删除。"
)


def _row(number: int, high: float, cells: Sequence[tuple[str | int, int]]) -> str:
    written = []
    for column, (value, style) in zip("ABC", cells, strict=False):
        at = f'<c r="{column}{number}" s="{style}"'
        if isinstance(value, int):
            written.append(f"{at}><v>{value}</v></c>")
        else:
            text = escape(escaped(value))
            written.append(f'{at} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
    return f'<row r="{number}" ht="{high:g}" customHeight="1">{"".join(written)}</row>'
