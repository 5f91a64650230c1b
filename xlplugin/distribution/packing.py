"""Packs files into one zip, to be sent at once."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path


def pack(paths: Iterable[Path]) -> bytes:
    """Give the bytes of a zip of some files; they are compressed already, and only stored."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for path in paths:
            packed.write(path, path.name)
    return out.getvalue()
