"""Writes sheets, given as data, into an .xlsx file, with openpyxl."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.notation.decimals import PUBLISHED_PLACES, exact_pattern, published_pattern
from xlplugin.workbook.look import Look, Style
from xlplugin.workbook.sheet_model import ConditionalFormat, Formula, Sheet
from xlplugin.workbook.writing.bar_chart import draw_bars
from xlplugin.workbook.writing.finish_package import finished
from xlplugin.workbook.writing.openpyxl_internals import (
    order_font_children,
    put_value,
    scratch_cell,
    set_default_font,
    set_style,
    style_index,
)
from xlplugin.workbook.writing.password_hash import ALGORITHM, ROUNDS, Lock

order_font_children()

_THIN = Side(style="thin", color="FF808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FIRST_OWN_FORMAT = 164
"""Numbers of number formats below this are built in."""

_CHINESE, _FAMILY = 134, 3
"""GB2312 and a font family, by which a computer without the named font chooses another one."""

_MM = 25.4
"""Millimetres in an inch."""

_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""An underscore that Excel would read, with what follows, as an escaped character: ``_x0041_`` is A."""

_TEXT = "@"


class Painter:
    """Writes cells with the styles of one workbook, each made once."""

    def __init__(self, sheet: Worksheet, look: Look, places: int) -> None:
        """Make every style, on a cell that is then discarded; ``places`` are those of a published total."""
        self._indices = {}
        for name, style, is_locked, number in _kinds(look, places):
            cell = scratch_cell(sheet)
            cell.font = Font(name=style.font, size=style.size, bold=style.bold, charset=_CHINESE, family=_FAMILY)
            # A text beside a border needs a little space before it.
            indent = int((style.border or name == "失分") and style.across == "left")
            cell.alignment = Alignment(horizontal=style.across, vertical="center", wrap_text=True, indent=indent)
            cell.protection = Protection(locked=is_locked)
            cell.number_format = number
            if style.fill:
                cell.fill = PatternFill("solid", fgColor=f"FF{style.fill}")
            if style.border:
                cell.border = _BORDER
            self._indices[name] = style_index(cell)

    def paint(self, sheet: Worksheet, cells: Sequence[tuple[int, int, object, str]]) -> None:
        """Write values; text that begins with ``=`` stays text unless it is a ``Formula``."""
        indices = self._indices
        for row, column, value, style in cells:
            if isinstance(value, Formula):
                put_value(sheet, row, column, f"={value.text}", "f", indices[style])
            elif isinstance(value, str):
                text = _ESCAPE.sub("_x005F_", value) if "_x" in value else value
                put_value(sheet, row, column, text, "s", indices[style])
            else:
                put_value(sheet, row, column, value, "n", indices[style])

    def paint_columns(self, sheet: Worksheet, styles: Mapping[int, str]) -> None:
        """Return columns the style of their cells that do not exist yet."""
        for column, style in styles.items():
            set_style(sheet.column_dimensions[column_letters(column)], self._indices[style])


def _kinds(look: Look, places: int) -> Iterator[tuple[str, Style, bool, str]]:
    """Return each kind of cell: its name, its style, whether it is locked, its number format."""
    for name, style in look.styles.items():
        yield name, style, not name.startswith("填报"), _TEXT if name == "填报文字" else "General"
    yield "总分", look.styles["数字"], True, exact_pattern(places)
    yield "大总分", look.styles["大数字"], True, exact_pattern(places)
    yield "公布", look.styles["数字"], True, published_pattern(places)
    yield "大公布", look.styles["大数字"], True, published_pattern(places)
    yield "失分", replace(look.styles["正文"], border=False), True, "General"
    yield "失分数", replace(look.styles["数字"], border=False), True, "General"
    yield "右", replace(look.styles["信息"], across="right", border=True), True, "General"
    yield "小标题栏", replace(look.styles["小标题"], border=True), True, "General"
    yield "链接", look.styles["居中"], True, "General"
    yield "代码", replace(look.styles["注释"], border=False), True, _TEXT


def write(
    sheets: Sequence[Sheet],
    names: Mapping[str, Cell],
    look: Look,
    title: str,
    lock: Lock | None,
    places: int = PUBLISHED_PLACES,
) -> bytes:
    """Write sheets as the bytes of an .xlsx file.

    Args:
        sheets: in order; the first is shown when the file is opened.
        names: the defined names.
        look: fonts, widths and colours.
        title: the title in the document properties.
        lock: the hashed password; None for protection without a password.
        places: the decimal places of a published total.
    """
    workbook = _workbook()
    workbook.remove(workbook.worksheets[0])
    made = [workbook.create_sheet(sheet.name) for sheet in sheets]
    painter = Painter(made[0], look, places)
    marker = _Marker(look)
    for sheet, worksheet in zip(sheets, made, strict=True):
        painter.paint(worksheet, sheet.cells)
        _lay_out(worksheet, sheet)
        painter.paint_columns(worksheet, sheet.column_styles)
        _print(worksheet, sheet)
        marker.mark(worksheet, sheet.markings)
        _validate(worksheet, sheet)
        _protect(worksheet, lock)
        if sheet.chart:
            draw_bars(worksheet, sheet.chart)
    for name, cell in names.items():
        target = f"{quote_sheetname(cell.sheet)}!{cell.fixed}"
        workbook.defined_names[name] = DefinedName(name, attr_text=target)
    workbook.security = WorkbookProtection(lockStructure=True)
    if lock:
        _set_lock(workbook.security, "workbook", lock)
    workbook.properties.title = title
    workbook.properties.creator = "xlplugin"
    out = BytesIO()
    workbook.save(out)
    values = {
        f"xl/worksheets/sheet{at}.xml": {address: formula.value for address, formula in sheet.formulas.items()}
        for at, sheet in enumerate(sheets, 1)
    }
    return finished(out.getvalue(), values)


