"""Compares a returned sheet with the issued one: changed locked cells, and anything hidden.

Texts, numbers and the texts of formulas are compared, each where ``locate`` found it. The values that formulas show
are not compared: they are computed again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TypeAlias

from xlplugin.entries.cell_values import CellValue, first_difference, show_value
from xlplugin.errors import Problem, new_problem
from xlplugin.filled.open_workbook import ShownCell
from xlplugin.filled.sheet_contents import SheetContents
from xlplugin.notation.cell_address import Cell, column_letters, column_of, row_of
from xlplugin.ooxml.formulas.normal_form import moved, normal_form
from xlplugin.ooxml.worksheet.scanner import LAST_COLUMN, LAST_ROW
from xlplugin.ooxml.worksheet.visible_area import width_of
from xlplugin.ooxml.worksheet.worksheet_elements import DEFAULT_WIDTH
from xlplugin.returns.verify.issued_workbook import IssuedForm
from xlplugin.returns.verify.locate import Placement

MOST_NAMED = 10
"""Number of ranges that a message names."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A changed locked cell: its place in the form (None if it is not in the form), and the problem to report."""

    cell: Cell | None
    problem: Problem


class SheetComparison:
    """A sheet of the form, and the returned sheet in its place."""

    def __init__(
        self,
        form: IssuedForm,
        placed: Mapping[str, Placement],
        sheet: str,
        returned: SheetContents,
        put: Mapping[Cell, CellValue],
    ) -> None:
        """Prepare the comparison.

        Args:
            form: the issued workbook.
            placed: where its sheets are in the return.
            sheet: the sheet's name in the form.
            returned: the returned sheet.
            put: the values that this body's copy had beside the form.
        """
        self._form, self._placed, self._put = form, placed, put
        self._issued, self._returned, self._placement = form.sheets[sheet], returned, placed[sheet]
        self._sheet = sheet
        self._is_as_issued = self._placement.rows.is_as_issued and self._placement.columns.is_as_issued

    def changed(self, *, with_formulas: bool = True) -> Iterator[CellChange]:
        """List the locked cells that changed, in the order of the return.

        Args:
            with_formulas: False if the return has no formulas, only their values.
        """
        put_here = {cell.address for cell in self._put if cell.sheet == self._sheet}
        not_locked = self._form.asked[self._sheet]
        if not with_formulas:
            not_locked |= {at for at, cell in self._issued.cells.items() if cell.is_formula}
        # Nearly all cells are in place and unchanged: skip them first.
        same: set[str] = set()
        if self._is_as_issued:
            same = {at for at, shown in self._returned.cells.items() if self._is_unchanged(at, shown)} - put_here
        locked = (Cell.at(self._sheet, at) for at in {*self._issued.cells, *put_here} - not_locked - same)
        pairs: list[tuple[Cell | None, Cell | None]] = [(cell, self._placement.cell(cell)) for cell in locked]
        known = {*self._issued.cells, *put_here, *not_locked}
        for at in self._returned.cells.keys() - same:
            back = self._placement.back(at)
            if back is None or back.address not in known:
                pairs.append((back, Cell.at(self._placement.sheet, at)))
        for issued, returned in sorted(pairs, key=_in_order):
            if difference := self._reported(issued, returned):
                yield CellChange(issued, difference)

    def _is_unchanged(self, at: str, returned: ShownCell) -> bool:
        issued = self._issued.cells.get(at, ShownCell())
        if issued.is_formula:
            return issued.formula == returned.formula != ""
        return not returned.is_formula and is_same(issued.value, returned.value)

    def _reported(self, cell: Cell | None, returned: Cell | None) -> Problem | None:
        before = self._issued.cells.get(cell.address, ShownCell()) if cell else ShownCell()
        after = self._returned.cells.get(returned.address, ShownCell()) if returned else ShownCell()
        if cell and cell in self._put:
            before = ShownCell(self._put[cell])
        place = _place(returned or cell)
        if before.is_formula:
            if not after.is_formula:
                return new_problem(place, "formula-gone", before=_formula(before), after=show_value(after.value))
            if after.formula != before.formula and not (cell and self._is_same_formula(cell, after.formula)):
                return new_problem(
                    place, "formula-changed", **first_difference(f"={before.formula}", f"={after.formula}")
                )
        elif after.is_formula:
            return new_problem(place, "locked-changed", before=show_value(before.value), after=_formula(after))
        elif not is_same(before.value, after.value):
            if before.value in (None, "") and cell and self._form.is_recalculated(cell):
                return None
            if isinstance(before.value, str) and isinstance(after.value, str):
                return new_problem(place, "locked-changed", **first_difference(before.value, after.value))
            return new_problem(place, "locked-changed", before=show_value(before.value), after=show_value(after.value))
        return None

    def _is_same_formula(self, cell: Cell, formula: str) -> bool:
        """Whether a formula is unchanged, or only adapted by a program because its cells moved."""
        issued, returned = self._form.formulas[cell], normal_form(formula)
        return returned == issued or (
            not all(placement.is_as_issued for placement in self._placed.values())
            and returned == moved(issued, cell.sheet, self._where)
        )

    def _where(self, cell: Cell) -> Cell | None:
        placement = self._placed.get(cell.sheet)
        return placement.cell(cell) if placement else cell

    def _disguised(self) -> Iterator[Problem]:
        """List the entries that a conditional format may disguise."""
        if not self._returned.disguises:
            return
        ranges = [_corners(area) for some in set(self._returned.disguises) for area in some.split()]
        asked = (self._placement.cell(Cell.at(self._sheet, at)) for at in self._form.asked[self._sheet])
        cells = sorted((cell.row, cell.column) for cell in asked if cell and any(_is_in(cell, area) for area in ranges))
        if cells:
            places = (f"{column_letters(column)}{row}" for row, column in cells)
            yield new_problem(self._placement.sheet, "cells-disguised", cells=_some(places))

    def hidden(self) -> Iterator[Problem]:
        """List what readers can no longer see, or see differently; rows and columns outside the form may be hidden."""
        sheet, issued, returned = self._placement.sheet, self._issued, self._returned
        yield from self._disguised()
        if returned.is_hidden and not issued.is_hidden:
            yield new_problem(sheet, "sheet-hidden")
        end = self._form.ends[self._sheet]
        before = {row: self._placement.rows.back(row) for row in returned.hidden_rows}
        rows = sorted(row for row, was in before.items() if was and was <= end.row and was not in issued.hidden_rows)
        if rows:
            yield new_problem(sheet, "rows-hidden", rows=_some(map(str, rows)))
        columns = (self._placement.columns.of(column) for column in range(1, end.column + 1))
        here = [column for column in columns if column and _is_among(column, returned.hidden_columns)]
        known = issued.hidden_columns
        names = [column_letters(at) for at in here if not _is_among(self._placement.columns.back(at) or 0, known)]
        if names:
            yield new_problem(sheet, "columns-hidden", columns=_some(names))
        if returned.frozen_rows > max(MOST_FROZEN_HIGH, issued.frozen_rows * _MUCH) or returned.frozen_columns > max(
            MOST_FROZEN_WIDE, issued.frozen_columns * _MUCH
        ):
            yield new_problem(sheet, "panes-frozen")
        if merged := sorted(returned.merges - self._merges()):
            yield new_problem(sheet, "cells-merged", cells=_some(merged))
        yield from self._unseen()
        yield from self._messages()

    def _unseen(self) -> Iterator[Problem]:
        """List locked texts that are struck out or invisible, figures that do not fit, and pictures over cells."""
        sheet, returned = self._placement.sheet, self._returned
        places: dict[str, list[str]] = {}
        for at, how in returned.looks.items():
            was = self._placement.back(at)
            address = was.address if was else ""
            if was and address not in self._form.asked[self._sheet] and self._issued.looks.get(address) != how:
                places.setdefault(how, []).append(at)
        for how, some in places.items():
            yield new_problem(sheet, "locked-unseen", how=how, cells=_some(some))
        narrow = [cell.address for cell in self._asked_here() if self._is_too_narrow(cell)]
        if narrow:
            yield new_problem(sheet, "column-too-narrow", cells=_some(narrow))
        end = self._form.ends[self._sheet]
        over = [picture for picture in returned.pictures if picture[0] <= end.row and picture[2] <= end.column]
        if len(over) > len(self._issued.pictures):
            yield new_problem(sheet, "pictures-over", count=len(over) - len(self._issued.pictures))

    def _asked_here(self) -> Iterator[Cell]:
        """List where the entries of this sheet are in the return."""
        for at in sorted(self._form.asked[self._sheet]):
            if cell := self._placement.cell(Cell.at(self._sheet, at)):
                yield cell

    def _is_too_narrow(self, cell: Cell) -> bool:
        """Whether a number shows as ### or cut off in a column that was wide enough when issued."""
        value = self._returned.cells.get(cell.address, ShownCell()).value
        if not isinstance(value, float):
            return False
        wide = width_of(self._returned.widths, cell.column, DEFAULT_WIDTH)
        was = self._placement.columns.back(cell.column)
        issued = width_of(self._issued.widths, was or 0, DEFAULT_WIDTH)
        return wide < issued * _NARROWER and len(f"{value:.15g}") > wide - _PADDING

    def _messages(self) -> Iterator[Problem]:
        """List the cells whose validation shows another message than it did."""
        if self._returned.messages == self._issued.messages:
            return
        asked = _by_place(self._form.asked[self._sheet])
        texts_at = {at: message.texts for message in self._issued.messages for at in _within(message.ranges, asked)}
        cells = _by_place((*(cell.address for cell in self._asked_here()), *self._returned.cells))
        changed: list[str] = []
        for message in self._returned.messages:
            for at in sorted(_within(message.ranges, cells)) if any(message.texts) else ():
                was = self._placement.back(at)
                # When rows move, a program may leave validations behind: any validation of the form is acceptable.
                before = (texts_at.get(was.address if was else "", ()),) if self._is_as_issued else texts_at.values()
                if all(_message_changed(message.texts, texts) for texts in before):
                    changed.append(at)
        if changed:
            yield new_problem(self._placement.sheet, "message-changed", cells=_some(dict.fromkeys(changed)))

    def remarks(self) -> Iterator[Problem]:
        """List what the body added to cells: links and notes."""
        sheet, issued = self._placement.sheet, self._issued
        for ranges, target in self._returned.links:
            if (ranges, target) not in issued.links:
                yield new_problem(f"{sheet}!{ranges.partition(':')[0]}", "link-on-cell", address=target[:MOST_ADDRESS])
        for at, text in self._returned.notes.items():
            own = "\n".join(line for line in text.splitlines() if not line.startswith(OUR_MARKS)).strip()
            if own and issued.notes.get(at) != text:
                yield new_problem(f"{sheet}!{at}", "note-on-cell", note=" ".join(own.split())[:MOST_NOTE])

    def _merges(self) -> Set[str]:
        """Return where the form's merged cells are."""
        merges = self._issued.merges
        return merges if self._is_as_issued else {self._range(merge) for merge in merges}

    def _range(self, issued: str) -> str:
        first, last = (Cell.at(self._sheet, at) for at in issued.split(":"))
        rows = [row for at in range(first.row, last.row + 1) if (row := self._placement.rows.of(at))]
        columns = [at for at in (self._placement.columns.of(corner.column) for corner in (first, last)) if at]
        if not rows or not columns:
            return ""
        return f"{column_letters(min(columns))}{min(rows)}:{column_letters(max(columns))}{max(rows)}"


