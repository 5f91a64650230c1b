"""Where pictures and shapes lie over the cells of a sheet (ECMA-376-1, 20.5)."""

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
"""An ordinary row and column, in the units of drawings (a 12,700th of a point)."""

EVERYWHERE = 1, 1_048_576, 1, 16_384


def pictures_over(package: Package, sheet: str) -> tuple[tuple[int, int, int, int], ...]:
    """Give what each picture, chart or shape of a sheet covers: first and last row, first and last column.

    Where one stands that is not tied to cells is not looked for: it may cover any.
    """
    parts = [
        relation.target
        for relation in package.relations(sheet)
        if relation.kind == "drawing" and not relation.is_outside
    ]
    return tuple(covered(anchor) for part in parts if package.has(part) for anchor in package.parsed(part))


def covered(anchor: ElementTree.Element) -> tuple[int, int, int, int]:
    """Return the cells that an element of a drawing covers; the whole sheet if its position is not given."""
    try:
        row, column = _corner(anchor, "from")
        last = _corner(anchor, "to")
    except ValueError:
        return EVERYWHERE
    except LookupError:
        return _by_size(anchor)
    return row, last[0], column, last[1]


def _by_size(anchor: ElementTree.Element) -> tuple[int, int, int, int]:
    """Give what is covered by a picture that says only where it begins, and how large it is."""
    try:
        row, column = _corner(anchor, "from")
        size = _child(anchor, "ext")
        high, wide = (whole(size.get(name, "")) for name in ("cy", "cx"))
    except (ValueError, LookupError):
        return EVERYWHERE
    return row, row + high // _POINTS_HIGH, column, column + wide // _POINTS_WIDE


def _corner(anchor: ElementTree.Element, name: str) -> tuple[int, int]:
    """Give a corner's row and column, from 1."""
    corner = _child(anchor, name)
    return whole(_child(corner, "row").text or "") + 1, whole(_child(corner, "col").text or "") + 1


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element:
    for child in element:
        namespace, _, local = child.tag.rpartition("}")
        if local == name and namespace[1:] in _DRAWINGS:
            return child
    raise LookupError(name)