def _workbook() -> Workbook:
    """Make a workbook whose default font is Times New Roman 12: its digits are the unit of widths.

    They are exactly 6 points wide in every program: 8 pixels in Excel, and the same elsewhere, as every system has a
    font with the metrics of Times New Roman. Where 宋体 is replaced, its digits differ by a fifth.
    """
    workbook = Workbook()
    font = Font(name="Times New Roman", size=12, family=1)
    set_default_font(workbook, font)
    return workbook


def _lay_out(worksheet: Worksheet, sheet: Sheet) -> None:
    for merge in sheet.merges:
        top, left, bottom, right = merge
        # merge_cells() would create every cell again; they all have their styles already.
        worksheet.merged_cells.add(f"{column_letters(left)}{top}:{column_letters(right)}{bottom}")
    for column, width in sheet.widths.items():
        worksheet.column_dimensions[column_letters(column)].width = width
        worksheet.column_dimensions[column_letters(column)].hidden = column in sheet.hidden_columns
    for row, height in sheet.heights.items():
        worksheet.row_dimensions[row].height = height
    worksheet.sheet_view.showGridLines = sheet.has_grid
    worksheet.sheet_view.zoomScale = worksheet.sheet_view.zoomScaleNormal = sheet.zoom
    if sheet.freeze:
        worksheet.freeze_panes = sheet.freeze
    if sheet.is_hidden:
        worksheet.sheet_state = "veryHidden"


def _print(worksheet: Worksheet, sheet: Sheet) -> None:
    """Set up printing: one page wide, as many pages high as needed, page n of m in the footer."""
    paper, setup, margins = sheet.paper, worksheet.page_setup, worksheet.page_margins
    setup.paperSize = {"A4": 9, "A3": 8}[paper.size]
    setup.orientation = "landscape" if paper.landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, int(sheet.is_one_page)
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins.left, margins.right = paper.left / _MM, paper.right / _MM
    margins.top, margins.bottom = paper.top / _MM, paper.bottom / _MM
    margins.header = margins.footer = min(paper.top, paper.bottom) / 2 / _MM
    worksheet.print_options.horizontalCentered = True
    worksheet.oddFooter.center.text = sheet.footer  # type: ignore[union-attr]  # never missing
    if sheet.title_rows:
        worksheet.print_title_rows = sheet.title_rows
    if sheet.is_printed and not sheet.is_hidden:  # LibreOffice prints whatever has a print area
        worksheet.print_area = sheet.print_area
    for row in sheet.breaks:
        worksheet.row_breaks.append(Break(id=row))


class _Marker:
    """Makes the style of each conditional format once."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._made: dict[tuple[str, str], DifferentialStyle] = {}
        self._formats: list[str] = []

    def mark(self, worksheet: Worksheet, markings: Sequence[ConditionalFormat]) -> None:
        for marking in markings:
            key = marking.mark, marking.shown
            if key not in self._made:
                self._made[key] = self._style(*key)
            rule = Rule(type="expression", dxf=self._made[key], formula=[marking.condition])
            worksheet.conditional_formatting.add(marking.area, rule)

    def _style(self, mark: str, shown: str) -> DifferentialStyle:
        style = DifferentialStyle()
        if mark == "失分":
            style.border = _BORDER
        elif mark:
            given = self.look.marks[mark]
            style.fill = PatternFill("solid", bgColor=f"FF{given.fill}")
            style.font = Font(bold=given.bold or None, color=f"FF{given.colour}")
        if shown:
            self._formats.append(shown)
            style.numFmt = NumberFormat(numFmtId=_FIRST_OWN_FORMAT + len(self._formats), formatCode=shown)
        return style


def _validate(worksheet: Worksheet, sheet: Sheet) -> None:
    for given, addresses in sheet.validations.items():
        made = DataValidation(type=given.kind, allow_blank=True)
        if given.kind == "list":
            made.formula1 = f'"{given.first}"'
        else:
            made.operator, made.formula1, made.formula2 = "between", given.first, given.second
        made.promptTitle, made.prompt = given.title, given.prompt
        made.errorTitle, made.error = given.error_title, given.error
        made.showInputMessage = made.showErrorMessage = True
        for address in addresses:
            made.add(address)
        worksheet.add_data_validation(made)


def _protect(worksheet: Worksheet, lock: Lock | None) -> None:
    """Protect everything but inputs; widths of columns and heights of rows may still be changed."""
    protection = worksheet.protection
    protection.sheet = True
    protection.objects = protection.scenarios = True
    protection.formatColumns = protection.formatRows = False
    if lock:
        _set_lock(protection, "", lock)


def _set_lock(protection: object, prefix: str, lock: Lock) -> None:
    for name, value in (
        ("algorithmName", ALGORITHM),
        ("hashValue", lock.hash),
        ("saltValue", lock.salt),
        ("spinCount", ROUNDS),
    ):
        setattr(protection, f"{prefix}{name[0].upper()}{name[1:]}" if prefix else name, value)
