"""Parts of a return's package that were not shipped: parts that act, link elsewhere, or are unknown.

Harmless parts are listed with the reason; a person has to look at anything else. A part is recognised both by the
relationship that points to it and by its content type, as programs use either.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xlplugin.errors import Problem, new_problem
from xlplugin.ooxml.package import TYPES, Package

HARMLESS = {
    "officeDocument": "the workbook",
    "worksheet": "read",
    "sharedStrings": "read",
    "styles": "read",
    "theme": "colours and fonts",
    "calcChain": "the order in which formulas are computed",
    "sheetMetadata": "that a formula may fill several cells",
    "core-properties": "who saved it, and when",
    "extended-properties": "which program saved it",
    "custom-properties": "notes of programs (WPS)",
    "thumbnail": "a picture of the first page",
    "printerSettings": "the settings of a printer",
    "drawing": "pictures and charts; where they cover the form, that is reported",
    "vmlDrawing": "the boxes of notes",
    "comments": "notes; they are reported",
    "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment": "comments; they are reported",
    "threadedComment": "comments; they are reported",
    "person": "who wrote comments",
    "chart": "a chart",
    "chartUserShapes": "drawings on a chart",
    "chartStyle": "how a chart looks",
    "chartColorStyle": "how a chart looks",
    "themeOverride": "how a chart looks",
    "image": "a picture in the file",
    "hyperlink": "links; they are reported",
    "customXml": "data of document systems",
    "customXmlProps": "about these",
    "classificationlabels": "the label of an office's own rules of secrecy (Microsoft 365)",
    "rdRichValue": "pictures in cells; reported with their cells",
    "rdRichValueStructure": "pictures in cells",
    "rdRichValueTypes": "pictures in cells",
    "richValueRel": "pictures in cells",
    "rdArray": "values of formulas that fill several cells",
    "http://www.wps.cn/officeDocument/2020/cellImage": "pictures in cells (WPS); reported with their cells",
    "http://www.wps.cn/officeDocument/2021/cellImage": "pictures in cells (WPS)",
    "customProperty": "a note of a program on a sheet",
    "tableStyles": "how tables look",
    "origin": "a digital signature; reported",
    "signature": "a digital signature; reported",
    "certificate": "a digital signature; reported",
}
"""Harmless relationships, by the last word of their type, and why nobody has to look at them."""

_ACTING = {
    "vbaProject": "macros-added",
    "xlMacrosheet": "macros-added",
    "xlIntlMacrosheet": "macros-added",
    "dialogsheet": "macros-added",
    "extensibility": "macros-added",
    "userCustomization": "macros-added",
    "attachedToolbars": "macros-added",
    "wordVbaData": "macros-added",
    "webextension": "macros-added",
    "webextensiontaskpanes": "macros-added",
    "control": "objects-added",
    "activeXControlBinary": "objects-added",
    "ctrlProp": "objects-added",
    "oleObject": "objects-added",
    "package": "objects-added",
    "slicer": "objects-added",
    "slicerCache": "objects-added",
    "timeline": "objects-added",
    "timelineCache": "objects-added",
    "pivotTable": "pivot-added",
    "pivotCacheDefinition": "pivot-added",
    "pivotCacheRecords": "pivot-added",
    "externalLink": "links-added",
    "externalLinkPath": "links-added",
    "connections": "links-added",
    "queryTable": "links-added",
    "xmlMaps": "links-added",
    "volatileDependencies": "links-added",
    "powerPivotData": "links-added",
    "model": "links-added",
}
"""Relationships to parts that act or fetch data from elsewhere, and how each is reported."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_HARMLESS_TYPES = (
    *(f"{_OFFICE}spreadsheetml.{name}+xml" for name in ("sheet.main", "worksheet", "styles", "sharedStrings")),
    *(f"{_OFFICE}spreadsheetml.{name}+xml" for name in ("calcChain", "comments", "sheetMetadata")),
    *(f"{_OFFICE}spreadsheetml.{name}" for name in ("printerSettings", "customProperty")),
    *(f"{_OFFICE}{name}+xml" for name in ("theme", "drawing", "themeOverride", "vmlDrawing", "extended-properties")),
    *(f"{_OFFICE}{name}+xml" for name in ("custom-properties", "customXmlProperties", "drawingml.chart")),
    *(f"{_OFFICE}{name}" for name in ("vmlDrawing",)),
    *(f"{_OFFICE}drawingml.{name}+xml" for name in ("chartshapes",)),
    *(f"application/vnd.openxmlformats-package.{name}" for name in ("relationships+xml", "core-properties+xml")),
    *(f"application/vnd.openxmlformats-package.digital-signature-{name}" for name in ("origin", "xmlsignature+xml")),
    "application/vnd.openxmlformats-package.digital-signature-certificate",
    *(f"application/vnd.ms-office.{name}+xml" for name in ("chartstyle", "chartcolorstyle", "classificationlabels")),
    *(f"application/vnd.ms-excel.{name}+xml" for name in ("person", "threadedcomments", "rdrichvalue")),
    *(f"application/vnd.ms-excel.{name}+xml" for name in ("rdrichvaluestructure", "rdrichvaluetypes")),
    *(f"application/vnd.ms-excel.{name}+xml" for name in ("richvaluerel", "rdarray")),
    "application/vnd.wps-officedocument.cellimage+xml",
    "application/xml",
    "text/xml",
)
"""Content types of harmless parts; all pictures are harmless, too."""

