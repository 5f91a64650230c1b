"""What a defined name refers to: ``评分表!$H$12``."""

import re

from xlplugin.notation.cell_address import column_of
from xlplugin.workbook.sheet_model import Cell

_REFERENCE = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def cell_of(reference: str) -> Cell | None:
    """Give the cell that a reference means; None where it is no single cell, such as ``#REF!``."""
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None:
        return None
    return Cell((found[1] or found[2]).replace("''", "'"), column_of(found[3]), int(found[4]))
