"""Reads returns quickly: a way of writing that was verified in full once need not be verified again.

Returns of one issue differ in their entries and in the values of formulas; the rest of their sheets is the same, byte
for byte, as long as the same program saved them. A return is split into entries and the rest. If the rest equals that
of a return which ``verify`` found unchanged, it is unchanged, too. Any difference, such as another order of
attributes, is not an error: the return is read in full, and its way of writing is then known.

A way of writing is only remembered if this reader read the same entries from the file as the full one.
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
"""Ways of writing that are remembered: for a form, its workbook part, and each of its sheets."""

MOST_STYLES = 64
"""Sets of formats that are remembered."""

_BOOK, _STYLES, _MACROS = "xl/workbook.xml", "xl/styles.xml", "xl/vbaProject.bin"


class Given(NamedTuple):
    """The result of a fast reading: entries and stamped values by name, and the total that the workbook shows."""

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
        """Whether a file may be this form: everything except its sheets is the same."""
        return (
            self._names == parts.names
            and self._relations == parts.relations()
            and self._is_book(parts)
            and (not self._macros or self._macros == parts[_MACROS])
        )

    def _is_book(self, parts: PackageParts) -> bool:
        """Whether the workbook part is equivalent; its compressed bytes are remembered, as they rarely differ."""
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
        """Return shared texts and formats; formats used by conditional formatting must be the known ones."""
        others = self._others_of(parts)
        if others.disguising != self._disguising:
            raise NotPlain
        return parts.shared_texts(), others

    def taken_apart(self, parts: PackageParts) -> tuple[Given, list[RestOfSheet]]:
        """Split a return into entries with stamped values, and the rest of each sheet."""
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
        """Whether each sheet's rest is that of an unchanged return."""
        return all(rest in known for rest, known in zip(rests, self._rests, strict=True))

    def unchanged_sheets(self, parts: PackageParts, book: WorkbookFile) -> Unchanged:
        """Read the sheets that are as in an unchanged return."""
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
                    continue  # new pictures, notes or links
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
        """Remember the rests of an unchanged return."""
        for rest, known in zip(rests, self._rests, strict=True):
            if rest not in known:
                known[:] = [rest, *known[: MOST_KNOWN - 1]]


class KnownForms:
    """The ways in which issued forms are known to be written."""

    def __init__(self) -> None:
        """Start without any."""
        self._known: list[_KnownForm] = []

    def read(self, archive: Archive) -> Given | None:
        """Read a return; None if it is not written like one verified before, and must be read in full."""
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
        """Read the sheets of a return that are written like one verified before; None if there are none."""
        parts, candidates = PackageParts(archive), []
        for known in self._known:
            try:
                candidates.append(known.unchanged_sheets(parts, book))
            except UNREADABLE:
                continue
        best = max(candidates, key=lambda candidate: len(candidate.values), default=None)
        return best if best and best.values else None

    def learn(self, archive: Archive, form: IssuedForm, book: WorkbookFile, values: Mapping[str, CellValue]) -> None:
        """Remember an unchanged return if it is written plainly.

        Args:
            archive: the return.
            form: the issued workbook.
            book: the return, as read in full.
            values: its entries and stamped values, as read in full.
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
    """Return the values of a sheet's open cells, by name."""
    others.refuse(filled.styles)
    others.refuse_unseen(filled.looks)
    return {name: shared_text(texts[value]) if type(value) is Shared else value for name, value in filled.cells}


def _is_of_usual_parts(book: WorkbookFile, parts: PackageParts) -> bool:
    """Whether shared texts and formats are in the parts where the fast reader looks."""
    texts_are_there = book.related.get("sharedStrings", "") == (TEXTS if TEXTS in parts.names else "")
    return texts_are_there and book.related.get("styles") == _STYLES


def _essence(book: bytes) -> tuple[bytes, bytes]:
    """Return what counts in the workbook part: its sheets and names as bytes, and the meaning of the rest.

    ``<workbook …><sheets>A</sheets>…B</definedNames>…</workbook>`` gives the bytes from ``<sheets>`` to B, and the
    parsed meaning of the frame with ``<sheets/>`` in their place.
    """
    start, end = book.find(b"<sheets"), book.find(b"</definedNames>")
    if start < 0 or end < start or b"<!" in book or b"<?" in book[2:]:
        raise NotPlain
    if any(book.count(name) != 2 for name in (b"sheets", b"definedNames")):
        raise NotPlain  # a second element of that name, under a prefix or in an extension
    return book[start:end], _around(book[:start] + b"<sheets/>" + book[end + len(b"</definedNames>") :])


@lru_cache(maxsize=256)
def _around(xml: bytes) -> bytes:
    """Return the namespaces of sheets and names, and the workbook's date system."""
    elements: list[tuple[int, str, dict[str, str]]] = []
    names: dict[str, str] = {}
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        elements.append((depth, name.rpartition(" ")[2], attributes))

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
    if is_strange or [deep for deep, name, _ in elements if name == "sheets"] != [2]:
        raise NotPlain
    days = [attributes.get("date1904", "") for _, name, attributes in elements if name == "workbookPr"]
    return repr((names.get(""), names.get("r"), days)).encode()
