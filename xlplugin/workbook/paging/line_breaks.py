"""Line breaks of Chinese texts: no line begins with 、or ）, none ends with （ (GB/T 15834-2011, 标点符号用法).

Excel and WPS see to that themselves; LibreOffice does not in cells, and programs differ by a character in where they
break a line. So a text with punctuation that needs several lines gets measured breaks, which fit in every program.
"""

import re
from functools import lru_cache

from xlplugin.notation.text_width import text_width
from xlplugin.workbook.look import Style

NOT_FIRST = frozenset("、，。；：？！）》〉」』】〕”’％℃…,.;:?!)]}%")
"""Characters that do not begin a line."""

NOT_LAST = frozenset("（《〈「『【〔“‘([{")
"""Characters that do not end a line."""

_PUNCTUATION = NOT_FIRST | NOT_LAST

_AMOUNT = re.compile(r"[0-9] ?[^\x00-\x7f]$|[0-9] $")
"""A number with the first character of its unit, or with the space before that."""

LATIN = 1.28
"""The width of a Latin letter or digit in half-width characters, in the widest of the fonts that replace 宋体."""

POINT_OF_WIDTH = 6.0
"""Points in a unit of column width: a digit of Times New Roman at 12 points, the default font of the workbook."""

PADDING, INDENT = 5.0, 8.0
"""Points inside a cell without text: left and right together, and before a text that is not centred."""


def usable_width(columns: float, size: float, *, centred: bool = False) -> float:
    """Return the room of a line in a column, in half-width characters of a size; every program has at least that."""
    taken = PADDING if centred else PADDING + INDENT
    return max(2.0, (columns * POINT_OF_WIDTH - taken) / (size / 2))


def with_breaks(text: str, columns: float, style: Style) -> str:
    r"""Put line breaks into a text with punctuation that needs several lines.

    >>> style = Style("宋体", 10.5, bold=False, across="left", border=True, fill="")
    >>> with_breaks("未按时公开的，每件扣 1 分，扣完为止", 14, style)
    '未按时公开\n的，每件扣 \n1 分，扣完为\n止'
    """
    room = usable_width(columns, style.size, centred=style.across == "center")
    return "\n".join(_paragraph(paragraph, room) for paragraph in text.split("\n"))


@lru_cache(maxsize=16_384)
def _paragraph(paragraph: str, room: float) -> str:
    if _PUNCTUATION.isdisjoint(paragraph):
        return paragraph
    return "\n".join(kept_lines(paragraph, room))


def kept_lines(paragraph: str, room: float) -> list[str]:
    """Break a paragraph by the rules, so that each line fits in every program."""
    lines, line, used = [], "", 0.0
    for unit in _units(paragraph):
        wide = _width(unit)
        if line and used + wide > room and not unit.isspace():
            lines.append(line)
            line, used = "", 0.0
        line, used = line + unit, used + wide
    return [*lines, line]


def _units(paragraph: str) -> list[str]:
    """Return the pieces of a paragraph that stay together: ``（10``, ``情况，``, an amount: ``2.5 分``."""
    units: list[str] = []
    for piece in _pieces(paragraph):
        if units and (piece in NOT_FIRST or units[-1][-1] in NOT_LAST or _AMOUNT.search(units[-1] + piece)):
            units[-1] += piece
        else:
            units.append(piece)
    return units


def _pieces(paragraph: str) -> list[str]:
    """Return the characters of a paragraph, Latin words and numbers as one piece: ``2.5`` of ``扣2.5分``."""
    pieces: list[str] = []
    for character in paragraph:
        is_latin = character.isascii() and (character.isalnum() or character in "./-")
        if is_latin and pieces and pieces[-1][-1].isascii() and (pieces[-1][-1].isalnum() or pieces[-1][-1] in "./-"):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


@lru_cache(maxsize=4_096)
def _width(piece: str) -> float:
    """Return the width of a piece in half-width characters, in the program that needs most."""
    return sum(LATIN if character.isascii() and character != " " else text_width(character) for character in piece)
