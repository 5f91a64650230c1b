"""A 评分表 that came back as text (CSV): no formats, no formulas, and only its words show whose it is."""

import re
from collections.abc import Mapping, Sequence

from xlplugin.entries.cell_values import CellValue
from xlplugin.errors import Problem, new_problem
from xlplugin.filled.open_workbook import ShownCell
from xlplugin.filled.sheet_contents import SheetContents
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import Cell
from xlplugin.returns.verify.compare_sheet import SheetComparison
from xlplugin.returns.verify.issued_workbook import IssuedForm
from xlplugin.returns.verify.locate import placed, share_of_texts
from xlplugin.returns.verify.verify_return import (
    Returned,
    otherwise_placed,
    report_changes,
    rows_gone,
    strange,
    values_of,
)
from xlplugin.workbook.sheet_names import SCORE_SHEET

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?", re.ASCII)


MOST_ROWS, MOST_COLUMNS = 2_000, 200
"""Size limits of a table that may be 评分表, which has about 70 rows and 25 columns."""


def table(rows: Sequence[Sequence[str]]) -> SheetContents | None:
    """Treat the rows of a text as a sheet; None if there are too many."""
    if len(rows) > MOST_ROWS or any(len(texts) > MOST_COLUMNS for texts in rows):
        return None
    return _contents(
        {
            Cell(SCORE_SHEET, column, row).address: ShownCell(text)
            for row, texts in enumerate(rows, 1)
            for column, text in enumerate(texts, 1)
            if text
        }
    )


def _contents(cells: Mapping[str, ShownCell]) -> SheetContents:
    return SheetContents(cells, is_hidden=False, hidden_rows=frozenset(), hidden_columns=(), merges=frozenset())


def _as_number(shown: ShownCell) -> ShownCell:
    """Read a value as a number if it cannot be anything else."""
    if not isinstance(shown.value, str):
        return shown
    text = shown.value
    return ShownCell(float(text)) if _NUMBER.fullmatch(text) else shown


def likeness(form: IssuedForm, contents: SheetContents) -> float:
    """Return the share of 评分表's texts that a table has in the same places, 0 to 1."""
    return share_of_texts(form, contents, SCORE_SHEET)


def verify_table(
    form: IssuedForm,
    contents: SheetContents,
    put: Mapping[str, CellValue],
    why: Problem,
    book: WorkbookFile | None = None,
    sheet: str = SCORE_SHEET,
) -> Returned:
    """Compare a table with the issued 评分表 (texts and numbers) and read the entries.

    A table has no formulas and no other sheets, so a person has to accept such a return.

    Args:
        form: the issued workbook.
        contents: the table.
        put: the values that this body's copy had beside the form, by name.
        why: the problem to report about such a return.
        book: the workbook that contains the table, if any; anything hidden or disguised there is reported, too.
        sheet: the table's sheet there.
    """
    shown_only = {at: ShownCell(shown.value) for at, shown in contents.cells.items() if shown.value not in (None, "")}
    texts, contents = _contents(shown_only), _contents({at: _as_number(shown) for at, shown in shown_only.items()})
    placement = placed(form, contents, SCORE_SHEET, sheet, with_formulas=False)
    placements = {SCORE_SHEET: placement}
    put_at = {form.put[name]: value for name, value in put.items()}
    compared = SheetComparison(form, placements, SCORE_SHEET, contents, put_at)
    changed = list(compared.changed(with_formulas=False))
    asked = {name: cell for name, cell in form.inputs.items() if cell.sheet == SCORE_SHEET}
    cells = {name: at for name, cell in asked.items() if (at := placement.cell(cell))}
    changes = [why, *rows_gone(form, placement, changed)]
    changes += report_changes(placements, changed)
    if book:
        changes += [*compared.hidden(), *strange(form, book, frozenset())]
    if lost := asked.keys() - cells.keys():
        changes.append(new_problem("", "names-gone", count=len(lost), place=form.inputs[min(lost)].seen_from("")))
    # A reason is a text, even if it looks like a number.
    shown = {
        cell: (texts if name.endswith("_reason") else contents).cells.get(cell.address, ShownCell())
        for name, cell in cells.items()
    }
    return Returned(
        values=values_of(book.read(cells.values()) if book else shown, cells, lost),
        cells=cells,
        total=ShownCell(),
        changes=tuple(changes),
        remarks=tuple(otherwise_placed(placement)),
        moved={name: cell for name, cell in cells.items() if cell != form.inputs[name]},
    )
