"""重新计算: the button's time in our own code and its calls to Excel; worksheet functions; the command on a file."""

import tempfile
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from benchmarks.harness import report, side_by_side
from tests.support.filling import cells_of, layout_of, place
from tests.support.openpyxl_engine import open_book
from tests.support.scoresheets import an_ordinary_scoresheet
from xlplugin import load_rubric
from xlplugin.excel import functions, macros
from xlplugin.filled.recalculate_file import recalculate_file
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.workbook.build import workbook_bytes

FILE_BOUND = 0.5
"""Of the time that openpyxl takes to load and save the same file."""

MOST_CROSSINGS = 10
ROWS = 200
OURS, OPENPYXL = "xlplugin recalculate, in one process", "openpyxl load and save"
ONE_CALL, SINGLE_CALLS = f"XLP_TOTAL, one call over {ROWS} rows", f"XLP_TOTAL, {ROWS} calls of one row"


def run() -> bool:
    """Measure; whether the bounds are kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gaoping-2022-b.xlsx"
        path.write_bytes(_filled())
        kept = [_press(path), _file(path)]
    _functions()
    return all(kept)


def _filled() -> bytes:
    """Fill a workbook in, in place, so that its formulas keep the values that they were written with."""
    rubric = load_rubric("gaoping-2022-b")
    layout = layout_of(rubric)
    book = WorkbookFile(workbook_bytes(rubric))
    with book.editing("评分表") as editor:
        for at, value in cells_of(layout, an_ordinary_scoresheet(rubric)).items():
            if value is not None:
                editor.values[at.partition("!")[2]] = value  # type: ignore[assignment]  # a cell's value
    return book.content()


def _press(path: Path) -> bool:
    """One press of the button, Excel's part taken by openpyxl."""
    book = open_book(path)[1]
    macros.recalculate()
    book.crossings.log.clear()
    times = side_by_side({"macros.recalculate()": macros.recalculate}, rounds=9)
    report("One press of 重新计算, gaoping-2022-b, Excel's part by openpyxl", times, "macros.recalculate()", {})
    book.crossings.log.clear()
    macros.recalculate()
    reads, writes, others = (book.crossings.count(kind) for kind in ("read", "write", "call"))
    kept = reads + writes <= MOST_CROSSINGS
    print(
        f"  {reads} reads and {writes} writes across to Excel (aim {MOST_CROSSINGS}), {others} other calls (protection)"
    )
    return kept


def _file(path: Path) -> bool:
    content = path.read_bytes()
    out = path.with_name("out.xlsx")

    def by_openpyxl() -> None:
        workbook = load_workbook(BytesIO(content))
        workbook.save(out)

    variants = {OPENPYXL: by_openpyxl, OURS: lambda: recalculate_file(path, out)}
    return report("Recalculating a file", side_by_side(variants, rounds=9), OPENPYXL, {OURS: FILE_BOUND})


def _functions() -> None:
    rubric = load_rubric("gaoping-2022-b")
    layout = layout_of(rubric)
    cells = cells_of(layout, an_ordinary_scoresheet(rubric))
    keys = [list(layout.main.entries)]
    row = [cells[place(cell)] for cell in layout.main.entries.values()]
    block = [row] * ROWS
    variants = {
        SINGLE_CALLS: lambda: [functions.XLP_TOTAL(rubric.id, keys, [item]) for item in block],
        ONE_CALL: lambda: functions.XLP_TOTAL(rubric.id, keys, block),
    }
    report("Worksheet functions, without Excel's part", side_by_side(variants, rounds=5), SINGLE_CALLS, {})
