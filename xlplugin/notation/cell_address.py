"""Addresses of cells: ``H12``."""

from functools import lru_cache

MOST_KNOWN = 16_384
"""Addresses that are remembered; the sheets of a form have some thousands, the same in every file."""


@lru_cache(maxsize=MOST_KNOWN)
def column_letters(column: int) -> str:
    """Write a column's number (from 1) in letters."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=MOST_KNOWN)
def column_of(address: str) -> int:
    """Give the number (from 1) of the column of an address; 0 for what is none."""
    number = 0
    for letter in address.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=MOST_KNOWN)
def row_of(address: str) -> int:
    """Give the row of an address; 0 for what has none."""
    digits = address[len(address.rstrip("0123456789")) :]
    return int(digits) if digits else 0
