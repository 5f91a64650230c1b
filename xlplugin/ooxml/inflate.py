"""Unpacking of members and their checksums: by Intel's ISA-L where it is installed (extra ``fast``), else by zlib.

What comes out is the same. Of damaged data the two may give different pieces, which the checksum then refuses.
"""

import zlib

_DAMAGED: tuple[type[Exception], ...] = (zlib.error,)
try:
    from isal import isal_zlib
except ImportError:  # not installed: it is an extra
    crc32, decompressobj = zlib.crc32, zlib.decompressobj
else:
    crc32, decompressobj = isal_zlib.crc32, isal_zlib.decompressobj  # type: ignore[assignment]  # of the same shape
    _DAMAGED += (isal_zlib.IsalError,)  # type: ignore[operator]  # its stub takes the class for an instance

__all__ = ["crc32", "inflated"]


def inflated(raw: bytes, most: int) -> bytes:
    """Unpack data that deflate has packed (RFC 1951), up to some bytes.

    Raises:
        ValueError: it is damaged.
    """
    try:
        return decompressobj(-15).decompress(raw, most)
    except _DAMAGED as damage:
        raise ValueError(str(damage)) from damage
