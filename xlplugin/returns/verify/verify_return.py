"""Compares a return with the issued workbook: what was changed, and what was entered.

Entries are found by their defined names. If rows were inserted, sheets renamed or names lost, they are found by the
locked texts beside them (see ``locate``); if the two disagree, a person has to look.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from types import MappingProxyType

from xlplugin.entries.cell_values import LOST, CellFormula, CellValue
from xlplugin.entries.date_lookalikes import DAYS, FROM_1904
from xlplugin.entries.read_entries import INAPPLICABLE
from xlplugin.errors import Problem, new_problem
from xlplugin.filled.open_workbook import ShownCell
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.ooxml.signatures import is_signed
from xlplugin.returns.verify.compare_sheet import MOST_NAMED, CellChange, SheetComparison, is_same
from xlplugin.returns.verify.foreign_parts import foreign_parts
from xlplugin.returns.verify.issued_workbook import IssuedForm
from xlplugin.returns.verify.locate import Placement, is_like_one, placements
from xlplugin.workbook.sheet_names import SENT_BACK_SHEET

MOST_CHANGES = 40
"""Number of changed cells that are reported one by one; the rest is counted."""

FIRST_COLUMNS, MOST_WORDS = 8, 20
"""Columns in which a row's first words are searched, and characters of them that are shown."""


@dataclass(frozen=True)
class Returned:
    """What a return contains.

    Attributes:
        values: the entries by defined name; blank cells are left out, and ``LOST`` marks an entry that is gone.
        cells: where the entries are.
        moved: where the moved ones are.
        total: the total that the workbook itself shows.
        changes: the differences from the issued workbook.
        remarks: what may be worth knowing.
    """

    values: Mapping[str, CellValue]
    cells: Mapping[str, Cell]
    total: ShownCell
    changes: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    moved: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class Unchanged:
    """Sheets of a return whose locked contents are known to be as issued.

    Attributes:
        form: the issued workbook.
        values: entries and stamped values there, by the sheet's name and the cell's.
        total: the total that the workbook shows; None if it is on another sheet.
    """

    form: IssuedForm
    values: Mapping[str, Mapping[str, CellValue]]
    total: ShownCell | None

    def of_copy(self, form: IssuedForm, put: Mapping[str, CellValue]) -> "Unchanged | None":
        """Return the sheets with this body's own stamped values; None if they are from another form."""
        if form is not self.form:
            return None
        strange = {
            cell.sheet
            for name, cell in form.put.items()
            if cell.sheet in self.values and not is_same(put.get(name), self.values[cell.sheet].get(name))
        }
        values = {sheet: values for sheet, values in self.values.items() if sheet not in strange}
        return Unchanged(form, values, None if form.names["out_total"].sheet in strange else self.total)


@dataclass
class _Findings:
    changes: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


