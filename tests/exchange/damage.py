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

from msoffcrypto.format.ooxml import OOXMLFile

from xlplugin.ooxml.package import Package
from xlplugin.ooxml.sheet_part import SheetPart, Value
from xlplugin.workbook.filled_file import FilledFile
from xlplugin.workbook.sheet import Cell

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


def place(book: FilledFile, name: str) -> Cell:
    return book.names[name]


def with_values(content: bytes, values: Mapping[str, Value]) -> bytes:
    """Set cells, by name or as ``评分表!H12``."""
    book = FilledFile(content)
    for at, value in values.items():
        sheet, _, address = at.partition("!")
        cell = Cell.at(sheet, address) if address else place(book, at)
        with book.editing(cell.sheet) as editor:
            editor.write(cell, [[value]])
    return book.content()


def with_element(content: bytes, name: str, change: Callable[[bytes, int, str], bytes]) -> bytes:
    """Change a cell's element by hand, given as it is written, with its format and its address."""
    book = FilledFile(content)
    cell = place(book, name)
    part = book.sheets[cell.sheet]
    xml = book.package.read(part)
    found = SheetPart(xml, book.package.damaged).cells[cell.address]
    start, end = found.span.start, found.span.end
    changed = change(xml[start:end], found.style, cell.address)
    assert changed != xml[start:end]
    book.package.put(part, xml[:start] + changed + xml[end:])
    return book.content()


def with_cell_xml(content: bytes, name: str, inner: str, attributes: str = "") -> bytes:
    """Write a cell's element anew."""
    return with_element(content, name, lambda _, style, at: f'<c r="{at}" s="{style}"{attributes}>{inner}</c>'.encode())


def with_part(content: bytes, sheet: str, change: Callable[[str], str]) -> bytes:
    """Change a sheet's part as text."""
    book = FilledFile(content)
    part = book.sheets[sheet]
    before = book.package.text(part)
    after = change(before)
    assert after != before
    book.package.put(part, after)
    return book.content()


def with_book(content: bytes, change: Callable[[str], str]) -> bytes:
    """Change the workbook's own part as text."""
    book = FilledFile(content)
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
    book = FilledFile(content)
    cell = place(book, COUNT)
    texts = [(at, shown) for at, shown in book.contents(cell.sheet).cells.items() if at.endswith(str(cell.row))]
    return next(f"{cell.sheet}!{at}" for at, shown in texts if isinstance(shown.value, str) and not shown.is_formula)


def points(content: bytes) -> str:
    book = FilledFile(content)
    cells = book.contents("评分表").cells
    return next(f"评分表!{at}" for at, shown in cells.items() if shown.value == 4.0 and not shown.is_formula)


def entry(content: bytes, name: str) -> object:
    """Give what is filled in."""
    book = FilledFile(content)
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
        return with_values(content, {name: "".join(chr(ord(one) + 0xFEE0) for one in text) if wide else text})

    return Kind(damage, (), ("read-as",), same=False, means=True)


def with_format(content: bytes, name: str, value: float, number_format: int) -> bytes:
    """Write a number in a format (ECMA-376-1, 18.8.30) of a cell's own."""
    book = FilledFile(content)
    (styles,) = (one.target for one in book.package.relations(book.book) if one.kind == "styles")
    xml = book.package.text(styles)
    formats = re.search(r"<cellXfs[^>]*>.*?</cellXfs>", xml, re.DOTALL)
    assert formats
    count = len(re.findall(r"<xf\b", formats[0]))
    more = formats[0].replace("</cellXfs>", f'<xf numFmtId="{number_format}" applyNumberFormat="1"/></cellXfs>')
    book.package.put(styles, xml.replace(formats[0], re.sub(r' count="\d+"', f' count="{count + 1}"', more, count=1)))
    return with_element(
        book.content(), name, lambda _, style, at: f'<c r="{at}" s="{count}"><v>{value!r}</v></c>'.encode()
    )


def as_percent(content: bytes, name: str, value: float) -> bytes:
    return with_format(content, name, value, 9)


def as_date(content: bytes, name: str, day: str) -> bytes:
    """Write a day as programs keep it: a number, in the format of dates."""
    return with_format(content, name, float((date.fromisoformat(day) - date(1899, 12, 30)).days), 14)


