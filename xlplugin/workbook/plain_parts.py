"""The plain way in which programs write workbooks, taken apart by patterns: many times as fast as reading XML.

What is written otherwise raises ``NotPlain`` and has to be read with care.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain, compress
from operator import itemgetter
from typing import NamedTuple, TypeAlias
from xml.etree import ElementTree

from xlplugin.entered import CellError, CellValue
from xlplugin.ooxml.archive import Archive
from xlplugin.ooxml.styles import Styles
from xlplugin.ooxml.texts import plain, text_of
from xlplugin.workbook.open_workbook import Shown
from xlplugin.workbook.sheet import Cell

TEXTS = "xl/sharedStrings.xml"
INDIFFERENT = ("docProps/", "xl/theme/", "xl/charts/", "xl/drawings/", "xl/media/")
"""Where parts are that hold nothing which is filled in or locked; some programs number them anew each time."""

_NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"((?: [a-z:]+="[^"<>]*")*) ?'
    rb'(?:(/)>|>(<f(?: [\w:]+="[^"<>]*")*(?:/>|>[^<]*</f>))?(?:<v ?/>)?(</c>)?)'
)
_ENDS = (b"/v></c>", b"/t></is></c>")
"""How a cell ends after its value."""

_ROWS = re.compile(rb'(?:<sheetData>)?(?:</row>|<row(?: [\w:.]+="[^"<>]*")* ?/?>)*')
_ATTRIBUTE = re.compile(rb' (s|t)="(\w*)"')
_PIECE = re.compile(rb'<t(?: xml:space="preserve")?>([^<]*)</t>')

Written: TypeAlias = tuple[bytes, bytes]
"""A cell as it is written: its attributes, its value."""

MOST_SEEN = 20_000
"""Stretches of a sheet that are remembered."""


class NotPlain(Exception):
    """A file is written in another way."""


UNREADABLE = (NotPlain, ValueError, IndexError, ElementTree.ParseError)
"""What reading in the fast way may raise; the careful way then tells what is wrong, if anything."""


class Rest(NamedTuple):
    """What of a sheet is neither filled in nor computed: cell by cell, and the texts that cells share."""

    pieces: tuple[bytes, ...]
    texts: tuple[bytes, ...]


class Parts:
    """A file's parts, each unpacked once; ``names`` are those that matter."""

    def __init__(self, archive: Archive) -> None:
        """Take the file."""
        self.names = frozenset(name for name in archive.names if not name.startswith(INDIFFERENT))
        self._archive = archive
        self._read: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        """Give a part's bytes."""
        if name not in self._read:
            if name not in self.names:
                raise NotPlain
            self._read[name] = self._archive.read(name)
        return self._read[name]

    def shared_texts(self) -> list[bytes]:
        """Give the shared texts as they are written."""
        if TEXTS not in self.names:
            return []
        xml = self[TEXTS]
        texts = xml[max(xml.find(b"<si>"), 0) :].split(b"</si>")
        if texts.pop() != b"</sst>" or xml.count(b"<si") != len(texts) or _declares(xml):
            raise NotPlain
        return texts

    def packed(self, name: str) -> bytes:
        """Give a part as it is packed."""
        if name not in self.names:
            raise NotPlain
        return self._archive.packed(name)

    def relations(self) -> list[bytes]:
        """Give what all parts but drawings point to, as it is packed."""
        return [self.packed(name) for name in sorted(self.names) if name.endswith(".rels")]


def _declares(xml: bytes) -> bool:
    """Whether there are comments, declarations, or text that is marked as such."""
    return b"!" in xml and b"<!" in xml


COMPUTED, LOCKED, SHARED, OPEN, NOTHING = range(5)
"""What a value belongs to: a formula, a locked cell, one with a text that cells share, an open one, no cell."""


class _Stretch(NamedTuple):
    """What stands between two values: cells without one, and the beginning of the cell that the second belongs to.

    Attributes:
        rest: what is neither filled in nor computed of it, nor how it looks, cell by cell.
        kind: what the value that follows belongs to.
        name: of an open cell that it belongs to.
        attributes: of that cell.
    """

    rest: tuple[bytes, ...]
    kind: int
    name: str
    attributes: bytes


_REST, _KIND = itemgetter(0), itemgetter(1)


