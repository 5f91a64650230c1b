"""Reads tables of Word documents."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from docx import Document
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
    for table in tables:
        rows = _rows(table)
        if not found:
            at = next((at for at, row in enumerate(rows) if wanted <= {"".join(cell.split()) for cell in row}), None)
            found = rows[at:] if at is not None else []
        elif rows and len(rows[0]) == len(found[0]):
            found += rows
    return found


def _rows(table: Table) -> list[list[str]]:
    return [[cell.text.strip() for cell in row.cells] for row in table.rows]
