"""The texts that cells share (``xl/sharedStrings.xml``), and texts as cells hold them."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def shared_texts(root: ElementTree.Element) -> list[str]:
    """Give the shared texts in order, each run together from its differently formatted pieces."""
    return [text_of(item) for item in root if _is(item, "si")]


def text_of(item: ElementTree.Element) -> str:
    """Give the text of a shared or inline string; readings (rPh) that stand above characters are none of it."""
    return plain("".join(_pieces(item)))


def _pieces(item: ElementTree.Element) -> Iterator[str]:
    for child in item:
        if _is(child, "t"):
            yield child.text or ""
        elif _is(child, "r"):
            yield from _pieces(child)


def plain(text: str) -> str:
    """Undo the escapes for characters that XML has no room for: ``_x000D_``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def escaped(text: str) -> str:
    """Keep what looks like an escape from being taken for one."""
    return _ESCAPED.sub(lambda match: f"_x005F{match.group()}", text) if "_x" in text else text


def _is(element: ElementTree.Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name