_ACTING_TYPES = (
    ("vbaproject", "macros-added"),
    ("macro", "macros-added"),
    ("webextension", "macros-added"),
    ("dialogsheet", "macros-added"),
    ("activex", "objects-added"),
    ("oleobject", "objects-added"),
    ("controlproperties", "objects-added"),
    ("slicer", "objects-added"),
    ("timeline", "objects-added"),
    ("pivot", "pivot-added"),
    ("externallink", "links-added"),
    ("connections", "links-added"),
    ("querytable", "links-added"),
    ("volatile", "links-added"),
    ("model+data", "links-added"),
)
"""Words in the content types of parts that act."""

MOST_NAMED = 5


class Pointed(NamedTuple):
    """The kinds of relationships in a package, each with whether its target is outside."""

    kind: str
    is_outside: bool


def pointed(package: Package) -> frozenset[Pointed]:
    """Return the relationships of all parts of a package."""
    return frozenset(
        Pointed(
            relation.kind.rpartition("/")[2] if relation.kind not in HARMLESS else relation.kind, relation.is_outside
        )
        for part in package.pointing
        for relation in package.relations(part)
    )


def types(package: Package) -> frozenset[str]:
    """Return the content types of a package's parts, in lower case and without parameters."""
    parts = package.content_types.items()
    return frozenset(
        kind.partition(";")[0].strip().lower() for part, kind in parts if part != TYPES and part[-1] != "/"
    )


def foreign_parts(
    package: Package, shipped: frozenset[Pointed], shipped_types: frozenset[str], *, has_same_macros: bool
) -> Iterator[Problem]:
    """List added parts that act or are unknown.

    Args:
        package: the return.
        shipped: the relationships of the issued workbook.
        shipped_types: the content types of its parts.
        has_same_macros: whether its macros, if any, are the shipped ones.
    """
    codes: set[str] = set()
    unknown: list[str] = []
    for kind, is_outside in sorted(pointed(package) - shipped):
        if is_outside:
            if kind != "hyperlink":
                codes.add("links-added")
        elif kind in _ACTING:
            codes.add(_ACTING[kind])
        elif kind not in HARMLESS:
            unknown.append(kind)
    for kind in sorted(types(package) - shipped_types):
        acting = next((code for word, code in _ACTING_TYPES if word in kind), "")
        if acting:
            codes.add(acting)
        elif not kind.startswith("image/") and kind not in _KNOWN_TYPES:
            unknown.append(kind or "?")
    if not has_same_macros:
        codes.add("macros-added")
    yield from (new_problem("", code) for code in sorted(codes))
    if unknown:
        yield new_problem("", "parts-unknown", parts=_named(unknown))


_KNOWN_TYPES = frozenset(name.lower() for name in _HARMLESS_TYPES)


def _named(words: Iterable[str]) -> str:
    some = list(dict.fromkeys(words))
    return "、".join(some[:MOST_NAMED]) + ("…" if len(some) > MOST_NAMED else "")
