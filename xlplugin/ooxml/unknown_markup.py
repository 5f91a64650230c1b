"""Unknown markup: elements, attributes and values in an XML part that are not on the permit-list ``known_markup.txt``.

Programs may display such a part differently from what this package reads, so a person has to look. Everything that
Excel, WPS, LibreOffice, Gnumeric and ONLYOFFICE write themselves is on the list.

>>> part = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><b/></si></sst>'
>>> find_unknown_markup(part, "sst")
['<b>']
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from xlplugin.ooxml.namespaces import RELATIONS, SHEETS
from xlplugin.ooxml.worksheet.blank_cells import without_blank_cells

MOST_NAMED = 5
"""Pieces of unknown markup that are listed; one is enough to make a person look."""

MOST_SHOWN = 60
"""Characters that are shown of one piece."""

MOST_KEPT = 500_000
"""Bytes of a part whose result is cached; our largest has about 400,000."""

MOST_VALUE = 100_000
"""Characters of a checked value; the ranges of a validation have a few hundred."""

MOST_DEEP = 100
"""Depth of nested elements; a workbook's parts have about ten levels."""

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_CELL = r"[A-Z]{1,3}[1-9][0-9]{0,6}"
_RANGE = rf"(?:{_CELL}(?::{_CELL})?|[A-Z]{{1,3}}:[A-Z]{{1,3}}|[1-9][0-9]{{0,6}}:[1-9][0-9]{{0,6}})"
_KINDS = {
    "bool": "1|0|true|false",
    "uint": r"\+?[0-9]{1,10}",
    "int": r"[+-]?[0-9]{1,10}",
    "num": _NUMBER,
    "cell": _CELL,
    "range": _RANGE,
    "ranges": rf"(?:{_RANGE}(?: {_RANGE})*)?",
    "hex": "[0-9A-Fa-f]*",
    "guid": r"\{[0-9A-Fa-f-]{36}\}",
}
"""Patterns of values, by XML Schema part 2 and ECMA-376-1, 18.18; all digits are ASCII."""


_RELATED = "\0"
"""Prefix for names of attributes that refer to relationships; no name in a file can have it."""


class _Child(NamedTuple):
    type: str
    is_one: bool
    """Whether there is at most one."""


@dataclass(frozen=True, slots=True)
class _Type:
    """A type of elements: its children by name, and its attributes, each with the pattern of its values (None: any)."""

    children: Mapping[str, _Child]
    attributes: Mapping[str, Callable[[str], object] | None]


class _Known(NamedTuple):
    types: Mapping[str, _Type]
    attributes: frozenset[str]
    """Attributes of other namespaces, as expat writes their names."""


@lru_cache(maxsize=1)
def _known() -> _Known:
    """Read the permit-list."""
    sections: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "known_markup.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line[1 : line.index("]")], [])
        elif line and not line.startswith("#"):
            section.append(line)
    namespaces = dict(line.split() for line in sections.pop("namespaces"))
    extensions, attributes = (
        [_full_name(line.split()[0], namespaces) for line in sections.pop(name)]
        for name in ("extensions", "attributes")
    )
    types = dict(_type(line, namespaces) for lines in sections.values() for line in lines)
    types["ext"] = _Type({name: _Child(ANYTHING, False) for name in extensions}, types["ext"].attributes)
    return _Known(types, frozenset(attributes))


ANYTHING = "anything"
"""Stands for the type of an element whose content is not checked."""


def _full_name(name: str, namespaces: Mapping[str, str]) -> str:
    """Write a name as expat does, with its namespace; spreadsheet names stay as they are."""
    prefix, _, local = name.rpartition(":")
    return f"{namespaces[prefix]} {local}" if prefix else local


