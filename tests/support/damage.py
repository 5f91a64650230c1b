"""What happens to workbooks on their way: each kind of damage, what collecting is to say of it, and what stays.

A kind takes the bytes of a filled return, however it was saved, and gives them damaged.
"""

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from msoffcrypto.format.ooxml import OOXMLFile

from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import Cell
from xlplugin.ooxml.package import Package
from xlplugin.ooxml.worksheet.worksheet_part import SheetPart, Value

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
COUNT, TIER, FLAT, PLAIN_FLAT, AMOUNT, REASON, PART, WHOLE = (
    *("in_2.1.3.d1", "in_1.2.1.b1", "in_1.1.1.d1", "in_8.1.1.d1", "in_2.1.2.d1_amount", "in_2.1.2.d1_reason"),
    *("in_3.3.7.d1_part", "in_3.3.7.d1_whole"),
)
"""Inputs of gaoping-2022-b, one of each sort."""


@dataclass(frozen=True)
class Kind:
    """A kind of damage.

    Attributes:
        damage: does it.
        says: the codes that are to be among the problems; none: the return is in order, exactly as it was filled in.
        remarks: the codes that are to be among the remarks.
        same: whether all that was filled in is to be read as it was filled in.
        means: what was filled in is written in another way: it comes to the same, and that is told.
    """

    damage: Callable[[bytes], bytes]
    says: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    same: bool = True
    means: bool = False


def place(book: WorkbookFile, name: str) -> Cell:
    return book.names[name]


def with_values(content: bytes, values: Mapping[str, Value]) -> bytes:
    """Set cells, by name or as ``评分表!H12``."""
    book = WorkbookFile(content)
    for at, value in values.items():
        sheet, _, address = at.partition("!")
        cell = Cell.at(sheet, address) if address else place(book, at)
        with book.editing(cell.sheet) as editor:
            editor.write(cell, [[value]])
    return book.content()


def with_element(content: bytes, name: str, change: Callable[[bytes, int, str], bytes]) -> bytes:
    """Change a cell's element by hand, given as it is written, with its format and its address."""
    book = WorkbookFile(content)
    cell = place(book, name)
    part = book.sheets[cell.sheet]
    xml = book.package.read(part)
    result = SheetPart(xml, book.package.damaged).cells[cell.address]
    start, end = result.start, result.end
    changed = change(xml[start:end], result.style, cell.address)
    assert changed != xml[start:end]
    book.package.put(part, xml[:start] + changed + xml[end:])
    return book.content()


def with_cell_xml(content: bytes, name: str, inner: str, attributes: str = "") -> bytes:
    """Write a cell's element anew."""
    return with_element(content, name, lambda _, style, at: f'<c r="{at}" s="{style}"{attributes}>{inner}</c>'.encode())


def in_letters(content: bytes, folder: str, encoding: str) -> bytes:
    """Let the parts of a folder say that they are in other letters than they are."""
    package = Package(content)
    for part in package.parts:
        if part.startswith(folder) and part.endswith(".xml"):
            xml = re.sub(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]*\?>", b"", package.read(part))
            package.put(part, f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + xml)
    return package.content()


def with_part(content: bytes, sheet: str, change: Callable[[str], str]) -> bytes:
    """Change a sheet's part as text."""
    book = WorkbookFile(content)
    part = book.sheets[sheet]
    before = book.package.text(part)
    after = change(before)
    assert after != before
    book.package.put(part, after)
    return book.content()


def with_book(content: bytes, change: Callable[[str], str]) -> bytes:
    """Change the workbook's own part as text."""
    book = WorkbookFile(content)
    before = book.package.text(book.book)
    after = change(before)
    assert after != before
    book.package.put(book.book, after)
    return book.content()


def without_formula(content: bytes, name: str, value: Value) -> bytes:
    return with_values(content, {name: value})


def other_formula(content: bytes) -> bytes:
    return with_element(
        content,
        "out_2.1.3_deduction",
        lambda element, *_: re.sub(rb"<f([^>]*)>([^<]*)</f>", rb"<f\1>(\2)*0.5</f>", element),
    )


