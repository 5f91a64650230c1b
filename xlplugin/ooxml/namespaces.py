"""The namespaces of Office files: the transitional ones that programs write, and the strict ones (ISO/IEC 29500)."""

_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
SHEETS = frozenset(_SHEETS)
"""Of workbooks, worksheets and shared texts."""

RELATIONS = frozenset(_RELATIONS)
"""Of attributes that point to relationships; and what their types begin with."""

EXTENSIONS = frozenset(
    (
        "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
        "http://schemas.microsoft.com/office/excel/2006/main",
    )
)
"""Of conditional formats and validations as Excel 2010 writes them, and of their formulas and ranges."""

CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
"""Of elements between which a program chooses by what it knows."""

OTHER_RELATIONS = (
    "http://schemas.openxmlformats.org/package/2006/relationships/",
    "http://schemas.microsoft.com/office/",
)


def is_strict(relations: bytes) -> bool:
    """Whether a package is of the strict form, by what it says of its first parts."""
    return _RELATIONS[1].encode() in relations


def as_strict(xml: bytes) -> bytes:
    """Write the namespaces of the transitional form as those of the strict one."""
    for transitional, strict in (_SHEETS, _RELATIONS):
        xml = xml.replace(transitional.encode(), strict.encode())
    return xml


def local_name(tag: str) -> str:
    """Give the name of one of workbooks' own elements, by its tag in ElementTree's way of writing; '' for others'."""
    namespace, _, local = tag.rpartition("}")
    return local if namespace[1:] in SHEETS else ""


def is_of_sheets(tag: str, name: str) -> bool:
    """Whether an element, by its tag in ElementTree's way of writing, is one of workbooks' own."""
    namespace, _, local = tag.rpartition("}")
    return local == name and namespace[1:] in SHEETS
