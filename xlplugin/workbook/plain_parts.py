"""The plain way in which programs write workbooks, taken apart by patterns: many times as fast as reading XML.

What is written otherwise raises ``NotPlain`` and has to be read with care.
"""

import re
from collections.abc import Mapping
from itertools import chain, compress
from operator import itemgetter
from typing import NamedTuple
from xml.parsers import expat

from xlplugin.ooxml.archive import Archive
from xlplugin.ooxml.scan import scan
from xlplugin.workbook.plain_values import NAMESPACE, NotPlain, Written, kind_and_style
from xlplugin.workbook.sheet import Cell

TEXTS = "xl/sharedStrings.xml"
_ACTING = (b"External", b'/oleObject"', b'/externalLink"', b'/package"', b'/control"', b'/vbaProject"')
INDIFFERENT = ("docProps/", "xl/theme/", "xl/charts/", "xl/drawings/", "xl/media/")
"""Where parts are that hold nothing which is filled in or locked; some programs number them anew each time."""

_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"((?: [a-z:]+="[^"<>]*")*) ?'
    rb'(?:(/)>|>(<f(?: [\w:]+="[^"<>]*")*(?:/>|>[^<]*</f>))?(?:<v ?/>)?(</c>)?)'
)
_TEXT_END = b"/t></is></c>"
_ENDS = (b"/v></c>", _TEXT_END)
"""How a cell ends after its value."""

_ENCODING = re.compile(rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\?>\s*)?<')

_ROWS = re.compile(rb'(?:<sheetData>)?(?:</row>|<row(?: [\w:.]+="[^"<>]*")* ?/?>)*')
_TEXTS_BEGIN = re.compile(rb'(?:<\?xml version="1\.0" encoding="UTF-8"(?: standalone="yes")?\?>\s*)?<sst [^<>]*>')


MOST_SEEN, MOST_FRAMES = 20_000, 64
"""Stretches of a sheet that are remembered, and what stands around its rows."""


class Rest(NamedTuple):
    """What of a sheet is neither filled in nor computed: cell by cell, and the texts that cells share."""

    pieces: tuple[bytes, ...]
    texts: tuple[bytes, ...]


class Parts:
    """A file's parts, each unpacked once; ``names`` are those that matter."""

    def __init__(self, archive: Archive) -> None:
        """Take the file."""
        self._indifferent = [name for name in archive.names if name.startswith(INDIFFERENT) and name.endswith(".rels")]
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
        start = max(xml.find(b"<si>"), 0)
        texts = xml[start:].split(b"</si>")
        if texts.pop() != b"</sst>" or xml.count(b"<si") != len(texts) or _declares(xml) or b"<?" in xml[start:]:
            raise NotPlain
        if not _TEXTS_BEGIN.fullmatch(xml, 0, start) or NAMESPACE not in xml[:start]:
            raise NotPlain
        return texts

    def packed(self, name: str) -> bytes:
        """Give a part as it is packed."""
        if name not in self.names:
            raise NotPlain
        return self._archive.packed(name)

    def relations(self) -> list[bytes]:
        """Give what all parts but drawings point to, as it is packed; drawings must point to nothing that acts."""
        for name in self._indifferent:
            if any(word in self._archive.read(name) for word in _ACTING):
                raise NotPlain
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
        takes_text: whether that value is a text of the cell's own.
        is_after_text: whether the value before is such a text.
    """

    rest: tuple[bytes, ...]
    kind: int
    name: str
    attributes: bytes
    takes_text: bool
    is_after_text: bool


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
        self._frames: dict[bytes, tuple[bytes, ...]] = {}
        self._one: dict[bytes, bytes] = {}
        """One and the same object for equal ones, so that they are compared at once."""

    def taken_apart(self, xml: bytes, texts: list[bytes]) -> tuple[Rest, list[tuple[str, Written]]]:
        """Give the rest, and the open cells as they are written, by name; blank ones are not in it.

        Args:
            xml: the sheet's part.
            texts: the texts that all sheets share, as they are written.
        """
        start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
        if start < 0 or end < start:
            raise NotPlain
        frame = self._frame(xml[:start] + b"<sheetData/>" + xml[end + len(b"</sheetData>") :])
        cells = xml[start:end].replace(b'<is><t xml:space="preserve">', b"<v>").replace(b"<is><t>", b"<v>")
        first, *others = cells.split(b"<v>")
        values = [piece.partition(b"<") for piece in others]
        seen = self._seen.get
        stretches = [seen(first) or self._look_at(first)]
        stretches += [seen(stretch) or self._look_at(stretch) for _, _, stretch in values]
        locked: list[bytes] = []
        written: list[tuple[str, Written]] = []
        pairs = zip(values, stretches, stretches[1:], strict=False)
        for (value, _, _), (_, kind, name, attributes, takes_text, _), after in compress(pairs, map(_KIND, stretches)):
            if takes_text != after.is_after_text:
                raise NotPlain
            if kind == SHARED:
                locked.append(texts[int(value) if value.isdigit() else len(texts)])
            elif kind == LOCKED:
                locked.append(value)
            elif kind == OPEN:
                written.append((name, (attributes, value)))
            else:
                raise NotPlain
        return Rest((*frame, *chain.from_iterable(map(_REST, stretches))), tuple(locked)), written

    def _frame(self, xml: bytes) -> tuple[bytes, ...]:
        """Give what matters of all but the rows, which is looked at once: columns that are hidden, merged cells."""
        if xml not in self._frames:
            if len(self._frames) > MOST_FRAMES:
                self._frames.clear()
            try:
                found = scan(xml)
            except expat.ExpatError as error:
                raise NotPlain from error
            if b"<?" in xml[2:] or _declares(xml) or not _ENCODING.match(xml):
                raise NotPlain
            hidden = (f"{first}-{last}".encode() for first, last in sorted(found.hidden_columns))
            self._frames[xml] = (*hidden, *(merge.encode() for merge in sorted(found.merges)))
        return self._frames[xml]

    def _look_at(self, xml: bytes) -> _Stretch:
        if len(self._seen) > MOST_SEEN:
            self._seen.clear()
            self._one.clear()
        found = self._seen[xml] = self._stretch(xml)
        return found

    def _stretch(self, xml: bytes) -> _Stretch:
        at = next((len(end) for end in _ENDS if xml.startswith(end)), 0)
        is_after_text = xml.startswith(_TEXT_END)
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
        takes_text = kind != NOTHING and kind_and_style(attributes)[0] == b"inlineStr"
        return _Stretch(tuple(rest), kind, name, attributes, takes_text, is_after_text)

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
    kind, _ = kind_and_style(attributes)
    return (SHARED if kind == b"s" else LOCKED), b" " + kind