def _type(line: str, namespaces: Mapping[str, str]) -> tuple[str, _Type]:
    """Parse a line of the list: ``si  t r* phoneticPr | count:uint`` (a type, its children, its attributes)."""
    elements, _, given = line.partition("|")
    name, *children = elements.split()
    permitted: dict[str, _Child] = {}
    for child in children:
        own, _, other = child.removesuffix("*").partition("=")
        permitted[_full_name(own.removesuffix("*"), namespaces)] = _Child(other or own, not child.endswith("*"))
    return name, _Type(permitted, dict(map(_attribute, given.split())))


def _attribute(text: str) -> tuple[str, Callable[[str], object] | None]:
    name, _, kind = text.rpartition(":")
    if name.startswith("r:"):
        name = f"{_RELATED}{name[2:]}"
    if kind == "text":
        return name, None
    form = _KINDS.get(kind) or kind.replace("/", "|")
    return name, lru_cache(maxsize=2048)(re.compile(form, re.ASCII).fullmatch)


def find_unknown_markup(xml: bytes, root: str) -> list[str]:
    """List unknown markup in a part, at most ``MOST_NAMED`` pieces; an empty list if everything is known.

    Args:
        xml: the part.
        root: the name of its root element: ``workbook``, ``worksheet``, ``styleSheet`` or ``sst``.

    Raises:
        expat.ExpatError: the part is not well-formed.
    """
    xml = without_blank_cells(xml)
    # Returns from one program share many parts to the byte: formats, theme, sheets without entries.
    return list(_found_in(xml, root) if len(xml) <= MOST_KEPT else _Check(xml, root).found)


@lru_cache(maxsize=32)
def _found_in(xml: bytes, root: str) -> tuple[str, ...]:
    return tuple(_Check(xml, root).found)


_NONE: set[str] = set()
_NOT_LOOKED_AT: tuple[None, set[str]] = None, _NONE


@lru_cache(maxsize=1024)
def _key(name: str) -> tuple[str, str]:
    """Return an element's name as the list writes it, and its local name."""
    namespace, _, local = name.rpartition(" ")
    return local if namespace in SHEETS else name, local


@lru_cache(maxsize=1024)
def _related(name: str) -> str:
    """Return the name of an attribute that refers to a relationship as the list writes it; other names unchanged."""
    namespace, _, own = name.rpartition(" ")
    return f"{_RELATED}{own}" if namespace in RELATIONS else name


class _Check:
    def __init__(self, xml: bytes, root: str) -> None:
        self.found: list[str] = []
        self._known = _known()
        self._types = self._known.types
        self._open: list[tuple[_Type | None, set[str]]] = [(_Type({root: _Child(root, True)}, {}), set())]
        """The open elements, each with the names of its children so far; the type is None where nothing is checked."""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        opened = self._open
        around, seen = opened[-1]
        if len(opened) > MOST_DEEP:
            raise ValueError("too many elements within one another")
        if around is None:
            opened.append(_NOT_LOOKED_AT)
            return
        key, local = _key(name)
        child = around.children.get(key)
        if child is None or (child.is_one and key in seen):
            self._note(f"<{local}>")
            opened.append(_NOT_LOOKED_AT)
            return
        seen.add(key)
        if child.type == ANYTHING:
            opened.append(_NOT_LOOKED_AT)
            return
        type_ = self._types[child.type]
        if attributes:
            self._look_at(local, attributes, type_.attributes)
        opened.append((type_, set() if type_.children else _NONE))

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _look_at(
        self, local: str, attributes: dict[str, str], known: Mapping[str, Callable[[str], object] | None]
    ) -> None:
        for name, value in attributes.items():
            key = name if name in known else _related(name)
            if key in known:
                fits = known[key]
                if fits is not None and (len(value) > MOST_VALUE or not fits(value.strip(" \t\r\n"))):
                    self._note(f'<{local} {name.rpartition(" ")[2]}="{value}">')
            elif name not in self._known.attributes:
                self._note(f"<{local} {name.rpartition(' ')[2]}>")

    def _note(self, what: str) -> None:
        if len(self.found) < MOST_NAMED and (shown := what[:MOST_SHOWN]) not in self.found:
            self.found.append(shown)
