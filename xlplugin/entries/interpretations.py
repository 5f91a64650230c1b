"""What to say about values that were read otherwise than they were typed: the entry “2件” is read as 2."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from xlplugin.entries.cell_values import CellValue, show_value
from xlplugin.entries.normalise import Change
from xlplugin.entries.read_entries import INAPPLICABLE
from xlplugin.errors import Problem, new_problem
from xlplugin.notation.cell_address import Cell


def report_interpretations(changes: Iterable[Change], cells: Mapping[str, Cell]) -> Iterator[Problem]:
    """Report values that were read differently from what was typed, in the order of the form.

    Args:
        changes: the changes.
        cells: the cells of all inputs, by defined name.
    """
    placed = [(cells[slot_name(change.slot)], change) for change in changes]
    for cell, change in sorted(placed, key=lambda pair: (pair[0].sheet, pair[0].row, pair[0].column)):
        code = "read-as-blank" if change.after is None else "read-as"
        yield new_problem(
            cell.label, code, before=show_value(change.before), after=show_value(_as_number(change.after))
        )


def _as_number(value: CellValue) -> CellValue:
    return float(value) if isinstance(value, Decimal) else value


def slot_name(slot: str) -> str:
    """Return the defined name of an input's cell."""
    return slot if slot.startswith(INAPPLICABLE) else f"in_{slot}"