MOST_FROZEN_HIGH, MOST_FROZEN_WIDE, _MUCH = 500.0, 160.0, 1.2
"""Limits for frozen panes, in points and characters: beyond these many screens have no room for the rest."""

_NARROWER, _PADDING = 0.9, 0.5
"""A column counts as narrower below this share of its width; and the characters of it that stay blank."""


def least_widths(issued: SheetContents) -> dict[int, float]:
    """Return the widths below which each column of a sheet counts as narrower than issued, in characters."""
    runs = issued.widths
    return {column: width * _NARROWER for first, last, width in runs for column in range(first, last + 1)[:500]}


MOST_ADDRESS, MOST_NOTE = 500, 300
"""Characters of a link's address and of a note that a remark quotes."""

MOST_RANGES = 2_000
"""Ranges of one validation that are examined; more than a form has entries."""

OUR_MARKS = "【退回修改】", "【重新计算】"
"""Prefixes of the lines that this program writes into notes."""


def _by_place(addresses: Iterable[str]) -> dict[tuple[int, int], str]:
    """Index addresses by row and column."""
    return {(row_of(at), column_of(at)): at for at in addresses}


def _within(ranges: str, known: Mapping[tuple[int, int], str]) -> set[str]:
    """Return those of the known addresses that lie in the ranges."""
    addresses: set[str] = set()
    for corners in map(_corners, ranges.split()[:MOST_RANGES]):
        top, bottom, left, right = corners
        if (bottom - top + 1) * (right - left + 1) <= len(known):
            addresses.update(known[at] for at in product(range(top, bottom + 1), range(left, right + 1)) if at in known)
        else:
            addresses.update(
                at for (row, column), at in known.items() if top <= row <= bottom and left <= column <= right
            )
    return addresses


