"""What openpyxl leaves to be done in a package: cached values, and the same bytes for the same workbook.

openpyxl writes no cached values, so a phone's preview or pandas would show nothing; here the engine's own
figures are put in, and the tests show that a recalculation comes to the same. It also writes the time of
saving; here the times are those of ``SOURCE_DATE_EPOCH``, or fixed.
"""

import os
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape

from xlplugin.amount import shown
from xlplugin.errors import WrongUse, problem

_FORMULA_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?)(?: t="[a-z]+")?><f>(.*?)</f><v ?/?>(?:</v>)?</c>', re.DOTALL)
_TIME = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*")
_PROPERTIES = "docProps/core.xml"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_DEFAULT_EPOCH = "946684800"  # the beginning of 2000


def finished(package: bytes, values: Mapping[str, Mapping[str, int | str]]) -> bytes:
    """Finish a package that openpyxl wrote.

    Args:
        package: the .xlsx file.
        values: for each worksheet part (``xl/worksheets/sheet1.xml``) the value of each formula cell by its
            address: a number in ten-thousandths, or words.

    Raises:
        KeyError: a formula cell has no value.
        ValueError: a formula cell is written in an unknown form.
        WrongUse: SOURCE_DATE_EPOCH is no time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", _DEFAULT_EPOCH)
    try:
        time = datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError) as error:
        raise WrongUse([problem("", "bad-epoch", value=epoch)]) from error
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for member in old.infolist():
            content = old.read(member)
            if member.filename in values:
                content = _fill(content.decode(), values[member.filename]).encode()
            elif member.filename == _PROPERTIES:
                content = _TIME.sub(rf"\g<1>{time}", content.decode()).encode()
            info = zipfile.ZipInfo(member.filename, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            new.writestr(info, content, compresslevel=9)
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
