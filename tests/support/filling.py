"""Scoresheets put into workbooks, and the workbook's figures set beside the engine's."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from xlplugin import Rubric, read_scoresheet
from xlplugin.notation.cell_address import Cell
from xlplugin.notation.decimals import SCALE
from xlplugin.rubric.clause import Clause, slots
from xlplugin.rubric.clause_kinds import Choice, Flat
from xlplugin.rubric.slots import NO, NONE, YES
from xlplugin.scoring.scorecard import figures_and_sentences
from xlplugin.workbook.build import scoring_sheets
from xlplugin.workbook.editions import Edition
from xlplugin.workbook.layout import Layout, Side
from xlplugin.workbook.look_file import load_look
from xlplugin.workbook.prefilled_values import prefill
from xlplugin.workbook.sheet_model import Formula

Shown = Mapping[str, list[list[float | str | None]]]
"""What LibreOffice shows: by sheet, rows of cells from A1."""


def place(cell: Cell) -> str:
    """Write a cell as ``评分表!H12``."""
    return cell.label


def layout_of(rubric: Rubric, edition: str = "plain") -> Layout:
    """Return the layout of the workbook that is built by default."""
    return Layout(rubric, load_look(), Edition(edition))


def cells_of(layout: Layout, data: Mapping[str, Any]) -> dict[str, object]:
    """Return the value of every input cell for a scoresheet; None empties one."""
    side = layout.main
    cells: dict[str, object] = {place(cell): None for cell in side.entries.values()}
    cells |= {place(cell): None for cell in side.not_applicable.values()}
    for clause in layout.rubric.clauses:
        raw = (data.get("entries") or {}).get(clause.key)
        for slot in slots(clause):
            part = raw if slot.part == "value" else raw.get(slot.part) if isinstance(raw, Mapping) else None
            cells[place(side.entries[slot.name])] = _cell_value(clause, part)
    for indicator in data.get("not_applicable") or ():
        cells[place(side.not_applicable[indicator])] = "不适用"
    return cells


def _cell_value(clause: Clause, value: Any) -> object:
    match clause.kind:
        case Flat() if isinstance(value, bool):
            return YES if value else NO
        case Choice(tiers) if isinstance(value, int) and 0 <= value <= len(tiers):
            return tiers[value - 1].label if value else NONE
    is_decimal = isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value)
    return float(value) if is_decimal or type(value) is int else value


def fill_file(built: Path, filled: Path, layout: Layout, data: Mapping[str, Any]) -> None:
    """Fill a built workbook in with openpyxl, which drops every cached value."""
    workbook = load_workbook(built)
    for at, value in cells_of(layout, data).items():
        if value is not None:
            sheet, address = at.split("!")
            workbook[sheet][address].value = value
    workbook.save(filled)


def differences(rubric: Rubric, side: Side, data: Mapping[str, Any], shown: Shown) -> list[str]:
    """Set every figure and sentence of a side beside the engine's; give those that differ."""
    expected = figures_and_sentences(rubric, read_scoresheet(rubric, data))
    results = []
    for step, cell in side.figures.items():
        engine = expected[step]
        value = engine / SCALE if isinstance(engine, int) else engine
        cells = shown[cell.sheet]
        sheet_value = cells[cell.row - 1][cell.column - 1] if cell.row <= len(cells) else ""
        if sheet_value != value:
            results.append(f"{step} ({place(cell)}): engine {value!r}, workbook {sheet_value!r}")
    return results


def formula_differences(
    layout: Layout,
    data: Mapping[str, Any],
    own: Mapping[str, Any] | None,
    shown: Callable[[Sequence[tuple[str, int, int]]], Sequence[object]],
) -> list[str]:
    """Set every formula of the visible sheets beside what it should show: counts, losses, states, sums, links.

    ``shown`` gives the values of cells: sheet, row, column.
    """
    rubric = layout.rubric
    fillings = {"": prefill(rubric, read_scoresheet(rubric, data))}
    if layout.own:
        fillings["self_"] = prefill(rubric, read_scoresheet(rubric, own or {}))
    formulas = {
        (laid_out.name, row, column): value
        for laid_out in scoring_sheets(layout, fillings)[0]
        for row, column, value, _ in laid_out.cells
        if isinstance(value, Formula)
    }
    results = []
    for (place, formula), value in zip(formulas.items(), shown(list(formulas)), strict=True):
        expected = formula.value / SCALE if isinstance(formula.value, int) else formula.value
        if ("" if value is None else value) != expected:
            results.append(f"{place} {formula.text}: {expected!r}, shown {value!r}")
    return results
