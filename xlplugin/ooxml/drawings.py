"""Which cells of a sheet are covered by pictures and shapes (ECMA-376-1, 20.5)."""

from xml.etree import ElementTree

from xlplugin.ooxml.package import Package
from xlplugin.ooxml.xml_numbers import whole

_DRAWINGS = frozenset(
    (
        "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
        "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
    )
)
_POINTS_HIGH, _POINTS_WIDE = 15 * 12_700, 48 * 12_700
"""The size of an ordinary row and column, in the units of drawings (1/12,700 of a point)."""

EVERYWHERE = 1, 1_048_576, 1, 16_384


def pictures_over(package: Package, sheet: str) -> tuple[tuple[int, int, int, int], ...]:
    """Return what each picture, chart or shape of a sheet covers: first and last row, first and last column.

    One that is not anchored to cells may cover any of them, so it covers the whole sheet.
    """
    parts = [
        relation.target
        for relation in package.relations(sheet)
        if relation.kind == "drawing" and not relation.is_outside
    ]
    return tuple(covered(anchor) for part in parts if package.has(part) for anchor in package.parsed(part))


def covered(anchor: ElementTree.Element) -> tuple[int, int, int, int]:
    """Return the cells that a drawing element covers; the whole sheet if its position is not given."""
    try:
        row, column = _corner(anchor, "from")
        last = _corner(anchor, "to")
    except ValueError:
        return EVERYWHERE
    except LookupError:
        return _by_size(anchor)
    return row, last[0], column, last[1]


def _by_size(anchor: ElementTree.Element) -> tuple[int, int, int, int]:
    """Return the cells covered by a picture that has only a top left corner and a size."""
    try:
        row, column = _corner(anchor, "from")
        size = _child(anchor, "ext")
        high, wide = (whole(size.get(name, "")) for name in ("cy", "cx"))
    except (ValueError, LookupError):
        return EVERYWHERE
    return row, row + high // _POINTS_HIGH, column, column + wide // _POINTS_WIDE


def _corner(anchor: ElementTree.Element, name: str) -> tuple[int, int]:
    """Return the row and column of a corner, from 1."""
    corner = _child(anchor, name)
    return whole(_child(corner, "row").text or "") + 1, whole(_child(corner, "col").text or "") + 1


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element:
    for child in element:
        namespace, _, local = child.tag.rpartition("}")
        if local == name and namespace[1:] in _DRAWINGS:
            return child
    raise LookupError(name)
