"""The height that wrapped texts need."""

from functools import cache, lru_cache
from math import ceil

from xlplugin.workbook.look import Style
from xlplugin.workbook.paging.line_breaks import kept_lines, usable_width

ASCENT, DESCENT = 1.151, 0.286
"""Of Noto Serif CJK in font sizes: the highest of the fonts that replace 宋体, which itself needs 1.14 together."""

PIXEL = 0.75
"""Points: programs lay lines out in pixels at 96 a inch."""

MARGIN = 3.0
"""Points above and below the lines of a cell, together."""

MOST_HEIGHT = 409.0
"""Points; the maximum height of a row."""


@cache
def line_height(size: float) -> float:
    """Return the height of a line in points, in the program that needs most.

    That is ONLYOFFICE: it rounds ascent and descent up to pixels each and adds one, which LibreOffice does not.

    >>> line_height(10), line_height(10.5), line_height(11)
    (15.75, 17.25, 17.25)
    """
    pixels = size / PIXEL
    return PIXEL * (ceil(ASCENT * pixels) + ceil(DESCENT * pixels) + 1)


def lines(text: str, columns: float, size: float, *, centred: bool = False) -> int:
    """Return the number of lines of a text that is wrapped to a column's width, in the program that needs most."""
    room = usable_width(columns, size, centred=centred)
    return sum(_lines(paragraph, room) for paragraph in text.split("\n"))


@lru_cache(maxsize=16_384)
def _lines(paragraph: str, room: float) -> int:
    return len(kept_lines(paragraph, room))


def needed_height(text: str, columns: float, style: Style) -> float:
    """Return the height in points that a wrapped text needs in a style."""
    return lines(text, columns, style.size, centred=style.across == "center") * line_height(style.size) + MARGIN


def height(text: str, columns: float, style: Style) -> float:
    """Return the height in points that a wrapped text needs in a style, limited to the maximum height of a row."""
    return min(MOST_HEIGHT, needed_height(text, columns, style))
