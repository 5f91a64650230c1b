"""The texts that cells share (``xl/sharedStrings.xml``), and texts as cells hold them."""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from xlplugin.ooxml.namespaces import is_of_sheets, local_name
from xlplugin.ooxml.xml_numbers import decimal, is_true

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
    """Give the pieces of a text: one ``t``, or some ``r`` with one ``t`` each (ECMA-376-1, 18.4.8)."""
    has_text = False
    for child in item:
        name = local_name(child.tag)
        if name == "t":
            if len(child) or has_text:
                raise ValueError("something within a text, or two texts in a piece")
            has_text = True
            yield marked(child.text or "", how)
        elif name == "r" and item.tag != child.tag:
            formats = child[0] if len(child) and is_of_sheets(child[0].tag, "rPr") else ()
            hows = [
                how_read(name, attribute_element.attrib)
                for attribute_element in formats
                if (name := local_name(attribute_element.tag))
            ]
            yield from _pieces(child, next(filter(None, hows), ""))
        elif name not in _SILENT:
            raise ValueError("a text of which programs show different things")


_SILENT = frozenset(("rPr", "rPh", "phoneticPr"))
"""What of a text is not shown in a cell, or only how it looks."""


STRUCK, UNSEEN = "划去", "看不见"
_RAISED = {"superscript": "上标", "subscript": "下标"}

LEAST_SIZE = 5.0
"""Points; smaller letters cannot be read."""


def how_read(name: str, attributes: Mapping[str, str]) -> str:
    """Say how a piece of a text is read otherwise than what stands beside it: struck out, raised, lowered, not at all.

    Args:
        name: of an element of the piece's format; fonts and most colours make no difference.
        attributes: of that element.
    """
    value = attributes.get("val", "")
    if name == "strike":
        return STRUCK if is_true(value or "1") else ""
    if name == "sz":
        return UNSEEN if decimal(value) < LEAST_SIZE else ""
    if name == "color":
        return UNSEEN if is_white(attributes) else ""
    return _RAISED.get(value, "") if name == "vertAlign" else ""


def is_white(colour: Mapping[str, str]) -> bool:
    """Whether a colour is that of paper: white, or the theme's first, which is white in every theme of an office."""
    if rgb := colour.get("rgb"):
        return rgb[-6:].upper() == "FFFFFF"
    return colour.get("theme") == "0" or colour.get("indexed") in ("1", "9", "65")


def is_dark(rgb: str) -> bool:
    """Whether white letters can be read on a ground (RRGGBB): its luminance, of 255, is below that of a mid grey.

    >>> is_dark("C00000"), is_dark("FFF2CC"), is_dark("")
    (True, False, False)
    """
    if len(rgb) != 6:
        return False
    red, green, blue = (int(rgb[at : at + 2], 16) for at in (0, 2, 4))
    return 299 * red + 587 * green + 114 * blue < 150_000


def marked(text: str, how: str) -> str:
    """Mark a piece that is read otherwise, as it would run together with the rest: 3² is not 32, a struck 3 is none."""
    return f"〔{how}：{text}〕" if how and text else text


def plain(text: str) -> str:
    """Undo the escapes for characters that XML has no room for: ``_x000B_``; half characters stay escaped."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return match.group() if "\ud800" <= character <= "\udfff" else character


def escaped(text: str) -> str:
    """Write a text so that XML can hold it and ``plain`` gives it back: control characters, and what looks escaped."""
    text = _BEGINS.sub("_x005F_", text) if "_x" in text else text
    return _BARE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
