"""Reads the values of cells, as programs usually write them."""

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
    """A file is written in another way and must be read in full."""


UNREADABLE = (NotPlain, ValueError, IndexError, ElementTree.ParseError)
"""Exceptions of the fast reader; the full one then reports the problem, if there is any."""


def shown_by(address: str, xml: bytes) -> ShownCell:
    """Return the value that a formula shows.

    ``<c r="J5"><f>SUM(I5:I9)</f><v>97.5</v></c>`` gives 97.5; without ``<v>`` the value is unknown.
    """
    pattern = rb'<c r="%s"([^>]*)><f[^>]*>[^<]*</f>(?:<v>([^<]*)</v>|<v ?/>)?</c>' % address.encode()
    match = re.search(pattern, xml)
    if match is None:
        raise NotPlain
    if match[2] is None:
        return ShownCell(None, is_formula=True, is_known=False)
    return ShownCell(own_text(match[2]) if b' t="str"' in match[1] else float(match[2]), is_formula=True)


class Shared(int):
    """The number of a shared text."""


Written: TypeAlias = CellValue | Shared
"""A cell's value, or the number of its shared text."""


class OtherKinds:
    """Formats that show something else than the cell's value: a date, a percentage, another number, a struck text."""

    def __init__(self, styles: bytes) -> None:
        """Read the part with the formats."""
        try:
            if find_unknown_markup(styles, "styleSheet"):
                raise NotPlain
        except expat.ExpatError as error:
            raise NotPlain from error
        self._styles = Styles(styles.decode(), NotPlain)
        self.disguising = self._styles.disguising
        self._are_seen: set[frozenset[bytes]] = set()
        """Sets of locked cells' formats that neither strike out nor hide a value."""
        self._are_plain: set[frozenset[bytes]] = set()
        """Sets of open cells' formats that show the value as it is."""

    def refuse_unseen(self, some: Iterable[frozenset[bytes]]) -> None:
        """Raise ``NotPlain`` if a locked cell's format strikes out or hides its value."""
        for styles in some:
            if styles not in self._are_seen:
                for style in map(int, styles):
                    if self._styles.how_read(style) or self._styles.shows_another_text(style):
                        raise NotPlain
                self._are_seen.add(styles)

    def refuse(self, some: Iterable[frozenset[bytes]]) -> None:
        """Raise ``NotPlain`` if an open cell's format (by number) shows something else than its value."""
        for styles in some:
            if styles not in self._are_plain:
                if not all(self._styles.shows_as_it_is(int(style)) for style in styles):
                    raise NotPlain
                self._are_plain.add(styles)


def value_of(kind: bytes, value: bytes) -> Written:
    """Return the value of a non-blank cell, by its type: ``b"n", b"2.5"`` gives 2.5."""
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
    """Return a cell's value type and format number: `` s="12" t="s"`` gives ``(b"s", b"12")``."""
    pairs = _ATTRIBUTE.findall(attributes)
    named = dict(pairs)
    if not _ATTRIBUTES.fullmatch(attributes) or len(named) != len(pairs):
        raise NotPlain
    return named.get(b"t", b"n"), named.get(b"s", b"0")
