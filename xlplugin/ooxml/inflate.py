"""Decompression and checksums of zip members: by Intel's ISA-L if it is installed (extra ``fast``), else by zlib.

Both give the same result. For damaged data they may give different pieces, which the checksum then rejects.
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
    """Decompress deflated data (RFC 1951), at most ``most`` bytes.

    Raises:
        ValueError: the data is damaged.
    """
    try:
        return decompressobj(-15).decompress(raw, most)
    except _DAMAGED as damage:
        raise ValueError(str(damage)) from damage
