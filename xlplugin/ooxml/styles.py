"""Cell formats (``xl/styles.xml``): how they show a number or a text, and copies of a format with another fill.

The part is parsed for reading; changes are written into its text, so that the rest keeps its bytes.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree

from xlplugin.ooxml import number_formats
from xlplugin.ooxml.namespaces import is_of_sheets
from xlplugin.ooxml.shared_strings import LEAST_SIZE, STRUCK, UNSEEN, is_dark, is_white
from xlplugin.ooxml.xml_numbers import decimal, is_true, whole
from xlplugin.ooxml.xml_trees import tree

_TAG = re.compile(
    r"""<(?P<end>/)?(?P<prefix>[\w.-]+:)?(?P<name>[\w.-]+)(?:[^>"'/]|"[^"]*"|'[^']*'|/(?!>))*+(?P<closed>/)?>"""
)
"""An XML tag; quoted attribute values may contain ``>``: ``<numFmt formatCode="[>1]0"/>``."""

FILLED = "重复填充"
"""Stands for the code of a format that repeats the content until the cell is full."""

_IS_FILLED = re.compile(r"""\shorizontal\s*=\s*["']fill["']""")


@dataclass(frozen=True, slots=True)
class _Font:
    is_struck: bool
    is_unseen: bool
    """Whether its letters are white, or too small to be read."""


@dataclass(frozen=True, slots=True)
class _Format:
    """A cell format (``xf``), with what it inherits from its named style."""

    number: int
    font: int
    fill: int
    fills: bool
    """Whether it repeats the content until the cell is full."""
    parent: int
    own_number: bool
    own_font: bool
    """Whether number format and font are marked as its own; otherwise some programs take the parent's."""


@dataclass(frozen=True)
class _Formats:
    """The lists of the part."""

    codes: Mapping[int, str]
    fonts: Sequence[_Font]
    grounds: Sequence[str]
    """The colours of fills: RRGGBB; '' for none."""
    cells: Sequence[_Format]
    parents: Sequence[_Format]
    disguising: frozenset[int]


class Styles:
    """The cell formats of a workbook."""

    def __init__(self, xml: str, damaged: Callable[[], Exception]) -> None:
        """Take the text of the part; ``damaged`` makes the error for an invalid one."""
        self.xml, self._damaged = xml, damaged
        if "<!" in xml or "<?" in xml[2:]:
            raise damaged()  # programs write no comments here, and elements inside them would be counted
        self._lists: dict[str, list[str]] = {}

    @cached_property
    def _formats(self) -> _Formats:
        if not self.xml:
            return _Formats({}, (), (), (), (), frozenset())
        try:
            return _read(tree(self.xml.encode()))
        except (ElementTree.ParseError, ValueError) as error:
            raise self._damaged() from error

    def shows_date(self, style: int) -> bool:
        """Whether a format (an index into ``cellXfs``) shows a number as a date or a time."""
        return number_formats.shows_date(*self._number_format(style))

    def shows_percent(self, style: int) -> bool:
        """Whether a format shows a number as a percentage."""
        return number_formats.shows_percent(*self._number_format(style))

    def shows_another(self, style: int, value: float) -> str:
        """Return the code of a format that shows another number, or hides it; '' for one that does not."""
        if value and self._fills(style):
            return FILLED
        return next(
            (
                code or number_formats.built_in(number)
                for number, code in self._number_formats(style)
                if number_formats.shows_another(number, code, value)
            ),
            "",
        )

    def shows_other_date(self, style: int, day: int) -> str:
        """Return the code of a format that does not show month and day of a date; '' for one that does."""
        return number_formats.other_date(*self._number_format(style), day)

    def shows_another_text(self, style: int) -> str:
        """Return the code of a format that shows another text, or hides it; '' for one that does not."""
        if self._fills(style):
            return FILLED
        codes = (code for _, code in self._number_formats(style))
        return next((code for code in codes if code and number_formats.shows_another_text(code)), "")

    def _fills(self, style: int) -> bool:
        """Whether a format repeats the content until the cell is full."""
        return self._of(style).fills

    @property
    def disguising(self) -> frozenset[int]:
        """The differential formats (``dxf``) that may show another number, strike out, or hide content."""
        return self._formats.disguising

    def shows_as_it_is(self, style: int) -> bool:
        """Whether a format shows every text and every number unchanged; struck-out content is changed."""
        if self._fills(style) or self.how_read(style):
            return False
        return all(number_formats.shows_all(number, code) for number, code in self._number_formats(style))

    def how_read(self, style: int) -> str:
        """Say how content with this format reads differently: struck out or invisible; '' for neither."""
        own = self._of(style)
        fonts = {own.font} if own.own_font else {own.font, self._parent(own).font}
        fonts_used = [self._formats.fonts[at] for at in fonts if at < len(self._formats.fonts)]
        if any(font.is_struck for font in fonts_used):
            return STRUCK
        return UNSEEN if any(font.is_unseen for font in fonts_used) and not is_dark(self.ground(style)) else ""

    def _of(self, style: int) -> _Format:
        formats = self._formats.cells
        return formats[style] if 0 <= style < len(formats) else _PLAIN

    def _parent(self, cell_format: _Format) -> _Format:
        parents = self._formats.parents
        return parents[cell_format.parent] if 0 <= cell_format.parent < len(parents) else _PLAIN

    def _number_format(self, style: int) -> tuple[int, str | None]:
        """Return the number of a format's number format, and its code if it is written out."""
        number = self._of(style).number
        return number, self._formats.codes.get(number)

    def _number_formats(self, style: int) -> list[tuple[int, str | None]]:
        """Return the number formats by which some program shows a number: its own, and its parent's."""
        own = self._of(style)
        numbers = {own.number} if own.own_number or not own.parent else {own.number, self._parent(own).number}
        return [(number, self._formats.codes.get(number)) for number in sorted(numbers)]

    def with_ground(self, style: int, colour: str) -> int:
        """Return the index of a format with another fill colour (RRGGBB); the format is added if it does not exist."""
        formats = self._children("cellXfs")
        if not 0 <= style < len(formats):
            raise self._damaged()
        fill = self._fill(colour)
        wanted = re.sub(r"""\s(?:fillId|applyFill)\s*=\s*(?:"[^"]*"|'[^']*')""", "", formats[style], count=2)
        wanted = re.sub(r"(xf)\b", rf'\1 fillId="{fill}" applyFill="1"', wanted, count=1)
        return self._index("cellXfs", wanted)

    def as_general(self, style: int) -> int:
        """Return the index of a copy of a format with the number format General; it is added if it does not exist."""
        formats = self._children("cellXfs")
        if not 0 <= style < len(formats):
            raise self._damaged()
        wanted = re.sub(r"""\snumFmtId\s*=\s*(?:"[^"]*"|'[^']*')""", ' numFmtId="0"', formats[style], count=1)
        if self.how_read(style):
            wanted = re.sub(r"""\sfontId\s*=\s*(?:"[^"]*"|'[^']*')""", ' fontId="0"', wanted, count=1)
        return self._index("cellXfs", _IS_FILLED.sub("", wanted))

    def with_text(
        self,
        *,
        size: float,
        bold: bool = False,
        underlined: bool = False,
        colour: str = "000000",
        ground: str = "",
        bordered: bool = False,
        centred: bool = False,
    ) -> int:
        """Return the index of a format for wrapped text (colours as RRGGBB); it is added if it does not exist."""
        p = self._list("fonts")[2]
        looks = (f"<{p}b/>" if bold else "") + (f"<{p}u/>" if underlined else "")
        font = f'<{p}font>{looks}<{p}sz val="{size:g}"/><{p}color rgb="FF{colour}"/><{p}name val="宋体"/></{p}font>'
        line = '{0}{1} style="thin"><{0}color rgb="FFBFBFBF"/></{0}{1}>'
        sides = "".join(f"<{line.format(p, side)}" for side in ("left", "right", "top", "bottom"))
        border = f"<{p}border>{sides}<{p}diagonal/></{p}border>" if bordered else ""
        ids = {
            "numFmtId": 0,
            "fontId": self._index("fonts", font),
            "fillId": self._fill(ground) if ground else 0,
            "borderId": self._index("borders", border) if border else 0,
            "xfId": 0,
        }
        given = " ".join(f'{name}="{value}"' for name, value in ids.items())
        across = ' horizontal="center"' if centred else ""
        applied = 'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        return self._index(
            "cellXfs", f'<{p}xf {given} {applied}><{p}alignment{across} vertical="center" wrapText="1"/></{p}xf>'
        )

    def ground(self, style: int) -> str:
        """Return the fill colour of a format as RRGGBB; '' if it has none, or one given in another way."""
        fill, grounds = self._of(style).fill, self._formats.grounds
        return grounds[fill] if fill < len(grounds) else ""

    def _fill(self, colour: str) -> int:
        p = self._list("fills")[2]
        pattern = f'<{p}patternFill patternType="solid"><{p}fgColor rgb="FF{colour}"/></{p}patternFill>'
        return self._index("fills", f"<{p}fill>{pattern}</{p}fill>")

    def _index(self, name: str, element: str) -> int:
        """Return the index of an element in a list; it is added if it does not exist."""
        known = self._children(name)
        if element in known:
            return known.index(element)
        start, end, prefix = self._list(name)
        body = self.xml[start:end]
        closing = body.rindex(f"</{prefix}{name}")
        body = body[:closing] + element + body[closing:]
        opened = body.index(">")
        head = re.sub(r'\scount="\d+"', f' count="{len(known) + 1}"', body[:opened])
        self.xml = self.xml[:start] + head + body[opened:] + self.xml[end:]
        known.append(element)
        self.__dict__.pop("_formats", None)
        return len(known) - 1

    def _list(self, name: str) -> tuple[int, int, str]:
        """Return the start and end of a list, and the prefix of its names."""
        opened = _opened(name, self.xml)
        if opened and _opened(name, self.xml, opened.end()):
            raise self._damaged()  # of two lists, programs take either
        end = self.xml.find(f"</{opened[1]}{name}>") if opened else -1
        if opened is None or end < 0:
            raise self._damaged()
        return opened.start(), end + len(f"</{opened[1]}{name}>"), opened[1]

    def _children(self, name: str) -> list[str]:
        """Return the elements of a list, each as text; kept until the list is changed."""
        if name not in self._lists:
            self._lists[name] = self._read_children(name)
        return self._lists[name]

    def _read_children(self, name: str) -> list[str]:
        start, end, _ = self._list(name)
        children, depth, begun = [], 0, 0
        for tag in _TAG.finditer(self.xml, start, end):
            if tag["end"]:
                depth -= 1
                if depth == 1:
                    children.append(self.xml[begun : tag.end()])
                continue
            if depth == 1:
                begun = tag.start()
                if tag["closed"]:
                    children.append(tag.group())
            depth += not tag["closed"]
        return children


