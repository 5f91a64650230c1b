"""A workbook that is open in Excel, read and written in whole blocks, never cell by cell.

Every call goes to another process and takes a millisecond or more, so there are as few as possible: two per sheet;
names are looked up only if cells are not where they were built.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

import xlwings as xw

from xlplugin.entries.cell_values import ERROR_VALUES, CellError, CellValue
from xlplugin.errors import UsageError, new_problem
from xlplugin.filled.open_workbook import ShownCell
from xlplugin.notation.cell_address import Cell, cell_of
from xlplugin.workbook.sheet_names import META_SHEET
from xlplugin.workbook.sheets.hidden_facts import FACTS, read_facts

PROTECTION = {
    "DrawingObjects": True,
    "Contents": True,
    "Scenarios": True,
    "AllowFormattingColumns": True,
    "AllowFormattingRows": True,
}
"""Options for protecting a sheet again, as ``workbook.writing.openpyxl_writer`` built it."""


_Block: TypeAlias = tuple[int, int, list[list[CellValue]], Sequence[Sequence[object]]]
"""A block that was read from a sheet: its last row and column, values, formulas."""


class LiveBook:
    """A workbook in Excel."""

    def __init__(self, book: xw.Book, password: str = "") -> None:
        """Open the book for reading and writing.

        Args:
            book: the workbook with the button.
            password: the password of its protection.
        """
        self.book = book
        self._password = password
        self._blocks: dict[str, _Block] = {}
        if book.app.calculation != "automatic":
            book.app.calculate()  # the formulas' values are compared, so they must be current

    def facts(self) -> Mapping[str, str]:
        """Return the facts on 工作簿信息; nothing if that sheet is missing."""
        try:
            sheet = self.book.sheets[META_SHEET]
        except Exception:  # every engine of xlwings has its own error for a missing sheet
            if META_SHEET in [sheet.name for sheet in self.book.sheets]:
                raise  # the sheet exists, and Excel did not answer
            return {}
        return read_facts(sheet.range((1, 1), (len(FACTS), 2)).options(ndim=2).value)

    @property
    def asks_for_names(self) -> bool:
        """Whether names are looked up one by one: yes, each takes a call."""
        return True

    def places(self, names: Iterable[str]) -> Mapping[str, Cell]:
        """Find cells by their defined names, one call each; missing names are left out."""
        cells_by_name = {}
        for name in names:
            if name in self.book.names and (cell := cell_of(self.book.names[name].refers_to or "")):
                cells_by_name[name] = cell
        return cells_by_name

    def read(self, cells: Iterable[Cell]) -> Mapping[Cell, ShownCell]:
        """Return what cells show, with one call for values and one for formulas per sheet."""
        shown: dict[Cell, ShownCell] = {}
        for sheet, wanted in _by_sheet(cells).items():
            values, formulas = self._block(sheet, wanted)
            for cell in wanted:
                formula = formulas[cell.row - 1][cell.column - 1]
                value = _value(values[cell.row - 1][cell.column - 1])
                is_formula = isinstance(formula, str) and formula.startswith("=")
                shown[cell] = ShownCell(value, is_formula, str(formula) if is_formula else "")
        return shown

    def _block(self, sheet: str, wanted: list[Cell]) -> tuple[list[list[CellValue]], Sequence[Sequence[object]]]:
        """Read a sheet from its first cell to the last one wanted, unless that was read before."""
        last = _last(wanted)
        known = self._known(sheet, last)
        if known is None:
            block = self._sheet(sheet).range((1, 1), last)
            known = (*last, block.options(ndim=2, err_to_str=True).value, _rows(block.formula))
            self._blocks[sheet] = known
        return known[2], known[3]

    def _known(self, sheet: str, last: tuple[int, int]) -> _Block | None:
        """Return an earlier block of a sheet if it reaches far enough."""
        known = self._blocks.get(sheet)
        return known if known and known[0] >= last[0] and known[1] >= last[1] else None

    def formulas(self, cells: Iterable[Cell]) -> frozenset[Cell]:
        """Return the cells with a formula, with one call per sheet."""
        formula_cells = set()
        for sheet, wanted in _by_sheet(cells).items():
            last = _last(wanted)
            known = self._known(sheet, last)
            formulas = known[3] if known else _rows(self._sheet(sheet).range((1, 1), last).formula)
            formula_cells |= {cell for cell in wanted if str(formulas[cell.row - 1][cell.column - 1]).startswith("=")}
        return frozenset(formula_cells)

    def with_ground(self, cells: Iterable[Cell], ground: str) -> frozenset[Cell]:  # noqa: ARG002
        """Return nothing: reading the fill colours of many cells takes a call each."""
        return frozenset()

    def notes(self, sheet: str) -> Mapping[str, str]:
        """Return the notes of a sheet's cells, by address."""
        return {note.location.address.replace("$", ""): note.text for note in self._sheet(sheet).notes}

    @contextmanager
    def editing(self, sheet: str) -> Iterator["_LiveEditor"]:
        """Unprotect a sheet, and protect it again whatever happens.

        Raises:
            UsageError: the password does not fit, or Excel did not protect the sheet again.
        """
        self._blocks.clear()
        worksheet = self._sheet(sheet)
        if not worksheet.api.ProtectContents:
            yield _LiveEditor(worksheet)
            return
        try:
            worksheet.api.Unprotect(self._password)
        except Exception as error:  # pywin32's com_error, which does not exist on other systems
            raise UsageError([new_problem("", "wrong-password", sheet=sheet)]) from error
        try:
            yield _LiveEditor(worksheet)
        finally:
            self._protect(worksheet)

    def _protect(self, sheet: xw.Sheet) -> None:
        """Protect a sheet again; a call that Excel refuses because it is busy is repeated once."""
        for _ in range(2):
            try:
                sheet.api.Protect(Password=self._password, **PROTECTION)
                if sheet.api.ProtectContents:
                    return
            except Exception:  # noqa: S112  # as above; a failure is reported below
                continue
        raise UsageError([new_problem("", "not-protected-again", sheet=sheet.name)])

    def clear(self, cells: Iterable[Cell]) -> None:
        """Clear inputs, a run of cells at a time; they are not locked."""
        self._blocks.clear()
        for first, last in _runs(cells):
            self._sheet(first.sheet).range((first.row, first.column), (last.row, last.column)).value = None

    def _sheet(self, name: str) -> xw.Sheet:
        try:
            return self.book.sheets[name]
        except Exception as error:  # as above
            if name in [sheet.name for sheet in self.book.sheets]:
                raise
            raise UsageError([new_problem("", "sheet-missing", sheet=name)]) from error