def verify(
    form: IssuedForm, book: WorkbookFile, put: Mapping[str, CellValue], known: Unchanged | None = None
) -> Returned:
    """Compare a return with the issued workbook and read the entries.

    Args:
        form: the issued workbook.
        book: the return.
        put: the values that this body's copy had beside the form, by name: name, number, seal, its own entries.
        known: sheets that are known to be as issued, with their entries.
    """
    put_at = {form.put[name]: value for name, value in put.items()}
    findings = _Findings()
    of_known = known.values if known else {}
    placed = placements(form, book, of_known.keys())
    changed: list[CellChange] = []
    hidden: list[Problem] = []
    for sheet in form.sheets:
        if sheet not in placed:
            findings.changes.append(new_problem(sheet, "sheet-gone"))
            continue
        if sheet in of_known:
            if sheet in book.hidden and not form.sheets[sheet].is_hidden:
                hidden.append(new_problem(sheet, "sheet-hidden"))
            continue
        compared = SheetComparison(form, placed, sheet, book.contents(placed[sheet].sheet), put_at)
        of_sheet = list(compared.changed())
        changed += of_sheet
        findings.changes += rows_gone(form, placed[sheet], of_sheet)
        hidden += compared.hidden()
        findings.remarks += [*otherwise_placed(placed[sheet]), *compared.remarks()]
    findings.changes += strange(form, book, {placed[sheet].sheet for sheet in of_known if sheet in placed})
    cells = _located(form, book, placed, changed, findings)
    findings.changes += [*hidden, *report_changes(placed, changed)]
    of_form = {*(placement.sheet for placement in placed.values()), SENT_BACK_SHEET}
    for sheet in (sheet for sheet in book.sheets if sheet not in of_form):
        if is_like_one(form, book.contents(sheet)):
            findings.changes.append(new_problem(sheet, "sheet-copied"))
        else:
            findings.remarks.append(new_problem(sheet, "sheet-added"))
    findings.changes += foreign_parts(
        book.package, form.pointed, form.types, has_same_macros=_same_macros(form.book, book)
    )
    if is_signed(book.package):
        findings.remarks.append(new_problem("", "signed"))
    at_hand = {
        name: of_known[cell.sheet].get(name)
        for name, cell in cells.items()
        if cell.sheet in of_known and cell == form.inputs[name]
    }
    shown = book.read(cell for name, cell in cells.items() if name not in at_hand)
    total = known.total if known else None
    counts_from_1904 = {DAYS: FROM_1904} if book.counts_from_1904 else {}
    return Returned(
        values=values_of(shown, cells, form.inputs.keys() - cells.keys(), at_hand) | counts_from_1904,
        cells=cells,
        total=total or _total(form, book, placed),
        changes=tuple(findings.changes),
        remarks=tuple(findings.remarks),
        moved={name: cell for name, cell in cells.items() if cell != form.inputs[name]},
    )


def _is_gone(placement: Placement, row: int) -> bool:
    return placement.rows.of(row) is None


def rows_gone(form: IssuedForm, placement: Placement, changed: Sequence[CellChange]) -> Iterator[Problem]:
    """Report the rows that are gone, each by its first words, instead of all their cells."""
    rows = dict.fromkeys(change.cell.row for change in changed if change.cell and _is_gone(placement, change.cell.row))
    texts = form.sheets[placement.issued].cells
    named = []
    for row in rows:
        words = (texts.get(f"{column_letters(column)}{row}", ShownCell()) for column in range(1, FIRST_COLUMNS + 1))
        first = next((str(word.value) for word in words if isinstance(word.value, str) and not word.is_formula), "")
        named.append(f"第 {row} 行" + (f"（{' '.join(first.split())[:MOST_WORDS]}）" if first else ""))
    if named:
        yield new_problem(placement.sheet, "rows-gone", rows=_some(named))


def report_changes(placed: Mapping[str, Placement], changed: Iterable[CellChange]) -> Iterator[Problem]:
    """Report changed cells one by one up to a limit; cells of lost rows are reported as rows."""
    differences = [
        change.problem
        for change in changed
        if not (change.cell and _is_gone(placed[change.cell.sheet], change.cell.row))
    ]
    yield from differences[:MOST_CHANGES]
    if len(differences) > MOST_CHANGES:
        yield new_problem("", "more-changes", count=len(differences) - MOST_CHANGES)


def _total(form: IssuedForm, book: WorkbookFile, placed: Mapping[str, Placement]) -> ShownCell:
    total = form.names["out_total"]
    cell = placed[total.sheet].cell(total) if total.sheet in placed else None
    return book.read([cell])[cell] if cell else ShownCell()


def otherwise_placed(placement: Placement) -> Iterator[Problem]:
    """Report what is not where it was issued, and where it was found."""
    if placement.sheet != placement.issued:
        yield new_problem(placement.sheet, "sheet-renamed", issued=placement.issued)
    if rows := placement.rows.added:
        yield new_problem(placement.sheet, "rows-inserted", rows=_some([str(row) for row in rows]))
    if not placement.rows.is_in_order:
        yield new_problem(placement.sheet, "rows-reordered")
    if columns := placement.columns.added:
        yield new_problem(
            placement.sheet, "columns-inserted", columns=_some([column_letters(column) for column in columns])
        )
    if not placement.columns.is_in_order:
        yield new_problem(placement.sheet, "columns-reordered")


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")


