"""A workbook that is read and written where it is: open in Excel (``xlplugin.excel``), or a file (``filled_file``)."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from xlplugin.entries.cell_values import CellValue
from xlplugin.notation.cell_address import Cell


class ShownCell(NamedTuple):
    """What a cell shows, and whether it computes it.

    Attributes:
        value: what it shows.
        is_formula: whether it has a formula.
        formula: the formula's text, where it is known.
        is_known: False for a formula that no program has computed since the file was written.
    """

    value: CellValue = None
    is_formula: bool = False
    formula: str = ""
    is_known: bool = True


class Editor(Protocol):
    """A sheet whose protection is off for the moment."""

    def write(self, first: Cell, rows: list[list[str | float | None]]) -> None:
        """Write a block of values."""

    def recompute(self, cell: Cell) -> None:
        """Let a formula be computed again, where that does not happen by itself."""

    def note(self, cell: Cell, text: str | None, ground: str) -> None:
        """Give a cell a note (None: none) and a ground ('': leave it)."""


class OpenWorkbook(Protocol):
    """A workbook that is read and written."""

    def facts(self) -> Mapping[str, str]:
        """Give what 工作簿信息 says; nothing where it is not there."""

    @property
    def asks_for_names(self) -> bool:
        """Whether names are asked for one by one, so that they are only where cells are not where they were built."""

    def places(self, names: Iterable[str]) -> Mapping[str, Cell]:
        """Find cells by their defined names; those that are not there are missing."""

    def read(self, cells: Iterable[Cell]) -> Mapping[Cell, ShownCell]:
        """Give what cells show."""

    def formulas(self, cells: Iterable[Cell]) -> frozenset[Cell]:
        """Give those cells that have a formula."""

    def notes(self, sheet: str) -> Mapping[str, str]:
        """Give the notes of a sheet's cells, by address."""

    def with_ground(self, cells: Iterable[Cell], ground: str) -> frozenset[Cell]:
        """Give those cells that have a ground, as far as that can be told without asking for each."""

    def editing(self, sheet: str) -> AbstractContextManager[Editor]:
        """Take a sheet's protection off, and put it back whatever happens."""
