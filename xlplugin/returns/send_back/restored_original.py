"""The workbook as it was issued, with the entries of a return in it: what a body can really correct.

A clerk cannot put back a formula that was pasted over, as the sheet is protected. The original is known, so it goes
back instead, with everything that was typed where it was typed; its formulas are computed again when it is opened.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from xlplugin.entries.cell_values import (
    LOST,
    CellDisguised,
    CellDoubtful,
    CellError,
    CellFormula,
    CellPercent,
    CellPicture,
    CellValue,
)
from xlplugin.errors import Problem, XlpluginError
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import Cell
from xlplugin.returns.claimed_issue import IssuedWorkbooks
from xlplugin.returns.verify.issued_workbook import put_into
from xlplugin.store.database import Store
from xlplugin.store.problem_policy import policy_of
from xlplugin.store.submission import Submission


class Originals:
    """The originals of a store."""

    def __init__(self, store: Store) -> None:
        """Open the issued workbooks."""
        self._store, self._issued = store, IssuedWorkbooks(store)

    def restored(self, submission: Submission) -> bytes | None:
        """Return the original of a return with its entries; None if it is not in the store."""
        issue = self._store.issue(submission.issue)
        content = self._store.base(issue.base) if issue else None
        if issue is None or content is None:
            return None
        try:
            form = self._issued.form(issue)
        except XlpluginError:
            return None
        book = WorkbookFile(content)
        put = put_into(form, issue)
        values: dict[Cell, str | float | None] = {form.put[name]: _plain(value) for name, value in put.items()}
        inputs = form.inputs
        values |= {inputs[name]: _plain(value) for name, value in submission.cells.items() if name in inputs}
        for sheet in form.sheets:
            here = {cell: value for cell, value in values.items() if cell.sheet == sheet}
            formulas = [cell for cell in form.formulas if cell.sheet == sheet]
            if here or formulas:
                with book.editing(sheet) as editor:
                    for cell, value in here.items():
                        editor.write(cell, [[value]])
                    for cell in formulas:
                        editor.recompute(cell)
        return book.content()


def is_beyond_repair(problems: Iterable[Problem]) -> bool:
    """Whether a body cannot correct a problem in its file: locked contents or formulas were changed."""
    return any(policy_of(problem).changes_total for problem in problems)


def _plain(value: CellValue) -> str | float | None:
    """Return what was typed as a cell stores it: numbers and texts as they are, everything else as it was shown."""
    match value:
        case None | str() | float():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case CellFormula():
            return _plain(value.shown)
        case CellError():
            return None if value == LOST else value.code
        case CellDisguised() | CellDoubtful() | CellPercent():
            return str(value)
        case CellPicture():
            return None
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)
