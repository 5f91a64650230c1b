"""The texts that cells share, as programs write them plainly: taken apart by patterns, looked at when asked for.

A return has some 400 of them in 90 kilobytes, of which a reader rarely wants more than a tenth.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from operator import methodcaller
from typing import overload
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

from xlplugin.ooxml.shared_strings import plain, shared_texts, text_of

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
