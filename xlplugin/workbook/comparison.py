"""A sheet of a return beside the sheet that was issued: which locked cells are not as they were, what is hidden.

Texts, numbers and the texts of formulas are compared, each where ``placement`` has found it. What formulas show is
not: it is computed again.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TypeAlias

from xlplugin.address import letters
from xlplugin.entered import CellValue
from xlplugin.errors import Problem, problem
from xlplugin.ooxml.scan import LAST_COLUMN, LAST_ROW
from xlplugin.workbook.differences import said
from xlplugin.workbook.filled_file import SheetContents
from xlplugin.workbook.formula_text import moved, normal_form
from xlplugin.workbook.issued_form import IssuedForm
from xlplugin.workbook.open_workbook import Shown
from xlplugin.workbook.placement import Placement
from xlplugin.workbook.sheet import Cell

MOST_NAMED = 10
"""Ranges that a message names."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A locked cell that is not as it was issued: where it is in the form (None: nowhere), and how it is told."""

    cell: Cell | None
    told: Problem


class Comparison:
    """A sheet of the form, and what a return has in its place."""

    def __init__(
        self,
        form: IssuedForm,
        placed: Mapping[str, Placement],
        sheet: str,
        now: SheetContents,
        put: Mapping[Cell, CellValue],
    ) -> None:
        """Take both.

        Args:
            form: what was issued.
            placed: where its sheets stand in the return.
            sheet: the sheet's name in the form.
            now: what the return has there.
            put: what this body's copy had beside the form.
        """
        self._form, self._placed, self._put = form, placed, put
        self._issued, self._now, self._placement = form.sheets[sheet], now, placed[sheet]
        self._sheet = sheet
        self._is_as_issued = self._placement.rows.is_as_issued and self._placement.columns.is_as_issued

    def changed(self, *, with_formulas: bool = True) -> Iterator[Changed]:
        """Find the locked cells that are not as they were issued, in the order of the return.

        Args:
            with_formulas: False where the return has none, but only what they show.
        """
        put_here = {cell.address for cell in self._put if cell.sheet == self._sheet}
        not_locked = self._form.asked[self._sheet]
        if not with_formulas:
            not_locked |= {at for at, one in self._issued.cells.items() if one.is_formula}
        # Nearly all cells stand where they were and are the same: these need no more looking at.
        same: set[str] = set()
        if self._is_as_issued:
            same = {at for at, shown in self._now.cells.items() if self._is_unchanged(at, shown)} - put_here
        locked = (Cell.at(self._sheet, at) for at in {*self._issued.cells, *put_here} - not_locked - same)
        pairs: list[tuple[Cell | None, Cell | None]] = [(cell, self._placement.cell(cell)) for cell in locked]
        known = {*self._issued.cells, *put_here, *not_locked}
        for at in self._now.cells.keys() - same:
            back = self._placement.back(at)
            if back is None or back.address not in known:
                pairs.append((back, Cell.at(self._placement.sheet, at)))
        for issued, now in sorted(pairs, key=_in_order):
            if told := self._told(issued, now):
                yield Changed(issued, told)

    def _is_unchanged(self, at: str, now: Shown) -> bool:
        issued = self._issued.cells.get(at, Shown())
        if issued.is_formula:
            return issued.formula == now.formula != ""
        return not now.is_formula and is_same(issued.value, now.value)

    def _told(self, cell: Cell | None, now: Cell | None) -> Problem | None:
        before = self._issued.cells.get(cell.address, Shown()) if cell else Shown()
        after = self._now.cells.get(now.address, Shown()) if now else Shown()
        if cell and cell in self._put:
            before = Shown(self._put[cell])
        place = _place(now or cell)
        if before.is_formula:
            if not after.is_formula:
                return problem(place, "formula-gone", before=_formula(before), after=said(after.value))
            if after.formula != before.formula and not (cell and self._is_same_formula(cell, after.formula)):
                return problem(place, "formula-changed", before=_formula(before), after=_formula(after))
        elif after.is_formula:
            return problem(place, "locked-changed", before=said(before.value), after=_formula(after))
        elif not is_same(before.value, after.value):
            if before.value in (None, "") and cell and self._form.is_recalculated(cell):
                return None
            return problem(place, "locked-changed", before=said(before.value), after=said(after.value))
        return None

    def _is_same_formula(self, cell: Cell, formula: str) -> bool:
        """Whether a formula is as it was issued, or as programs make it where its cells have moved."""
        issued, now = self._form.formulas[cell], normal_form(formula)
        return now == issued or (
            not all(one.is_as_issued for one in self._placed.values()) and now == moved(issued, cell.sheet, self._where)
        )

    def _where(self, cell: Cell) -> Cell | None:
        placement = self._placed.get(cell.sheet)
        return placement.cell(cell) if placement else cell

    def _disguised(self) -> Iterator[Problem]:
        """Find the entries that a conditional format may show as others."""
        if not self._now.disguises:
            return
        ranges = [_corners(one) for some in set(self._now.disguises) for one in some.split()]
        asked = (self._placement.cell(Cell.at(self._sheet, at)) for at in self._form.asked[self._sheet])
        cells = sorted((cell.row, cell.column) for cell in asked if cell and any(_is_in(cell, one) for one in ranges))
        if cells:
            places = [f"{letters(column)}{row}" for row, column in cells]
            more = "…" if len(places) > MOST_NAMED else ""
            yield problem(self._placement.sheet, "cells-disguised", cells="、".join(places[:MOST_NAMED]) + more)

    def hidden(self) -> Iterator[Problem]:
        """Find what readers no longer see; rows and columns that are not the form's may be hidden."""
        sheet, issued, now = self._placement.sheet, self._issued, self._now
        yield from self._disguised()
        if now.is_hidden and not issued.is_hidden:
            yield problem(sheet, "sheet-hidden")
        end = self._form.ends[self._sheet]
        before = {row: self._placement.rows.back(row) for row in now.hidden_rows}
        rows = sorted(row for row, was in before.items() if was and was <= end.row and was not in issued.hidden_rows)
        if rows:
            yield problem(sheet, "rows-hidden", rows="、".join(map(str, rows)))
        columns = (self._placement.columns.of(column) for column in range(1, end.column + 1))
        here = [column for column in columns if column and _is_among(column, now.hidden_columns)]
        known = issued.hidden_columns
        names = [letters(at) for at in here if not _is_among(self._placement.columns.back(at) or 0, known)]
        if names:
            yield problem(sheet, "columns-hidden", columns="、".join(names))
        if merged := sorted(now.merges - self._merges()):
            yield problem(sheet, "cells-merged", cells="、".join(merged[:MOST_NAMED]))

    def _merges(self) -> Set[str]:
        """Give where the form's merged cells stand."""
        merges = self._issued.merges
        return merges if self._is_as_issued else {self._range(one) for one in merges}

    def _range(self, issued: str) -> str:
        first, last = (Cell.at(self._sheet, at) for at in issued.split(":"))
        rows = [row for at in range(first.row, last.row + 1) if (row := self._placement.rows.of(at))]
        columns = [at for at in (self._placement.columns.of(one.column) for one in (first, last)) if at]
        if not rows or not columns:
            return ""
        return f"{letters(min(columns))}{min(rows)}:{letters(max(columns))}{max(rows)}"


