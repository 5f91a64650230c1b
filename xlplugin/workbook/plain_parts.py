"""The plain way in which programs write workbooks, taken apart by patterns: many times as fast as reading XML.

What is written otherwise raises ``NotPlain`` and has to be read with care.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from xlplugin.ooxml.archive import Archive
from xlplugin.ooxml.package import RELATION, is_in_other_letters
from xlplugin.ooxml.scan import scan
from xlplugin.ooxml.written_texts import as_written, declares
from xlplugin.workbook.plain_rows import PlainRows
from xlplugin.workbook.plain_values import NotPlain, Written
from xlplugin.workbook.sheet import Cell

TEXTS = "xl/sharedStrings.xml"
_PICTURES = frozenset(("image", "chart", "chartStyle", "chartColorStyle", "themeOverride"))
"""What a drawing, a chart or a theme may point to without anybody having to look at it."""

INDIFFERENT = ("docProps/", "xl/theme/", "xl/charts/", "xl/drawings/", "xl/media/")
"""Where parts are that hold nothing which is filled in or locked; some programs number them anew each time."""

_ENCODING = re.compile(rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\?>\s*)?<')

MOST_PLAIN = 2_000_000
"""Bytes of a sheet; one of ours has some 150,000."""

MOST_FRAMES = 64
"""What stands around a sheet's rows: how much of that is remembered."""


class Rest(NamedTuple):
    """What of a sheet is neither filled in nor computed: row by row, and the values of locked cells."""

    pieces: tuple[tuple[bytes, ...], ...]
    texts: tuple[bytes, ...]


class Filled(NamedTuple):
    """What is filled in on a sheet: cells that are not blank, by name; and the numbers of their formats, row by row."""

    cells: Iterable[tuple[str, Written]]
    styles: set[frozenset[bytes]]


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
            if is_in_other_letters(content := self._archive.read(name)):
                raise NotPlain
            self._read[name] = content
        return self._read[name]

    def shared_texts(self) -> list[bytes]:
        """Give the shared texts as they are written."""
        if TEXTS not in self.names:
            return []
        if (texts := as_written(self[TEXTS])) is None:
            raise NotPlain
        return texts

    def packed(self, name: str) -> bytes:
        """Give a part as it is packed."""
        if name not in self.names:
            raise NotPlain
        return self._archive.packed(name)

    def relations(self) -> list[bytes]:
        """Give what all parts but drawings point to, as it is packed; drawings must point to pictures only."""
        for name in self._indifferent:
            if (packed := self._archive.packed(name)) not in _HARMLESS:
                if not _points_to_pictures(self._archive.read(name)):
                    raise NotPlain
                if len(_HARMLESS) > MOST_FRAMES:
                    _HARMLESS.clear()
                _HARMLESS.add(packed)
        return [self.packed(name) for name in sorted(self.names) if name.endswith(".rels")]


_HARMLESS: set[bytes] = set()
"""Parts of relationships that point to pictures only, as they are packed; few differ."""


def _points_to_pictures(xml: bytes) -> bool:
    """Whether a part of relationships is in order and points to pictures only."""
    if declares(xml) or not _ENCODING.match(xml):
        return False
    try:
        found = ElementTree.fromstring(xml)  # noqa: S314  # it declares nothing
    except ElementTree.ParseError:
        return False
    if any(one.tag != RELATION for one in found) or len({one.get("Id") for one in found}) != len(found):
        return False
    kinds = {one.get("Type", "").rpartition("/")[2] for one in found}
    return kinds <= _PICTURES and not any("TargetMode" in one.attrib for one in found)


class PlainSheet:
    """A sheet in which some cells are open.

    What stands around the rows is the same in nearly all files, and looked at once.
    """

    def __init__(self, name: str, part: str, open_cells: Mapping[str, Cell]) -> None:
        """Take the sheet's name and part, and the open cells of all sheets by their names."""
        self.name, self.part = name, part
        self._rows = PlainRows({cell.address: of for of, cell in open_cells.items() if cell.sheet == name})
        self._frames: dict[bytes, tuple[bytes, ...]] = {}

    def taken_apart(self, xml: bytes, texts: list[bytes]) -> tuple[Rest, Filled]:
        """Give the rest, and what is filled in.

        Args:
            xml: the sheet's part.
            texts: the texts that all sheets share, as they are written.
        """
        start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
        if start < 0 or end < start or len(xml) > MOST_PLAIN:
            raise NotPlain
        frame = self._frame(xml[:start] + b"<sheetData/>" + xml[end + len(b"</sheetData>") :])
        rests, locked, shared, written, styles = zip(*self._rows.of_sheet(xml[start:end].split(b"</row>")), strict=True)
        of_texts = map(texts.__getitem__, chain.from_iterable(shared))
        rest = Rest((frame, *rests), (*chain.from_iterable(locked), *of_texts))
        return rest, Filled(chain.from_iterable(written), set(styles))

    def _frame(self, xml: bytes) -> tuple[bytes, ...]:
        """Give what matters of all but the rows, which is looked at once: columns that are hidden, merged cells."""
        if xml not in self._frames:
            if len(self._frames) > MOST_FRAMES:
                self._frames.clear()
            try:
                found = scan(xml)
            except expat.ExpatError as error:
                raise NotPlain from error
            if b"<?" in xml[2:] or declares(xml) or not _ENCODING.match(xml):
                raise NotPlain
            if xml.count(b"sheetData") != 1:
                raise NotPlain  # other rows, by a prefix or in an extension; among the rows nothing but cells is taken
            hidden = (f"{first}-{last}".encode() for first, last in sorted(found.hidden_columns))
            rules = (f"{style} {ranges}".encode() for ranges, style in sorted(found.rules))
            self._frames[xml] = (*hidden, *(merge.encode() for merge in sorted(found.merges)), *rules)
        return self._frames[xml]
