"""Finishes a package that openpyxl wrote: cached values, and the same bytes for the same workbook.

openpyxl writes no cached values, so previews on phones or pandas would show nothing; the engine's figures are inserted,
and tests show that a recalculation gives the same. openpyxl also writes the time of saving; here the times are
``SOURCE_DATE_EPOCH``, or fixed.
"""

import os
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from xlplugin.errors import UsageError, new_problem
from xlplugin.notation.decimals import format_decimal

_FORMULA_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?)(?: t="[a-z]+")?><f>(.*?)</f><v ?/?>(?:</v>)?</c>', re.DOTALL)
_BLANK = re.compile(r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="(?:n"|inlineStr"(?= ?/>|></c>))')
"""The types of a number and of a missing text in blank cells: with the first some program reads a zero, and another
reads no file with the second. ``<c r="A1" s="3" t="n"/>`` becomes ``<c r="A1" s="3"/>``."""

_DRAWING = re.compile(r"xl/(drawings/drawing|charts/chart)[0-9]+\.xml")
_PREFIXES = {
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
"""The prefixes that Office uses in drawings: some readers know elements by these and not by their namespaces."""

_LABELS = b'numFmt formatCode="General;-General;"'
"""The format of a chart's labels, which openpyxl writes as the one of the cells."""

_TIME = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*")
_PROPERTIES = "docProps/core.xml"
_NO_TIME, _UNIX = (1980, 1, 1, 0, 0, 0), 3
_DEFAULT_EPOCH = "946684800"  # the beginning of 2000


def finished(package: bytes, values: Mapping[str, Mapping[str, int | str]]) -> bytes:
    """Finish a package that openpyxl wrote.

    Args:
        package: the .xlsx file.
        values: for each worksheet part (``xl/worksheets/sheet1.xml``) the value of each formula cell by its address: a
            number in ten-thousandths, or words.

    Raises:
        KeyError: a formula cell has no value.
        ValueError: a formula cell is written in an unknown form.
        UsageError: SOURCE_DATE_EPOCH is not a time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", _DEFAULT_EPOCH)
    try:
        time = datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError([new_problem("", "bad-epoch", value=epoch)]) from error
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for member in old.infolist():
            content = old.read(member)
            if member.filename in values:
                content = _fill(_BLANK.sub(r"\1", content.decode()), values[member.filename]).encode()
            elif _DRAWING.fullmatch(member.filename):
                content = _with_usual_prefixes(content).replace(_LABELS, _LABELS + b' sourceLinked="0"')
            elif member.filename == _PROPERTIES:
                content = _TIME.sub(rf"\g<1>{time}", content.decode()).encode()
            info = zipfile.ZipInfo(member.filename, _NO_TIME)
            info.create_system = _UNIX  # else the bytes would tell Windows from Linux
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            new.writestr(info, content, compresslevel=9)
    return out.getvalue()


def _with_usual_prefixes(xml: bytes) -> bytes:
    """Write a drawing with the prefixes that Office uses."""
    for prefix, namespace in _PREFIXES.items():
        ElementTree.register_namespace(prefix, namespace)
    root = ElementTree.fromstring(xml)  # noqa: S314  # openpyxl wrote it
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _fill(xml: str, values: Mapping[str, int | str]) -> str:
    def cell(match: re.Match[str]) -> str:
        address, attributes, formula = match.groups()
        value = values[address]
        if isinstance(value, int):
            return f'<c r="{address}"{attributes}><f>{formula}</f><v>{format_decimal(value)}</v></c>'
        return f'<c r="{address}"{attributes} t="str"><f>{formula}</f><v>{escape(value)}</v></c>'

    filled, count = _FORMULA_CELL.subn(cell, xml)
    if count != xml.count("<f>"):
        raise ValueError("openpyxl wrote a formula cell in a form that is not known here")
    return filled
