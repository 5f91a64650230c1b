"""Splits rows of a sheet, as programs usually write them, into values and the rest.

A row without its values is the same in nearly all files, and examined once; nine rows of ten are equal with their
values, even between different bodies' returns.

The row ``<row r="5"><c r="A5" s="1" t="s"><v>3</v></c><c r="B5" s="2"/><c r="C5"><v>2.5</v></c>`` is split at
``<v>…<`` into five pieces; the values are ``3`` and ``2.5``, and what is between them is
``/v></c><c r="B5" s="2"/><c r="C5">``.
"""

import re
from collections.abc import Mapping
from itertools import compress, pairwise
from typing import NamedTuple

from xlplugin.ooxml.shared_strings import OTHER_ENTITY
from xlplugin.returns.fast_path.values import NotPlain, Written, kind_and_style, value_of

_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"((?: [a-z:]+="[^"<>]*")*) ?'
    rb'(?:(/)>|>(<f(?: [\w:]+="[^"<>]*")*(?:/>|>[^<]*</f>))?(?:<v ?/>)?(</c>)?)'
)
"""A cell up to its value, in groups: address, attributes, ``/`` if it is empty, formula, ``</c>`` if it has no value.

``<c r="B5" s="2"/>`` gives ``B5``, `` s="2"``, ``/``; ``<c r="J5"><f>I5+1</f><`` gives ``J5`` and ``<f>I5+1</f>``.
"""

_TEXT_END = b"/t></is></c>"
_ENDS = (b"/v></c>", _TEXT_END)
"""How a cell ends after its value: a value ``<v>3</v></c>``, a text ``<is><t>甲</t></is></c>``."""

_ROWS = re.compile(rb'(?:<sheetData>)?(?:<row(?: [\w:.]+="[^"<>]*")* ?/?>)*')
"""Starts of rows: ``<sheetData><row r="1" spans="1:9">``, or nothing."""

_VALUE = re.compile(rb'<(?:v|is><t(?: xml:space="preserve")?)>([^<]*)<')
"""A value, to split rows at: ``<v>2.5<`` gives ``2.5``, ``<is><t xml:space="preserve">甲<`` gives ``甲``."""

_NUMBERS = re.compile(rb"(?:-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?(?: |$))*")
"""Numbers with spaces between: ``97.5 -2 1.5E-3``."""

_OF_FORMULAS = (b"n", b"str", b"e")
"""Types of formula results: number, text, error."""

_BETWEEN = b"<>"
"""Separator that cannot occur in what is examined."""

MOST_ROWS, MOST_STRETCHES = 6_000, 20_000
"""Number of rows that are remembered, with and without values; and of pieces between values."""

LONGEST = 10_000
"""Size limit of a row that is remembered, in bytes; an ordinary one has about 1,000."""


COMPUTED, LOCKED, SHARED, OPEN, NOTHING = range(5)
"""Owner of a value: a formula, a locked cell, a locked cell with a shared text, an open cell, no cell."""


class _Stretch(NamedTuple):
    """The XML between two values: cells without a value, and the start of the cell with the second value.

    Attributes:
        rest: its locked contents, without formats, cell by cell.
        kind: the owner of the value that follows.
        name: the open cell's name, if the owner is one.
        attributes: the owner's attributes.
        takes_text: whether that value is an inline text.
        is_after_text: whether the value before is an inline text.
    """

    rest: tuple[bytes, ...]
    kind: int
    name: str
    attributes: bytes
    takes_text: bool
    is_after_text: bool


class _Form(NamedTuple):
    """A row without its values.

    Attributes:
        rest: its locked contents.
        pieces: number of pieces when split at the values: XML and values in turns.
        locked: for each piece, 1 if it is a locked cell's value.
        shared: for each piece, 1 if it is the number of a locked cell's shared text.
        numbers: for each piece, 1 if it is a formula's result that must be a number.
        opened: piece, name and value type of each open cell with a value.
        styles: the formats of these cells.
        looks: the formats of locked cells with a value.
    """

    rest: tuple[bytes, ...]
    pieces: int
    locked: bytes
    shared: bytes
    numbers: bytes
    opened: tuple[tuple[int, str, bytes], ...]
    styles: frozenset[bytes]
    looks: frozenset[bytes]


class Row(NamedTuple):
    """A row, split.

    Attributes:
        rest: its locked contents without values.
        locked: the values of locked cells.
        shared: the numbers of shared texts in locked cells.
        written: the open cells with a value, by name.
        styles: the formats of these cells.
        looks: the formats of locked cells with a value.
    """

    rest: tuple[bytes, ...]
    locked: tuple[bytes, ...]
    shared: tuple[int, ...]
    written: tuple[tuple[str, Written], ...]
    styles: frozenset[bytes]
    looks: frozenset[bytes]


