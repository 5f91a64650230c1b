"""Everything that a sheet contains, as it is compared with the issued sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlplugin.filled.open_workbook import ShownCell
from xlplugin.ooxml.worksheet.worksheet_elements import Message


@dataclass(frozen=True, slots=True)
class SheetContents:
    """A sheet: its cells with content, by address, and everything that changes what a reader sees.

    Attributes:
        cells: cells by address, with the texts of formulas.
        is_hidden: whether the sheet is hidden.
        hidden_rows: the numbers of hidden rows.
        hidden_columns: the first and the last of each run of hidden columns.
        merges: merged ranges.
        disguises: ranges with a conditional format that may change what they show, or strike it out.
        looks: how struck-out or invisible cells read, by address.
        messages: the messages of validations, each with its ranges.
        links: the targets of links, by range: an address outside, or a place in the workbook.
        notes: the texts of comments, by address.
        widths: first, last and width (characters) of columns that have their own.
        frozen_rows, frozen_columns: how much stays in place when the sheet is scrolled (points, characters).
        pictures: the cells covered by pictures and shapes: first and last row, first and last column.
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
