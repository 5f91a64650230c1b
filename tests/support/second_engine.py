"""formualizer, the second engine of the tests: a workbook that it computes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import formualizer

from tests.support.filling import Shown, cells_of, differences, formula_differences
from xlplugin.notation.cell_address import Cell
from xlplugin.workbook.layout import Layout


def at(place: str) -> tuple[str, int, int]:
    sheet, address = place.split("!")
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return sheet, int(address.removeprefix(letters)), column


def literal(value: object) -> formualizer.LiteralValue:
    if value is None:
        return formualizer.LiteralValue.empty()
    if isinstance(value, str):
        return formualizer.LiteralValue.text(value)
    assert isinstance(value, (int, float))
    return formualizer.LiteralValue.number(float(value))


class Recalculated:
    """A workbook in the engine."""

    def __init__(self, path: Path) -> None:
        self.workbook = formualizer.load_workbook(str(path), strategy="eager_all")

    def set(self, cells: dict[str, object]) -> None:
        for place, value in cells.items():
            self.workbook.set_value(*at(place), literal(value))

    def show(self, cells: list[Cell]) -> Shown:
        """Return the values of some cells in the form in which LibreOffice's are given."""
        shown: dict[str, list[list[float | str | None]]] = {}
        result = self.workbook.evaluate_cells([(cell.sheet, cell.row, cell.column) for cell in cells])
        for cell, value in zip(cells, result, strict=True):
            rows = shown.setdefault(cell.sheet, [])
            while len(rows) < cell.row:
                rows.append([""] * 80)
            rows[cell.row - 1][cell.column - 1] = "" if value is None else value
        return shown

    def wrong(self, layout: Layout, data: Mapping[str, Any], own: Mapping[str, Any] | None = None) -> list[str]:
        """Enter a scoresheet, and set every formula beside what the package computes; give what differs."""
        self.set(cells_of(layout, data))
        shown = self.show(list(layout.main.figures.values()))
        others = formula_differences(layout, data, own, lambda at: self.workbook.evaluate_cells(list(at)))
        return [*differences(layout.rubric, layout.main, data, shown), *others]