class PlainSheet:
    """A sheet in which some cells are open.

    It is taken apart at its values. What stands between them is the same in most files, and looked at once.
    """

    def __init__(self, name: str, part: str, open_cells: Mapping[str, Cell]) -> None:
        """Take the sheet's name and part, and the open cells of all sheets by their names."""
        self.name, self.part = name, part
        self._open = {cell.address.encode(): of for of, cell in open_cells.items() if cell.sheet == name}
        self._seen: dict[bytes, _Stretch] = {}
        self._one: dict[bytes, bytes] = {}
        """One and the same object for equal ones, so that they are compared at once."""

    def taken_apart(self, xml: bytes, texts: list[bytes]) -> tuple[Rest, list[tuple[str, Written]]]:
        """Give the rest, and the open cells as they are written, by name; blank ones are not in it.

        Args:
            xml: the sheet's part.
            texts: the texts that all sheets share, as they are written.
        """
        start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
        head = xml[: max(start, 0)]
        if start < 0 or end < start or _NAMESPACE not in head or _declares(head):
            raise NotPlain
        cells = xml[start:end].replace(b'<is><t xml:space="preserve">', b"<v>").replace(b"<is><t>", b"<v>")
        first, *others = cells.split(b"<v>")
        values = [piece.partition(b"<") for piece in others]
        seen = self._seen.get
        stretches = [seen(first) or self._look_at(first)]
        stretches += [seen(stretch) or self._look_at(stretch) for _, _, stretch in values]
        locked: list[bytes] = []
        written: list[tuple[str, Written]] = []
        pairs = zip(values, stretches, strict=False)
        for (value, _, _), (_, kind, name, attributes) in compress(pairs, map(_KIND, stretches)):
            if kind == SHARED:
                locked.append(texts[int(value)])
            elif kind == LOCKED:
                locked.append(value)
            elif kind == OPEN:
                written.append((name, (attributes, value)))
            else:
                raise NotPlain
        columns = head[head.find(b"<cols") : head.find(b"</cols>")]
        return Rest((columns, *chain.from_iterable(map(_REST, stretches))), tuple(locked)), written

    def _look_at(self, xml: bytes) -> _Stretch:
        if len(self._seen) > MOST_SEEN:
            self._seen.clear()
            self._one.clear()
        found = self._seen[xml] = self._stretch(xml)
        return found

    def _stretch(self, xml: bytes) -> _Stretch:
        at = next((len(end) for end in _ENDS if xml.startswith(end)), 0)
        rest: list[bytes] = []
        kind, name, attributes = NOTHING, "", b""
        for cell in _CELL.finditer(xml, at):
            rest += self._rows(xml[at : cell.start()])
            at = cell.end()
            address, attributes, closed, formula, ended = cell.groups()
            has_value = not closed and not ended
            if has_value and at < len(xml):
                raise NotPlain
            name = self._open.get(address, "")
            kind, what = _kind(attributes, formula, name, has_value)
            rest.append(self._one.setdefault(address + what, address + what))
        rest += self._rows(xml[at:])
        return _Stretch(tuple(rest), kind, name, attributes)

    def _rows(self, xml: bytes) -> list[bytes]:
        """Give what stands between cells: where rows begin and end."""
        if not _ROWS.fullmatch(xml):
            raise NotPlain
        return [self._one.setdefault(xml, xml)] if xml else []


def _kind(attributes: bytes, formula: bytes | None, name: str, has_value: bool) -> tuple[int, bytes]:
    """Give what a cell's value belongs to, and what of the cell is neither filled in nor computed."""
    if formula:
        if name:
            raise NotPlain
        return (COMPUTED if has_value else NOTHING), b"=" + formula
    if name:
        return (OPEN if has_value else NOTHING), b""
    if not has_value:
        return NOTHING, b"/"
    kind, _ = _kind_and_style(attributes)
    return (SHARED if kind == b"s" else LOCKED), b" " + kind


def shown_by(address: str, xml: bytes) -> Shown:
    """Give what a formula shows."""
    pattern = rb'<c r="%s"([^>]*)><f[^>]*>[^<]*</f>(?:<v>([^<]*)</v>|<v ?/>)?</c>' % address.encode()
    found = re.search(pattern, xml)
    if found is None:
        raise NotPlain
    if found[2] is None:
        return Shown(None, is_formula=True, is_known=False)
    return Shown(_text(found[2]) if b' t="str"' in found[1] else float(found[2]), is_formula=True)


class Dates:
    """Which formats show dates; looked up when one is met."""

    def __init__(self, styles: bytes) -> None:
        """Take the part with the formats."""
        self._styles = Styles(styles.decode(), NotPlain)
        self._known: dict[bytes, bool] = {}

    def __getitem__(self, style: bytes) -> bool:
        """Whether a format shows a date."""
        if style not in self._known:
            self._known[style] = self._styles.shows_date(int(style))
        return self._known[style]


def value_of(written: Written, texts: list[bytes], dates: Dates) -> CellValue:
    """Give the value of a cell that is not blank."""
    attributes, value = written
    kind, style = _kind_and_style(attributes)
    match kind:
        case b"n" if value:
            if dates[style]:
                raise NotPlain
            return float(value)
        case b"s" if value:
            return _shared_text(texts[int(value)])
        case b"str" | b"inlineStr" if value:
            return _text(value)
        case b"b" if value:
            return value == b"1"
        case b"e" if value:
            return CellError(value.decode())
        case _:
            raise NotPlain


@lru_cache(maxsize=256)
def _kind_and_style(attributes: bytes) -> tuple[bytes, bytes]:
    named = dict(_ATTRIBUTE.findall(attributes))
    return named.get(b"t", b"n"), named.get(b"s", b"0")


@lru_cache(maxsize=4096)
def _shared_text(xml: bytes) -> str:
    if b"&" not in xml and b"\r" not in xml and b"<rPh" not in xml:
        return plain(b"".join(_PIECE.findall(xml)).decode())
    return text_of(ElementTree.fromstring(xml + b"</si>"))  # noqa: S314  # a piece of a part, which declares nothing


def _text(xml: bytes) -> str:
    if b"&" not in xml and b"\r" not in xml:
        return plain(xml.decode())
    return plain(ElementTree.fromstring(b"<t>" + xml + b"</t>").text or "")  # noqa: S314  # as above
