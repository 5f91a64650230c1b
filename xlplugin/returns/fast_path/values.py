"""Values of cells, as programs write them plainly."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias
from xml.etree import ElementTree
from xml.parsers import expat

from xlplugin.entries.cell_values import CellError, CellValue
from xlplugin.filled.open_workbook import ShownCell
from xlplugin.ooxml.shared_strings import own_text
from xlplugin.ooxml.styles import Styles
from xlplugin.ooxml.unknown_markup import find_unknown_markup

_ATTRIBUTE = re.compile(rb' (s|t)="([0-9A-Za-z]*)"')
_ATTRIBUTES = re.compile(rb'(?: (?:s|cm|ph)="[0-9]{1,9}"| t="(?:b|e|n|s|str|inlineStr)")*')
_NUMBER = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")


class NotPlain(Exception):
    """A file is written in another way."""


UNREADABLE = (NotPlain, ValueError, IndexError, ElementTree.ParseError)
"""What reading in the fast way may raise; the careful way then tells what is wrong, if anything."""


def shown_by(address: str, xml: bytes) -> ShownCell:
    """Give what a formula shows."""
    pattern = rb'<c r="%s"([^>]*)><f[^>]*>[^<]*</f>(?:<v>([^<]*)</v>|<v ?/>)?</c>' % address.encode()
    match = re.search(pattern, xml)
    if match is None:
        raise NotPlain
    if match[2] is None:
        return ShownCell(None, is_formula=True, is_known=False)
    return ShownCell(own_text(match[2]) if b' t="str"' in match[1] else float(match[2]), is_formula=True)


class Shared(int):
    """The number of a text, of those that cells share."""


Written: TypeAlias = CellValue | Shared
"""What a cell holds, as far as that does not depend on the shared texts."""


class OtherKinds:
    """Which formats show something else than what a cell holds: a date, a percentage, another number, a struck text."""

    def __init__(self, styles: bytes) -> None:
        """Take the part with the formats."""
        try:
            if find_unknown_markup(styles, "styleSheet"):
                raise NotPlain
        except expat.ExpatError as error:
            raise NotPlain from error
        self._styles = Styles(styles.decode(), NotPlain)
        self.disguising = self._styles.disguising
        self._are_seen: set[frozenset[bytes]] = set()
        """The same of formats of locked cells."""
        self._are_plain: set[frozenset[bytes]] = set()
        """Sets of formats of which none does."""

    def refuse_unseen(self, some: Iterable[frozenset[bytes]]) -> None:
        """Raise ``NotPlain`` if one of these formats of locked cells strikes out what they hold, or hides it."""
        for styles in some:
            if styles not in self._are_seen:
                for style in map(int, styles):
                    if self._styles.how_read(style) or self._styles.shows_another_text(style):
                        raise NotPlain
                self._are_seen.add(styles)

    def refuse(self, some: Iterable[frozenset[bytes]]) -> None:
        """Raise ``NotPlain`` if one of these formats, given by their numbers, does."""
        for styles in some:
            if styles not in self._are_plain:
                if not all(self._styles.shows_as_it_is(int(style)) for style in styles):
                    raise NotPlain
                self._are_plain.add(styles)


def value_of(kind: bytes, value: bytes) -> Written:
    """Give what a cell holds that is not blank, by the type of its value."""
    match kind:
        case b"n":
            return _number(value)
        case b"s" if value.isdigit():
            return Shared(value)
        case b"str" | b"inlineStr" if value:
            return own_text(value)
        case b"b" if value in (b"0", b"1"):
            return value == b"1"
        case b"e" if value:
            return CellError(value.decode())
        case _:
            raise NotPlain


@lru_cache(maxsize=4096)
def _number(value: bytes) -> float:
    if not _NUMBER.fullmatch(value):
        raise NotPlain
    return float(value)


@lru_cache(maxsize=256)
def kind_and_style(attributes: bytes) -> tuple[bytes, bytes]:
    """Give the type of a cell's value and the number of its format."""
    pairs = _ATTRIBUTE.findall(attributes)
    named = dict(pairs)
    if not _ATTRIBUTES.fullmatch(attributes) or len(named) != len(pairs):
        raise NotPlain
    return named.get(b"t", b"n"), named.get(b"s", b"0")
