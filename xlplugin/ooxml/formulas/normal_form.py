"""Normal forms of formulas: equal formulas have equal normal forms, whichever program wrote them."""

import re
from collections.abc import Callable
from functools import lru_cache

from openpyxl.formula.translate import Translator

from xlplugin.notation.cell_address import Cell, column_letters, column_of
from xlplugin.notation.excel_text import MOST_FORMULA
from xlplugin.ooxml.formulas.formula_parser import canonical

_PIECES = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')+\'!|[0-9]+\.[0-9]+|[^"\'0-9]+|.', re.DOTALL)
"""Splits a formula into texts, quoted sheet names, decimal numbers, and the rest: ``"甲"``, ``'评 分'!``, ``2.50``,
``+A1``."""


MOST_KNOWN = 4_096
"""Formulas kept in the cache: the returns of different bodies have the same ones."""


@lru_cache(maxsize=MOST_KNOWN)
def normal_form(formula: str) -> str:
    """Write a formula without differences that do not matter: blanks, brackets, case of names, quotes, 2.0, L43:L43.

    For a formula that is not understood only blanks are removed and letters are made capitals.

    >>> normal_form("if( $A1 > 2.0 , '甲'!B1 , 0 )")
    'IF(($A1>2),甲!B1,0)'
    """
    if len(formula) > MOST_FORMULA:
        return formula
    text, _, filled = formula.partition(" {")  # the range that it fills follows it
    written = canonical(text.strip().removeprefix("="))
    if written is None:
        return "".join(map(_normal, _PIECES.findall(formula.lstrip("="))))
    return f"{written} {{{filled}" if filled else written


def _normal(piece: str) -> str:
    if piece.startswith('"'):
        return piece
    if piece.startswith("'") and len(piece) > 1:
        return f"{piece[1:-2].replace(chr(39) * 2, chr(39))}!"
    if piece[0].isdecimal() and "." in piece:
        return piece.rstrip("0").rstrip(".")
    return re.sub(r"\s+", "", piece).upper().replace("_XLFN.", "")


_TEXT = re.compile(r'("(?:[^"]|"")*")')
_REFERENCE = re.compile(
    r"(?P<sheet>[^\s()+\-*/^&=<>,;:{}!]+!)?(?<![A-Z0-9_.$])"
    r"(?P<fixed_column>\$?)(?P<column>[A-Z]{1,3})(?P<fixed_row>\$?)(?P<row>[0-9]{1,7})(?![A-Z0-9_.(!])"
)
"""A cell in the normal form of one of our formulas, whose sheet names have no blanks or signs: ``评分表!$H$12``."""

_ADDRESS = re.compile(r"(?<![A-Z0-9_.$])\$?[A-Z]{1,3}\$?[0-9]{1,7}(?![A-Z0-9_.(!])")
"""A cell address without its sheet, in any formula; the pattern never looks back: ``$H$12``."""


@lru_cache(maxsize=MOST_KNOWN)
def skeleton(formula: str) -> str:
    """Return the normal form with all addresses equal: the same wherever the formula is."""
    if len(formula) > MOST_FORMULA:
        return formula
    pieces = _TEXT.split(normal_form(formula))
    pieces[::2] = [_ADDRESS.sub("#", piece) for piece in pieces[::2]]
    return "".join(pieces)


def moved(formula: str, sheet: str, place: Callable[[Cell], Cell | None]) -> str:
    """Return what a program makes of a formula when its cells move.

    Args:
        formula: its normal form as issued.
        sheet: the sheet of the formula.
        place: gives the new place of a cell; None for a deleted one.

    Returns:
        The normal form of the new formula.
    """
    last = sheet

    def written(match: re.Match[str]) -> str:
        nonlocal last
        if match["sheet"]:
            last = match["sheet"][:-1]
        elif match.string[match.start() - 1 : match.start()] != ":":  # a range ends on the sheet where it begins
            last = sheet
        target = place(Cell(last, column_of(match["column"]), int(match["row"])))
        if target is None:
            return "#REF!"
        of = f"{target.sheet}!" if match["sheet"] else ""
        return f"{of}{match['fixed_column']}{column_letters(target.column)}{match['fixed_row']}{target.row}"

    pieces = _TEXT.split(formula)
    pieces[::2] = [_REFERENCE.sub(written, piece) for piece in pieces[::2]]
    return "".join(pieces)


def shared_formula(formula: str, at: str, to: str) -> str:
    """Return the formula of a cell that shares its formula with others.

    Args:
        formula: the formula of the cell that contains it in full.
        at: the address of that cell.
        to: the address of the other cell.
    """
    return str(Translator(f"={formula}", at).translate_formula(to))[1:]
