"""Marks on faulty inputs: a note that says what is wrong, and another ground; both go once the input is mended."""

from xlplugin.clauses import Takes, slots
from xlplugin.entered import INAPPLICABLE
from xlplugin.workbook.columns import SCORE_SHEET
from xlplugin.workbook.open_workbook import OpenWorkbook
from xlplugin.workbook.recalculation import Recalculation
from xlplugin.workbook.sheet import Cell

MARK = "【重新计算】"
"""What the part of a note that is ours begins with; what stands before it is somebody else's."""

FAULT_GROUND = "FF9999"
"""The ground of a faulty input; light enough for black letters, for a cell that lost its conditional format."""


def mark_faults(book: OpenWorkbook, found: Recalculation) -> None:
    """Give each faulty input a note and another ground, and take both from those that are mended."""
    wanted: dict[str, list[str]] = {}
    for cell, fault in found.faults:
        wanted.setdefault(cell.address, []).append(fault.at("").text())
    notes = book.notes(SCORE_SHEET)
    changed: dict[str, str | None] = {}
    for address in dict.fromkeys((*wanted, *(address for address, text in notes.items() if MARK in text))):
        before = notes.get(address, "")
        others = before.partition(MARK)[0]
        ours = f"{MARK}{'；'.join(wanted[address])}" if address in wanted else ""
        kept = f"{others.rstrip()}\n{ours}" if others.strip() and ours else others.rstrip() + ours
        if kept != before:
            changed[address] = kept or None
    if not changed:
        return
    grounds = _grounds(found)
    with book.editing(SCORE_SHEET) as editor:
        for address, text in changed.items():
            cell, ground = grounds[address]
            editor.note(cell, text, FAULT_GROUND if address in wanted else ground)


def _grounds(found: Recalculation) -> dict[str, tuple[Cell, str]]:
    """Give each input's cell with the ground that it was built with, by address."""
    reasons = {slot.name for clause in found.rubric.clauses for slot in slots(clause) if slot.takes is Takes.REASON}
    grounds = {}
    for name, cell in found.cells.items():
        if name.startswith(("in_", INAPPLICABLE)):
            is_text = name.removeprefix("in_") in reasons
            grounds[cell.address] = cell, found.facts["text_ground" if is_text else "ground"]
    return grounds
