"""What a file is, by its bytes and not by its name: a package that may be a workbook, or something else."""

import re
import zipfile
from io import BytesIO

from xlplugin.errors import UsageError
from xlplugin.ooxml.package import TYPES
from xlplugin.ooxml.zip_archive import Archive

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Signature of a compound file: .xls, .et, or a workbook encrypted with a password for opening."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"

ENCRYPTED = "return-encrypted"

TABLE = "return-csv"
"""Code for a table that was saved as text."""

CONVERTIBLE = frozenset(("return-old-format", "return-other-format", "return-xml-2003", "return-flat-ods", ENCRYPTED))
"""Codes of what LibreOffice may read; of encrypted files those with the password that Excel tries by itself."""

_SECURED_SIGN = b"E-SafeNet"
"""Near the beginning of files that 亿赛通 has encrypted."""

_SECURED = (
    b"\x62\x14\x23\x65",
    b"%TSD-Header-###%",
    b"NASCA DRM FILE",
    b"DRMONE",
    b"SCDSA0",
    b"Foxit DRM",
    b"\x2e\x70\x66\x69\x6c\x65",
)
"""Signatures of files that other security software has encrypted: TSD (天锐绿盾 and others), NASCA, Fasoo, .pfile."""

_PACKED = b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF", b"\x28\xb5\x2f\xfd"
"""Signatures of archives that are not opened: .rar, .7z, .gz, .bz2, .xz, .cab, .zst."""

_SPANNED = b"PK\x07\x08", b"PK00PK"
"""Signatures of a zip that was split into volumes."""

_BOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".et", ".xltx", ".xlt", ".xlsb", ".ods"))
"""Extensions of workbooks."""

_STARTS = 4_096
"""Bytes at the beginning in which a file shows what it is."""


def open_package(content: bytes, name: str) -> Archive | str:
    """Open a file as an Office package; otherwise return the code of the message that names the file's kind.

    Raises:
        UsageError: it is not safe to unpack.
    """
    try:
        archive = Archive(content)
    except UsageError as error:
        if error.problems[0].code != "damaged-package":
            raise
        return _what_it_is(content, name)
    names = archive.names
    if TYPES in names:
        return archive
    if "mimetype" in names:
        has_keys = "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml")
        return "return-ods-encrypted" if has_keys else "return-other-format"
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in names) or "Index.zip" in names:
        return "return-numbers"
    return "return-zip"


def file_type(content: bytes, name: str) -> str:
    """Return the usual extension of a file's format, by its bytes, whatever the file is called."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            return ".xlsx"
        return ".et" if name.lower().endswith(".et") else ".xls"
    beginning = _text(content)
    if "urn:schemas-microsoft-com:office:spreadsheet" in beginning:
        return ".xml"
    return ".fods" if "office:document" in beginning else ".ods"


def _what_it_is(content: bytes, name: str = "") -> str:
    """Return the code of the message that names a file's kind and says what to do with it."""
    ending = re.sub(r".*(?=\.)", "", name.lower(), flags=re.DOTALL)
    if not content:
        return "return-empty"
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            return ENCRYPTED
        return "return-xls-encrypted" if _asks_for_password(content) else "return-old-format"
    if _SECURED_SIGN in content[:_STARTS] or content.startswith(_SECURED):
        return "return-secured"
    if content.startswith(_SPANNED) or re.search(r"\.(?:z[0-9]{2}|zip\.[0-9]{3}|7z\.[0-9]{3})$", name.lower()):
        return "return-split-zip"
    if content.startswith(_PACKED) or content[257:262] == b"ustar":
        return "return-archive"
    if content.startswith((_ZIP, _ZIP_END)):
        return _what_zip(content)
    if text := _as_marked(_text(content)):
        return text
    if ending == ".csv":
        return TABLE
    if ending in _BOOKS:
        return "return-unreadable"
    return "return-no-workbook"


def _text(content: bytes) -> str:
    """Decode the beginning of a file as text, in whichever encoding fits."""
    start = content[:_STARTS]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "replace").casefold()
    return start.decode("utf-8", "replace").lstrip("\ufeff \r\n\t").casefold()


def _as_marked(beginning: str) -> str:
    """Recognise a file of markup by its beginning."""
    if "urn:schemas-microsoft-com:office:spreadsheet" in beginning or 'progid="excel.sheet"' in beginning:
        return "return-xml-2003"
    if "<office:document" in beginning:
        return "return-flat-ods"
    if beginning.startswith(("mime-version:", "from: <saved by", "content-type: multipart")):
        return "return-html"
    if re.match(
        r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|table|meta|body|style)\b", beginning
    ):
        return "return-html"
    return ""


def _asks_for_password(content: bytes) -> bool:
    """Whether a workbook of the old format is encrypted: the second record is FilePass (MS-XLS, 2.4.117)."""
    for version in (b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x08\x00\x00\x05"):
        at = content.find(version)
        while at >= 0:
            behind = at + 4 + int.from_bytes(content[at + 2 : at + 4], "little")
            if content[behind : behind + 2] == b"\x2f\x00":
                return True
            at = content.find(version, at + 1)
    return False


def _what_zip(content: bytes) -> str:
    """Return the code for a zip that cannot be opened."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "return-damaged" if _ZIP_END in content else "return-truncated"
    if any(member.compress_type not in KNOWN_METHODS for member in members):
        return "return-zip-method"
    return "return-damaged"


KNOWN_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""Compression methods of members of a workbook; the zips around workbooks may use bzip2 and LZMA, too."""