_Corners: TypeAlias = tuple[int, int, int, int]


def _corners(cells: str) -> _Corners:
    """Give the first and last row, and the first and last column, of a range; all there are, where it is none."""
    first, _, last = cells.partition(":")
    try:
        one, other = (Cell.at("", at.replace("$", "")) for at in (first, last or first))
    except ValueError:  # whole columns, which are not written so in a file
        return 1, LAST_ROW, 1, LAST_COLUMN
    return one.row, other.row, one.column, other.column


def _is_in(cell: Cell, corners: _Corners) -> bool:
    top, bottom, left, right = corners
    return top <= cell.row <= bottom and left <= cell.column <= right


def _is_among(column: int, runs: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= column <= last for first, last in runs)


def _in_order(pair: tuple[Cell | None, Cell | None]) -> tuple[int, int]:
    cell = pair[1] or pair[0]
    return (cell.row, cell.column) if cell else (0, 0)


def _place(cell: Cell | None) -> str:
    return f"{cell.sheet}!{cell.address}" if cell else ""


def _formula(shown: Shown) -> str:
    return said(f"={shown.formula}")


def is_same(before: CellValue, after: CellValue) -> bool:
    """Whether a cell holds what it held, but for what programs change when they save: line breaks, the last digits.

    A truth value is no number, though to Python it is one.
    """
    if before in (None, "") or after in (None, ""):
        return before in (None, "") and after in (None, "")
    if isinstance(before, str) and isinstance(after, str):
        return before == after or _lines(before) == _lines(after)
    if type(before) is not type(after):
        return False
    if isinstance(before, float) and isinstance(after, float):
        return before == after or f"{before:.15g}" == f"{after:.15g}"
    return before == after


def _lines(text: str) -> str:
    """Write a text with the line breaks of cells; programs differ in them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
