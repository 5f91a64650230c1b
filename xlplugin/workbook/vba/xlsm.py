"""Turns a workbook into one with macros: VBA, a button on two sheets, a tab in the ribbon.

It is the last step of building: earlier steps write no macros, and openpyxl would drop the button if it saved the file
again.
"""

import re
from xml.sax.saxutils import escape, quoteattr

from xlplugin.files.resources import templates_folder
from xlplugin.ooxml.package import OFFICE, Package
from xlplugin.ooxml.worksheet.worksheet_part import SheetPart
from xlplugin.workbook.layout import Layout
from xlplugin.workbook.sheet_names import FRONT_SHEET, SCORE_SHEET
from xlplugin.workbook.vba.vba_project import BOOK_MODULE, PROJECT, vba_project

MACRO = "[0]!Recalculate"
"""What the button runs: the macro of its own workbook, whatever the file name."""

PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
VBA_TYPE = "application/vnd.ms-office.vbaProject"
VBA_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_POINT = 12_700
"""English metric units in a point."""

_BUTTON_SIZE = 96, 26
_BESIDE_FRONT = 7
"""A column right of 填表说明, from 0."""

_BUTTON_FROM = 14.0, 8.0
"""The distances of the button from the left and the top of its column, in points: it is right of what is printed.

Excel and WPS would not print it anywhere; LibreOffice prints whatever stands in the printed area.
"""

_DRAWING = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:oneCellAnchor>'
    "<xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>{left}</xdr:colOff><xdr:row>0</xdr:row>"
    '<xdr:rowOff>{top}</xdr:rowOff></xdr:from><xdr:ext cx="{wide}" cy="{high}"/>'
    '<xdr:sp macro={macro} textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="XlpRecalculate" descr={text}/><xdr:cNvSpPr/>'
    '</xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    '<a:prstGeom prst="roundRect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="E7E6E6"/></a:solidFill>'
    '<a:ln w="9525"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:ln></xdr:spPr>'
    '<xdr:txBody><a:bodyPr vertOverflow="clip" wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
    '<a:lstStyle/><a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="zh-CN" sz="1200" b="1"><a:solidFill><a:srgbClr '
    'val="000000"/></a:solidFill></a:rPr><a:t>{words}</a:t></a:r></a:p></xdr:txBody></xdr:sp>'
    '<xdr:clientData fPrintsWithSheet="0"/></xdr:oneCellAnchor></xdr:wsDr>'
)


def with_macros(content: bytes, layout: Layout) -> bytes:
    """Turn the bytes of a workbook into those of an .xlsm.

    Args:
        content: the workbook, just built.
        layout: what is printed; its look has the words of the button.

    Raises:
        UsageError: xlwings is not installed, or lacks its VBA sources.
    """
    package = Package(content)
    book = next(relation.target for relation in package.relations("") if relation.kind == "officeDocument")
    parts = {relation.id: relation.target for relation in package.relations(book)}
    names = re.findall(r'<sheet\b[^>]*\bname="([^"]*)"[^>]*\br:id="([^"]*)"', package.text(book))
    for number, (_, id) in enumerate(names, 1):
        package.put(parts[id], _with_code_name(package.text(parts[id]), "sheetPr", f"Sheet{number}"))
    package.put(book, _with_code_name(package.text(book), "workbookPr", BOOK_MODULE))
    package.put("[Content_Types].xml", package.text("[Content_Types].xml").replace(PLAIN_TYPE, MACRO_TYPE))
    columns = {FRONT_SHEET: _BESIDE_FRONT, SCORE_SHEET: layout.last_printed}
    for name, id in names:
        if name in columns:
            _add_button(package, parts[id], columns[name], layout.look.text("宏.按钮"))
    package.put(PROJECT, vba_project(package.content()))
    package.declare_extension("bin", VBA_TYPE)
    package.relate(book, VBA_RELATION, PROJECT)
    package.put("customUI/customUI14.xml", (templates_folder() / "ribbon.xml").read_bytes())
    package.relate("", RIBBON_RELATION, "customUI/customUI14.xml")
    return package.content()


def _with_code_name(xml: str, element: str, name: str) -> str:
    """Set the code name of an element, by which VBA's modules know it."""
    if not re.search(rf"<{element}\b", xml):
        raise ValueError(f"openpyxl wrote no <{element}>")
    return re.sub(rf"<{element}\b(?![^>]*codeName)", f'<{element} codeName="{name}"', xml, count=1)


def _add_button(package: Package, part: str, column: int, words: str) -> None:
    left, top = _BUTTON_FROM
    drawing = package.free_name("xl/drawings/drawing{}.xml")
    wide, high = (size * _POINT for size in _BUTTON_SIZE)
    places = {"column": column, "left": round(left * _POINT), "top": round(top * _POINT), "wide": wide, "high": high}
    text = _DRAWING.format(macro=quoteattr(MACRO), text=quoteattr(words), words=escape(words), **places)
    package.add(drawing, text, DRAWING_TYPE)
    relation = package.relate(part, f"{OFFICE}/drawing", drawing)
    package.put(part, SheetPart(package.read(part), package.damaged).pointing_to_drawing(relation, OFFICE))
