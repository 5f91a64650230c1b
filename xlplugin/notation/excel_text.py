"""Text in cells: which characters a cell can store, how Excel counts them, which are invisible or dangerous."""

import re

# The patterns of characters are compiled when they are first used: texts of printable characters have none of them.
_UNWRITABLE = "[\\x00-\\x08\\x0b-\\x1f\\x7f\ud800-\udfff\ufffe\uffff]"
"""Characters that a cell cannot store; tab and line feed are allowed."""

MOST_FORMULA = 8_192
"""Characters of a formula that Excel allows, with its ``=``."""

MOST_LEVELS, MOST_LITERAL = 64, 255
"""Levels of functions inside each other, and characters of a text in a formula, that Excel allows."""

_LITERAL = r'"((?:[^"]|"")*)"'


def _is_plain(text: str) -> bool:
    return text.isprintable() or text.replace("\n", "").isprintable()


def has_unwritable(text: str) -> bool:
    """Whether a text has characters that a cell cannot store."""
    return not _is_plain(text) and re.search(_UNWRITABLE, text) is not None


def utf16_length(text: str) -> int:
    """Return the length of a text as Excel counts it: rare characters and emoji count as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def truncate_utf16(text: str, most: int) -> str:
    """Cut a text to at most ``most`` characters, as Excel counts them."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def formula_excess(formula: str) -> tuple[str, int, int] | None:
    """Return what a formula, written without ``=``, has more of than Excel allows: what, how many, how many at most.

    >>> formula_excess("SUM(A1:A9)"), formula_excess('"' + "字" * 300 + '"')
    (None, ('literal', 300, 255))
    """
    if utf16_length(formula) >= MOST_FORMULA:
        return "length", utf16_length(formula) + 1, MOST_FORMULA
    if len(formula) <= MOST_LITERAL:
        return None
    literal = max((utf16_length(text.replace('""', '"')) for text in re.findall(_LITERAL, formula)), default=0)
    if literal > MOST_LITERAL:
        return "literal", literal, MOST_LITERAL
    level = deepest = 0
    for character in re.sub(_LITERAL, "", formula):
        level += (character == "(") - (character == ")")
        deepest = max(deepest, level)
    return ("levels", deepest, MOST_LEVELS) if deepest > MOST_LEVELS else None


_UNSEEN = (
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Characters that could forge or colour lines, ring a bell, or reverse the order of letters; tab and line feed are
allowed."""


def replace_unseen(text: str) -> str:
    """Replace characters that are invisible, or that a terminal or spreadsheet would act upon, by �."""
    return text if _is_plain(text) else re.sub(_UNSEEN, "�", text)


def has_unseen(text: str) -> bool:
    """Whether a text has such characters."""
    return not _is_plain(text) and re.search(_UNSEEN, text) is not None