def clause_text(content: bytes) -> str:
    """Find a locked text: the quote of a clause."""
    book = WorkbookFile(content)
    cell = place(book, COUNT)
    texts = [(at, shown) for at, shown in book.contents(cell.sheet).cells.items() if at.endswith(str(cell.row))]
    return next(f"{cell.sheet}!{at}" for at, shown in texts if isinstance(shown.value, str) and not shown.is_formula)


def points(content: bytes, sheet: str = "评分表", wanted: float = 4.0) -> str:
    cells = WorkbookFile(content).contents(sheet).cells
    return next(f"{sheet}!{at}" for at, shown in cells.items() if shown.value == wanted and not shown.is_formula)


def entry(content: bytes, name: str) -> object:
    """Return what is filled in."""
    book = WorkbookFile(content)
    return book.read([place(book, name)])[place(book, name)].value


def number(content: bytes, name: str) -> str:
    value = entry(content, name)
    assert isinstance(value, float)
    return f"{value:g}"


def clear(name: str, spelling: str, wide: bool = False) -> Kind:
    """Write what is filled in, which a person understands as well."""

    def damage(content: bytes) -> bytes:
        value = entry(content, name)
        text = spelling.format(f"{value:g}" if isinstance(value, float) else value)
        return with_values(content, {name: "".join(chr(ord(item) + 0xFEE0) for item in text) if wide else text})

    return Kind(damage, (), ("read-as",), same=False, means=True)


def with_styles(content: bytes, change: Callable[[str], str]) -> bytes:
    """Change the part with the formats."""
    book = WorkbookFile(content)
    (styles,) = (relation.target for relation in book.package.relations(book.book) if relation.kind == "styles")
    before = book.package.text(styles)
    after = change(before)
    assert after != before
    book.package.put(styles, after)
    return book.content()


def with_last(xml: str, name: str, element: str) -> tuple[str, int]:
    """Put an element at the end of a list of formats; gives its place as well."""
    match = re.search(rf"<{name}[^>]*>.*?</{name}>", xml, re.DOTALL)
    assert match
    count = len(re.findall(rf"<{element[1:].partition(' ')[0].partition('>')[0]}[ />]", match[0]))
    more = re.sub(r' count="\d+"', f' count="{count + 1}"', match[0], count=1)
    return xml.replace(match[0], more.replace(f"</{name}>", f"{element}</{name}>")), count


def with_xf(content: bytes, name: str, value: float, attributes: str, children: str = "") -> bytes:
    """Write a number in a format of a cell's own."""
    place = 0

    def changed(xml: str) -> str:
        nonlocal place
        xml, place = with_last(
            xml, "cellXfs", f"<xf {attributes}>{children}</xf>" if children else f"<xf {attributes}/>"
        )
        return xml

    content = with_styles(content, changed)
    return with_element(content, name, lambda _, style, at: f'<c r="{at}" s="{place}"><v>{value!r}</v></c>'.encode())


def with_format(content: bytes, name: str, value: float, number_format: int) -> bytes:
    """Write a number in one of the formats that have a number (ECMA-376-1, 18.8.30)."""
    return with_xf(content, name, value, f'numFmtId="{number_format}" applyNumberFormat="1"')


def with_code(content: bytes, name: str, value: float, code: str) -> bytes:
    """Write a number in a format that is written out, under a number that no other has."""
    number = 250

    def changed(xml: str) -> str:
        nonlocal number
        number = max(249, *map(int, re.findall('<numFmt numFmtId="([0-9]+)"', xml)), 0) + 1
        element = f'<numFmt numFmtId="{number}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        xml = re.sub("<numFmts[^>]*/>", "", xml)
        if "</numFmts>" in xml:
            return with_last(xml, "numFmts", element)[0]
        return xml.replace("<fonts", f'<numFmts count="1">{element}</numFmts><fonts', 1)

    content = with_styles(content, changed)
    return with_format(content, name, value, number)


