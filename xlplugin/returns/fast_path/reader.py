"""The fast way to read a return: what was verified once with care need not be verified again.

Returns of one issue differ in what is filled in and in what formulas show; the rest of their sheets, as one program
saves them, is the same byte for byte. A return is taken apart into what is filled in and the rest. Where the rest is
that of a return which ``verification`` has found unchanged, it is unchanged as well. Anything else, such as another
order of attributes, is no fault: such a return is read with care, and what it looks like is then known.

A file is only known once this reader has understood of it what the careful one did.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from xlplugin.entries.cell_values import CellValue
from xlplugin.filled.open_workbook import ShownCell
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.ooxml.shared_strings import shared_text
from xlplugin.ooxml.unknown_markup import find_unknown_markup
from xlplugin.ooxml.zip_archive import Archive
from xlplugin.returns.fast_path.parts import TEXTS, FilledCells, PackageParts, PlainSheet, RestOfSheet
from xlplugin.returns.fast_path.values import UNREADABLE, NotPlain, OtherKinds, Shared, shown_by
from xlplugin.returns.verify.compare_sheet import least_widths
from xlplugin.returns.verify.issued_workbook import IssuedForm
from xlplugin.returns.verify.verify_return import Unchanged

MOST_KNOWN = 8
"""Ways of writing that are remembered: of a form, of its own part, of each of its sheets."""

MOST_STYLES = 64
"""Sets of formats that are remembered."""

_BOOK, _STYLES, _MACROS = "xl/workbook.xml", "xl/styles.xml", "xl/vbaProject.bin"


class Given(NamedTuple):
    """What was read in the fast way: what is filled in and put in, by name, and the total as the workbook shows it."""

    form: IssuedForm
    values: Mapping[str, CellValue]
    total: ShownCell


class _KnownForm:
    """A form as one program writes it."""

    def __init__(self, form: IssuedForm, book: WorkbookFile, parts: PackageParts) -> None:
        if not _is_of_usual_parts(book, parts):
            raise NotPlain
        self.form = form
        self._names, self._relations = parts.names, parts.relations()
        self._books = [parts.packed(_BOOK)]
        self._others: dict[bytes, OtherKinds] = {}
        self._essence = _essence(parts[_BOOK])
        self._macros = parts[_MACROS] if _MACROS in parts.names else b""
        open_cells = {**form.inputs, **form.put}
        self._disguising = self._others_of(parts).disguising
        self._sheets = [
            PlainSheet(name, book.sheets[name], open_cells, least_widths(sheet)) for name, sheet in form.sheets.items()
        ]
        self._rests: list[list[RestOfSheet]] = [[] for _ in self._sheets]
        self._pointing = {sheet.name: parts.pointing(sheet.part) for sheet in self._sheets}

    def is_of(self, parts: PackageParts) -> bool:
        """Whether a file may be of this form: all but its sheets is the same."""
        return (
            self._names == parts.names
            and self._relations == parts.relations()
            and self._is_book(parts)
            and (not self._macros or self._macros == parts[_MACROS])
        )

    def _is_book(self, parts: PackageParts) -> bool:
        """Whether the workbook's own part says the same; how it is packed is remembered, as that rarely differs."""
        packed = parts.packed(_BOOK)
        if packed not in self._books:
            if _essence(parts[_BOOK]) != self._essence:
                return False
            self._books = [packed, *self._books[: MOST_KNOWN - 1]]
        return True

    def _others_of(self, parts: PackageParts) -> OtherKinds:
        packed = parts.packed(_STYLES)
        if packed not in self._others:
            if len(self._others) > MOST_STYLES:
                self._others.clear()
            self._others[packed] = OtherKinds(parts[_STYLES])
        return self._others[packed]

    def _texts_and_others(self, parts: PackageParts) -> tuple[list[bytes], OtherKinds]:
        """Give what sheets refer to; formats of conditional formats have to disguise as they did."""
        others = self._others_of(parts)
        if others.disguising != self._disguising:
            raise NotPlain
        return parts.shared_texts(), others

    def taken_apart(self, parts: PackageParts) -> tuple[Given, list[RestOfSheet]]:
        """Give what is filled in and put in, and the rest of each sheet."""
        texts, others = self._texts_and_others(parts)
        values: dict[str, CellValue] = {}
        total, shown = self.form.names["out_total"], ShownCell()
        rests = []
        for sheet in self._sheets:
            xml = parts[sheet.part]
            rest, filled = sheet.taken_apart(xml, texts)
            rests.append(rest)
            values |= _values(filled, texts, others)
            if sheet.name == total.sheet:
                shown = shown_by(total.address, xml)
        return Given(self.form, values, shown), rests

    def knows(self, rests: Sequence[RestOfSheet]) -> bool:
        """Whether each sheet's rest is that of a return that was unchanged."""
        return all(rest in known for rest, known in zip(rests, self._rests, strict=True))

    def unchanged_sheets(self, parts: PackageParts, book: WorkbookFile) -> Unchanged:
        """Give what is on the sheets that are as in a return that was unchanged."""
        values_by_sheet: dict[str, Mapping[str, CellValue]] = {}
        total, shown = self.form.names["out_total"], None
        if not _is_of_usual_parts(book, parts):
            return Unchanged(self.form, values_by_sheet, None)
        texts, others = self._texts_and_others(parts)
        for sheet, known in zip(self._sheets, self._rests, strict=True):
            try:
                part = book.sheets.get(sheet.name, "")
                xml = parts[part]
                if parts.pointing(part) != self._pointing[sheet.name]:
                    continue  # pictures, notes or links that were not there
                rest, filled = sheet.taken_apart(xml, texts)
                if rest not in known:
                    continue
                values = _values(filled, texts, others)
                if sheet.name == total.sheet:
                    shown = shown_by(total.address, xml)
                values_by_sheet[sheet.name] = values
            except UNREADABLE:
                continue
        return Unchanged(self.form, values_by_sheet, shown)

    def remember(self, rests: Sequence[RestOfSheet]) -> None:
        """Keep the rests of a return that was unchanged."""
        for rest, known in zip(rests, self._rests, strict=True):
            if rest not in known:
                known[:] = [rest, *known[: MOST_KNOWN - 1]]


