"""Zip files whose unchanged members keep their compressed bytes.

The standard library can only write members anew; copying them is faster, and leaves unchanged members exactly as they
were.
"""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from xlplugin.errors import UsageError, new_problem
from xlplugin.ooxml.inflate import crc32, inflated

MOST_MEMBERS = 5_000
MOST_BYTES, MOST_OF_MEMBER = 200_000_000, 120_000_000
"""Limits of an unpacked package and of one member. One of our workbooks has about 20 members and one megabyte."""

# The records of a zip file (APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16).
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
_LOCAL_SIZE_AT = 26
_HAS_DESCRIPTOR = 0x08
_UTF8 = 0x800
_ENCRYPTED = 0x01
VERSION = 20
EARLIEST = 0x21
"""1 January 1980, the earliest date of a zip file, in its notation."""


class Archive:
    """A zip file in memory."""

    def __init__(self, content: bytes, where: str = "") -> None:
        """Read the directory.

        Args:
            content: the bytes of the file.
            where: its name, for messages.

        Raises:
            UsageError: it is not a zip file, is encrypted, or is larger than any workbook.
        """
        self._content, self._where = content, where
        try:
            with zipfile.ZipFile(BytesIO(content)) as file:
                listed = file.infolist()
                # Some programs write names with a slash before them.
                self._members = {info.filename.lstrip("/"): info for info in listed}
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise self._refuse() from error
        if len({name.casefold() for name in self._members}) != len(listed):
            raise self._refuse()  # programs take either of two members with one name
        members = self._members.values()
        if members and min(member.header_offset for member in members):
            raise self._refuse()  # the end of a larger file: a zip file that is a member of another
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
            raise UsageError([new_problem(where, "package-too-large", most=MOST_BYTES // 1_000_000)])
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise self._refuse()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members, in the order of the file."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """Return the content of a member.

        Raises:
            KeyError: there is no such member.
            UsageError: it is damaged.
        """
        info = self._members[name]
        if info.file_size > MOST_OF_MEMBER:
            raise UsageError([new_problem(self._where, "package-too-large", most=MOST_OF_MEMBER // 1_000_000)])
        raw = self._raw(info)
        if info.compress_type == zipfile.ZIP_STORED:
            content = raw
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            content = self._inflated(raw, info.file_size)
        else:
            raise self._refuse()
        if len(content) != info.file_size or crc32(content) != info.CRC:
            raise self._refuse()
        return content

    def packed(self, name: str) -> bytes:
        """Return a member's checksum, size and compressed bytes: if these are equal, so is the content."""
        info = self._members[name]
        return struct.pack("<LQH", info.CRC, info.file_size, info.compress_type) + self._raw(info)

    def changed(self, changes: Mapping[str, bytes | None]) -> bytes:
        """Return the bytes of the file with some members replaced, added, or removed (None)."""
        out, directory = BytesIO(), BytesIO()
        count = 0
        for name in dict.fromkeys((*self._members, *changes)):
            if name in changes:
                if (new := changes[name]) is None:
                    continue
                entry, data = self._packed(name, new)
            else:
                info = self._members[name]
                entry, data = _entry(info), self._raw(info)
            encoded, flags, method, time, date, crc, packed, size, attributes = entry
            at = out.tell()
            sizes = crc, packed, size
            out.write(LOCAL.pack(b"PK\x03\x04", VERSION, flags, method, time, date, *sizes, len(encoded), 0))
            out.write(encoded)
            out.write(data)
            directory.write(
                CENTRAL.pack(
                    *(b"PK\x01\x02", VERSION, VERSION, flags, method, time, date, *sizes),
                    *(len(encoded), 0, 0, 0, 0, attributes, at),
                )
            )
            directory.write(encoded)
            count += 1
        listed = directory.getvalue()
        end = END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), out.tell(), 0)
        return out.getvalue() + listed + end

    def _packed(self, name: str, content: bytes) -> tuple["_Entry", bytes]:
        old = self._members.get(name)
        time, date = _when(old) if old else (0, EARLIEST)
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = deflate.compress(content) + deflate.flush()
        encoded, flags = _name(name)
        sizes = zlib.crc32(content), len(data), len(content)
        return (encoded, flags, zipfile.ZIP_DEFLATED, time, date, *sizes, 0o644 << 16), data

    def _raw(self, info: zipfile.ZipInfo) -> bytes:
        try:
            name, extra = struct.unpack_from("<2H", self._content, info.header_offset + _LOCAL_SIZE_AT)
        except struct.error as error:
            raise self._refuse() from error
        start = info.header_offset + LOCAL.size + name + extra
        encoded = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
        if len(encoded) != name or not self._content.startswith(encoded, info.header_offset + LOCAL.size):
            raise self._refuse()  # the directory and the member have different names
        raw = self._content[start : start + info.compress_size]
        if len(raw) != info.compress_size:
            raise self._refuse()
        return raw

    def _inflated(self, raw: bytes, size: int) -> bytes:
        try:
            # One byte more than declared: a wrong size is noticed without unpacking everything.
            return inflated(raw, size + 1)
        except ValueError as error:
            raise self._refuse() from error

    def _refuse(self) -> UsageError:
        return UsageError([new_problem(self._where, "damaged-package")])


_Entry = tuple[bytes, int, int, int, int, int, int, int, int]
"""Name, flags, method, time, date, checksum, packed and unpacked size, attributes."""


def _entry(info: zipfile.ZipInfo) -> _Entry:
    encoded, flags = _name(info.filename.lstrip("/"))
    # The header has the sizes, so no descriptor follows the data.
    flags |= info.flag_bits & ~_HAS_DESCRIPTOR & ~_UTF8
    sizes = info.CRC, info.compress_size, info.file_size
    return (encoded, flags, info.compress_type, *_when(info), *sizes, info.external_attr)


def _name(name: str) -> tuple[bytes, int]:
    return (name.encode("ascii"), 0) if name.isascii() else (name.encode(), _UTF8)


def _when(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (max(year, 1980) - 1980) << 9 | month << 5 | day
