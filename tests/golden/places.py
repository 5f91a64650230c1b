"""The place of every named cell of every workbook, with the workbook's format number.

Programs that read a workbook of a format count on it. ``python -m tests.golden.places`` writes the golden file anew:
where a digest changes, ``meta_sheet.FORMAT`` has to change too, so that older and newer workbooks can be distinguished.
"""

from hashlib import sha256
from pathlib import Path

from tests.support.filling import layout_of, place
from xlplugin import load_rubric, rubric_ids
from xlplugin.workbook.editions import Edition
from xlplugin.workbook.sheets.hidden_facts import FORMAT

FILE = Path(__file__).with_suffix(".txt")


def places() -> str:
    """Return the text of the golden file."""
    lines = [f"format {FORMAT}\n"]
    for id in rubric_ids():
        for edition in Edition:
            sides = layout_of(load_rubric(id), edition.value).sides
            named = sorted(f"{name} {place(cell)}" for side in sides for name, cell in side.names.items())
            lines.append(
                f"{id} {edition.value}: {len(named)} names, {sha256(chr(10).join(named).encode()).hexdigest()}\n"
            )
    return "".join(lines)


if __name__ == "__main__":
    FILE.write_text(places(), encoding="utf-8")
