"""How much room text takes: CJK characters are as wide as two digits."""

from xlplugin.notation.text_width import text_width
from xlplugin.workbook.look import Style

LINE = 1.5
"""Height of a line in font sizes: 宋体 and 仿宋 take 1.36, the fonts that stand in for them elsewhere up to 1.45."""

MARGIN = 3.0
"""Points above and below the lines of a cell, together."""

MOST_HEIGHT = 409.0
"""Points; no row may be higher."""

POINT_OF_WIDTH = 6.0
"""Points of a column's unit of width: 8 pixels, a digit of 宋体 at 11 points, which is the workbook's default font."""

PADDING, INDENT = 5.0, 8.0
"""Points inside a cell that no text takes: left and right together, and before a text that is not centred."""


def lines(text: str, columns: float, size: float, *, centred: bool = False) -> int:
    """Say how many lines a text takes when it is wrapped to a column's width."""
    taken = PADDING if centred else PADDING + INDENT
    # One character of full width may not fit at a line's end.
    usable = max(2.0, (columns * POINT_OF_WIDTH - taken) / (size / 2) - 1)
    return sum(max(1, -int(-text_width(paragraph) // usable)) for paragraph in text.split("\n"))


def needed_height(text: str, columns: float, style: Style) -> float:
    """Give the height in points that a wrapped text needs in a style."""
    return lines(text, columns, style.size, centred=style.across == "center") * style.size * LINE + MARGIN


def height(text: str, columns: float, style: Style) -> float:
    """Give the height in points that a wrapped text needs in a style, at most what a row may have."""
    return min(MOST_HEIGHT, needed_height(text, columns, style))
