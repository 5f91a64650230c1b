"""Builds a rubric's workbook."""

import re
from io import BytesIO
from itertools import count
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from xlplugin.errors import WrongUse, problem
from xlplugin.files import write_beside
from xlplugin.rubric import Rubric
from xlplugin.scorecard import figures_and_sentences
from xlplugin.scoresheet import read_scoresheet
from xlplugin.workbook.layout import RESULT_SHEET, SCORE_SHEET, Cell, Layout
from xlplugin.workbook.names import is_untouched
from xlplugin.workbook.package import finished
from xlplugin.workbook.result_sheet import write_result_sheet
from xlplugin.workbook.score_sheet import write_score_sheet
from xlplugin.workbook.styles import Painter

MOST_BODY = 100
"""Characters of a body's name."""


def build_workbook(rubric: Rubric, path: Path | str, body: str = "") -> Path | None:
    """Build the workbook of a rubric (edition ``plain``) and write it to a file, whole or not at all.

    Args:
        rubric: the scoring table.
        path: where to write. An unfilled workbook that is there is replaced; anything else, such as one that
            was filled in, is kept under another name.
        body: the assessed body's name, put at the top.

    Returns:
        The name under which what was there is kept, if anything is.

    Raises:
        WrongUse: the body's name cannot stand in a cell, or the file cannot be written.
    """
    path, content = Path(path), workbook_bytes(rubric, body)
    kept = None
    try:
        if path.is_file() and path.read_bytes() != content and not is_untouched(path):
            kept = path.rename(_free_name(path))
        write_beside(path, content)
    except OSError as error:
        raise WrongUse([problem(str(path), "cannot-write", why=error.strerror or error)]) from error
    except WrongUse:
        if kept:
            kept.rename(path)
        raise
    return kept


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.stem}.{number}{path.suffix}") for number in count(1))
    return next(name for name in names if not name.exists())


def workbook_bytes(rubric: Rubric, body: str = "") -> bytes:
    """Build the workbook of a rubric as the bytes of an .xlsx file.

    Raises:
        WrongUse: the body's name cannot stand in a cell.
    """
    if len(body) > MOST_BODY or re.search(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]", body):
        raise WrongUse([problem("", "bad-body", body=body[:20])])
    layout = Layout(rubric)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    score_sheet = workbook.create_sheet(SCORE_SHEET)
    result_sheet = workbook.create_sheet(RESULT_SHEET)
    painter = Painter(score_sheet)
    write_score_sheet(score_sheet, layout, painter, body)
    write_result_sheet(result_sheet, layout, painter)
    for name, cell in named_cells(layout).items():
        target = f"{quote_sheetname(cell.sheet)}!{_absolute(cell)}"
        workbook.defined_names[name] = DefinedName(name, attr_text=target)
    for sheet in (score_sheet, result_sheet):
        _protect(sheet)
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.properties.title = rubric.title
    workbook.properties.creator = "xlplugin"
    out = BytesIO()
    workbook.save(out)
    return finished(out.getvalue(), _values(layout))


def named_cells(layout: Layout) -> dict[str, Cell]:
    """Give the defined names of the contract with their cells."""
    names = {f"in_{name}": cell for name, cell in layout.entries.items()}
    names |= {f"na_{indicator}": cell for indicator, cell in layout.not_applicable.items()}
    for step, cell in layout.figures.items():
        names[f"out_{step.replace(':', '_')}"] = cell
    return names


def _values(layout: Layout) -> dict[str, dict[str, int | str]]:
    """Give the engine's figures of an unfilled workbook by sheet and address."""
    rubric = layout.rubric
    unfilled = read_scoresheet(rubric, {"rubric": rubric.id})
    figures = figures_and_sentences(rubric, unfilled)
    parts = {SCORE_SHEET: "xl/worksheets/sheet1.xml", RESULT_SHEET: "xl/worksheets/sheet2.xml"}
    values: dict[str, dict[str, int | str]] = {part: {} for part in parts.values()}
    for step, cell in layout.figures.items():
        values[parts[cell.sheet]][cell.address] = figures[step]
    return values


def _absolute(cell: Cell) -> str:
    column = cell.address.rstrip("0123456789")
    return f"${column}${cell.row}"


def _protect(sheet: Worksheet) -> None:
    """Lock what is not an input; columns and rows may still be made wider and higher."""
    protection = sheet.protection
    protection.sheet = True
    protection.objects = protection.scenarios = True
    protection.formatColumns = protection.formatRows = False
