"""Formulas as other programs write them again: the same formula has the same normal form."""

import re
from collections.abc import Callable
from functools import lru_cache

from openpyxl.formula.translate import Translator

from xlplugin.notation.cell_address import Cell, column_letters, column_of
from xlplugin.ooxml.formulas.formula_parser import canonical

_PIECES = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')+\'!|[0-9]+\.[0-9]+|[^"\'0-9]+|.', re.DOTALL)
"""Texts, quoted names of sheets, decimal numbers, and what stands between."""


MOST_FORMULA = 8_192
"""Characters of a formula, as Excel takes them."""


MOST_KNOWN = 4_096
"""Formulas that are remembered: different bodies' returns have the same."""


@lru_cache(maxsize=MOST_KNOWN)
def normal_form(formula: str) -> str:
    """Write a formula without what does not matter: blanks, brackets, the case of names, quotes, 2.0, L43:L43.

    One that is not understood loses its blanks and capitals only.
    """
    if len(formula) > MOST_FORMULA:
        return formula
    text, _, filled = formula.partition(" {")  # the range that it fills stands behind it
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
"""A cell in the normal form of one of our formulas: its sheet's name has no blanks and no signs."""

_ADDRESS = re.compile(r"(?<![A-Z0-9_.$])\$?[A-Z]{1,3}\$?[0-9]{1,7}(?![A-Z0-9_.(!])")
"""The same without its sheet; for formulas of anybody's, as it never looks back."""


@lru_cache(maxsize=MOST_KNOWN)
def skeleton(formula: str) -> str:
    """Give a formula's normal form with every address the same: what is left of it wherever it stands."""
    if len(formula) > MOST_FORMULA:
        return formula
    pieces = _TEXT.split(normal_form(formula))
    pieces[::2] = [_ADDRESS.sub("#", piece) for piece in pieces[::2]]
    return "".join(pieces)


def moved(formula: str, sheet: str, place: Callable[[Cell], Cell | None]) -> str:
    """Give what programs make of a formula whose cells have moved.

    Args:
        formula: its normal form, as it was issued.
        sheet: the sheet that it stood on.
        place: where a cell stands now; None for one that is gone.

    Returns:
        Its normal form.
    """
    last = sheet

    def written(match: re.Match[str]) -> str:
        nonlocal last
        if match["sheet"]:
            last = match["sheet"][:-1]
        elif match.string[match.start() - 1 : match.start()] != ":":  # the end of a range is on its beginning's sheet
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
    """Give what a formula that cells share says in one of them.

    Args:
        formula: as the one cell says it that has it in full.
        at: that cell's address.
        to: the other's.
    """
    return str(Translator(f"={formula}", at).translate_formula(to))[1:]
