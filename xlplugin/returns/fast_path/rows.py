"""Rows of a sheet as programs write them plainly, taken apart at their values.

What is left of a row without its values is the same in nearly all files, and looked at once; of different bodies'
returns, nine rows of ten are the same with their values.
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
_TEXT_END = b"/t></is></c>"
_ENDS = (b"/v></c>", _TEXT_END)
"""How a cell ends after its value."""

_ROWS = re.compile(rb'(?:<sheetData>)?(?:<row(?: [\w:.]+="[^"<>]*")* ?/?>)*')
_VALUE = re.compile(rb'<(?:v|is><t(?: xml:space="preserve")?)>([^<]*)<')
_NUMBERS = re.compile(rb"(?:-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?(?: |$))*")
_OF_FORMULAS = (b"n", b"str", b"e")
"""The types of what formulas come to, as programs write them."""

_BETWEEN = b"<>"
"""Nothing that is looked at has this in it."""

MOST_ROWS, MOST_STRETCHES = 6_000, 20_000
"""Rows of a sheet that are remembered, with and without values, and what is between the values."""

LONGEST = 10_000
"""Bytes of a row that is remembered; an ordinary one has some 1,000."""


COMPUTED, LOCKED, SHARED, OPEN, NOTHING = range(5)
"""What a value belongs to: a formula, a locked cell, one with a text that cells share, an open one, no cell."""


class _Stretch(NamedTuple):
    """What stands between two values: cells without one, and the beginning of the cell that the second belongs to.

    Attributes:
        rest: what is neither filled in nor computed of it, nor how it looks, cell by cell.
        kind: what the value that follows belongs to.
        name: of an open cell that it belongs to.
        attributes: of that cell.
        takes_text: whether that value is a text of the cell's own.
        is_after_text: whether the value before is such a text.
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
        rest: what is neither filled in nor computed of it.
        pieces: into how many it falls at its values: by turns what stands between them, and a value.
        locked: for each piece 1 if it is a locked cell's value.
        shared: for each piece 1 if it is the number of a locked text that cells share.
        numbers: for each piece 1 if it is what a formula came to and has to be a number.
        opened: the place, name and type of value of each open cell that has one.
        styles: the numbers of these cells' formats.
        looks: the same of locked cells with a value.
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
    """A row taken apart.

    Attributes:
        rest: what is neither filled in nor computed of it, and is no value.
        locked: values of locked cells.
        shared: numbers of the texts of locked cells, of those that cells share.
        written: the open cells that have a value, by name.
        styles: the numbers of these cells' formats.
        looks: the same of locked cells with a value.
    """

    rest: tuple[bytes, ...]
    locked: tuple[bytes, ...]
    shared: tuple[int, ...]
    written: tuple[tuple[str, Written], ...]
    styles: frozenset[bytes]
    looks: frozenset[bytes]


class PlainRows(dict[bytes, Row]):
    """The rows of a sheet, taken apart; those that were met before are remembered, by their bytes."""

    def __init__(self, open_cells: Mapping[str, str]) -> None:
        """Take the names of the sheet's open cells, by address."""
        super().__init__()
        self._open = {address.encode(): name for address, name in open_cells.items()}
        self._before: tuple[list[bytes], list[Row]] = [], []
        """The rows of the sheet before, as written and taken apart."""
        self._met: set[int] = set()
        """Rows that were met once; only what comes again is remembered whole."""
        self._forms: dict[bytes, _Form] = {}
        self._stretches: dict[bytes, _Stretch] = {}
        self._one: dict[tuple[bytes, ...], tuple[bytes, ...]] = {}
        """One and the same object for equal ones, so that they are compared at once."""

    def of_sheet(self, rows: list[bytes]) -> list[Row]:
        """Take the rows of a sheet apart; to see that one is that of the sheet before is quicker than to look it up."""
        before, taken = self._before
        if len(before) == len(rows):
            taken = [row if xml == last else self[xml] for xml, last, row in zip(rows, before, taken, strict=True)]
        else:
            taken = list(map(self.__getitem__, rows))
        self._before = rows, taken
        return taken

    def __missing__(self, xml: bytes) -> Row:
        """Take a row apart that was not met before with these values."""
        xml.decode()  # what is in no encoding is no XML
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
        """Look at a row that was not met before; ``left`` is what it leaves without its values."""
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
    """Give what stands between cells: where rows begin and end."""
    if not _ROWS.fullmatch(xml):
        raise NotPlain
    return [xml] if xml else []


def _kind(attributes: bytes, formula: bytes | None, name: str, has_value: bool) -> tuple[int, bytes]:
    """Give what a cell's value belongs to, and what of the cell is neither filled in nor computed."""
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
