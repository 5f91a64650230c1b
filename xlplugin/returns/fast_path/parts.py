"""Takes workbooks apart by patterns, as programs usually write them: many times as fast as parsing XML.

Anything written in another way raises ``NotPlain`` and is read in full.
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
"""Targets of a drawing, chart or theme that nobody has to look at."""

INDIFFERENT = ("docProps/", "xl/theme/", "xl/charts/", "xl/drawings/", "xl/media/")
"""Folders of parts without entries or locked contents; some programs renumber these parts each time."""

_DRAWN = re.compile(r"(?:docProps|xl/(?:theme|charts|drawings|media))/(?:.*\.rels|drawing[^/]*\.xml)$")
"""The parts of these folders that are examined: drawings, and relationships of any part.

``xl/drawings/drawing1.xml`` and ``xl/charts/_rels/chart1.xml.rels`` match; ``xl/media/image1.png`` does not.
"""

_ENCODING = re.compile(rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\?>\s*)?<')
"""The beginning of a part in UTF-8: ``<?xml version="1.0" encoding="UTF-8"?><worksheet``, or ``<worksheet`` at once."""

MOST_PLAIN = 2_000_000
"""Size limit of a sheet in bytes; ours have about 150,000."""

MOST_FRAMES = 64
"""Number of sheet frames (everything around the rows) that are remembered."""


class RestOfSheet(NamedTuple):
    """The part of a sheet that is neither entered nor computed: row by row, and the values of locked cells."""

    pieces: tuple[tuple[bytes, ...], ...]
    texts: tuple[bytes, ...]


class FilledCells(NamedTuple):
    """The entries of a sheet: non-blank cells by name; the formats of these cells, and of locked ones."""

    cells: Iterable[tuple[str, Written]]
    styles: set[frozenset[bytes]]
    looks: set[frozenset[bytes]]


class PackageParts:
    """The parts of a file, each unpacked once; ``names`` are those that matter."""

    def __init__(self, archive: Archive) -> None:
        """Open the file."""
        self._indifferent = sorted(name for name in archive.names if _DRAWN.match(name))
        self.names = frozenset(name for name in archive.names if not name.startswith(INDIFFERENT))
        self._archive = archive
        self._read: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        """Return a part's bytes."""
        if name not in self._read:
            if name not in self.names:
                raise NotPlain
            if is_in_other_letters(content := self._archive.read(name)):
                raise NotPlain
            self._read[name] = content
        return self._read[name]

    def shared_texts(self) -> list[bytes]:
        """Return the shared texts, in XML."""
        if TEXTS not in self.names:
            return []
        if (texts := as_written(self[TEXTS])) is None:
            raise NotPlain
        if new := set(texts) - _KNOWN_TEXTS:
            _look_at_texts(new)
        return texts

    def pointing(self, part: str) -> tuple[bytes, ...]:
        """Return the targets of a sheet's relationships, and which cells its drawings cover."""
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
        """Return a part's compressed bytes."""
        if name not in self.names:
            raise NotPlain
        return self._archive.packed(name)

    def relations(self) -> list[bytes]:
        """Return what identifies a package: content types and relationships.

        Relationships of drawings must lead to pictures only; for a drawing the cells that it covers are returned.
        """
        pictures = [_of_drawing(self._archive, name) for name in self._indifferent]
        pointing = [self.packed(name) for name in sorted(self.names) if name.endswith(".rels")]
        return [_types(self._archive), *pointing, *filter(None, pictures)]


_DRAWINGS: dict[tuple[bool, bytes], bytes] = {}
"""For relationships of drawings (True) and drawings, by their compressed bytes: the result, as few differ."""


_TYPES: dict[bytes, bytes] = {}


def _types(archive: Archive) -> bytes:
    """Return the content types of all parts in sorted order: some programs change the order each time."""
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
    """Whether a part is renumbered by programs: only its content type counts."""
    return given.get("PartName", "").startswith(tuple(f"/{folder}" for folder in INDIFFERENT))


def _of_drawing(archive: Archive, name: str) -> bytes:
    """Return the cells that a drawing covers; nothing for its relationships if they lead to pictures only."""
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
    """Whether a part of relationships is valid and leads to pictures only."""
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
"""Shared texts that were examined before, in XML, without the end tag."""

MOST_TEXTS = 50_000


def _look_at_texts(new: set[bytes]) -> None:
    """Parse new texts at once: the texts of a file are well-formed together as each is by itself."""
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
    """A sheet with cells to fill in.

    Its frame (everything around the rows) is the same in nearly all files and examined once.
    """

    def __init__(
        self, name: str, part: str, open_cells: Mapping[str, Cell], least: Mapping[int, float] = MappingProxyType({})
    ) -> None:
        """Take the sheet's name and part, the open cells of all sheets by name, and the least widths of columns."""
        self._least = least
        self.name, self.part = name, part
        self._rows = PlainRows({cell.address: of for of, cell in open_cells.items() if cell.sheet == name})
        self._frames: dict[bytes, tuple[bytes, ...]] = {}

    def taken_apart(self, xml: bytes, texts: list[bytes]) -> tuple[RestOfSheet, FilledCells]:
        """Split a sheet into its entries and the rest.

        Args:
            xml: the sheet's part.
            texts: the shared texts, in XML.

        ``<sheetData><row r="1"><c r="A1"><v>3</v></c></row></sheetData>`` with an open A1 gives the entry A1 = 3, and a
        rest in which A1 has no value.
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
        """Return what matters outside the rows (hidden columns, merged cells, …); each frame is examined once."""
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
                raise NotPlain  # more rows, under a prefix or in an extension
            if any(
                width < self._least.get(column, 0)
                for first, last, width in sheet.widths
                for column in range(first, last + 1)[:500]
            ):
                raise NotPlain  # whether a number fits its cell depends on the number
            matters = (
                *(sorted(sheet.hidden_columns), sorted(sheet.merges), sorted(sheet.rules), sorted(sheet.messages)),
                *(sorted(sheet.links), sheet.hides_others, sheet.default_width, sheet.default_height, sheet.frozen),
            )
            self._frames[xml] = tuple(repr(matter).encode() for matter in matters)
        return self._frames[xml]
