"""A workbook as it was issued: its locked contents, and where entries belong."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256

from xlplugin.entries.cell_values import CellValue
from xlplugin.filled.sheet_contents import SheetContents
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import Cell
from xlplugin.ooxml.formulas.normal_form import normal_form
from xlplugin.returns.verify.foreign_parts import Pointed, pointed, types
from xlplugin.store.issue import Issue
from xlplugin.workbook.defined_names import PREFIXES, is_figure, owner_of
from xlplugin.workbook.sheets.recalculation_block import RECALCULATED

OWN = "self_"
"""Prefix of the names of a body's own entries that are locked and shown to the assessors."""


def stamped_name(text: str, place: int = 1) -> str:
    """Return the name for a cell with a stamped text (``=body``, ``=body2``); no defined name begins with ``=``."""
    return f"={text}" if place == 1 else f"={text}{place}"


class IssuedForm:
    """An issued workbook, ready for comparison.

    Attributes:
        digest: SHA-256 of the workbook before stamping.
        book: the workbook before stamping.
        sheets: its sheets with all contents.
        names: its named cells.
        put: the cells that differ between copies, by name: ``=body`` and the like for stamped texts, ``self_…`` for a
            body's own entries where they are locked and shown to the assessors.
        stamped: the stamped text (``body``) of each of the former cells, by name.
    """

    def __init__(self, content: bytes, tokens: Mapping[str, str], rows: frozenset[str] | None = None) -> None:
        """Read the workbook that copies were made from.

        Args:
            content: its bytes.
            tokens: the placeholder for each stamped text, by the text's name.
            rows: the indicators and items whose rows can be filled in; None for all.
        """
        self._rows = rows
        self.digest = sha256(content).hexdigest()
        self.book = WorkbookFile(content)
        self.sheets: Mapping[str, SheetContents] = {sheet: self.book.contents(sheet) for sheet in self.book.sheets}
        self.names = {name: cell for name, cell in self.book.names.items() if name.startswith(PREFIXES)}
        own = {name: cell for name, cell in self.names.items() if name.startswith(OWN) and not is_figure(name)}
        stamped = dict(self._stamped({token: name for name, token in tokens.items()}))
        self.stamped: Mapping[str, str] = {name: text for name, (text, _) in stamped.items()}
        self.put: Mapping[str, Cell] = own | {name: cell for name, (_, cell) in stamped.items()}

    def _stamped(self, names: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, Cell]]]:
        """Find the cells that consist of one stamped text; each text may appear in several cells."""
        count = dict.fromkeys(names.values(), 0)
        for sheet, contents in self.sheets.items():
            for at, shown in contents.cells.items():
                if not shown.is_formula and (name := names.get(str(shown.value))):
                    count[name] += 1
                    yield stamped_name(name, count[name]), (name, Cell.at(sheet, at))

    @cached_property
    def inputs(self) -> Mapping[str, Cell]:
        """The cells to fill in, by name."""
        return {
            name: cell
            for name, cell in self.names.items()
            if not is_figure(name) and not name.startswith(OWN) and name != RECALCULATED and self._is_open(name)
        }

    def _is_open(self, name: str) -> bool:
        owner = owner_of(name) if self._rows is not None else ""
        return not owner or self._rows is None or owner in self._rows

    @cached_property
    def asked(self) -> Mapping[str, frozenset[str]]:
        """The addresses of the cells to fill in, by sheet."""
        return {
            sheet: frozenset(cell.address for cell in self.inputs.values() if cell.sheet == sheet)
            for sheet in self.sheets
        }

    @cached_property
    def ends(self) -> Mapping[str, Cell]:
        """The last used row and column of each sheet, as the cell where they cross."""
        used = {sheet: [Cell.at(sheet, at) for at in contents.cells] for sheet, contents in self.sheets.items()}
        return {
            sheet: Cell(sheet, max(cell.column for cell in cells), max(cell.row for cell in cells))
            for sheet, cells in used.items()
        }

    @cached_property
    def rows_with_texts(self) -> Mapping[str, frozenset[int]]:
        """The rows of each sheet that contain locked texts."""
        return {
            sheet: frozenset(
                Cell.at(sheet, at).row
                for at, shown in contents.cells.items()
                if isinstance(shown.value, str) and not shown.is_formula and at not in self.asked[sheet]
            )
            for sheet, contents in self.sheets.items()
        }

    @cached_property
    def formulas(self) -> Mapping[Cell, str]:
        """The formulas in normal form."""
        return {
            Cell.at(sheet, at): normal_form(shown.formula)
            for sheet, contents in self.sheets.items()
            for at, shown in contents.cells.items()
            if shown.is_formula
        }

    @cached_property
    def strange(self) -> frozenset[str]:
        """Unknown markup in the issued workbook itself."""
        return frozenset(what for some in self.book.strange().values() for what in some)

    @cached_property
    def pointed(self) -> frozenset[Pointed]:
        """The relationships of its parts."""
        return pointed(self.book.package)

    @cached_property
    def types(self) -> frozenset[str]:
        """The content types of its parts."""
        return types(self.book.package)

    def is_recalculated(self, cell: Cell) -> bool:
        """Whether a cell belongs to the block that a recalculation fills."""
        block = self.names.get(RECALCULATED)
        return block is not None and cell.sheet == block.sheet and cell.row >= block.row


def put_into(form: IssuedForm, issue: Issue) -> dict[str, CellValue]:
    """Return the values in a body's copy beside the form: name, number, seal, and its own entries."""
    texts = {"body": issue.body, "issue": issue.id, "seal": issue.seal}
    put: dict[str, CellValue] = {name: texts[text] for name, text in form.stamped.items()}
    for name, value in json.loads(issue.own)["cells"].items() if issue.own else ():
        put[name] = value if isinstance(value, str) else float(value)
    return put
