"""How the workbooks look on paper, measured by LibreOffice itself."""

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from statistics import fmean

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.filling import Shown, cells_of, layout_of
from tests.support.libreoffice import LibreOffice
from tests.support.onlyoffice import OnlyOffice
from tests.support.renderers import HALF_EM, filled_shares, half_em_fonts, printed_pages
from tests.support.scoresheets import a_long_scoresheet, an_ordinary_scoresheet
from xlplugin import Rubric, build_workbook, load_rubric, load_scheme, read_scoresheet
from xlplugin.notation.cell_address import column_letters
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.look_file import load_look

pytestmark = pytest.mark.office
INDENT = 353
"""What an indent of one takes, in 1/100 mm."""

LEAST_PRINTED = 7.5
"""Points; what can still be read on paper."""


def spans(sheet: Worksheet) -> dict[str, tuple[int, int, int, int]]:
    """Return the columns and rows that each merged cell covers, by its first cell."""
    return {merged.coord.partition(":")[0]: merged.bounds for merged in sheet.merged_cells.ranges}


def visible(workbook: Workbook) -> list[Worksheet]:
    return [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]


def last_printed_column(sheet: Worksheet) -> int:
    area = re.sub(r"[^A-Z]", "", str(sheet.print_area).rpartition(":")[2])
    return next(at for at in range(1, 200) if column_letters(at) == area)


def clipped(workbook: Workbook, office: LibreOffice | OnlyOffice, *states: Shown) -> list[str]:
    """Return the printed texts, of all that the cells show at some time, that are higher than their cells."""
    geometry = office.geometry()
    lowest: dict[tuple[str, int, float, int], tuple[int, str]] = {}
    for sheet in visible(workbook):
        merged, last = spans(sheet), last_printed_column(sheet)
        columns, rows = geometry[sheet.title]["columns"], geometry[sheet.title]["rows"]
        lines = [(row, line) for shown in states for row, line in enumerate(shown[sheet.title], 1)]
        for row, line in lines:
            for column, text in enumerate(line[:last], 1):
                if isinstance(text, str) and len(text) > 1:
                    cell = sheet.cell(row, column)
                    left, top, right, bottom = merged.get(cell.coordinate, (column, row, column, row))
                    indent = INDENT * int(cell.alignment.indent)
                    key = text, sum(columns[left - 1 : right]), float(cell.font.size or 0), indent
                    place = sum(rows[top - 1 : bottom]), f"{sheet.title}!{cell.coordinate}"
                    lowest[key] = min(lowest.get(key, place), place)
    wanted = office.measure(list(lowest))
    return [
        f"{place} is {high / 100} mm high, needs {need / 100}: {text}"
        for ((text, *_), (high, place)), need in zip(lowest.items(), wanted, strict=True)
        if need > high
    ]


@pytest.fixture(
    scope="session",
    params=["fall-back fonts", pytest.param("half-em digits", marks=pytest.mark.long), "ONLYOFFICE"],
)
def renderer(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LibreOffice | OnlyOffice]:
    """LibreOffice with the fonts that replace 宋体 here, with a font that has its widths, and ONLYOFFICE's engine."""
    if request.param != "half-em digits":
        yield request.getfixturevalue("office" if request.param == "fall-back fonts" else "onlyoffice")
        return
    fonts = half_em_fonts(tmp_path_factory.mktemp("fonts"))
    if fonts is None:
        pytest.skip(f"not installed: {HALF_EM} (Debian: fonts-noto-cjk)")
    result = LibreOffice.find(tmp_path_factory.mktemp("half-em"), fonts)
    if result is None:
        pytest.skip("not installed: LibreOffice")
    yield result
    result.stop()


@pytest.mark.parametrize(
    "edition", ["assess", *(pytest.param(one, marks=pytest.mark.long) for one in ("self", "plain"))]
)
def test_no_text_is_clipped_unfilled_or_filled_to_the_longest(
    rubric: Rubric, edition: str, renderer: LibreOffice | OnlyOffice, tmp_path: Path
) -> None:
    office = renderer
    path, layout, own = tmp_path / "w.xlsx", layout_of(rubric, edition), an_ordinary_scoresheet(rubric)
    body = "高平市退役军人事务局"
    build_workbook(
        rubric, path, BuildOptions(body=body, edition=edition, own=read_scoresheet(rubric, own) if layout.own else None)
    )
    workbook = load_workbook(path)
    office.open(path)
    try:
        blank = office.get()
        office.set(cells_of(layout, a_long_scoresheet(rubric)))
        assert clipped(workbook, office, blank, office.get()) == []
    finally:
        office.close()


