"""Published documents as programs open and print them: GB/T 9704 measured, the schema, every font attribute."""

import zipfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl import load_workbook

from tests.conftest import ROOT
from tests.support.document_pages import PrintedLine, libreoffice_pdfs, printed_lines
from tests.support.onlyoffice import OnlyOffice
from tests.support.openxml_validator import VERSIONS, Validator
from tests.support.small_round import SmallRound
from xlplugin.publishing.documents.docx_template import DocxTemplate
from xlplugin.publishing.publish import TEMPLATES

pytestmark = pytest.mark.office
LONG = "市人民政府办公室政务公开工作考核领导小组成员单位" * 12
"""A sentence that fills lines: Chinese characters only, so that each line has as many as fit."""

A4, ABOVE, LEFT, RIGHT, WIDE, HIGH = (210, 297), 37, 28, 26, 156, 225


@pytest.fixture(scope="module")
def published(frozen_once: SmallRound, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that is published, the drafts and the form."""
    small = frozen_once.copy(tmp_path_factory.mktemp("published"))
    given = ("--issuer", "某市试验工作领导小组办公室", "--date", "2026-12-01")
    assert small.run("publish", "-o", small.folder / "通报", *given) == 0
    assert small.run("decide", "-o", small.folder / "通报" / "审定表.docx", "--issuer", "某办") == 0
    assert small.run("decide", "-o", small.folder / "通报" / "审定表.xlsx") == 0
    return small.folder / "通报"


@pytest.fixture(scope="module")
def filled_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notice's template with a text of nothing but lines, as the body of a notice."""
    folder = tmp_path_factory.mktemp("page")
    document = Document(str(ROOT / "templates" / "bulletin.docx"))
    body: Any = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    for _ in range(8):
        document.add_paragraph(LONG, style="公文正文")
    document.save(str(folder / "t.docx"))
    (folder / "page.docx").write_bytes(DocxTemplate(folder / "t.docx", ()).render({}))
    return folder / "page.docx"


def test_the_page_is_that_of_the_standard() -> None:
    for name in TEMPLATES:
        (section,) = Document(str(ROOT / "templates" / name)).sections
        sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin)
        wanted = tuple(map(Mm, (*A4, ABOVE, LEFT, RIGHT)))
        assert all(abs(int(size or 0) - one) < Mm(0.1) for size, one in zip(sizes, wanted, strict=True)), name
        assert abs(297 - 37 - int(section.bottom_margin or 0) / Mm(1) - HIGH) < 0.1
        grid = section._sectPr.find(qn("w:docGrid"))
        assert grid.get(qn("w:type")) == "linesAndChars"
        pitch = 16 + int(grid.get(qn("w:charSpace"))) / 4096
        assert round(28 * pitch / 72 * 25.4, 1) == WIDE
        assert 22 <= HIGH / 25.4 * 1440 / int(grid.get(qn("w:linePitch"))) < 23


def test_every_style_has_all_four_fonts() -> None:
    for name in TEMPLATES:
        document = Document(str(ROOT / "templates" / name))
        used = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
        for style in document.styles:
            if style.name in {*used, "Normal", "表头", "表中", "表中居中", "页码"}:
                fonts = style.element.rPr.find(qn("w:rFonts"))
                values = {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}
                assert len(values) == 1, (name, style.name)
                assert values != {None}
        assert not [run for paragraph in document.paragraphs for run in paragraph.runs if run.font.name]


def body_lines(pages: list[list[PrintedLine]], page: int) -> list[PrintedLine]:
    return [line for line in pages[page] if "—" not in line.text]


def measure(pages: list[list[PrintedLine]]) -> Mapping[str, float]:
    """Measure a page of running text: lines, characters of full lines, pitch, edges in mm."""
    lines = body_lines(pages, 1)
    steps = [later.top - earlier.top for earlier, later in pairwise(lines)]
    full = [line for line in lines if len(line.text.strip()) > 20]
    return {
        "lines": len(lines),
        "characters": median(len(line.text.strip()) for line in full),
        "pitch": median(steps) * 72 / 25.4,
        "left": min(line.left for line in lines),
        "right": median(line.right for line in full),
        "size": median(line.size for line in lines),
    }


