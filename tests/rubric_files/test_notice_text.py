"""``check --source`` reads notices in the kinds of files in which offices have them."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side

from xlplugin import UsageError, check_rubric
from xlplugin.cli import main
from xlplugin.rubric_files.checks.quotes import rubric_passages
from xlplugin.rubric_files.drafting.notice_text import continued, notice_text
from xlplugin.rubric_files.library import load_table
from xlplugin.rubric_files.new_rubric import new_rubric_text


@pytest.fixture
def rubric(tmp_path: Path) -> str:
    path = tmp_path / "ceshi-2026-a.yaml"
    path.write_text(new_rubric_text("ceshi-2026-a"), encoding="utf-8")
    return str(path)


def lines_of(rubric: str) -> list[tuple[str, str, str]]:
    """Return the rows of a notice that prints what a rubric quotes: a name, another column, the points."""
    passages = [passage for passage in rubric_passages(load_table(rubric)) if passage.text]
    return [(passage.name or passage.text, "查看资料", passage.points) for passage in passages]


def as_text(encoding: str) -> Callable[[list[tuple[str, str, str]], Path], Path]:
    def write(rows: list[tuple[str, str, str]], folder: Path) -> Path:
        path = folder / "notice.txt"
        path.write_text("\n".join("\t".join(row) for row in rows), encoding=encoding)
        return path

    return write


def as_word(rows: list[tuple[str, str, str]], folder: Path) -> Path:
    document = docx.Document()
    table = document.add_table(rows=0, cols=3)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(1, 1))
    document.save(str(folder / "notice.docx"))
    return folder / "notice.docx"


def as_excel(rows: list[tuple[str, str, str]], folder: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.create_sheet(index=0)
    for row in rows:
        sheet.append([*row[:2], float(row[2]) if row[2] else None])
    workbook.save(folder / "notice.xlsx")
    return folder / "notice.xlsx"


WAYS = {
    "UTF-8": as_text("utf-8"),
    "UTF-8 with mark": as_text("utf-8-sig"),
    "UTF-16": as_text("utf-16"),
    "GBK": as_text("gbk"),
    "Word": as_word,
    "Excel": as_excel,
}


@pytest.mark.parametrize("way", WAYS)
def test_every_quote_name_and_figure_is_found(way: str, rubric: str, tmp_path: Path) -> None:
    path = WAYS[way](lines_of(rubric), tmp_path)
    assert check_rubric(rubric, notice_text(path)) == []
    assert main(["check", rubric, "--source", str(path)]) == 0


@pytest.mark.office
def test_cells_of_a_printed_table_are_found_though_lines_mix_columns(rubric: str, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("not installed: LibreOffice")
    workbook = Workbook()
    sheet = workbook.create_sheet(index=0)
    thin = Side(style="thin")
    for at, row in enumerate(lines_of(rubric), 1):
        sheet.append([*row[:2], float(row[2]) if row[2] else None])
        sheet.row_dimensions[at].height = 60
        for cell in sheet[at]:
            cell.border, cell.alignment = Border(thin, thin, thin, thin), Alignment(wrap_text=True)
    sheet.column_dimensions["A"].width = 26
    workbook.save(tmp_path / "notice.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "notice.xlsx"],
        check=True,
        capture_output=True,
    )
    assert check_rubric(rubric, notice_text(tmp_path / "notice.pdf")) == []


def test_a_cell_that_a_page_break_cuts_is_given_whole_below_a_repeated_heading_too() -> None:
    above, below = ["", "未听取政务公开工作", "5"], ["", "汇报的，扣 5 分", ""]
    for heading in ([], [["编号", "标准", "赋分"]]):
        assert "未听取政务公开工作汇报的，扣 5 分" in list(continued(above, [*heading, below]))


def test_points_that_are_not_in_the_row_of_their_name_are_found(rubric: str, tmp_path: Path) -> None:
    rows = [(name, other, "7" if points else "") for name, other, points in lines_of(rubric)]
    problems = check_rubric(rubric, notice_text(as_word(rows, tmp_path)))
    assert {problem.code for problem in problems} == {"points-not-in-notice"}
    assert "组织领导" in problems[0].text("zh")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-office-file"),
        ("a.docx", "不是文档".encode(), "not-that-kind"),
        ("a.xlsx", b"PK\x03\x04", "not-that-kind"),
        ("a.pdf", b"nothing", "not-that-kind"),
        ("a.txt", b"\x00\xff\x00\x81", "not-a-text"),
        ("missing.txt", None, "no-such-file"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported(name: str, content: bytes | None, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError) as raised:
        notice_text(path)
    assert [problem.code for problem in raised.value.problems] == [code]
