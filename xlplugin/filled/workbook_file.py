"""A workbook file that somebody filled in: read and changed part by part, never saved as a whole.

Cells are found by their defined names, whether this program wrote the file or Excel, WPS or LibreOffice saved it again.
Everything that is not changed keeps its bytes: buttons, ribbon, VBA, comments, the user's own sheets.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from xml.etree import ElementTree
from xml.parsers import expat

from xlplugin.entries.cell_values import CellDisguised, CellError, CellPercent, CellPicture, CellValue
from xlplugin.errors import UsageError, new_problem
from xlplugin.filled.open_workbook import ShownCell
from xlplugin.filled.sheet_contents import SheetContents
from xlplugin.filled.sheet_edits import SheetEdits
from xlplugin.notation.cell_address import Cell, cell_of, row_of
from xlplugin.ooxml.comments import SheetComments, all_comment_texts
from xlplugin.ooxml.drawings import pictures_over
from xlplugin.ooxml.namespaces import RELATIONS, is_of_sheets, local_name
from xlplugin.ooxml.package import OFFICE, Package
from xlplugin.ooxml.part_types import has_needed_types
from xlplugin.ooxml.shared_strings import UNSEEN, SharedTexts, marked
from xlplugin.ooxml.styles import Styles
from xlplugin.ooxml.unknown_markup import find_unknown_markup
from xlplugin.ooxml.worksheet.blank_cells import without_blank_cells
from xlplugin.ooxml.worksheet.scanner import MOST_CELLS
from xlplugin.ooxml.worksheet.visible_area import visible_area
from xlplugin.ooxml.worksheet.worksheet_elements import HIDES, CellElement, Link
from xlplugin.ooxml.worksheet.worksheet_part import SheetPart
from xlplugin.ooxml.xml_numbers import decimal, is_true, whole
from xlplugin.workbook.sheet_names import META_SHEET
from xlplugin.workbook.sheets.hidden_facts import FACTS, read_facts

MOST_COPIED = 500_000
"""Characters of shared formulas, written out for each cell; ONLYOFFICE shares about 20,000 of ours."""

MOST_FORMATTING = 400_000
"""Elements of the styles part; Excel itself allows 65,490 cell formats."""

_TEXTS = ("s", "str", "inlineStr")
"""The types of cells with texts."""

_ROOTS = {"styles": "styleSheet", "sharedStrings": "sst"}
"""The root elements of parts that the workbook refers to."""

_ZERO, _ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
"""The date of day 0 in the two date systems."""


def _children(root: ElementTree.Element, name: str, child: str) -> Iterator[ElementTree.Element]:
    """Return the items of a list in the workbook's main part."""
    for group in root:
        if is_of_sheets(group.tag, name):
            yield from (element for element in group if is_of_sheets(element.tag, child))


