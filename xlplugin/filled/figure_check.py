"""Compares what a workbook shows with the engine's figures, which reveals damage such as an overwritten formula."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlplugin.entries.cell_values import CellValue, _cut, show_value
from xlplugin.errors import Problem
from xlplugin.filled.open_workbook import OpenWorkbook, ShownCell
from xlplugin.notation.cell_address import Cell
from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.scoring.as_python import Figures
from xlplugin.workbook.layout import Side
from xlplugin.workbook.sheet_model import Formula
from xlplugin.workbook.sheet_names import FRONT_SHEET, RESULT_SHEET, SCORE_SHEET

_NEAR = 0.005
"""In ten-thousandths: figures are whole numbers of them, and errors of doubles are far smaller."""


_COMPUTED = frozenset((SCORE_SHEET, RESULT_SHEET, FRONT_SHEET))
"""The sheets whose values are all known; formulas of 印证材料 and 责任分解 need only exist."""


@dataclass(frozen=True, slots=True)
class FigureMismatch:
    """A cell that shows another value than it should, or no longer computes it.

    Attributes:
        cell: the cell.
        figure: the step that it shows (``2.1.1:deduction``); '' for a cell that is not a figure of the main side.
        is_formula: whether it still has a formula.
        chinese, english: what is wrong with it.
    """

    cell: Cell
    figure: str
    is_formula: bool
    chinese: str
    english: str

    @property
    def place(self) -> str:
        """The cell as people write it: ``评分表!K12``."""
        return self.cell.label


class FigureCheck:
    """Collects the mismatches of one workbook."""

    def __init__(self, book: OpenWorkbook, values: Mapping[Cell, ShownCell]) -> None:
        """Take the workbook, and the values of its named cells."""
        self._book, self._values = book, values
        self.differences: list[FigureMismatch] = []
        self.unknown: set[Cell] = set()
        self.compared = 0

    def figures(self, side: Side, computed: Figures, cells: Mapping[str, Cell]) -> None:
        """Compare the figures of one side with the engine's."""
        for step in side.figures:
            cell = cells[f"{side.prefix}out_{step.replace(':', '_')}"]
            self._look_at(cell, self._values[cell], computed[step], "" if side.prefix else step)

    def unread(self, cells: Iterable[Cell]) -> None:
        """Note inputs with formulas that no program has computed: nothing can be compared then."""
        self.unknown |= set(cells)

    def others(self, expected: Mapping[Cell, Formula], values_are_known: bool, exempt: Collection[Cell]) -> None:
        """Check all other formulas: whether they exist, and what they show if their values are known.

        Args:
            expected: the formulas, with the values that they should have.
            values_are_known: False if the workbook has words of another look.
            exempt: cells of which only the formula is checked: what they show is no figure, or not known yet.
        """
        known = {
            cell: formula
            for cell, formula in expected.items()
            if values_are_known and cell.sheet in _COMPUTED and cell not in exempt
        }
        values = self._book.read(known)
        for cell, formula in known.items():
            self._look_at(cell, values[cell], formula.value, "")
        rest = [cell for cell in expected if cell not in known]
        there = self._book.formulas(rest)
        for cell in rest:
            self.compared += 1
            if cell not in there:
                self.differences.append(FigureMismatch(cell, "", False, "公式已被覆盖或清除", "its formula is gone"))

    def locked(self, faults: Iterable[tuple[Cell, Problem]]) -> None:
        """Note invalid entries of the body in the locked column."""
        for cell, fault in faults:
            problem = fault.at("")
            chinese, english = (
                f"锁定的自评内容有误：{problem.text()}",
                f"a locked entry is invalid: {problem.text('en')}",
            )
            self.differences.append(FigureMismatch(cell, "", False, chinese, english))

    def _look_at(self, cell: Cell, seen: ShownCell, expected: int | str, figure: str) -> None:
        self.compared += 1
        if seen.is_formula and not seen.is_known:
            self.unknown.add(cell)
        elif not seen.is_formula or not _equal(seen.value, expected):
            self.differences.append(_difference(cell, seen, expected, figure))


def _difference(cell: Cell, seen: ShownCell, expected: int | str, figure: str) -> FigureMismatch:
    value, wanted = show_value(seen.value), _expected(expected)
    if seen.is_formula:
        chinese, english = f"表中为 {value}，程序计算为 {wanted}", f"shows {value}, but the program computes {wanted}"
    elif seen.value in (None, ""):
        chinese, english = (
            f"公式已被清除，程序计算为 {wanted}",
            f"has lost its formula; the program computes {wanted}",
        )
    else:
        chinese = f"公式已被覆盖，现为 {value}，程序计算为 {wanted}"
        english = f"its formula is overwritten by {value}, but the program computes {wanted}"
    return FigureMismatch(cell, figure, seen.is_formula, chinese, english)


def _equal(value: CellValue, expected: int | str) -> bool:
    if isinstance(expected, str):
        return ("" if value is None else value) == expected
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return abs(float(value) * SCALE - expected) < _NEAR


def _expected(value: int | str) -> str:
    return format_decimal(value) if isinstance(value, int) else f"“{_cut(value)}”" if value else "空"
