"""The texts that cells share (``xl/sharedStrings.xml``), and texts as cells hold them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import methodcaller
from typing import overload
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

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


NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


_BEGINS_TEXT = methodcaller("startswith", b"<si>")


_TEXTS_BEGIN = re.compile(rb'(?:<\?xml version="1\.0" encoding="UTF-8"(?: standalone="yes")?\?>\s*)?<sst [^<>]*>')


_PIECE = re.compile(rb'<t(?: xml:space="preserve")?>([^<]*)</t>')


_ONE_PIECE = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<&\r]*)</t>')


_LOOK = (
    rb'<(?:b|i|u|outline|shadow|condense|extend|family|charset|scheme|rFont)(?: val="[^"<>]*")?/>'
    rb'|<sz val="(?:[5-9]|[1-9][0-9])(?:\.[0-9]+)?"/>'
    rb'|<color (?:rgb="FF(?!FFFFFF)[0-9A-F]{6}"|theme="[1-9]"|auto="1"|indexed="(?:8|64)")(?: tint="[^"<>]*")?/>'
)


_ITEM = re.compile(
    rb'<si>(?:<t(?: xml:space="preserve")?>[^<]*</t>'
    rb"|(?:<r>(?:<rPr>(?:" + _LOOK + rb")*</rPr>)?" + rb'<t(?: xml:space="preserve")?>[^<]*</t></r>)+)'
)
"""A shared text in one piece, or in several of different formats that are read as one."""


OTHER_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)")


_QUOTES = {"&quot;": '"', "&apos;": "'"}


def as_written(xml: bytes) -> list[bytes] | None:
    """Give the texts of a part as they are written, each from its beginning to before its end.

    None where they are not written plainly, as with comments, or blanks between them.
    """
    start = max(xml.find(b"<si>"), 0)
    texts = xml.split(b"</si>")
    texts[0] = texts[0][start:]
    if texts.pop() != b"</sst>" or not all(map(_BEGINS_TEXT, texts)):
        return None
    if xml.count(b"</si") != len(texts):
        return None  # one ends in another way, and would be counted with its neighbour
    if declares(xml) or _instructs(xml, start):
        return None
    if not _TEXTS_BEGIN.fullmatch(xml, 0, start) or NAMESPACE not in xml[:start]:
        return None
    return texts


def declares(xml: bytes) -> bool:
    """Whether there are comments, declarations, or text that is marked as such."""
    return b"!" in xml and b"<!" in xml


def _instructs(xml: bytes, start: int) -> bool:
    """Whether there are instructions to programs from some place on."""
    at = xml.find(b"?", start)
    while at >= 0:  # there are few of these, and many of <
        if xml[at - 1 : at] == b"<":
            return True
        at = xml.find(b"?", at + 1)
    return False


@lru_cache(maxsize=4096)
def shared_text(xml: bytes) -> str:
    """Give a text that cells share, from what is written from its beginning to before its end.

    Raises:
        ElementTree.ParseError: that is no text by itself.
        UnicodeDecodeError: it is not in UTF-8.
    """
    if match := _ONE_PIECE.fullmatch(xml):  # nearly all
        return plain(match[1].decode())
    if b"\r" not in xml and not OTHER_ENTITY.search(xml) and _ITEM.fullmatch(xml):
        return plain(_unescaped(b"".join(_PIECE.findall(xml)).decode()))
    whole = b"<si " + NAMESPACE + xml.removeprefix(b"<si") + b"</si>"
    return text_of(ElementTree.fromstring(whole))  # noqa: S314  # a piece of a part, which declares nothing


def own_text(xml: bytes) -> str:
    """Give a text that stands in its cell."""
    if b"\r" not in xml and not OTHER_ENTITY.search(xml):
        return plain(_unescaped(xml.decode()))
    return plain(ElementTree.fromstring(b"<t>" + xml + b"</t>").text or "")  # noqa: S314  # as above


def _unescaped(text: str) -> str:
    return unescape(text, _QUOTES) if "&" in text else text


class SharedTexts(Sequence[str]):
    """The texts of a part, in order; where they are not written plainly, or one is strange, the part is parsed."""

    def __init__(self, xml: bytes, parsed: Callable[[], ElementTree.Element]) -> None:
        """Take the part, which is well-formed, and what parses it."""
        self._written, self._parse = as_written(xml), parsed

    @cached_property
    def _whole(self) -> list[str]:
        return shared_texts(self._parse())

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        """Give one."""
        if self._written is not None and isinstance(at, int):
            try:
                return shared_text(self._written[at])
            except (ElementTree.ParseError, UnicodeDecodeError):  # names that are declared for the whole part
                self._written = None
        return self._whole[at]

    def __len__(self) -> int:
        """Count them."""
        return len(self._whole if self._written is None else self._written)