class _LiveEditor:
    """A sheet without protection."""

    def __init__(self, sheet: xw.Sheet) -> None:
        self._sheet = sheet

    def write(self, first: Cell, rows: list[list[str | float | None]]) -> None:
        """Write a block of values in one call."""
        last = first.row + len(rows) - 1, first.column + len(rows[0]) - 1
        # Excel would take some texts for formulas, dates or numbers; an apostrophe, which is not shown, prevents that.
        self._sheet.range((first.row, first.column), last).value = [[_kept(value) for value in row] for row in rows]

    def recompute(self, cell: Cell) -> None:
        """Do nothing: Excel computes the cell."""

    def note(self, cell: Cell, text: str | None, ground: str) -> None:
        """Set a cell's note (None for none) and fill colour."""
        note_cell = self._sheet.range((cell.row, cell.column))
        if note_cell.note is not None:
            note_cell.note.delete()
        if text is not None:
            note_cell.add_note(text)
        if ground:
            note_cell.color = f"#{ground}"


def _kept(value: str | float | None) -> str | float | None:
    return f"'{value}" if isinstance(value, str) and value else value


def _last(cells: Iterable[Cell]) -> tuple[int, int]:
    """Return the last row and the last column of cells."""
    cells = list(cells)
    return max(cell.row for cell in cells), max(cell.column for cell in cells)


def _by_sheet(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    by_sheet: dict[str, list[Cell]] = {}
    for cell in cells:
        by_sheet.setdefault(cell.sheet, []).append(cell)
    return by_sheet


def _rows(block: object) -> Sequence[Sequence[object]]:
    """Return a block of formulas as rows, even if it is one cell."""
    if not isinstance(block, Sequence) or isinstance(block, str):
        return [[block]]
    return [row if isinstance(row, Sequence) and not isinstance(row, str) else [row] for row in block]


def _value(value: CellValue) -> CellValue:
    return CellError(value) if isinstance(value, str) and value in ERROR_VALUES else value


def _runs(cells: Iterable[Cell]) -> Iterator[tuple[Cell, Cell]]:
    """Return the runs of cells below each other, each by its first and last cell."""
    first = last = None
    for cell in sorted(cells, key=lambda cell: (cell.sheet, cell.column, cell.row)):
        if first and last and cell == Cell(last.sheet, last.column, last.row + 1):
            last = cell
            continue
        if first and last:
            yield first, last
        first = last = cell
    if first and last:
        yield first, last
