"""The texts that cells share (``xl/sharedStrings.xml``), and texts as cells hold them."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from xlplugin.ooxml.names import is_of_sheets, local_name

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_BEGINS = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_BARE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML has no room for, escaped or not."""


def shared_texts(root: ElementTree.Element) -> list[str]:
    """Give the shared texts in order, each run together from its differently formatted pieces."""
    return [text_of(item) for item in root if is_of_sheets(item.tag, "si")]


def text_of(item: ElementTree.Element) -> str:
    """Give the text of a shared or inline string; readings (rPh) that stand above characters are none of it.

    Raises:
        ValueError: something stands within the text that programs show or leave out.
    """
    return plain("".join(_pieces(item)))


def _pieces(item: ElementTree.Element, how: str = "") -> Iterator[str]:
    for child in item:
        if is_of_sheets(child.tag, "t"):
            if len(child):
                raise ValueError("something within a text")
            yield marked(child.text or "", how)
        elif is_of_sheets(child.tag, "r"):
            formats = child[0] if len(child) and is_of_sheets(child[0].tag, "rPr") else ()
            hows = [how_read(name, one.get("val", "")) for one in formats if (name := local_name(one.tag))]
            yield from _pieces(child, next(filter(None, hows), ""))


STRUCK = "划去"
_RAISED = {"superscript": "上标", "subscript": "下标"}


def how_read(name: str, value: str) -> str:
    """Say how a piece of a text is read otherwise than what stands beside it: struck out, raised or lowered.

    Args:
        name: of an element of the piece's format; fonts and colours make no difference.
        value: its ``val``.
    """
    if name == "strike":
        return "" if value in ("0", "false") else STRUCK
    return _RAISED.get(value, "") if name == "vertAlign" else ""


def marked(text: str, how: str) -> str:
    """Mark a piece that is read otherwise, as it would run together with the rest: 3² is not 32, a struck 3 is none."""
    return f"〔{how}：{text}〕" if how and text else text


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