def is_as_the_standard_says(pages: list[list[PrintedLine]]) -> None:
    found = measure(pages)
    assert found["lines"] == 22
    assert found["characters"] == 28
    assert 28.8 < found["pitch"] < 29.1
    assert found["size"] == 16
    assert abs(found["left"] - LEFT) < 0.6
    assert abs(found["right"] - (LEFT + WIDE)) < 2.5
    numbers = [[line for line in page if "—" in line.text] for page in pages]
    assert all(len(some) == 1 for some in numbers)
    assert all(13 < some[0].size < 15 and some[0].top > ABOVE + HIGH for some in numbers)
    odd, even = numbers[0][0], numbers[1][0]
    assert odd.right > A4[0] - RIGHT - 10  # outer edges: right on odd pages, left on even ones
    assert even.left < LEFT + 10


def test_a_page_has_22_lines_of_28_characters_in_libreoffice(filled_page: Path, tmp_path: Path, office: object) -> None:
    assert office
    (pdf,) = libreoffice_pdfs([filled_page], tmp_path)
    is_as_the_standard_says(printed_lines(pdf))


def test_a_page_has_22_lines_of_28_characters_in_onlyoffice(
    filled_page: Path, tmp_path: Path, onlyoffice: OnlyOffice
) -> None:
    onlyoffice.convert(filled_page, tmp_path / "page.pdf")
    is_as_the_standard_says(printed_lines(tmp_path / "page.pdf"))


def test_libreoffice_prints_every_document(published: Path, tmp_path: Path, office: object) -> None:
    assert office
    documents = [published / "通报.docx", published / "审定表.docx", published / "反馈" / "5_戊镇.docx"]
    for pdf, word in zip(
        libreoffice_pdfs(documents, tmp_path), ("结果的通报", "等次审定表", "结果的反馈"), strict=True
    ):
        said = "".join(line.text for page in printed_lines(pdf) for line in page)
        assert word in said
        assert "{" not in said


def test_onlyoffice_prints_every_document(published: Path, tmp_path: Path, onlyoffice: OnlyOffice) -> None:
    for path, word in ((published / "通报.docx", "结果的通报"), (published / "反馈" / "5_戊镇.docx", "结果的反馈")):
        onlyoffice.convert(path, tmp_path / "d.pdf")
        said = "".join(line.text for page in printed_lines(tmp_path / "d.pdf") for line in page)
        assert word in said


@pytest.mark.parametrize(
    "version", [*(pytest.param(one, marks=pytest.mark.long) for one in VERSIONS[:-1]), VERSIONS[-1]]
)
def test_the_validator_finds_no_error(version: str, published: Path, validator: Validator) -> None:
    names = (
        "通报.docx",
        "审定表.docx",
        "反馈/5_戊镇.docx",
        "反馈/1_甲镇.docx",
        "汇总表.xlsx",
        "整改台账.xlsx",
        "审定表.xlsx",
    )
    found = {name: errors for name in names if (errors := validator.errors(published / name, version))}
    assert found == {}


def test_the_templates_themselves_are_valid(validator: Validator) -> None:
    assert {name: validator.errors(ROOT / "templates" / name, VERSIONS[-1]) for name in TEMPLATES} == {
        name: [] for name in TEMPLATES
    }


def test_a_table_prints_as_wide_as_it_can_be_read_and_a_chart_on_one_page(published: Path) -> None:
    for name in ("汇总表.xlsx", "整改台账.xlsx"):
        for sheet in load_workbook(published / name):
            width = sum(column.width for column in sheet.column_dimensions.values())
            assert width / int(sheet.page_setup.fitToWidth or 1) <= 200
            assert sheet.page_setup.fitToHeight == (1 if sheet.title.endswith(("图", "图A类", "图B类")) else 0)
            assert sheet.print_title_rows == "$1:$2"


def test_no_document_has_a_date_or_name_of_this_machine(published: Path) -> None:
    for path in published.rglob("*.docx"):
        with zipfile.ZipFile(path) as package:
            core = package.read("docProps/core.xml").decode()
            assert all(info.date_time[0] == 1980 for info in package.infolist())
        assert "2000-01-01" in core
        assert "python-docx" not in core
