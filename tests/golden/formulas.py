"""Every formula of a workbook, one a line: its cell, its name if it has one, the formula.

``python -m tests.golden.formulas`` writes the golden files anew; look at the diff before you commit it.
"""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from tests.support.filling import layout_of
from xlplugin import load_rubric, rubric_ids
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.build_options import BuildOptions

FOLDER = Path(__file__).parent
GOLDEN = [(id, "plain") for id in rubric_ids()] + [("jiangxian-2022-a", "assess")]


def golden_file(id: str, edition: str) -> Path:
    """Return the golden file of a workbook."""
    return FOLDER / f"{id}-{edition}.txt"


def formulas(id: str, edition: str) -> str:
    """Return the text of a golden file."""
    rubric = load_rubric(id)
    named = {cell: name for side in layout_of(rubric, edition).sides for name, cell in side.names.items()}
    names = {(cell.sheet, cell.address): name for cell, name in named.items()}
    lines = []
    for sheet in load_workbook(BytesIO(workbook_bytes(rubric, BuildOptions(edition=edition)))).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    name = names.get((sheet.title, cell.coordinate), "")
                    lines.append(f"{sheet.title}!{cell.coordinate}  {name}\n    {cell.value}\n")
    return "".join(lines)


if __name__ == "__main__":
    for given in GOLDEN:
        golden_file(*given).write_text(formulas(*given), encoding="utf-8")
