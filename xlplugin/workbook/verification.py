"""Sets a return beside the workbook that was issued: what was changed in it, and what was filled in.

What is locked is compared cell by cell: texts, numbers, the texts of formulas. What formulas show is not: it is
computed again. Where cells are not where they were issued, nothing can be compared, and a person has to look.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xlplugin.address import letters
from xlplugin.entered import CellFormula, CellValue
from xlplugin.errors import Problem, problem
from xlplugin.workbook.columns import SENT_BACK_SHEET
from xlplugin.workbook.differences import said
from xlplugin.workbook.filled_file import FilledFile, SheetContents
from xlplugin.workbook.formula_text import normal_form
from xlplugin.workbook.issued_form import IssuedForm
from xlplugin.workbook.open_workbook import Shown
from xlplugin.workbook.sheet import Cell

MOST_CHANGES = 40
"""Changed cells that are told one by one; the rest is counted."""

MOST_NAMED = 10
"""Ranges that a message names."""

_FOREIGN = {
    "vbaProject": "macros-added",
    "xlMacrosheet": "macros-added",
    "xlIntlMacrosheet": "macros-added",
    "dialogsheet": "macros-added",
    "extensibility": "macros-added",
    "control": "objects-added",
    "oleObject": "objects-added",
    "package": "objects-added",
    "externalLink": "links-added",
    "connections": "links-added",
    "queryTable": "links-added",
}
"""What a workbook may point to that was not shipped, and how it is told."""

_MACROS = frozenset(kind for kind, code in _FOREIGN.items() if code == "macros-added")


@dataclass(frozen=True)
class Returned:
    """What came back.

    Attributes:
        values: what is filled in, by defined name; blank cells are not in it.
        cells: where it stands.
        total: what the workbook itself shows as its total.
        changes: what is not as it was issued.
        remarks: what a person may want to know.
    """

    values: Mapping[str, CellValue]
    cells: Mapping[str, Cell]
    total: Shown
    changes: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass
class _Findings:
    changes: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


def verify(form: IssuedForm, book: FilledFile, put: Mapping[str, CellValue]) -> Returned:
    """Compare a return with what was issued, and read what is filled in.

    Args:
        form: what was issued.
        book: the return.
        put: what this body's copy had beside the form, by name: its own name, number and seal, its own entries.
    """
    put_at = {form.put[name]: value for name, value in put.items()}
    found = _Findings()
    missing = [name for name in form.names if name not in book.names]
    moved = [name for name, cell in form.names.items() if name in book.names and book.names[name] != cell]
    if moved:
        before, after = form.names[moved[0]], book.names[moved[0]]
        facts = {"count": len(moved), "before": before.seen_from(""), "after": after.seen_from("")}
        found.changes.append(problem("", "cells-moved", **facts))
    elsewhere = {form.names[name].sheet for name in moved}
    changed: list[Problem] = []
    as_issued: set[str] = set()
    for sheet, issued in form.sheets.items():
        if sheet not in book.sheets:
            found.changes.append(problem(sheet, "sheet-gone"))
            continue
        contents = book.contents(sheet)
        found.changes += _hidden(sheet, issued, contents)
        if sheet not in elsewhere:
            of_sheet = list(_changed(form, sheet, issued, contents, put_at))
            changed += of_sheet
            if not of_sheet:
                as_issued.add(sheet)
    # Where everything that is locked stands where it was issued, so does what is to be filled in.
    lost = [name for name in missing if form.names[name].sheet not in as_issued]
    if lost:
        found.changes.append(problem("", "names-gone", count=len(lost), name=lost[0]))
    if len(missing) > len(lost):
        found.remarks.append(problem("", "found-by-place", count=len(missing) - len(lost)))
    found.changes += changed[:MOST_CHANGES]
    if len(changed) > MOST_CHANGES:
        found.changes.append(problem("", "more-changes", count=len(changed) - MOST_CHANGES))
    known = {*form.sheets, SENT_BACK_SHEET}
    for sheet in (one for one in book.sheets if one not in known):
        if _is_like_one(form, book, sheet):
            found.changes.append(problem(sheet, "sheet-copied"))
        else:
            found.remarks.append(problem(sheet, "sheet-added"))
    found.changes += _foreign(form, book)
    cells = {
        name: book.names.get(name, cell) if name in moved else cell
        for name, cell in form.inputs.items()
        if name not in lost and book.names.get(name, cell).sheet in book.sheets
    }
    total = form.names["out_total"]
    return Returned(
        values=_values(book, cells),
        cells=cells,
        total=book.read([total])[total] if total.sheet in book.sheets else Shown(),
        changes=tuple(found.changes),
        remarks=tuple(found.remarks),
    )


def _is_like_one(form: IssuedForm, book: FilledFile, added: str) -> bool:
    """Whether a sheet that was added is one of the form's once more: filled in by somebody else, or another draft."""
    cells = book.contents(added).cells
    for sheet, issued in form.sheets.items():
        inputs = {cell.address for cell in form.inputs.values() if cell.sheet == sheet}
        texts = {at: one.value for at, one in issued.cells.items() if isinstance(one.value, str) and at not in inputs}
        texts = {at: text for at, text in texts.items() if not issued.cells[at].is_formula}
        if inputs and 2 * sum(at in cells and cells[at].value == text for at, text in texts.items()) > len(texts):
            return True
    return False


