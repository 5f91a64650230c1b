"""The look of the workbook's cells.

A style is made once for each kind of cell and its index copied to every cell of that kind, which halves the
time that openpyxl takes.
"""

from copy import copy
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

# The Open XML schema wants a font's children in this order, and openpyxl writes another.
Font.__elements__ = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color"),
    *("name", "family", "charset", "scheme"),
)

_THIN = Side(style="thin", color="FF808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFE7E6E6")
_INPUT = PatternFill("solid", fgColor="FFFFF2CC")
_FIRST_OWN_FORMAT = 164
"""Number formats below are the program's own."""

BODY_SIZE = 10.5
"""五号, in points; what row heights are computed for."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of cell looks."""

    font: str = "宋体"
    size: float = BODY_SIZE
    bold: bool = False
    fill: PatternFill | None = None
    across: str = "left"
    border: bool = True
    locked: bool = True
    number: str = "General"


STYLES = {
    "title": Style("方正小标宋简体", 22, across="center", border=False),
    "note": Style("仿宋", border=False),
    "summary": Style("黑体", 12, border=False),
    "head": Style("黑体", across="center", fill=_HEAD),
    "text": Style(),
    "centre": Style(across="center"),
    "input": Style(across="center", fill=_INPUT, locked=False),
    "input text": Style(fill=_INPUT, locked=False, number="@"),
    "figure": Style(across="center"),
    "published": Style(across="center", number="0.00"),
}


def shown_as(words: str, condition: str) -> Rule:
    """Show words in place of a number where a condition holds; the number in the cell stays what it is."""
    number_format = NumberFormat(numFmtId=_FIRST_OWN_FORMAT, formatCode=f'"{words}";"{words}";"{words}"')
    return Rule(type="expression", dxf=DifferentialStyle(numFmt=number_format), formula=[condition])


class Painter:
    """Paints cells with the styles of one workbook."""

    def __init__(self, sheet: Worksheet) -> None:
        """Make every style once, on a cell of the sheet that is then taken away."""
        self._indices = {}
        for name, style in STYLES.items():
            cell = Cell(sheet, 1, 1)
            cell.font = Font(name=style.font, size=style.size, bold=style.bold)
            cell.alignment = Alignment(horizontal=style.across, vertical="center", wrap_text=True)
            cell.protection = Protection(locked=style.locked)
            cell.number_format = style.number
            if style.fill:
                cell.fill = style.fill
            if style.border:
                cell.border = _BORDER
            self._indices[name] = cell._style  # type: ignore[attr-defined]  # not in the stubs

    def put(self, sheet: Worksheet, row: int, column: int, value: object, style: str) -> None:
        """Write a value; text that begins with ``=`` stays text unless it is a ``Formula``."""
        cell = sheet._get_cell(row, column)  # type: ignore[attr-defined]  # cell() takes twice as long
        cell._style = copy(self._indices[style])
        if isinstance(value, Formula):
            cell._value, cell.data_type = f"={value.text}", "f"
        elif isinstance(value, str):
            cell._value, cell.data_type = value, "s"
        elif value is not None:
            cell._value, cell.data_type = value, "n"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, without the leading ``=``."""

    text: str
