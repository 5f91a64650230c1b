"""The named cells of a workbook, found again by their defined names."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from xlplugin.clauses import slots
from xlplugin.errors import WrongUse, problem
from xlplugin.rubric import Rubric

PREFIXES = ("in_", "na_", "out_")


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
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, ParseError) as error:
        raise WrongUse([problem(str(path), "not-a-workbook")]) from error
    cells = {}
    for name, defined in workbook.defined_names.items():
        if name.startswith(PREFIXES):
            for sheet, address in defined.destinations:
                cells[name] = {"sheet": sheet, "cell": address.replace("$", "")}
    workbook.close()
    if not cells:
        raise WrongUse([problem(str(path), "not-a-workbook")])
    return cells


def input_cells(rubric: Rubric, cells: Mapping[str, dict[str, str]], file: str) -> Mapping[str, dict[str, str]]:
    """Give the cells back, once every input of a rubric is among them.

    Raises:
        WrongUse: inputs have no name in the workbook; all are listed.
    """
    names = [f"in_{slot.name}" for clause in rubric.clauses for slot in slots(clause)]
    if missing := [problem(file, "name-missing", name=name) for name in names if name not in cells]:
        raise WrongUse(missing)
    return cells
