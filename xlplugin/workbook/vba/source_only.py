"""A VBA project with nothing in it but its sources, as MS-OVBA asks of whoever writes one.

pyOpenVBA (6.5) leaves a zeroed cache in ``_VBA_PROJECT`` under the version of an Office that takes it for its own, the
compiled code of its template before one module's source, and a directory of colours that MS-CFB does not allow. Here
its project is written once more: ``_VBA_PROJECT`` as the seven bytes of 2.3.4.1, every source at offset 0, cookies
FFFF, no stray bytes behind ``dir``. Excel compiles the sources when it opens the workbook. To be reported upstream;
once a release writes this of itself, this module goes.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, decompress

from xlplugin.workbook.vba.compound_file import Tree, compound_file

NO_CACHE = bytes((0xCC, 0x61, 0xFF, 0xFF, 0x00, 0x00, 0x00))
"""``_VBA_PROJECT`` without a cache: its mark, a version that no Office has, nothing."""

_VERSION, _END, _COOKIE_OF_PROJECT, _COOKIE, _OFFSET, _STREAM = 0x0009, 0x0010, 0x0013, 0x002C, 0x0031, 0x0032
"""Records of ``dir``: PROJECTVERSION, its terminator, PROJECTCOOKIE, MODULECOOKIE, MODULEOFFSET, the stream's name."""

_MINOR = 2
"""Bytes of PROJECTVERSION that its size leaves out."""


class _Record(NamedTuple):
    id: int
    content: bytes

    def written(self) -> bytes:
        size = len(self.content) - (_MINOR if self.id == _VERSION else 0)
        return struct.pack("<HI", self.id, size) + self.content


def source_only(project: bytes) -> bytes:
    """Write a VBA project anew, without caches.

    Args:
        project: ``vbaProject.bin``, as pyOpenVBA writes it.

    Raises:
        ValueError: it is not in the form that is known.
    """
    file = CFB.from_bytes(project)
    code = {name: file.get_stream_in_storage("VBA", name) for name in file.list_streams_in_storage("VBA")}
    records = list(_records(decompress(code["dir"], stream_name="dir")))
    offsets = _offsets(records)
    vba: dict[str, bytes] = {}
    for name, content in code.items():
        if name in offsets:
            vba[name] = content[offsets[name] :]
        elif name not in ("dir", "_VBA_PROJECT") and not name.startswith("__SRP_"):
            raise ValueError(f"a stream that is not known: {name}")
    vba["dir"] = compress(b"".join(_plain(record).written() for record in records))
    vba["_VBA_PROJECT"] = NO_CACHE
    tree: dict[str, Tree | bytes] = {"VBA": vba}
    tree |= {name: file.get_stream(name) for name in ("PROJECT", "PROJECTwm")}
    return compound_file(tree)


def _records(text: bytes) -> Iterator[_Record]:
    """Take ``dir`` apart (MS-OVBA, 2.3.4.2), up to its terminator."""
    at = 0
    while at < len(text):
        id, size = struct.unpack_from("<HI", text, at)
        at += 6
        length = size + (_MINOR if id == _VERSION else 0)
        if at + length > len(text):
            raise ValueError("dir ends within a record")
        yield _Record(id, text[at : at + length])
        if id == _END:
            return
        at += length
    raise ValueError("dir has no end")


def _offsets(records: list[_Record]) -> dict[str, int]:
    """Give where the source begins in each module's stream."""
    offsets: dict[str, int] = {}
    stream = ""
    for record in records:
        if record.id == _STREAM:
            stream = record.content.decode("utf-16-le")
        elif record.id == _OFFSET:
            (offsets[stream],) = struct.unpack("<I", record.content)
    return offsets


def _plain(record: _Record) -> _Record:
    if record.id == _OFFSET:
        return _Record(record.id, b"\0\0\0\0")
    if record.id in (_COOKIE, _COOKIE_OF_PROJECT):
        return _Record(record.id, b"\xff\xff")
    return record
