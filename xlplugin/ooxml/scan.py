"""Finds the cells of a worksheet part, each with its value and with the bytes between which it stands.

Only elements of worksheets' own namespace count, and only where the format puts them: what an extension brings, or
what stands elsewhere under the same name, is nothing that a spreadsheet program shows.
"""

import re
from functools import lru_cache
from xml.parsers import expat

from xlplugin.address import MOST_KNOWN, column_of, letters, row_of
from xlplugin.ooxml.elements import HIDES, NO_FORMAT, CellElement, Found, Span
from xlplugin.ooxml.names import CHOICES, SHEETS
from xlplugin.ooxml.texts import how_read, marked, plain

MOST_CELLS = 200_000
"""Cells of a sheet; a form of ours has some thousands."""

FORM_ROWS, LAST_ROW = 20_000, 1_048_576
"""Below the first, rows and cells without content are a tail that somebody has formatted, and not looked at; below the
second there are none."""

_ADDRESS = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}")
LAST_COLUMN = 16_384
_SHOWN = frozenset(("sheetData", "row", "c", "cols", "mergeCells"))
"""What a program that knows an extension, or makes a choice, would show."""


def scan(xml: bytes) -> Found:
    """Find everything in one pass.

    Raises:
        expat.ExpatError: it is no XML.
        ValueError: it is no worksheet as programs write it: a number is none, a cell stands there twice or in
            another's row, or something foreign stands among the rows.
    """
    return _Scanner(xml).found


class _Scanner:
    def __init__(self, xml: bytes) -> None:
        self.found = Found()
        self._xml = xml
        self._depth = self._foreign = self._row = self._column = 0
        self._top_name = ""
        self._cell: CellElement | None = None
        self._address = ""
        self._seen: set[str] = set()
        """What there has been in the cell."""
        self._text: list[str] | None = None
        self._pieces: list[str] = []
        self._covered = ""
        """The range that a formula fills, where that is not its cell alone."""
        self._rules = ""
        """The range of the conditional formats that are being read."""
        self._how = ""
        """How the piece of a text that is being read differs from what stands beside it."""
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
        is_ours, is_choice, local, prefix = _named(name)
        if self._foreign:
            if is_ours and local in _SHOWN:
                raise ValueError(f"{local} in an extension or a choice, which some programs show")
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
        """Take an element that the format puts here; False for any other."""
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
                self.found.rules.append((self._rules, int(attributes.get("dxfId") or NO_FORMAT)))
            case "conditionalFormatting", "iconSet" | "dataBar" if depth == 4:
                if attributes.get("showValue", "").strip() in ("0", "false"):
                    self.found.rules.append((self._rules, HIDES))
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
        if depth == 8 and self._text is None and (how := how_read(local, attributes.get("val", ""))):
            self._how = self._how or how
        return depth == 7 and local == "rPr" and self._text is None

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r") or self._row + 1)
        self._column = 0
        if not 1 <= self._row <= LAST_ROW:
            raise ValueError("rows that there are not")
        self._row_span = Span(self._parser.CurrentByteIndex, style=int(attributes.get("s", 0)))
        if self._row > FORM_ROWS:
            return
        self.found.rows[self._row] = self._row_span
        if _is_hidden(attributes, "ht"):
            self.found.hidden_rows.add(self._row)

    def _start_column(self, attributes: dict[str, str]) -> None:
        first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
        if not 1 <= first <= last <= LAST_COLUMN:
            raise ValueError("columns that there are not")
        if _is_hidden(attributes, "width"):
            self.found.hidden_columns.append((first, last))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        # A cell without an address follows the one before it.
        address = attributes.get("r") or f"{letters(self._column + 1)}{self._row}"
        if not _is_address(address) or row_of(address) != self._row or address in self.found.cells:
            raise ValueError(f"a cell {address}, twice or in another's row")
        if len(self.found.cells) > MOST_CELLS:
            raise ValueError("too many cells")
        self._column = column_of(address)
        style, kind = int(attributes.get("s", 0)), attributes.get("t", "n")
        self._cell = CellElement(self._parser.CurrentByteIndex, style=style, type=kind)
        self.found.cells[address], self._address = self._cell, address
        self._pieces.clear()
        self._seen.clear()

    def _end(self, name: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if self._foreign:
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
            if self._row > FORM_ROWS and not self._seen:
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
        if self._text is not None and not self._foreign:
            self._text.append(text)

    def _close(self, span: Span) -> None:
        at = self._parser.CurrentByteIndex
        # Of an element that is one tag, the end is reported behind the tag; else at the tag that ends it.
        span.is_closed = self._xml.endswith(b"/>", span.start, at) and self._xml.find(b">", span.start) + 1 == at
        span.end = at if span.is_closed else self._xml.index(b">", at) + 1


def _covered(attributes: dict[str, str], address: str) -> str:
    """Give the range that a formula fills, where that is not its cell alone: part of what it is."""
    ref = attributes.get("ref", address)
    is_own = attributes.get("t") not in ("array", "dataTable") or ref in (address, f"{address}:{address}")
    return "" if is_own else f" {{{ref}}}"


@lru_cache(maxsize=256)
def _named(name: str) -> tuple[bool, bool, str, str]:
    """Take an element's name apart, as expat writes it: whether it is ours, whether a choice's; its name, its prefix.

    Expat gives namespace, name and prefix with blanks between, the latter where there is one; without a namespace,
    the name.
    """
    namespace, _, rest = name.rpartition(" ") if name.count(" ") == 1 else name.partition(" ")
    local, _, prefix = rest.partition(" ")
    return namespace in SHEETS, namespace == CHOICES, local, prefix


@lru_cache(maxsize=MOST_KNOWN)
def _is_address(address: str) -> bool:
    return _ADDRESS.fullmatch(address) is not None


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or has no size to speak of (points, characters)."""
    return attributes.get("hidden", "").strip() in ("1", "true") or float(attributes.get(size) or 1) < NO_SIZE


NO_SIZE = 0.2
"""Below this nothing of a row or column is seen."""
