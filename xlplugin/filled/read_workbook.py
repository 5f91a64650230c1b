"""Reads the entries of a filled workbook."""

from pathlib import Path

from xlplugin.entries.read_entries import Entered
from xlplugin.files.reading import read_file
from xlplugin.filled.recalculate import recalculate
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.ooxml.formats.as_package import as_package
from xlplugin.rubric_files.versions import rubric_of


def read_workbook(path: Path | str, rubric: str = "") -> Entered:
    """Read the entries of a filled workbook; the file is not changed.

    Args:
        path: the workbook, .xlsx or .xlsm; .xls, .et and .ods if LibreOffice is installed.
        rubric: id or path of its rubric; by default the workbook says which.

    Returns:
        The entries: ``data`` is the scoresheet as an object, ``faults`` are the entries that are invalid, each with
        the name of its cell. In the assessors' edition they are the assessors'.

    Raises:
        UsageError: it cannot be read, is no scoring workbook of this program, or its rubric is not found.
    """
    path = Path(path)
    book = WorkbookFile(as_package(read_file(path), str(path)).content, str(path))
    return recalculate(book, lambda facts: rubric_of(facts, (path.parent, Path.cwd()), rubric)).entered
