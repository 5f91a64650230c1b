"""Cell addresses: ``H12``, ``$H$12``, ``评分表!H12``."""

import re
from dataclasses import dataclass
from functools import lru_cache

MOST_KNOWN = 16_384
"""Addresses kept in the cache; the sheets of a form have a few thousand, the same in every file."""


@lru_cache(maxsize=MOST_KNOWN)
def column_letters(column: int) -> str:
    """Write a column number (from 1) in letters: 28 is ``AB``."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=MOST_KNOWN)
def column_of(address: str) -> int:
    """Return the column number (from 1) of an address: ``AB12`` is 28; 0 if it has no letters."""
    number = 0
    for letter in address.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=MOST_KNOWN)
def row_of(address: str) -> int:
    """Return the row of an address: ``AB12`` is 12; 0 if it has no digits."""
    digits = address[len(address.rstrip("0123456789")) :]
    return int(digits) if digits else 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its sheet, column (from 1) and row."""

    sheet: str
    column: int
    row: int

    @classmethod
    def at(cls, sheet: str, address: str) -> "Cell":
        """Make a cell from its sheet and address."""
        return cls(sheet, column_of(address), row_of(address))

    @property
    def address(self) -> str:
        """Its address on its sheet: ``H12``."""
        return f"{column_letters(self.column)}{self.row}"

    @property
    def fixed(self) -> str:
        """Its address as names and copied formulas write it: ``$H$12``."""
        return f"${column_letters(self.column)}${self.row}"

    @property
    def label(self) -> str:
        """Its place as people write it: ``评分表!H12``."""
        return f"{self.sheet}!{self.address}"

    def seen_from(self, sheet: str) -> str:
        """Its address as a formula of a sheet writes it: ``H12`` or ``评分表!H12``."""
        return self.address if sheet == self.sheet else self.label


_REFERENCE = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def cell_of(reference: str) -> Cell | None:
    """Return the cell of a reference such as ``评分表!$H$12``; None if it is not a single cell, such as ``#REF!``."""
    match = _REFERENCE.fullmatch(reference.strip())
    if match is None:
        return None
    return Cell((match[1] or match[2]).replace("''", "'"), column_of(match[3]), int(match[4]))
