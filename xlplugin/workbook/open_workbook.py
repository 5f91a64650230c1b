"""A workbook that is read and written where it is: open in Excel (``xlplugin.excel``), or a file (``filled_file``)."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from xlplugin.entered import CellValue
from xlplugin.workbook.sheet import Cell


class Shown(NamedTuple):
    """What a cell shows; ``is_formula``: whether it computes it; ``is_known``: False where no program has yet."""

    value: CellValue = None
    is_formula: bool = False
    is_known: bool = True


class Editor(Protocol):
    """A sheet whose protection is off for the moment."""

    def write(self, first: Cell, rows: list[list[str | float | None]]) -> None:
        """Write a block of values."""

    def recompute(self, cell: Cell) -> None:
        """Let a formula be computed again, where that does not happen by itself."""

    def note(self, cell: Cell, text: str | None, ground: str) -> None:
        """Give a cell a note (None: none) and a ground."""


class OpenWorkbook(Protocol):
    """A workbook that is read and written."""

    def facts(self) -> Mapping[str, str]:
        """Give what 工作簿信息 says; nothing where it is not there."""

    def places(self, names: Iterable[str], expected: Mapping[str, Cell]) -> Mapping[str, Cell]:
        """Find named cells; ``expected``: where they stood when the workbook was built."""

    def read(self, cells: Iterable[Cell]) -> Mapping[Cell, Shown]:
        """Give what cells show."""

    def notes(self, sheet: str) -> Mapping[str, str]:
        """Give the notes of a sheet's cells, by address."""

    def editing(self, sheet: str) -> AbstractContextManager[Editor]:
        """Take a sheet's protection off, and put it back whatever happens."""
