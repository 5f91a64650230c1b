"""工作簿信息: what the workbook is, for programs; hidden from readers.

A return is recognised by this sheet, not by its file name; the cell map has the original places of the inputs, for
files whose defined names a program has dropped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.workbook.look import Paper
from xlplugin.workbook.sheet_model import Sheet, Value
from xlplugin.workbook.sheet_names import META_SHEET

FORMAT = "3"
"""The layout of everything: in workbooks of one rubric and one format, each named cell has the same place."""

EARLIER_FORMATS = ("2",)
"""Layouts of earlier versions. Their cells have the same defined names and are found by these."""

FACTS = (
    *("format", "rubric", "version", "digest", "edition"),
    *("body", "filled_body", "look", "ground", "text_ground", "issue", "seal"),
)
"""The facts in column A, each with its value in column B; the cell map follows after a blank row.

``body`` was built in; otherwise ``filled_body`` is the name filled in on 填表说明. ``look`` is the digest of the form's
words; ``ground`` and ``text_ground`` are the fill colours of inputs for numbers and for words. An issued workbook has
the number and the seal of its issue.
"""

OF_AN_ISSUE = ("issue", "seal")
"""The facts that only issued workbooks have."""

MAP_HEAD = ("sheet", "column", "names with their rows")


def meta_sheet(facts: Mapping[str, Value], cells: Mapping[str, Cell], paper: Paper) -> Sheet:
    """Lay out the sheet.

    Args:
        facts: the values of ``FACTS``, without the format.
        cells: the cells of the map, by name: all inputs of both sides.
        paper: its paper.
    """
    sheet = Sheet(META_SHEET, paper, len(MAP_HEAD), is_hidden=True)
    sheet.widths = {1: 20, 2: 20, 3: 80}
    for row, name in enumerate(FACTS, 1):
        value = FORMAT if name == "format" else facts[name]
        if value or name not in OF_AN_ISSUE:
            sheet.put_row(row, (name, value), "代码")
    sheet.put_row(len(FACTS) + 2, MAP_HEAD, "代码")
    for row, line in enumerate(_map(cells), len(FACTS) + 3):
        sheet.put_row(row, line, "代码")
    return sheet


def read_facts(rows: Iterable[Sequence[object]]) -> dict[str, str]:
    """Read the facts from the first two columns of the sheet; missing ones are absent."""
    return {str(name): _text(value) for name, value, *_ in rows if name in FACTS}


def _text(value: object) -> str:
    """Write a fact as text; some programs convert texts that look like numbers."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _map(cells: Mapping[str, Cell]) -> Iterator[tuple[str, str, str]]:
    """Return a line for each column of each sheet: ``in_1.1.1.d1:5 in_1.2.1.d1:6``."""
    columns: dict[tuple[str, int], list[str]] = {}
    for name, cell in cells.items():
        columns.setdefault((cell.sheet, cell.column), []).append(f"{name}:{cell.row}")
    for (title, column), names in columns.items():
        yield title, column_letters(column), " ".join(names)
