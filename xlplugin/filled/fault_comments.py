"""Marks invalid entries with a comment and another fill; both are removed once the entry is corrected."""

from xlplugin.entries.read_entries import INAPPLICABLE
from xlplugin.filled.open_workbook import OpenWorkbook
from xlplugin.filled.recalculate import Recalculation
from xlplugin.notation.cell_address import Cell, column_of, row_of
from xlplugin.rubric.slots import reason_name
from xlplugin.workbook.sheet_names import SCORE_SHEET

MARK = "【重新计算】"
"""How our line of a comment begins; all other lines belong to somebody else."""

FAULT_GROUND = "FF9999"
"""The fill of an invalid entry, light enough for black letters, for cells that lost their conditional format."""


def mark_faults(book: OpenWorkbook, recalculation: Recalculation) -> None:
    """Mark every invalid entry, and remove the marks of corrected ones."""
    wanted: dict[str, list[str]] = {}
    for invalid, fault in (*recalculation.faults, *recalculation.read_as):
        wanted.setdefault(invalid.address, []).append(fault.at("").text())
    inputs, notes = _inputs(recalculation), book.notes(SCORE_SHEET)
    red = {cell.address for cell in book.with_ground((cell for cell, _ in inputs.values()), FAULT_GROUND)}
    marked = {address for address, text in notes.items() if MARK in text}
    changes: list[tuple[Cell, str | None, str]] = []
    for address in dict.fromkeys((*wanted, *sorted(marked | red))):
        before = notes.get(address, "")
        after = with_line(before, MARK, "；".join(wanted.get(address, ())))
        cell, built = inputs.get(address, (None, ""))
        ground = FAULT_GROUND if address in wanted else built
        if after != before or (address in red and address not in wanted):
            # A copy of our comment in another cell is removed; the fill of that cell is not ours.
            where = cell or Cell(SCORE_SHEET, column_of(address), row_of(address))
            changes.append((where, after or None, ground))
    if changes:
        with book.editing(SCORE_SHEET) as editor:
            for cell, text, ground in changes:
                editor.note(cell, text, ground)


def with_line(note: str, mark: str, new_line: str) -> str:
    """Put our line, which begins with a mark, into a comment, instead of the present one ('': remove it).

    What people wrote before and after it stays.
    """
    lines = [line for line in note.splitlines() if not line.startswith(mark)]
    before = note.partition(mark)[0].splitlines()
    at = len([line for line in before if line.strip()])
    if new_line:
        lines.insert(at, f"{mark}{new_line}")
    return "\n".join(lines).strip("\n")


def _inputs(recalculation: Recalculation) -> dict[str, tuple[Cell, str]]:
    """Return the cell of each input with its original fill, by address."""
    reasons = {reason_name(clause.key) for clause in recalculation.rubric.clauses}
    inputs = {}
    for name, cell in recalculation.cells.items():
        if name.startswith(("in_", INAPPLICABLE)):
            is_text = name.removeprefix("in_") in reasons
            inputs[cell.address] = cell, recalculation.facts["text_ground" if is_text else "ground"]
    return inputs
