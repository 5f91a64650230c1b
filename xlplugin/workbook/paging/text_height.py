"""The height that wrapped texts need."""

from xlplugin.notation.text_width import text_width
from xlplugin.workbook.look import Style

LINE = 1.5
"""The height of a line in font sizes: 宋体 and 仿宋 need 1.36, fonts that replace them elsewhere up to 1.45."""

MARGIN = 3.0
"""Points above and below the lines of a cell, together."""

MOST_HEIGHT = 409.0
"""Points; the maximum height of a row."""

POINT_OF_WIDTH = 6.0
"""Points in a unit of column width: 8 pixels, a digit of 宋体 at 11 points, the default font of the workbook."""

PADDING, INDENT = 5.0, 8.0
"""Points inside a cell without text: left and right together, and before a text that is not centred."""


def lines(text: str, columns: float, size: float, *, centred: bool = False) -> int:
    """Return the number of lines of a text that is wrapped to a column's width."""
    taken = PADDING if centred else PADDING + INDENT
    # A full-width character may not fit at the end of a line.
    usable = max(2.0, (columns * POINT_OF_WIDTH - taken) / (size / 2) - 1)
    return sum(max(1, -int(-text_width(paragraph) // usable)) for paragraph in text.split("\n"))


def needed_height(text: str, columns: float, style: Style) -> float:
    """Return the height in points that a wrapped text needs in a style."""
    return lines(text, columns, style.size, centred=style.across == "center") * style.size * LINE + MARGIN


def height(text: str, columns: float, style: Style) -> float:
    """Return the height in points that a wrapped text needs in a style, limited to the maximum height of a row."""
    return min(MOST_HEIGHT, needed_height(text, columns, style))
