"""The engine's figures put into a workbook's formula cells.

openpyxl writes no cached values, so a phone's preview or pandas would show nothing. The tests show that a
recalculation comes to the same values. The package is written with fixed times, so that the same rubric makes
the same bytes.
"""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape

from xlplugin.amount import shown

_FORMULA_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?)(?: t="[a-z]+")?><f>(.*?)</f><v ?/?>(?:</v>)?</c>', re.DOTALL)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def with_cached_values(package: bytes, values: Mapping[str, Mapping[str, int | str]]) -> bytes:
    """Put values into the formula cells of a package that openpyxl wrote.

    Args:
        package: the .xlsx file.
        values: for each worksheet part (``xl/worksheets/sheet1.xml``) the value by address: a number in
            ten-thousandths, or words.

    Raises:
        KeyError: a formula cell has no value.
    """
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename in values:
                content = _fill(content.decode(), values[member.filename]).encode()
            info = zipfile.ZipInfo(member.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            new.writestr(info, content)
    return out.getvalue()


def _fill(xml: str, values: Mapping[str, int | str]) -> str:
    def cell(match: re.Match[str]) -> str:
        address, attributes, formula = match.groups()
        value = values[address]
        if isinstance(value, int):
            return f'<c r="{address}"{attributes}><f>{formula}</f><v>{shown(value)}</v></c>'
        return f'<c r="{address}"{attributes} t="str"><f>{formula}</f><v>{escape(value)}</v></c>'

    filled, count = _FORMULA_CELL.subn(cell, xml)
    if count != xml.count("<f>"):
        raise ValueError("openpyxl wrote a formula cell in a form that is not known here")
    return filled