class KnownForms:
    """What is known of the forms that were issued."""

    def __init__(self) -> None:
        """Begin knowing nothing."""
        self._known: list[_KnownForm] = []

    def read(self, archive: Archive) -> Given | None:
        """Read a return; None where it is not as one that was verified before, and has to be read with care."""
        parts = PackageParts(archive)
        try:
            for known in self._known:
                if known.is_of(parts):
                    given, rests = known.taken_apart(parts)
                    if known.knows(rests):
                        return given
        except UNREADABLE:
            pass
        return None

    def unchanged_sheets(self, archive: Archive, book: WorkbookFile) -> Unchanged | None:
        """Read those sheets of a return that are as in one that was verified before; None where there is none."""
        parts, candidates = PackageParts(archive), []
        for known in self._known:
            try:
                candidates.append(known.unchanged_sheets(parts, book))
            except UNREADABLE:
                continue
        best = max(candidates, key=lambda candidate: len(candidate.values), default=None)
        return best if best and best.values else None

    def learn(self, archive: Archive, form: IssuedForm, book: WorkbookFile, values: Mapping[str, CellValue]) -> None:
        """Remember a return in which nothing was changed, if it is written plainly.

        Args:
            archive: the return.
            form: what was issued.
            book: the return, read with care.
            values: what is filled in or put in, as was read with care.
        """
        parts = PackageParts(archive)
        try:
            known = next(
                (known_form for known_form in self._known if known_form.form is form and known_form.is_of(parts)), None
            )
            new = known or _KnownForm(form, book, parts)
            given, rests = new.taken_apart(parts)
        except UNREADABLE:
            return
        if given.values == values:
            new.remember(rests)
            if known is None:
                self._known = [new, *self._known[: MOST_KNOWN - 1]]


def _values(filled: FilledCells, texts: Sequence[bytes], others: OtherKinds) -> dict[str, CellValue]:
    """Give what a sheet's open cells hold, by name."""
    others.refuse(filled.styles)
    others.refuse_unseen(filled.looks)
    return {name: shared_text(texts[value]) if type(value) is Shared else value for name, value in filled.cells}


def _is_of_usual_parts(book: WorkbookFile, parts: PackageParts) -> bool:
    """Whether a workbook's texts and formats are where the fast reader looks for them."""
    texts_are_there = book.related.get("sharedStrings", "") == (TEXTS if TEXTS in parts.names else "")
    return texts_are_there and book.related.get("styles") == _STYLES


def _essence(book: bytes) -> tuple[bytes, bytes]:
    """Give what counts of the workbook's own part: its sheets and names, and what the rest says of how they are read.

    The rest is parsed, with one element in the place of what is compared byte by byte.
    """
    start, end = book.find(b"<sheets"), book.find(b"</definedNames>")
    if start < 0 or end < start or b"<!" in book or b"<?" in book[2:]:
        raise NotPlain
    if any(book.count(name) != 2 for name in (b"sheets", b"definedNames")):
        raise NotPlain  # others of that name, by a prefix or in an extension
    return book[start:end], _around(book[:start] + b"<sheets/>" + book[end + len(b"</definedNames>") :])


@lru_cache(maxsize=256)
def _around(xml: bytes) -> bytes:
    """Give the namespaces in which the sheets and names stand, and how the workbook counts days."""
    cells: list[tuple[int, str, dict[str, str]]] = []
    names: dict[str, str] = {}
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        cells.append((depth, name.rpartition(" ")[2], attributes))

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartNamespaceDeclHandler = lambda prefix, uri: names.setdefault(prefix or "", uri or "")
    try:
        parser.Parse(xml, True)
        is_strange = bool(find_unknown_markup(xml, "workbook"))
    except expat.ExpatError as error:
        raise NotPlain from error
    if is_strange or [deep for deep, name, _ in cells if name == "sheets"] != [2]:
        raise NotPlain
    days = [attributes.get("date1904", "") for _, name, attributes in cells if name == "workbookPr"]
    return repr((names.get(""), names.get("r"), days)).encode()