@lru_cache(maxsize=1024)  # all cells of a column have the same messages
def _message_changed(returned: tuple[str, ...], before: tuple[str, ...]) -> bool:
    """Whether messages changed, apart from spaces and an end that a program cut off."""
    pairs = zip(returned, before or ("",) * len(returned), strict=True)
    return any(not without_blanks(was).startswith(without_blanks(text)) for text, was in pairs)


def _some(names: Iterable[str]) -> str:
    some = list(names)
    return "、".join(some[:MOST_NAMED]) + ("…" if len(some) > MOST_NAMED else "")


_Corners: TypeAlias = tuple[int, int, int, int]


def _corners(cells: str) -> _Corners:
    """Return first and last row, first and last column of a range; the whole sheet if it is not a range."""
    first, _, last = cells.partition(":")
    try:
        top, other = (Cell.at("", at.replace("$", "")) for at in (first, last or first))
    except ValueError:  # whole columns, which files do not contain
        return 1, LAST_ROW, 1, LAST_COLUMN
    return top.row, other.row, top.column, other.column


def _is_in(cell: Cell, corners: _Corners) -> bool:
    top, bottom, left, right = corners
    return top <= cell.row <= bottom and left <= cell.column <= right


def _is_among(column: int, runs: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= column <= last for first, last in runs)


