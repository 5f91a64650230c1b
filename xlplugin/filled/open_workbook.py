"""What is needed of a workbook that is read and written: one open in Excel, or a file (``workbook_file``)."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from xlplugin.entries.cell_values import CellValue
from xlplugin.notation.cell_address import Cell


class ShownCell(NamedTuple):
    """What a cell shows, and whether it computes it.

    Attributes:
        value: the displayed value.
        is_formula: whether it has a formula.
        formula: the text of the formula, if known.
        is_known: False for a formula that no program has computed since the file was written.
    """

    value: CellValue = None
    is_formula: bool = False
    formula: str = ""
    is_known: bool = True


class Editor(Protocol):
    """A sheet whose protection is off for now."""

    def write(self, first: Cell, rows: list[list[str | float | None]]) -> None:
        """Write a block of values."""

    def recompute(self, cell: Cell) -> None:
        """Let a formula be computed again, if that does not happen by itself."""

    def note(self, cell: Cell, text: str | None, ground: str) -> None:
        """Return a cell a comment (None: remove it) and a fill ('': leave it)."""


class OpenWorkbook(Protocol):
    """A workbook that is read and written."""

    def facts(self) -> Mapping[str, str]:
        """Return the facts of 工作簿信息; an empty mapping if that sheet is missing."""

    @property
    def asks_for_names(self) -> bool:
        """Whether names are looked up one by one, which is done only if cells are not where they were built."""

    def places(self, names: Iterable[str]) -> Mapping[str, Cell]:
        """Find cells by their defined names; missing names are absent from the result."""

    def read(self, cells: Iterable[Cell]) -> Mapping[Cell, ShownCell]:
        """Return what cells show."""

    def formulas(self, cells: Iterable[Cell]) -> frozenset[Cell]:
        """Return the cells that have a formula."""

    def notes(self, sheet: str) -> Mapping[str, str]:
        """Return the comments of a sheet, by address."""

    def with_ground(self, cells: Iterable[Cell], ground: str) -> frozenset[Cell]:
        """Return the cells with a fill, as far as that is known without asking for each."""

    def editing(self, sheet: str) -> AbstractContextManager[Editor]:
        """Take off the protection of a sheet, and restore it whatever happens."""
