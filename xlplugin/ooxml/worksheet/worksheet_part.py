"""Sets the cells of a worksheet part in place; every other byte stays as it is."""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias
from xml.parsers import expat
from xml.sax.saxutils import escape

from xlplugin.errors import UsageError, new_problem
from xlplugin.notation.cell_address import column_of, row_of
from xlplugin.ooxml.shared_strings import escaped
from xlplugin.ooxml.worksheet.scanner import MOST_CELLS, TooManyCells, scan
from xlplugin.ooxml.worksheet.worksheet_elements import CellElement, Span

Value: TypeAlias = str | int | float | bool | None
"""The new value of a cell; None makes it blank."""

_AFTER_NOTES = frozenset(
    ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
)
_AFTER_DRAWING = _AFTER_NOTES | {"legacyDrawing"}
"""Elements that come after those that refer to drawings (CT_Worksheet is a sequence)."""

_NAME = re.compile(rb"<[\w.:-]+")
_STYLE = re.compile(rb'\s+s="[0-9]+"')

_VALUE = re.compile(rb"<([\w.-]+:)?v\b[^>]*(?:/>|>.*?</(?:[\w.-]+:)?v\s*>)", re.DOTALL)

_Edit = tuple[int, int, bytes]
"""The start and end of bytes to be replaced, and the new bytes."""


class SheetPart:
    """The XML of a worksheet; ``cells`` are its cells by address, ``found`` is all that was scanned."""

    def __init__(self, xml: bytes, damaged: Callable[[], Exception]) -> None:
        """Scan the part.

        Args:
            xml: the part.
            damaged: makes the error for an invalid worksheet.
        """
        self.xml = xml
        try:
            self.found = scan(xml)
        except TooManyCells as error:
            raise UsageError([new_problem("", "too-many-cells", most=MOST_CELLS)]) from error
        except (expat.ExpatError, ValueError) as error:
            raise damaged() from error
        if self.found.data is None or self.found.data.is_closed:
            raise damaged()
        self._data = self.found.data
        self.cells: Mapping[str, CellElement] = self.found.cells

    def changed(
        self, values: Mapping[str, Value], styles: Mapping[str, int], uncomputed: Collection[str] = ()
    ) -> bytes:
        """Return the XML with new values and new formats for some cells.

        A cell that does not exist is inserted in its row, with the given format, or that of its row or column.
        Formulas in the cells ``uncomputed`` lose their values.
        """
        edits: list[_Edit] = []
        new: dict[int, dict[int, bytes]] = {}
        for address in dict.fromkeys((*values, *styles)):
            cell_element = self.cells.get(address)
            style = styles.get(address, cell_element.style if cell_element else self._style_beside(address))
            if address not in values:
                if cell_element:
                    edits.append((cell_element.start, cell_element.end, self._restyled(cell_element, style)))
                continue
            element = self._element(address, style, values[address])
            if cell_element:
                edits.append((cell_element.start, cell_element.end, element))
            else:
                new.setdefault(row_of(address), {})[column_of(address)] = element
        for address in uncomputed:
            if (cell_element := self.cells.get(address)) and cell_element.has_formula:
                xml = _VALUE.sub(b"", self.xml[cell_element.start : cell_element.end])
                edits.append((cell_element.start, cell_element.end, xml))
        return self._spliced([*edits, *self._insertions(new)])

    def pointing_to_notes(self, relation: str, namespace: str) -> bytes:
        """Return the XML with the element that refers to the drawing of the comments, in its place among the others."""
        return self._pointing("legacyDrawing", _AFTER_NOTES, relation, namespace)

    def pointing_to_drawing(self, relation: str, namespace: str) -> bytes:
        """Return the XML with the element that refers to a drawing, in its place among the others."""
        return self._pointing("drawing", _AFTER_DRAWING, relation, namespace)

    def _pointing(self, name: str, later: frozenset[str], relation: str, namespace: str) -> bytes:
        at = max(end for other, end in self.found.ends.items() if other not in later)
        element = f'<{self.found.prefix}{name} xmlns:r="{namespace}" r:id="{relation}"/>'
        return self._spliced([(at, at, element.encode())])

    def _style_beside(self, address: str) -> int:
        """Return the format for a cell that does not exist: its row's, else its column's."""
        row = self.found.rows.get(row_of(address))
        if row and row.style:
            return row.style
        column = column_of(address)
        return next((style for first, last, style in self.found.column_styles if first <= column <= last), 0)

    def _restyled(self, cell_element: CellElement, style: int) -> bytes:
        element = self.xml[cell_element.start : cell_element.end]
        name = _NAME.match(element)
        opened, at = element.index(b">"), name.end() if name else 0
        return element[:at] + f' s="{style}"'.encode() + _STYLE.sub(b"", element[at:opened]) + element[opened:]

    def _element(self, address: str, style: int, value: Value) -> bytes:
        p = self.found.prefix
        head = f'<{p}c r="{address}"' + (f' s="{style}"' if style else "")
        match value:
            case None | "":
                text = f"{head}/>"
            case bool():
                text = f'{head} t="b"><{p}v>{int(value)}</{p}v></{p}c>'
            case int() | float():
                text = f"{head}><{p}v>{value!r}</{p}v></{p}c>"
            case _:
                text_element = f'<{p}t xml:space="preserve">{escape(escaped(value))}</{p}t>'
                text = f'{head} t="inlineStr"><{p}is>{text_element}</{p}is></{p}c>'
        return text.encode()

    def _insertions(self, new: Mapping[int, Mapping[int, bytes]]) -> list[_Edit]:
        p, known = self.found.prefix, sorted(self.found.rows)
        neighbours: dict[int, list[tuple[int, int]]] = {}
        for address, cell in self.cells.items() if new else ():
            if (row := row_of(address)) in new:
                neighbours.setdefault(row, []).append((column_of(address), cell.start))
        edits = []
        for number in sorted(new):
            elements = new[number]
            if number in self.found.rows:
                edits += self._into_row(self.found.rows[number], sorted(neighbours.get(number, [])), elements)
                continue
            content = b"".join(elements[column] for column in sorted(elements))
            after = bisect_left(known, number)
            end = self.xml.rindex(b"</", self._data.start, self._data.end)
            at = self.found.rows[known[after]].start if after < len(known) else end
            edits.append((at, at, f'<{p}row r="{number}">'.encode() + content + f"</{p}row>".encode()))
        return edits

    def _into_row(self, row: Span, cells: list[tuple[int, int]], elements: Mapping[int, bytes]) -> list[_Edit]:
        if row.is_closed:
            head = self.xml[row.start : row.end].removesuffix(b"/>").rstrip()
            content = b"".join(elements[column] for column in sorted(elements))
            return [(row.start, row.end, head + b">" + content + f"</{self.found.prefix}row>".encode())]
        end = self.xml.rindex(b"</", row.start, row.end)
        places = [next((start for other, start in cells if other > column), end) for column in sorted(elements)]
        return [(at, at, elements[column]) for at, column in zip(places, sorted(elements), strict=True)]

    def _spliced(self, edits: list[_Edit]) -> bytes:
        pieces: list[bytes] = []
        at = 0
        # The sort is stable: insertions at one place keep their order.
        for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
            pieces += (self.xml[at:start], text)
            at = end
        return b"".join((*pieces, self.xml[at:]))
