"""The named cells of a workbook, found again by their defined names."""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook, load_workbook

from xlplugin.clauses import slots
from xlplugin.errors import WrongUse, problem
from xlplugin.rubric import Rubric

PREFIXES = ("in_", "na_", "out_", "self_", "form_", "evidence_")
LOCKED = ("out_", "self_")


def is_figure(name: str) -> bool:
    """Whether a name is that of a computed cell, of either side."""
    return name.startswith(("out_", "self_out_"))


def named_cells(path: Path) -> dict[str, dict[str, str]]:
    """Give sheet and cell of each name of the contract in a workbook.

    Raises:
        WrongUse: there is no such file, it is no .xlsx, or it has no such names.
    """
    try:
        with path.open("rb") as file:
            workbook = load_workbook(file, read_only=True)
    except FileNotFoundError as error:
        raise WrongUse([problem(str(path), "no-such-file")]) from error
    except Exception as error:  # openpyxl fails on damaged files in dozens of ways
        raise WrongUse([problem(str(path), "not-a-workbook")]) from error
    cells = _places(workbook)
    workbook.close()
    if not cells:
        raise WrongUse([problem(str(path), "not-a-workbook")])
    return cells


def _places(workbook: Workbook) -> dict[str, dict[str, str]]:
    cells = {}
    for name, defined in workbook.defined_names.items():
        if name.startswith(PREFIXES):
            for sheet, address in defined.destinations:
                cells[name] = {"sheet": sheet, "cell": address.replace("$", "")}
    return cells


def is_untouched(path: Path) -> bool:
    """Whether a file is a workbook of ours in which nothing has been entered."""
    try:
        with path.open("rb") as file:
            workbook = load_workbook(file)
        inputs = [place for name, place in _places(workbook).items() if not name.startswith(LOCKED)]
        return bool(inputs) and all(workbook[place["sheet"]][place["cell"]].value is None for place in inputs)
    except Exception:  # what cannot be read may be somebody's work as well
        return False


def input_cells(rubric: Rubric, cells: Mapping[str, dict[str, str]], file: str) -> Mapping[str, dict[str, str]]:
    """Give the cells back, once every input of a rubric is among them.

    Raises:
        WrongUse: inputs have no name in the workbook.
    """
    names = [f"in_{slot.name}" for clause in rubric.clauses for slot in slots(clause)]
    if missing := [name for name in names if name not in cells]:
        facts = {"rubric": rubric.id, "count": len(missing), "name": missing[0]}
        raise WrongUse([problem(file, "names-missing", **facts)])
    return cells
