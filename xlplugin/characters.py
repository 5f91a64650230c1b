"""What characters a workbook can hold, and how Excel counts them."""

import re

UNWRITABLE = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\ud800-\udfff\ufffe\uffff]")
"""What no cell can hold; tab and line feed are fine."""


def units(text: str) -> int:
    """Give a text's length as Excel counts it: rare characters and emoji as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """Cut a text to so many characters as Excel counts them."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")
