"""Copies of one workbook that differ in a few texts: stamped, not built again.

The texts are in a few small parts. Everything else in the file is one run of bytes that every copy shares. Of a part
with texts, the pieces between them are compressed once, each ending at a byte boundary, and the texts are inserted
uncompressed, in blocks of their own (RFC 1951, 3.2.4). Only checksums and the zip directory are computed for each copy.
"""

import struct
import zlib
from collections.abc import Mapping
from xml.sax.saxutils import escape

from xlplugin.ooxml.shared_strings import escaped
from xlplugin.ooxml.zip_archive import CENTRAL, EARLIEST, END, LOCAL, VERSION, Archive

_STORED = struct.Struct("<BHH")
_DEFLATED, _ATTRIBUTES = 8, 0o644 << 16


class StampBase:
    """A workbook with placeholders for texts."""

    def __init__(self, content: bytes, tokens: Mapping[str, str]) -> None:
        """Prepare for copying.

        Args:
            content: the workbook, with placeholders in XML parts.
            tokens: the placeholder of each text, by the text's name.
        """
        archive = Archive(content)
        self._names = {token.encode(): name for name, token in tokens.items()}
        parts = {name: archive.read(name) for name in archive.names}
        varying = [name for name, part in parts.items() if any(token in part for token in self._names)]
        # The varying parts come last: everything before them is the same in every copy, including offsets.
        fixed = archive.changed(dict.fromkeys(varying))
        self._count, directory_size, directory_at = struct.unpack_from("<HLL", fixed, len(fixed) - 12)
        self._head = fixed[:directory_at]
        self._directory = fixed[directory_at : directory_at + directory_size]
        self._members = [_Member(name, parts[name], self._names) for name in varying]

    def stamp(self, texts: Mapping[str, str]) -> bytes:
        """Return the bytes of a copy.

        Args:
            texts: the texts, by name.
        """
        data = {name: escape(escaped(text)).encode() for name, text in texts.items()}
        pieces, directory = [self._head], [self._directory]
        at = len(self._head)
        for member in self._members:
            head, entry, body = member.filled(data, at)
            pieces += (head, *body)
            directory.append(entry)
            at += len(head) + sum(map(len, body))
        listed = b"".join(directory)
        count = self._count + len(self._members)
        end = END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), at, 0)
        return b"".join((*pieces, listed, end))


class _Member:
    """A part with texts."""

    def __init__(self, name: str, content: bytes, names: Mapping[bytes, str]) -> None:
        self._name = name.encode("ascii")
        self._pieces: list[tuple[bytes, bytes]] = []
        self._texts: list[str] = []
        rest = content
        while nearest := min(((rest.find(token), token) for token in names if token in rest), default=None):
            at, token = nearest
            self._add(rest[:at], zlib.Z_FULL_FLUSH)
            self._texts.append(names[token])
            rest = rest[at + len(token) :]
        self._add(rest, zlib.Z_FINISH)

    def _add(self, piece: bytes, flush: int) -> None:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        self._pieces.append((piece, deflate.compress(piece) + deflate.flush(flush)))

    def filled(self, texts: Mapping[str, bytes], at: int) -> tuple[bytes, bytes, list[bytes]]:
        """Return the member's header, its entry in the directory, and its data."""
        body: list[bytes] = []
        checksum = size = 0
        for (piece, packed), name in zip(self._pieces, (*self._texts, ""), strict=True):
            checksum, size = zlib.crc32(piece, checksum), size + len(piece)
            body.append(packed)
            if name:
                text = texts[name]
                checksum, size = zlib.crc32(text, checksum), size + len(text)
                body += (_STORED.pack(0, len(text), len(text) ^ 0xFFFF), text)
        sizes = checksum, sum(map(len, body)), size
        same = VERSION, 0, _DEFLATED, 0, EARLIEST, *sizes, len(self._name), 0
        head = LOCAL.pack(b"PK\x03\x04", *same) + self._name
        entry = CENTRAL.pack(b"PK\x01\x02", VERSION, *same, 0, 0, 0, _ATTRIBUTES, at) + self._name
        return head, entry, body
