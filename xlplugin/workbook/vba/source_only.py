"""Reduces a VBA project to its sources, as MS-OVBA requires of writers.

pyOpenVBA (6.5) leaves a zeroed cache in ``_VBA_PROJECT`` with the version of an Office that would accept it, the
compiled code of its template before the source of one module, and a directory with colours that MS-CFB forbids. Here
its project is written again: ``_VBA_PROJECT`` as the seven bytes of 2.3.4.1, every source at offset 0, cookies FFFF, no
stray bytes after ``dir``. Excel compiles the sources when it opens the workbook. This should be reported upstream; once
a release does it, this module can go.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, decompress

from xlplugin.workbook.vba.compound_file import Tree, compound_file

NO_CACHE = bytes((0xCC, 0x61, 0xFF, 0xFF, 0x00, 0x00, 0x00))
"""``_VBA_PROJECT`` without a cache: its signature, a version that no Office has, nothing else."""

_VERSION, _END, _COOKIE_OF_PROJECT, _COOKIE, _OFFSET, _STREAM = 0x0009, 0x0010, 0x0013, 0x002C, 0x0031, 0x0032
"""Records of ``dir``: PROJECTVERSION, its terminator, PROJECTCOOKIE, MODULECOOKIE, MODULEOFFSET, the stream's name."""

_MINOR = 2
"""Bytes of PROJECTVERSION that its size does not include."""


class _Record(NamedTuple):
    id: int
    content: bytes

    def written(self) -> bytes:
        size = len(self.content) - (_MINOR if self.id == _VERSION else 0)
        return struct.pack("<HI", self.id, size) + self.content


def source_only(project: bytes) -> bytes:
    """Write a VBA project again, without caches.

    Args:
        project: ``vbaProject.bin``, as pyOpenVBA writes it.

    Raises:
        ValueError: it has an unknown form.
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
    """Split ``dir`` into records (MS-OVBA, 2.3.4.2), up to its terminator."""
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
    """Return the offset of the source in each module's stream."""
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
