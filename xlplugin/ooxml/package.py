"""The parts of an Office file, with their content types and relationships (ECMA-376 part 2)."""

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from xlplugin.errors import UsageError, new_problem
from xlplugin.ooxml.namespaces import OTHER_RELATIONS, RELATIONS, as_strict, is_strict
from xlplugin.ooxml.xml_trees import check_depth, tree
from xlplugin.ooxml.zip_archive import Archive

TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATION = f"{{{_RELATIONS}}}Relationship"
_EMPTY_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONS}"></Relationships>'
)
_NOT_UTF8 = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
"""How XML in UTF-16 begins: no Office program writes it, and declarations in it would be missed."""

_FIRST = "_rels/.rels"
_XML = (".xml", ".rels", ".vml")
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)""")
"""The encoding that a part declares; all programs write UTF-8, and disagree about others."""
_ROOT = re.compile(r"<(?P<prefix>[\w.-]+:)?(?P<name>Types|Relationships)\b[^>]*?(?P<closed>/)?>")


def is_in_other_letters(content: bytes) -> bool:
    """Whether an XML part declares an encoding other than UTF-8."""
    match = _ENCODING.match(content)
    return match is not None and match[1].lower() != b"utf-8"


class Relation(NamedTuple):
    """A relationship: its kind (the last word of its type), and the part or outside address that it points to."""

    id: str
    kind: str
    target: str
    is_outside: bool


class Package:
    """An Office file that is read and changed part by part; ``content`` gives its bytes."""

    def __init__(self, content: bytes, where: str = "") -> None:
        """Open a file from its bytes.

        Raises:
            UsageError: it is not an Office file, or it is damaged.
        """
        self.where = where
        self._archive = Archive(content, where)
        self._changes: dict[str, bytes | None] = {}
        self._plain: dict[str, str] = {name.lower(): name for name in self._archive.names}
        if not self.has(TYPES):
            raise self.damaged()

    @cached_property
    def _is_strict(self) -> bool:
        return self.has(_FIRST) and is_strict(self.read(_FIRST))

    def damaged(self) -> UsageError:
        """Make the error for a file that cannot be read."""
        return UsageError([new_problem(self.where, "damaged-package")])

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts."""
        return tuple(self._plain.values())

    def has(self, part: str) -> bool:
        """Whether a part exists; names are the same in upper and lower case."""
        return part.lower() in self._plain

    def read(self, part: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            UsageError: it does not exist, is damaged, or declares entities, which no Office program writes.
        """
        name = self._plain.get(part.lower())
        if name is None:
            raise self.damaged()
        if (changed := self._changes.get(name)) is not None:
            return changed
        content = self._archive.read(name)
        if content.startswith(_NOT_UTF8):
            raise self.damaged()
        if is_in_other_letters(content) and part.lower().endswith(_XML):
            raise self.damaged()
        if b"<!DOCTYPE" in content and part.lower().endswith(_XML):
            raise UsageError([new_problem(self.where, "entities-declared")])
        return content

    def text(self, part: str) -> str:
        """Return an XML part as text.

        Raises:
            UsageError: as for ``read``; or it is not UTF-8.
        """
        try:
            return self.read(part).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self.damaged() from error

    def put(self, part: str, content: str | bytes) -> None:
        """Replace or add a part; in a file of the strict form its namespaces are made strict."""
        name = self._plain.setdefault(part.lower(), part)
        content = content.encode() if isinstance(content, str) else content
        self._changes[name] = as_strict(content) if self._is_strict and part.lower().endswith(_XML) else content

    def remove(self, part: str) -> None:
        """Remove a part."""
        name = self._plain.pop(part.lower())
        self._changes[name] = None

    def unrelate(self, part: str, id: str) -> None:
        """Remove a relationship of a part ('' for the package) by its id."""
        file = _relations_of(part)
        pattern = rf"<(?:[\w.-]+:)?Relationship\b[^>]*\bId=[\"']{re.escape(id)}[\"'][^>]*/>"
        self.put(file, re.sub(pattern, "", self.text(file)))

    def add(self, part: str, content: str | bytes, content_type: str) -> None:
        """Add a part with its content type."""
        self.put(part, content)
        self._insert(TYPES, "Types", f'Override PartName="/{part}" ContentType="{content_type}"')

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Return the content type of all parts with an extension, unless it is given already."""
        if not re.search(rf'Extension="{extension}"', self.text(TYPES), re.IGNORECASE):
            self._insert(TYPES, "Types", f'Default Extension="{extension}" ContentType="{content_type}"', first=True)

    def free_name(self, pattern: str) -> str:
        """Return the first free part name of a pattern (``xl/comments{}.xml``)."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> Iterator[Relation]:
        """Return the relationships of a part ('' for the package)."""
        file = _relations_of(part)
        if not self.has(file):
            return
        root = self.parsed(file)
        if any(element.tag != RELATION for element in root) or len({element.get("Id") for element in root}) != len(
            root
        ):
            raise self.damaged()  # programs disagree which of them counts
        for element in root:
            mode = element.get("TargetMode", "Internal")
            if mode not in ("Internal", "External"):
                raise self.damaged()
            target, outside = element.get("Target", ""), mode == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            yield Relation(element.get("Id", ""), _kind(element.get("Type", "")), target, outside)

    @cached_property
    def content_types(self) -> dict[str, str]:
        """The content types of the existing parts; '' for a part without one.

        Raises:
            UsageError: the list of types is damaged, or gives one part two types: programs take either.
        """
        types_of = {f"{{{_TYPES}}}Default": "Extension", f"{{{_TYPES}}}Override": "PartName"}
        defaults: dict[str, str] = {}
        overrides: dict[str, str] = {}
        root = self.parsed(TYPES)
        if root.tag != f"{{{_TYPES}}}Types" or any(element.tag not in types_of for element in root):
            raise self.damaged()
        for element in root:
            key = types_of[element.tag]
            types = defaults if key == "Extension" else overrides
            given = element.get(key, "").lower().removeprefix("/")
            if types.setdefault(given, kind := element.get("ContentType", "")) != kind:
                raise self.damaged()
        extensions = {part: posixpath.splitext(part)[1][1:].lower() for part in self.parts}
        return {part: overrides.get(part.lower(), defaults.get(extensions[part], "")) for part in self.parts}

    @property
    def pointing(self) -> tuple[str, ...]:
        """The parts that have relationships ('' for the package)."""
        files = (posixpath.split(part) for part in self.parts if part.lower().endswith(".rels"))
        return tuple(posixpath.join(posixpath.dirname(folder), name[: -len(".rels")]) for folder, name in files)

    def relate(self, part: str, relation_type: str, target: str) -> str:
        """Add a relationship from a part ('' for the package) to another part; gives its id."""
        file = _relations_of(part)
        if not self.has(file):
            self.put(file, _EMPTY_RELATIONS)
        taken = {relation.id for relation in self.relations(part)}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        way = posixpath.relpath(target, posixpath.dirname(part) or ".")
        attributes = f'Id="rId{number}" Type={quoteattr(relation_type)} Target="{escape(way)}"'
        self._insert(file, "Relationships", f"Relationship {attributes}")
        return f"rId{number}"

    def parsed(self, part: str) -> ElementTree.Element:
        """Parse a part into a tree of elements."""
        try:
            return tree(self.read(part))
        except (ElementTree.ParseError, ValueError) as error:
            raise self.damaged() from error

    def well_formed(self, part: str) -> bytes:
        """Return the bytes of an XML part after checking that it is well-formed."""
        content = self.read(part)
        try:
            check_depth(content)
        except (expat.ExpatError, ValueError) as error:
            raise self.damaged() from error
        return content

    def content(self) -> bytes:
        """Return the bytes of the file; unchanged parts keep their compressed bytes."""
        return self._archive.changed(self._changes)

    def _insert(self, part: str, root: str, element: str, first: bool = False) -> None:
        """Insert an empty element into a list of elements, as its first or its last."""
        text = self.text(part)
        opening = next((match for match in _ROOT.finditer(text) if match["name"] == root), None)
        if opening is None:
            raise self.damaged()
        prefix = opening["prefix"] or ""
        new = f"<{prefix}{element}/>"
        if opening["closed"]:
            opened = f"{opening.group()[:-2].rstrip()}>{new}</{prefix}{root}>"
            text = text[: opening.start()] + opened + text[opening.end() :]
        elif first:
            text = text[: opening.end()] + new + text[opening.end() :]
        else:
            end = text.rindex(f"</{prefix}{root}")
            text = text[:end] + new + text[end:]
        self.put(part, text)


def _kind(relation_type: str) -> str:
    """Return the last word of an Office relationship type; other types stay whole."""
    start, _, kind = relation_type.rpartition("/")
    is_office = start in RELATIONS or (f"{start}/".startswith(OTHER_RELATIONS) and kind not in _OF_STANDARD)
    return kind if is_office else relation_type


_OF_STANDARD = frozenset(("officeDocument", "worksheet", "styles", "sharedStrings"))
"""Kinds that are needed to read a workbook; only the standard's own types count for them."""


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
