"""Digital signatures of a package (ECMA-376-2, 13): changing any signed part invalidates them."""

import re

from xlplugin.ooxml.package import TYPES, Package

_ORIGIN = "origin"
_FOLDER = "_xmlsignatures/"


def is_signed(package: Package) -> bool:
    """Whether a package has a digital signature; its validity is not checked."""
    return any(relation.kind.rpartition("/")[2] == _ORIGIN for relation in package.relations(""))


def take_signatures_away(package: Package) -> None:
    """Remove the signatures of a package that is being changed; left in, they would be shown as broken."""
    origins = [relation for relation in package.relations("") if relation.kind.rpartition("/")[2] == _ORIGIN]
    for origin in origins:
        package.unrelate("", origin.id)
    parts = [part for part in package.parts if part.lower().startswith(_FOLDER)]
    parts += [
        signature.target for signature in origins if package.has(signature.target) and signature.target not in parts
    ]
    types = package.text(TYPES)
    for part in parts:
        types = re.sub(rf"<(?:[\w.-]+:)?Override\b[^>]*PartName=[\"']/{re.escape(part)}[\"'][^>]*/>", "", types)
        package.remove(part)
    package.put(TYPES, types)
