"""Sheets without the blank cells that some programs write out by the million, far to the right of any form.

Gnumeric writes a cell for every column of a row that has a format: they are known markup and hold nothing, and looking
at each would take longer than everything else.
"""

import re

LARGE = 1_000_000
"""Bytes of a sheet; one of ours has some 150,000."""

_FAR_AND_BLANK = re.compile(rb'<c r="[A-Z]{3}[1-9][0-9]{0,6}"(?: s="[0-9]{1,5}")?\s?/>')
"""``<c r="XFD72" s="18"/>``: in a column of three letters, with a format and nothing else."""


def without_blank_cells(xml: bytes) -> bytes:
    """Give a sheet for reading only; one that is not large, or not written plainly, as it is.

    Comments and marked text, in which the same letters would be something else, and cells that do not say where they
    are, which count from the one before, are looked for first.
    """
    if len(xml) < LARGE or b"<!" in xml or xml.count(b"<c ") != xml.count(b'<c r="') or b"<c>" in xml:
        return xml
    return _FAR_AND_BLANK.sub(b"", xml)
