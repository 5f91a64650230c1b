"""Everything that is used of openpyxl beyond its public interface, so that another library could take its place.

The public interface makes and compares a style for every cell, which takes most of the time of writing; here each
style is made once, and its index is copied. Tried with openpyxl 3.1.2 to 3.1.5.
"""

from copy import copy
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.styles import Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.worksheet import Worksheet

StyleIndex: TypeAlias = StyleArray
"""The indices of a cell's font, fill, border, alignment, protection and number format in their workbook."""

_FONT_CHILDREN = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color"),
    *("name", "family", "charset", "scheme"),
)


def order_font_children() -> None:
    """Write the children of fonts in the order of the Open XML schema; openpyxl has another order."""
    Font.__elements__ = _FONT_CHILDREN


def scratch_cell(sheet: Worksheet) -> OpenpyxlCell:
    """Make a cell that belongs to no sheet, to make a style on."""
    return OpenpyxlCell(sheet, 1, 1)


def style_index(cell: Any) -> StyleIndex:
    """Return the style that a cell was given by its public properties."""
    style: StyleIndex = copy(cell._style)
    return style


def set_style(target: Any, style: StyleIndex) -> None:
    """Return a cell, or the dimensions of a column, a style that was made before."""
    target._style = copy(style)


def put_value(sheet: Worksheet, row: int, column: int, value: object, kind: str, style: StyleIndex) -> None:
    """Put a value into a cell without guessing its type.

    Args:
        sheet: the worksheet.
        row: from 1.
        column: from 1.
        value: the value; a formula with its ``=``.
        kind: ``s`` for text, ``n`` for a number or a blank, ``f`` for a formula.
        style: its style.
    """
    cell = sheet._get_cell(row, column)  # type: ignore[attr-defined]  # cell() takes twice as long
    cell._style = copy(style)
    if value is not None:
        cell._value, cell.data_type = value, kind


def set_default_font(workbook: Workbook, font: Font) -> None:
    """Set the font of cells without a style; programs derive the unit of column widths from it."""
    workbook._fonts = IndexedList([font])  # type: ignore[attr-defined]  # not in the stubs
    workbook._named_styles["Normal"].font = font  # type: ignore[attr-defined]  # not in the stubs
