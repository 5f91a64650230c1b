"""The texts that cells share (``xl/sharedStrings.xml``), and texts as cells hold them."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from xlplugin.ooxml.names import is_of_sheets

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_BEGINS = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_BARE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML has no room for, escaped or not."""


def shared_texts(root: ElementTree.Element) -> list[str]:
    """Give the shared texts in order, each run together from its differently formatted pieces."""
    return [text_of(item) for item in root if is_of_sheets(item.tag, "si")]


def text_of(item: ElementTree.Element) -> str:
    """Give the text of a shared or inline string; readings (rPh) that stand above characters are none of it."""
    return plain("".join(_pieces(item)))


def _pieces(item: ElementTree.Element) -> Iterator[str]:
    for child in item:
        if is_of_sheets(child.tag, "t"):
            yield child.text or ""
        elif is_of_sheets(child.tag, "r"):
            yield from _pieces(child)


def plain(text: str) -> str:
    """Undo the escapes for characters that XML has no room for: ``_x000B_``; half characters stay escaped."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    found = chr(int(match[1], 16))
    return match.group() if "\ud800" <= found <= "\udfff" else found


def escaped(text: str) -> str:
    """Write a text so that XML can hold it and ``plain`` gives it back: control characters, and what looks escaped."""
    text = _BEGINS.sub("_x005F_", text) if "_x" in text else text
    return _BARE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
