"""A spreadsheet as an Office package, whatever program wrote it."""

from dataclasses import dataclass

from xlplugin.errors import UsageError, new_problem
from xlplugin.ooxml.formats.file_type import CONVERTIBLE, file_type, open_package
from xlplugin.ooxml.formats.libreoffice import convert_to_xlsx


@dataclass(frozen=True, slots=True)
class OfficePackage:
    """The bytes of a package, and the extension (``.xls``) of the format that it was converted from; '' for none."""

    content: bytes
    converted_from: str = ""


def converted(content: bytes, name: str, code: str) -> OfficePackage | None:
    """Convert a file that is no package; ``code`` says what it is. None if it cannot be converted here."""
    kind = file_type(content, name) if code in CONVERTIBLE else ""
    made = convert_to_xlsx(content, kind) if kind else None
    return None if made is None or isinstance(open_package(made, name), str) else OfficePackage(made, kind)


def as_package(content: bytes, name: str) -> OfficePackage:
    """Return a spreadsheet as a package; other formats are converted with LibreOffice.

    Raises:
        UsageError: it is no spreadsheet, or of a format that cannot be read here; the message says which.
    """
    found = open_package(content, name)
    if not isinstance(found, str):
        return OfficePackage(content)
    if made := converted(content, name, found):
        return made
    raise UsageError([new_problem(name, found)])
