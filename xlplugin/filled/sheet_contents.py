"""All that a sheet of a file holds: what is compared with the sheet that was issued."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlplugin.filled.open_workbook import ShownCell
from xlplugin.ooxml.worksheet.worksheet_elements import Message


@dataclass(frozen=True, slots=True)
class SheetContents:
    """A sheet: the cells that hold something, by address, and what is hidden (no row or column: the sheet).

    Attributes:
        cells: by address, with the texts of formulas.
        is_hidden: whether readers do not see it.
        hidden_rows: their numbers.
        hidden_columns: the first and the last of each run of them.
        merges: the ranges of cells that are shown as one.
        disguises: ranges of cells that a conditional format may show as others, or strike out.
        looks: how cells are read that are struck out, or whose letters cannot be seen, by address.
        messages: what validations say, each with the ranges that it is said on.
        links: where cells lead to, by range: an address outside, or a place in the workbook.
        notes: what is written in notes and comments, by address.
        widths: the first, the last and the width (characters) of columns that have one of their own.
        frozen_rows, frozen_columns: how much stays in place when the sheet is scrolled (points, characters).
        pictures: the cells that pictures and shapes lie over: first and last row, first and last column.
    """

    cells: Mapping[str, ShownCell]
    is_hidden: bool
    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    merges: frozenset[str]
    disguises: tuple[str, ...] = ()
    looks: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    widths: tuple[tuple[int, int, float], ...] = ()
    frozen_rows: float = 0.0
    frozen_columns: float = 0.0
    pictures: tuple[tuple[int, int, int, int], ...] = ()