def two_formats_of_one_number(content: bytes, name: str) -> bytes:
    """Write a count in a format, and another format of that number behind it."""
    content = with_code(content, name, float(number(content, name)), '0"万"')
    return with_styles(
        content,
        lambda xml: re.sub(r'(<numFmt numFmtId="[0-9]+" formatCode=")0&quot;万&quot;("/>)', r"\g<0>\g<1>0\2", xml),
    )


def struck_out(content: bytes, name: str) -> bytes:
    """Strike a cell out, by the font of its format."""
    value, font = entry(content, name), 0
    assert isinstance(value, float)

    def changed(xml: str) -> str:
        nonlocal font
        xml, font = with_last(xml, "fonts", "<font><strike/></font>")
        return xml

    content = with_styles(content, changed)
    return with_xf(content, name, value, f'fontId="{font}"')


def repeated(content: bytes, name: str, value: float) -> bytes:
    """Write a number in a format that repeats it until its cell is full."""
    return with_xf(content, name, value, 'numFmtId="0" applyAlignment="1"', '<alignment horizontal="fill"/>')


def as_percent(content: bytes, name: str, value: float) -> bytes:
    return with_format(content, name, value, 9)


def as_date(content: bytes, name: str, day: str) -> bytes:
    """Write a day as programs keep it: a number, in the format of dates."""
    return with_format(content, name, float((date.fromisoformat(day) - date(1899, 12, 30)).days), 14)


def date_number(month: int, day: int) -> float:
    """Return the number that programs make of a day of this year."""
    return float((date(date.today().year, month, day) - date(1899, 12, 30)).days)


def hidden_row(content: bytes) -> bytes:
    row = place(WorkbookFile(content), COUNT).row
    return with_part(
        content,
        "评分表",
        lambda xml: re.sub(rf'(<row [^>]*?r="{row}")(?: hidden="\w+")?', r'\1 hidden="1"', hidden_off(xml, row)),
    )


def hidden_off(xml: str, row: int) -> str:
    """Take ``hidden="false"`` off a row, which LibreOffice writes on all."""
    return re.sub(rf'(<row [^>]*?r="{row}"[^>]*?) hidden="\w+"', r"\1", xml)


def hidden_column(content: bytes) -> bytes:
    def change(xml: str) -> str:
        xml = re.sub(r'(<col [^>]*?) hidden="\w+"', r"\1", xml, count=3)
        return re.sub(r"<col ", '<col hidden="1" ', xml, count=1)

    return with_part(content, "评分表", change)


def without_sheet(content: bytes, name: str) -> bytes:
    return with_book(content, lambda xml: re.sub(rf'<sheet [^>]*name="{name}"[^>]*/>', "", xml))


def related(content: bytes, kind: str, part: str, part_content: bytes, of: str = "") -> bytes:
    """Let the workbook (or a sheet) point to a part that was not shipped."""
    book = WorkbookFile(content)
    book.package.add(part, part_content, "application/xml")
    book.package.relate(book.sheets[of] if of else book.book, kind, part)
    return book.content()


def raw(content: bytes, name: str, data: bytes) -> bytes:
    """Put a part in, whatever it holds."""
    package = Package(content)
    package.put(name, data)
    return package.content()


def encrypted(content: bytes) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt("政务", out)
    return out.getvalue()


def flipped(content: bytes) -> bytes:
    """Change a byte within the packed data of 评分表."""
    book = WorkbookFile(content)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        info = file.getinfo(book.sheets["评分表"])
    at = info.header_offset + 30 + len(info.filename.encode()) + info.compress_size // 2
    return content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]


def declared_bomb(content: bytes) -> bytes:
    """Add a member that unpacks to far more than any workbook."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file, file.open("xl/media/image1.bin", "w") as member:
        for _ in range(500):
            member.write(bytes(1_000_000))
    return out.getvalue()


def lying_bomb(content: bytes) -> bytes:
    """Let 评分表 unpack to more than it says."""
    book = WorkbookFile(content)
    part = book.sheets["评分表"].encode()
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(part))
    size = struct.unpack_from("<L", content, at + 24)[0]
    return content[: at + 24] + struct.pack("<L", size // 2) + content[at + 28 :]


def with_entity(content: bytes) -> bytes:
    def change(xml: str) -> str:
        start = xml.index("?>") + 2 if xml.startswith("<?xml") else 0
        return f'{xml[:start]}<!DOCTYPE x [<!ENTITY a "3">]>{xml[start:]}'

    return with_part(content, "评分表", change)


def cell_twice(content: bytes) -> bytes:
    """Write an input's cell a second time, with another value."""
    return with_element(content, COUNT, lambda element, _, at: element + f'<c r="{at}"><v>0</v></c>'.encode())