def _opened(name: str, xml: str, start: int = 0) -> re.Match[str] | None:
    """Find the tag that opens a list; None for an empty list."""
    return re.compile(rf"<((?:[\w.-]+:)?){name}(?:\s[^<>]*)?(?<!/)>").search(xml, start)


_PLAIN = _Format(0, 0, 0, fills=False, parent=0, own_number=True, own_font=True)
"""Stands for a format that does not exist."""


def _read(root: ElementTree.Element) -> _Formats:
    """Read the part.

    Raises:
        ValueError: a list or a number appears twice, or a number is invalid.
    """
    lists: dict[str, ElementTree.Element] = {}
    for item in root:
        for name in ("numFmts", "fonts", "fills", "cellStyleXfs", "cellXfs", "dxfs"):
            if is_of_sheets(item.tag, name) and lists.setdefault(name, item) is not item:
                raise ValueError(f"two lists {name}: of two, programs take either")
    codes: dict[int, str] = {}
    for item in _items(lists, "numFmts", "numFmt"):
        number, code = whole(item.get("numFmtId", "")), item.get("formatCode", "")
        if codes.setdefault(number, code) != code:
            raise ValueError("one number for two formats: programs do not agree which counts")
    return _Formats(
        codes,
        tuple(_font(item) for item in _items(lists, "fonts", "font")),
        tuple(_ground(item) for item in _items(lists, "fills", "fill")),
        tuple(_format(item) for item in _items(lists, "cellXfs", "xf")),
        tuple(_format(item) for item in _items(lists, "cellStyleXfs", "xf")),
        frozenset(at for at, difference in enumerate(_items(lists, "dxfs", "dxf")) if _disguises(difference)),
    )