def _located(
    form: IssuedForm,
    book: WorkbookFile,
    placed: Mapping[str, Placement],
    changed: Sequence[CellChange],
    findings: _Findings,
) -> dict[str, Cell]:
    """Locate the entries by name, and report those that are lost, or that names and words place differently."""
    disturbed = {(change.cell.sheet, change.cell.row) for change in changed if change.cell}
    disturbed_sheets = {sheet for sheet, _ in disturbed}
    cells: dict[str, Cell] = {}
    moved: list[str] = []
    lost: list[str] = []
    by_place: list[str] = []
    by_words: list[str] = []
    for name, issued in form.names.items():
        placement, named = placed.get(issued.sheet), book.names.get(name)
        beside = placement.cell(issued) if placement else None
        at = named
        if named is None:
            # If the locked cells of a row are as issued, its entries are in place, too.
            is_beside_words = issued.sheet not in disturbed_sheets or (
                (issued.sheet, issued.row) not in disturbed and issued.row in form.rows_with_texts[issued.sheet]
            )
            at = beside if is_beside_words else None
            (lost if at is None else by_place if at == issued else by_words).append(name)
        elif placement and named == issued != beside:
            at = beside  # rows were inserted or deleted by a program that does not move names
            (by_words if at else lost).append(name)
        elif named != beside:
            moved.append(name)
        if at and name in form.inputs and at.sheet in book.sheets:
            cells[name] = at
    if moved:
        before, after = form.names[moved[0]], book.names[moved[0]]
        facts = {"count": len(moved), "before": before.seen_from(""), "after": after.seen_from("")}
        findings.changes.append(new_problem("", "cells-moved", **facts))
    if lost:
        findings.changes.append(new_problem("", "names-gone", count=len(lost), place=form.names[lost[0]].label))
    for names, code in ((by_place, "found-by-place"), (by_words, "found-by-words")):
        if names:
            findings.remarks.append(new_problem("", code, count=len(names)))
    return cells


def values_of(
    shown: Mapping[Cell, ShownCell],
    cells: Mapping[str, Cell],
    lost: Set[str],
    at_hand: Mapping[str, CellValue] = MappingProxyType({}),
) -> dict[str, CellValue]:
    """Read the entries, by name.

    Args:
        shown: the values that cells show.
        cells: where the entries are, by name.
        lost: the names that were not found.
        at_hand: values that are known already, by name; None for blank cells.
    """
    values: dict[str, CellValue] = {name: LOST for name in lost if name.startswith(("in_", INAPPLICABLE))}
    for name, cell in cells.items():
        value = ShownCell(at_hand[name]) if name in at_hand else shown[cell]
        if value.is_formula:
            values[name] = CellFormula(value.value)
        elif value.value not in (None, ""):
            values[name] = value.value
    return values


def strange(form: IssuedForm, book: WorkbookFile, known: Set[str]) -> Iterator[Problem]:
    """Report unknown markup in the parts that affect reading, except on sheets that are known.

    Markup that the issued workbook contains as well is not reported.
    """
    names = {part: name for name, part in book.sheets.items()}
    for part, what in book.strange(known).items():
        if new := [markup for markup in what if markup not in form.strange]:
            yield new_problem(names.get(part, ""), "unknown-markup", part=part, what="、".join(new))


def _same_macros(issued: WorkbookFile, returned: WorkbookFile) -> bool:
    projects = [
        [
            book.package.read(relation.target)
            for relation in book.package.relations(book.book)
            if relation.kind == "vbaProject"
        ]
        for book in (issued, returned)
    ]
    if projects[0] == projects[1] or not projects[1]:
        return True
    from xlplugin.workbook.vba.vba_project import same_code  # reads VBA projects that another program has rewritten

    return bool(projects[0]) and same_code(issued.content(), returned.content())
