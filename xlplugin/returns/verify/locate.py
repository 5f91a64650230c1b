"""Locates the sheets, rows and columns of a form in a return: where they were issued, or by their words.

Sheets may be renamed, rows and columns inserted. What is located by its words is still compared with the form: this
module says where to look, not that everything is in order.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType

from xlplugin.filled.open_workbook import ShownCell
from xlplugin.filled.sheet_contents import SheetContents
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import Cell
from xlplugin.ooxml.formulas.normal_form import skeleton
from xlplugin.returns.verify.issued_workbook import IssuedForm
from xlplugin.returns.verify.line_alignment import Lines, Words, aligned, as_issued

MOST_LINES = 1_000
"""Rows with texts that are searched; a form has about 70."""

_LIKE = 0.5
"""Share of a sheet's texts (0 to 1) that makes another sheet similar to it."""


@dataclass(frozen=True)
class Placement:
    """Where a sheet of the form is in a return.

    Attributes:
        issued: its name in the form.
        sheet: its name in the return.
        rows, columns: where they are.
    """

    issued: str
    sheet: str
    rows: Lines
    columns: Lines

    def cell(self, cell: Cell) -> Cell | None:
        """Return where a cell of the form is; None if its row or column was not found."""
        row, column = self.rows.of(cell.row), self.columns.of(cell.column)
        return None if row is None or column is None else Cell(self.sheet, column, row)

    def back(self, address: str) -> Cell | None:
        """Return the cell of the form for a cell of the return; None for an inserted cell."""
        cell = Cell.at(self.sheet, address)
        row, column = self.rows.back(cell.row), self.columns.back(cell.column)
        return None if row is None or column is None else Cell(self.issued, column, row)

    @cached_property
    def is_as_issued(self) -> bool:
        """Whether everything is where it was issued."""
        return self.sheet == self.issued and self.rows.is_as_issued and self.columns.is_as_issued


def placements(form: IssuedForm, book: WorkbookFile, known: Set[str] = frozenset()) -> dict[str, Placement]:
    """Locate the form's sheets in a return, by their names in the form; lost sheets are left out.

    Args:
        form: the issued workbook.
        book: the return.
        known: names of the sheets that are known to be as issued.
    """
    return {
        sheet: _as_it_was(form, sheet, name) if sheet in known else placed(form, book.contents(name), sheet, name)
        for sheet, name in _sheets(form, book).items()
    }


def is_like_one(form: IssuedForm, contents: SheetContents) -> bool:
    """Whether a sheet is similar to one of the form's sheets with entries: a copy, or another draft."""
    return any(_likeness(form, sheet, contents) > _LIKE for sheet in {cell.sheet for cell in form.inputs.values()})


def _sheets(form: IssuedForm, book: WorkbookFile) -> dict[str, str]:
    """Find the sheets by name; otherwise the sheet with the same texts."""
    sheets = {sheet: sheet for sheet in form.sheets if sheet in book.sheets}
    others = {name: book.contents(name) for name in book.sheets if name not in sheets}
    for sheet in form.sheets:
        like = [name for name, contents in others.items() if _likeness(form, sheet, contents) > _LIKE]
        if sheet not in sheets and like:
            same = [name for name in like if _plain(name) == _plain(sheet)]
            if len(same or like) == 1:
                (sheets[sheet],) = same or like
                del others[sheets[sheet]]
    return sheets


