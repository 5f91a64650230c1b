"""Printed pages and how full they are, in three renderers; how long the search for column widths takes."""

import tempfile
from io import BytesIO
from pathlib import Path
from statistics import fmean

from openpyxl import load_workbook

from benchmarks.harness import report, side_by_side
from tests.support.filling import layout_of
from tests.support.onlyoffice import OnlyOffice
from tests.support.renderers import filled_shares, half_em_fonts, printed_pages
from xlplugin import load_rubric, rubric_ids
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.build_options import BuildOptions

BOUND = 0.1
"""Of the time of building a workbook, for the search for the widths of its columns."""

BUILDING, SEARCHING = "building the workbook", "searching for its column widths"


def run() -> bool:
    """Measure; whether the bound of time holds. Pages have their bounds in ``tests/office/test_print.py``."""
    print("\nPrinted pages, and the average filled share of those of 评分表")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        fonts, engine = half_em_fonts(folder), OnlyOffice.find(folder)
        for id in rubric_ids():
            for edition in ("self", "assess"):
                _print_pages(id, edition, folder, fonts, engine)
        if engine:
            engine.stop()
    rubric = load_rubric("gaoping-2022-b")
    variants = {BUILDING: lambda: workbook_bytes(rubric, BuildOptions()), SEARCHING: lambda: layout_of(rubric).widths}
    times = side_by_side(variants, rounds=9)
    return report("Column widths of gaoping-2022-b", times, BUILDING, {SEARCHING: BOUND})


def _print_pages(id: str, edition: str, folder: Path, fonts: dict[str, str] | None, engine: OnlyOffice | None) -> None:
    rubric, path = load_rubric(id), folder / "w.xlsx"
    content = workbook_bytes(rubric, BuildOptions(edition=edition, body="高平市退役军人事务局"))
    path.write_bytes(content)
    workbook = load_workbook(BytesIO(content))
    pages = {"LibreOffice": printed_pages(path, folder, {})}
    if fonts is not None:
        pages["with half-em digits"] = printed_pages(path, folder, fonts)
    if engine:
        pages["ONLYOFFICE"] = engine.pages(path, [one.title for one in workbook if one.sheet_state == "visible"])
    share = fmean(filled_shares(layout_of(rubric, edition), workbook["评分表"]))
    counts = ", ".join(f"{name} {count}" for name, count in pages.items())
    print(f"  {id:20}{edition:8}{counts}; {share:.0%} filled")