def _items(lists: Mapping[str, ElementTree.Element], name: str, item: str) -> Iterator[ElementTree.Element]:
    return (child for child in lists.get(name, ()) if is_of_sheets(child.tag, item))


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next((child for child in element if is_of_sheets(child.tag, name)), None)


def _font(element: ElementTree.Element) -> _Font:
    struck, colour, size = (_child(element, name) for name in ("strike", "color", "sz"))
    is_unseen = (colour is not None and is_white(colour.attrib)) or (
        size is not None and decimal(size.get("val", "11")) < LEAST_SIZE
    )
    return _Font(struck is not None and is_true(struck.get("val", "1")), is_unseen)


def _ground(element: ElementTree.Element) -> str:
    pattern = _child(element, "patternFill")
    colour = _child(pattern, "fgColor") if pattern is not None and pattern.get("patternType") == "solid" else None
    return (colour.get("rgb", "") if colour is not None else "")[-6:].upper()


def _format(element: ElementTree.Element) -> _Format:
    alignment = _child(element, "alignment")
    number, font, fill, parent = (whole(element.get(name, "0")) for name in ("numFmtId", "fontId", "fillId", "xfId"))
    own_number, own_font = (is_true(element.get(name, "")) for name in ("applyNumberFormat", "applyFont"))
    fills = alignment is not None and alignment.get("horizontal", "").strip() == "fill"
    return _Format(number, font, fill, fills, parent, own_number, own_font)


def _disguises(dxf: ElementTree.Element) -> bool:
    """Whether a conditional format shows another number, strikes out, or has white letters on a light background."""
    font, fill = _child(dxf, "font"), _child(dxf, "fill")
    looks = _font(font) if font is not None else None
    pattern = _child(fill, "patternFill") if fill is not None else None
    # The fill of a conditional format is the background colour of its pattern.
    colour = _child(pattern, "bgColor") if pattern is not None else None
    ground = (colour.get("rgb", "") if colour is not None else "")[-6:]
    is_unseen = looks is not None and looks.is_unseen and not is_dark(ground)
    return _child(dxf, "numFmt") is not None or bool(looks and looks.is_struck) or is_unseen
