"""Formulas as other programs write them again: the same formula has the same normal form."""

import re

from openpyxl.formula.translate import Translator

_PIECES = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')+\'!|[0-9]+\.[0-9]+|[^"\'0-9]+|.', re.DOTALL)
"""Texts, quoted names of sheets, decimal numbers, and what stands between."""


MOST_FORMULA = 8_192
"""Characters of a formula, as Excel takes them."""


def normal_form(formula: str) -> str:
    """Write a formula without what does not matter: blanks, the case of names, quotes around a sheet's name, 2.0."""
    if len(formula) > MOST_FORMULA:
        return formula
    return "".join(map(_normal, _PIECES.findall(formula.lstrip("="))))


def _normal(piece: str) -> str:
    if piece.startswith('"'):
        return piece
    if piece.startswith("'") and len(piece) > 1:
        return f"{piece[1:-2].replace(chr(39) * 2, chr(39))}!"
    if piece[0].isdecimal() and "." in piece:
        return piece.rstrip("0").rstrip(".")
    return re.sub(r"\s+", "", piece).upper().replace("_XLFN.", "")


def shared_formula(formula: str, at: str, to: str) -> str:
    """Give what a formula that cells share says in one of them.

    Args:
        formula: as the one cell says it that has it in full.
        at: that cell's address.
        to: the other's.
    """
    return str(Translator(f"={formula}", at).translate_formula(to))[1:]
