"""Finds the cells of a worksheet part, each with its value and its position in the bytes.

Only elements of the spreadsheet namespace in their proper places count: content of extensions, or elements of the same
name elsewhere, is not displayed by spreadsheet programs.
"""

import re
from functools import lru_cache
from xml.parsers import expat

from xlplugin.notation.cell_address import MOST_KNOWN, column_letters, column_of, row_of
from xlplugin.ooxml.namespaces import CHOICES, EXTENSIONS, RELATIONS, SHEETS
from xlplugin.ooxml.shared_strings import how_read, marked, plain
from xlplugin.ooxml.worksheet.extended_rules import EXTENDED, ExtendedRules, message_texts
from xlplugin.ooxml.worksheet.worksheet_elements import (
    HIDES,
    NO_FORMAT,
    CellElement,
    FrozenPane,
    Link,
    Message,
    ScannedSheet,
    Span,
)
from xlplugin.ooxml.xml_numbers import decimal, is_true, whole

MOST_CELLS = 60_000
"""Cells with content in a sheet; our forms have a few thousand. Blank cells do not count."""

MOST_LISTED = 20_000
"""Conditional formats, validations and columns of a sheet; our forms have about 200."""

MOST_KEPT = 500_000
"""Bytes of a sheet that is cached, so that an identical one is not scanned again; one of ours has about 150,000."""

MOST_DEEP = 100
"""Depth of nested elements; each open one costs memory."""

FORM_ROWS, FORM_COLUMNS, LAST_ROW = 20_000, 200, 1_048_576
"""Rows and cells without content beyond the first two limits are a formatted tail, and are not kept; no sheet has rows
below the last."""

_ADDRESS = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}")
LAST_COLUMN = 16_384
_SHOWN = frozenset(("sheetData", "row", "c", "cols", "mergeCells"))
"""Elements that a program which knows an extension, or chooses an alternative, would display."""


def scan(xml: bytes) -> ScannedSheet:
    """Scan a worksheet in one pass. The result may be shared, so it must not be changed.

    Raises:
        expat.ExpatError: it is not XML.
        ValueError: it is not a worksheet as programs write it: a number is invalid, a cell appears twice or in another
            cell's row, or a foreign element is among the rows.
    """
    return _kept(xml) if len(xml) <= MOST_KEPT else _found_in(xml)


@lru_cache(maxsize=16)
def _kept(xml: bytes) -> ScannedSheet:
    return _found_in(xml)


def _found_in(xml: bytes) -> ScannedSheet:
    scanner = _Scanner(xml)
    sheet = scanner.found
    sheet.hidden_rows |= {row for row, _ in scanner.rows.folded()}
    sheet.hidden_columns += scanner.columns.folded()
    return sheet