def _in_order(pair: tuple[Cell | None, Cell | None]) -> tuple[int, int]:
    cell = pair[1] or pair[0]
    return (cell.row, cell.column) if cell else (0, 0)


def _place(cell: Cell | None) -> str:
    return cell.label if cell else ""


def _formula(shown: ShownCell) -> str:
    return show_value(f"={shown.formula}")


def is_same(before: CellValue, after: CellValue) -> bool:
    """Whether a cell's value is unchanged, apart from what programs change when they save.

    Programs change spaces and line breaks in texts and the last digits of numbers, and turn numbers into texts or texts
    into numbers. A truth value is not a number, although Python treats it as one.
    """
    if before in (None, "") or after in (None, ""):
        return before in (None, "") and after in (None, "")
    if isinstance(before, str) and isinstance(after, str):
        return before == after or without_blanks(before) == without_blanks(after)
    if isinstance(before, float) and isinstance(after, str):
        before, after = after, before
    if isinstance(before, str) and isinstance(after, float):
        return _NUMBER.fullmatch(before.strip()) is not None and f"{float(before):.15g}" == f"{after:.15g}"
    if type(before) is not type(after):
        return False
    if isinstance(before, float) and isinstance(after, float):
        return before == after or f"{before:.15g}" == f"{after:.15g}"
    return before == after


_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?", re.ASCII)


def without_blanks(text: str) -> str:
    """Remove spaces and line breaks, which some programs change when they save."""
    return re.sub(r"\s|_x000[ADad]_", "", text)
