"""The comments on a sheet's cells: their texts (``xl/comments1.xml``) and the boxes that show them (a VML drawing).

Existing comments keep everything; a new comment gets a box of a standard size beside its cell. The form of the drawing
is that of MS-OI29500, 2.1.
"""

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from xlplugin.notation.cell_address import column_of, row_of
from xlplugin.ooxml.package import OFFICE, Package
from xlplugin.ooxml.shared_strings import escaped, text_of

AUTHOR = "xlplugin"
"""The author of new comments."""

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{_MAIN}">'
    "<authors></authors><commentList></commentList></comments>"
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
_LIST = re.compile(r"<((?:[\w.-]+:)?)(authors|commentList)\s*/>")
_LEGACY = re.compile(r"<(?:[\w.-]+:)?legacyDrawing\s[^>]*\bid=\"([^\"]+)\"")
_SHAPE = re.compile(r"<(?:[\w.-]+:)?shape\s.*?</(?:[\w.-]+:)?shape\s*>", re.DOTALL)
_STANDS = re.compile(r"<(?:[\w.-]+:)?(Row|Column)>\s*(\d+)\s*<")
_WIDE, _HIGH = 3, 4
"""The size of a comment's box, in columns and rows."""

_SHAPES = 1024
"""How many shape numbers belong to the drawing of one sheet."""


def all_comment_texts(package: Package, sheet: str) -> dict[str, str]:
    """Return the texts of the comments and threaded comments of a sheet, by address.

    Excel 365 shows a thread instead of the comment that other programs show in its place.
    """
    inside = [
        relation for relation in package.relations(sheet) if not relation.is_outside and package.has(relation.target)
    ]
    texts: dict[str, str] = {}
    for relation in inside:
        if relation.kind == "comments":
            texts |= dict(_comments(package, relation.target))
    threads: dict[str, list[str]] = {}
    for relation in inside:
        if relation.kind.rpartition("/")[2] == "threadedComment":
            for element in package.parsed(relation.target):
                text_of_comment = "".join(text.text or "" for text in element if text.tag.endswith("}text"))
                threads.setdefault(element.get("ref", ""), []).append(text_of_comment)
    return texts | {at: " / ".join(texts_of_thread) for at, texts_of_thread in threads.items()}


def threaded_cells(package: Package, sheet: str) -> frozenset[str]:
    """Return the cells that have a threaded comment."""
    parts = [
        relation.target
        for relation in package.relations(sheet)
        if relation.kind.rpartition("/")[2] == "threadedComment"
    ]
    return frozenset(element.get("ref", "") for part in parts if package.has(part) for element in package.parsed(part))


def _comments(package: Package, part: str) -> Iterator[tuple[str, str]]:
    for element in package.parsed(part).iter():
        if element.tag.endswith("}comment"):
            body = next((child for child in element if child.tag.endswith("}text")), None)
            yield element.get("ref", ""), "" if body is None else text_of(body)


class SheetComments:
    """The comments of one sheet."""

    def __init__(self, package: Package, sheet: str) -> None:
        """Read the comments.

        Args:
            package: the workbook.
            sheet: the worksheet's part.
        """
        self._package, self._sheet = package, sheet
        inside = [relation for relation in package.relations(sheet) if not relation.is_outside]
        self._comments = next((relation.target for relation in inside if relation.kind == "comments"), "")
        # A sheet may have a second such drawing, for the pictures of its header; this element tells which is which.
        named = _LEGACY.search(package.text(sheet))
        self._drawing = next((relation.target for relation in inside if named and relation.id == named[1]), "")
        self.texts: dict[str, str] = dict(_comments(package, self._comments)) if self._comments else {}

    def change(self, texts: Mapping[str, str | None]) -> str:
        """Set or replace the comments of cells, or remove them (None).

        Returns:
            The id of the relationship that the sheet's XML must name, if the sheet had no comments before; otherwise
            ''.
        """
        wanted = {address: text for address, text in texts.items() if self.texts.get(address) != text}
        if not any(text is not None or address in self.texts for address, text in wanted.items()):
            return ""
        relation = self._make_parts()
        xml, drawing = (
            _LIST.sub(r"<\1\2></\1\2>", self._package.text(self._comments)),
            self._package.text(self._drawing),
        )
        for address, text in wanted.items():
            xml = self._changed(xml, address, text)
            if text is None:
                self.texts.pop(address, None)
                drawing = _without_box(drawing, address)
                continue
            self.texts[address] = text
            if not _box(drawing, address):
                drawing = _with_box(drawing, address)
        self._package.put(self._comments, xml)
        self._package.put(self._drawing, drawing)
        return relation

    def _changed(self, xml: str, address: str, text: str | None) -> str:
        """Return the XML with one comment changed; an existing one keeps its author and the formats of its words."""
        match = re.search(rf'<((?:[\w.-]+:)?)comment\b[^>]*\bref="{address}"[^>]*>.*?</\1comment>', xml, re.DOTALL)
        if match is None:
            return xml if text is None else _with_comment(xml, address, text)
        if text is None:
            return xml[: match.start()] + xml[match.end() :]
        p, old = match[1], self.texts[address]
        body = re.search(rf"<{p}text\b[^>]*>(.*)</{p}text>", match.group(), re.DOTALL)
        inner, ours = body[1] if body else "", f"<{p}r>{_element(p, old[len(text) :])}</{p}r>"
        if body and text.startswith(old):
            inner += f"<{p}r>{_element(p, text[len(old) :])}</{p}r>"
        elif old.startswith(text) and inner.endswith(ours):
            inner = inner.removesuffix(ours)
        else:
            inner = _element(p, text)
        start = match.start() + (body.start() if body else 0)
        end = match.start() + (body.end() if body else 0)
        return f"{xml[:start]}<{p}text>{inner}</{p}text>{xml[end:]}"

    def _make_parts(self) -> str:
        """Create the missing parts; gives the id of the new relationship to the drawing, or ''."""
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


def _with_comment(xml: str, address: str, text: str) -> str:
    """Add a comment to the list, under our own author."""
    names = re.findall(r"<(?:[\w.-]+:)?author>(.*?)</|<(?:[\w.-]+:)?author\s*/>", xml)
    if AUTHOR not in names:
        p, end = _closing(xml, "authors")
        xml = f"{xml[:end]}<{p}author>{AUTHOR}</{p}author>{xml[end:]}"
        names.append(AUTHOR)
    p, end = _closing(xml, "commentList")
    body = f"<{p}text>{_element(p, text)}</{p}text>"
    return f'{xml[:end]}<{p}comment ref="{address}" authorId="{names.index(AUTHOR)}">{body}</{p}comment>{xml[end:]}'


def _closing(xml: str, name: str) -> tuple[str, int]:
    """Find the end of a list, and the prefix of its name."""
    match = re.search(rf"</((?:[\w.-]+:)?){name}\s*>", xml)
    if match is None:
        raise ValueError(f"a part with notes has no {name}")
    return match[1], match.start()


def _element(prefix: str, text: str) -> str:
    return f'<{prefix}t xml:space="preserve">{escape(escaped(text))}</{prefix}t>'


def _box(drawing: str, address: str) -> re.Match[str] | None:
    """Find the box of a cell's comment."""
    wanted = {"Row": row_of(address) - 1, "Column": column_of(address) - 1}
    for shape in _SHAPE.finditer(drawing):
        if {name: int(number) for name, number in _STANDS.findall(shape.group())} == wanted:
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
    end = drawing.rindex("</")
    return drawing[:end] + box + drawing[end:]
