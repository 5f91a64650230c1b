"""What shows one thing and holds another is asked about or refused, by whichever judge."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from tests.returns.test_damage import Sent, judged, sent_by
from tests.support.damage import (
    AMOUNT,
    COUNT,
    FLAT,
    PART,
    with_book,
    with_cell_xml,
    with_code,
    with_element,
    with_format,
    with_part,
    with_styles,
    with_values,
)
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.ooxml.formats.file_type import open_package

DECOY = "urn:decoy"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    with sent_by("openpyxl", tmp_path_factory.mktemp("sent"), None) as given:
        yield given


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_shared_texts(content: bytes, texts: str) -> bytes:
    """Let a count be the third of some shared texts; there are none in these returns."""
    book = WorkbookFile(content)
    assert "sharedStrings" not in book.related
    sst = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>'
    book.package.add(
        "xl/sharedStrings.xml", sst, "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    )
    book.package.relate(book.book, f"{OFFICE}/sharedStrings", "xl/sharedStrings.xml")
    return with_cell_xml(book.content(), COUNT, "<v>2</v>", ' t="s"')


def decoy_rows(content: bytes) -> bytes:
    """Keep the rows as they were in an extension, and change an entry among those that are shown."""
    changed = with_cell_xml(content, COUNT, "<v>7</v>")

    def change(xml: str) -> str:
        before = WorkbookFile(content)
        old = before.package.text(before.sheets["评分表"])
        rows = old[old.index("<sheetData>") : old.index("</sheetData>") + len("</sheetData>")]
        xml = xml.replace("<sheetData>", "<sheetData >").replace("</sheetData>", "</sheetData >")
        return xml.replace("</worksheet>", f'<extLst><ext uri="{DECOY}">{rows}</ext></extLst></worksheet>')

    return with_part(changed, "评分表", change)


def number_by_reference(content: bytes) -> bytes:
    return with_element(
        content, COUNT, lambda _, style, at: f'<c r="{at}" s="{style}" t="&#115;"><v>3</v></c>'.encode()
    )


def two_parts_of_formats(content: bytes) -> bytes:
    book = WorkbookFile(content)
    book.package.add(
        "xl/decoy.xml",
        book.package.read(book.related["styles"]),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    )
    book.package.relate(book.book, f"{OFFICE}/styles", "xl/decoy.xml")
    return book.content()


def day_shown_first(content: bytes) -> bytes:
    days = (date(2026, 3, 9) - date(1899, 12, 30)).days
    return with_code(content, PART, float(days), "d/m")


def conditional(content: bytes) -> bytes:
    """Show an entry by a conditional format with a number format of its own."""
    book = WorkbookFile(content)
    count = len(re.findall("<dxf>", book.package.text(book.related["styles"])))
    content = with_styles(
        content,
        lambda xml: xml.replace("</dxfs>", '<dxf><numFmt numFmtId="240" formatCode="&quot;7&quot;"/></dxf></dxfs>'),
    )
    at = WorkbookFile(content).names[COUNT].address
    rule = f'<cfRule type="expression" dxfId="{count}" priority="99"><formula>TRUE</formula></cfRule>'
    rule = f'<conditionalFormatting sqref="{at}">{rule}</conditionalFormatting>'
    return with_part(
        content, "评分表", lambda xml: xml.replace("<conditionalFormatting", f"{rule}<conditionalFormatting", 1)
    )


def formula_over_more(content: bytes) -> bytes:
    """Let a locked formula fill the cell beside it as well."""
    return with_element(
        content,
        "out_2.1.3_deduction",
        lambda element, _, at: element.replace(b"<f>", f'<f t="array" ref="{at}:{at[0]}{int(at[1:]) + 1}">'.encode()),
    )


CASES: dict[str, tuple[Callable[[bytes], bytes], set[str]]] = {
    "rows in an extension": (decoy_rows, {"damaged-package"}),
    "a type by a reference": (number_by_reference, set()),
    "two parts of formats": (two_parts_of_formats, {"damaged-package"}),
    "a comment among the formats": (
        lambda c: with_styles(c, lambda xml: xml.replace("<cellXfs", "<!--<xf/>--><cellXfs")),
        {"damaged-package"},
    ),
    "two lists of sheets": (
        lambda c: with_book(c, lambda xml: xml.replace("</workbook>", "<sheets></sheets></workbook>")),
        {"damaged-package"},
    ),
    "a nought that is shown as 10": (lambda c: with_code(c, COUNT, 0.0, 'General;General;"10"'), {"cell-format"}),
    "an amount with a sign for per cent in full width": (
        lambda c: with_code(c, AMOUNT, 0.5, '0.0"％"'),
        {"cell-format"},
    ),
    "a text that is shown as another": (
        lambda c: with_code(with_values(c, {FLAT: "否"}), FLAT, 3.0, 'General;General;General;"是"'),
        set(),
    ),
    "a date with its day first": (day_shown_first, {"cell-format"}),
    "a built-in date without a month": (lambda c: with_format(c, PART, 46090.0, 20), {"cell-format"}),
    "a conditional format over an entry": (conditional, {"cells-disguised"}),
    "a formula that fills more than its cell": (formula_over_more, {"formula-changed"}),
    "something within a value": (
        lambda c: with_cell_xml(c, COUNT, '<v>1<x xmlns="urn:x">2</x>5</v>'),
        {"damaged-package"},
    ),
    "a truth value that is neither": (lambda c: with_cell_xml(c, FLAT, "<v>2</v>", ' t="b"'), {"damaged-package"}),
    "two values": (
        lambda c: with_cell_xml(c, COUNT, "<is><t>7</t></is><v>5</v>", ' t="inlineStr"'),
        {"damaged-package"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_programs_show_otherwise_is_never_taken_silently(case: str, sent: Sent) -> None:
    damage, says = CASES[case]
    content = damage(sent.contents[2])
    for judge in (sent.judge(), sent.judge(0, 1)):
        submission = judged(judge, content)
        assert not submission.is_clean
        assert {problem.code for problem in submission.problems} >= says


def test_texts_of_which_one_ends_in_another_way_are_counted_as_programs_count_them(sent: Sent) -> None:
    texts = "<si><t>甲</t></si ><si><t>乙</t></si><si><t>3</t></si><si><t>5</t></si>"
    content = with_shared_texts(sent.contents[2], texts)
    for judge in (sent.judge(), sent.judge(0, 1)):
        assert judged(judge, content).cells[COUNT] == "3"


def test_the_end_of_a_zip_of_workbooks_that_was_cut_off_is_not_read_as_its_last_workbook(sent: Sent) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for at, content in enumerate(sent.contents):
            file.writestr(f"{at}.xlsx", content)
    assert open_package(out.getvalue()[:-200], "a.zip") in ("return-damaged", "return-truncated")
