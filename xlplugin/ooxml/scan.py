"""Finds the cells of a worksheet part, each with its value and with the bytes between which it stands."""

from dataclasses import dataclass, field
from xml.parsers import expat

from xlplugin.address import column_of, letters
from xlplugin.ooxml.texts import plain


@dataclass(slots=True)
class Span:
    """Where an element stands; ``is_closed`` where it is one tag, without content."""

    start: int
    end: int = 0
    is_closed: bool = False
    style: int = 0
    """Of a row: the format of its cells that are not there."""


@dataclass(slots=True)
class CellElement:
    """A cell as its element says: format, type, where it is, value as it is written, formula.

    A formula that is shared with other cells has the number of its group in ``shared``; only one of the group says it.
    """

    style: int
    type: str
    span: Span
    text: str | None = None
    formula: str | None = None
    shared: str = ""

    @property
    def has_formula(self) -> bool:
        """Whether it has a formula."""
        return self.formula is not None


@dataclass(slots=True)
class Found:
    """What a worksheet part holds.

    Attributes:
        cells: by address.
        rows: by number.
        data: the element around the rows.
        prefix: what stands before the names of its elements (``x:``, mostly nothing).
        ends: where each element on the top level ends, by name.
        hidden_rows: the numbers of the rows that are hidden, or of no height.
        hidden_columns: the first and the last of columns that are hidden, or of no width.
    """

    cells: dict[str, CellElement] = field(default_factory=dict)
    rows: dict[int, Span] = field(default_factory=dict)
    data: Span | None = None
    prefix: str = ""
    ends: dict[str, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def scan(xml: bytes) -> Found:
    """Find everything in one pass.

    Raises:
        expat.ExpatError: it is no XML.
        ValueError: a number is none, or a cell stands there twice.
    """
    return _Scanner(xml).found


class _Scanner:
    def __init__(self, xml: bytes) -> None:
        self.found = Found()
        self._xml = xml
        self._depth = self._row = self._column = 0
        self._cell: CellElement | None = None
        self._text: list[str] | None = None
        self._pieces: list[str] = []
        self._in_reading = False
        self._top = Span(0)
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 2:
            self._top = Span(self._parser.CurrentByteIndex)
        local = name.rpartition(":")[2]
        if self._cell is not None:
            match local:
                case "v" | "t" if not self._in_reading:
                    self._text = []
                case "f":
                    self._cell.formula = ""
                    self._cell.shared = attributes.get("si", "") if attributes.get("t") == "shared" else ""
                    self._text = []
                case "rPh":
                    self._in_reading = True
        elif local == "c":
            self._start_cell(attributes)
        elif local == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
            self.found.rows[self._row] = Span(self._parser.CurrentByteIndex, style=int(attributes.get("s", 0)))
            if _is_hidden(attributes, "ht"):
                self.found.hidden_rows.add(self._row)
        elif local == "col" and _is_hidden(attributes, "width"):
            self.found.hidden_columns.append((int(attributes.get("min", 1)), int(attributes.get("max", 1))))
        elif local == "sheetData":
            self.found.prefix = name.removesuffix(local)
            self.found.data = Span(self._parser.CurrentByteIndex)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        # A cell without an address follows the one before it.
        address = attributes.get("r") or f"{letters(self._column + 1)}{self._row}"
        if address in self.found.cells:
            raise ValueError(f"two cells {address}")
        self._column = column_of(address)
        span = Span(self._parser.CurrentByteIndex)
        self._cell = CellElement(int(attributes.get("s", 0)), attributes.get("t", "n"), span)
        self.found.cells[address] = self._cell
        self._pieces.clear()

    def _end(self, name: str) -> None:
        self._depth -= 1
        local = name.rpartition(":")[2]
        if self._cell is not None:
            self._end_in_cell(self._cell, local)
        elif local == "row":
            self._close(self.found.rows[self._row])
        elif local == "sheetData" and self.found.data:
            self._close(self.found.data)
        if self._depth == 1:
            self._close(self._top)
            self.found.ends[local] = self._top.end

    def _end_in_cell(self, cell: CellElement, local: str) -> None:
        match local:
            case "v" | "t" | "f" if self._text is not None:
                text, self._text = "".join(self._text), None
                if local == "v":
                    cell.text = plain(text) if cell.type == "str" else text
                elif local == "f":
                    cell.formula = text
                else:
                    self._pieces.append(text)
            case "rPh":
                self._in_reading = False
            case "c":
                self._close(cell.span)
                if cell.type == "inlineStr":
                    cell.text = plain("".join(self._pieces))
                self._cell = None

    def _data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _close(self, span: Span) -> None:
        at = self._parser.CurrentByteIndex
        # Of an element that is one tag, the end is reported behind the tag; else at the tag that ends it.
        span.is_closed = self._xml.endswith(b"/>", span.start, at) and self._xml.find(b">", span.start) + 1 == at
        span.end = at if span.is_closed else self._xml.index(b">", at) + 1


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or has no size."""
    return attributes.get("hidden") in ("1", "true") or float(attributes.get(size) or 1) == 0
