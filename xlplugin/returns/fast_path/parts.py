"""The plain way in which programs write workbooks, taken apart by patterns: many times as fast as reading XML.

What is written otherwise raises ``NotPlain`` and has to be read with care.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from xlplugin.notation.cell_address import Cell
from xlplugin.ooxml.drawings import covered
from xlplugin.ooxml.package import RELATION, TYPES, is_in_other_letters
from xlplugin.ooxml.shared_strings import NAMESPACE, as_written, declares
from xlplugin.ooxml.unknown_markup import find_unknown_markup
from xlplugin.ooxml.worksheet.scanner import scan
from xlplugin.ooxml.zip_archive import Archive
from xlplugin.returns.fast_path.rows import PlainRows
from xlplugin.returns.fast_path.values import NotPlain, Written

TEXTS = "xl/sharedStrings.xml"
_PICTURES = frozenset(("image", "chart", "chartStyle", "chartColorStyle", "themeOverride"))
"""What a drawing, a chart or a theme may point to without anybody having to look at it."""

INDIFFERENT = ("docProps/", "xl/theme/", "xl/charts/", "xl/drawings/", "xl/media/")
"""Where parts are that hold nothing which is filled in or locked; some programs number them anew each time."""

_DRAWN = re.compile(r"(?:docProps|xl/(?:theme|charts|drawings|media))/(?:.*\.rels|drawing[^/]*\.xml)$")
"""Of these, the parts that are looked at: drawings, and what any of them points to."""

_ENCODING = re.compile(rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\?>\s*)?<')

MOST_PLAIN = 2_000_000
"""Bytes of a sheet; one of ours has some 150,000."""

MOST_FRAMES = 64
"""What stands around a sheet's rows: how much of that is remembered."""


class RestOfSheet(NamedTuple):
    """What of a sheet is neither filled in nor computed: row by row, and the values of locked cells."""

    pieces: tuple[tuple[bytes, ...], ...]
    texts: tuple[bytes, ...]


class FilledCells(NamedTuple):
    """What is filled in on a sheet: cells that are not blank, by name; the numbers of their formats, and of others'."""

    cells: Iterable[tuple[str, Written]]
    styles: set[frozenset[bytes]]
    looks: set[frozenset[bytes]]


class PackageParts:
    """A file's parts, each unpacked once; ``names`` are those that matter."""

    def __init__(self, archive: Archive) -> None:
        """Take the file."""
        self._indifferent = sorted(name for name in archive.names if _DRAWN.match(name))
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
        if new := set(texts) - _KNOWN_TEXTS:
            _look_at_texts(new)
        return texts

    def pointing(self, part: str) -> tuple[bytes, ...]:
        """Give what a sheet points to, as it is packed, with what its drawings have over its cells."""
        folder, _, name = part.rpartition("/")
        file = f"{folder}/_rels/{name}.rels"
        if file not in self.names:
            return ()
        root = ElementTree.fromstring(self[file])  # noqa: S314  # ``Package`` has read it before
        targets = [
            posixpath.normpath(posixpath.join(folder, element.get("Target", ""))).lstrip("/") for element in root
        ]
        drawings = [name for name in self._indifferent if name in targets]
        kinds = sorted((element.get("Type", ""), element.get("TargetMode", "")) for element in root)
        return (repr(kinds).encode(), *(_of_drawing(self._archive, name) for name in drawings))

    def packed(self, name: str) -> bytes:
        """Give a part as it is packed."""
        if name not in self.names:
            raise NotPlain
        return self._archive.packed(name)

    def relations(self) -> list[bytes]:
        """Give the types of the parts and what all but drawings point to, as packed; drawings only to pictures.

        Of drawings, what lies over cells is given.
        """
        pictures = [_of_drawing(self._archive, name) for name in self._indifferent]
        pointing = [self.packed(name) for name in sorted(self.names) if name.endswith(".rels")]
        return [_types(self._archive), *pointing, *filter(None, pictures)]


_DRAWINGS: dict[tuple[bool, bytes], bytes] = {}
"""Of what drawings point to (true) and of drawings, as they are packed, what matters of them; few differ."""


_TYPES: dict[bytes, bytes] = {}


def _types(archive: Archive) -> bytes:
    """Give the types of all parts, in an order of their own: some programs write them in another each time."""
    packed = archive.packed(TYPES)
    if packed not in _TYPES:
        xml = archive.read(TYPES)
        if declares(xml) or not _ENCODING.match(xml):
            raise NotPlain
        given = ElementTree.fromstring(xml)  # noqa: S314  # it declares nothing
        if len(_TYPES) > MOST_FRAMES:
            _TYPES.clear()
        named = {
            (element.tag, tuple(sorted(element.attrib.items()))) for element in given if not _is_indifferent(element)
        }
        _TYPES[packed] = repr(
            (given.tag, sorted(named), sorted({element.get("ContentType", "") for element in given}))
        ).encode()
    return _TYPES[packed]


def _is_indifferent(given: ElementTree.Element) -> bool:
    """Whether a part is one of those that are numbered anew: of these the type alone counts."""
    return given.get("PartName", "").startswith(tuple(f"/{folder}" for folder in INDIFFERENT))


