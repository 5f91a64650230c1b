"""The notes on a sheet's cells: their texts (``xl/comments1.xml``) and the boxes that show them (a VML drawing).

Notes that are there keep what they have; a new note gets a box of a common size beside its cell. The drawing's form
is that of MS-OI29500, 2.1.
"""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from xlplugin.address import column_of, row_of
from xlplugin.ooxml.package import OFFICE, Package
from xlplugin.ooxml.texts import escaped, text_of

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{_MAIN}">'
    "<authors><author></author></authors><commentList></commentList></comments>"
)
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_DRAWING = (
    f'<xml {_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{{block}}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_BOX = (
    f'<v:shape {_NAMESPACES} id="_x0000_s{{id}}" type="#_x0000_t202" '
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:220pt;height:80pt;z-index:{z};visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 12, {top}, 2, {right}, 12, {bottom}, 2</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_WIDE, _HIGH = 3, 4
"""The size of a note's box, in columns and rows."""

_SHAPES = 1024
"""Numbers of shapes that a sheet's drawing has for itself."""


class Notes:
    """The notes of one sheet."""

    def __init__(self, package: Package, sheet: str) -> None:
        """Read the notes.

        Args:
            package: the workbook.
            sheet: the worksheet's part.
        """
        self._package, self._sheet = package, sheet
        found = {relation.kind: relation.target for relation in package.relations(sheet) if not relation.is_outside}
        self._comments = found.get("comments", "")
        self._drawing = found.get("vmlDrawing", "")
        self.texts: dict[str, str] = {}
        if self._comments:
            for element in package.parsed(self._comments).iter():
                if element.tag.endswith("}comment"):
                    body = next((child for child in element if child.tag.endswith("}text")), None)
                    self.texts[element.get("ref", "")] = "" if body is None else text_of(body)

    def change(self, texts: Mapping[str, str | None]) -> str:
        """Give cells a note, in place of one that they have, or take it away (None).

        Returns:
            The id of the relationship that the sheet's own XML has to name, where the sheet had no notes before;
            '' where it names it already.
        """
        wanted = {address: text for address, text in texts.items() if self.texts.get(address) != text}
        if not any(text is not None or address in self.texts for address, text in wanted.items()):
            return ""
        relation = self._make_parts()
        xml, drawing = self._package.text(self._comments), self._package.text(self._drawing)
        for address, text in wanted.items():
            if text is None:
                self.texts.pop(address, None)
            else:
                self.texts[address] = text
            xml = _without_comment(xml, address)
            if text is None:
                drawing = _without_box(drawing, address)
            elif not _box(drawing, address):
                drawing = _with_box(drawing, address)
        added = {address: text for address, text in wanted.items() if text is not None}
        self._package.put(self._comments, _with_comments(xml, added))
        self._package.put(self._drawing, drawing)
        return relation

    def _make_parts(self) -> str:
        """Make the parts that are not there; gives the id of the new relationship to the drawing, or ''."""
        package = self._package
        if not self._comments:
            self._comments = package.free_name("xl/comments{}.xml")
            package.add(self._comments, _EMPTY, COMMENTS_TYPE)
            package.relate(self._sheet, f"{OFFICE}/comments", self._comments)
        if self._drawing:
            return ""
        self._drawing = package.free_name("xl/drawings/vmlDrawing{}.vml")
        number = int(re.sub(r"\D", "", self._sheet.rpartition("/")[2]) or 1)
        package.put(self._drawing, _DRAWING.format(block=number))
        package.declare_extension("vml", DRAWING_TYPE)
        return package.relate(self._sheet, f"{OFFICE}/vmlDrawing", self._drawing)


def _with_comments(xml: str, texts: Mapping[str, str]) -> str:
    opened = re.search(r"<((?:[\w.-]+:)?)commentList\b[^>]*?(/)?>", xml)
    if opened is None:
        raise ValueError("a part with notes has no list of them")
    p = opened[1]
    new = "".join(
        f'<{p}comment ref="{address}" authorId="0"><{p}text><{p}t xml:space="preserve">{escape(escaped(text))}</{p}t>'
        f"</{p}text></{p}comment>"
        for address, text in texts.items()
    )
    if opened[2]:
        return f"{xml[: opened.start()]}<{p}commentList>{new}</{p}commentList>{xml[opened.end() :]}"
    end = xml.rindex(f"</{p}commentList")
    return xml[:end] + new + xml[end:]


def _without_comment(xml: str, address: str) -> str:
    return re.sub(rf'<((?:[\w.-]+:)?)comment\b[^>]*\bref="{address}"[^>]*>.*?</\1comment>', "", xml, flags=re.DOTALL)


def _box(drawing: str, address: str) -> re.Match[str] | None:
    """Find the box of a cell's note."""
    row, column = row_of(address) - 1, column_of(address) - 1
    for shape in re.finditer(r"<v:shape\b.*?</v:shape>", drawing, re.DOTALL):
        stands = re.search(r"<x:Row>\s*(\d+)\s*</x:Row>\s*<x:Column>\s*(\d+)\s*</x:Column>", shape.group())
        if stands and (int(stands[1]), int(stands[2])) == (row, column):
            return shape
    return None


def _without_box(drawing: str, address: str) -> str:
    shape = _box(drawing, address)
    return drawing[: shape.start()] + drawing[shape.end() :] if shape else drawing


def _with_box(drawing: str, address: str) -> str:
    numbers = [int(number) for number in re.findall(r'id="_x0000_s(\d+)"', drawing)]
    block = re.search(r'<o:idmap[^>]*\bdata="(\d+)', drawing)
    id = max([*numbers, int(block[1]) * _SHAPES if block else _SHAPES]) + 1
    row, column = row_of(address) - 1, column_of(address) - 1
    anchor = {
        "left": column + 1,
        "right": column + 1 + _WIDE,
        "top": max(row - 1, 0),
        "bottom": max(row - 1, 0) + _HIGH,
    }
    box = _BOX.format(id=id, z=len(numbers) + 1, row=row, column=column, **anchor)
    end = drawing.rindex("</xml>")
    return drawing[:end] + box + drawing[end:]