def hidden_row(content: bytes) -> bytes:
    row = place(FilledFile(content), COUNT).row
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
    book = FilledFile(content)
    book.package.add(part, part_content, "application/octet-stream")
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
    book = FilledFile(content)
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
    book = FilledFile(content)
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
    book = FilledFile(content)
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
    cell = place(FilledFile(content), COUNT)
    sheet[cell.address].value = 5
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def saved_by_openpyxl(content: bytes) -> bytes:
    from openpyxl import load_workbook

    out = io.BytesIO()
    load_workbook(io.BytesIO(content)).save(out)
    return out.getvalue()


def rich_text(content: bytes) -> bytes:
    """Write a reason in two pieces of different formats."""
    inner = "<is><r><t>按实际</t></r><r><rPr><b/></rPr><t>情况</t></r></is>"
    return with_cell_xml(content, REASON, inner, ' t="inlineStr"')


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
    cells = FilledFile(content).contents("工作簿信息").cells
    row = next(at[1:] for at, shown in cells.items() if at.startswith("A") and shown.value == name)
    return with_values(content, {f"工作簿信息!B{row}": value})


def inside_cell(content: bytes, name: str, more: str) -> bytes:
    """Put something into a cell's element, behind its value."""

    def change(element: bytes, *_: object) -> bytes:
        at = element.rindex(b"</")
        return element[:at] + more.encode() + element[at:]

    return with_element(content, name, change)


def other_address(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    book = FilledFile(content)
    cell = place(book, name)
    old = f'r="{cell.address}"'
    return with_part(content, cell.sheet, lambda xml: xml.replace(old, f'r="{change(cell.address)}"', 1))


def decoy_sheet(content: bytes, element: str) -> bytes:
    """Add a second 评分表 with other entries, to which something points that programs do not follow."""
    book = FilledFile(content)
    decoy = FilledFile(with_values(content, {COUNT: 0.0}))
    book.package.add("xl/worksheets/decoy.xml", decoy.package.read(decoy.sheets["评分表"]), "application/xml")
    id = book.package.relate(book.book, f"{OFFICE}/worksheet", "xl/worksheets/decoy.xml")
    return with_book(
        book.content(), lambda xml: re.sub("</(\\w+:)?workbook>", element.format(id=id) + r"</\1workbook>", xml)
    )


def member_twice(content: bytes, name: Callable[[str], str]) -> bytes:
    """Add a member of the same name, or of one that differs in the case of its letters."""
    decoy = FilledFile(with_values(content, {COUNT: 0.0}))
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
    cell = place(FilledFile(content), COUNT)
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
        found for name in ("<sheetViews", "<sheetFormatPr", "<cols", "<sheetData") if (found := xml.find(name)) > 0
    )
    return f'{xml[:at]}<dimension ref="{ref}"/>{xml[at:]}'


