"""XML namespaces of Office files: the transitional ones that programs write, and the strict ones (ISO/IEC 29500)."""

_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
SHEETS = frozenset(_SHEETS)
"""The namespaces of workbooks, worksheets and shared strings."""

RELATIONS = frozenset(_RELATIONS)
"""The namespaces of attributes that refer to relationships; relationship types begin with them too."""

EXTENSIONS = frozenset(
    (
        "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
        "http://schemas.microsoft.com/office/excel/2006/main",
    )
)
"""The namespaces of conditional formats and validations as Excel 2010 writes them, and of their formulas and ranges."""

CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
"""The namespace of alternatives, of which a program chooses one that it knows."""

OTHER_RELATIONS = (
    "http://schemas.openxmlformats.org/package/2006/relationships/",
    "http://schemas.microsoft.com/office/",
)


def is_strict(relations: bytes) -> bool:
    """Whether a package has the strict form, judged by its first relationships."""
    return _RELATIONS[1].encode() in relations


def as_strict(xml: bytes) -> bytes:
    """Replace transitional namespaces by strict ones."""
    for transitional, strict in (_SHEETS, _RELATIONS):
        xml = xml.replace(transitional.encode(), strict.encode())
    return xml


def local_name(tag: str) -> str:
    """Return the local name of a spreadsheet element from its ElementTree tag; '' for elements of other namespaces."""
    namespace, _, local = tag.rpartition("}")
    return local if namespace[1:] in SHEETS else ""


def is_of_sheets(tag: str, name: str) -> bool:
    """Whether an ElementTree tag is the spreadsheet element of this name."""
    namespace, _, local = tag.rpartition("}")
    return local == name and namespace[1:] in SHEETS
