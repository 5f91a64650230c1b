"""Removes, for reading, the blank formatted cells that some programs write by the million, far to the right of a form.

Gnumeric writes a cell for every column of a row with a format: these cells hold nothing, and looking at each of them
would take longer than everything else.
"""

import re

LARGE = 1_000_000
"""Bytes of a sheet; one of ours has about 150,000."""

_FAR_AND_BLANK = re.compile(rb'<c r="[A-Z]{3}[1-9][0-9]{0,6}"(?: s="[0-9]{1,5}")?\s?/>')
"""A cell in a column of three letters, with a format and no content: ``<c r="XFD72" s="18"/>``."""


def without_blank_cells(xml: bytes) -> bytes:
    """Return a sheet without such cells, for reading only; a sheet that is small or written unusually stays as it is.

    Comments and CDATA could contain the same characters with another meaning, and cells without an address count from
    the cell before them; so sheets with these are left alone.
    """
    if len(xml) < LARGE or b"<!" in xml or xml.count(b"<c ") != xml.count(b'<c r="') or b"<c>" in xml:
        return xml
    return _FAR_AND_BLANK.sub(b"", xml)