class PlainRows(dict[bytes, Row]):
    """The rows of a sheet, split; rows that came before are remembered by their bytes."""

    def __init__(self, open_cells: Mapping[str, str]) -> None:
        """Take the names of the sheet's open cells, by address."""
        super().__init__()
        self._open = {address.encode(): name for address, name in open_cells.items()}
        self._before: tuple[list[bytes], list[Row]] = [], []
        """The rows of the previous sheet, in XML and split."""
        self._met: set[int] = set()
        """Rows that came once; only a row that comes again is remembered whole."""
        self._forms: dict[bytes, _Form] = {}
        self._stretches: dict[bytes, _Stretch] = {}
        self._one: dict[tuple[bytes, ...], tuple[bytes, ...]] = {}
        """One object for equal tuples, so that comparing them takes no time."""

    def of_sheet(self, rows: list[bytes]) -> list[Row]:
        """Split the rows of a sheet; comparing with the previous sheet is faster than a look-up."""
        before, taken = self._before
        if len(before) == len(rows):
            taken = [row if xml == last else self[xml] for xml, last, row in zip(rows, before, taken, strict=True)]
        else:
            taken = list(map(self.__getitem__, rows))
        self._before = rows, taken
        return taken

    def __missing__(self, xml: bytes) -> Row:
        """Split a row that did not come before with these values."""
        xml.decode()  # bytes that are not UTF-8 are not XML
        if b"&" in xml and OTHER_ENTITY.search(xml):
            raise NotPlain
        pieces = _VALUE.split(xml)
        left = _BETWEEN.join(pieces[::2])
        form = self._forms.get(left) or self._look_at(left, pieces[::2])
        if form.pieces != len(pieces):
            raise NotPlain
        shared = tuple(compress(pieces, form.shared))
        if shared and not b"".join(shared).isdigit():
            raise NotPlain
        if not _NUMBERS.fullmatch(b" ".join(compress(pieces, form.numbers))):
            raise NotPlain
        locked = tuple(compress(pieces, form.locked))
        written = tuple([(name, value_of(kind, pieces[at])) for at, name, kind in form.opened])
        row = Row(form.rest, locked, tuple(map(int, shared)), written, form.styles, form.looks)
        if hash(xml) in self._met:
            if len(self) > MOST_ROWS:
                self.clear()
            self[xml] = row
        elif len(xml) < LONGEST:
            if len(self._met) > MOST_ROWS:
                self._met.clear()
            self._met.add(hash(xml))
        return row

    def _look_at(self, left: bytes, between: list[bytes]) -> _Form:
        """Examine a row of a new shape; ``left`` is the row without its values."""
        form = self._form([self._stretch(stretch) for stretch in between])
        if len(left) < LONGEST:
            if len(self._forms) > MOST_ROWS:
                self._forms.clear()
                self._one.clear()
            self._forms[left] = form
        return form

    def _form(self, stretches: list[_Stretch]) -> _Form:
        pieces = 2 * len(stretches) - 1
        locked, shared, numbers = bytearray(pieces), bytearray(pieces), bytearray(pieces)
        opened: list[tuple[int, str, bytes]] = []
        styles, looks = set(), set()
        if stretches[0].is_after_text or stretches[-1].kind != NOTHING:
            raise NotPlain
        for at, (stretch, after) in enumerate(pairwise(stretches)):
            if stretch.kind == NOTHING or stretch.takes_text != after.is_after_text:
                raise NotPlain
            locked[2 * at + 1] = stretch.kind == LOCKED
            shared[2 * at + 1] = stretch.kind == SHARED
            if stretch.kind == OPEN:
                kind, style = kind_and_style(stretch.attributes)
                opened.append((2 * at + 1, stretch.name, kind))
                styles.add(style)
            else:
                kind, style = kind_and_style(stretch.attributes)
                looks.add(style)
                if stretch.kind == COMPUTED and kind not in _OF_FORMULAS:
                    raise NotPlain
                numbers[2 * at + 1] = stretch.kind == COMPUTED and kind == b"n"
        rest = tuple(piece for stretch in stretches for piece in stretch.rest)
        kinds = bytes(locked), bytes(shared), bytes(numbers), tuple(opened)
        return _Form(self._one.setdefault(rest, rest), pieces, *kinds, frozenset(styles), frozenset(looks))

    def _stretch(self, xml: bytes) -> _Stretch:
        if xml not in self._stretches:
            if len(self._stretches) > MOST_STRETCHES:
                self._stretches.clear()
            self._stretches[xml] = self._looked_at(xml)
        return self._stretches[xml]

    def _looked_at(self, xml: bytes) -> _Stretch:
        at = next((len(end) for end in _ENDS if xml.startswith(end)), 0)
        is_after_text = xml.startswith(_TEXT_END)
        rest: list[bytes] = []
        kind, name, attributes = NOTHING, "", b""
        for cell in _CELL.finditer(xml, at):
            rest += _rows(xml[at : cell.start()])
            at = cell.end()
            address, attributes, closed, formula, ended = cell.groups()
            has_value = not closed and not ended
            if has_value and at < len(xml):
                raise NotPlain
            name = self._open.get(address, "")
            kind, what = _kind(attributes, formula, name, has_value)
            rest.append(address + what)
        rest += _rows(xml[at:])
        takes_text = kind != NOTHING and kind_and_style(attributes)[0] == b"inlineStr"
        return _Stretch(tuple(rest), kind, name, attributes, takes_text, is_after_text)


def _rows(xml: bytes) -> list[bytes]:
    """Return the XML between cells, where rows begin and end."""
    if not _ROWS.fullmatch(xml):
        raise NotPlain
    return [xml] if xml else []


def _kind(attributes: bytes, formula: bytes | None, name: str, has_value: bool) -> tuple[int, bytes]:
    """Return the owner of a cell's value, and the cell's locked contents.

    A locked cell with `` s="1" t="s"`` and a value gives ``(SHARED, b" s")``; for a formula its XML is returned.
    """
    type_of_value, _ = kind_and_style(attributes)
    if formula:
        if name:
            raise NotPlain
        return (COMPUTED if has_value else NOTHING), b"=" + formula
    if name:
        return (OPEN if has_value else NOTHING), b""
    if not has_value:
        return NOTHING, b"/"
    return (SHARED if type_of_value == b"s" else LOCKED), b" " + type_of_value
