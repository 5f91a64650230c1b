"""The content types that a workbook's parts must have in ``[Content_Types].xml`` (ECMA-376 part 2).

If one of them is wrong, a spreadsheet program does not open the file, or opens it as something else.
"""

from xlplugin.ooxml.package import Package

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_NEEDED = {
    "worksheet": (f"{_SPREADSHEET}worksheet+xml",),
    "styles": (f"{_SPREADSHEET}styles+xml",),
    "sharedStrings": (f"{_SPREADSHEET}sharedstrings+xml",),
}
"""Required content types by the kind of the relationship to a part, in lower case."""

_OF_BOOK = (
    *(f"{_SPREADSHEET}{kind}.main+xml" for kind in ("sheet", "template")),
    *(f"application/vnd.ms-excel.{kind}.macroenabled.main+xml" for kind in ("sheet", "template")),
)
"""Allowed content types of the workbook's main part."""


def has_needed_types(package: Package, book: str) -> bool:
    """Whether the parts that are read have their content types.

    Args:
        package: the file.
        book: the workbook's main part.

    Raises:
        UsageError: the list of types is damaged.
    """
    given = {part.lower(): kind.partition(";")[0].strip().lower() for part, kind in package.content_types.items()}
    inside = [
        (relation.target.lower(), relation.kind) for relation in package.relations(book) if not relation.is_outside
    ]
    needed = [(book.lower(), _OF_BOOK), *((part, _NEEDED[kind]) for part, kind in inside if kind in _NEEDED)]
    return all(given[part] in types for part, types in needed if part in given)
