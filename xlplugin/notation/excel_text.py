"""What characters a workbook can hold, and how Excel counts them."""

import re

UNWRITABLE = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\ud800-\udfff\ufffe\uffff]")
"""What no cell can hold; tab and line feed are fine."""


def utf16_length(text: str) -> int:
    """Give a text's length as Excel counts it: rare characters and emoji as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def truncate_utf16(text: str, most: int) -> str:
    """Cut a text to so many characters as Excel counts them."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What could forge or colour lines, ring a bell, or turn the order of letters round; tab and line feed are fine."""


def replace_unseen(text: str) -> str:
    """Put � for what nobody would see in a text, and what a terminal or a spreadsheet would act upon."""
    return _UNSEEN.sub("�", text)


def has_unseen(text: str) -> bool:
    """Whether there is something of the kind in a text."""
    return _UNSEEN.search(text) is not None
