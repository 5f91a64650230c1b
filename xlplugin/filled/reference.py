"""What a defined name refers to: ``评分表!$H$12``."""

import re

from xlplugin.notation.cell_address import column_of
from xlplugin.workbook.sheet_model import Cell

_REFERENCE = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def cell_of(reference: str) -> Cell | None:
    """Give the cell that a reference means; None where it is no single cell, such as ``#REF!``."""
    match = _REFERENCE.fullmatch(reference.strip())
    if match is None:
        return None
    return Cell((match[1] or match[2]).replace("''", "'"), column_of(match[3]), int(match[4]))
