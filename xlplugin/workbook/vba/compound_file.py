"""Writes compound files of a few small streams (MS-CFB), such as ``vbaProject.bin``, with a valid directory.

A compound file is a file system in a file: sectors of 512 bytes, chained by a table (FAT); streams below 4,096 bytes
share one stream, the mini stream, in sectors of 64 bytes; the entries of a storage form a red-black tree by name.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

SECTOR, MINI, CUTOFF = 512, 64, 4_096
_END, _FAT, _FREE, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF, 0xFFFFFFFF
_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_HEADER = 109
"""Sectors of the table that the header can list; a file with more would have seven megabytes."""

_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1

Tree: TypeAlias = Mapping[str, "Tree | bytes"]
"""Storages and streams by name."""


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    colour: int = _BLACK
    start: int = 0
    size: int = 0
    children: list[int] = field(default_factory=list)


def compound_file(tree: Tree) -> bytes:
    """Write a compound file of version 3.

    Args:
        tree: its storages and streams.

    Raises:
        ValueError: it would be larger than a header can describe, or a name is too long.
    """
    entries = [_Entry("Root Entry", _ROOT)]
    _gather(tree, entries, 0)
    for entry in entries:
        entry.child = _balanced(sorted(entry.children, key=lambda at: _order(entries[at].name)), entries)
    return _Writer(entries).written()


def _gather(tree: Tree, entries: list[_Entry], parent: int) -> None:
    for name, content in tree.items():
        if len(name) > 31:
            raise ValueError(f"{name}: a name has at most 31 characters")
        at = len(entries)
        entries[parent].children.append(at)
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content, size=len(content)))
        else:
            entries.append(_Entry(name, _STORAGE))
            _gather(content, entries, at)


def _order(name: str) -> tuple[int, str]:
    """Return the sort key of a name: its length, then its letters in capitals (MS-CFB, 2.6.4)."""
    return len(name), name.upper()


def _balanced(some: list[int], entries: list[_Entry]) -> int:
    """Build a red-black tree from sorted entries: split in half at each step, with only the last level red.

    So all paths to a leaf have the same number of black entries, and no red entry has a red child.
    """
    deepest = len(some).bit_length() - 1

    def built(some: list[int], depth: int) -> int:
        if not some:
            return _NONE
        middle = len(some) // 2
        entry = entries[some[middle]]
        entry.left, entry.right = built(some[:middle], depth + 1), built(some[middle + 1 :], depth + 1)
        entry.colour = _RED if depth == deepest and depth else _BLACK
        return some[middle]

    return built(some, 0)


class _Writer:
    def __init__(self, entries: list[_Entry]) -> None:
        self._entries = entries
        self._sectors: list[bytes] = []
        self._table: list[int] = []

    def _put(self, content: bytes) -> int:
        """Put content into a chain of sectors; gives the first."""
        if not content:
            return _END
        first, count = len(self._sectors), -(-len(content) // SECTOR)
        for at in range(count):
            self._sectors.append(content[at * SECTOR : (at + 1) * SECTOR].ljust(SECTOR, b"\0"))
            self._table.append(first + at + 1 if at + 1 < count else _END)
        return first

    def written(self) -> bytes:
        mini, mini_table = bytearray(), list[int]()
        for entry in self._entries:
            if entry.kind != _STREAM:
                continue
            if entry.size >= CUTOFF:
                entry.start = self._put(entry.content)
            elif entry.size:
                first, count = len(mini) // MINI, -(-entry.size // MINI)
                mini += entry.content.ljust(count * MINI, b"\0")
                mini_table += [*range(first + 1, first + count), _END]
                entry.start = first
            else:
                entry.start = _END
        root = self._entries[0]
        root.start, root.size = self._put(bytes(mini)), len(mini)
        directory = self._put(self._directory())
        mini_at = self._put(_numbers(mini_table))
        tables = 1
        while tables * (SECTOR // 4) < len(self._sectors) + tables:
            tables += 1
        if tables > _IN_HEADER:
            raise ValueError("too large for a compound file of this kind")
        first_table = len(self._sectors)
        table = _numbers([*self._table, *[_FAT] * tables])
        header = struct.pack(
            "<8s16s5H6s9I",
            _SIGNATURE,
            b"",
            *(0x3E, 3, 0xFFFE, 9, 6),
            b"",
            *(0, tables, directory, 0, CUTOFF, mini_at, -(-len(mini_table) // (SECTOR // 4)), _END, 0),
        )
        named = [*range(first_table, first_table + tables), *[_FREE] * (_IN_HEADER - tables)]
        return header + struct.pack(f"<{_IN_HEADER}I", *named) + b"".join(self._sectors) + table

    def _directory(self) -> bytes:
        written = [_entry(entry) for entry in self._entries]
        unused = struct.pack("<64sHBB3I", b"", 0, 0, 0, _NONE, _NONE, _NONE).ljust(128, b"\0")
        return b"".join(written + [unused] * (-len(written) % (SECTOR // 128)))


def _entry(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I16sIQQIQ",
        name,
        len(name) + 2,
        *(entry.kind, entry.colour, entry.left, entry.right, entry.child),
        b"",
        *(0, 0, 0, entry.start, entry.size),
    )


def _numbers(some: list[int]) -> bytes:
    """Write numbers as whole sectors; the rest of the last sector is marked free."""
    padded = [*some, *[_FREE] * (-len(some) % (SECTOR // 4))]
    return struct.pack(f"<{len(padded)}I", *padded)