@pytest.mark.parametrize("id", ["gaoping-2020", "shanxi-2020"])
def test_no_text_of_a_list_of_evidence_is_clipped(id: str, office: LibreOffice, tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    build_workbook(load_scheme(id), path, BuildOptions(body="高平市退役军人事务局"))
    office.open(path)
    try:
        assert clipped(load_workbook(path), office, office.get()) == []
    finally:
        office.close()


def test_a_row_that_is_too_low_would_be_found(rubric: Rubric, office: LibreOffice, tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    workbook = load_workbook(BytesIO(workbook_bytes(rubric)))
    workbook["评分表"].row_dimensions[5].height = 14
    workbook.save(path)
    office.open(path)
    try:
        assert [place for place in clipped(workbook, office, office.get()) if "评分表!" in place]
    finally:
        office.close()


@pytest.mark.parametrize("edition", [pytest.param("plain", marks=pytest.mark.long), "self", "assess"])
def test_every_sheet_prints_one_page_wide_in_type_that_can_be_read(
    rubric: Rubric, edition: str, office: LibreOffice, tmp_path: Path
) -> None:
    path = tmp_path / "w.xlsx"
    build_workbook(rubric, path, BuildOptions(edition=edition))
    workbook = load_workbook(path)
    office.open(path)
    geometry = office.geometry()
    office.close()
    for sheet in visible(workbook):
        setup = sheet.page_setup
        one_page = sheet.title == "填表说明"
        orientation = "portrait" if sheet.title == "结果" else "landscape"
        assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == (orientation, 1, int(one_page))
        assert int(setup.paperSize or 0) == (8 if layout_of(rubric).is_divided and sheet.title == "评分表" else 9)
        assert sheet.print_title_rows or sheet.title == "填表说明"  # one page
        assert sheet.oddFooter
        assert "第 &P 页　共 &N 页" in str(sheet.oddFooter.center.text)
        side = 21000 if orientation == "portrait" else 42000 if int(setup.paperSize or 0) == 8 else 29700
        room = side - (sheet.page_margins.left + sheet.page_margins.right) * 2540
        wide = sum(geometry[sheet.title]["columns"][: last_printed_column(sheet)])
        smallest = min(
            float(cell.font.size or 0)
            for line in sheet.iter_rows(max_col=last_printed_column(sheet))
            for cell in line
            if cell.value is not None
        )
        scale = min(1.0, room / wide)
        if one_page:
            short = 21000 - (sheet.page_margins.top + sheet.page_margins.bottom) * 2540
            scale = min(scale, short / sum(geometry[sheet.title]["rows"]))
        assert smallest * scale >= LEAST_PRINTED, sheet.title


def test_no_page_of_the_scoring_table_cuts_an_indicator_or_leaves_a_name_behind(rubric: Rubric) -> None:
    layout = layout_of(rubric)
    sheet = load_workbook(BytesIO(workbook_bytes(rubric)))["评分表"]
    ends = {mark.id for mark in sheet.row_breaks.brk}
    assert ends
    for merged in sheet.merged_cells.ranges:
        assert not any(merged.min_row <= end < merged.max_row for end in ends), merged.coord
    for indicator, rows in layout.runs(lambda line: line.indicator):
        assert not any(rows[0] <= end < rows[-1] for end in ends), indicator.id
    for end in ends:  # each page begins with the names of its dimension, or of the notes below the table
        assert sheet.cell(end + 1, 1).value


def test_every_page_holds_what_is_planned_for_it(rubric: Rubric) -> None:
    look = load_look()
    workbook = load_workbook(BytesIO(workbook_bytes(rubric)))
    layout = layout_of(rubric)
    for sheet in visible(workbook)[1:]:
        paper = layout.paper if sheet.title == "评分表" else look.papers["结果" if sheet.title == "结果" else "其他"]
        printed = [sheet.column_dimensions[column_letters(at)].width for at in range(1, last_printed_column(sheet) + 1)]
        room = paper.inner_height / min(1.0, paper.inner_width / (sum(printed) * 6))
        repeated = [int(row) for row in re.findall(r"[0-9]+", str(sheet.print_title_rows or ""))] or [1, 0]
        ends = sorted(mark.id for mark in sheet.row_breaks.brk)
        last = int(re.sub(r"\D", "", str(sheet.print_area).rpartition(":")[2]))
        above = sum(sheet.row_dimensions[at].height or 18 for at in range(repeated[0], repeated[1] + 1))
        for first, end in zip([0, *ends], [*ends, last], strict=True):
            high = sum(sheet.row_dimensions[at].height or 18 for at in range(first + 1, end + 1))
            assert high + (above if first else 0) <= room, (sheet.title, first + 1, end)


@pytest.mark.parametrize(
    ("id", "edition", "most"),
    [
        ("gaoping-2022-a", "self", 8),
        ("gaoping-2022-b", "self", 14),
        ("gaoping-2022-b", "assess", 16),
        ("jiangxian-2022-a", "self", 8),
        ("jincheng-spj-2021", "self", 14),
    ],
)
@pytest.mark.parametrize("fonts", ["fall-back", pytest.param("half-em", marks=pytest.mark.long)])
def test_a_form_takes_no_more_pages_than_it_did(id: str, edition: str, most: int, fonts: str, tmp_path: Path) -> None:
    environment = half_em_fonts(tmp_path) if fonts == "half-em" else {}
    if environment is None or shutil.which("soffice") is None:
        pytest.skip(f"not installed: LibreOffice, or {HALF_EM}")
    path = tmp_path / "w.xlsx"
    build_workbook(load_rubric(id), path, BuildOptions(edition=edition, body="高平市退役军人事务局"))
    assert printed_pages(path, tmp_path, environment) <= most


@pytest.mark.parametrize("edition", ["plain", "self", "assess"])
def test_pages_of_the_scoring_table_are_three_quarters_full_on_average(rubric: Rubric, edition: str) -> None:
    sheet = load_workbook(BytesIO(workbook_bytes(rubric, BuildOptions(edition=edition))))["评分表"]
    assert fmean(filled_shares(layout_of(rubric, edition), sheet)) >= 0.75
