"""The texts that cells share (``xl/sharedStrings.xml``), parsed, or split by patterns."""

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
"""Characters that XML cannot contain, escaped or not."""


def shared_texts(root: ElementTree.Element) -> list[str]:
    """Return the shared strings in order, each joined from its differently formatted runs."""
    return [text_of(item) for item in root if is_of_sheets(item.tag, "si")]


def text_of(item: ElementTree.Element) -> str:
    """Return the text of a shared or inline string, without phonetic readings (rPh) above its characters.

    Raises:
        ValueError: the text contains an element that some programs display and others leave out.
    """
    return plain("".join(_pieces(item)))


def _pieces(item: ElementTree.Element, how: str = "") -> Iterator[str]:
    """Return the pieces of a text: one ``t``, or several ``r`` with one ``t`` each (ECMA-376-1, 18.4.8)."""
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
"""Elements of a string that are not displayed in a cell, or only format it."""


STRUCK, UNSEEN = "划去", "看不见"
_RAISED = {"superscript": "上标", "subscript": "下标"}

LEAST_SIZE = 5.0
"""Font size in points; smaller letters cannot be read."""


def how_read(name: str, attributes: Mapping[str, str]) -> str:
    """Say how a run of a text reads differently from its surroundings: struck out, raised, lowered or invisible.

    Args:
        name: the name of an element of the run's format; fonts and most colours make no difference.
        attributes: its attributes.
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
    """Whether a colour is white: given as such, or as the first colour of a theme, which is white in all."""
    if rgb := colour.get("rgb"):
        return rgb[-6:].upper() == "FFFFFF"
    return colour.get("theme") == "0" or colour.get("indexed") in ("1", "9", "65")


def is_dark(rgb: str) -> bool:
    """Whether white letters are readable on a background (RRGGBB): its luminance, of 255, is below mid grey.

    >>> is_dark("C00000"), is_dark("FFF2CC"), is_dark("")
    (True, False, False)
    """
    if len(rgb) != 6:
        return False
    red, green, blue = (int(rgb[at : at + 2], 16) for at in (0, 2, 4))
    return 299 * red + 587 * green + 114 * blue < 150_000


def marked(text: str, how: str) -> str:
    """Mark a run that reads differently, as it would merge with its surroundings: 3² is not 32, a struck 3 is not 3."""
    return f"〔{how}：{text}〕" if how and text else text


def plain(text: str) -> str:
    """Undo the escapes for characters that XML cannot contain: ``_x000B_``; half characters stay escaped."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return match.group() if "\ud800" <= character <= "\udfff" else character


def escaped(text: str) -> str:
    """Escape control characters, and text that looks escaped, so that ``plain`` gives the same text back."""
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
"""A shared string in one run, or in several runs whose formats do not change how it reads.

``<si><r><rPr><sz val="10"/></rPr><t>第</t></r><r><t>3 项</t></r></si>`` is the text 第3 项.
"""


OTHER_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)")


_QUOTES = {"&quot;": '"', "&apos;": "'"}


def as_written(xml: bytes) -> list[bytes] | None:
    """Split a part into its strings, each from after ``<si>`` to before ``</si>``, without parsing.

    Gives None if the part is not written in the usual way, for example with comments or blanks between the strings.
    """
    start = max(xml.find(b"<si>"), 0)
    texts = xml.split(b"</si>")
    texts[0] = texts[0][start:]
    if texts.pop() != b"</sst>" or not all(map(_BEGINS_TEXT, texts)):
        return None
    if xml.count(b"</si") != len(texts):
        return None  # one ends in another way, and would be counted together with the next
    if declares(xml) or _instructs(xml, start):
        return None
    if not _TEXTS_BEGIN.fullmatch(xml, 0, start) or NAMESPACE not in xml[:start]:
        return None
    return texts


def declares(xml: bytes) -> bool:
    """Whether there are comments, declarations, or marked sections (CDATA)."""
    return b"!" in xml and b"<!" in xml


def _instructs(xml: bytes, start: int) -> bool:
    """Whether there are processing instructions from a position on."""
    at = xml.find(b"?", start)
    while at >= 0:  # there are few of these, and many <
        if xml[at - 1 : at] == b"<":
            return True
        at = xml.find(b"?", at + 1)
    return False


@lru_cache(maxsize=4096)
def shared_text(xml: bytes) -> str:
    """Return a shared string from the bytes between its tags.

    Raises:
        ElementTree.ParseError: the bytes are not a string by themselves.
        UnicodeDecodeError: it is not in UTF-8.
    """
    if match := _ONE_PIECE.fullmatch(xml):  # nearly all strings
        return plain(match[1].decode())
    if b"\r" not in xml and not OTHER_ENTITY.search(xml) and _ITEM.fullmatch(xml):
        return plain(_unescaped(b"".join(_PIECE.findall(xml)).decode()))
    whole = b"<si " + NAMESPACE + xml.removeprefix(b"<si") + b"</si>"
    return text_of(ElementTree.fromstring(whole))  # noqa: S314  # a piece of a part without declarations


def own_text(xml: bytes) -> str:
    """Return an inline text (``<is><t>``) of a cell."""
    if b"\r" not in xml and not OTHER_ENTITY.search(xml):
        return plain(_unescaped(xml.decode()))
    return plain(ElementTree.fromstring(b"<t>" + xml + b"</t>").text or "")  # noqa: S314  # as above


def _unescaped(text: str) -> str:
    return unescape(text, _QUOTES) if "&" in text else text


class SharedTexts(Sequence[str]):
    """The shared strings of a part, in order; a part that is written in an unusual way is parsed."""

    def __init__(self, xml: bytes, parsed: Callable[[], ElementTree.Element]) -> None:
        """Take the well-formed part, and a function that parses it."""
        self._written, self._parse = as_written(xml), parsed

    @cached_property
    def _whole(self) -> list[str]:
        return shared_texts(self._parse())

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        """Return one string."""
        if self._written is not None and isinstance(at, int):
            try:
                return shared_text(self._written[at])
            except (ElementTree.ParseError, UnicodeDecodeError):  # a prefix that is declared for the whole part
                self._written = None
        return self._whole[at]

    def __len__(self) -> int:
        """Count the strings."""
        return len(self._whole if self._written is None else self._written)
