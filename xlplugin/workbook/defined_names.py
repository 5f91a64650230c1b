"""Finds the named cells of a workbook by their defined names."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.reading import read_file
from xlplugin.rubric.clause import slots
from xlplugin.rubric.model import Rubric
from xlplugin.workbook.sheet_names import META_SHEET, SHEETS

PREFIXES = ("in_", "na_", "out_", "self_", "form_", "evidence_", "recalculated")


def is_figure(name: str) -> bool:
    """Whether a name is that of a figure, of either side."""
    return name.startswith(("out_", "self_out_"))


def owner_of(name: str) -> str:
    """Return the indicator or item whose input a name is; '' if it is none's.

    >>> owner_of("in_3.3.7.d1_part"), owner_of("na_2.1.1"), owner_of("evidence_2.1.1_opinion"), owner_of("form_clerk")
    ('3.3.7', '2.1.1', '2.1.1', '')
    """
    kind, _, rest = name.partition("_")
    match kind:
        case "in":
            return rest.partition("_")[0].rpartition(".")[0]
        case "na":
            return rest
        case "evidence":
            owner = rest.rpartition("_")[0]
            return "" if owner.startswith("list.") else owner
        case _:
            return ""


def named_cells(path: Path) -> dict[str, dict[str, str]]:
    """Return the sheet and cell of each of our defined names in a workbook.

    Raises:
        UsageError: there is no such file, it is not an .xlsx, or it has none of these names.
    """
    content = read_file(path)
    try:
        workbook = load_workbook(BytesIO(content), read_only=True)
    except Exception as error:  # openpyxl fails on damaged files in dozens of ways
        raise UsageError([new_problem(str(path), "not-a-workbook")]) from error
    cells = _places(workbook)
    workbook.close()
    if not cells:
        raise UsageError([new_problem(str(path), "not-a-workbook")])
    return cells


def _places(workbook: Workbook) -> dict[str, dict[str, str]]:
    cells = {}
    for name, defined in workbook.defined_names.items():
        if name.startswith(PREFIXES):
            for sheet, address in defined.destinations:
                cells[name] = {"sheet": sheet, "cell": address.replace("$", "")}
    return cells


def is_untouched(path: Path) -> bool:
    """Whether a file is an unused workbook of ours: without any entry, comment or added sheet."""
    try:
        with path.open("rb") as file:
            workbook = load_workbook(file)
    except Exception:  # a file that cannot be read may be somebody's work as well
        return False
    named = _places(workbook)
    own = {(place["sheet"], place["cell"]) for name, place in named.items() if name.startswith("self_")}
    if META_SHEET not in workbook.sheetnames or not set(workbook.sheetnames) <= SHEETS:
        return False
    return not any(_holds_work(cell, own) for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row)


def _holds_work(cell: Cell | MergedCell, own: set[tuple[str, str]]) -> bool:
    """Whether a cell contains somebody's work: a comment, an entry, a body's own entry."""
    if cell.comment:
        return True
    is_own = (cell.parent.title, cell.coordinate) in own and cell.data_type != "f"
    return cell.value is not None and (is_own or not cell.protection.locked)


def input_cells(rubric: Rubric, cells: Mapping[str, dict[str, str]], file: str) -> Mapping[str, dict[str, str]]:
    """Check that every input of a rubric has a named cell; gives the cells.

    Raises:
        UsageError: names of inputs are missing.
    """
    names = [f"in_{slot.name}" for clause in rubric.clauses for slot in slots(clause)]
    if missing := [name for name in names if name not in cells]:
        facts = {"rubric": rubric.id, "count": len(missing), "name": missing[0]}
        raise UsageError([new_problem(file, "names-missing", **facts)])
    return cells