class WorkbookFile:
    """A workbook's package; ``content`` gives its bytes with the changes.

    Attributes:
        package: its parts.
        book: the name of its main part.
        sheets: the names of its worksheets, in order, each with the name of its part.
        hidden: the names of hidden worksheets.
        related: the part of each kind (``styles``) that it refers to.
        names: its defined names that mean one cell.
    """

    def __init__(self, content: bytes, where: str = "") -> None:
        """Open a workbook.

        Args:
            content: the bytes of the file.
            where: its name, for messages.

        Raises:
            UsageError: it is not a workbook, or it is damaged.
        """
        self.package = Package(content, where)
        self._where = where
        self._loaded: dict[str, SheetPart] = {}
        self._contents: dict[str, SheetContents] = {}
        books = [relation.target for relation in self.package.relations("") if relation.kind == "officeDocument"]
        if len(books) != 1 or not self.package.has(books[0]):
            raise self.package.damaged()
        (book,) = books
        self.book = book
        if not has_needed_types(self.package, book):
            raise self.package.damaged()
        targets = {relation.id: relation.target for relation in self.package.relations(book) if not relation.is_outside}
        related = [
            (relation.kind, relation.target) for relation in self.package.relations(book) if not relation.is_outside
        ]
        self.related = dict(related)
        if any([kind for kind, _ in related].count(kind) > 1 for kind in ("sharedStrings", "styles")):
            raise self.package.damaged()  # programs take either of two
        self.sheets: dict[str, str] = {}
        self.names: dict[str, Cell] = {}
        self.hidden: set[str] = set()
        self._zero = _ZERO
        root = self.package.parsed(book)
        lists = [name for child in root if (name := local_name(child.tag)) in ("sheets", "definedNames")]
        names = [element.get("name", "").casefold() for element in _children(root, "sheets", "sheet")]
        if len(set(lists)) != len(lists) or len(set(names)) != len(names):
            raise self.package.damaged()  # as above
        for element in _children(root, "sheets", "sheet"):
            ids = [value for name, value in element.attrib.items() if name[1:].removesuffix("}id") in RELATIONS]
            if len(ids) != 1:
                raise self.package.damaged()  # programs take either of two
            (id,) = ids
            self.sheets[element.get("name", "")] = targets.get(id, "")
            if element.get("state", "visible") != "visible":
                self.hidden.add(element.get("name", ""))
        for element in _children(root, "definedNames", "definedName"):
            if element.get("localSheetId") is None and (cell := cell_of(element.text or "")):
                self.names[element.get("name", "")] = cell
        if any(is_true(child.get("date1904", "")) for child in root if is_of_sheets(child.tag, "workbookPr")):
            self._zero = _ZERO_1904

    def content(self) -> bytes:
        """Return the bytes of the file."""
        return self.package.content()

    def facts(self) -> Mapping[str, str]:
        """Return the facts of 工作簿信息; an empty mapping if that sheet is missing."""
        sheet = next((name for name in self.sheets if name.strip() == META_SHEET), None)
        if sheet is None:
            return {}
        # Twice as many rows as there are facts, because rows may have been inserted.
        cells = [(Cell(sheet, 1, row), Cell(sheet, 2, row)) for row in range(1, 2 * len(FACTS) + 1)]
        values = self.read(cell for pair in cells for cell in pair)
        facts = read_facts([(values[name].value, values[value].value) for name, value in cells])
        if (front := self.names.get("form_body")) and front.sheet in self.sheets:
            # The entry itself: the formula on the hidden sheet may not have been computed yet.
            facts["filled_body"] = str(self.read([front])[front].value or "")
        return facts

    @property
    def counts_from_1904(self) -> bool:
        """Whether days are counted from 1904 instead of 1900."""
        return self._zero == _ZERO_1904

    @property
    def asks_for_names(self) -> bool:
        """Whether names are looked up one by one: no, all of them are in one part."""
        return False

    def places(self, names: Iterable[str]) -> Mapping[str, Cell]:
        """Find cells by their defined names; missing names are absent from the result."""
        return {name: self.names[name] for name in names if name in self.names}

    def read(self, cells: Iterable[Cell]) -> Mapping[Cell, ShownCell]:
        """Return what cells show."""
        return {cell: self._shown(self._sheet(cell.sheet).cells.get(cell.address)) for cell in cells}

    def contents(self, sheet: str) -> SheetContents:
        """Return everything that a sheet contains; numbers unchanged, whatever their formats."""
        if sheet not in self._contents:
            self._contents[sheet] = self._all_of(sheet)
        return self._contents[sheet]

    def _all_of(self, sheet: str) -> SheetContents:
        part = self._sheet(sheet)
        shared = {cell.shared: (at, cell.formula) for at, cell in part.cells.items() if cell.shared and cell.formula}
        copied = sum(
            len(shared[cell.shared][1] or "")
            for cell in part.cells.values()
            if cell.shared in shared and not cell.formula
        )
        if copied > MOST_COPIED:
            raise UsageError([new_problem(self._where, "too-many-cells", most=MOST_CELLS)])
        cells: dict[str, ShownCell] = {}
        looks: dict[str, str] = {}
        by_format: dict[tuple[int, bool], str] = {}
        for at, cell in part.cells.items():
            if cell.formula is not None:
                shown = self._shown(cell, as_shown=False)
                cells[at] = ShownCell(shown.value, True, _formula(cell, at, shared), shown.is_known)
            elif cell.text:
                cells[at] = ShownCell(self._value(cell, cell.text, as_shown=False))
            else:
                continue
            is_text = cell.type in _TEXTS
            if (format_ := (cell.style, is_text)) not in by_format:
                by_format[format_] = self._look(*format_)
            if how := by_format[format_]:
                looks[at] = how
        layout = visible_area(part.found, max((row_of(at) for at in cells), default=0))
        disguises = tuple(
            ranges for ranges, style in part.found.rules if style == HIDES or style in self._styles.disguising
        )
        return SheetContents(
            cells=cells,
            is_hidden=sheet in self.hidden,
            hidden_rows=layout.hidden_rows,
            hidden_columns=layout.hidden_columns,
            merges=frozenset(part.found.merges),
            disguises=disguises,
            looks=looks,
            messages=tuple(part.found.messages),
            links=self._links(sheet, part.found.links),
            notes=all_comment_texts(self.package, self._part(sheet)),
            widths=tuple(part.found.widths),
            frozen_rows=layout.frozen_rows,
            frozen_columns=layout.frozen_columns,
            pictures=pictures_over(self.package, self._part(sheet)),
        )

    def _look(self, style: int, is_text: bool) -> str:
        """Say how content with a format reads differently: struck out, invisible, or for texts another text."""
        if how := self._styles.how_read(style):
            return how
        return UNSEEN if is_text and self._styles.shows_another_text(style) else ""

    def _links(self, sheet: str, links: Iterable[Link]) -> tuple[tuple[str, str], ...]:
        if not (links := tuple(links)):
            return ()
        targets = {relation.id: relation.target for relation in self.package.relations(self._part(sheet))}
        return tuple((link.ranges, targets.get(link.relation, link.location)) for link in links)

    def strange(self, known: Set[str] = frozenset()) -> Mapping[str, tuple[str, ...]]:
        """List unknown markup in the parts that affect entries, locked texts or what is displayed, by part.

        Args:
            known: sheets that are skipped because their content is known.

        Raises:
            UsageError: a part is damaged.
        """
        worksheets = (part for sheet, part in self.sheets.items() if part and sheet not in known)
        parts = {self.book: "workbook", **dict.fromkeys(worksheets, "worksheet")}
        parts |= {self.related[kind]: root for kind, root in _ROOTS.items() if self.related.get(kind)}
        strange = {part: self.strange_in(part, root) for part, root in parts.items() if self.package.has(part)}
        return {part: what for part, what in strange.items() if what}

    def strange_in(self, part: str, root: str) -> tuple[str, ...]:
        """List unknown markup in a part with this root element."""
        xml = self.package.read(part)
        if root == "styleSheet" and xml.count(b"<") > MOST_FORMATTING:
            raise UsageError([new_problem(self._where, "too-many-formats")])
        try:
            return tuple(find_unknown_markup(xml, root))
        except (expat.ExpatError, ValueError) as error:
            raise self.package.damaged() from error

    def formulas(self, cells: Iterable[Cell]) -> frozenset[Cell]:
        """Return the cells that have a formula."""
        elements = ((cell, self._sheet(cell.sheet).cells.get(cell.address)) for cell in cells)
        return frozenset(cell for cell, element in elements if element and element.has_formula)

    def with_ground(self, cells: Iterable[Cell], ground: str) -> frozenset[Cell]:
        """Return the cells with a fill."""
        elements = ((cell, self._sheet(cell.sheet).cells.get(cell.address)) for cell in cells)
        return frozenset(cell for cell, element in elements if element and self._styles.ground(element.style) == ground)

    def notes(self, sheet: str) -> Mapping[str, str]:
        """Return the comments of a sheet, by address."""
        return SheetComments(self.package, self._part(sheet)).texts

    @contextmanager
    def editing(self, sheet: str) -> Iterator[SheetEdits]:
        """Collect changes of a sheet, and write them; the protection of a file does not prevent that."""
        editor = SheetEdits()
        yield editor
        styles: dict[str, int] = {}
        if editor.grounds or editor.general:
            formats = self._styles
            for address in (*editor.grounds, *editor.general):
                element = self._sheet(sheet).cells.get(address)
                styles[address] = element.style if element else 0
            styles |= {address: formats.as_general(styles[address]) for address in editor.general}
            styles |= {
                address: formats.with_ground(styles[address], ground) for address, ground in editor.grounds.items()
            }
            self.package.put(self.related["styles"], formats.xml)
        part = self._part(sheet)
        whole = SheetPart(self.package.read(part), self.package.damaged)
        self.package.put(part, whole.changed(editor.values, styles, editor.formulas))
        self._loaded.pop(sheet, None)
        self._contents.pop(sheet, None)
        if editor.notes and (relation := SheetComments(self.package, part).change(editor.notes)):
            whole = SheetPart(self.package.read(part), self.package.damaged)
            self.package.put(part, whole.pointing_to_notes(relation, OFFICE))
            self._loaded.pop(sheet, None)

    def _part(self, sheet: str) -> str:
        if not (part := self.sheets.get(sheet)):
            raise UsageError([new_problem(self._where, "sheet-missing", sheet=sheet)])
        return part

    def _sheet(self, name: str) -> SheetPart:
        if name not in self._loaded:
            xml = without_blank_cells(self.package.read(self._part(name)))
            self._loaded[name] = SheetPart(xml, self.package.damaged)
        return self._loaded[name]

    @cached_property
    def _texts(self) -> Sequence[str]:
        part = self.related.get("sharedStrings", "")
        if not self.package.has(part):
            return []
        return SharedTexts(self.package.well_formed(part), lambda: self.package.parsed(part))

    @cached_property
    def _styles(self) -> Styles:
        part = self.related.get("styles", "")
        xml = self.package.text(part) if self.package.has(part) else ""
        if xml.count("<") > MOST_FORMATTING:
            raise UsageError([new_problem(self._where, "too-many-formats")])
        return Styles(xml, self.package.damaged)

    def _shown(self, cell: CellElement | None, as_shown: bool = True) -> ShownCell:
        if cell is None:
            return ShownCell()
        if (cell.is_rich and cell.type == "e") or _PICTURE.match(cell.formula or ""):
            return ShownCell(CellPicture())
        if cell.text is None or (cell.has_formula and cell.type == "n" and not cell.text.strip()):
            return ShownCell(None, cell.has_formula, is_known=not cell.has_formula)
        value = self._value(cell, cell.text, as_shown)
        is_typed = as_shown and not cell.has_formula
        if is_typed and isinstance(value, str) and value and (code := self._styles.shows_another_text(cell.style)):
            value = CellDisguised(value, code)
        if as_shown and not cell.has_formula and (how := self._styles.how_read(cell.style)):
            value = marked(f"{value:.15g}" if isinstance(value, float) else str(value or ""), how)
        return ShownCell(value, cell.has_formula)

    def _value(self, cell: CellElement, text: str, as_shown: bool) -> CellValue:
        try:
            match cell.type:
                case "s":
                    return self._texts[whole(text)]
                case "str" | "inlineStr":
                    return text
                case "b" if text in ("0", "1"):
                    return text == "1"
                case "e":
                    return CellError(text)
                case "d":
                    return datetime.fromisoformat(text)
                case "n" if not text.strip():
                    return None
                case "n":
                    number = decimal(text)
                case _:
                    raise self.package.damaged()
        except (ValueError, IndexError) as error:
            raise self.package.damaged() from error
        if as_shown and self._styles.shows_date(cell.style):
            try:
                date = self._zero + timedelta(days=number)
            except OverflowError:  # after the year 9999; programs show ####
                return CellError("####")
            code = self._styles.shows_other_date(cell.style, date.day)
            return CellDisguised(number, code) if code else date
        if as_shown and self._styles.shows_percent(cell.style):
            return CellPercent(number)
        if as_shown and not cell.has_formula and (code := self._styles.shows_another(cell.style, number)):
            return CellDisguised(number, code)
        return number


_PICTURE = re.compile(r"=?\s*(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
"""The formula by which WPS shows a picture in a cell: ``=DISPIMG("ID_…",1)``."""


def _formula(cell: CellElement, at: str, shared: Mapping[str, tuple[str, str | None]]) -> str:
    """Return the text of a cell's formula, which may be written in another cell of its group."""
    if cell.formula or cell.shared not in shared:
        return cell.formula or ""
    from xlplugin.ooxml.formulas.normal_form import shared_formula  # openpyxl, only for files with such formulas

    first, formula = shared[cell.shared]
    return shared_formula(formula or "", first, at)