def _plain(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()


def _likeness(form: IssuedForm, sheet: str, contents: SheetContents) -> float:
    """Return the share of a sheet's locked texts (0 to 1) that another sheet has, in any place."""
    texts = {word for word in _of_form(form)[sheet].values() if isinstance(word, str)}
    there = {_text(shown.value) for shown in contents.cells.values() if isinstance(shown.value, str)}
    return len(texts & there) / len(texts) if texts else 0.0


def placed(
    form: IssuedForm, contents: SheetContents, sheet: str, name: str, *, with_formulas: bool = True
) -> Placement:
    """Locate the rows and columns of a sheet.

    Args:
        form: the issued workbook.
        contents: the returned sheet.
        sheet: its name in the form.
        name: its name in the return.
        with_formulas: False if the return has no formulas, only their values.
    """
    issued, end = form.sheets[sheet], form.ends[sheet]
    last_row, last_column = end.row, end.column
    as_it_was = _as_it_was(form, sheet, name)
    put = {cell.address for cell in form.put.values() if cell.sheet == sheet}
    if all(at in put or _is_same(shown, contents.cells.get(at, ShownCell())) for at, shown in issued.cells.items()):
        return as_it_was
    before = _of_form(form)[sheet]
    if not with_formulas:
        before = {at: word for at, word in before.items() if isinstance(word, str)}
    after = _words(contents)
    rows = aligned(_by_row(before), _by_row(after), last_row)
    columns = aligned(_by_column(before, rows), _by_column(after), last_column)
    by_words = Placement(sheet, name, rows, columns)
    return max(as_it_was, by_words, key=lambda placement: _count_matches(placement, before, after))


def _as_it_was(form: IssuedForm, sheet: str, name: str) -> Placement:
    end = form.ends[sheet]
    return Placement(sheet, name, as_issued(end.row), as_issued(end.column))


def share_of_texts(form: IssuedForm, contents: SheetContents, sheet: str) -> float:
    """Return the share of a sheet's locked texts (0 to 1) that a table without formulas has in the same places."""
    placement = placed(form, contents, sheet, sheet, with_formulas=False)
    before = {at: word for at, word in _of_form(form)[sheet].items() if isinstance(word, str)}
    return _count_matches(placement, before, _words(contents)) / len(before)


def _count_matches(placement: Placement, before: Mapping[str, Hashable], after: Mapping[str, Hashable]) -> int:
    """Count the words that are where a placement expects them."""
    cells = ((placement.cell(Cell.at(placement.issued, at)), word) for at, word in before.items())
    return sum(cell is not None and after.get(cell.address) == word for cell, word in cells)


@lru_cache(maxsize=8)
def _of_form(form: IssuedForm) -> Mapping[str, Mapping[str, Hashable]]:
    """Return the distinguishing contents of the cells of each sheet of a form, except stamped cells."""
    put = {(cell.sheet, cell.address) for cell in form.put.values()}
    return MappingProxyType(
        {
            sheet: {at: word for at, word in _words(contents).items() if (sheet, at) not in put}
            for sheet, contents in form.sheets.items()
        }
    )


def _is_same(issued: ShownCell, returned: ShownCell) -> bool:
    if issued.is_formula and issued.formula == returned.formula:
        return True
    if issued.value == returned.value and not (issued.is_formula or returned.is_formula):
        return True
    word = _word(issued)
    return word is not None and word == _word(returned)


def _words(contents: SheetContents) -> dict[str, Hashable]:
    """Return the distinguishing contents of a sheet's cells by address: a text, or the structure of a formula."""
    words = ((at, _word(shown)) for at, shown in contents.cells.items())
    return {at: word for at, word in words if word is not None}


def _word(shown: ShownCell) -> Hashable:
    if shown.is_formula:
        return ("=", skeleton(shown.formula))
    return _text(shown.value) if isinstance(shown.value, str) else None


def _text(text: object) -> str:
    """Remove blanks from a text: some programs drop line breaks, others replace them by spaces."""
    return re.sub(r"\s+", "", str(text))


def _by_row(words: Mapping[str, Hashable]) -> dict[int, Words]:
    rows: dict[int, set[Hashable]] = defaultdict(set)
    for at, word in words.items():
        row = Cell.at("", at).row
        if row in rows or len(rows) < MOST_LINES:
            rows[row].add(word)
    return dict(rows)


def _by_column(words: Mapping[str, Hashable], rows: Lines | None = None) -> dict[int, Words]:
    """Return the words of each column, each with its row in the return."""
    columns: dict[int, set[Hashable]] = defaultdict(set)
    for at, word in words.items():
        cell = Cell.at("", at)
        row = rows.of(cell.row) if rows else cell.row
        if row is not None and (cell.column in columns or len(columns) < MOST_LINES):
            columns[cell.column].add((row, word))
    return dict(columns)