class _Outline:
    """Rows or runs of columns that may be folded away under another one; some programs hide them by that alone."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, int, bool, bool]] = []

    def add(self, first: int, last: int, attributes: dict[str, str]) -> None:
        is_below = whole(attributes.get("outlineLevel") or "0") > 0
        is_fold = is_true(attributes.get("collapsed", ""))
        if is_below or is_fold:
            self._lines.append((first, last, is_below, is_fold))

    def folded(self) -> list[tuple[int, int]]:
        """Return the lines on a lower level beside a line that is marked as collapsed."""
        prefix_runs = set()
        for lines in (sorted(self._lines), sorted(self._lines, reverse=True)):
            folds_until = None
            for first, last, is_below, is_fold in lines:
                touches = folds_until is not None and (first - 1 == folds_until[1] or last + 1 == folds_until[0])
                if is_below and (is_fold or touches):
                    prefix_runs.add((first, last))
                folds_until = (first, last) if is_fold or (is_below and touches) else None
        return sorted(prefix_runs)


class _Scanner:
    def __init__(self, xml: bytes) -> None:
        self.found = ScannedSheet()
        self.rows, self.columns = _Outline(), _Outline()
        self._xml = xml
        self._depth = self._foreign = self._row = self._column = 0
        self._top_name = ""
        self._cell: CellElement | None = None
        self._address = ""
        self._seen: set[str] = set()
        """The names of the child elements of the cell so far."""
        self._text: list[str] | None = None
        self._pieces: list[str] = []
        self._covered = ""
        """The range that a formula fills, if it is more than its cell."""
        self._rules = ""
        """The range of the conditional formats that are being read."""
        self._extended: ExtendedRules | None = None
        """The conditional formats or validations of an extension that are being read."""
        self._view = 1, 1
        """The first row and column of the sheet's view."""
        self._how = ""
        """How the run of text that is being read reads differently from its surroundings."""
        self._top = self._row_span = Span(0)
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth = depth = self._depth + 1
        if depth > MOST_DEEP:
            raise ValueError("too many elements within one another")
        if depth == 3 and len(self.found.rules) + len(self.found.messages) + len(self.found.widths) > MOST_LISTED:
            raise TooManyCells
        is_ours, is_choice, local, prefix = _named(name)
        if self._foreign:
            if is_ours and local in _SHOWN:
                raise ValueError(f"{local} in an extension or a choice, which some programs show")
            self._start_in_extension(name, local, attributes)
            return
        if self._text is not None:
            raise ValueError("something within a value")
        if depth == 2:
            self._top, self._top_name = Span(self._parser.CurrentByteIndex), local
        elif depth > 2 and self._top_name == "sheetData" and (is_choice or not (is_ours or self._cell)):
            raise ValueError("something foreign among the rows")
        if not (is_ours and self._is_known(depth, local, prefix, attributes)):
            self._foreign = depth

    def _is_known(self, depth: int, local: str, prefix: str, attributes: dict[str, str]) -> bool:
        """Process an element in its proper place; False for any other element."""
        if depth > 4:
            return self._cell is not None and self._is_of_cell(self._cell, depth, local, attributes)
        if depth == 1:
            return local == "worksheet"
        if depth == 2:
            if local == "sheetData":
                if self.found.data:
                    raise ValueError("two sheetData")
                self.found.prefix = f"{prefix}:" if prefix else ""
                self.found.data = self._top
            if local == "conditionalFormatting":
                self._rules = attributes.get("sqref", "")
            if local == "sheetFormatPr":
                self._start_format(attributes)
            return True
        match self._top_name, local:
            case "sheetData", "c" if depth == 4:
                self._start_cell(attributes)
            case "sheetData", "row" if depth == 3:
                self._start_row(attributes)
            case "cols", "col" if depth == 3:
                self._start_column(attributes)
            case "mergeCells", "mergeCell" if depth == 3:
                self.found.merges.append(attributes.get("ref", ""))
            case "conditionalFormatting", "cfRule" if depth == 3:
                format_ = attributes.get("dxfId")
                self.found.rules.append((self._rules, whole(format_) if format_ else NO_FORMAT))
            case "conditionalFormatting", "iconSet" | "dataBar" if depth == 4:
                if not is_true(attributes.get("showValue", "1")):
                    self.found.rules.append((self._rules, HIDES))
            case "sheetViews", "sheetView" if depth == 3:
                self._view = _corner(attributes.get("topLeftCell", "A1"))
            case "sheetViews", "pane" if depth == 4:
                self._start_pane(attributes)
            case "dataValidations", "dataValidation" if depth == 3:
                self.found.messages.append(Message(attributes.get("sqref", ""), message_texts(attributes)))
            case "hyperlinks", "hyperlink" if depth == 3:
                relation = next((value for name, value in attributes.items() if _is_relation(name)), "")
                self.found.links.append(Link(attributes.get("ref", ""), relation, attributes.get("location", "")))
            case _:
                return False
        return True

    def _is_of_cell(self, cell: CellElement, depth: int, local: str, attributes: dict[str, str]) -> bool:
        if depth == 5 and local in ("v", "f", "is"):
            if local in self._seen:
                raise ValueError(f"two {local} in a cell")
            self._seen.add(local)
            if local == "f":
                cell.formula = ""
                self._covered = _covered(attributes, self._address)
                cell.shared = attributes.get("si", "") if attributes.get("t") == "shared" else ""
            self._text = [] if local != "is" else None
            return True
        if "is" not in self._seen:
            return False
        if (depth == 6 and local in ("t", "r")) or (depth == 7 and local == "t"):
            self._text = [] if local == "t" else None
            self._how = "" if depth == 6 else self._how
            return True
        if depth == 8 and self._text is None and (how := how_read(local, attributes)):
            self._how = self._how or how
        return depth == 7 and local == "rPr" and self._text is None

    def _start_format(self, attributes: dict[str, str]) -> None:
        self.found.default_width = decimal(attributes.get("defaultColWidth") or str(self.found.default_width))
        self.found.default_height = decimal(attributes.get("defaultRowHeight") or str(self.found.default_height))
        is_low = self.found.default_height < LEAST_HEIGHT
        self.found.hides_others = is_true(attributes.get("zeroHeight", "")) or is_low

    def _start_pane(self, attributes: dict[str, str]) -> None:
        if attributes.get("state", "split") in ("frozen", "frozenSplit"):
            across, down = (round(decimal(attributes.get(name) or "0")) for name in ("xSplit", "ySplit"))
            self.found.frozen = FrozenPane(down, across, *self._view)

    def _start_in_extension(self, name: str, local: str, attributes: dict[str, str]) -> None:
        """Process what matters for entries: conditional formats that hide, messages of validations."""
        namespace = name.partition(" ")[0]
        if namespace in EXTENSIONS and local in EXTENDED:
            self._extended = ExtendedRules(local)
        if self._extended:
            self._extended.start(namespace in EXTENSIONS, local, attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = whole(given) if (given := attributes.get("r")) else self._row + 1
        self._column = 0
        if not 1 <= self._row <= LAST_ROW:
            raise ValueError("rows beyond the last possible one")
        self._row_span = Span(self._parser.CurrentByteIndex, style=whole(attributes.get("s", "0")))
        if self._row > FORM_ROWS:
            return
        self.found.rows[self._row] = self._row_span
        self.rows.add(self._row, self._row, attributes)
        if height := attributes.get("ht"):
            self.found.heights[self._row] = decimal(height)
        if _is_hidden(attributes, "ht", LEAST_HEIGHT):
            self.found.hidden_rows.add(self._row)

    def _start_column(self, attributes: dict[str, str]) -> None:
        first, last = whole(attributes.get("min", "")), whole(attributes.get("max", ""))
        if not 1 <= first <= last <= LAST_COLUMN:
            raise ValueError("columns beyond the last possible one")
        if width := attributes.get("width"):
            self.found.widths.append((first, last, decimal(width)))
        if style := attributes.get("style"):
            self.found.column_styles.append((first, last, whole(style)))
        self.columns.add(first, last, attributes)
        if _is_hidden(attributes, "width", LEAST_WIDTH):
            self.found.hidden_columns.append((first, last))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        # A cell without an address is the next one after the cell before it.
        address = attributes.get("r") or f"{column_letters(self._column + 1)}{self._row}"
        if not _is_address(address) or row_of(address) != self._row or address in self.found.cells:
            raise ValueError(f"a cell {address}, twice or in another's row")
        if len(self.found.cells) > MOST_CELLS:
            raise TooManyCells
        self._column = column_of(address)
        if self._column > LAST_COLUMN:
            raise ValueError("columns beyond the last possible one")
        style, kind = whole(attributes.get("s", "0")), attributes.get("t", "n")
        self._cell = CellElement(self._parser.CurrentByteIndex, style=style, type=kind, is_rich="vm" in attributes)
        self.found.cells[address], self._address = self._cell, address
        self._pieces.clear()
        self._seen.clear()

    def _end(self, name: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if self._foreign:
            if self._extended and self._extended.ends_with(_named(name)[2]):
                self.found.rules += self._extended.rules
                self.found.messages += self._extended.messages
                self._extended = None
            if depth == self._foreign:
                self._foreign = 0
            if depth > 2 or self._foreign:
                return
        local = _named(name)[2]
        if depth >= 4 and self._cell is not None:
            self._end_in_cell(self._cell, local, depth)
        elif depth == 3 and self._top_name == "sheetData":
            self._close(self._row_span)
        elif depth == 2:
            self._close(self._top)
            self.found.ends[local] = self._top.end

    def _end_in_cell(self, cell: CellElement, local: str, depth: int) -> None:
        if depth == 4:
            self._close(cell)
            if "v" in self._seen and "is" in self._seen:
                raise ValueError("two values in a cell")
            if cell.type == "inlineStr":
                cell.text = plain("".join(self._pieces)) if "is" in self._seen else None
            if not self._seen and (self._row > FORM_ROWS or self._column > FORM_COLUMNS):
                del self.found.cells[self._address]
            self._cell = None
        elif self._text is not None:
            text, self._text = "".join(self._text), None
            if local == "v":
                cell.text = plain(text) if cell.type == "str" else text
            elif local == "f":
                cell.formula = text + self._covered
            else:
                self._pieces.append(marked(text, self._how))

    def _data(self, text: str) -> None:
        if self._foreign:
            if self._extended:
                self._extended.data(text)
        elif self._text is not None:
            self._text.append(text)

    def _close(self, span: Span) -> None:
        at = self._parser.CurrentByteIndex
        # For an element that is one tag, expat reports the end behind the tag; otherwise at the closing tag.
        span.is_closed = self._xml.endswith(b"/>", span.start, at) and self._xml.find(b">", span.start) + 1 == at
        span.end = at if span.is_closed else self._xml.index(b">", at) + 1


def _covered(attributes: dict[str, str], address: str) -> str:
    """Return the range that a formula fills, if it is more than its cell: it is part of the formula."""
    ref = attributes.get("ref", address)
    is_own = attributes.get("t") not in ("array", "dataTable") or ref in (address, f"{address}:{address}")
    return "" if is_own else f" {{{ref}}}"


@lru_cache(maxsize=256)
def _named(name: str) -> tuple[bool, bool, str, str]:
    """Split an element's name as expat writes it: whether it is a spreadsheet element, whether a choice; name, prefix.

    Expat writes namespace, name and prefix separated by blanks (``http://…/main row x``); the prefix only if there is
    one, and without a namespace the name alone.
    """
    namespace, _, rest = name.rpartition(" ") if name.count(" ") == 1 else name.partition(" ")
    local, _, prefix = rest.partition(" ")
    return namespace in SHEETS, namespace == CHOICES, local, prefix


@lru_cache(maxsize=MOST_KNOWN)
def _is_address(address: str) -> bool:
    return _ADDRESS.fullmatch(address) is not None


def _is_hidden(attributes: dict[str, str], size: str, least: float) -> bool:
    """Whether a row or column is hidden, or smaller (points, characters) than can be read."""
    return is_true(attributes.get("hidden", "")) or decimal(attributes.get(size) or "100") < least


LEAST_HEIGHT, LEAST_WIDTH = 4.0, 0.8
"""Nothing can be read in rows (points) or columns (characters) that are smaller."""


def _corner(address: str) -> tuple[int, int]:
    """Return the row and column of a cell."""
    if not _is_address(address):
        raise ValueError(f"no cell: {address}")
    return row_of(address), column_of(address)


def _is_relation(name: str) -> bool:
    """Whether an attribute, as expat names it, is the id of a relationship."""
    namespace, _, rest = name.partition(" ")
    return namespace in RELATIONS and rest.partition(" ")[0] == "id"


class TooManyCells(ValueError):
    """A sheet holds more than any form."""
