"""Digital signatures of a package (ECMA-376-2, 13): a change of any signed part makes them void."""

import re

from xlplugin.ooxml.package import TYPES, Package

_ORIGIN = "origin"
_FOLDER = "_xmlsignatures/"


def is_signed(package: Package) -> bool:
    """Whether a package has a digital signature; whether it is valid is not looked at."""
    return any(one.kind.rpartition("/")[2] == _ORIGIN for one in package.relations(""))


def take_signatures_away(package: Package) -> None:
    """Take out the signatures of a package that is being changed: left in, they would show as broken."""
    found = [one for one in package.relations("") if one.kind.rpartition("/")[2] == _ORIGIN]
    for one in found:
        package.unrelate("", one.id)
    parts = [part for part in package.parts if part.lower().startswith(_FOLDER)]
    parts += [one.target for one in found if package.has(one.target) and one.target not in parts]
    types = package.text(TYPES)
    for part in parts:
        types = re.sub(rf"<(?:[\w.-]+:)?Override\b[^>]*PartName=[\"']/{re.escape(part)}[\"'][^>]*/>", "", types)
        package.remove(part)
    package.put(TYPES, types)
