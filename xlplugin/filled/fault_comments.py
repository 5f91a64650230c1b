"""Marks on faulty inputs: a note that says what is wrong, and another ground; both go once the input is mended."""

from xlplugin.entries.read_entries import INAPPLICABLE
from xlplugin.filled.open_workbook import OpenWorkbook
from xlplugin.filled.recalculate import Recalculation
from xlplugin.notation.cell_address import Cell, column_of, row_of
from xlplugin.rubric.clause_kinds import Takes, slots
from xlplugin.workbook.sheet_names import SCORE_SHEET

MARK = "【重新计算】"
"""What our line of a note begins with; all its other lines are somebody else's."""

FAULT_GROUND = "FF9999"
"""The ground of a faulty input; light enough for black letters, for a cell that lost its conditional format."""


def mark_faults(book: OpenWorkbook, recalculation: Recalculation) -> None:
    """Give each faulty input a note and another ground, and take both from those that are mended."""
    wanted: dict[str, list[str]] = {}
    for faulty, fault in recalculation.faults:
        wanted.setdefault(faulty.address, []).append(fault.at("").text())
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
            # A note of ours that somebody copied to another cell goes; that cell's ground is not ours.
            where = cell or Cell(SCORE_SHEET, column_of(address), row_of(address))
            changes.append((where, after or None, ground))
    if changes:
        with book.editing(SCORE_SHEET) as editor:
            for cell, text, ground in changes:
                editor.note(cell, text, ground)


def with_line(note: str, mark: str, new_line: str) -> str:
    """Put our line, which begins with a mark, into a note, in place of the one that is there ('': take it away).

    What people wrote before and after it stays.
    """
    lines = [line for line in note.splitlines() if not line.startswith(mark)]
    before = note.partition(mark)[0].splitlines()
    at = len([line for line in before if line.strip()])
    if new_line:
        lines.insert(at, f"{mark}{new_line}")
    return "\n".join(lines).strip("\n")


def _inputs(recalculation: Recalculation) -> dict[str, tuple[Cell, str]]:
    """Give each input's cell with the ground that it was built with, by address."""
    reasons = {
        slot.name for clause in recalculation.rubric.clauses for slot in slots(clause) if slot.takes is Takes.REASON
    }
    inputs = {}
    for name, cell in recalculation.cells.items():
        if name.startswith(("in_", INAPPLICABLE)):
            is_text = name.removeprefix("in_") in reasons
            inputs[cell.address] = cell, recalculation.facts["text_ground" if is_text else "ground"]
    return inputs
