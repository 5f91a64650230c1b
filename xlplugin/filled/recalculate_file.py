"""``xlplugin recalculate``: what the button does, on a file, without Excel."""

from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.reading import read_file
from xlplugin.files.whole_files import write_atomically
from xlplugin.filled.fault_comments import mark_faults
from xlplugin.filled.recalculate import Recalculation, recalculate, write_block
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.ooxml.formats.as_package import as_package
from xlplugin.ooxml.signatures import is_signed, take_signatures_away
from xlplugin.rubric_files.versions import rubric_of

XLSX, XLSM = ".xlsx", ".xlsm"
"""The formats that are written."""


def written_suffixes(path: Path) -> tuple[str, ...]:
    """Return the extensions that a recalculated workbook may have: its own, or .xlsx for one of another format."""
    own = path.suffix.lower()
    return (own,) if own in (XLSX, XLSM) else (XLSX,)


def recalculate_file(
    path: Path | str, out: Path | str | None = None, rubric: str = "", *, even_if_signed: bool = False
) -> Recalculation:
    """Recalculate a workbook and write the results into it; everything else in the file stays as it is.

    Args:
        path: the workbook, .xlsx or .xlsm; .xls, .et and .ods if LibreOffice is installed.
        out: where to write it; by default back to ``path``, or for another format beside it as .xlsx.
        rubric: id or path of the rubric; by default the workbook names it.
        even_if_signed: whether to write back a workbook with a digital signature, which is then removed.

    Returns:
        The scorecard of the entries (分), invalid entries, and cells that differ from the engine.

    Raises:
        UsageError: it is not a workbook of this program, or its version of the rubric is not found, or it cannot be
            written; the file is unchanged then.
    """
    path, out = Path(path), None if out is None else Path(out)
    given = as_package(read_file(path), str(path))
    if given.converted_from and out is None:
        out = path.with_suffix(XLSX)
        if out.exists():
            raise UsageError([new_problem(str(path), "converted-exists", file=out.name)])
    book = WorkbookFile(given.content, str(path))
    if is_signed(book.package):
        is_in_place = out is None or (out.exists() and out.samefile(path))
        if is_in_place and not even_if_signed:
            raise UsageError([new_problem(str(path), "signature-void")])
        take_signatures_away(book.package)
    recalculation = recalculate(book, lambda facts: rubric_of(facts, (path.parent, Path.cwd()), rubric))
    mark_faults(book, recalculation)
    write_block(book, recalculation, datetime.now().astimezone(), program_version())
    write_atomically(out or path, book.content())
    return recalculation


def program_version() -> str:
    """Return the name of this program with its version."""
    return f"xlplugin {version('xlplugin')}"