def in_a_comment(content: bytes) -> bytes:
    """Write an input's cell a second time, before it, in a comment, where only a careless reader finds it."""
    return with_element(
        content, COUNT, lambda element, _, at: f'<!--<c r="{at}" t="n"><v>0</v></c>-->'.encode() + element
    )


def prefixed(content: bytes) -> bytes:
    """Write 评分表 with a prefix before every name, as some programs do."""

    def change(xml: str) -> str:
        xml = re.sub(r"<(/?)(?!\?|!)(?:(?=[\w]+:)|)([A-Za-z]\w*)(?=[\s/>])", r"<\1x:\2", xml)
        return xml.replace(" xmlns=", " xmlns:x=", 1)

    return with_part(content, "评分表", change)


def elsewhere(content: bytes) -> bytes:
    """Keep 评分表 in a part of another name."""
    book = WorkbookFile(content)
    old = book.sheets["评分表"]
    package = book.package
    package.add(
        "xl/worksheets/score.xml",
        package.read(old),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    )
    relations = package.text("xl/_rels/workbook.xml.rels")
    name = old.rpartition("/")[2]
    package.put(
        "xl/_rels/workbook.xml.rels", re.sub(rf'Target="[^"]*{name}"', 'Target="worksheets/score.xml"', relations)
    )
    return package.content()


def added_sheet(content: bytes) -> bytes:
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook.create_sheet("我的备注")
    sheet["A1"] = "仅供内部参考"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def copied_sheet(content: bytes) -> bytes:
    """Put 评分表 in once more, with another body's entries."""
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook.copy_worksheet(workbook["评分表"])
    sheet.title = "评分表（南城办）"
    cell = place(WorkbookFile(content), COUNT)
    sheet[cell.address].value = 5
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def saved_by_openpyxl(content: bytes) -> bytes:
    from openpyxl import load_workbook

    out = io.BytesIO()
    load_workbook(io.BytesIO(content)).save(out)
    return out.getvalue()


STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    "http://schemas.openxmlformats.org/drawingml/2006/": "http://purl.oclc.org/ooxml/drawingml/",
}
"""The namespaces of ISO/IEC 29500 strict, for those of the transitional form."""


def strict(content: bytes) -> bytes:
    """Write everything in the strict form, as Excel does for “Strict Open XML 工作簿”."""
    package = Package(content)
    for part in package.parts:
        if part.endswith((".xml", ".rels")) and not part.startswith("docProps/core"):
            xml = package.text(part)
            for transitional, wanted in STRICT.items():
                xml = xml.replace(transitional, wanted)
            if part == "xl/workbook.xml":
                xml = xml.replace("<workbook ", '<workbook conformance="strict" ', 1)
            package.put(part, xml)
    return package.content()


def rich_text(content: bytes) -> bytes:
    """Write a reason in two pieces of different formats."""
    inner = "<is><r><t>按实际</t></r><r><rPr><b/></rPr><t>情况</t></r></is>"
    return with_cell_xml(content, REASON, inner, ' t="inlineStr"')


def with_piece(content: bytes, name: str, how: str, piece: str, after: str) -> bytes:
    """Write an entry as a text in two pieces, the first in a format of its own."""
    inner = f"<is><r><rPr>{how}</rPr><t>{piece}</t></r><r><t>{after}</t></r></is>"
    return with_cell_xml(content, name, inner, ' t="inlineStr"')


