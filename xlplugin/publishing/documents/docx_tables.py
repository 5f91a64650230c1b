"""Reads tables of Word documents."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.reading import read_file


def first_table_with(path: Path, headings: Iterable[str]) -> list[list[str]]:
    """Return the rows of all tables with the headings of the first one that has them; a cell's text without blanks.

    Rows of further tables with as many columns are added: a table that was split in Word is one table.

    Raises:
        UsageError: the file is no Word document.
    """
    content = read_file(path)
    try:
        tables = Document(BytesIO(content)).tables
    except Exception as error:  # python-docx fails on damaged files in dozens of ways
        raise UsageError([new_problem(str(path), "damaged-package")]) from error
    wanted = set(headings)
    found: list[list[str]] = []
    head: list[str] = []
    for table in tables:
        rows = _rows(table)
        if not found:
            at = next((at for at, row in enumerate(rows) if wanted <= {"".join(cell.split()) for cell in row}), None)
            found = rows[at:] if at is not None else []
            head = found[0] if found else []
        elif rows and len(rows[0]) == len(head):
            found += rows
    return [row for at, row in enumerate(found) if at == 0 or row != head]  # headings are repeated where it was split


def _rows(table: Table) -> list[list[str]]:
    """Return the texts of a table's cells: with what was inserted while changes were tracked, without what was deleted.

    Cells and texts in content controls are read as well, which python-docx leaves out.
    """
    element: Any = table._tbl
    rows = [row for row in element.iter(qn("w:tr")) if _within(row, "w:tbl") is element]
    return [[_text(cell) for cell in row.iter(qn("w:tc")) if _within(cell, "w:tr") is row] for row in rows]


def _within(element: Any, name: str) -> Any:
    return next(one for one in element.iterancestors() if one.tag == qn(name))


def _text(cell: Any) -> str:
    gone = {qn("w:del"), qn("w:moveFrom")}
    paragraphs = []
    for paragraph in cell.iter(qn("w:p")):
        texts = (one for one in paragraph.iter(qn("w:t")) if not gone & {above.tag for above in one.iterancestors()})
        paragraphs.append("".join(one.text or "" for one in texts))
    return "\n".join(paragraphs).strip()