EXTENSION = '<extLst><ext uri="{A}" xmlns:z="urn:x"><z:v>0</z:v><v xmlns="urn:x">0</v><v>0</v></ext></extLst>'
FORMULA_EXTENSION = '<extLst><ext uri="{A}" xmlns:z="urn:x"><z:f>1</z:f><f>1</f></ext></extLst>'
CHOICES = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Fallback><v>0</v></mc:Fallback></mc:AlternateContent>"
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS: dict[str, Kind] = {
    # What is locked.
    "a clause's text is changed": Kind(
        lambda c: with_values(c, {clause_text(c): "每件扣 0 分"}), ("locked-changed", "scores-compared")
    ),
    "an indicator's points are changed": Kind(
        lambda c: with_values(c, {points(c): 40.0}), ("locked-changed", "scores-compared")
    ),
    "a formula is written over": Kind(
        lambda c: without_formula(c, "out_2.1.3_deduction", 0.0), ("formula-gone", "scores-compared")
    ),
    "the total is written over": Kind(
        lambda c: without_formula(c, "out_total", 100.0), ("formula-gone", "scores-compared")
    ),
    "a formula is cleared": Kind(lambda c: without_formula(c, "out_2.1.3_score", None), ("formula-gone",)),
    "a formula is changed": Kind(other_formula, ("formula-changed", "scores-compared")),
    "a locked blank cell is written into": Kind(lambda c: with_values(c, {"评分表!A2": "已核"}), ("formula-gone",)),
    "a text is put beside the table": Kind(lambda c: with_values(c, {"评分表!AC9": "注"}), ("locked-changed",)),
    "the body's name is changed": Kind(lambda c: with_values(c, {"填表说明!B3": "别的单位"}), ("locked-changed",)),
    "the seal is another's": Kind(lambda c: fact(c, "seal", "0" * 64), ("seal-wrong", "locked-changed")),
    "the seal is gone": Kind(lambda c: fact(c, "seal", ""), ("seal-wrong",)),
    "the rubric's digest is changed": Kind(lambda c: fact(c, "digest", "0" * 64), ("locked-changed",)),
    "the edition is changed": Kind(lambda c: fact(c, "edition", "plain"), ("locked-changed",)),
    "a row is hidden": Kind(hidden_row, ("rows-hidden",)),
    "a column is hidden": Kind(hidden_column, ("columns-hidden",)),
    "a sheet is hidden": Kind(
        lambda c: with_book(c, lambda x: re.sub(r'(name="评分表" sheetId="\d+") state="\w+"', r'\1 state="hidden"', x)),
        ("sheet-hidden",),
    ),
    "a sheet is deleted": Kind(lambda c: without_sheet(c, "评分表"), ("sheet-gone",), same=False),
    "another sheet is deleted": Kind(lambda c: without_sheet(c, "印证材料"), ("sheet-gone",), same=False),
    "a sheet is renamed": Kind(
        lambda c: with_book(c, lambda x: x.replace('<sheet name="评分表"', '<sheet name="评分表 "', 1)),
        ("sheet-gone",),
        same=False,
    ),
    "the hidden sheet is deleted": Kind(lambda c: without_sheet(c, "工作簿信息"), ("unrelated",), same=False),
    "a name points elsewhere": Kind(
        lambda c: with_book(
            c, lambda x: re.sub(rf'(name="{COUNT}"[^>]*>[^<]*\$)(\d+)(<)', lambda m: f"{m[1]}{int(m[2]) + 1}{m[3]}", x)
        ),
        ("cells-moved",),
        same=False,
    ),
    "a name is gone": Kind(
        lambda c: with_book(c, lambda x: re.sub(rf'<definedName [^>]*name="{COUNT}"[^>]*>[^<]*</definedName>', "", x)),
        (),
        ("found-by-place",),
    ),
    # What is put in.
    "macros are put in": Kind(
        lambda c: related(c, f"{MICROSOFT}/vbaProject", "xl/vbaProject.bin", b"Attribute"), ("macros-added",)
    ),
    "an old macro sheet is put in": Kind(
        lambda c: related(c, f"{MICROSOFT}/xlMacrosheet", "xl/macrosheets/sheet1.xml", b"<x/>"), ("macros-added",)
    ),
    "a link to another workbook is put in": Kind(
        lambda c: related(c, f"{OFFICE}/externalLink", "xl/externalLinks/externalLink1.xml", b"<x/>"), ("links-added",)
    ),
    "an object is put in": Kind(
        lambda c: related(c, f"{OFFICE}/oleObject", "xl/embeddings/oleObject1.bin", OLE, "评分表"), ("objects-added",)
    ),
    # What is typed.
    "a formula in an input": Kind(
        lambda c: with_cell_xml(c, COUNT, "<f>1+1</f><v>2</v>"), ("cell-formula",), same=False
    ),
    "a formula in a reason": Kind(
        lambda c: with_cell_xml(c, REASON, "<f>A1</f><v>按</v>", ' t="str"'), ("cell-formula",), same=False
    ),
    "a formula among the evidence": Kind(
        lambda c: with_cell_xml(c, "evidence_1.1.1_file", "<f>A1</f><v>按</v>", ' t="str"'),
        ("cell-formula",),
        same=False,
    ),
    # What clerks type: clear to a person, or not.
    "a count with its unit": clear(COUNT, "{}件"),
    "a count with another word for pieces": clear(COUNT, "{} 个"),
    "a count in full width": clear(COUNT, "{}", wide=True),
    "a count as text": clear(COUNT, "{}"),
    "a count between blanks": clear(COUNT, "\u3000{} "),
    "a count with places": clear(COUNT, "{}.0"),
    "a count in two lines": clear(COUNT, "{}\n"),
    "a count with something invisible": clear(COUNT, "\u200b{}"),
    "an amount with its unit": clear(AMOUNT, "{}分"),
    "an amount in full width": clear(AMOUNT, "{}", wide=True),
    "a part of a whole in one cell": Kind(
        lambda c: with_values(c, {PART: f"{number(c, PART)}/{number(c, WHOLE)}", WHOLE: None}),
        (),
        ("read-as",),
        same=False,
        means=True,
    ),
    "a part of a whole that became a date": Kind(
        lambda c: as_date(with_values(c, {WHOLE: None}), PART, "2026-03-09"), (), ("read-as",), same=False, means=True
    ),
    "a count that became a date": Kind(lambda c: as_date(c, COUNT, "2026-03-09"), ("cell-date",), same=False),
    "a sign for 是 or 否": Kind(
        lambda c: with_values(c, {PLAIN_FLAT: {"是": "√", "否": "×"}[str(entry(c, PLAIN_FLAT))]}),
        (),
        ("read-as",),
        same=False,
        means=True,
    ),
    "another word for 是 or 否": Kind(
        lambda c: with_values(c, {PLAIN_FLAT: {"是": "有", "否": "没有"}[str(entry(c, PLAIN_FLAT))]}),
        (),
        ("read-as",),
        same=False,
        means=True,
    ),
    "a letter for 是 or 否": Kind(
        lambda c: with_values(c, {FLAT: {"是": "Ｙ", "否": "n"}[str(entry(c, FLAT))]}),
        (),
        ("read-as",),
        same=False,
        means=True,
    ),
    "a tier between blanks": clear(TIER, " {}\u3000"),
    "blanks beside 不适用": Kind(
        lambda c: with_values(c, {"na_3.3.7": "  "}), (), ("read-as-blank",), same=False, means=True
    ),
    "a sign for 有": Kind(
        lambda c: with_values(c, {"evidence_1.1.1_have": "√"}), (), ("read-as",), same=False, means=True
    ),
    "two figures": Kind(lambda c: with_values(c, {COUNT: f"{number(c, COUNT)}-5"}), ("cell-text",), same=False),
    "a figure that is about right": Kind(
        lambda c: with_values(c, {COUNT: f"约{number(c, COUNT)}件"}), ("cell-text",), same=False
    ),
    "ten thousands": Kind(lambda c: with_values(c, {COUNT: "2000万"}), ("cell-text",), same=False),
    "points where a count belongs": Kind(
        lambda c: with_values(c, {COUNT: f"{number(c, COUNT)}分"}), ("cell-text",), same=False
    ),
    "per cent where a count belongs": Kind(lambda c: with_values(c, {COUNT: "10%"}), ("cell-text",), same=False),
    "per cent that became a number": Kind(lambda c: as_percent(c, AMOUNT, 0.1), ("cell-percent",), same=False),
    "a word where a count belongs": Kind(lambda c: with_values(c, {COUNT: "见附件"}), ("cell-text",), same=False),
    "没有 where it is asked what was not done": Kind(
        lambda c: with_values(c, {FLAT: "没有"}), ("cell-not-listed",), same=False
    ),
    "a sign where it is asked what was not done": Kind(
        lambda c: with_values(c, {FLAT: "√"}), ("cell-not-listed",), same=False
    ),
    "a stroke for 是 or 否": Kind(lambda c: with_values(c, {FLAT: "—"}), ("cell-not-listed",), same=False),
    "a truth value": Kind(lambda c: with_values(c, {COUNT: True}), ("cell-logical",), same=False),
    "an error value": Kind(lambda c: with_cell_xml(c, COUNT, "<v>#N/A</v>", ' t="e"'), ("cell-error",), same=False),
    "a date": Kind(
        lambda c: with_cell_xml(c, COUNT, "<v>2026-03-09T00:00:00</v>", ' t="d"'), ("cell-date",), same=False
    ),
    "another word than 是 and 否": Kind(lambda c: with_values(c, {FLAT: "基本有"}), ("cell-not-listed",), same=False),
    "a tier that is none": Kind(lambda c: with_values(c, {TIER: "都做了"}), ("cell-not-listed",), same=False),
    "a number where a word belongs": Kind(lambda c: with_values(c, {FLAT: 1.0}), ("cell-not-listed",), same=False),
    "a negative count": Kind(lambda c: with_values(c, {COUNT: -2.0}), ("negative",), same=False),
    "half an occurrence": Kind(lambda c: with_values(c, {COUNT: 1.5}), ("fractional",), same=False),
    "a count over its limit": Kind(lambda c: with_values(c, {COUNT: 100_000.0}), ("over-limit",), same=False),
    "an amount with five places": Kind(lambda c: with_values(c, {AMOUNT: 0.12345}), ("too-many-places",), same=False),
    "a part above its whole": Kind(
        lambda c: with_values(c, {PART: 30.0, WHOLE: 20.0}), ("part-above-whole",), same=False
    ),
    "an amount without a reason": Kind(
        lambda c: with_values(c, {AMOUNT: 0.5, REASON: None}), ("reason-missing",), same=False
    ),
    "不适用 beside an entry": Kind(
        lambda c: with_values(c, {"na_3.3.7": "不适用"}), ("entry-beside-inapplicable",), same=False
    ),
    "another word than 不适用": Kind(lambda c: with_values(c, {"na_3.3.7": "无关"}), ("cell-not-listed",), same=False),
    "another word than 有 and 无": Kind(
        lambda c: with_values(c, {"evidence_1.1.1_have": "已备"}), ("cell-not-listed",), same=False
    ),
    "an input's cell twice": Kind(cell_twice, ("damaged-package",), same=False),
    # What is no workbook of ours, or none at all.
    "nothing in it": Kind(lambda _: b"", ("return-empty",), same=False),
    "cut off in the middle": Kind(lambda c: c[: len(c) // 2], ("return-truncated",), same=False),
    "cut off near the end": Kind(lambda c: c[:-30], ("return-truncated",), same=False),
    "a byte is wrong": Kind(flipped, ("damaged-package",), same=False),
    "a password to open it": Kind(encrypted, ("return-encrypted",), same=False),
    "the old .xls": Kind(lambda _: OLE + bytes(4096), ("return-old-format",), same=False),
    "an .ods": Kind(
        lambda _: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        ("return-other-format",),
        same=False,
    ),
    "a zip of workbooks": Kind(lambda c: zipped({"a.xlsx": c}), ("return-zip",), same=False),
    "a picture": Kind(lambda _: b"\x89PNG\r\n\x1a\n" + bytes(99), ("return-no-workbook",), same=False),
    "an unrelated workbook": Kind(lambda _: unrelated(), ("unrelated",), same=False),
    "the number is of nobody": Kind(lambda c: fact(c, "issue", "0" * 36), ("issue-unknown",), same=False),
    "the number is gone": Kind(lambda c: fact(c, "issue", ""), ("not-issued",), same=False),
    "a bomb that says so": Kind(declared_bomb, ("package-too-large",), same=False),
    "a bomb that lies": Kind(lying_bomb, ("damaged-package",), same=False),
    "entities": Kind(with_entity, ("entities-declared",), same=False),
    "no XML": Kind(lambda c: raw(c, FilledFile(c).sheets["评分表"], b"<worksheet>"), ("damaged-package",), same=False),
    "UTF-16": Kind(
        lambda c: raw(
            c,
            FilledFile(c).sheets["评分表"],
            FilledFile(c).package.text(FilledFile(c).sheets["评分表"]).encode("utf-16"),
        ),
        ("damaged-package",),
        same=False,
    ),
    # What looks strange and is in order.
    "saved by openpyxl": Kind(saved_by_openpyxl, ()),
    "a sheet of the body's own": Kind(added_sheet, (), ("sheet-added",)),
    "a second 评分表, of another body": Kind(copied_sheet, ("sheet-copied",)),
    "prefixes before every name": Kind(prefixed, ()),
    "a part of another name": Kind(elsewhere, ()),
    "a cell in a comment of the XML": Kind(in_a_comment, ()),
    "a reason in two formats": Kind(rich_text, (), same=False),
    "a reason that begins like a formula": Kind(lambda c: with_values(c, {REASON: "=1+1"}), (), same=False),
    # What looks like a cell and is none; what somebody might hide a figure behind.
    "a value in an extension of a cell": Kind(lambda c: inside_cell(c, COUNT, EXTENSION), ()),
    "a value in a choice within a cell": Kind(
        lambda c: inside_cell(c, COUNT, CHOICES), ("damaged-package",), same=False
    ),
    "a formula in an extension of a formula's cell": Kind(
        lambda c: inside_cell(other_formula(c), "out_2.1.3_deduction", FORMULA_EXTENSION),
        ("formula-changed",),
    ),
    "an address in small letters": Kind(lambda c: other_address(c, COUNT, str.lower), ("damaged-package",), same=False),
    "an address with a nought before its row": Kind(
        lambda c: other_address(c, COUNT, lambda at: f"{at[0]}0{at[1:]}"), ("damaged-package",), same=False
    ),
    "a sheet in an extension of the workbook": Kind(
        lambda c: decoy_sheet(c, '<extLst><ext><z:sheet xmlns:z="urn:x" name="评分表" z:id="{id}"/></ext></extLst>'), ()
    ),
    "a part twice": Kind(lambda c: member_twice(c, str), ("return-damaged",), same=False),
    "a part twice but for the case of its name": Kind(
        lambda c: member_twice(c, str.upper), ("return-damaged",), same=False
    ),
    "rows in an instruction": Kind(instruction_sheet, ()),
    "a column hidden by a second list": Kind(hidden_by_a_second_list, ("columns-hidden",)),
    "an input's cell is merged": Kind(merged, ("cells-merged",)),
    "a number with a grouping": Kind(lambda c: with_cell_xml(c, COUNT, "<v>0_3</v>"), ("damaged-package",), same=False),
    "a number in full width digits": Kind(
        lambda c: with_cell_xml(c, COUNT, "<v>３</v>"), ("damaged-package",), same=False
    ),
    "a text where a value's type says number": Kind(
        lambda c: with_cell_xml(c, COUNT, "<is><t>0</t></is>", ' t="n"'), (), same=False
    ),
    "a value where its type says text": Kind(
        lambda c: with_cell_xml(c, REASON, "<v>按</v>", ' t="inlineStr"'), ("reason-missing",), same=False
    ),
    "a type that there is not": Kind(
        lambda c: with_cell_xml(c, COUNT, "<v>3</v>", ' t="zz"'), ("damaged-package",), same=False
    ),
    "something behind the end of a sheet": Kind(
        lambda c: with_part(c, "评分表", lambda xml: xml + "<<<"), ("damaged-package",), same=False
    ),
    "columns without end": Kind(
        lambda c: with_part(
            c,
            "评分表",
            lambda xml: re.sub("<col ", '<col min="-900000000" ', xml, count=1).replace(
                ' min="1" max="1"', ' max="1"', 1
            ),
        ),
        ("damaged-package",),
        same=False,
    ),
    "a formatted tail below the form": Kind(
        lambda c: tail(c, (f'<row r="{row}" s="3"><c r="A{row}" s="3"/></row>' for row in range(20_000, 60_000))), ()
    ),
    "something far below the form": Kind(
        lambda c: tail(c, ['<row r="90000"><c r="B90000"><v>7</v></c></row>']), ("locked-changed",)
    ),
    "a row below the last that there is": Kind(
        lambda c: tail(c, ['<row r="1048577"/>']), ("damaged-package",), same=False
    ),
    "a dimension of one cell, as WPS writes it": Kind(
        lambda c: with_part(c, "评分表", lambda xml: with_dimension(xml, "A1:A1")), ()
    ),
    "a total beyond all numbers": Kind(
        lambda c: with_cell_xml(c, "out_total", "<v>1e300</v>"), ("formula-gone", "scores-compared")
    ),
}
"""Every kind of damage."""
