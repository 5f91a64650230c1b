"""Links, notes, threaded comments, signatures and pictures in cells are reported, and are not lost."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.returns.test_collect import BODIES, Office
from tests.returns.test_damage import Sent, codes, judged, sent, told
from tests.support.damage import COUNT, with_book, with_cell_xml, with_part, with_values, without_sheet
from tests.support.filled_returns import filled
from xlplugin.cli import main
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.ooxml.package import Package

__all__ = ["sent"]

THREADS = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="{at}" dT="2026-11-20T02:00:00.00" personId="{{11111111-2222-4333-8444-555555555555}}"'
    ' id="{{0A1B2C3D-0000-4000-8000-000000000001}}"><text>请核对这个数</text></threadedComment></ThreadedComments>'
)
SIGNED = (
    '<Relationship Id="sig1" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/'
    'origin" Target="_xmlsignatures/origin.sigs"/></Relationships>'
)


@pytest.fixture
def office_of_three(tmp_path: Path) -> Office:
    return Office(tmp_path, BODIES[:3])


def at(content: bytes) -> Cell:
    return WorkbookFile(content).names[COUNT]


def noted(content: bytes) -> bytes:
    book, cell = WorkbookFile(content), at(content)
    with book.editing(cell.sheet) as editor:
        editor.note(cell, "实际是 3 件，其中 2 件待核实", "")
    return book.content()


def threaded(content: bytes) -> bytes:
    """Add a comment as Excel 365 does: a thread, and a note for older programs in its place."""
    xml = THREAD.format(at=at(content).address).encode()
    book, part = WorkbookFile(noted(content)), "xl/threadedComments/threadedComment1.xml"
    book.package.add(part, xml, "application/vnd.ms-excel.threadedcomments+xml")
    book.package.relate(book.sheets["评分表"], THREADS, part)
    return book.content()


def linked(content: bytes) -> bytes:
    """Put a link to a page on the count, by openpyxl."""
    workbook, cell, out = load_workbook(io.BytesIO(content)), at(content), io.BytesIO()
    workbook[cell.sheet][cell.address].hyperlink = "https://example.invalid/zwgk/1.html"
    workbook.save(out)
    return out.getvalue()


def signed(content: bytes) -> bytes:
    """Add a signature as office programs do: parts of the package, to which the package points."""
    package = Package(content)
    package.add("_xmlsignatures/origin.sigs", b"", "application/vnd.openxmlformats-package.digital-signature-origin")
    package.add(
        "_xmlsignatures/sig1.xml",
        b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
        "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
    )
    package.put("_rels/.rels", package.text("_rels/.rels").replace("</Relationships>", SIGNED))
    return package.content()


def drawn_by_wps(content: bytes) -> bytes:
    inner = '<f>_xlfn.DISPIMG("ID_0123456789ABCDEF0123456789ABCDEF",1)</f><v>=DISPIMG("ID_0123456789ABCDEF",1)</v>'
    return with_cell_xml(content, COUNT, inner, ' t="str"')


def drawn_by_excel(content: bytes) -> bytes:
    return with_cell_xml(content, COUNT, "<v>#VALUE!</v>", ' t="e" vm="1"')


@pytest.mark.parametrize(
    ("add", "code", "words"),
    [
        (linked, "link-on-cell", "https://example.invalid/zwgk/1.html"),
        (noted, "note-on-cell", "实际是 3 件，其中 2 件待核实"),
        (threaded, "note-on-cell", "请核对这个数"),
        (signed, "signed", "没有验证"),
    ],
    ids=["a link", "a note", "a thread", "a signature"],
)
def test_anything_a_body_adds_is_reported_with_its_words_and_needs_nobody(
    add: Callable[[bytes], bytes], code: str, words: str, sent: Sent
) -> None:
    content = add(sent.contents[2])
    submission, again = (judged(judge, content) for judge in (sent.judge(0, 1), sent.judge()))
    assert told(submission) == told(again)
    assert submission.problems == ()
    assert submission.result.total == sent.before.result.total
    (message,) = [remark for remark in submission.remarks if remark.code == code]
    assert words in message.text()
    if code != "signed":
        assert message.where == f"评分表!{at(content).address}"


@pytest.mark.parametrize("draw", [drawn_by_wps, drawn_by_excel], ids=["WPS", "Excel"])
def test_a_picture_in_a_cell_is_called_a_picture(draw: Callable[[bytes], bytes], sent: Sent) -> None:
    for judge in (sent.judge(0, 1), sent.judge()):
        submission = judged(judge, draw(sent.contents[2]))
        assert "cell-picture" in codes(submission)
        assert "formula-in-input" not in codes(submission)


def test_a_form_without_its_hidden_sheet_is_known_by_its_words_and_a_person_accepts_it(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 1)
    path.write_bytes(without_sheet(path.read_bytes(), "工作簿信息"))
    assert office.run("collect") == 1
    assert f"按文字认出是{BODIES[0]}的评分表" in capsys.readouterr().out
    questions = office.folder / "questions.csv"
    assert main(["resolve", "--store", office.store, "--export", str(questions)]) == 1
    lines = questions.read_text("utf-8-sig").splitlines()
    assert any("按文字认出" in line for line in lines)


def test_the_note_for_a_cell_with_a_thread_is_beside_it_and_the_thread_stays(office_of_three: Office) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 1)
    content = threaded(with_values(path.read_bytes(), {COUNT: "约3件"}))
    path.write_bytes(content)
    cell, folder = at(content), office.folder / "退回"
    assert office.run("collect", "--return", str(folder)) == 1
    copy = (folder / f"{BODIES[0]}_退回修改.xlsx").read_bytes()
    part = "xl/threadedComments/threadedComment1.xml"
    assert Package(copy).read(part) == Package(content).read(part)
    notes = WorkbookFile(copy).notes("评分表")
    assert "退回修改" not in notes[cell.address]
    beside = notes[f"{column_letters(cell.column + 1)}{cell.row}"]
    assert "退回修改" in beside
    assert cell.address in beside


def test_a_signature_is_removed_from_the_annotated_copy_which_says_so(
    office_of_three: Office,
) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 1)
    path.write_bytes(signed(with_values(path.read_bytes(), {COUNT: "约3件"})))
    before, folder = path.read_bytes(), office.folder / "退回"
    assert office.run("collect", "--return", str(folder)) == 1
    assert path.read_bytes() == before
    copy = folder / f"{BODIES[0]}_退回修改.xlsx"
    assert not [name for name in zipfile.ZipFile(copy).namelist() if "signature" in name]
    listed = [cell.value for row in load_workbook(copy)["退回修改"].iter_rows() for cell in row]
    assert any("签名" in str(value) for value in listed)


def test_a_signed_workbook_is_recalculated_in_place_only_when_asked(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    path = office_of_three.returns(BODIES[0], 1)
    path.write_bytes(signed(path.read_bytes()))
    before = path.read_bytes()
    assert main(["recalculate", str(path), "--lang", "zh"]) == 2
    output = capsys.readouterr().err
    assert "签名" in output
    assert "--in-place" in output
    assert path.read_bytes() == before
    other = path.with_name("other.xlsx")
    assert main(["recalculate", str(path), "-o", str(other)]) in (0, 1)
    assert path.read_bytes() == before
    shutil.copyfile(path, other)
    assert main(["recalculate", str(other), "--in-place"]) in (0, 1)
    assert not [name for name in zipfile.ZipFile(other).namelist() if "signature" in name]


def test_blank_cells_with_a_format_are_no_cells_however_many(sent: Sent) -> None:
    """13 rows up to XFD, which a person gets by formatting whole rows; Gnumeric writes them out for every row style."""
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{column_letters(column)}{row}" s="1"/>' for column in range(1, 16385))
        + "</row>"
        for row in range(400, 413)
    )
    content = with_part(sent.contents[2], "评分表", lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))
    submission = judged(sent.judge(), content)
    assert submission.problems == ()
    assert submission.result.total == sent.before.result.total


def test_a_day_counted_from_1904_is_asked_as_one_from_1900(sent: Sent) -> None:
    """2026-03-09 is 44628 days after 1904-01-01, and 46090 in the days of Excel."""

    def from_1904(xml: str) -> str:
        xml = re.sub(r' date1904="[^"]*"', "", xml)
        changed = re.sub(r"<workbookPr\b", '<workbookPr date1904="1"', xml)
        return changed if changed != xml else re.sub(r"(<workbook\b[^>]*>)", r'\1<workbookPr date1904="1"/>', xml)

    content = filled(sent.contents[2], {f"评分表!{at(sent.contents[2]).address}": 44628})
    for judge in (sent.judge(0, 1), sent.judge()):
        assert "date-number" in codes(judged(judge, with_book(content, from_1904)))