def unrelated() -> bytes:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "通讯录"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def zipped(names: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in names.items():
            file.writestr(name, data)
    return out.getvalue()


def fact(content: bytes, name: str, value: str) -> bytes:
    """Change a line of the hidden sheet."""
    cells = WorkbookFile(content).contents("工作簿信息").cells
    row = next(at[1:] for at, shown in cells.items() if at.startswith("A") and shown.value == name)
    return with_values(content, {f"工作簿信息!B{row}": value})


def inside_cell(content: bytes, name: str, more: str) -> bytes:
    """Put something into a cell's element, behind its value."""

    def change(element: bytes, *_: object) -> bytes:
        at = element.rindex(b"</")
        return element[:at] + more.encode() + element[at:]

    return with_element(content, name, change)


def other_address(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    book = WorkbookFile(content)
    cell = place(book, name)
    old = f'r="{cell.address}"'
    return with_part(content, cell.sheet, lambda xml: xml.replace(old, f'r="{change(cell.address)}"', 1))


WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def decoy_sheet(content: bytes, element: str) -> bytes:
    """Add a second 评分表 with other entries, to which something points that programs do not follow."""
    book = WorkbookFile(content)
    decoy = WorkbookFile(with_values(content, {COUNT: 0.0}))
    book.package.add("xl/worksheets/decoy.xml", decoy.package.read(decoy.sheets["评分表"]), WORKSHEET)
    id = book.package.relate(book.book, f"{OFFICE}/worksheet", "xl/worksheets/decoy.xml")
    return with_book(
        book.content(), lambda xml: re.sub("</(\\w+:)?workbook>", element.format(id=id) + r"</\1workbook>", xml)
    )


def member_twice(content: bytes, name: Callable[[str], str]) -> bytes:
    """Add a member of the same name, or of one that differs in the case of its letters."""
    decoy = WorkbookFile(with_values(content, {COUNT: 0.0}))
    part = decoy.sheets["评分表"]
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file.writestr(zipfile.ZipInfo(name(part)), decoy.package.read(part))
    return out.getvalue()


def instruction_sheet(content: bytes) -> bytes:
    """Hide the rows that the fast reader looks for in a processing instruction."""

    def change(xml: str) -> str:
        at = xml.index("<sheetData>")
        return f"{xml[:at]}<?decoy <sheetData></sheetData> ?>{xml[at:]}"

    return with_part(content, "评分表", change)


def hidden_by_a_second_list(content: bytes) -> bytes:
    return with_part(
        content,
        "评分表",
        lambda xml: xml.replace("<sheetData>", '<cols><col min="9" max="9" hidden="1"/></cols><sheetData>'),
    )


def merged(content: bytes) -> bytes:
    cell = place(WorkbookFile(content), COUNT)
    ref = f"H{cell.row}:{cell.address}"

    def change(xml: str) -> str:
        return re.sub("<mergeCells([^>]*)>", rf'<mergeCells\1><mergeCell ref="{ref}"/>', xml, count=1)

    return with_part(content, "评分表", change)


def tail(content: bytes, rows: Iterable[str]) -> bytes:
    """Put rows behind those of 评分表."""
    return with_part(content, "评分表", lambda xml: xml.replace("</sheetData>", "".join(rows) + "</sheetData>"))


def with_dimension(xml: str, ref: str) -> str:
    """Say which cells a sheet has, whatever it has."""
    xml = re.sub(r"<dimension [^>]*/>", "", xml)
    at = min(
        result for name in ("<sheetViews", "<sheetFormatPr", "<cols", "<sheetData") if (result := xml.find(name)) > 0
    )
    return f'{xml[:at]}<dimension ref="{ref}"/>{xml[at:]}'


EXTENSION = '<extLst><ext uri="{A}" xmlns:z="urn:x"><z:v>0</z:v><v xmlns="urn:x">0</v><v>0</v></ext></extLst>'
FORMULA_EXTENSION = '<extLst><ext uri="{A}" xmlns:z="urn:x"><z:f>1</z:f><f>1</f></ext></extLst>'
CHOICES = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Fallback><v>0</v></mc:Fallback></mc:AlternateContent>"
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
