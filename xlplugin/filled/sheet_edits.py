"""What is to be written into a sheet of a file: values, comments, fills, and formulas that must be computed again."""

from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.ooxml.worksheet.worksheet_part import Value


class SheetEdits:
    """Collects the changes to one sheet."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.values: dict[str, Value] = {}
        self.notes: dict[str, str | None] = {}
        self.grounds: dict[str, str] = {}
        self.formulas: set[str] = set()
        self.general: set[str] = set()

    def write(self, first: Cell, rows: list[list[str | float | None]]) -> None:
        """Write a block of values."""
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                self.values[f"{column_letters(first.column + right)}{first.row + down}"] = value

    def recompute(self, cell: Cell) -> None:
        """Remove the value of a formula, so that whatever program opens the file computes it."""
        self.formulas.add(cell.address)

    def show_as_it_is(self, cell: Cell) -> None:
        """Remove a number format that displays something else; on a protected sheet nobody else can."""
        self.general.add(cell.address)

    def note(self, cell: Cell, text: str | None, ground: str) -> None:
        """Return a cell a comment (None: remove it) and a fill."""
        self.notes[cell.address] = text
        if ground:
            self.grounds[cell.address] = ground
