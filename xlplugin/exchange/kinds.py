"""What a file is: a package that may be a workbook, or what else, told from what is in it."""

from xlplugin.errors import WrongUse
from xlplugin.ooxml.archive import Archive
from xlplugin.ooxml.package import TYPES

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The beginning of a compound file: .xls, .et, or a workbook that asks for a password to be opened."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PACKERS = b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"


CONVERTIBLE = frozenset(("return-old-format", "return-other-format"))
"""What LibreOffice may turn into .xlsx."""


TABLE = "return-csv"
"""What is a table as text."""


def opened(content: bytes, name: str) -> Archive | str:
    """Open a file as an Office file; else give the code of the message that says what it is, and what to do with it.

    Raises:
        WrongUse: it must not be unpacked.
    """
    try:
        archive = Archive(content)
    except WrongUse as error:
        if error.problems[0].code != "damaged-package":
            raise
        return _what_it_is(content, name)
    if TYPES in archive.names:
        return archive
    return "return-other-format" if "mimetype" in archive.names else "return-zip"


def kind_of(content: bytes, name: str) -> str:
    """Give how the names of files of such a format end; by what it holds, whatever it is called."""
    if content.startswith(_OLE):
        return ".et" if name.lower().endswith(".et") else ".xls"
    return ".ods"


def _what_it_is(content: bytes, name: str = "") -> str:
    """Give the code of the message that says what a file is, and what to do with it."""
    if not content:
        return "return-empty"
    if content.startswith(_OLE):
        return "return-encrypted" if _ENCRYPTED in content else "return-old-format"
    if content.startswith(_PACKERS):
        return "return-zip"
    if name.lower().endswith(".csv"):
        return TABLE
    if not content.startswith((_ZIP, _ZIP_END)):
        return "return-no-workbook"
    return "return-damaged" if _ZIP_END in content else "return-truncated"
