"""XML parts as trees of elements, with a limit of depth: every open element costs memory."""

from xml.etree import ElementTree
from xml.parsers import expat

MOST_DEEP = 100
"""Depth of nested elements; a workbook's parts have about ten levels."""

FEW = 20_000
"""Elements; so few cannot be nested deeply enough to matter."""


def tree(xml: bytes) -> ElementTree.Element:
    """Parse a part that declares no entities (``Package.read`` refuses those that do).

    Raises:
        ElementTree.ParseError: it is not well-formed.
    ValueError: its elements are nested too deeply.
    """
    if xml.count(b"<") > FEW:
        try:
            check_depth(xml)
        except expat.ExpatError as error:
            raise ElementTree.ParseError(str(error)) from error
    return ElementTree.fromstring(xml)  # noqa: S314  # as above


def check_depth(xml: bytes) -> None:
    """Check that a part is well-formed, and not nested too deeply.

    Raises:
        expat.ExpatError: it is not well-formed.
    ValueError: its elements are nested too deeply.
    """
    depth = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEEP:
            raise ValueError("too many elements within one another")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(xml, True)