def _of_drawing(archive: Archive, name: str) -> bytes:
    """Give what a drawing has over cells; of what one points to nothing, if that is pictures only."""
    points = name.endswith(".rels")
    packed = points, archive.packed(name)
    if packed not in _DRAWINGS:
        xml = archive.read(name)
        if points:
            drawn = b""
            if not _points_to_pictures(xml):
                raise NotPlain
        else:
            if declares(xml) or not _ENCODING.match(xml):
                raise NotPlain
            anchors = ElementTree.fromstring(xml)  # noqa: S314  # it declares nothing
            drawn = repr(sorted(map(covered, anchors))).encode()
        if len(_DRAWINGS) > MOST_FRAMES:
            _DRAWINGS.clear()
        _DRAWINGS[packed] = drawn
    return _DRAWINGS[packed]


def _points_to_pictures(xml: bytes) -> bool:
    """Whether a part of relationships is in order and points to pictures only."""
    if declares(xml) or not _ENCODING.match(xml):
        return False
    try:
        root = ElementTree.fromstring(xml)  # noqa: S314  # it declares nothing
    except ElementTree.ParseError:
        return False
    if any(element.tag != RELATION for element in root) or len({element.get("Id") for element in root}) != len(root):
        return False
    kinds = {element.get("Type", "").rpartition("/")[2] for element in root}
    return kinds <= _PICTURES and not any("TargetMode" in element.attrib for element in root)


_KNOWN_TEXTS: set[bytes] = set()
"""Shared texts that were looked at, as they are written, without their ends."""

MOST_TEXTS = 50_000


def _look_at_texts(new: set[bytes]) -> None:
    """Parse texts that were not met before; those of a file are as well-formed together as each by itself."""
    xml = b"<sst " + NAMESPACE + b">" + b"</si>".join(new) + b"</si></sst>"
    try:
        if find_unknown_markup(xml, "sst"):
            raise NotPlain
    except expat.ExpatError as error:
        raise NotPlain from error
    if len(_KNOWN_TEXTS) > MOST_TEXTS:
        _KNOWN_TEXTS.clear()
    _KNOWN_TEXTS.update(new)


class PlainSheet:
    """A sheet in which some cells are open.

    What stands around the rows is the same in nearly all files, and looked at once.
    """

    def __init__(
        self, name: str, part: str, open_cells: Mapping[str, Cell], least: Mapping[int, float] = MappingProxyType({})
    ) -> None:
        """Take the sheet's name and part, the open cells of all sheets by name, and how wide columns have to be."""
        self._least = least
        self.name, self.part = name, part
        self._rows = PlainRows({cell.address: of for of, cell in open_cells.items() if cell.sheet == name})
        self._frames: dict[bytes, tuple[bytes, ...]] = {}

    def taken_apart(self, xml: bytes, texts: list[bytes]) -> tuple[RestOfSheet, FilledCells]:
        """Give the rest, and what is filled in.

        Args:
            xml: the sheet's part.
            texts: the texts that all sheets share, as they are written.
        """
        start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
        if start < 0 or end < start or len(xml) > MOST_PLAIN:
            raise NotPlain
        frame = self._frame(xml[:start] + b"<sheetData/>" + xml[end + len(b"</sheetData>") :])
        rests, locked, shared, written, styles, looks = zip(
            *self._rows.of_sheet(xml[start:end].split(b"</row>")), strict=True
        )
        of_texts = map(texts.__getitem__, chain.from_iterable(shared))
        rest = RestOfSheet((frame, *rests), (*chain.from_iterable(locked), *of_texts))
        return rest, FilledCells(chain.from_iterable(written), set(styles), set(looks))

    def _frame(self, xml: bytes) -> tuple[bytes, ...]:
        """Give what matters of all but the rows, which is looked at once: columns that are hidden, merged cells."""
        if xml not in self._frames:
            if len(self._frames) > MOST_FRAMES:
                self._frames.clear()
            try:
                sheet = scan(xml)
                is_strange = bool(find_unknown_markup(xml, "worksheet"))
            except expat.ExpatError as error:
                raise NotPlain from error
            if is_strange or b"<?" in xml[2:] or declares(xml) or not _ENCODING.match(xml):
                raise NotPlain
            if xml.count(b"sheetData") != 1:
                raise NotPlain  # other rows, by a prefix or in an extension; among the rows nothing but cells is taken
            if any(
                width < self._least.get(column, 0)
                for first, last, width in sheet.widths
                for column in range(first, last + 1)[:500]
            ):
                raise NotPlain  # whether a number fits into its cell depends on the number
            matters = (
                *(sorted(sheet.hidden_columns), sorted(sheet.merges), sorted(sheet.rules), sorted(sheet.messages)),
                *(sorted(sheet.links), sheet.hides_others, sheet.default_width, sheet.default_height, sheet.frozen),
            )
            self._frames[xml] = tuple(repr(matter).encode() for matter in matters)
        return self._frames[xml]