def _values(book: FilledFile, cells: Mapping[str, Cell]) -> dict[str, CellValue]:
    shown = book.read(cells.values())
    values: dict[str, CellValue] = {}
    for name, cell in cells.items():
        one = shown[cell]
        if one.is_formula:
            values[name] = CellFormula(one.value)
        elif one.value not in (None, ""):
            values[name] = one.value
    return values


def _hidden(sheet: str, issued: SheetContents, now: SheetContents) -> Iterator[Problem]:
    """Find what readers no longer see; rows and columns beyond the form may be hidden."""
    if now.is_hidden and not issued.is_hidden:
        yield problem(sheet, "sheet-hidden")
    used = [Cell.at(sheet, at) for at in issued.cells]
    last_row, last_column = max(cell.row for cell in used), max(cell.column for cell in used)
    rows = sorted(row for row in now.hidden_rows - issued.hidden_rows if row <= last_row)
    if rows:
        yield problem(sheet, "rows-hidden", rows="、".join(map(str, rows)))
    columns = [(first, min(last, last_column)) for first, last in now.hidden_columns if first <= last_column]
    known = {column for first, last in issued.hidden_columns for column in range(first, min(last, last_column) + 1)}
    names = [letters(at) for first, last in columns for at in range(first, last + 1) if at not in known]
    if names:
        yield problem(sheet, "columns-hidden", columns="、".join(names))
    if merged := sorted(now.merges - issued.merges):
        yield problem(sheet, "cells-merged", cells="、".join(merged[:MOST_NAMED]))


def _changed(
    form: IssuedForm, sheet: str, issued: SheetContents, now: SheetContents, put: Mapping[Cell, CellValue]
) -> Iterator[Problem]:
    """Find the locked cells of a sheet that are not as they were issued."""
    inputs = {cell.address for cell in form.inputs.values() if cell.sheet == sheet}
    put_here = {cell.address for cell in put if cell.sheet == sheet}
    places = sorted(
        (Cell.at(sheet, at) for at in {*issued.cells, *now.cells, *put_here} - inputs),
        key=lambda cell: (cell.row, cell.column),
    )
    for cell in places:
        before, after = issued.cells.get(cell.address, Shown()), now.cells.get(cell.address, Shown())
        if cell in put:
            before = Shown(put[cell])
        if before.is_formula:
            if not after.is_formula:
                yield problem(_place(cell), "formula-gone", before=_formula(before), after=said(after.value))
            elif after.formula != before.formula and normal_form(after.formula) != form.formulas[cell]:
                yield problem(_place(cell), "formula-changed", before=_formula(before), after=_formula(after))
        elif after.is_formula:
            yield problem(_place(cell), "locked-changed", before=said(before.value), after=_formula(after))
        elif not _same(before.value, after.value):
            if before.value in (None, "") and form.is_recalculated(cell):
                continue
            yield problem(_place(cell), "locked-changed", before=said(before.value), after=said(after.value))


def _place(cell: Cell) -> str:
    return f"{cell.sheet}!{cell.address}"


def _formula(shown: Shown) -> str:
    return said(f"={shown.formula}")


def _same(before: CellValue, after: CellValue) -> bool:
    if before in (None, "") or after in (None, ""):
        return before in (None, "") and after in (None, "")
    if isinstance(before, str) and isinstance(after, str):
        return _lines(before) == _lines(after)
    if isinstance(before, bool) or isinstance(after, bool) or type(before) is not type(after):
        return type(before) is type(after) and before == after
    if isinstance(before, float) and isinstance(after, float):
        return f"{before:.15g}" == f"{after:.15g}"
    return before == after


def _lines(text: str) -> str:
    """Write a text with the line breaks of cells; programs differ in them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _foreign(form: IssuedForm, book: FilledFile) -> Iterator[Problem]:
    """Find what was put in that acts: macros, links to other files, embedded objects."""
    package = book.package
    kinds = {one.kind for part in package.pointing for one in package.relations(part)}
    added = {kind for kind in kinds & _FOREIGN.keys() if kind not in form.kinds}
    if not added & _MACROS and "vbaProject" in kinds & form.kinds and not _same_macros(form.book, book):
        added.add("vbaProject")
    yield from (problem("", code) for code in sorted({_FOREIGN[kind] for kind in added}))


def _same_macros(issued: FilledFile, now: FilledFile) -> bool:
    projects = [
        [book.package.read(one.target) for one in book.package.relations(book.book) if one.kind == "vbaProject"]
        for book in (issued, now)
    ]
    if projects[0] == projects[1]:
        return True
    from xlplugin.workbook.vba import same_code  # the reader of VBA, where a program wrote it anew

    return same_code(issued.content(), now.content())
