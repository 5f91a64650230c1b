"""What is written into one sheet of a file: values, notes, grounds, and formulas that are to be computed anew."""

from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.ooxml.worksheet.worksheet_part import Value


class SheetEdits:
    """Gathers what is written into one sheet."""

    def __init__(self) -> None:
        """Begin with nothing."""
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
        """Take a formula's value away, so that whatever opens the file computes it."""
        self.formulas.add(cell.address)

    def show_as_it_is(self, cell: Cell) -> None:
        """Take away what makes a cell show something else than it holds; on a protected sheet nobody else can."""
        self.general.add(cell.address)

    def note(self, cell: Cell, text: str | None, ground: str) -> None:
        """Give a cell a note (None: none) and a ground."""
        self.notes[cell.address] = text
        if ground:
            self.grounds[cell.address] = ground
