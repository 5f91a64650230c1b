"""CSV tables as spreadsheets save them, in any of their encodings and with any of their separators."""

import csv
import io
from collections.abc import Iterable

from xlplugin.notation.excel_text import replace_unseen

_SEPARATORS = ",;\t"
_ACTIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""Characters, half and full width, at which spreadsheets begin a formula."""


def csv_bytes(head: Iterable[str], rows: Iterable[Iterable[str | int | float]]) -> bytes:
    """Write a table that spreadsheets open in the right encoding and without computing anything.

    >>> csv_bytes(["单位"], [["=1+1"], [2.5]]).decode("utf-8-sig").split()
    ['单位', "'=1+1", '2.5']
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        writer.writerow(_as_text(cell) if isinstance(cell, str) else cell for cell in row)
    return out.getvalue().encode("utf-8-sig")


def _as_text(text: str) -> str:
    text = replace_unseen(text)
    return f"'{text}" if text.startswith(_ACTIVE) else text


def read_csv_rows(content: bytes) -> list[list[str]]:
    """Read a table; of comma, semicolon and tab the separator is the one that gives most columns.

    Raises:
        csv.Error: the text is not a CSV table.
    """
    text = _decoded(content)
    signs = [sign for sign in _SEPARATORS if sign in text] or _SEPARATORS[:1]
    tables = [list(csv.reader(io.StringIO(text, newline=""), delimiter=sign)) for sign in signs]
    return max(tables, key=lambda rows: max(map(len, rows), default=0))


def _decoded(content: bytes) -> str:
    """Decode what a spreadsheet saved: UTF-8, UTF-16 with a mark, or, as Excel for Windows does, GBK."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")
